"""Reports in kinds of files that sites, offices and tools make: every cell is right or declared, never wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.unseen.__main__ import KINDS, read_once

QUICK = [name for name, kind in KINDS.items() if kind.suffix not in ("pdf", "rtf", "odt", "ods", "xls")]
DECLARED = {
    "boxes": "tables without a table element",
    "thousands space": "a space parts two cells as well as thousands",
    "zeros ○": "a circle is no figure",
    "more columns": "one cell more than the form's in rows that no sum proves",
    "workbook, year before": "two years' forms in one file",
    "raised marks": "10 with a raised digit is a power",
    "Word, raised marks": "10 with a raised digit is a power",
    "markdown, spans repeated": "repeated values in rows that no sum proves",
}
"""Kinds of which not every cell can be read, and why."""


@pytest.mark.parametrize("name", QUICK)
def test_a_kind_that_was_not_seen_is_right_or_declared(name: str, tmp_path: Path) -> None:
    counts, faults = read_once(name, "test", tmp_path)
    assert (counts["wrong"], counts["absent"], counts["misnamed"]) == (0, 0, 0), faults
    assert name in DECLARED or counts["declared"] == 0
