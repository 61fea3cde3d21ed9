"""ingest.sheet: workbooks and CSV."""

from __future__ import annotations

import datetime as dt
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assistant.errors import ReadingError
from ingest import sheet
from ingest.blocks import Document, GridBlock, TextBlock

REPORTS = Path(__file__).parents[2] / "shared" / "reports"


@pytest.fixture
def worksheet() -> Worksheet:
    return openpyxl.Workbook().worksheets[0]


def read(worksheet: Worksheet, folder: Path) -> Document:
    path = folder / "book.xlsx"
    assert worksheet.parent is not None
    worksheet.parent.save(path)
    return sheet.read(path)


def rows(block: object) -> list[list[str]]:
    assert isinstance(block, GridBlock)
    return [[cell.text for cell in block.cells if cell.row == row] for row in range(block.n_rows)]


def test_numbers_are_rendered_as_written(worksheet: Worksheet, tmp_path: Path) -> None:
    worksheet.append(["项", "值"])
    values = [3119, 3.0, 0.1 + 0.2, 96171.6, 1234567, 0.453, 0.45306, dt.datetime(2024, 1, 31), "007", True, 1e15]
    for value in values:
        worksheet.append(["x", value])
    worksheet["B6"].number_format = "#,##0"
    worksheet["B7"].number_format = "0.0%"
    worksheet["B8"].number_format = "0.00%"
    texts = [row[1] for row in rows(read(worksheet, tmp_path).blocks[0])[1:]]
    expected = ["3119", "3", "0.3", "96171.6", "1234567", "45.3%", "45.31%", "2024-01-31", "007", "TRUE"]
    assert texts == [*expected, "1000000000000000"]


def test_merges_are_spans_and_empty_places_blank_cells(worksheet: Worksheet, tmp_path: Path) -> None:
    for row in (["类", "款", None], [None, "甲", 1], [None, "乙", None], ["计", None, 1]):
        worksheet.append(row)
    worksheet.merge_cells("A1:A3")
    worksheet.merge_cells("B1:C1")
    grid = read(worksheet, tmp_path).blocks[0]
    assert isinstance(grid, GridBlock)
    assert (grid.n_rows, grid.n_cols) == (4, 3)
    spans = {cell.text: (cell.rowspan, cell.colspan) for cell in grid.cells if cell.text}
    assert (spans["类"], spans["款"], spans["甲"]) == ((3, 1), (1, 2), (1, 1))
    assert sum(cell.rowspan * cell.colspan for cell in grid.cells) == 12


def test_titles_and_notes_stand_outside_the_grid(worksheet: Worksheet, tmp_path: Path) -> None:
    worksheet.title = "收支总表"
    for row in (
        ["年度收支"],
        ["单位：万元"],
        ["项", "数"],
        ["收入", 5],
        ["注：本表含结转资金"],
        [None],
        ["另表"],
        ["a", "b"],
    ):
        worksheet.append(row)
    worksheet.merge_cells("A5:B5")
    blocks = read(worksheet, tmp_path).blocks
    assert [block.text for block in blocks if isinstance(block, TextBlock)] == [
        "收支总表",
        "年度收支",
        "单位：万元",
        "注：本表含结转资金",
        "另表",
    ]
    grids = [block for block in blocks if isinstance(block, GridBlock)]
    assert [rows(grid) for grid in grids] == [[["项", "数"], ["收入", "5"]], [["a", "b"]]]
    assert grids[0].caption == "收支总表"


def test_a_banner_row_that_recurs_belongs_to_the_grid(worksheet: Worksheet, tmp_path: Path) -> None:
    for row in (["第（五）项"], ["信息内容", "数"], ["许可", 3], ["第（六）项"], ["信息内容", "数"], ["处罚", 4]):
        worksheet.append(row)
    worksheet.merge_cells("A1:B1")
    worksheet.merge_cells("A4:B4")
    assert [row[0] for row in rows(read(worksheet, tmp_path).blocks[0])] == [
        "第（五）项",
        "信息内容",
        "许可",
        "第（六）项",
        "信息内容",
        "处罚",
    ]


