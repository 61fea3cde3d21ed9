"""Word files and workbooks whose values are computed, formatted, moved, doubled or noted."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from bench.unseen.facts import invented
from bench.unseen.office import as_bytes, as_number, placed, saved, stacked, word, workbook
from bench.unseen.pages_cells import third
from samples import grids
from samples.facts import Report
from samples.grids import Grid, GridCell

Values = Callable[[Worksheet], None]


def _filled(change: Callable[[_Cell, GridCell, int], None]) -> Callable[[Report], bytes]:
    """A Word file; `change` is called for each value with its running number, after the text was written."""

    def make(report: Report) -> bytes:
        count = iter(range(10_000))

        def fill(place: _Cell, cell: GridCell) -> None:
            place.paragraphs[0].add_run(cell.text)
            if cell.value:
                change(place, cell, next(count))

        return saved(word(report, fill))

    return make


def _computed(place: _Cell, cell: GridCell, number: int) -> None:
    """The value as the result of a field, the field's formula with numbers of its own."""
    if number % 3:
        return
    run = place.paragraphs[0].runs[0]._element
    for kind, text in (("begin", ""), ("", f" =SUM(LEFT) \\# 0 {number}"), ("separate", "")):
        extra = OxmlElement("w:r")
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        extra.append(mark)
        run.addprevious(extra)
    end = OxmlElement("w:r")
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), "end")
    end.append(mark)
    run.addnext(end)


def _moved(place: _Cell, _cell: GridCell, number: int) -> None:
    """Text that was moved away with tracked changes stays in the file as w:moveFrom."""
    if number % 4:
        return
    run = place.paragraphs[0].runs[0]._element
    old = deepcopy(run)
    old.find(qn("w:t")).text = str(number % 8 + 1)
    away = OxmlElement("w:moveFrom")
    away.set(qn("w:id"), "7")
    away.append(old)
    run.addprevious(away)


def _alternate(place: _Cell, cell: GridCell, number: int) -> None:
    """The value twice, for newer and for older programs: a text box as choice and as fallback."""
    if number % 4:
        return
    run = place.paragraphs[0].runs[0]
    run.text = ""
    run._element.append(parse_xml(_BOTH.format(names=nsdecls("w", "wp"), text=cell.text)))


_BOTH = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" {names}'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml">'
    '<mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>'
    "</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
)


def _vanished(place: _Cell, _cell: GridCell, number: int) -> None:
    """A hidden number in front of the value."""
    if number % 4 == 0:
        old = place.paragraphs[0].runs[0]
        ghost = deepcopy(old._element)
        ghost.find(qn("w:t")).text = str(number % 8 + 1)
        old._element.addprevious(ghost)
        place.paragraphs[0].runs[0].font.hidden = True


def _struck(place: _Cell, _cell: GridCell, number: int) -> None:
    """A number struck out, by one line or by two, in front of the value."""
    if number % 4 == 0:
        old = place.paragraphs[0].runs[0]
        ghost = deepcopy(old._element)
        ghost.find(qn("w:t")).text = str(number % 8 + 1)
        old._element.addprevious(ghost)
        font = place.paragraphs[0].runs[0].font
        font.strike, font.double_strike = (True, None) if number % 8 else (None, True)


def _noted(place: _Cell, _cell: GridCell, number: int) -> None:
    """A small number in a paragraph of its own below the value."""
    if number % 6 == 0:
        place.add_paragraph(f"注{number % 8 + 1}")


def _two_lines(place: _Cell, cell: GridCell, number: int) -> None:
    """A second number, last year's, in a paragraph of its own below the value."""
    if third(Decimal(cell.text)):
        place.add_paragraph(str(number % 80 + 1))


computed, moved, alternate = _filled(_computed), _filled(_moved), _filled(_alternate)
vanished, struck, noted, two_lines = _filled(_vanished), _filled(_struck), _filled(_noted), _filled(_two_lines)


def late_rows(report: Report) -> bytes:
    """Rows of the requests that begin a column later: w:gridBefore in place of the first label's continuation."""
    doc = word(report)
    table = doc.tables[1]
    for line in table._tbl.tr_lst[6:]:
        first = line.tc_lst[0]
        merge = first.tcPr.find(qn("w:vMerge")) if first.tcPr is not None else None
        if merge is not None and merge.get(qn("w:val")) != "restart":
            line.remove(first)
            properties = line.get_or_add_trPr()
            before = OxmlElement("w:gridBefore")
            before.set(qn("w:val"), "1")
            properties.append(before)
    return saved(doc)


