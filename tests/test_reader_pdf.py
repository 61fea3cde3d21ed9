"""ingest.pdf: paragraphs and ruled tables, also across pages."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from drawing import HEIGHT, Drawing

from assistant.errors import ReadingError
from ingest import pdf
from ingest.blocks import Document, GridBlock, TextBlock

REPORTS = Path(__file__).parents[2] / "shared" / "reports"


@pytest.fixture
def drawing(tmp_path: Path) -> Drawing:
    return Drawing(tmp_path / "report.pdf")


def grids(document: Document) -> list[GridBlock]:
    return [block for block in document.blocks if isinstance(block, GridBlock)]


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, TextBlock)]


def rows(grid: GridBlock) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]


def at(grid: GridBlock, row: int, col: int) -> str:
    found = [c for c in grid.cells if 0 <= row - c.row < c.rowspan and 0 <= col - c.col < c.colspan]
    assert len(found) == 1, f"{len(found)} cells at {row}, {col}"
    return found[0].text


FULL = "甲乙丙丁戊己庚辛壬癸" * 4


def test_lines_become_paragraphs_and_page_numbers_go(drawing: Drawing) -> None:
    drawing.text(90, 80, FULL[:38] + "共收到")
    drawing.text(70, 100, FULL[:40] + "申请，")
    drawing.text(70, 120, "3119 件。")
    drawing.text(90, 140, FULL[:38] + "均已答")
    drawing.text(280, 810, "- 1 -")
    drawing.next_page()
    drawing.text(70, 80, "复完毕。")
    drawing.text(90, 100, "下一段。")
    drawing.text(280, 810, "第 2 页")
    document = drawing.read()
    assert prose(document) == [
        FULL[:38] + "共收到" + FULL[:40] + "申请，3119 件。",
        FULL[:38] + "均已答复完毕。",
        "下一段。",
    ]
    assert [block.page for block in document.blocks] == [1, 1, 2]
    assert document.pages == 2


def test_a_number_set_whole_on_the_next_line_is_of_the_same_sentence(drawing: Drawing) -> None:
    full = FULL + "甲乙丙丁"
    for number in range(4):
        drawing.text(70, 80 + 20 * number, full)
    drawing.text(70, 160, FULL[:38] + "支出占")
    drawing.text(70, 180, "2106.66万元。")
    drawing.text(70, 200, FULL[:38] + "完成。")
    drawing.text(70, 220, "2024年另起一段。")
    assert prose(drawing.read()) == [
        full * 4 + FULL[:38] + "支出占2106.66万元。",
        FULL[:38] + "完成。",
        "2024年另起一段。",
    ]


def test_merged_cells_have_spans_and_boxes(drawing: Drawing) -> None:
    drawing.cell(70, 100, 60, 40, "三、本", "年度")
    drawing.cell(130, 100, 200, 20, "予以公开")
    drawing.cell(130, 120, 100, 20, "1")
    drawing.cell(230, 120, 100, 20, "2")
    grid = grids(drawing.read())[0]
    assert [(c.text, c.row, c.col, c.rowspan, c.colspan) for c in grid.cells] == [
        ("三、本年度", 0, 0, 2, 1),
        ("予以公开", 0, 1, 1, 2),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
    ]
    assert grid.cells[3].page == 1
    assert grid.cells[3].box == pytest.approx((230, 120, 330, 140), abs=1)


def test_a_shaded_paragraph_is_prose(drawing: Drawing) -> None:
    drawing.canvas.setFillGray(0.9)
    for number in range(3):
        drawing.canvas.rect(70, HEIGHT - 120 - 20 * number, 440, 20, stroke=0, fill=1)
    drawing.canvas.setFillGray(0)
    for number, line in enumerate((FULL + "申请", FULL + "办理", "完毕。")):
        drawing.text(71, 112 + 20 * number, line)
    document = drawing.read()
    assert grids(document) == []
    assert prose(document) == [FULL + "申请" + FULL + "办理完毕。"]


def test_a_table_goes_on_without_its_repeated_header(drawing: Drawing) -> None:
    widths = (200.0, 100.0)
    drawing.table(700, [["项目", "件数"], ["行政许可", "12"], ["行政处罚", "34"]], widths)
    drawing.text(280, 810, "4")
    drawing.next_page()
    drawing.table(80, [["项目", "件数"], ["行政强制", "5"]], widths)
    document = drawing.read()
    assert [rows(grid) for grid in grids(document)] == [
        [["项目", "件数"], ["行政许可", "12"], ["行政处罚", "34"], ["行政强制", "5"]]
    ]
    assert [cell.page for cell in grids(document)[0].cells] == [1, 1, 1, 1, 1, 1, 2, 2]


def test_tables_with_text_between_them_stay_apart(drawing: Drawing) -> None:
    drawing.table(700, [["项目", "件数"], ["行政许可", "12"]], (200, 100))
    drawing.next_page()
    drawing.text(90, 80, "四、行政复议情况")
    drawing.table(100, [["结果", "件数"], ["维持", "1"]], (200, 100))
    assert len(grids(drawing.read())) == 2


def test_a_table_that_goes_on_with_fewer_columns(drawing: Drawing) -> None:
    drawing.table(700, [["内容", "制发", "废止"], ["规章", "1", "0"]], (200, 100, 100))
    drawing.next_page()
    drawing.table(80, [["内容", "处理决定"], ["许可", "447"]], (200, 200))
    grid = grids(drawing.read())[0]
    assert (grid.n_rows, grid.n_cols) == (4, 3)
    assert (at(grid, 3, 1), at(grid, 3, 2)) == ("447", "447")


def test_labels_cut_by_the_page_break_are_joined(drawing: Drawing) -> None:
    drawing.cell(70, 700, 30, 80, "三、")
    drawing.cell(100, 700, 43, 80, "（四）无")
    drawing.cell(143, 700, 150, 80, "1.不掌握相关信息")
    drawing.cell(293, 700, 50, 80, "746")
    drawing.next_page()
    drawing.cell(70, 80, 30, 60)
    drawing.cell(100, 80, 43, 40, "法提供")
    drawing.cell(143, 80, 150, 20, "2.没有现成信息")
    drawing.cell(293, 80, 50, 20, "11")
    drawing.cell(143, 100, 150, 20, "3.仍不明确")
    drawing.cell(293, 100, 50, 20, "1")
    drawing.cell(100, 120, 193, 20, "（七）总计")
    drawing.cell(293, 120, 50, 20, "758")
    grid = grids(drawing.read())[0]
    assert [[at(grid, row, col) for col in range(4)] for row in range(4)] == [
        ["三、", "（四）无法提供", "1.不掌握相关信息", "746"],
        ["三、", "（四）无法提供", "2.没有现成信息", "11"],
        ["三、", "（四）无法提供", "3.仍不明确", "1"],
        ["三、", "（七）总计", "（七）总计", "758"],
    ]


def test_a_row_cut_by_the_page_break_is_one_row(drawing: Drawing) -> None:
    drawing.table(740, [["项目", "件数"]], (104, 60))
    drawing.cell(70, 760, 104, 30, "机关事业单位基本养老")
    drawing.cell(174, 760, 60, 30, "160.75")
    drawing.next_page()
    drawing.cell(70, 80, 104, 20, "保险缴费支出")
    drawing.cell(174, 80, 60, 20)
    drawing.cell(70, 100, 104, 20, "合计")
    drawing.cell(174, 100, 60, 20, "160.75")
    assert rows(grids(drawing.read())[0]) == [
        ["项目", "件数"],
        ["机关事业单位基本养老保险缴费支出", "160.75"],
        ["合计", "160.75"],
    ]


def open_page(drawing: Drawing, ys: tuple[int, int], rules: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
    """Four columns between two heights, ruled only at some of them and never across the first column."""
    for x in (70, 110, 200, 240, 280):
        drawing.upright(x, *ys)
    for y in rules:
        drawing.line(110, 280, y)
    for row, top in zip(rows, sorted({*ys, *rules}), strict=False):
        drawing.row(top + 14, *((x, text) for x, text in zip((72, 112, 202, 242), row, strict=True)))


def test_a_table_that_the_page_break_left_without_its_rules(drawing: Drawing) -> None:
    upper = [["三、结果", "7.执法案卷", "9", "0"], ["", "8.行政查询", "61", "6"]]
    lower = [["", "1.不掌握信息", "436", "44"], ["", "2.没有现成信息", "72", "2"]]
    open_page(drawing, (740, 800), (740, 770), upper)
    drawing.next_page()
    open_page(drawing, (60, 120), (90, 120), lower)
    (grid,) = grids(drawing.read())
    assert [[at(grid, row, col) for col in range(1, 4)] for row in range(4)] == [row[1:] for row in upper + lower]


def test_a_blank_figure_at_the_break_stays_blank(drawing: Drawing) -> None:
    widths = (104.0, 60.0)
    drawing.table(740, [["项目", "件数"], ["2.重复申请", ""]], widths)
    drawing.next_page()
    drawing.table(80, [["3.公开出版物", "7"]], widths)
    assert rows(grids(drawing.read())[0]) == [["项目", "件数"], ["2.重复申请", ""], ["3.公开出版物", "7"]]


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned(drawing: Drawing, quarter: int) -> None:
    drawing.text(90, 100, "二、主动公开政府信息情况，所附的表横排在纸上。")
    drawing.table(140, [["项目", "件数"], ["行政许可", "12"]], (200, 100))
    drawing.canvas.save()
    with pypdfium2.PdfDocument(drawing.path) as opened:
        opened[0].set_rotation(quarter)
        opened.save(turned := drawing.path.with_name("turned.pdf"))
    document = pdf.read(turned)
    assert [rows(grid) for grid in grids(document)] == [[["项目", "件数"], ["行政许可", "12"]]]
    assert prose(document) == ["二、主动公开政府信息情况，所附的表横排在纸上。"]


def test_a_password_is_said(tmp_path: Path) -> None:
    drawing = Drawing(tmp_path / "locked.pdf", password="secret")
    drawing.text(70, 80, "密")
    with pytest.raises(ReadingError) as caught:
        drawing.read()
    assert caught.value.code == "encrypted"


def test_a_scan_is_said(drawing: Drawing) -> None:
    drawing.canvas.rect(70, 70, 400, 600, fill=1)
    with pytest.raises(ReadingError) as caught:
        drawing.read()
    assert caught.value.code == "no_text"
    assert "OCR" in str(caught.value)


def test_text_that_nobody_sees_is_left_out_and_said(drawing: Drawing) -> None:
    drawing.text(70, 80, "全年共收到申请三十一件，均已答复。")
    hidden = drawing.canvas.beginText(70, 600)
    hidden.setTextRenderMode(3)
    hidden.setFont("Helvetica", 12)
    hidden.textLine("invisible 99")
    hidden.setTextRenderMode(0)
    drawing.canvas.drawText(hidden)
    drawing.canvas.setFont("Helvetica", 12)
    drawing.canvas.drawString(5_000, 300, "outside 88")
    drawing.canvas.setFillColorRGB(1, 1, 1)
    drawing.canvas.drawString(70, 300, "white 77")
    drawing.canvas.setFillColorRGB(0, 0, 0.5)
    drawing.canvas.rect(70, 180, 200, 30, fill=1)
    drawing.canvas.setFillColorRGB(1, 1, 1)
    drawing.canvas.drawString(80, 190, "banner 66")
    document = drawing.read()
    said = " ".join(block.text for block in document.blocks if isinstance(block, TextBlock))
    assert ("三十一件" in said, "banner 66" in said) == (True, True)
    assert not {"99", "88", "77"} & set(said.split())
    assert any("隐藏文字" in warning for warning in document.warnings)


def test_a_stream_that_explodes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(b" " * 2**20) for _ in range(210)) + packer.flush()
    path.write_bytes(b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + body + b"\nendstream endobj")
    with pytest.raises(ReadingError) as caught:
        pdf.read(path)
    assert caught.value.code == "too_large"


needs_reports = pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not beside this checkout")


@pytest.fixture(scope="module")
def report() -> Document:
    """The one PDF of the development reports."""
    return pdf.read(REPORTS / "huaian-2024.pdf")


@needs_reports
def test_real_shapes(report: Document) -> None:
    found = grids(report)
    assert [(grid.n_rows, grid.n_cols, grid.page) for grid in found] == [(14, 4, 3), (28, 10, 4), (4, 15, 5)]
    for grid in found:
        assert sum(cell.rowspan * cell.colspan for cell in grid.cells) == grid.n_rows * grid.n_cols


@needs_reports
def test_every_cell_of_the_real_tables(report: Document) -> None:
    records = json.loads((REPORTS / "gold.json").read_text(encoding="utf-8"))
    gold = next(record for record in records if record["file"] == "huaian-2024.pdf")
    art20, requests, review = grids(report)
    assert_art20(art20, gold["table_art20"])
    body = [[at(requests, row, col) for col in range(3, 10)] for row in range(3, 28)]
    assert body == [[str(value) for value in row.values()] for row in gold["table_requests"].values()]
    assert [at(review, 3, col) for col in range(15)] == [str(value) for value in gold["table_review"]]


@needs_reports
def test_real_labels_across_pages(report: Document) -> None:
    requests = grids(report)[1]
    assert {at(requests, row, 0) for row in range(5, 27)} == {"三、本年度办理结果"}
    assert [at(requests, row, 1) for row in (15, 16, 17)] == ["（四）无法提供"] * 3
    assert {cell.page for cell in requests.cells if cell.row >= 16} == {5}


@needs_reports
def test_real_prose(report: Document) -> None:
    texts = prose(report)
    assert not any(text.strip("- ").isdecimal() for text in texts)
    assert any("受理政府信息公开申请3119件，答复3050件" in text for text in texts)
    assert len(texts) == 18


def assert_art20(grid: GridBlock, gold: dict[str, Any]) -> None:
    for label, values in gold.items():
        row = next(cell.row for cell in grid.cells if cell.text == label.partition("(")[0])
        seen = [cell.text for cell in grid.cells if cell.row == row and cell.col > 0]
        assert seen == [str(value) for value in (values if isinstance(values, list) else [values])]


@needs_reports
@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("putuo-office-budget-2025.pdf", [(16, 4), (24, 9), (24, 7), (16, 7)]),
        ("putuo-finance-accounts-2024.pdf", [(4, 3), (32, 4), (23, 11), (23, 10)]),
    ],
)
def test_other_real_files(name: str, shapes: list[tuple[int, int]]) -> None:
    found = grids(pdf.read(REPORTS / "other" / name))
    assert [(grid.n_rows, grid.n_cols) for grid in found[: len(shapes)]] == shapes
