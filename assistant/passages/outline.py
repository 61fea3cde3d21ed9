"""Lists and sections that are asked for as a whole: every point, or every heading below, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.language.sentences import sentences
from assistant.passages import points, topics
from assistant.passages.page import Page, Sentence, plain
from assistant.passages.scale import Scale, held
from assistant.passages.wanted import Want, Wanted
from assistant.report import Section, Source
from assistant.sources import source_at, source_of

_SECTION_ASKED = re.compile(
    r"方面|怎么?样|情况|做了|哪些(?:工作|做法|事)|工作|介绍|概括|总结|overview|summar", re.IGNORECASE
)
_HEADING_NAMED = 0.6
"""The share of a question's words that a heading must hold for its section to be what is asked for."""
_INTRODUCES = re.compile(r"[：:]\s*$|如下|以下|包括|分别")
"""How a sentence ends, or what it says, when the headings behind it are the list that it speaks of."""
_LEAD = 80
_BARE = 8
_MARKED = re.compile(r"^[（(]?(?:[一二三四五六七八九十]+|\d+)[）)、.．]*")
_NAMED_WHOLE, _FEW = 4, 2
_SURE = 0.9
_MOST = 8
_LONG = 400
"""A longer point is given by its first sentence."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a list or a section, and how well its lead or heading fits the question."""

    score: float
    parts: tuple[Source, ...]


def section(pages: Sequence[Page], question: str, scale: Scale) -> Outline | None:
    """The section whose heading is what the question is about: its points, else its sentences."""
    if not _SECTION_ASKED.search(question):
        return None
    for page in pages:
        headed = [p for p in page.paragraphs if p.section and "报告" not in p.section[-1]]
        ranked = [(scale.covered(plain(p.section[-1])), -p.start, p) for p in headed]
        score, _, first = max(ranked, key=lambda one: one[:2], default=(0.0, 0, None))
        if first is None or score < _HEADING_NAMED:
            continue
        below = [p for p in headed if p.section == first.section]
        for paragraph in below:
            listed = next((spans for _, spans in points.lists(paragraph.text) if len(spans) > 1), None)
            if listed:
                return Outline(score, tuple(_part(page, paragraph.start, *span) for span in listed))
        if len(below) == 1:
            return Outline(score, tuple(one.source() for one in page.of(first)[:_MOST]))
        opening = [page.of(paragraph)[0] for paragraph in below if page.of(paragraph)]
        return Outline(score, tuple(one.source() for one in opening[:_MOST]))
    return None


def under(pages: Sequence[Page], wanted: Wanted) -> Outline | None:
    """The few sentences under a heading that the question names word for word ("立项依据"), where there is only one."""
    if wanted.want is Want.WHY:
        return None
    asked = plain(wanted.text)
    for page in pages:
        named = [s for s in page.sections if _asked_for(_MARKED.sub("", plain(s.path[-1])), asked)]
        if len(named) != 1 or not all(held(word, page.plain) for word in wanted.words):
            continue
        found = [one for p in page.paragraphs if p.section == named[0].path for one in page.of(p)]
        if 0 < len(found) <= _FEW:
            return Outline(_SURE, tuple(one.source() for one in found))
    return None


def _asked_for(heading: str, question: str) -> bool:
    """Whether a question asks for what a heading names: “…的立项依据是什么”, and not for something about it."""
    asked = rf"{re.escape(heading)}(?:[是为有]|指的是)?(?:什么|哪[些个几]?|多[久长少]|几|怎[么样]|如何)?[^，。]{{0,4}}$"
    return len(heading) >= _NAMED_WHOLE and re.search(asked, question.rstrip("？?")) is not None


def listed(pages: Sequence[Page], scale: Scale) -> Outline | None:
    """The list whose lead, or heading, says best what the question asks for."""
    found = [Outline(score, tuple(parts)) for page in pages for score, parts in _lists(page, scale)]
    return max(found, key=lambda one: one.score, default=None)


def _lists(page: Page, scale: Scale) -> Iterator[tuple[float, list[Source]]]:
    for paragraph in page.paragraphs:
        for lead, spans in points.lists(paragraph.text):
            if len(spans) > 1 and topics.about(lead, paragraph) is not topics.Topic.PROBLEMS:
                tail = _tail(lead)
                over = plain("".join(paragraph.section[-2:]))
                tail = tail if len(tail) >= _BARE else "".join(paragraph.section[-1:]) + tail
                yield scale.covered(plain(tail), over), [_part(page, paragraph.start, *span) for span in spans]
    for before, run in points.numbered(page.paragraphs):
        heading = plain("".join(run[0].section[-2:]))
        tail = plain(_last(before.text)) if before is not None else ""
        parts = [_part(page, paragraph.start, 0, len(paragraph.text)) for paragraph in run]
        yield scale.covered(tail, heading), parts
    for lead, below in _headings(page):
        yield scale.covered(plain(lead), plain(lead)), [h for one in below if (h := _heading(page, one, page.text))]


def _headings(page: Page) -> Iterator[tuple[str, list[Section]]]:
    """The headings right below each heading, with that heading and the last words before the first of them."""
    for parent in page.sections:
        below = [s for s in page.sections if len(s.path) == len(parent.path) + 1 and s.path[:-1] == parent.path]
        if len(below) > 1:
            before = [p for p in page.paragraphs if p.section == parent.path and p.end <= below[0].start]
            tail = _last(before[-1].text) if before else ""
            yield parent.path[-1] + (tail if _INTRODUCES.search(tail) else ""), below


def _tail(lead: str) -> str:
    """The last sentence before a list; with the one before it, where it only says "including"."""
    said = re.split(r"[。；]", lead.rstrip("。；：: \n"))
    return "".join(said[-2:] if len(said[-1]) < _BARE else said[-1:])[-_LEAD:]


def _last(text: str) -> str:
    spans = sentences(text)
    return text[slice(*spans[-1])][-_LEAD:] if spans else ""


def _part(page: Page, paragraph_start: int, start: int, end: int) -> Source:
    paragraph = next(p for p in page.paragraphs if p.start == paragraph_start)
    text = paragraph.text[start:end]
    first = start + len(text) - len(text.lstrip())
    end = first + len(text.strip())
    if end - first > _LONG:
        own: list[Sentence] = [s for s in page.of(paragraph) if s.start <= first < s.end]
        end = own[0].end if own else end
    return source_of(page.info, paragraph, first, end)


def _heading(page: Page, section: Section, text: str) -> Source | None:
    """The heading itself, as it stands in the text; None where the reader took it from elsewhere."""
    info = page.info
    stated = re.compile(r"\s*".join(map(re.escape, plain(section.path[-1]))), re.IGNORECASE).match(text, section.start)
    if stated is None:
        return None
    return source_at(info, stated.span(), stated.group(), section=section.path, page=section.page)
