"""ingest.html: what a reader of a page sees."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assistant.errors import ReadingError
from ingest import html
from ingest.blocks import Document, GridBlock, TextBlock

REPORTS = Path(__file__).parents[2] / "shared" / "reports"


def grids(document: Document) -> list[GridBlock]:
    return [block for block in document.blocks if isinstance(block, GridBlock)]


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, TextBlock)]


def at(grid: GridBlock, row: int, col: int) -> str:
    found = [c for c in grid.cells if 0 <= row - c.row < c.rowspan and 0 <= col - c.col < c.colspan]
    assert len(found) == 1, f"{len(found)} cells at {row}, {col}"
    return found[0].text


def test_a_number_cut_across_spans_stays_whole() -> None:
    assert prose(html.read("<p>至<span>202</span><span>5</span>年，<b>申请</b>21<i>件</i></p>")) == [
        "至2025年，申请21件"
    ]


def test_blocks_and_headings_in_order() -> None:
    document = html.read("<h2>一、 总体</h2><div>甲<p>乙</p>丙</div><ul><li>丁</li></ul>")
    assert document.blocks == (
        TextBlock("一、总体", heading=2),
        TextBlock("甲"),
        TextBlock("乙"),
        TextBlock("丙"),
        TextBlock("丁"),
    )


def test_a_line_break_ends_a_paragraph_unless_a_comma_stands_before_it() -> None:
    assert prose(html.read("<p>一、情况<br>全年整合，<br>&nbsp;&nbsp;完成。</p>")) == ["一、情况", "全年整合，完成。"]


def test_spans_are_resolved_and_clipped() -> None:
    grid = grids(
        html.read(
            "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>1</td><td>2</td></tr>"
            "<tr><td colspan=99 rowspan=99>丙</td></tr></table>"
        )
    )[0]
    assert (grid.n_rows, grid.n_cols) == (3, 3)
    assert [at(grid, 1, col) for col in range(3)] == ["甲", "1", "2"]
    assert at(grid, 2, 2) == "丙"


def test_cell_text_has_no_breaks_and_no_glued_numbers() -> None:
    grid = grids(html.read("<table><tr><td>商业企<br/>业</td><td><p>12</p><p>34</p></td><td>&nbsp;</td></tr></table>"))[
        0
    ]
    assert [cell.text for cell in grid.cells] == ["商业企业", "12 34", ""]


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">暗</p>',
        "<p hidden>暗</p>",
        '<p class="off">暗</p>',
        "<script>暗</script>",
        "<!-- 暗 -->",
        "<noscript>暗</noscript>",
    ],
)
def test_hidden_text_is_left_out(hidden: str) -> None:
    assert prose(html.read(f"<style>.off, .x {{display:none}}</style>{hidden}<p>明</p>")) == ["明"]


def test_hidden_text_is_reported() -> None:
    assert "2 字" in html.read("<p>明</p><p hidden>暗暗</p>").warnings[0]


def test_an_inline_style_shows_what_a_class_hides() -> None:
    page = '<style>.c {display:none}</style><div class="c" style="display: block">明</div>'
    assert prose(html.read(page)) == ["明"]


def test_a_layout_table_is_its_text() -> None:
    inner = "<table><tr><td>项目</td><td>数</td></tr><tr><td>许可</td><td>3</td></tr></table>"
    document = html.read(f"<table><tr><td><p>前言</p>{inner}</td><td>侧栏</td></tr></table>")
    assert prose(document) == ["前言", "侧栏"]
    assert [cell.text for cell in grids(document)[0].cells] == ["项目", "数", "许可", "3"]


def test_a_one_cell_table_is_prose() -> None:
    assert prose(html.read("<table><tr><td>说明文字</td><td></td></tr></table>")) == ["说明文字"]


def test_link_lists_go_and_lists_of_sentences_stay() -> None:
    links = "".join(f"<li><a href=#>栏目{n}</a></li>" for n in range(4))
    points = "".join(f"<li><a href=#>第{n}点已完成。</a></li>" for n in range(4))
    document = html.read(f"<ul>{links}</ul><ul>{points}</ul>")
    assert prose(document) == [f"第{n}点已完成。" for n in range(4)]


def test_metadata_from_title_meta_and_index_table() -> None:
    document = html.read(
        "<head><title>某局年报</title><meta name=PubDate content='2024-01-17'></head><table>"
        "<tr><td>索 引 号：</td><td>0143/2024</td><td>发布机构</td><td>某局</td></tr>"
        "<tr><td>文号</td><td></td><td>公开日期</td><td>2024-01-17</td></tr></table>"
    )
    assert document.metadata == {
        "title": "某局年报",
        "发布时间": "2024-01-17",
        "索引号": "0143/2024",
        "发布机构": "某局",
        "公开日期": "2024-01-17",
    }
    assert len(grids(document)) == 1


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<div>" * 100_000 + "文" + "</div>" * 100_000, "too_large"),
        ("<html><body><p hidden>文</p></body></html>", "no_text"),
        ("<table>" + "<tr><td>1</td><td>2</td></tr>" * 20_001 + "</table>", "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused(page: str, code: str) -> None:
    with pytest.raises(ReadingError) as caught:
        html.read(page)
    assert caught.value.code == code


def test_hostile_spans_are_cheap() -> None:
    start = time.process_time()
    wide = html.read("<table><tr><td colspan=999999999>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>")
    tall = "<tr>" + "<td rowspan=65534>x</td>" * 20 + "</tr>"
    deep = html.read(f"<table>{tall * 500}</table>")
    assert time.process_time() - start < 5
    assert max(grid.n_cols for grid in (*grids(wide), *grids(deep))) <= 512


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "shapes", "row", "first_numbers"),
    [
        ("pingtan-transport-2025.html", [(14, 4), (28, 10), (4, 15)], 3, ["21", "0"]),
        ("shuyang-devreform-2023.html", [(6, 4), (14, 4), (28, 10), (4, 15)], 3, ["26", ""]),
        ("shanghai-office-2019.html", [(18, 5), (26, 10), (4, 15)], 24, ["767", "35"]),
    ],
)
def test_real_pages(name: str, shapes: list[tuple[int, int]], row: int, first_numbers: list[str]) -> None:
    document = html.read((REPORTS / name).read_text(encoding="utf-8"))
    found = grids(document)
    assert [(grid.n_rows, grid.n_cols) for grid in found] == shapes
    requests = found[-2]
    assert [at(requests, row, col) for col in (3, 4)] == first_numbers
    assert any(line.startswith("一、总体情况") for line in prose(document))


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not beside this checkout")
def test_a_page_with_merged_cells_and_much_navigation() -> None:
    document = html.read((REPORTS / "other" / "nfra-penalty-merged.html").read_text(encoding="utf-8"))
    penalties = grids(document)[-1]
    assert (penalties.n_rows, penalties.n_cols) == (3, 6)
    assert at(penalties, 1, 2) == at(penalties, 2, 2)
    assert len(prose(document)) < 40


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("155<sup>3</sup>", "155³"),
        ("155<sup><a href='#n'>12</a></sup>", "155¹²"),
        ("155<span style='vertical-align: super'>3</span>", "155³"),
        ("CO<sub>2</sub>", "CO₂"),
        ("155<sup>[3]</sup>", "155[3]"),
        ("<del>6</del>103", "103"),
        ("<s>6</s>103", "103"),
        ("<span style='text-decoration: line-through red'>6</span>103", "103"),
        ("<input type=text value=12>", "12"),
        ("<input type=hidden value=12>3", "3"),
    ],
)
def test_a_cell_holds_what_its_reader_takes_for_its_value(cell: str, text: str) -> None:
    [grid] = html.read(f"<table><tr><td>甲<td>{cell}<tr><td>乙<td>1</table>").blocks
    assert isinstance(grid, GridBlock)
    assert grid.cells[1].text == text


def test_raised_digits_of_a_sentence_are_no_digits_of_its_number() -> None:
    assert html.read("<p>受理155<sup>3</sup>件</p>").blocks == (TextBlock("受理155³件"),)
