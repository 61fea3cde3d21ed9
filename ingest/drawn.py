"""Tables in text files that are written as something else: as HTML in Markdown, or drawn with characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.errors import ReadingError
from ingest import html
from ingest.blocks import Document

_RULE = re.compile(r"\s*[┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╟╢╞╪╡─━═+|│-]{5,}\s*")
_CORNER = re.compile(r"[┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╟╢╞╪╡]|\+[-=]{2}")
_BARS = str.maketrans("│┃║┆┊︱", "||||||")
_TABLE, _END = re.compile(r"\s*<table\b", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE)


def parts(lines: Sequence[str]) -> Iterator[Sequence[str] | Document]:
    """The lines, with tables written in HTML read as such, and drawn tables as rows with bars."""
    plain: list[str] = []
    number = 0
    while number < len(lines):
        read = _html(lines, number) if _TABLE.match(lines[number]) else None
        if read is not None:
            yield _undrawn(plain)
            yield read[0]
            plain, number = [], read[1]
            continue
        plain.append(lines[number])
        number += 1
    yield _undrawn(plain)


def _html(lines: Sequence[str], start: int) -> tuple[Document, int] | None:
    """The tables from line `start` to the line in which the last open one ends, and the line behind it."""
    depth = 0
    for end in range(start, len(lines)):
        depth += len(re.findall(r"<table\b", lines[end], re.IGNORECASE)) - len(_END.findall(lines[end]))
        if depth <= 0:
            try:
                return html.read("\n".join(lines[start : end + 1])), end + 1
            except ReadingError:
                return None
    return None


def _undrawn(lines: Sequence[str]) -> list[str]:
    """The lines with drawn bars as plain ones, and without the rules; rows between two rules are one row."""
    if not any(_CORNER.search(line) for line in lines):
        return [line.translate(_BARS) for line in lines]
    found: list[str] = []
    open_rows: list[str] = []
    for line in lines:
        bare = line.translate(_BARS)
        if _RULE.fullmatch(line) and _CORNER.search(line):
            found += _joined(open_rows)
            open_rows = []
        elif open_rows or bare.lstrip().startswith("|"):
            open_rows.append(bare)
        else:
            found.append(bare)
    return found + _joined(open_rows)


def _joined(rows: Sequence[str]) -> list[str]:
    """The lines between two rules as one row, where only one of them is full: the others go on in its cells."""
    cells = [row.strip().strip("|").split("|") for row in rows]
    full = [all(text.strip() for text in row) for row in cells]
    if len(rows) < 2 or len({len(row) for row in cells}) != 1 or sum(full) > 1:
        return list(rows)
    return ["|" + "|".join("".join(text.strip() for text in column) for column in zip(*cells, strict=True)) + "|"]
