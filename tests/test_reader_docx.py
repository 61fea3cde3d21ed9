"""ingest.docx: the body of a Word file."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assistant.errors import ReadingError
from ingest import docx as reader
from ingest.blocks import GridBlock, TextBlock

REPORTS = Path(__file__).parents[2] / "shared" / "reports"


def saved(document: docx.document.Document, folder: Path) -> Path:
    path = folder / "report.docx"
    document.save(str(path))
    return path


def test_paragraphs_and_tables_in_body_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("一、总体情况", level=2)
    document.add_paragraph("第一段 12 件。")
    table = document.add_table(2, 2)
    for cell, value in zip((c for row in table.rows for c in row.cells), ("甲", "乙", "1", "2"), strict=True):
        cell.text = value
    document.add_paragraph("第二段。\n第三段。")
    blocks = reader.read(saved(document, tmp_path)).blocks
    assert blocks[:2] == (TextBlock("一、总体情况", heading=2), TextBlock("第一段 12 件。"))
    grid = blocks[2]
    assert isinstance(grid, GridBlock)
    assert [cell.text for cell in grid.cells] == ["甲", "乙", "1", "2"]
    assert blocks[3:] == (TextBlock("第二段。"), TextBlock("第三段。"))


def test_merged_cells_are_one_cell(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "高"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "宽"
    table.cell(2, 0).text = "底"
    table.cell(2, 2).text = "7"
    grid = reader.read(saved(document, tmp_path)).blocks[0]
    assert isinstance(grid, GridBlock)
    spans = {cell.text: (cell.row, cell.col, cell.rowspan, cell.colspan) for cell in grid.cells if cell.text}
    assert spans == {"高": (0, 0, 2, 1), "宽": (0, 1, 1, 2), "底": (2, 0, 1, 1), "7": (2, 2, 1, 1)}
    assert sum(cell.rowspan * cell.colspan for cell in grid.cells) == 9


def test_deleted_and_hidden_text_is_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("办结")
    paragraph.add_run("密语").font.hidden = True
    deletion = f'<w:del {nsdecls("w")} w:id="1"><w:r><w:delText>30</w:delText></w:r></w:del>'
    insertion = f'<w:ins {nsdecls("w")} w:id="2"><w:r><w:t>31 件</w:t></w:r></w:ins>'
    paragraph._p.append(parse_xml(deletion))
    paragraph._p.append(parse_xml(insertion))
    read = reader.read(saved(document, tmp_path))
    assert read.blocks == (TextBlock("办结31 件"),)
    assert "2 字" in read.warnings[0]


def test_lines_of_a_cell_are_joined_and_its_paragraphs_are_not_glued(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "商业企\n业"
    table.cell(0, 1).text = "12"
    table.cell(0, 1).add_paragraph("34")
    grid = reader.read(saved(document, tmp_path)).blocks[0]
    assert isinstance(grid, GridBlock)
    assert [cell.text for cell in grid.cells] == ["商业企业", "12 34"]


def test_a_nested_table_is_text_of_its_cell(tmp_path: Path) -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "外"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内一", "2"
    grid = reader.read(saved(document, tmp_path)).blocks[0]
    assert isinstance(grid, GridBlock)
    assert [cell.text for cell in grid.cells] == ["外", "内一 2"]


def test_a_frame_of_one_cell_is_prose(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "提示"
    assert reader.read(saved(document, tmp_path)).blocks == (TextBlock("提示"),)


def test_a_hostile_span_is_clipped(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(200, 2)
    for row in table.rows:
        row.cells[0].text = "x"
        row.cells[1].text = "1"
        properties = row.cells[1]._tc.get_or_add_tcPr()
        properties.append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="50000000"/>'))
    grid = reader.read(saved(document, tmp_path)).blocks[0]
    assert isinstance(grid, GridBlock)
    assert (grid.n_rows, grid.n_cols) == (200, 2)


def test_a_damaged_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(ReadingError) as caught:
        reader.read(path)
    assert caught.value.code == "damaged"


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not beside this checkout")
def test_the_official_form() -> None:
    blocks = reader.read(REPORTS / "template-2021-form.docx").blocks
    grids = [block for block in blocks if isinstance(block, GridBlock)]
    assert [(grid.n_rows, grid.n_cols) for grid in grids] == [(14, 4), (28, 10), (4, 15)]
    for grid in grids:
        assert sum(cell.rowspan * cell.colspan for cell in grid.cells) == grid.n_rows * grid.n_cols
    labels = {cell.text: cell.rowspan for cell in grids[1].cells}
    assert (labels["三、本年度办理结果"], labels["（三）不予公开"], labels["（四）无法提供"]) == (22, 8, 3)


def test_raised_digits_and_struck_words_are_no_part_of_a_value(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "规章"
    paragraph = table.cell(0, 1).paragraphs[0]
    paragraph.add_run("6").font.strike = True
    paragraph.add_run("103")
    paragraph.add_run("2").font.superscript = True
    read = reader.read(saved(document, tmp_path))
    grid = read.blocks[0]
    assert isinstance(grid, GridBlock)
    assert grid.cells[1].text == "103²"
    assert any("划去" in warning for warning in read.warnings)


def test_a_table_around_a_longer_one_is_a_frame(tmp_path: Path) -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "附表"
    inner = outer.cell(0, 1).add_table(2, 2)
    inner.cell(0, 0).text, inner.cell(1, 1).text = "规章", "2"
    blocks = reader.read(saved(document, tmp_path)).blocks
    assert blocks[0] == TextBlock("附表")
    assert isinstance(blocks[1], GridBlock) and (blocks[1].n_rows, blocks[1].n_cols) == (2, 2)
