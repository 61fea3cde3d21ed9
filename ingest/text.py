"""Plain text and Markdown: lines -> blocks. Tab runs and pipe tables become grids, wrapped lines paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ingest.blocks import Block, Document, GridBlock, TextBlock
from ingest.celllines import cells_and_lines
from ingest.cleaning import clean, fold, join_wrapped, raised
from ingest.drawn import parts
from ingest.grid import Slot, flow
from ingest.numbers import is_numeric

_BODY_RULE = re.compile(r"\s*[=\-—─*]{3,}\s*正\s*文\s*[=\-—─*]{3,}\s*")
_HEADER_LINE = re.compile(r"\s*([^:：]{1,12})[:：]\s*(.*?)\s*")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_PIPE_RULE = re.compile(r"\s*\|?(\s*:?-{2,}:?\s*\|)+(\s*:?-{2,}:?\s*)?")
_PIPE = re.compile(r"(?<!\\)\|")
_STRUCK = re.compile(r"~~[^~]+~~|<(del|s|strike)>.*?</\1>", re.IGNORECASE)
_LINK = re.compile(r"(?<!!)\[([^\[\]^]+)\]\([^()\s]*\)")
_CODE = re.compile(r"`[^`]+`")
_NOTE = re.compile(r"(?<=\d)(?:\[\^(\d{1,2})\]|\^(\d{1,2})\^)")
_SENTENCE_END = "。；：！？.;:!?”）"
_HEADER_LINES = 30
_WHOLE_REPORT = 1_000
"""A line longer than this is harvested text: its spaces stand for lost cells and paragraphs."""
_MAX_WRAP = 160
_WRAP_SLACK = 4


def read(text: str) -> Document:
    """A decoded text file as a Document without pages; its harvested header lines are metadata."""
    lines = text.splitlines()
    metadata, lines = _harvest_header(lines)
    wrap = _wrap_width(lines)
    return Document(tuple(_rejoined(_all_blocks(lines, wrap))), metadata=metadata)


def _all_blocks(lines: Sequence[str], wrap: int) -> Iterator[Block]:
    for part in parts(lines):
        if isinstance(part, Document):
            yield from part.blocks
            continue
        for piece in cells_and_lines(part):
            if isinstance(piece, str):
                yield TextBlock(piece)
            else:
                yield from (block for run in _runs(piece) for block in _blocks(run, wrap))


def _harvest_header(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The `label: value` lines above a rule that says 正文, and the lines below it."""
    for index, line in enumerate(lines[:_HEADER_LINES]):
        if len(line) < _WHOLE_REPORT and _BODY_RULE.fullmatch(line):
            matches = (_HEADER_LINE.fullmatch(header[:_WHOLE_REPORT]) for header in lines[:index])
            pairs = {clean(match[1]): clean(match[2]) for match in matches if match and match[2]}
            return pairs, lines[index + 1 :]
    return {}, lines


def _kind(line: str, before: str) -> str:
    """blank, heading, pipe, tab or plain; a line that only starts with tabs is tabular inside a tab run."""
    if not fold(line):
        return "blank"
    if len(line) < _WHOLE_REPORT and _HEADING.fullmatch(line):
        return "heading"
    if line.count("|") >= 2 and len(line) < _WHOLE_REPORT:
        return "pipe"
    indented = line.startswith("\t") and before == "tab"
    return "tab" if indented or "\t" in line.lstrip() else "plain"


