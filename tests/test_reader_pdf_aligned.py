"""Tables of PDF pages that have no vertical rules, or no rules at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawing import HEIGHT, Drawing

from ingest.blocks import Document, GridBlock, TextBlock
from ingest.reading import report_of

ROWS = (("本级", "82.10", "15.69", "66.41"), ("财政所", "4.21", "4.21", "0"), ("合计", "86.31", "19.90", "66.41"))


@pytest.fixture
def drawing(tmp_path: Path) -> Drawing:
    return Drawing(tmp_path / "report.pdf")


def grids(document: Document) -> list[GridBlock]:
    return [block for block in document.blocks if isinstance(block, GridBlock)]


def texts(grid: GridBlock) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]


def prose(drawing: Drawing, y: float) -> None:
    drawing.text(70, y, "本年度共办理建议提案 13 件，比上年增加 2 件，办结率为百分之百，群众满意度有所提高。")


def table(drawing: Drawing, y: float, *, rules: bool) -> None:
    if rules:
        for place in (y - 14, y + 6, y + 22 * len(ROWS) + 6):
            drawing.line(70, 520, place)
    drawing.row(y, (80, "单位"), (220, "合计"), (320, "基本支出"), (420, "项目支出"))
    for number, (name, *values) in enumerate(ROWS, 1):
        drawing.row(y + 22 * number, (80, name), *zip((250.0, 350.0, 450.0), values, strict=True), right=True)


@pytest.mark.parametrize("rules", [True, False], ids=["three lines", "no lines"])
def test_aligned_columns_are_a_table(drawing: Drawing, rules: bool) -> None:
    prose(drawing, 80)
    table(drawing, 140, rules=rules)
    prose(drawing, 260)
    document = drawing.read()
    [grid] = grids(document)
    assert texts(grid) == [["单位", "合计", "基本支出", "项目支出"], *map(list, ROWS)]
    assert len([block for block in document.blocks if isinstance(block, TextBlock)]) == 2
    figures = report_of(document, "report.pdf", b"").figures
    [cell] = [f for f in figures if f.row == ("财政所",) and f.col == ("合计",)]
    assert str(cell.value) == "4.21"


def test_a_short_rule_tells_how_far_a_header_reaches(drawing: Drawing) -> None:
    for place in (86, 130, 200):
        drawing.line(70, 520, place)
    drawing.line(200, 360, 108)
    drawing.line(380, 520, 108)
    drawing.row(102, (250, "2022年"), (420, "2023年"))
    drawing.row(124, (80, "项目"), (220, "预算"), (320, "决算"), (400, "预算"), (480, "决算"))
    for number, name in enumerate(("工资", "办公费", "差旅费")):
        values = [(x, f"{number + 1}.{x // 100}") for x in (245, 345, 425, 505)]
        drawing.row(146 + 22 * number, (80, name), *values, right=True)
    [grid] = grids(drawing.read())
    heads = {cell.text: (cell.col, cell.colspan) for cell in grid.cells if cell.row == 0 and cell.text}
    assert heads == {"2022年": (1, 2), "2023年": (3, 2)}


def test_prose_and_lists_of_contents_are_no_tables(drawing: Drawing) -> None:
    for number in range(8):
        prose(drawing, 80 + 20 * number)
    for number in range(6):
        drawing.row(300 + 20 * number, (70, f"第{number}部分"), (150, "…………………………"), (500, str(number + 1)))
    for number in range(6):
        drawing.row(500 + 20 * number, (70, "一是"), (150, f"全年召开会议{number}次"), (300, "推动工作落实。"))
    assert grids(drawing.read()) == []


def test_a_ruled_table_without_its_outer_sides_is_whole(drawing: Drawing) -> None:
    for number in range(len(ROWS) + 2):
        drawing.line(70, 520, 80 + 20 * number)
    for x in (200, 300, 400):
        drawing.canvas.line(x, HEIGHT - 80, x, HEIGHT - 80 - 20 * (len(ROWS) + 1))
    for number, row in enumerate((("单位", "合计", "基本支出", "项目支出"), *ROWS)):
        for x, text in zip((80, 210, 310, 410), row, strict=True):
            drawing.text(x, 94 + 20 * number, text)
    [grid] = grids(drawing.read())
    assert texts(grid) == [["单位", "合计", "基本支出", "项目支出"], *map(list, ROWS)]
