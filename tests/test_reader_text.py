"""ingest.text: what lines become."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import text
from ingest.blocks import Document, GridBlock, TextBlock

REPORTS = Path(__file__).parents[2] / "shared" / "reports"


def grids(document: Document) -> list[GridBlock]:
    return [block for block in document.blocks if isinstance(block, GridBlock)]


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, TextBlock)]


def rows(grid: GridBlock) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]


def test_tab_lines_become_a_grid_with_leading_blanks_kept_whose_rows_of_words_are_padded() -> None:
    document = text.read("规 章\t0\t1\n\t2\n第（五）项\t\t\n")
    assert rows(grids(document)[0]) == [["规章", "0", "1"], ["", "2"], ["第（五）项", "", ""]]


def test_one_line_with_a_tab_is_prose() -> None:
    assert prose(text.read("行政许可\t97")) == ["行政许可 97"]


def test_an_indented_paragraph_is_prose() -> None:
    assert prose(text.read("\t第一段。\n\t第二段。")) == ["第一段。", "第二段。"]


def test_pipe_tables_end_where_another_header_begins() -> None:
    document = text.read("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 3 | 4 | 5 |\n|---|---|---|\n| 6 | 7 |")
    assert [rows(grid) for grid in grids(document)] == [
        [["甲", "乙"], ["1", "2"]],
        [["3", "4", "5"], ["6", "7", ""]],
    ]


def test_markdown_headings_have_their_level() -> None:
    assert text.read("## 二、情况 ##").blocks == (TextBlock("二、情况", heading=2),)


def test_harvested_header_becomes_metadata() -> None:
    document = text.read("标题: 某年报\n文号: \n栏目：年报\n====== 正文 ======\n正文第一句。")
    assert document.metadata == {"标题": "某年报", "栏目": "年报"}
    assert prose(document) == ["正文第一句。"]


def test_label_lines_without_a_rule_stay_in_the_text() -> None:
    document = text.read("标题: 某年报\n第一句。")
    assert document.metadata == {}
    assert prose(document) == ["标题: 某年报", "第一句。"]


def test_lines_wrapped_at_a_width_are_joined() -> None:
    line = "甲乙丙丁戊己庚辛壬癸" * 2
    wrapped = f"一、总体情况\n{line}\n{line}\n乙。\n{line}\n{line}\n丙 12\n{line}\n共 3 件。"
    document = text.read(wrapped)
    assert prose(document) == ["一、总体情况", f"{line}{line}乙。", f"{line}{line}丙 12", f"{line}共 3 件。"]


def test_a_paragraph_cut_at_a_comma_goes_on_after_the_blank_line() -> None:
    assert prose(text.read("全年整合至若干个，\n\n占比过半。")) == ["全年整合至若干个，占比过半。"]


def test_spaces_between_digits_survive_and_invisible_characters_do_not() -> None:
    assert prose(text.read("数量200 000121\u200b二、\ufeff结转\xa0 0")) == ["数量200 000121二、结转 0"]


def test_a_whole_report_in_one_line_keeps_its_spaces() -> None:
    line = "年度报告 根据条例" * 200
    assert prose(text.read(line)) == [line]


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not beside this checkout")
def test_real_texts_keep_their_tables_and_paragraphs() -> None:
    damaged = text.read((REPORTS / "shicheng-2020.txt").read_text(encoding="utf-8"))
    assert [(grid.n_rows, grid.n_cols) for grid in grids(damaged)] == [(6, 4), (13, 10), (2, 15)]
    wrapped = text.read((REPORTS / "shanghai-kewei-2024.md").read_text(encoding="utf-8"))
    assert rows(grids(wrapped)[0])[2] == ["规范性文件", "13", "0", "55"]
    assert any("同意公开答复 9 件" in line and "1 件。" in line for line in prose(wrapped))
    harvested = text.read((REPORTS / "pingtan-2019.txt").read_text(encoding="utf-8"))
    assert harvested.metadata["发布时间"] == "2020-01-20 15:22"
    assert max(map(len, prose(harvested))) > 5_000


def test_cells_on_lines_of_their_own_are_one_paragraph_with_tabs() -> None:
    document = text.read("一、总体情况\n全年公开 3 条。\n规章\n0\n\n1\n2\n规范性文件\n3\n4\n5\n某局\n")
    assert prose(document) == [
        "一、总体情况",
        "全年公开 3 条。",
        "规章\t0\t1\t2\t规范性文件\t3\t4\t5",
        "某局",
    ]


def test_a_few_numbers_on_lines_of_their_own_are_paragraphs() -> None:
    assert prose(text.read("目录\n概况\n1\n情况\n2\n附件\n3")) == ["目录", "概况", "1", "情况", "2", "附件", "3"]


def test_bars_between_cells_are_a_table_and_a_menu_is_none() -> None:
    document = text.read("首页 | 要闻 | 公开\n\n | 甲 | 乙\n规章 | 0 | 1\n")
    assert prose(document) == ["首页 | 要闻 | 公开"]
    assert rows(grids(document)[0]) == [["", "甲", "乙"], ["规章", "0", "1"]]


def test_drawn_tables_lose_their_rules_and_wrapped_cells_are_joined() -> None:
    document = text.read("+----+----+\n| 规 | 0  |\n| 章 |    |\n+----+----+\n| 文 | 3  |\n+----+----+\n")
    assert rows(grids(document)[0]) == [["规章", "0"], ["文", "3"]]
    framed = text.read("┌──┬──┐\n│规章│0│\n├──┼──┤\n│文件│3│\n└──┴──┘")
    assert rows(grids(framed)[0]) == [["规章", "0"], ["文件", "3"]]


def test_tables_in_html_are_read_as_such() -> None:
    document = text.read(
        "# 年报\n\n<table>\n<tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr></table>\n\n尾"
    )
    [grid] = grids(document)
    assert (grid.n_rows, grid.cells[0].rowspan) == (2, 2)
    assert prose(document) == ["年报", "尾"]