def test_hidden_sheets_rows_and_columns_are_left_out_and_reported(worksheet: Worksheet, tmp_path: Path) -> None:
    for row in (["项", "密", "数"], ["许可", "暗", 3], ["暗", "暗", 9], ["处罚", "暗", 4]):
        worksheet.append(row)
    worksheet.row_dimensions[3].hidden = True
    worksheet.column_dimensions["B"].hidden = True
    assert worksheet.parent is not None
    other = worksheet.parent.create_sheet("底稿")
    other.append(["暗", "暗"])
    other.sheet_state = "hidden"
    document = read(worksheet, tmp_path)
    assert rows(document.blocks[0]) == [["项", "数"], ["许可", "3"], ["处罚", "4"]]
    assert len(document.blocks) == 1
    assert len(document.warnings) == 2


def test_a_formula_without_a_value_is_blank_and_reported(worksheet: Worksheet, tmp_path: Path) -> None:
    worksheet.append(["项", "数"])
    worksheet.append(["合计", "=1+1"])
    document = read(worksheet, tmp_path)
    assert rows(document.blocks[0]) == [["项", "数"], ["合计", ""]]
    assert "1 个公式" in document.warnings[0]


def test_a_column_of_prose_is_prose(worksheet: Worksheet, tmp_path: Path) -> None:
    worksheet.append(["第一段说明。"])
    worksheet.append(["第二段\n说明。"])
    assert read(worksheet, tmp_path).blocks == (TextBlock("第一段说明。"), TextBlock("第二段说明。"))


def test_a_cell_in_the_last_corner_is_cheap(worksheet: Worksheet, tmp_path: Path) -> None:
    worksheet.append(["项", "数"])
    worksheet["XFD1048576"] = "远"
    start = time.process_time()
    document = read(worksheet, tmp_path)
    assert time.process_time() - start < 5
    assert rows(document.blocks[0]) == [["项", "数"]]
    assert document.blocks[1] == TextBlock("远")


def test_a_huge_merge_is_refused_before_it_is_unpacked(worksheet: Worksheet, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    worksheet["A1"] = "x"
    assert worksheet.parent is not None
    worksheet.parent.save(path)
    hostile = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(hostile, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            merge = b'</sheetData><mergeCells><mergeCell ref="A1:XFD200"/></mergeCells>'
            target.writestr(name, data.replace(b"</sheetData>", merge))
    start = time.process_time()
    with pytest.raises(ReadingError) as caught:
        sheet.read(hostile)
    assert caught.value.code == "too_large"
    assert time.process_time() - start < 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_delimiters_are_sniffed(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in (["项 目", "数"], ["许可", "1.50"], ["处罚", ""]))
    assert rows(sheet.read_csv(text).blocks[0]) == [["项目", "数"], ["许可", "1.50"], ["处罚", ""]]


def test_semicolons_between_rows_of_different_lengths() -> None:
    text = "某县年报\n\n信息内容;本年制发件数;现行有效件数\n规章;0;0\n\n行政复议;行政诉讼\n结果维持;结果纠正\n1,204;0\n"
    found = [row for block in sheet.read_csv(text).blocks if isinstance(block, GridBlock) for row in rows(block)]
    assert ["信息内容", "本年制发件数", "现行有效件数"] in found
    assert ["1,204", "0"] in found


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not beside this checkout")
def test_a_real_workbook() -> None:
    blocks = sheet.read(REPORTS / "other" / "unit-budget.xlsx").blocks
    grid = blocks[-1]
    assert isinstance(grid, GridBlock)
    assert (grid.n_rows, grid.n_cols) == (19, 5)
    assert sum(isinstance(block, TextBlock) for block in blocks) == 4
