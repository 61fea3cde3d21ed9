"""The facts against themselves: a sample that contradicts itself by accident would teach the wrong lesson."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from samples.facts import Report

_PARTS = ("granted", "partial", "refused_", "unavailable_", "rejected_", "other")


def contradictions(reports: Sequence[Report]) -> Iterator[str]:
    """One sentence for each identity that does not hold, except where a contradiction is planted."""
    last: Report | None = None
    for report in reports:
        before = last if last is not None and last.agency == report.agency else None
        yield from (f"{report.file}: {fault}" for fault in _within(report))
        if before is not None:
            yield from (f"{report.file}: {fault}" for fault in _across(before, report))
        last = report


def _within(report: Report) -> Iterator[str]:
    table = report.requests
    if list(table) != list(report.form.request_rows):
        yield "request rows are not those of the form"
    for row, cells in table.items():
        if sum(cells[:-1]) != cells[-1]:
            yield f"H1 row sum of {row}"
    for col in range(len(report.form.applicants)):
        if table["new"][col] + table["carried_in"][col] != table["closed"][col] + table["carried_out"][col]:
            yield f"H2 balance in column {col + 1}"
        parts = sum(cells[col] for row, cells in table.items() if row.startswith(_PARTS))
        if parts != table["closed"][col] and not _planted(report, "column_sum"):
            yield f"H3 column sum in column {col + 1}: {parts} against {table['closed'][col]}"
    for group, cells in report.review.items():
        if sum(cells[:-1]) != cells[-1]:
            yield f"H4 total of {group}"
    for total, *parts_of in report.sums:
        if report.values[total] != sum(report.values[part] for part in parts_of):
            yield f"{total} is not the sum of its parts"


def _planted(report: Report, kind: str) -> bool:
    return report.planted is not None and report.planted.kind == kind


def _across(before: Report, report: Report) -> Iterator[str]:
    if before.requests["carried_out"] != report.requests["carried_in"]:
        yield "H5 carry-over from the year before"
    if before.form is not report.form:
        return
    grows = report.form.code == "disclosure-2021"
    for row in report.form.items[0].rows:
        made, gone, kept = map(int, report.art20[row])
        earlier = int(before.art20[row][2])
        if kept != earlier + made - (gone if grows else 0):
            yield f"{row}: stock does not follow from the year before"
    for item in report.form.items[1:]:
        for row in item.rows if item.columns[0] == "上一年项目数量" else ():
            if int(report.art20[row][0]) != int(before.art20[row][0]) + int(before.art20[row][1]):
                yield f"{row}: projects do not follow from the year before"
