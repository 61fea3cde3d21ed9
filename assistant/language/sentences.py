"""Where the sentences of a Chinese text begin and end."""

from __future__ import annotations

import re

_MARKS = re.compile(r"\n|[。！？；]+[”’」』）》\"]*|[!?;](?=\s|$|[一-鿿”])[”’」』）\"]*|[（(]")
_LONGEST_ASIDE = 200
"""A bracket that closes later than this many characters is taken for a slip of the pen, not for an aside."""


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans (start, end) of the sentences of `text`, in order, without the white space around them.

    A sentence ends after 。！？； and their closing quotes, or at the end of a line. An aside in brackets
    belongs to its sentence, whatever marks it holds.
    """
    spans: list[tuple[int, int]] = []
    start = aside_end = 0
    for mark in _MARKS.finditer(text):
        if mark.group() in "（(":
            aside_end = max(aside_end, _aside_end(text, mark.start()))
        elif mark.group() == "\n" or mark.start() >= aside_end:
            _add(spans, text, start, mark.end())
            start = mark.end()
    _add(spans, text, start, len(text))
    return spans


def _aside_end(text: str, opening: int) -> int:
    """Where the bracket at `opening` closes, or `opening` when it does not close on its line."""
    closing = "）" if text[opening] == "（" else ")"
    end = text.find(closing, opening, opening + _LONGEST_ASIDE)
    return opening if end < 0 or "\n" in text[opening:end] else end


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + len(piece) - len(piece.lstrip())
        spans.append((first, first + len(stripped)))
