"""Which words of a block are a heading: by its numbering, by the format, or by the national form's own titles.

A heading is a hint, not a locator: rows of the form carry the same numbering (三、本年度办理结果), harvested
text runs headings and sentences together, and real reports lose or renumber their headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.simplified import simplified

PART, SECTION, SUBSECTION, ITEM = 1, 2, 3, 4
"""Levels: 第一部分 · 一、 · （一） · 1."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a text: `label` as shown, from `start` to `end`; the text under it begins at `body`."""

    level: int
    label: str
    start: int
    end: int
    body: int


FORM_SECTIONS: dict[str, re.Pattern[str]] = {
    title: re.compile(pattern)
    for title, pattern in (
        ("总体情况", r"(?:政府信息公开工作)?(?:总体|基本)情况"),
        ("主动公开政府信息情况", r"(?:政府信息)?主动公开(?:政府信息)?(?:的)?情况"),
        (
            "收到和处理政府信息公开申请情况",
            r"(?:政府信息公开)?(?:收到和)?(?:处理|办理)?(?:政府信息)?(?:依申请)?公开(?:政府信息)?申请(?:处理|办理)?(?:的)?情况",
        ),
        (
            "政府信息公开行政复议、行政诉讼情况",
            r"(?:因)?政府信息公开(?:工作)?(?:被)?(?:申请)?(?:的)?行政法?复议(?:情况)?(?:[、，]|和|及|以及)*"
            r"(?:被)?(?:提起)?行政诉讼(?:的)?情况",
        ),
        (
            "存在的主要问题及改进情况",
            r"(?:政府信息公开(?:工作)?)?(?:工作)?(?:中)?存在的?(?:主要)?问题"
            r"(?:[、及和与]+(?:下一步)?(?:改进(?:情况|措施|举措|方向|方法)?|整改(?:情况|措施)?|对策"
            r"|(?:下一步|下步|明年|下年度?)[^，。；：:\d\s]{0,4}?(?:计划|打算|安排|措施|举措)))?",
        ),
        ("其他需要报告的事项", r"(?:其他)?需要?报告的(?:其他)?事项"),
    )
}
"""The six sections of the national form, each with the wordings that reports use for it."""

_ANY_FORM_SECTION = "|".join(f"(?:{pattern.pattern})" for pattern in FORM_SECTIONS.values())

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"(?:(?P<part>第{_NUMERAL}(?:部分|章)[\s、:：]*)|(?P<section>{_NUMERAL}\s*、\s*(?!{_NUMERAL}[、级]))"
    rf"|(?P<subsection>[（(]\s*{_NUMERAL}\s*[）)]\s*[、.]?\s*)|(?P<item>\d{{1,2}}\s*[.．、]\s*(?!\d)))"
)
_LEVELS = {"part": PART, "section": SECTION, "subsection": SUBSECTION, "item": ITEM}

_FORM_ROW = re.compile(
    r"\s*(?:[一二三四]\s*、\s*(?:本年新收|上年结转|本年度办理结|结转下年)"
    r"|[（(]\s*[一二三四五六七]\s*[）)]\s*(?:予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|总\s*计|项)(?!情况|方面)"
    r"|\d\s*[.．、,，]\s*(?:属于国家秘密|其他法律|危及|保护第三方|属于三类|属于四类|属于行政|本机关不掌握|没有现成"
    r"|补正后|信访举报|重复申请|要求提供|无正当理由|要求行政机关|申请人无正当|申请人逾期|其他))"
)

_CAPTION = re.compile(r"\s*附?[表图]\s*[一二三四五六七八九十\d]")
_LEADER = re.compile(r"…{2,}|\.{4,}|·{4,}")
_YEAR = re.compile(r"20\d\d\s*(?:[-—~至]\s*20\d\d\s*)?年?")
_SENTENCE = re.compile(r"[。；！？\t]")
_KIND_WORDS = "情况|方面|举措|措施|做法|概述|概况"
_OPENERS = "一是|20\\d\\d\\s?年|一年来|近年来|今年|我[局区市县省委办院校镇]|全[年市县区]"
_CLOSED = re.compile(r"(?P<label>[^，。；：:\s\d]{2,30})(?P<close>[。：:]\s*|\s+(?!\d)|$)")
_NAMED = re.compile(rf"(?P<label>[^，。；：:\s\d]{{1,28}}?(?:{_KIND_WORDS}|(?:主要|突出)问题))")
_FOLLOWED = re.compile(rf"(?P<label>[^，。；：:\s\d]{{4,28}}?)(?={_OPENERS})")
_TWO_CLAUSES = re.compile(r"(?P<label>[^，。；：:\s\d]{2,14}，[^，。；：:\s\d]{2,14})(?P<close>。)")
_CLAUSE = re.compile(r"[^，。；：:\s\d]{2,20}")
_FORM_TITLE = re.compile(rf"(?P<label>{_ANY_FORM_SECTION})(?P<close>[。：:]?\s*)")
_FORM_HEADING = re.compile(rf"{_NUMERAL}\s*[、.．]\s*{_FORM_TITLE.pattern}")
_SUB_MARK = re.compile(rf"(?<=[。！？；：:”）)\s])[（(]{_NUMERAL}[）)]\s*")

