"""Exact figures: every filter, the order, and the cost of one look-up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from making import AGENCY, make_report, original

from assistant import figures
from assistant.library import Library, Publication
from assistant.report import FigureStatus

FIRST, SECOND = make_report(), make_report(year=2022, file="水利局2022.html")
ELSEWHERE = make_report(agency="白石镇政府", file="白石镇2023.html")
REPORTS = (FIRST, SECOND, ELSEWHERE)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("figures") / "store", create=True) as opened:
        opened.publish_many([Publication(report, [], original(report)) for report in REPORTS])
        yield opened


def test_without_a_filter_all_come_by_agency_year_report_table_and_position(library: Library) -> None:
    found = figures.select(library)
    assert {figure.agency for figure in found} == {AGENCY, "白石镇政府"}
    order = [(figure.agency, figure.year, figure.report_id, figure.table, figure.figure_id) for figure in found]
    assert order == sorted(order, key=str)
    assert set(found) == {figure for report in REPORTS for figure in report.figures}


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"measures": ["art20.licences"]}, [0]),
        ({"measures": ["art20.licences", "art20.penalties"]}, [0, 1]),
        ({"table": "prose"}, [2, 3]),
        ({"table": "处理决定"}, [4]),
        ({"table": "处理"}, []),
        ({"row": "行政"}, [0, 1]),
        ({"row": "第（六）项"}, [1]),
        ({"row": "发布", "table": "prose"}, [2]),
        ({"col": "处理决定数量"}, [0, 1]),
        ({"status": FigureStatus.BLANK}, [1]),
        ({"status": FigureStatus.RECONSTRUCTED, "row": "许可"}, [0]),
        ({"measures": []}, []),
        ({"row": "没有这一行"}, []),
    ],
)
def test_filters_narrow_and_combine(library: Library, filters: dict[str, Any], numbers: list[int]) -> None:
    found = figures.select(library, report_ids=[FIRST.report_id], **filters)
    assert set(found) == {FIRST.figures[number] for number in numbers}
    assert len(found) == len(numbers)


@pytest.mark.parametrize("mark", [",", "[", "]", '"', '","', "\\", "%", "_", "/"])
def test_a_header_is_searched_as_it_reads_not_as_it_is_stored(library: Library, mark: str) -> None:
    found = figures.select(library, row=mark)
    assert found == [figure for figure in figures.select(library) if any(mark in header for header in figure.row)]
    assert len(found) == (3 if mark in ",[]" else 0)


def test_reports_agencies_and_years_are_scopes(library: Library) -> None:
    scope = figures.select(library, agencies=[AGENCY], years=[2022, 2023], measures=["art20.licences"])
    assert [(figure.agency, figure.year) for figure in scope] == [(AGENCY, 2022), (AGENCY, 2023)]
    assert figures.select(library, years=[2021]) == []
    assert figures.select(library, report_ids=[]) == []
    assert {figure.report_id for figure in figures.select(library, report_ids=[SECOND.report_id])} == {SECOND.report_id}


def test_the_limit_counts_what_fits(library: Library) -> None:
    assert figures.select(library, row="[", limit=2) == figures.select(library, row="[")[:2]
    assert figures.select(library, limit=0) == []


def test_values_are_exact(library: Library) -> None:
    [figure] = figures.select(library, report_ids=[FIRST.report_id], table="处理决定")
    assert figure.value == Decimal("12345678901234567890.0100")
    assert str(figure.value) == "12345678901234567890.0100"


def test_one_figure_is_found_at_once_among_many(tmp_path: Path) -> None:
    many = [make_report(year=year, file=f"{year}.html") for year in range(1900, 2000)]
    wide = [
        replace(report, figures=tuple(replace(report.figures[1], measure=f"m{number}") for number in range(300)))
        for report in many
    ]
    with Library.open(tmp_path / "store", create=True) as library:
        library.publish_many([Publication(report, [], original(report)) for report in wide])
        costs = []
        for report in wide:
            started = time.process_time()
            [figure] = figures.select(library, report_ids=[report.report_id], measures=["m150"])
            costs.append(time.process_time() - started)
            assert figure.report_id == report.report_id
    assert sorted(costs)[50] < 0.002  # 0.1 ms on an idle machine; a scan of the 30,000 would cost 100 times that


def test_the_cells_of_a_form_and_all_other_figures_are_told_apart(library: Library) -> None:
    every = figures.select(library)
    form, others = figures.select(library, of_form=True), figures.select(library, of_form=False)
    assert form and others
    assert all(figure.measure for figure in form) and not any(figure.measure for figure in others)
    assert len(form) + len(others) == len(every)


def test_several_reports_are_looked_up_one_by_one(library: Library) -> None:
    """Never by reading a measure of every report: the time of that grows with the library."""
    asked = figures._query(("report_ids", "measures"))
    values = {"report_ids": [f"r{n}" for n in range(6)], "measures": ["requests.received.total"]}
    with library.reading() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("the plan is SQLite's")
        sql = asked.params(values).compile(connection, compile_kwargs={"literal_binds": True})
        plan = [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("measure=? AND report=?" in step for step in plan), plan
