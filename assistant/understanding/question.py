"""What is asked: one frozen Inquiry out of a question and the conversation before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Turn
from assistant.understanding import words
from assistant.understanding.agencies import AgencyNames, Mention
from assistant.understanding.claims import claims_span
from assistant.understanding.exclusion import exclusion_in
from assistant.understanding.followup import completed, corrected
from assistant.understanding.inquiry import OVER_REPORTS, Inquiry, Kind, Operation
from assistant.understanding.measures import hits_in, rates
from assistant.understanding.operations import OVER_YEARS, WORDS, condition_in, operation_in, parts_in, places_in
from assistant.understanding.quantities import quantities_in
from assistant.understanding.slips import mended
from assistant.understanding.spans import masked
from assistant.understanding.terms import terms_in
from assistant.understanding.years import Years, with_carry_over_named, years_in

LONGEST_QUESTION = 1_000
"""Longer questions are refused: nobody asks one, and reading them would cost everybody else time."""
_ACTION = re.compile("(?:" + "|".join(word for group in words.ACTIONS for word in group) + ")+$")
_ACTIONS = re.compile(
    "|".join(sorted({word for group in words.ACTIONS for word in group}, key=lambda word: (-len(word), word)))
)
"""From the left, so that “公开了” is said of 公开, not of 开了."""
_RESTATED = re.compile(r"(?:也?就是说?|换句话说|换言之)(?P<rest>.{4,})$")
_QUOTED = re.compile(r"[“\"《「][^”\"》」]+[”\"》」]")
_FOCUS = 3
"""How many characters beside the number asked for are its focus."""
LONGEST_MEMORY = 12
"""How many turns back a follow-up may lean on."""
_TWICE = re.compile(r"(多少|几件|请问|申请|一共)\1+")
"""A word typed twice is meant once; "多少多少" would read as a difference."""
_REQUESTS = re.compile(
    r"(?:(?<=年)|(?<=年的)|(?<=年度)|(?<=年度的)|(?<=信息公开))申请"
    r"(?=(?:是不是|是否|有没有)?(?:[比较][^，,。；？?]{2,24}[多少]|(?:超过?|多于|少于|不到|达到)\d))"
)
"""Requests that are compared are counted: “2022年的申请比2021年多吗”."""
_LEAD = re.compile(r"^[^，,。：:？?\d]{0,8}(?:关心|想知道|想了解|想问|请教|咨询|打听)(?:一下|的是)?[：:，,]\s*")
"""Who asks, before what is asked: “律师们关心：…”."""
_SHORTER = re.compile("|".join(f"({name})" for name in words.WRITTEN_OUT))
_WHOLE = tuple(words.WRITTEN_OUT.values())
_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"""Full-width digits and letters as the plain ones; every character keeps its place."""


def understand(text: str, history: Sequence[Turn], names: AgencyNames) -> Inquiry:
    """Read a question; what it leaves out is taken from the question before it, when it reads like a follow-up."""
    plain = corrected(text) if history else text
    inquiry = _read(plain, names)
    told: list[Inquiry] = []
    for turn in history[-LONGEST_MEMORY:]:
        read = _read(turn.question[:LONGEST_QUESTION], names)
        told.append(completed(read, told[-1], told[:-1]) if told else read)
    if not told:
        return inquiry
    if plain != text and inquiry.terms:  # a correction in the forms' words takes back what was counted before
        told[-1] = replace(told[-1], foreign=False)
    return completed(inquiry, told[-1], told[:-1])


def _read(text: str, names: AgencyNames) -> Inquiry:
    plain = _TWICE.sub(r"\1", _LEAD.sub("", text.translate(_NARROW).strip()))
    text, understood = mended(with_carry_over_named(_REQUESTS.sub("申请量", plain)), names)
    mentions = _outside_quotes(text, names.find(text))
    years = years_in(masked(text, [(hit.start, hit.end) for hit in hits_in(text) if hit.concept is not None]))
    operation = operation_in(text)
    terms, denominator, divided = quantities_in(text, operation)
    unit = _unit(text)
    stranger = None if mentions else _stranger(masked(text, years.spans))
    named = text if stranger is None else text.replace(stranger, "＿" * len(stranger))
    kind = Kind.FIGURE if terms and _is_computed(text, operation) else _kind(text, bool(terms))
    if kind is Kind.TEXT:
        mentions = tuple(map(names.with_government, mentions))
    content = _content(named, mentions, years, words.TEXT_FILLER if kind is Kind.TEXT else words.FILLER)
    inquiry = Inquiry(
        text=text,
        standalone=text,
        kind=kind,
        operation=operation,
        terms=terms,
        denominator=denominator,
        mentions=mentions,
        stranger=stranger,
        years=years,
        unit=unit,
        content=_SHORTER.sub(_written_out, content),
        focus=_focus(named, mentions, years),
        topic=_SHORTER.sub(_written_out, text),
        everyone=words.EVERYONE.search(text) is not None,
        general=words.GENERAL.search(text) is not None,
        whether=words.WHETHER.search(text) is not None,
        divided=divided,
        places=places_in(text),
        parts=parts_in(text),
        over_years=OVER_YEARS.search(text) is not None,
        condition=condition_in(text),
        mended=understood,
    )
    return replace(inquiry, foreign=kind is Kind.FIGURE and counts_something_else(inquiry))


def _written_out(name: re.Match[str]) -> str:
    return _WHOLE[(name.lastindex or 1) - 1]


def _outside_quotes(text: str, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, but not what is part of a quoted name ("“某地科技”网站") where the question names one besides."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    open_ones = [m for m in found if not any(start < m.start and m.end < end - 1 for start, end in quoted)]
    return tuple(open_ones or found)


def _is_computed(text: str, operation: Operation) -> bool:
    """Whether an operation asks for a figure whatever the question word is ("哪个单位…更多", "…逐年上升吗")."""
    asked = operation in OVER_REPORTS or operation in (Operation.GREATER, Operation.CARRY_OVER)
    if words.ASKS_REASON.search(text):
        return False
    return asked and not words.ASKS_WHY.search(WORDS.sub("", text)) and not words.PERSONAL.search(text)


def _kind(text: str, has_terms: bool) -> Kind:
    if words.PERSONAL.search(text):
        return Kind.PERSONAL
    if words.ASKS_CONTACT.search(text) and not has_terms:
        return Kind.TEXT
    if words.ASKS_WHY.search(text) and not words.NUMBER.search(text):
        return Kind.TEXT
    if words.ASKS_FIGURE.search(text) or words.COMPARABLE.search(text):
        return Kind.FIGURE
    if words.ASKS_TEXT.search(text):
        return Kind.TEXT
    return Kind.FIGURE if has_terms else Kind.TEXT


def _unit(text: str) -> str | None:
    # Money words inside a label of the form ("未按收费通知要求缴纳费用") do not ask for money.
    if words.MONEY.search(masked(text, [(hit.start, hit.end) for hit in hits_in(text)])):
        return "元"
    match = next(reversed(list(words.UNIT.finditer(text))), None)  # of two question words the last says what is meant
    if match is None:
        return None
    return "元" if match[1] in ("万元", "亿元", "元", "钱") else match[1]


def _stranger(text: str) -> str | None:
    if town := words.TOWN.match(text):
        return town["name"]
    for match in words.STRANGER.finditer(text):
        if not words.NOT_PLACES.search(match.group()):
            return match.group()
    province = words.PROVINCES.search(text)
    foreign = next((m["name"] for m in words.FOREIGN.finditer(text) if not words.NOT_NAMES.match(m["name"])), None)
    return province.group() if province else foreign


def _content(text: str, mentions: Sequence[Mention], years: Years, filler: re.Pattern[str] = words.FILLER) -> str:
    """The question without scope and question words; quoted names stay whole, whatever they contain."""
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    spans = [*years.spans, *((m.start, m.end) for m in mentions)]
    kept = masked(text, [(s, e) for s, e in spans if not any(a <= s and e <= b for a, b in quoted)])
    return " ".join(re.findall(r"\w+(?:(?<=\d)\.\d+)?", filler.sub(" ", kept.replace("＿", " "))))


def _focus(text: str, mentions: Sequence[Mention], years: Years) -> str:
    asked = words.NUMBER.search(text)
    if asked is None:
        return ""
    superlative = words.AVERAGE.search(text, 0, asked.start())
    if superlative is not None:  # "平均提前多少天": the clause must speak of the mean
        return text[superlative.start() : asked.start()]
    open_text = masked(text, [*years.spans, *((m.start, m.end) for m in mentions)])
    behind = _content(open_text[asked.end() :], (), Years()).replace("_", "").split()
    before = _content(open_text[: asked.start()], (), Years()).replace("_", "").split()
    if behind:
        return behind[0][:_FOCUS]
    nouns = [noun for word in before if (noun := _ACTION.sub("", word))]
    return nouns[-1][-_FOCUS:] if nouns else ""


def actions_in(text: str) -> list[tuple[str, ...]]:
    """What a question says is done to the things it counts, in all the words that say the same: at most one group.

    Of several verbs the one right before the number asked for is meant ("公开征求意见，收到多少条").
    """
    asked = words.NUMBER.search(text)
    before = text[: asked.start()] if asked else text
    said = _ACTIONS.findall(before)
    if not said:
        return []
    last = said[-1]
    return [tuple(dict.fromkeys(word for group in words.ACTIONS if last in group for word in group))]


def counts_something_else(inquiry: Inquiry) -> bool:
    """Whether words are left that the dictionary does not explain: "收到群众诉求多少件" is not about requests.

    A negation or a part of the year turns the meaning of any question, that of a share or a change as well.
    """
    left = unexplained(inquiry)
    if inquiry.operation is Operation.SHARE and words.OF_ALL.search(inquiry.text):
        return True
    if words.TURNED.search(left) or words.PART_OF_YEAR.search(inquiry.text):
        return True
    lax = inquiry.operation in (Operation.COMPARABLE, Operation.CARRY_OVER)
    if inquiry.operation in (Operation.SHARE, Operation.SHARE_CHANGE):
        left = words.OF_WHOLE.sub("", left)
    rest = re.sub(r"[\d\s]", "", left)
    return not lax and (len(rest) > 1 or (not rest.isascii() and rest not in words.ASIDE))


def unexplained(inquiry: Inquiry) -> str:
    """What of a question's content the forms' dictionary does not explain: the sign that something else is counted."""
    spans = [(hit.start, hit.end) for hit in hits_in(inquiry.text)]
    if (again := _RESTATED.search(inquiry.text)) and terms_in(again["rest"]):
        spans.append((0, again.start("rest")))  # said once more in the forms' words: what came before explains itself
    if (exclusion := exclusion_in(inquiry.text)) is not None:
        spans.append((exclusion.start, exclusion.end))
    spans += [match.span() for rate in rates() for word in rate.words for match in re.finditer(word, inquiry.text)]
    if inquiry.whether and (claimed := claims_span(inquiry.text)) is not None:
        spans.append(claimed)
    computed = inquiry.operation is not Operation.VALUE or inquiry.parts is not None
    if computed:
        spans += [match.span() for match in WORDS.finditer(inquiry.text)]
    left = _content(masked(inquiry.text, spans), inquiry.mentions, inquiry.years)
    left = WORDS.sub(" ", left) if computed else left
    return left.replace("_", "").replace("＿", "").strip()
