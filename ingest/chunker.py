"""Sections and tables → chunks: what is indexed and found, each with the line that says where it stands.

A chunk of prose is whole paragraphs of one section, or whole sentences of a long one; a chunk of a table is whole rows
under the table's headers. Its first line names the report and the heading path, so that it is found by its agency too.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.language.sentences import sentences
from assistant.report import Cell, Chunk, Paragraph, Path, Report, Table

SHORTEST, LONGEST = 200, 400
"""Characters of prose in a chunk: below the first it goes on with the next paragraph, beyond the second it is cut."""
MOST_ROWS = 12
"""Rows of a table in one chunk."""
_MOST_TABLE_CHARACTERS = 1_200


@dataclass(frozen=True, slots=True)
class _Piece:
    """A chunk before it has an id and a number; `body` is its text without the line that says where it stands."""

    body: str
    section: Path
    start: int
    end: int
    page: int | None
    table_id: str | None = None
    rows: tuple[int, int] | None = None


def chunks_of(report: Report) -> list[Chunk]:
    """The report's chunks in the order of its text. Ids follow from the content, so what is unchanged keeps its id."""
    pieces = [*_prose(report), *(piece for table in report.tables for piece in _rows(table))]
    pieces.sort(key=lambda piece: (piece.start, piece.end))
    report_line = _report_line(report)
    seen: Counter[str] = Counter()
    chunks = []
    for ordinal, piece in enumerate(pieces):
        text = f"{' > '.join((report_line, *piece.section))}\n{piece.body}"
        place = "\x1f".join((report.report_id, piece.table_id or "", str(piece.rows), text))
        seen[place] += 1
        chunks.append(
            Chunk(
                chunk_id=_digest(f"{place}\x1f{seen[place]}"),
                report_id=report.report_id,
                ordinal=ordinal,
                text=text,
                section=piece.section,
                start=piece.start,
                end=piece.end,
                page=piece.page,
                table_id=piece.table_id,
                rows=piece.rows,
            )
        )
    return chunks


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _report_line(report: Report) -> str:
    """The title, with the agency and the year where it does not name them."""
    year = None if report.year is None else f"{report.year}年"
    missing = [part for part in (report.agency, year) if part and part.rstrip("年") not in report.title]
    return " ".join([report.title, *missing])


def _prose(report: Report) -> Iterator[_Piece]:
    """Runs of the text: `report.text[piece.start : piece.end]` is the body."""
    for run in _runs(report):
        for start, end in _spans(run):
            if report.text[start:end] in (report.title, *run[0].section):
                continue  # the title or a heading alone, which every chunk's first line says
            page = next(paragraph.page for paragraph in run if paragraph.end > start)
            yield _Piece(report.text[start:end], run[0].section, start, end, page)


def _runs(report: Report) -> Iterator[list[Paragraph]]:
    """Paragraphs of one section that follow each other with nothing but white space between them."""
    run: list[Paragraph] = []
    for paragraph in report.paragraphs:
        if not paragraph.text.strip():
            continue
        if run and (paragraph.section != run[-1].section or report.text[run[-1].end : paragraph.start].strip()):
            yield run
            run = []
        run.append(paragraph)
    if run:
        yield run


def _spans(run: Sequence[Paragraph]) -> Iterator[tuple[int, int]]:
    """Whole paragraphs where they fit, else whole sentences, up to LONGEST; only a single sentence may be longer."""
    start = end = run[0].start
    for paragraph in run:
        if paragraph.end - start > LONGEST and end - start >= SHORTEST:
            yield start, end
            start = end = paragraph.start
        if paragraph.end - start <= LONGEST:
            end = paragraph.end
            continue
        for first, last in sentences(paragraph.text):
            if paragraph.start + last - start > LONGEST and end > start:
                yield start, end
                start = paragraph.start + first
            end = paragraph.start + last
    yield start, end


def _rows(table: Table) -> Iterator[_Piece]:
    """Groups of whole rows, each under the caption and the headers."""
    for first, last in _groups(table):
        head = [_caption(table), *(_line(table, row) for row in range(min(table.header_rows, first)))]
        lines = [line for line in (*head, *(_line(table, row) for row in range(first, last))) if line]
        start, end = _extent(table, first, last)
        page = next((cell.page for cell in table.row_cells(first) if cell.page is not None), table.page)
        if lines:
            yield _Piece("\n".join(lines), table.section, start, end, page, table.table_id, (first, last))


def _groups(table: Table) -> Iterator[tuple[int, int]]:
    """The first and last row (exclusive) of each group; a table of headers alone is one group."""
    if table.header_rows >= table.n_rows:
        yield 0, table.n_rows
        return
    first, length = table.header_rows, 0
    for row in range(table.header_rows, table.n_rows):
        line = len(_line(table, row))
        if row > first and (row - first == MOST_ROWS or length + line > _MOST_TABLE_CHARACTERS):
            yield first, row
            first, length = row, 0
        length += line
    yield first, table.n_rows


def _caption(table: Table) -> str:
    return f"{table.caption}（单位：{table.unit}）" if table.unit else table.caption


def _line(table: Table, row: int) -> str:
    """A row's cells, those that span from above included; empty when all of them are."""
    texts = [cell.text for cell in table.row_cells(row)]
    return " | ".join(texts) if any(texts) else ""


def _extent(table: Table, first: int, last: int) -> tuple[int, int]:
    """Where the rows stand in the report's text, or the whole table where none of their cells begins in them."""
    own: list[Cell] = [cell for cell in table.cells if first <= cell.row < last and cell.text]
    if not own:
        return table.start, table.end
    return min(cell.start for cell in own), max(cell.end for cell in own)
