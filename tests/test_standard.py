"""The form of a whole report: every cell has a value or says why it has none."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

import pytest
from filling import (
    FORM_2019,
    FORM_2021,
    Filled,
    fill_requests,
    fill_review,
    paragraph,
    requests_rows,
    requests_text,
    table_of,
)

from assistant.forms import Form
from assistant.report import FigureStatus, Paragraph, Table
from ingest.blocks import Document, TextBlock
from ingest.grid import Slot, flow
from ingest.identity import DISCLOSURE
from ingest.standard import FormReading, form_for, read_form
from ingest.structure import outline
from ingest.tables import to_table

BOTH = pytest.mark.parametrize("form", [FORM_2019, FORM_2021], ids=lambda form: form.code)
HEAD = ["", *(column.label for column in FORM_2021.table("requests").columns)]


def read(
    text: str = "", tables: Sequence[Table] = (), paragraphs: Sequence[Paragraph] = (), year: int = 2021
) -> FormReading:
    form = form_for(text, DISCLOSURE, year)
    assert form is not None
    reading = read_form(form, text, tables, paragraphs)
    assert reading is not None
    return reading


def from_text(text: str, year: int) -> FormReading:
    return read(text, paragraphs=[paragraph(text)], year=year)


def values(reading: FormReading, table: str = "requests") -> dict[tuple[str, str], Decimal | None]:
    return {(c.row.code, c.column.code): c.reading.value for c in reading.cells if c.table.code == table}


def statuses(reading: FormReading, row: str) -> set[FigureStatus]:
    return {cell.reading.status for cell in reading.cells if cell.row.code == row and cell.table.code != "review"}


def true_values(form: Form, filled: Filled) -> dict[tuple[str, str], int]:
    columns = form.table("requests").columns
    return {(code, c.code): n for code, row in filled.items() for c, n in zip(columns, row, strict=True)}


def test_the_form_is_that_of_the_columns_else_that_of_the_year() -> None:
    assert read("本年新制作数量 对外公开总数量", year=2022).form is FORM_2019
    assert read("", year=2022).form is FORM_2021
    assert form_for("", DISCLOSURE, 2017) is None
    assert form_for("", DISCLOSURE, None) is None


@BOTH
def test_every_cell_of_the_form_is_there_once(form: Form) -> None:
    reading = read(year=form.first_year)
    places = [(cell.table.code, cell.row.code, cell.column.code) for cell in reading.cells]
    printed = [(t.code, row.code, column.code) for t in form.tables for row, column in t.cells() if not row.instead_of]
    assert places == printed
    assert {cell.reading.status for cell in reading.cells} == {FigureStatus.MISSING}
    assert [warning[:3] for warning in reading.warnings] == ["缺表："] * 3


@BOTH
@pytest.mark.parametrize("largest", [9, 99, 2_000])
def test_glued_tables_are_read_right_or_not_at_all(form: Form, largest: int) -> None:
    chance = random.Random(largest)
    known = cells = 0
    for _ in range(20):
        filled = fill_requests(form, chance, largest)
        reading = from_text(requests_text(form, filled), form.first_year)
        true = true_values(form, filled)
        for place, value in values(reading).items():
            assert value is None or value == true[place], place
            known += value is not None
            cells += 1
        for cell in reading.cells:
            if cell.reading.status is FigureStatus.RECONSTRUCTED:
                assert "H1" in (cell.reading.basis or "") or cell.table.code == "review"
            if cell.table.code == "requests" and cell.reading.status is FigureStatus.AMBIGUOUS:
                assert cell.reading.basis
    assert known / cells > (0.95 if largest < 100 else 0.8)


@BOTH
def test_glued_tables_with_rows_lost_are_read_right_or_not_at_all(form: Form) -> None:
    chance = random.Random(11)
    for _ in range(60):
        filled = fill_requests(form, chance, 80)
        true = true_values(form, filled)
        kept = {code: row for code, row in filled.items() if chance.random() < 0.7}
        reading = from_text(requests_text(form, kept), form.first_year)
        for (row, column), value in values(reading).items():
            assert value is None or value == true[row, column]
            assert row in kept or value is None
        assert any("缺" in warning for warning in reading.warnings)


def test_what_stays_open_shows_its_candidates() -> None:
    reading = from_text("第二十条第（一）项规章000规范性文件4436", 2019)
    assert statuses(reading, "regulations") == {FigureStatus.RECONSTRUCTED}
    [basis] = {c.reading.basis for c in reading.cells if c.row.code == "normative"}
    assert basis == "原文数字粘连为“4436”，可切分为：4、4、36；4、43、6；44、3、6"


def test_digits_that_blank_cells_could_have_made_are_not_cut() -> None:
    reading = from_text("第二十条第（一）项规章规范性文件211", 2019)
    assert statuses(reading, "normative") == {FigureStatus.AMBIGUOUS}
    zeros = from_text("第二十条第（一）项规章000规范性文件211", 2019)
    assert [c.reading.value for c in zeros.cells if c.row.code == "normative"] == [2, 1, 1]


def test_a_row_of_two_copies_that_differ_has_no_value() -> None:
    form, filled = FORM_2021, fill_requests(FORM_2021, random.Random(12))
    rows = requests_rows(form, filled)
    other = [[*row] for row in rows]
    other[1][1] += "1"
    reading = read(tables=[table_of(rows), table_of(other, table_id="t2")])
    [natural] = [c.reading for c in reading.cells if (c.row.code, c.column.code) == ("received", "natural")]
    assert (natural.status, natural.value) == (FigureStatus.AMBIGUOUS, None)
    assert natural.basis == f"同一格两处不同：{rows[1][1]}；{other[1][1]}"
    assert any("两次" in warning for warning in reading.warnings)
    true = true_values(form, filled)
    assert all(value == true[place] for place, value in values(reading).items() if value is not None)


def test_two_copies_that_agree_are_one() -> None:
    filled = fill_requests(FORM_2021, random.Random(13))
    rows = requests_rows(FORM_2021, filled)
    reading = read(tables=[table_of(rows), table_of(rows, table_id="t2")])
    assert values(reading) == true_values(FORM_2021, filled)
    assert {table.kind for table in reading.tables} >= {"requests"}


def test_a_glued_copy_that_says_otherwise_is_not_believed() -> None:
    whole = ["一、本年新收政府信息公开申请数量", *"6000006"]
    glued = ["一、本年新收政府信息公开申请数量", "5000005"]
    for first, second in ((whole, glued), (glued, whole)):
        grids = [
            table_of([HEAD, row, ["（七）总计", *"0000000"]], table_id=f"t{i}") for i, row in enumerate((first, second))
        ]
        assert statuses(read(tables=grids), "received") == {FigureStatus.AMBIGUOUS}


def test_the_one_row_of_the_older_form_replaces_three() -> None:
    label = "（六）其他处理"
    reading = read(tables=[table_of([HEAD, [label, *"4000004"], ["（七）总计", *"4000004"]])])
    assert statuses(reading, "other_all") == {FigureStatus.REPORTED}
    [basis] = {c.reading.basis for c in reading.cells if c.row.code == "other_rest"}
    assert basis == f"本报告只列“{label}”一行"


def test_it_does_not_replace_rows_that_are_there() -> None:
    rows = [HEAD, ["（六）其他处理", *"4000004"], ["3.其他", *"0000000"], ["（七）总计", *"4000004"]]
    reading = read(tables=[table_of(rows)])
    assert "other_all" not in {cell.row.code for cell in reading.cells}
    assert statuses(reading, "other_not_corrected") == {FigureStatus.MISSING}


def test_grids_come_before_text() -> None:
    filled, other = (fill_requests(FORM_2021, random.Random(seed)) for seed in (14, 15))
    text = requests_text(FORM_2021, other)
    grid = table_of(requests_rows(FORM_2021, filled))
    assert values(read(text, [grid], [paragraph(text)])) == true_values(FORM_2021, filled)


def test_rows_of_text_stand_in_a_table_that_can_be_shown() -> None:
    filled = fill_requests(FORM_2021, random.Random(16), 9)
    text = requests_text(FORM_2021, filled)
    reading = from_text(text, 2021)
    [table] = reading.tables
    assert (table.kind, table.reconstructed) == ("requests", True)
    for cell in reading.cells:
        if cell.reading.value is None:
            continue
        place = cell.reading.place
        assert place.table_id == table.table_id and place.cell is not None
        shown = table.at(*place.cell)
        assert shown is not None
        assert shown.text == cell.reading.raw == text[place.start : place.end]
        label = table.at(place.cell[0], 0)
        assert label is not None and label.text == cell.row.label


def test_review_of_text_is_cut_by_its_totals() -> None:
    outcomes = "结果维持结果纠正其他结果尚未审结总计"
    chance = random.Random(17)
    for _ in range(100):
        numbers = fill_review(chance, 40)
        reading = from_text(f"行政复议行政诉讼{outcomes * 3}{''.join(map(str, numbers))}", 2021)
        found = [cell.reading.value for cell in reading.cells if cell.table.code == "review"]
        assert found == numbers or set(found) == {None}


def budget(columns: Sequence[tuple[str, str]]) -> FormReading | None:
    """A department's budget with one table of “三公”经费: its columns and their numbers, in the agency's order."""
    heads = [TextBlock("青岚县水务局2025年部门预算"), TextBlock("单位：万元")]
    cars = [name for name, _ in columns if name in ("小计", "购置费", "运行费")]
    top = [Slot("公务用车购置及运行费", colspan=len(cars)) if name == "小计" else Slot(name, rowspan=2)
           for name, _ in columns if name not in ("购置费", "运行费")]  # fmt: skip
    grid = flow([top, [Slot(name) for name in cars], [Slot(value) for _, value in columns]])
    parts = outline(Document((*heads, grid)), "a.docx")
    tables = [to_table(placed, f"t{n}") for n, placed in enumerate(parts.grids, 1)]
    form = form_for(parts.text, parts.kind, parts.year)
    return read_form(form, parts.text, tables, parts.paragraphs) if form else None


def test_a_form_that_is_only_a_file_is_read_in_any_order_of_its_columns() -> None:
    columns = [("合计", "9.5"), ("因公出国（境）费", "2"), ("公务接待费", "1.5"), ("小计", "6"), ("购置费", ""),
               ("运行费", "6"), ("机关运行经费预算数", "40.25")]  # fmt: skip
    turned = [*columns[:1], *columns[3:6], *columns[1:3], *columns[6:]]
    for order in (columns, turned):
        reading = budget(order)
        assert reading is not None
        found = {cell.column.code: (cell.reading.value, cell.reading.status.value) for cell in reading.cells}
        assert found["reception"] == (Decimal("1.5"), "reported")
        assert found["cars_run"] == (Decimal(6), "reported")
        assert found["cars_bought"] == (None, "blank")
        assert found["running"] == (Decimal("40.25"), "reported")


def test_a_report_without_the_table_of_an_optional_form_has_no_form() -> None:
    assert budget([("项目", "1"), ("金额", "2")]) is None
