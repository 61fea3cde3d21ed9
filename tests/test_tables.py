"""Tables of no form: headers found by content, so that each number has a name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.report import FigureStatus, Table
from ingest.blocks import Document, GridBlock, GridCell, TextBlock
from ingest.structure import outline
from ingest.tables import numbers_in, stated_number, to_table


def grid(rows: list[list[str]]) -> Table:
    cells = tuple(GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    block = GridBlock(len(rows), max(map(len, rows)), cells)
    placed = outline(Document((TextBlock("砚溪县审计局2023年部门决算"), block)), "a.docx").grids[0]
    return to_table(placed, "t1")


def test_headers_and_stubs_are_what_states_no_number() -> None:
    table = grid([["项目", "", "2022年", "2023年"], ["支出", "人员", "12", "13.5"], ["支出", "公用", "3", ""]])
    assert (table.header_rows, table.stub_cols) == (1, 2)
    assert table.row_path(1, 2) == ("支出", "人员")
    assert table.column_path(1, 3) == ("2023年",)
    assert [(cell.row, cell.col, number.value, status) for cell, number, status in numbers_in(table)] == [
        (1, 2, Decimal(12), FigureStatus.REPORTED),
        (1, 3, Decimal("13.5"), FigureStatus.REPORTED),
        (2, 2, Decimal(3), FigureStatus.REPORTED),
    ]


def test_years_and_codes_are_names_not_numbers() -> None:
    table = grid([["功能科目编码", "科目名称", "2023"], ["0701", "办公", "5"], ["0702", "会议", "8"]])
    assert (table.header_rows, table.stub_cols) == (1, 2)
    assert [number.value for _, number, _ in numbers_in(table)] == [Decimal(5), Decimal(8)]


def test_a_table_beside_itself_names_each_half_by_its_own_items() -> None:
    table = grid(
        [["收入", "预算数", "支出", "预算数"], ["财政拨款", "91", "公共服务", "82"], ["其他", "", "教育", "9"]]
    )
    named = {str(number.value): table.row_path(cell.row, cell.col) for cell, number, _ in numbers_in(table)}
    assert named == {"91": ("财政拨款",), "82": ("公共服务",), "9": ("教育",)}


def test_columns_of_codes_and_ordinals_name_and_do_not_count() -> None:
    table = grid([["序号", "类", "科目名称", "决算数"], ["1", "301", "工资", "20.5"], ["2", "302", "商品", "7"]])
    assert table.stub_cols == 3
    assert [str(number.value) for _, number, _ in numbers_in(table)] == ["20.5", "7"]
    assert table.row_path(1, 3) == ("1", "301", "工资")


def test_two_header_rows_lead_to_a_column() -> None:
    cells = (
        GridCell(0, 0, "部门", rowspan=2), GridCell(0, 1, "收入", colspan=2),
        GridCell(1, 1, "财政"), GridCell(1, 2, "其他"),
        GridCell(2, 0, "本级"), GridCell(2, 1, "7"), GridCell(2, 2, "1"),
    )  # fmt: skip
    placed = outline(Document((GridBlock(3, 3, cells),)), "a.docx").grids[0]
    table = to_table(placed, "t9")
    assert (table.table_id, table.header_rows, table.stub_cols) == ("t9", 2, 1)
    assert (table.column_path(2, 1), table.column_path(2, 2)) == (("收入", "财政"), ("收入", "其他"))
    assert table.row_path(2, 1) == ("本级",)


def test_a_table_of_words_has_no_numbers() -> None:
    table = grid([["事项", "科室"], ["受理", "一科"], ["办结", "二科"]])
    assert list(numbers_in(table)) == []
    assert (table.header_rows, table.stub_cols) == (1, 1)


@pytest.mark.parametrize("text", ["2023", "2023年", "1998年度", "007", "", "—", "一科", "3-5"])
def test_what_is_no_stated_number(text: str) -> None:
    table = grid([["事项", "数量"], ["甲", text], ["乙", "4"]])
    assert stated_number(table.at(1, 1)) is None
    assert stated_number(None) is None
