"""What must hold of a report before it may enter the library: its proofs must prove what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from assistant.errors import LibraryError
from assistant.report import Chunk, Figure, Report


def check(report: Report, chunks: Sequence[Chunk]) -> None:
    """Refuse a report that contradicts itself, above all one whose sources do not quote its text.

    Raises LibraryError, naming the first contradiction.
    """
    for contradiction in _contradictions(report, chunks):
        raise LibraryError(f"{report.file} 的内容自相矛盾（{contradiction}），未入库。The report contradicts itself.")


def _contradictions(report: Report, chunks: Sequence[Chunk]) -> Iterator[str]:
    if not report.file or PurePath(report.file).name != report.file:
        yield "file is not a plain name"
    for paragraph in report.paragraphs:
        if report.text[paragraph.start : paragraph.end] != paragraph.text:
            yield f"paragraph at {paragraph.start} is not in the text"
    for figure in report.figures:
        if report.text[figure.source.start : figure.source.end] != figure.source.quote:
            yield f"figure {figure.figure_id} quotes what the text does not say"
        if not _belongs(figure, report):
            yield f"figure {figure.figure_id} names another report, agency, year, title or file"
    if _repeated(table.table_id for table in report.tables):
        yield "two tables have one id"
    if _repeated(chunk.chunk_id for chunk in chunks):
        yield "two chunks have one id"
    if any(chunk.report_id != report.report_id for chunk in chunks):
        yield "a chunk belongs to another report"


def _belongs(figure: Figure, report: Report) -> bool:
    source = figure.source
    return (
        (figure.report_id, figure.agency, figure.region, figure.year)
        == (report.report_id, report.agency, report.region, report.year)
    ) and (
        (source.report_id, source.agency, source.year, source.title, source.file)
        == (report.report_id, report.agency, report.year, report.title, report.file)
    )


def _repeated(ids: Iterable[str]) -> bool:
    listed = list(ids)
    return len(set(listed)) < len(listed)
