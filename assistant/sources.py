"""Sources of prose: a span of a paragraph, or a whole chunk, as the place that proves a statement."""

from __future__ import annotations

from assistant.library import Library, ReportInfo
from assistant.report import Chunk, Paragraph, Source


def source_of(info: ReportInfo, paragraph: Paragraph, start: int, end: int) -> Source:
    """The source of a span of a paragraph."""
    return Source(
        report_id=info.report_id,
        file=info.file,
        title=info.title,
        agency=info.agency,
        year=info.year,
        section=paragraph.section,
        page=paragraph.page,
        table_id=None,
        cell=None,
        row=(),
        col=(),
        bbox=paragraph.box,
        start=paragraph.start + start,
        end=paragraph.start + end,
        quote=paragraph.text[start:end],
    )


def source_of_chunk(library: Library, info: ReportInfo, chunk: Chunk) -> Source:
    """The source of a whole chunk."""
    return Source(
        report_id=info.report_id,
        file=info.file,
        title=info.title,
        agency=info.agency,
        year=info.year,
        section=chunk.section,
        page=chunk.page,
        table_id=chunk.table_id,
        cell=None,
        row=(),
        col=(),
        bbox=None,
        start=chunk.start,
        end=chunk.end,
        quote=library.text(info.report_id)[chunk.start : chunk.end],
    )
