"""Word files and workbooks with what offices put into them."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table, _Cell
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bench.unseen.facts import invented
from bench.unseen.pages import date_of, part
from samples import grids
from samples.facts import Report
from samples.grids import Grid, GridCell

Value = float | str
Fill = Callable[[_Cell, GridCell], None]


def _plain(place: _Cell, cell: GridCell) -> None:
    place.paragraphs[0].add_run(cell.text)


def word(
    report: Report, fill: Fill = _plain, home: Callable[[Doc], Doc | _Cell] = lambda doc: doc, requests: int = 1
) -> Doc:
    """The report as a Word file; `home` says where the tables go, `requests` over how many tables table 3 goes."""
    doc = Document()
    doc.add_paragraph(report.title)
    for text in report.preamble:
        doc.add_paragraph(text)
    third = grids.requests(report)
    step = -(-third.rows // requests)
    pieces = [part(third, a, min(a + step, third.rows)) for a in range(0, third.rows, step)]
    tables = {1: [grids.stack(grids.article20(report))], 2: pieces, 3: [grids.review(report)]}
    for number, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        for text in (heading, *texts):
            doc.add_paragraph(text)
        for grid in tables.get(number, ()):
            _into(home(doc), grid, fill)
            doc.add_paragraph("")
    for text in (report.name, date_of(report)):
        doc.add_paragraph(text)
    return doc


def _into(home: Doc | _Cell, grid: Grid, fill: Fill) -> Table:
    table = home.add_table(grid.rows, grid.cols)
    places = [list(row.cells) for row in table.rows]
    for cell in grid.cells:
        place = places[cell.row][cell.col]
        if cell.rowspan > 1 or cell.colspan > 1:
            place = place.merge(places[cell.row + cell.rowspan - 1][cell.col + cell.colspan - 1])
        fill(place, cell)
    return table


def saved(doc: Doc) -> bytes:
    """The bytes of a Word file."""
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def nested(report: Report) -> bytes:
    """Each table of the form inside a layout table of one row and two columns."""

    def cell_of(doc: Doc) -> _Cell:
        outer = doc.add_table(1, 2)
        outer.cell(0, 0).text = "附表"
        cell: _Cell = outer.cell(0, 1)
        return cell

    return saved(word(report, home=cell_of))


def text_boxes(report: Report) -> bytes:
    """The title, and a note with a number, in text boxes."""
    doc = word(report)
    for text in (report.title, "注：本表由办公室填报，复核人2名"):
        paragraph = doc.paragraphs[0] if text == report.title else doc.add_paragraph()
        for run in list(paragraph.runs):
            run.text = ""
        paragraph._p.append(parse_xml(_BOX.format(names=nsdecls("w"), text=text)))
    return saved(doc)


_BOX = (
    '<w:r {names} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:300pt;height:40pt">'
    "<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r>"
)


def tracked(report: Report) -> bytes:
    """Values changed with tracked changes on: the old one deleted, the new one inserted."""
    count = iter(range(10_000))

    def fill(place: _Cell, cell: GridCell) -> None:
        run = place.paragraphs[0].add_run(cell.text)
        if not cell.value or next(count) % 3:
            return
        old = deepcopy(run._element)
        for text in old.findall(qn("w:t")):
            text.tag, text.text = qn("w:delText"), "7" + (text.text or "")
        for name, element in (("w:del", old), ("w:ins", run._element)):
            change = OxmlElement(name)
            change.set(qn("w:id"), "1")
            change.set(qn("w:author"), "a")
            place.paragraphs[0]._p.append(change)
            change.append(element)

    return saved(word(report, fill))


def controls(report: Report) -> bytes:
    """Values inside content controls, some around the run and some around the whole cell."""
    count = iter(range(10_000))

    def fill(place: _Cell, cell: GridCell) -> None:
        run = place.paragraphs[0].add_run(cell.text)
        number = next(count)
        if not cell.value or number % 2:
            return
        inner = place._tc if number % 4 == 0 else run._element
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        inner.addprevious(control)
        control.append(content)
        content.append(inner)

    return saved(word(report, fill))


def in_pieces(report: Report) -> bytes:
    """Table 3 over four tables that follow one another, labels that span printed again."""
    return saved(word(report, requests=4))


def with_footnotes(report: Report) -> bytes:
    """Raised digits behind values, as marks of notes."""
    count = iter(range(10_000))

    def fill(place: _Cell, cell: GridCell) -> None:
        place.paragraphs[0].add_run(cell.text)
        if cell.value and next(count) % 4 == 0:
            place.paragraphs[0].add_run("2").font.superscript = True

    return saved(word(report, fill))


def converted(suffix: str) -> Callable[[Report], bytes]:
    """The Word file, or for xls and ods the workbook, as LibreOffice saves it."""

    def convert(report: Report) -> bytes:
        sheets = suffix in ("xls", "ods")
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "a.xlsx" if sheets else "a.docx")
            source.write_bytes(one_sheet(report) if sheets else saved(word(report)))
            command = ["soffice", "--headless", "--convert-to", suffix, "--outdir", f"{folder}/out", str(source)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            return Path(folder, "out", f"a.{suffix}").read_bytes()

    return convert


def workbook(report: Report) -> tuple[Workbook, Worksheet]:
    """A new workbook and its one sheet, which begins with the report's title and prose."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return book, sheet


