"""Texts in which every cell of a table stands on a line of its own, as pages are often copied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.cleaning import clean
from ingest.headings import form_section
from ingest.numbers import is_blank, is_numeric

_LONGEST = 60
_SENTENCE = re.compile(r"[。；！？]|[，、]\s*$")
_FEWEST_NUMBERS, _LONGEST_RUN = 6, 3
"""Lines are cells where so many of them are numbers, and so many in succession."""


def cells_and_lines(lines: Sequence[str]) -> Iterator[str | Sequence[str]]:
    """The lines in stretches; one whose lines are the cells of tables is one string, tabs between the cells."""
    done = 0
    for start, end in _stretches(lines):
        last = max((number for number in range(start, end) if is_numeric(clean(lines[number]))), default=start)
        cells = [text for text in map(clean, lines[start : last + 1]) if text]
        if _are_cells(cells):
            yield lines[done:start]
            yield "\t".join(cells)
            done = last + 1
    yield lines[done:]


def _are_cells(cells: Sequence[str]) -> bool:
    run = longest = 0
    for cell in cells:
        run = run + 1 if is_numeric(cell) or is_blank(cell) else 0
        longest = max(longest, run)
    return sum(map(is_numeric, cells)) >= _FEWEST_NUMBERS and longest >= _LONGEST_RUN


def _stretches(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stretches of lines that may be cells, and of the others; empty lines belong to what stands before them."""
    start, before = 0, False
    for number, line in enumerate(lines):
        text = clean(line)
        now = _may_be_cell(line, text) if text else before
        if now != before:
            if start < number:
                yield start, number
            start, before = number, now
    if start < len(lines):
        yield start, len(lines)


def _may_be_cell(line: str, text: str) -> bool:
    """Whether a line may be a cell: short, no sentence, no row of a table, no heading of the form's sections."""
    if len(text) > _LONGEST or "\t" in line.strip() or line.count("|") > 1 or _SENTENCE.search(text):
        return False
    return form_section(text) is None
