"""Sources: the place in a report that proves a statement, as a span of a paragraph, a chunk, or any other stretch."""

from __future__ import annotations

from assistant.library import Library, ReportInfo
from assistant.report import Box, Chunk, Paragraph, Path, Source


def source_at(
    info: ReportInfo,
    span: tuple[int, int],
    quote: str,
    *,
    section: Path = (),
    page: int | None = None,
    bbox: Box | None = None,
    table_id: str | None = None,
    cell: tuple[int, int] | None = None,
    row: Path = (),
    col: Path = (),
) -> Source:
    """The source at (start, end) of a report's text, which reads `quote`."""
    return Source(
        report_id=info.report_id,
        file=info.file,
        title=info.title,
        agency=info.agency,
        year=info.year,
        section=section,
        page=page,
        table_id=table_id,
        cell=cell,
        row=row,
        col=col,
        bbox=bbox,
        start=span[0],
        end=span[1],
        quote=quote,
    )


def source_of(info: ReportInfo, paragraph: Paragraph, start: int, end: int) -> Source:
    """The source of a span of a paragraph."""
    span = paragraph.start + start, paragraph.start + end
    quote = paragraph.text[start:end]
    return source_at(info, span, quote, section=paragraph.section, page=paragraph.page, bbox=paragraph.box)


def source_of_chunk(library: Library, info: ReportInfo, chunk: Chunk) -> Source:
    """The source of a whole chunk."""
    quote = library.text(info.report_id)[chunk.start : chunk.end]
    span = chunk.start, chunk.end
    return source_at(info, span, quote, section=chunk.section, page=chunk.page, table_id=chunk.table_id)
