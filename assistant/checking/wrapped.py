"""Lines that a full page broke: where they go on, with every character in its place or made whole again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_SOFT_BREAK = re.compile(
    r"(?<=[^\s。；：！？.;:!?”）)])[ \t]*\n[ \t]*(?:"
    r"(?=[^\s（(【\d一二三四五六七八九十#|*·•※\u2190-\u2bff\U0001f000-\U0001faff-])"
    r"|(?=(?:\d[\d,.]*\s*(?:[%％]|[\u4e00-\u9fff])|[一二三四五六七八九十]{1,3}(?![、是])|[（(](?![一二三四五六七八九十\d]))))"
)
_NUMBERED = re.compile(r"[\d（(一二三四五六七八九十]")
_UNIT = r"[万亿余多]*\s*(?:[%％]|[件条个项家次人份篇场期起名位户元成倍])"
_ENDS_COUNTED = re.compile(rf"[\d一二三四五六七八九十百千]{_UNIT}$")
"""“…比上年多25件”: a line that may be an item of a list, whatever begins the next."""
_GOES_ON = re.compile(r"[，、,\u4e00-\u9fff]$")
_COUNTED = re.compile(rf"(?<![第\d.])\d[\d,.]*{_UNIT}")
_MARK = re.compile(r"[，。；：！？,;:]")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_TITLE = 40
"""A longer line with a list in it is the first one of a paragraph."""
_SHORTEST_WRAPPED = 24
"""A line shorter than this did not end because the page was full."""


def unwrapped(text: str) -> str:
    """The text with the line breaks of a full page as spaces; every character keeps its place."""
    chars = list(text)
    for start, end in _breaks(text):
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def made_whole(text: str) -> tuple[str, Sequence[int]]:
    """The text without the breaks that a page put within its words, “予⏎以公开”; and where each character stood."""
    kept: list[int] = []
    at = 0
    for start, end in _breaks(text):
        line = text[text.rfind("\n", 0, start) + 1 : start]
        within = _IDEOGRAPH.match(text[start - 1]) and _IDEOGRAPH.match(text[end])
        if "\t" in line or "|" in line or not within:
            continue
        kept += range(at, start)
        at = end
    kept += range(at, len(text))
    return "".join(text[place] for place in kept), kept


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """The line breaks that only say that the page was full."""
    for match in _SOFT_BREAK.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        said = text[line : match.start()]
        if _ENDS_COUNTED.search(said) or (_NUMBERED.match(text, match.end()) and not _GOES_ON.search(said)):
            continue
        if match.start() - line >= _SHORTEST_WRAPPED and not _is_heading(text, line, match.start()):
            yield match.span()


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a line is a heading: it begins a paragraph, holds no mark and counts nothing."""
    before = text[:start].rstrip(" \t")
    begins = not before or before.endswith("\n\n") or before.rstrip()[-1:] in "。！？；.!?;"
    title = "、" not in text[start:end] or end - start <= _LONGEST_TITLE
    return begins and title and not _MARK.search(text, start, end) and not _COUNTED.search(text, start, end)
