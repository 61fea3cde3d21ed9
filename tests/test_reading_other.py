"""Other kinds of reports, against cells copied by hand from their pages and figures copied from their sentences."""

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
    "unit-budget.xlsx": [(19, 5)],
    "nfra-penalty-merged.html": [(8, 2), (3, 6)],
    "jilin-work-2026.txt": [],
    "tianjin-work-2026.txt": [],
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


def of_kind(key: str) -> pytest.MarkDecorator:
    records = [record for record in GOLD if key in record]
    return pytest.mark.parametrize("record", records, ids=[f"{r['file']} {r.get('page', '')}" for r in records])


@of_kind("rows")
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


@of_kind("texts")
def test_words_are_those_of_the_page(shared_reports: Path, record: dict[str, Any]) -> None:
    table = reading(shared_reports / "other" / record["file"]).tables[-1]
    read = {(row, col): cell.text for row, col, _ in record["texts"] if (cell := table.at(row, col))}
    wrong = [(row, col) for row, col, words in record["texts"] if not read.get((row, col), "").startswith(words)]
    assert not wrong
    assert len(read) == len(record["texts"])


@of_kind("prose")
def test_figures_of_sentences(shared_reports: Path, record: dict[str, Any]) -> None:
    """Each figure where its words stand before it, with its value and unit."""
    report = reading(shared_reports / "other" / record["file"])
    wrong = []
    for words, raw, value, unit in record["prose"]:
        stated = [f for f in report.figures if f.raw == raw and words + raw in f.source.quote]
        if (Decimal(value), unit) not in [(f.value, f.unit) for f in stated]:
            wrong.append((words, raw, [(f.value, f.unit) for f in stated]))
    assert not wrong


@pytest.mark.parametrize("file", SHAPES)
def test_every_table_is_found_with_its_shape(shared_reports: Path, file: str) -> None:
    assert [(t.n_rows, t.n_cols) for t in reading(shared_reports / "other" / file).tables] == SHAPES[file]
