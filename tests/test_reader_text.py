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


def test_tab_lines_become_a_padded_grid_with_leading_blanks_kept() -> None:
    document = text.read("规 章\t0\t1\n\t2\n第（五）项\t\t\n")
    assert rows(grids(document)[0]) == [["规章", "0", "1"], ["", "2", ""], ["第（五）项", "", ""]]


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
