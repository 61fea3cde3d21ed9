"""Reports as Word documents with real merged cells."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from samples import grids
from samples.facts import Report
from samples.freeze import freeze
from samples.grids import Grid

_TABLE_STYLES = {"Normal Table", "Table Grid"}
_HEADING_STYLES_SINCE = 2022  # earlier files only look like they have headings: bold paragraphs


def document(report: Report) -> bytes:
    """The report as .docx; Article 20 is one table, as in the national form."""
    doc = Document()
    _set_up(doc, report)
    title = doc.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(report.title)
    run.bold, run.font.size = True, Pt(20)
    for text in report.preamble:
        _paragraph(doc, text)
    tables = {1: grids.stack(grids.article20(report)), 2: grids.requests(report), 3: grids.review(report)}
    for i, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        _heading(doc, heading, report.year)
        for text in texts:
            _paragraph(doc, text)
        if i in tables:
            _table(doc, tables[i])
    for text in (report.name, f"{report.published.year}年{report.published.month}月{report.published.day}日"):
        doc.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    doc.save(out)
    return freeze(out.getvalue(), f"{report.published:%Y-%m-%d}")


def _set_up(doc: DocumentObject, report: Report) -> None:
    """Fonts, margins, title; and out with the template's table styles, nine tenths of the file."""
    normal = doc.styles["Normal"]
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    for relation in [r for r in doc.part.rels.values() if r.reltype.endswith("/stylesWithEffects")]:
        doc.part.rels.pop(relation.rId)
    for style in [s for s in doc.styles if s.type == WD_STYLE_TYPE.TABLE and s.name not in _TABLE_STYLES]:
        style.delete()
    doc.sections[0].left_margin = doc.sections[0].right_margin = Cm(2)
    doc.core_properties.title = report.title
    doc.core_properties.author = report.name


def _heading(doc: DocumentObject, text: str, year: int) -> None:
    if year >= _HEADING_STYLES_SINCE:
        doc.add_heading(text, level=1)
    else:
        doc.add_paragraph().add_run(text).bold = True


def _paragraph(doc: DocumentObject, text: str) -> None:
    paragraph = doc.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Pt(24)


def _table(doc: DocumentObject, grid: Grid) -> None:
    table = doc.add_table(grid.rows, grid.cols)
    table.style = "Table Grid"
    places = [list(row.cells) for row in table.rows]
    for cell in grid.cells:
        place = places[cell.row][cell.col]
        if cell.rowspan > 1 or cell.colspan > 1:
            place = place.merge(places[cell.row + cell.rowspan - 1][cell.col + cell.colspan - 1])
        paragraph = place.paragraphs[0]
        paragraph.add_run(cell.text).font.size = Pt(9)
        if cell.value:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    doc.add_paragraph()
