"""Lists in running text: “一是…；二是…；三是…”, numbered paragraphs, and clauses between semicolons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.language.sentences import sentences
from assistant.passages.page import MARK, Page, Sentence
from assistant.report import Paragraph

_POINT = re.compile(
    r"(?:^|(?<=[。；：:，,！）]))\s*(?:[一二三四五六七八九十]{1,3}是|第[一二三四五六七八九十]，|[（(]?\d{1,2}(?:[）)、．]|\.(?!\d)))"
)
_FIRST_POINT = re.compile(r"\s*(?:一是|第一，|[（(]?1[）)、.．])")
_SECOND_ONLY = re.compile(r"[；。]\s*二是")
_STOP = re.compile(r"下一步|下一年|改进(?:情况|措施|方面)|针对(?:上述|以上|存在|这些)|将(?:着力|采取|从以下)")

Spans = list[tuple[int, int]]


def lists(text: str) -> Iterator[tuple[str, Spans]]:
    """Each list of points in a text: the words that lead into it, and the spans of its points."""
    starts = [match.end() - len(match.group().lstrip()) for match in _POINT.finditer(text)]
    firsts = [i for i, start in enumerate(starts) if _FIRST_POINT.match(text, start)]
    end = 0
    for number, first in enumerate(firsts):
        last = firsts[number + 1] if number + 1 < len(firsts) else len(starts)
        limit = starts[last] if last < len(starts) else len(text)
        own = starts[first:last]
        bounds = [*own[1:], _last_end(text, own[-1], limit, final=last == len(starts))]
        spans = [(start, start + len(text[start:stop].rstrip())) for start, stop in zip(own, bounds, strict=True)]
        yield text[end : own[0]], spans
        end = spans[-1][1]


def _last_end(text: str, start: int, limit: int, *, final: bool) -> int:
    """Where the last point of a list ends: before the sentence that leads into the next list or turns away from it."""
    ends = [start + stop for _, stop in sentences(text[start:limit])]
    for (_, stop), following in zip(sentences(text[start:limit]), [*ends[1:], limit], strict=True):
        rest = text[start + stop : following]
        if _STOP.search(rest) or (not final and following == limit):
            return start + stop
    return limit


def numbered(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph | None, list[Paragraph]]]:
    """Runs of two or more paragraphs that each begin with a number, with the paragraph before the run."""
    before: Paragraph | None = None
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        joined = not run or paragraph.section == run[-1].section
        if MARK.match(paragraph.text) and joined:
            run.append(paragraph)
            continue
        if len(run) > 1:
            yield before, run
        run, before = [], paragraph
    if len(run) > 1:
        yield before, run


def chain(page: Page, first: Sentence) -> list[Sentence]:
    """The sentence with those that go on from it after a semicolon, up to the full stop."""
    found = [first]
    for one in page.sentences[first.number + 1 :]:
        if one.paragraph is not first.paragraph or not found[-1].text.endswith(("；", ";")):
            break
        found.append(one)
    return found


_LEVELS = (
    r"[一二三四五六七八九十]{1,3}、",
    r"[（(][一二三四五六七八九十]",
    r"\d{1,2}[、．.]",
    r"[（(]\d",
    r"[一二三四五六七八九十]{1,3}是|第",
)


def below(page: Page, opening: Sentence) -> list[Sentence]:
    """The sentences under one that opens a part with points of its own, up to the next part of its level or above."""
    level = _level(opening)
    found: list[Sentence] = []
    for one in page.sentences[opening.number + 1 :]:
        if one.paragraph is not opening.paragraph or _level(one) <= level:
            break
        found.append(one)
    return found


def _level(one: Sentence) -> int:
    text = one.text.lstrip()
    return next((level for level, mark in enumerate(_LEVELS) if re.match(mark, text)), len(_LEVELS))
