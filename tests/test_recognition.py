"""Rows of grids: found by their label, their values told apart with certainty or not at all."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from filling import FORM_2019, FORM_2021, fill_requests, fill_review, requests_rows, spanned, table_of

from assistant.forms import Form
from assistant.report import Cell, FigureStatus, Table
from ingest.readings import RowReading
from ingest.recognition import form_of_text, rows_in_grid

REQUESTS = FORM_2019.table("requests")
HEAD = ["", *(column.label for column in REQUESTS.columns)]
RECEIVED, GRANTED = "一、本年新收政府信息公开申请数量", "（一）予以公开"


def read(*rows: list[str], before: str = "") -> dict[str, RowReading]:
    return {row.code: row for row in rows_in_grid(table_of(rows), REQUESTS, before)}


def stated(row: RowReading) -> list[int | None]:
    return [None if cell.value is None else int(cell.value) for cell in row.cells]


def test_the_form_is_known_by_its_own_columns() -> None:
    forms = (FORM_2019, FORM_2021)
    assert form_of_text("信息内容 本年制发件数 现行有效 件数", forms) is FORM_2021
    assert form_of_text("本年新制作数量、对外公开总数量", forms) is FORM_2019
    assert form_of_text("行政许可 自然人 总计", forms) is None
    assert form_of_text("本年制发件数；本年新制作数量", forms) is None


@pytest.mark.parametrize("form", [FORM_2019, FORM_2021], ids=lambda form: form.code)
def test_a_whole_table_is_read_cell_by_cell(form: Form) -> None:
    filled = fill_requests(form, random.Random(1))
    table = table_of(requests_rows(form, filled))
    rows = {row.code: row for row in rows_in_grid(table, form.table("requests"), "")}
    assert {code: stated(row) for code, row in rows.items()} == filled
    for row in rows.values():
        for cell in row.cells:
            assert cell.place.cell is not None
            origin = table.at(*cell.place.cell)
            assert origin is not None
            assert (origin.text, origin.start) == (cell.raw, cell.place.start)


def test_another_table_is_not_taken_for_the_form() -> None:
    budget = table_of([["项目", "金额"], ["行政许可", "5"], ["办公费", "12"]])
    assert rows_in_grid(budget, FORM_2021.table("art20"), "") == []
    index = table_of([["索引号", "A-1"], ["总计", "3"]])
    assert rows_in_grid(index, REQUESTS, "") == rows_in_grid(index, FORM_2019.table("review"), "") == []


def test_shifted_rows_are_read_by_order_where_they_add_up() -> None:
    rows = read(
        ["", "", *HEAD[1:]],
        [RECEIVED, "8", "1", "0", "0", "0", "0", "9"],
        ["三、本年度办理结果", GRANTED, GRANTED, "7", "0", "0", "0", "0", "0", "7"],
    )
    assert stated(rows["received"]) == [8, 1, 0, 0, 0, 0, 9]
    assert stated(rows["granted"]) == [7, 0, 0, 0, 0, 0, 7]


def test_blank_cells_are_placed_by_the_headers() -> None:
    rows = read(HEAD, [RECEIVED, "", "5", "", "", "", "", "5"], [GRANTED, "", "4", "", "", "", "", ""])
    assert stated(rows["received"]) == [None, 5, None, None, None, None, 5]
    assert [cell.status for cell in rows["granted"].cells] == [
        FigureStatus.BLANK, FigureStatus.REPORTED, *[FigureStatus.BLANK] * 5,
    ]  # fmt: skip
    assert all("不是 0" in (cell.basis or "") for cell in rows["granted"].cells if cell.value is None)


@pytest.mark.parametrize(
    "values",
    [
        ["9", "0", "0", "0", "0", "9"],  # one value is lost: which?
        ["", "9", "0", "0", "0", "0", "9"],  # an empty cell moved in, and one value is lost
        ["0", "5", "0", "0", "0", "0", "0", "5"],  # one zero too many: on which side of the 5?
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    ],
)
def test_values_that_cannot_be_told_apart_are_not_guessed(values: list[str]) -> None:
    rows = read(["", "", *HEAD[1:]], [RECEIVED, *values], [GRANTED, *["1", "0", "0", "0", "0", "0", "1"]])
    assert rows["received"].cells == ()
    assert rows["granted"].values() == tuple("1000001")


def test_a_repeated_value_is_dropped_when_one_choice_adds_up() -> None:
    rows = read(HEAD, [RECEIVED, "5", "5", "0", "0", "1", "0", "0", "6"], [GRANTED, *"0000000"])
    assert stated(rows["received"]) == [5, 0, 0, 1, 0, 0, 6]


def test_a_contradiction_of_the_source_is_kept() -> None:
    rows = read(HEAD, [RECEIVED, "26", "0", "0", "0", "0", "1", "21"], [GRANTED, *"0000000"])
    assert stated(rows["received"]) == [26, 0, 0, 0, 0, 1, 21]


def merged(row: int, col: int, rowspan: int, colspan: int) -> Table:
    """Two rows of table 3, one value reaching over its neighbours."""
    texts = [HEAD, [RECEIVED, *"1000001"], [GRANTED, *"0000000"]]
    cells = []
    for cell in table_of(texts).cells:
        covered = row <= cell.row < row + rowspan and col <= cell.col < col + colspan
        if (cell.row, cell.col) == (row, col):
            cells.append(Cell(row, col, cell.text, cell.start, cell.end, rowspan, colspan))
        elif not covered:
            cells.append(cell)
    return spanned(cells, 3, 8)


def test_a_value_over_two_columns_belongs_to_neither() -> None:
    rows = {row.code: row for row in rows_in_grid(merged(1, 1, 1, 2), REQUESTS, "")}
    assert rows["received"].cells == ()
    assert stated(rows["granted"]) == [0] * 7


def test_a_value_over_two_rows_belongs_to_neither() -> None:
    rows = {row.code: row for row in rows_in_grid(merged(1, 1, 2, 1), REQUESTS, "")}
    for row in rows.values():
        assert (row.cells[0].status, row.cells[0].value) == (FigureStatus.AMBIGUOUS, None)
        assert row.cells[1].value == Decimal(0)


def test_a_spoilt_value_does_not_spoil_its_row() -> None:
    rows = read(HEAD, [RECEIVED, "9", "约3", "0", "0", "0", "0", "12"], [GRANTED, "2、3", *"000002"])
    assert stated(rows["received"]) == [9, None, 0, 0, 0, 0, 12]
    assert rows["received"].cells[1].status is FigureStatus.AMBIGUOUS
    assert "约3" in (rows["received"].cells[1].basis or "")
    assert stated(rows["granted"])[1:] == [0, 0, 0, 0, 0, 2]


def test_a_group_label_is_no_row_label() -> None:
    """The label of the first of three rows is lost; their common label must not take its place."""
    group = Cell(1, 0, "（六）其他处理", 20, 27, rowspan=3)
    texts = [["", "", *HEAD[1:]], ["", "", *"3000003"], ["", "2.申请人逾期未按收费通知", *"0000000"]]
    texts.append(["", "3.其他", *"0000000"])
    cells = [cell for cell in table_of(texts).cells if cell.col > 0 or cell.row == 0]
    rows = rows_in_grid(spanned([*cells, group], 4, 9), FORM_2021.table("requests"), "")
    assert [row.code for row in rows] == ["other_not_paid", "other_rest"]


def test_the_row_named_other_is_found_by_its_parent() -> None:
    rows = rows_in_grid(
        table_of([["", *HEAD], ["（六）其他处理", "其他", *"1000001"], ["", "（七）总计", *"1000001"]]),
        FORM_2021.table("requests"),
        "",
    )
    assert [row.code for row in rows] == ["other_rest", "total"]


@pytest.mark.parametrize("glued", ["713000074", "71 3 0 0 0 0 74"])
def test_a_row_in_one_cell_is_kept_whole_for_the_repair(glued: str) -> None:
    rows = read(HEAD, [RECEIVED, glued], [GRANTED, *"0000000"])
    found = rows["received"].glued
    assert found is not None
    assert (found.digits, len(found.breaks)) == ("713000074", glued.count(" "))


def test_one_number_in_a_row_of_two_columns_is_no_glued_pair() -> None:
    art20 = FORM_2019.table("art20")
    block = art20.blocks[-1]
    grid = table_of([[block.banner], ["信息内容", *(c.label for c in block.columns)], ["政府集中采购", "91"]])
    [row] = rows_in_grid(grid, art20, "")
    assert (row.cells, row.glued.digits if row.glued else None) == ((), "")


REVIEW = FORM_2019.table("review")
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_the_row_of_review_is_found_under_its_headers() -> None:
    values = fill_review(random.Random(2))
    grid = table_of([["行政复议", "行政诉讼"], OUTCOMES * 3, [str(value) for value in values]])
    [row] = rows_in_grid(grid, REVIEW, "")
    assert stated(row) == values


@pytest.mark.parametrize(
    "header", ["果维结持 结果纠正 其果他结 尚未审结 总计", "结果 维持\n结果 纠正 其他结果 尚未 总计"]
)
def test_headers_of_review_may_lose_their_order(header: str) -> None:
    values = fill_review(random.Random(3))
    [row] = rows_in_grid(table_of([[header], [str(value) for value in values]]), REVIEW, "")
    assert stated(row) == values


def test_headers_of_review_may_stand_before_the_grid() -> None:
    values = [str(value) for value in fill_review(random.Random(4))]
    assert rows_in_grid(table_of([values]), REVIEW, "行政复议 " + " ".join(OUTCOMES))
    assert not rows_in_grid(table_of([values]), REVIEW, "全年情况如下")


def test_a_row_of_review_with_a_lost_value_is_damaged() -> None:
    grid = table_of([OUTCOMES * 3, ["1", "0", "0", "1", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0"]])
    [row] = rows_in_grid(grid, REVIEW, "")
    assert row.cells == ()


def test_an_empty_row_of_review_is_blank_until_figures_follow() -> None:
    blank, values = [""] * 15, [str(value) for value in fill_review(random.Random(5))]
    [row] = rows_in_grid(table_of([OUTCOMES * 3, blank]), REVIEW, "")
    assert {cell.status for cell in row.cells} == {FigureStatus.BLANK}
    [row] = rows_in_grid(table_of([OUTCOMES * 3, blank, values]), REVIEW, "")
    assert [cell.raw for cell in row.cells] == values


def test_a_row_of_review_under_its_headers_is_reported_though_its_totals_are_wrong() -> None:
    values = [str(value) for value in fill_review(random.Random(6))]
    values[4] = str(int(values[4]) + 1)
    [row] = rows_in_grid(table_of([["行政复议", "行政诉讼"], OUTCOMES * 3, values]), REVIEW, "")
    assert [(cell.raw, cell.status) for cell in row.cells] == [(value, FigureStatus.REPORTED) for value in values]


def test_headers_without_spans_prove_a_row_that_contradicts_itself() -> None:
    """Markdown leaves empty cells under a header that covers two lines; a wrong total is read as it stands."""
    leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    blank = [""] * 4
    rows = [
        ["行政复议", *blank, "行政诉讼", *blank, *[""] * 5],
        [*leaves, "未经复议直接起诉", *blank, "复议后起诉", *blank],
        [*[""] * 5, *leaves, *leaves],
        [*["0"] * 4, "1", *["0"] * 10],
    ]
    (row,) = rows_in_grid(table_of(rows), FORM_2021.table("review"), "")
    assert stated(row) == [0, 0, 0, 0, 1, *[0] * 10]
