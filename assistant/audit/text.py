"""A report's own sentences, in place: everything else of its text blanked, so that offsets stay those of the report."""

from __future__ import annotations

from assistant.audit.material import Material
from assistant.report import FigureStatus


def prose_text(material: Material) -> str:
    """The report's paragraphs at their offsets, without the digits of tables that were pasted into them."""
    length = max((paragraph.end for paragraph in material.paragraphs), default=0)
    chars = ["□"] * length
    for paragraph in material.paragraphs:
        chars[paragraph.start : paragraph.end] = paragraph.text
        for mark in (paragraph.start - 1, paragraph.end):
            if 0 <= mark < length:
                chars[mark] = "\n"
    for start, end in _tables(material):
        size = min(end, length) - min(start, length)
        chars[start : start + size] = "\n" + "□" * (size - 1) if size > 0 else ""
    return "".join(chars)


def _tables(material: Material) -> list[tuple[int, int]]:
    """From the first to the last cell of each of the form's tables."""
    spans: dict[str, tuple[int, int]] = {}
    for figure in material.cells.values():
        source = figure.source
        if source.table_id is None or figure.status is FigureStatus.MISSING:
            continue
        start, end = spans.get(source.table_id, (source.start, source.end))
        spans[source.table_id] = min(start, source.start), max(end, source.end)
    return list(spans.values())