def stacked(sheet: Worksheet, report: Report, values: Callable[[str], Value]) -> None:
    """The whole report in one sheet, merged cells and all."""
    top = 1
    tables: dict[int, Iterable[Grid]] = {
        1: grids.article20(report), 2: [grids.requests(report)], 3: [grids.review(report)],
    }  # fmt: skip
    for text in (report.title, *report.preamble):
        sheet.cell(top, 1, text)
        sheet.merge_cells(start_row=top, start_column=1, end_row=top, end_column=10)
        top += 1
    for number, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        for text in (heading, *texts):
            sheet.cell(top, 1, text)
            top += 1
        for grid in tables.get(number, ()):
            placed(sheet, grid, top, values)
            top += grid.rows + 1
    sheet.cell(top, 1, report.name)
    sheet.cell(top + 1, 1, date_of(report))


def placed(sheet: Worksheet, grid: Grid, top: int, values: Callable[[str], Value]) -> None:
    """Write a grid from this row down, its spans merged, each value made by `values`."""
    for cell in grid.cells:
        row, col = cell.row + top, cell.col + 1
        sheet.cell(row, col, values(cell.text) if cell.value else cell.text)
        if cell.rowspan > 1 or cell.colspan > 1:
            last = (row + cell.rowspan - 1, col + cell.colspan - 1)
            sheet.merge_cells(start_row=row, start_column=col, end_row=last[0], end_column=last[1])


def as_number(text: str) -> Value:
    """A cell's text as the number that a workbook would hold."""
    return float(text) if "." in text else int(text)


def as_bytes(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def one_sheet(report: Report) -> bytes:
    """Everything in one sheet, numbers as numbers."""
    book, sheet = workbook(report)
    stacked(sheet, report, as_number)
    return as_bytes(book)


def as_text(report: Report) -> bytes:
    """Numbers kept as text, with spaces and thousands."""
    book, sheet = workbook(report)
    stacked(sheet, report, lambda text: f" {int(text):,} " if text.lstrip("-").isdigit() else text)
    return as_bytes(book)


def hidden(report: Report) -> bytes:
    """Rows and a column of last year's numbers left between the others, and hidden."""
    book, sheet = workbook(report)
    stacked(sheet, report, as_number)
    lines = [(row, [(cell.column, cell.value) for cell in cells]) for row, cells in enumerate(sheet.iter_rows(), 1)]
    lines = [line for line in lines if any(isinstance(value, int) for _, value in line[1])]
    spans = list(sheet.merged_cells.ranges)
    last = lines[-1][0]
    for column in range(1, 20):
        sheet.cell(last + 1, column, 77 if column > 3 else None)
    sheet.row_dimensions[last + 1].hidden = True
    for row, _ in lines:
        if not any(span.min_row <= row <= span.max_row and span.max_col > 18 for span in spans):
            sheet.cell(row, 30, 4321)
    sheet.column_dimensions["AD"].hidden = True
    return as_bytes(book)


def year_before(report: Report) -> bytes:
    """A second sheet with the form of the year before."""
    book, sheet = workbook(report)
    sheet.title = f"{report.year}年"
    stacked(sheet, report, as_number)
    other = book.create_sheet(f"{report.year - 1}年（供对比）")
    other.cell(1, 1, f"{report.year - 1}年收到和处理政府信息公开申请情况（上年数）")
    placed(other, grids.requests(invented(f"{report.title} before")), 2, as_number)
    return as_bytes(book)