_LONGEST = 45
_SHORTEST_SENTENCE = 6
"""So many characters behind a heading's 情况 are a sentence without a comma, not the rest of the heading."""


def is_form_row(text: str) -> bool:
    """Whether a text begins as a row of the form's tables does (三、本年度办理结果), whatever follows."""
    return _FORM_ROW.match(text) is not None


def form_section(label: str) -> str | None:
    """The official title of the form's section that a heading names, without its numbering; None for others."""
    mark = _MARK.match(label)
    bare = label[mark.end() :] if mark else label
    bare = simplified(re.sub(r"[\s。：:]", "", bare))
    return next((title for title, pattern in FORM_SECTIONS.items() if pattern.fullmatch(bare)), None)


def heading_of(text: str, stated: int | None = None) -> Heading | None:
    """The heading at the beginning of a block, with or without sentences behind it; `stated` is the format's level."""
    if is_form_row(text) or "\t" in text or _CAPTION.match(text) or _LEADER.search(text, 0, 2 * _LONGEST):
        return None
    mark = _MARK.match(text)
    if mark is None:
        return _unnumbered(text, stated)
    level = _LEVELS[mark.lastgroup or "item"]
    rest = text[mark.end() :]
    if len(text) <= _LONGEST and _is_title(rest, level, stated):
        label = text.rstrip("。：: ")
        return Heading(level, label, 0, len(label), len(text))
    return _led(text, mark, level) if level in (SECTION, SUBSECTION) else None


def headings_in_run(text: str) -> list[Heading]:
    """The headings of a whole report that stands in one line; [] for a text that is no such line."""
    tops = [_from_form(match) for match in _FORM_HEADING.finditer(text)]
    if len(tops) < 2:
        return []
    bodies = {top.body for top in tops}
    subs: list[Heading] = []
    marks = [match for match in _SUB_MARK.finditer(text) if not is_form_row(text[match.start() : match.start() + 20])]
    marks += [m for body in bodies if (m := _MARK.match(text, body)) and m["subsection"] and not is_form_row(m.group())]
    for mark in {mark.start(): mark for mark in marks if mark.start() >= tops[0].start}.values():
        subs.append(_within(text, mark))
    return sorted([*tops, *subs], key=lambda heading: heading.start)


def _is_title(rest: str, level: int, stated: int | None) -> bool:
    """Whether the words behind a numbering are a title, and not a short sentence or a figure."""
    bare = rest.rstrip("。：: ")
    if len(bare) < 2 or _SENTENCE.search(bare) or any(char.isdigit() for char in _YEAR.sub("", bare)):
        return False
    if stated is not None or form_section(bare):
        return True
    if rest.rstrip().endswith("。"):
        return bare.endswith(tuple(_KIND_WORDS.split("|")))
    return level != ITEM or (len(bare) <= 30 and not rest.endswith(("，", "、", "；")))


def _unnumbered(text: str, stated: int | None) -> Heading | None:
    label = text.strip().rstrip("。：:")
    if not label or len(label) > _LONGEST or _SENTENCE.search(label):
        return None
    if stated is None and form_section(label) is None:
        return None
    level = SECTION if form_section(label) else min(SECTION + max((stated or 1) - 2, 0), ITEM)
    start = text.index(label)
    return Heading(level, label, start, start + len(label), len(text))


def _led(text: str, mark: re.Match[str], level: int) -> Heading | None:
    """A heading that leads a paragraph: its own words must be closed by a stop, a colon or a space."""
    patterns = (_FORM_TITLE, _CLOSED) if level == SECTION else (_CLOSED, _TWO_CLAUSES)
    for pattern in patterns:
        match = pattern.match(text, mark.end())
        if match:
            return Heading(level, _label(text, mark, match), mark.start(), match.end("label"), match.end())
    return None


def _from_form(match: re.Match[str]) -> Heading:
    label = re.sub(r"\s+", "", match.string[match.start() : match.end("label")])
    return Heading(SECTION, label, match.start(), match.end("label"), match.end())


def _within(text: str, mark: re.Match[str]) -> Heading:
    """A sub-heading inside a run; where its end cannot be told, its words stay in the text under it."""
    place = mark.end()
    closed, named = _CLOSED.match(text, place), _NAMED.match(text, place)
    if closed and named and len(closed["label"]) - len(named["label"]) >= _SHORTEST_SENTENCE:
        closed = None
    match = closed or named or _FOLLOWED.match(text, place) or _TWO_CLAUSES.match(text, place)
    if match:
        return Heading(SUBSECTION, _label(text, mark, match), mark.start(), match.end("label"), match.end())
    clause = _CLAUSE.match(text, place)
    end = clause.end() if clause else place
    return Heading(SUBSECTION, mark.group().strip() + text[place:end], mark.start(), end, mark.start())


def _label(text: str, mark: re.Match[str], match: re.Match[str]) -> str:
    return mark.group().strip() + match["label"]
