"""A draft's text: what staff want checked before it is published. Offsets of claims point into this text."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from ingest.encoding import decode
from ingest.limits import LIMITS, refusal
from ingest.sandbox import Lost, confined

_PLAIN = frozenset({".txt", ".text", ".md", ".markdown"})
_PAGE_STARTS = (b"<!doctype", b"<html")
_STANDARD_INPUT = Path("-")


def read_draft(path: Path) -> str:
    """The text of a draft; `-` is standard input. Plain text is kept as it is; other formats are read like reports,
    in a confined process, for a draft may come from anybody.

    Raises ReadingError when the file cannot be read.
    """
    if path == _STANDARD_INPUT:
        return _plain(sys.stdin.buffer.read(LIMITS.text_bytes + 1), Path("标准输入 (standard input)"))
    if path.suffix.lower() in _PLAIN and path.is_file() and path.stat().st_size <= LIMITS.text_bytes:
        data = path.read_bytes()
        if b"\0" not in data and not data.lstrip().lower().startswith(_PAGE_STARTS):
            return _plain(data, path)
    try:
        text: str = confined(extracted, path)
    except Lost as lost:
        raise refusal(lost.code, path, lost.zh, lost.en) from None
    return text


def extracted(path: Path) -> str:
    """The text of a file of any format, as a report's would be. Raises ReadingError."""
    # the readers are what only the child needs: the parent starts without them
    from ingest.formats import read
    from ingest.structure import outline

    return outline(read(path), unicodedata.normalize("NFC", path.name)).text


def _plain(data: bytes, path: Path) -> str:
    if len(data) > LIMITS.text_bytes:
        size = f"{LIMITS.text_bytes // 2**20} MiB"
        raise refusal("too_large", path, f"超过上限 {size}，请拆分", f"is longer than {size}; split it")
    if not data.strip():
        raise refusal("empty", path, "里没有文字", "holds no text")
    return unicodedata.normalize("NFC", decode(data))
