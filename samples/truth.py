"""What every sample file says, cell by cell, and what nobody can read back from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from samples.facts import Report
from samples.write_text import separator

_NUMBER = r"(?:0|[1-9]\d*)"
Check = Callable[[Sequence[str]], bool]


def truth(report: Report) -> dict[str, Any]:
    """One record a file. Values are decimal strings; `raw` stands beside a value whose cell prints more than it."""
    glued = list(_glued_rows(report))
    record: dict[str, Any] = {
        "file": report.file,
        "format": report.format,
        "agency": report.name,
        "region": report.region,
        "year": report.year,
        "form": report.form.code,
        "title": report.title,
        "published": f"{report.published:%Y-%m-%d}",
        "contact": dict(report.contact),
        "cells": [*_art20_cells(report), *_request_cells(report), *_review_cells(report)],
        "prose": [{"what": n.counts, "value": n.value, "unit": n.unit} for n in report.numbers.values()],
        "problems": list(report.problems),
        "improvements": list(report.improvements),
        "planted": _planted(report),
    }
    if glued:
        record["glued"] = glued
        record["undecidable"] = [row for row in glued if row["table"] == "art20" and row["cuts"] > 1]
    return record


def _planted(report: Report) -> dict[str, Any] | None:
    if report.planted is None:
        return None
    planted = report.planted
    return {
        "kind": planted.kind,
        "place": dict(planted.place),
        "stated": list(planted.stated),
        "computed": list(planted.computed),
        "note": planted.note,
    }


def _art20_cells(report: Report) -> Iterator[dict[str, Any]]:
    for item in report.form.items:
        for row in item.rows:
            for column, raw in zip(item.columns, report.art20[row], strict=True):
                value = raw.removesuffix("万元")
                cell = {"table": "art20", "row": [item.banner, row], "col": [column], "value": value}
                if value != raw:
                    cell |= {"raw": raw, "unit": "万元"}
                yield cell


def _request_cells(report: Report) -> Iterator[dict[str, Any]]:
    for code, path in report.form.request_rows.items():
        for column, count in zip(report.form.applicants, report.requests[code], strict=True):
            yield {"table": "requests", "row": list(path), "col": list(column), "value": str(count)}


def _review_cells(report: Report) -> Iterator[dict[str, Any]]:
    for group, path in report.form.review_groups.items():
        for outcome, count in zip(report.form.outcomes, report.review[group], strict=True):
            yield {"table": "review", "row": [], "col": [*path, outcome], "value": str(count)}


def _glued_rows(report: Report) -> Iterator[dict[str, Any]]:
    """Rows of harvested text with the number of ways to cut them; tables 3 and 4 by their row identity."""
    if not report.format.startswith("text-"):
        return
    for item in report.form.items:
        for i, row in enumerate(item.rows, start=2):
            yield _glued(report, "art20", [item.banner, row], (i, report.art20[row], _anything))
    for i, (code, path) in enumerate(report.form.request_rows.items(), start=3):
        yield _glued(report, "requests", list(path), (i, [str(n) for n in report.requests[code]], _adds_up))
    figures = [str(n) for group in report.form.review_groups for n in report.review[group]]
    yield _glued(report, "review", [], (3, figures, _five_by_five))


def _glued(report: Report, table: str, row: list[str], figures: tuple[int, Sequence[str], Check]) -> dict[str, Any]:
    place, values, holds = figures
    raw = "".join(separator(report, place, col) + value for col, value in enumerate(values))
    ways = sum(holds(cut) for cut in cuts(raw.removesuffix("万元"), len(values)))
    return {"table": table, "row": row, "raw": raw, "cuts": ways}


def cuts(raw: str, count: int) -> Iterator[tuple[str, ...]]:
    """Every way to read `raw` as `count` numbers without leading zeros; spaces separate, a decimal part is optional."""
    raw = raw.lstrip(" ")
    if count == 0:
        if not raw:
            yield ()
        return
    for end in range(1, len(raw) + 1):
        if re.fullmatch(rf"-?{_NUMBER}(\.\d+)?", raw[:end]):
            for rest in cuts(raw[end:], count - 1):
                yield (raw[:end], *rest)


def _anything(_: Sequence[str]) -> bool:
    return True


def _adds_up(cut: Sequence[str]) -> bool:
    if any("." in number or "-" in number for number in cut):
        return False
    *parts, total = map(int, cut)
    return sum(parts) == total


def _five_by_five(cut: Sequence[str]) -> bool:
    return all(_adds_up(cut[i : i + 5]) for i in range(0, len(cut), 5))