def _runs(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Consecutive lines of one kind; blank lines only separate."""
    kind, run = "blank", list[str]()
    for line in lines:
        now = _kind(line, kind)
        if run and now != kind:
            yield kind, run
            run = []
        kind = now
        if now != "blank":
            run.append(line)
    if run:
        yield kind, run


def _blocks(run: tuple[str, list[str]], wrap: int) -> Iterator[Block]:
    kind, lines = run
    if kind == "heading":
        yield from (_heading(line) for line in lines)
    elif kind == "pipe" and _are_rows(lines):
        yield from _pipe_tables(lines)
    elif kind == "tab" and (len(lines) > 1 or lines[0].count("\t") >= 3):
        yield flow([[Slot(clean(field)) for field in line.split("\t")] for line in _evened(lines)])
    else:
        yield from (TextBlock(text) for text in _paragraphs(lines, wrap))


def _rejoined(blocks: Iterable[Block]) -> Iterator[Block]:
    """A paragraph that stops at a comma was cut, by a page break for one: the next one is its rest."""
    parts: list[TextBlock] = []
    for block in blocks:
        is_prose = isinstance(block, TextBlock) and block.heading is None
        if parts and not (is_prose and parts[-1].text.endswith(("，", "、"))):
            yield _one(parts)
            parts = []
        if isinstance(block, TextBlock) and is_prose:
            parts.append(block)
        else:
            yield block
    if parts:
        yield _one(parts)


def _one(parts: Sequence[TextBlock]) -> TextBlock:
    return parts[0] if len(parts) == 1 else TextBlock(join_wrapped(part.text for part in parts))


def _heading(line: str) -> TextBlock:
    match = _HEADING.fullmatch(line)
    assert match is not None
    return TextBlock(clean(match[2]), heading=len(match[1]))


def _evened(lines: Sequence[str]) -> list[str]:
    """Rows padded on the right, so that every row has every column.

    A row that ends in a number stays short: any of its cells may be the one that is not there.
    """
    most = max(line.count("\t") for line in lines)
    return [line if _ends_in_number(line) else line + "\t" * (most - line.count("\t")) for line in lines]


def _ends_in_number(line: str) -> bool:
    return is_numeric(clean(line.rpartition("\t")[2]))


def _are_rows(lines: Sequence[str]) -> bool:
    """Whether lines with bars are rows of a table: they begin with one, or all have as many."""
    return all(line.lstrip().startswith("|") for line in lines) or (
        len(lines) > 1 and len({line.count("|") for line in lines}) == 1
    )


def _pipe_tables(lines: Sequence[str]) -> Iterator[GridBlock]:
    """A separator row names the row above it a header, so it also ends the table before that row.

    Where no row ends with a bar, the bars stand between the cells, and one in front follows a blank cell.
    """
    if not any(line.rstrip().endswith("|") for line in lines):
        lines = [f"|{line}|" for line in lines]
    starts = [0, *(i - 1 for i, line in enumerate(lines) if _PIPE_RULE.fullmatch(line) and i > 1)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        rows = [_pipe_cells(line) for line in lines[start:end] if not _PIPE_RULE.fullmatch(line)]
        width = max(map(len, rows), default=0)
        if width:
            yield flow([[Slot(text) for text in row + [""] * (width - len(row))] for row in rows])


def _pipe_cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    parts = (part.replace("\\|", "|").replace("**", "") for part in _PIPE.split(inner))
    return [clean(_unmarked(re.sub(r"\s*<br\s*/?>\s*", "", part))) for part in parts]


def _unmarked(text: str) -> str:
    """A cell without what is struck, without the marks of links and code, its marks of notes raised."""
    text = _LINK.sub(r"\1", _STRUCK.sub("", text))
    text = text.strip()[1:-1] if _CODE.fullmatch(text.strip()) else text
    return _NOTE.sub(lambda match: raised(match[1] or match[2]), text)


def _wrap_width(lines: Sequence[str]) -> int:
    """The width at which the file breaks its lines, in half-width columns; 0 when it does not.

    A wrapped file has many lines of nearly the same, moderate width; one paragraph a line has not.
    """
    widths = [_width(line) for line in lines if fold(line) and _kind(line, "blank") == "plain"]
    if not widths or max(widths) > _MAX_WRAP:
        return 0
    near = Counter[int]()
    for width in widths:
        near.update(range(width, width + _WRAP_SLACK + 1))
    edge, count = max(near.items(), key=lambda item: (item[1], -item[0]))
    return edge if count >= max(5, len(widths) // 4) and edge >= 30 else 0


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in fold(line))


def _paragraphs(lines: Sequence[str], wrap: int) -> Iterator[str]:
    """Lines, those that the file broke at its wrap width joined to one."""
    pending: list[str] = []
    for line in lines:
        pending.append(line)
        full = wrap and _width(line) >= wrap - 2 * _WRAP_SLACK
        if not full or fold(line).endswith(tuple(_SENTENCE_END)):
            yield _joined(pending)
            pending = []
    if pending:
        yield _joined(pending)


def _joined(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return fold(lines[0]) if len(lines[0]) > _WHOLE_REPORT else clean(lines[0])
    return join_wrapped(lines)
