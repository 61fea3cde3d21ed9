"""A draft's text: what staff want checked before it is published. Offsets of claims point into this text."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from ingest.formats import decode
from ingest.limits import refusal
from ingest.reading import read_report

_PLAIN = frozenset({".txt", ".text", ".md", ".markdown"})
_PAGE_STARTS = (b"<!doctype", b"<html")


def read_draft(path: Path) -> str:
    """The text of a draft; `-` is standard input. Plain text is kept as it is, other formats are read like reports.

    Raises ReadingError when the file cannot be read.
    """
    if str(path) == "-":
        return unicodedata.normalize("NFC", decode(sys.stdin.buffer.read()))
    if path.suffix.lower() in _PLAIN and path.is_file():
        data = path.read_bytes()
        if not data.strip():
            raise refusal("empty", path, "里没有文字", "holds no text")
        if b"\0" not in data and not data.lstrip().lower().startswith(_PAGE_STARTS):
            return unicodedata.normalize("NFC", decode(data))
    return read_report(path).text
