"""A checked draft as a Word file: its text, the claims coloured, and in comments what proves or disproves them."""

from __future__ import annotations

import re
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.answer import Audited, Checked, Claim, Severity, Verdict
from assistant.exports import listing
from assistant.exports.listing import SEVERITIES, VERDICTS

_COLOURS = {
    Verdict.SUPPORTED: "D9F2DF",
    Verdict.CONTRADICTED: "FBC4C4",
    Verdict.NOT_FOUND: "FDF0C8",
    Severity.ERROR: "FBC4C4",
    Severity.REMARK: "FDF0C8",
}
"""Soft enough to read black text on, which Word's own highlights are not."""
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AUTHOR = "Baogao"


def checked(result: Checked, draft: str) -> bytes:
    """The draft, marked. Its layout is not kept: the text is, line by line."""
    document = Document()
    start = 0
    for line in draft.split("\n"):
        _line(document, line, start, result)
        start += len(line) + 1
    document.add_paragraph()
    document.add_paragraph(listing.summary(result))
    return _saved(document)


def audited(result: Audited) -> bytes:
    """The findings by report, their evidence in comments."""
    document = Document()
    document.add_heading("报告审核", 1)
    for file in listing.files(result.findings):
        document.add_heading(_clean(file), 2)
        for finding in (f for f in result.findings if f.file == file):
            paragraph = document.add_paragraph(style="List Bullet")
            run = paragraph.add_run(_clean(f"{SEVERITIES[finding.severity]} · {finding.where}"))
            _shade(run, _COLOURS[finding.severity])
            paragraph.add_run(_clean(f"：{finding.explanation}{listing.decided(finding)}"))
            if finding.evidence:
                text = "\n".join(map(listing.place, finding.evidence))
                document.add_comment(run, text=_clean(text), author=_AUTHOR, initials="B")
    return _saved(document)


def _line(document: WordDocument, line: str, start: int, result: Checked) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    end, at = start + len(line), start
    for claim in result.claims:
        if claim.end <= start or claim.start >= end or claim.start < at:
            continue
        _plain(paragraph, line[at - start : claim.start - start])
        until = min(claim.end, end)
        run = paragraph.add_run(_clean(line[claim.start - start : until - start]))
        _shade(run, _COLOURS[claim.verdict])
        document.add_comment(run, text=_clean(_comment(claim)), author=_AUTHOR, initials="B")
        at = until
    _plain(paragraph, line[at - start :])


def _plain(paragraph: Paragraph, text: str) -> None:
    if text:
        paragraph.add_run(_clean(text))


def _shade(run: Run, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().append(shading)


def _comment(claim: Claim) -> str:
    lines = [f"{VERDICTS[claim.verdict]}：{claim.explanation}"]
    if claim.correct is not None:
        lines.append(f"应为：{listing.corrected(claim)}")
    return "\n".join([*lines, *map(listing.place, claim.evidence)])


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _saved(document: WordDocument) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