def deleted_rows(report: Report) -> bytes:
    """Rows of last year's numbers deleted with tracked changes: they stay in the file."""
    doc = word(report)
    for table in doc.tables[:2]:
        for line in list(table._tbl.tr_lst)[3::4]:
            old = deepcopy(line)
            for text in old.iter(qn("w:t")):
                text.text = str(int(text.text) + 1) if text.text and text.text.isdigit() else text.text
            gone = OxmlElement("w:del")
            gone.set(qn("w:id"), "9")
            old.get_or_add_trPr().append(gone)
            line.addprevious(old)
    return saved(doc)


def _sheet(
    change: Callable[[Worksheet], None], values: Callable[[str], float | str] = as_number
) -> Callable[[Report], bytes]:
    def make(report: Report) -> bytes:
        book, sheet = workbook(report)
        stacked(sheet, report, values)
        change(sheet)
        return as_bytes(book)

    return make


def _numbers(sheet: Worksheet) -> list[tuple[int, int]]:
    return [(c.row, c.column) for line in sheet.iter_rows() for c in line if isinstance(c.value, int | float)]


def _scaled(sheet: Worksheet) -> None:
    """Amounts kept in 元 and shown in 万元 by their format."""
    for line, col in _numbers(sheet):
        cell = sheet.cell(line, col)
        if isinstance(cell.value, float):
            cell.value, cell.number_format = cell.value * 10_000, '0!.0,"万元"'


def _rounded(sheet: Worksheet) -> None:
    """Amounts with more digits than their format shows, counts as floats with noise."""
    for line, col in _numbers(sheet):
        cell = sheet.cell(line, col)
        if isinstance(cell.value, float):
            cell.value, cell.number_format = cell.value + 0.0000000004, "0.0"
        elif isinstance(cell.value, int):
            cell.value, cell.number_format = cell.value + 1e-10, "0"


def _with_units(sheet: Worksheet) -> None:
    """A format that writes 件 behind each number."""
    for line, col in _numbers(sheet):
        sheet.cell(line, col).number_format = '0"件"'


def _as_zero_dash(sheet: Worksheet) -> None:
    """A format that shows a dash for nought."""
    for line, col in _numbers(sheet):
        sheet.cell(line, col).number_format = '0;-0;"-"'


def _hidden_format(sheet: Worksheet) -> None:
    """Old numbers beside the tables that a format of three semicolons, or white letters, hide."""
    for line, _ in _numbers(sheet)[::5]:
        sheet.cell(line, 22, 55).number_format = ";;;"
        sheet.cell(line, 23, 66).font = Font(color="FFFFFFFF")


def _commented(sheet: Worksheet) -> None:
    """Comments with other numbers on the values."""
    for line, col in _numbers(sheet)[::4]:
        sheet.cell(line, col).comment = Comment("上年为 88 件，复核后改", "a")


def _errors(sheet: Worksheet) -> None:
    """Formulas without results beside the tables, and errors."""
    for number, (line, _) in enumerate(_numbers(sheet)[::7]):
        sheet.cell(line, 24, "#REF!" if number % 2 else "=SUM(A1:A9)")


scaled, rounded, with_units, zero_dash = _sheet(_scaled), _sheet(_rounded), _sheet(_with_units), _sheet(_as_zero_dash)
hidden_format, commented, errors = _sheet(_hidden_format), _sheet(_commented), _sheet(_errors)


def sheets(report: Report) -> bytes:
    """A file of a table a sheet, whose names are those of the tables, with last year's sheets hidden."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "说明"
    for number, text in enumerate((report.title, *report.preamble), 1):
        first.cell(number, 1, text)
    old = invented(f"{report.title} before")
    tables: dict[str, Callable[[Report], list[Grid]]] = {
        "主动公开": grids.article20,
        "依申请公开": lambda r: [grids.requests(r)],
        "复议诉讼": lambda r: [grids.review(r)],
    }
    for source, suffix in ((old, "（旧）"), (report, "")):
        for name, grids_of in tables.items():
            sheet = book.create_sheet(name + suffix)
            sheet.sheet_state = "hidden" if suffix else "visible"
            top = 1
            for grid in grids_of(source):
                placed(sheet, grid, top, as_number)
                top += grid.rows + 1
    return as_bytes(book)


def helper_columns(report: Report) -> bytes:
    """Visible columns of checks behind the tables: sums, differences and marks."""
    chance = random.Random(report.title)

    def add(sheet: Worksheet) -> None:
        for line in {line for line, _ in _numbers(sheet)}:
            sheet.cell(line, 18, chance.randrange(100))
            sheet.cell(line, 19, 0)
            sheet.cell(line, 20, "√")

    return _sheet(add)(report)
