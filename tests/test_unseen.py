"""Reports in kinds of files that sites, offices and tools make: every cell is right or declared, never wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.unseen.__main__ import KINDS, read_once

IN_RED = "minus in red"
"""A minus that only a colour shows is not read: the cell is right as it is written."""
QUICK = [
    name for name, kind in KINDS.items() if kind.suffix not in ("pdf", "rtf", "odt", "ods", "xls") and name != IN_RED
]
_REASONS = {
    "tables without a table element": ("boxes", "text, commas", "text, pairs"),
    "tables that are turned, or whose numbers stand column by column": (
        *("review upright", "requests turned", "text, columns first", "text, labels then numbers", "many in one cell"),
    ),
    "columns that the form does not have, or has and the file has not, in rows that no sum proves": (
        *("more columns", "without totals", "organisations summed", "beside last year", "beside last year 2019"),
        *("workbook, helper columns", "workbook, errors", "workbook, hidden format"),
    ),
    "two years' forms in one file": (
        "workbook, year before",
        "year before above",
        "text, two years",
        "doubled by print",
    ),
    "a sign that is not certainly a minus": (
        *("minus in brackets", "minus in wide brackets", "minus in words", "minus as a mark", "minus behind"),
    ),
    "a number in pieces may be several": (
        *("thousands space", "letters apart", "letters apart, hard", "letters apart, wide", "line breaks"),
        *("text, folded 40", "CSV thousands unquoted", "arrows", "Word, noted", "two in a cell 或"),
    ),
    "numbers run together, or with cells gone, where not one reading alone adds up": (
        *("text, glued", "text, glued rows", "text, glued 2019", "text, zeros dropped", "text, zeros dropped 2019"),
        "markdown, spans repeated",
    ),
    "10 with a raised digit is a power": ("raised marks", "Word, raised marks", "marks by style", "note links"),
    "no figures as the form writes them": (
        "zeros ○",
        "spelled out",
        "markdown, mathematics",
        "markdown, nearly digits",
    ),
}
DECLARED = {name for names in _REASONS.values() for name in names}
"""Kinds of which not every cell can be read, and why."""


@pytest.mark.parametrize("name", QUICK)
def test_a_kind_that_was_not_seen_is_right_or_declared(name: str, tmp_path: Path) -> None:
    counts, faults = read_once(name, "test", tmp_path)
    assert (counts["wrong"], counts["absent"], counts["misnamed"]) == (0, 0, 0), faults
    assert name in DECLARED or counts["declared"] == 0
