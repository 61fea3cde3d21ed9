"""Headers found by content and shape, in four layouts."""

from __future__ import annotations

import pytest

from assistant.report import Table
from ingest.blocks import Document, TextBlock
from ingest.grid import Slot, flow
from ingest.structure import outline
from ingest.tables import numbers_in, to_table, unit_under


def table(rows: list[list[str | Slot]]) -> Table:
    slots = [[cell if isinstance(cell, Slot) else Slot(cell) for cell in row] for row in rows]
    placed = outline(Document((TextBlock("砚溪县审计局2023年部门决算"), flow(slots))), "a.docx").grids[0]
    return to_table(placed, "t1")


def heads(found: Table, kind: str) -> list[str]:
    return [cell.text for cell in found.cells if cell.heads == kind]


def test_headers_on_top_name_columns_and_the_first_column_names_rows() -> None:
    found = table([["项目", "期末余额", "期初余额"], ["押金", "12.5", ""], ["备用金", "3", "4"], ["合计", "15.5", "4"]])
    assert (found.layout, found.header_rows, found.stub_cols) == ("top", 1, 1)
    assert heads(found, "column") == ["项目", "期末余额", "期初余额"]
    assert heads(found, "row") == ["押金", "备用金", "合计"]
    assert (found.row_path(2, 1), found.column_path(2, 1)) == (("备用金",), ("期末余额",))


def test_rows_led_by_their_headers_have_no_header_on_top() -> None:
    found = table(
        [["成立时间", "2009年5月12日"], ["注册资本", "500万元"], ["是否上市", "否"], ["联系电话", "0797-5551234"]]
    )
    assert (found.layout, found.header_rows) == ("left", 0)
    assert heads(found, "column") == []
    assert found.row_path(1, 1) == ("注册资本",)


def test_pairs_side_by_side_are_irregular() -> None:
    found = table(
        [
            ["姓名", "周宁", "所属部门", "办公室", "报销时间", "2022.2.5"],
            ["出差地点", "青岚县", "出差事由", "参加培训", "核付金额", "540"],
        ]
    )
    assert found.layout == "irregular"
    assert found.row_path(1, 5) == ("核付金额",)
    assert heads(found, "row") == ["姓名", "所属部门", "报销时间", "出差地点", "出差事由", "核付金额"]


def test_headers_of_several_levels_lead_to_a_column() -> None:
    found = table(
        [
            [Slot("类别", rowspan=3), Slot("期末余额", colspan=4)],
            [Slot("账面余额", colspan=2), Slot("准备", colspan=2)],
            ["金额", "比例(%)", "金额", "比例(%)"],
            ["单项", "5", "25", "1", "20"],
            ["组合", "15", "75", "3", "20"],
        ]
    )
    assert (found.layout, found.header_rows) == ("hierarchical", 3)
    assert found.column_path(4, 3) == ("期末余额", "准备", "金额")


def test_codes_in_columns_give_each_row_its_parents() -> None:
    found = table(
        [
            [Slot("项目", colspan=4), Slot("合计", rowspan=3)],
            [Slot("功能分类科目编码", colspan=3), Slot("科目名称", rowspan=2)],
            ["类", "款", "项"],
            ["208", "", "", "社会保障和就业支出", "9"],
            ["208", "05", "", "行政事业单位养老支出", "9"],
            ["208", "05", "05", "基本养老保险缴费", "9"],
        ]
    )
    assert found.row_path(5, 4) == ("208", "05", "05", "社会保障和就业支出", "行政事业单位养老支出", "基本养老保险缴费")
    assert [cell.col for cell, _, _ in numbers_in(found)] == [4, 4, 4]


def test_numbering_gives_each_row_its_parents() -> None:
    found = table(
        [
            ["项目", "房屋", "设备"],
            ["一、原值", "", ""],
            ["1.期初余额", "30", "4"],
            ["2.本期增加", "5", "1"],
            ["（1）购置", "5", ""],
            ["3.期末余额", "35", "5"],
            ["二、折旧", "", ""],
            ["1.期初余额", "7", "2"],
        ]
    )
    assert found.row_path(4, 1) == ("一、原值", "2.本期增加", "（1）购置")
    assert found.row_path(5, 1) == ("一、原值", "3.期末余额")
    assert found.row_path(7, 2) == ("二、折旧", "1.期初余额")


def test_a_table_inside_a_table_has_its_own_headers() -> None:
    found = table(
        [
            [Slot("设备名称"), Slot("生产日期"), Slot("主要参数", colspan=2)],
            [Slot("变压器甲", rowspan=3), Slot("2006-06", rowspan=3), "型号", "HVRS"],
            ["工作压力", "1.6 MPa"],
            ["额定电流", "250"],
        ]
    )
    assert found.layout == "irregular"
    assert found.row_path(3, 3)[-1] == "额定电流"


def test_numbers_without_names_on_the_left_are_values() -> None:
    found = table(
        [
            [Slot("合计", rowspan=2), Slot("“三公”经费", colspan=2)],
            ["公务接待费", "用车购置费"],
            ["867.50", "28.50", ""],
        ]
    )
    assert (found.header_rows, found.stub_cols) == (2, 0)
    assert [(found.column_path(2, cell.col), cell.text) for cell, _, _ in numbers_in(found)] == [
        (("合计",), "867.50"),
        (("“三公”经费", "公务接待费"), "28.50"),
    ]


@pytest.mark.parametrize("rows", [[["甲"]], [["1", "2"], ["3", "4"]], [["", ""], ["", ""]]])
def test_a_grid_without_words_has_no_headers(rows: list[list[str | Slot]]) -> None:
    found = table(rows)
    assert all(cell.heads == "" for cell in found.cells if cell.text.isdigit())


def test_sub_tables_of_one_grid_each_have_their_own_headers() -> None:
    found = table(
        [
            [Slot("一、办件情况", colspan=3)],
            ["部门", "收件", "办结"],
            ["窗口", "30", "29"],
            [Slot("二、信访情况", colspan=3)],
            ["来源", "信件", "电话"],
            ["来信", "4", "6"],
        ]
    )
    named = {cell.text: (found.row_path(cell.row, cell.col), found.column_path(cell.row, cell.col))
             for cell, _, _ in numbers_in(found)}  # fmt: skip
    assert named["29"] == (("窗口",), ("一、办件情况", "办结"))
    assert named["4"] == (("来信",), ("二、信访情况", "信件"))


def test_money_is_no_unit_of_what_is_counted() -> None:
    assert unit_under("万元", ("人数", "局机关")) is None
    assert unit_under("万元", ("基本支出", "增长率")) is None
    assert unit_under("万元", ("基本支出", "合计")) == "万元"
    assert unit_under("件", ("人数",)) == "件"
