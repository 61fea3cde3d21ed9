"""Tables of other kinds of reports, against cells copied by hand from pictures of their pages."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.report import Report
from ingest.reading import read_report

GOLD: list[dict[str, Any]] = json.loads(Path(__file__).with_name("other_gold.json").read_text("utf-8"))
reading = cache(read_report)

SHAPES = {
    "putuo-office-budget-2025.pdf": [(16, 4), (24, 9), (24, 7), (16, 7), (24, 7), (12, 7), (12, 7), (33, 6), (4, 7)],
    "putuo-finance-accounts-2024.pdf": [(4, 3), (32, 4), (23, 11), (23, 10), (34, 7), (24, 7), (42, 8), (6, 12),
                                        (12, 10), (12, 10)],
}  # fmt: skip


def values(report: Report, page: int) -> dict[tuple[int, int], Decimal]:
    own = {table.table_id for table in report.tables if table.page == page}
    return {
        figure.source.cell: figure.value
        for figure in report.figures
        if figure.source.table_id in own and figure.source.cell and figure.value is not None
    }


@pytest.mark.parametrize("record", GOLD, ids=lambda record: f"{record['file']} {record['page']}")
def test_cells_are_those_of_the_page(shared_reports: Path, record: dict[str, Any]) -> None:
    report = reading(shared_reports / "other" / record["file"])
    stated = {
        (record["first"] + i, col): Decimal(value)
        for i, row in enumerate(record["rows"])
        for col, value in zip(record["cols"], row, strict=True)
        if value is not None
    }
    assert values(report, record["page"]) == stated
    assert {t.unit for t in report.tables if t.page == record["page"]} == {record["unit"]}


@pytest.mark.parametrize("file", SHAPES)
def test_every_table_is_found_with_its_shape(shared_reports: Path, file: str) -> None:
    assert [(t.n_rows, t.n_cols) for t in reading(shared_reports / "other" / file).tables] == SHAPES[file]
