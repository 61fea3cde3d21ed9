"""Claims and findings as an Excel workbook. Numbers are numbers; text that looks like a formula stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assistant.answer import Audited, Checked, Severity, Verdict
from assistant.exports import listing
from assistant.exports.listing import SEVERITIES, VERDICTS

_FILLS = {
    Verdict.SUPPORTED: PatternFill("solid", fgColor="D9F2DF"),
    Verdict.CONTRADICTED: PatternFill("solid", fgColor="FBD5D5"),
    Verdict.NOT_FOUND: PatternFill("solid", fgColor="FDF0C8"),
    Severity.ERROR: PatternFill("solid", fgColor="FBD5D5"),
    Severity.REMARK: PatternFill("solid", fgColor="FDF0C8"),
}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
Value = str | Decimal | int | None


def checked(result: Checked) -> bytes:
    """A row a claim."""
    head = ("陈述", "结论", "数值", "单位", "应为", "机关", "年度", "说明", "依据")
    rows = [
        (
            claim.text,
            VERDICTS[claim.verdict],
            claim.value,
            claim.unit,
            _number(claim.correct),
            claim.scope.agency,
            claim.scope.year,
            claim.explanation,
            "\n".join(map(listing.place, claim.evidence)),
        )
        for claim in result.claims
    ]
    return _saved("核对结果", head, rows, [_FILLS[claim.verdict] for claim in result.claims])


def audited(result: Audited) -> bytes:
    """A row a finding."""
    head = ("文件", "编号", "级别", "类别", "位置", "写作", "应为", "算式", "说明", "处理", "依据")
    rows = [
        (
            finding.file,
            finding.finding_id,
            SEVERITIES[finding.severity],
            finding.kind,
            finding.where,
            _number(finding.stated),
            _number(finding.computed),
            finding.formula,
            finding.explanation,
            listing.decided(finding).strip("（）"),
            "\n".join(map(listing.place, finding.evidence)),
        )
        for finding in result.findings
    ]
    return _saved("审核结果", head, rows, [_FILLS[finding.severity] for finding in result.findings])


def _saved(title: str, head: Sequence[str], rows: Iterable[Sequence[Value]], fills: Sequence[PatternFill]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for col, text in enumerate(head, 1):
        sheet.cell(1, col, text).font = Font(bold=True)
    for row, (values, fill) in enumerate(zip(rows, fills, strict=True), 2):
        for col, value in enumerate(values, 1):
            cell = sheet.cell(row, col)
            assert isinstance(cell, Cell)
            _put(cell, value)
            cell.fill = fill
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, 1):
        widest = max(len(line) for cell in column for line in str(cell.value or "").split("\n"))
        sheet.column_dimensions[get_column_letter(number)].width = min(60, max(8, widest * 1.6))
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0  # as many pages long as it takes
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _put(cell: Cell, value: Value) -> None:
    """A number as a number; a text as a text, whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    if value.startswith(_DANGEROUS):
        cell.quotePrefix = True


def _number(text: str | None) -> Value:
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return text
