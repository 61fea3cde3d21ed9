"""Stretches of a question that are already understood."""

from __future__ import annotations

from collections.abc import Iterable


def masked(text: str, spans: Iterable[tuple[int, int]], fill: str = "＿") -> str:
    """The text with these stretches blanked by `fill`, one character; every other character keeps its place."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = fill * (end - start)
    return "".join(chars)
