"""What is asked: one frozen Inquiry out of a question and the conversation before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answer import Turn
from assistant.understanding import words
from assistant.understanding.agencies import AgencyNames, Mention
from assistant.understanding.measures import Rate, Term, concepts, hits_in, joined, rate_in, terms_in
from assistant.understanding.years import Years, years_in


class Kind(StrEnum):
    """What sort of answer a question wants."""

    FIGURE = "figure"
    TEXT = "text"
    PERSONAL = "personal"


class Operation(StrEnum):
    """What is to be done with the figures."""

    VALUE = "value"
    SHARE = "share"
    DIFFERENCE = "difference"
    GROWTH = "growth"
    COMPARABLE = "comparable"
    TOTAL = "total"
    """One sum over several reports."""
    AVERAGE = "average"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    UNSUPPORTED = "unsupported"
    """An operation that is recognised but not offered: the change of a share, a median, a place in the middle."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question as understood. Agencies and years are what the words say, not yet what the library has."""

    text: str
    standalone: str
    kind: Kind
    operation: Operation
    terms: tuple[Term, ...]
    denominator: tuple[Term, ...]
    mentions: tuple[Mention, ...]
    stranger: str | None
    """A place that is named and is not in the library."""
    years: Years
    unit: str | None
    """The unit or measure word that is asked for ("多少条" → 条)."""
    content: str
    """The words that are left when scope, dictionary and question words are taken out."""
    focus: str = ""
    """The last words before the number that is asked for, or the first behind it."""
    topic: str = ""
    """The words that say what is asked: the question's own, or those of the question that it follows up."""
    everyone: bool = False
    """Whether the question is about all agencies that are loaded ("哪个单位最多")."""
    whether: bool = False
    """Whether it asks for yes or no ("有没有…")."""
    general: bool = False
    """Whether every report could answer it ("联系电话", "存在哪些问题"), so that the agency must be known."""
    divided: tuple[str, str] | None = None
    """The two sides of "…占…" where the forms' dictionary does not know them."""


LONGEST_QUESTION = 1_000
"""Longer questions are refused: nobody asks one, and reading them would cost everybody else time."""
_FOCUS = 4
"""How many characters beside the number asked for are its focus."""
LONGEST_MEMORY = 12
"""How many turns back a follow-up may lean on."""
_OVER_REPORTS = {
    Operation.AVERAGE: words.AVERAGE,
    Operation.MAXIMUM: words.MAXIMUM,
    Operation.MINIMUM: words.MINIMUM,
}
_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"""Full-width digits and letters as the plain ones; every character keeps its place."""


def understand(text: str, history: Sequence[Turn], names: AgencyNames) -> Inquiry:
    """Read a question; what it leaves out is taken from the question before it, when it reads like a follow-up."""
    inquiry = _read(text, names)
    if not history:
        return inquiry
    recent = history[-LONGEST_MEMORY:]
    before = _read(recent[0].question[:LONGEST_QUESTION], names)
    for turn in recent[1:]:
        before = _completed(_read(turn.question[:LONGEST_QUESTION], names), before)
    return _completed(inquiry, before)


def _read(text: str, names: AgencyNames) -> Inquiry:
    text = text.translate(_NARROW).strip()
    mentions = tuple(names.find(text))
    years = years_in(_masked(text, [(hit.start, hit.end) for hit in hits_in(text) if hit.concept is not None]))
    operation = _operation(text)
    terms, denominator, divided = _terms(text, operation)
    unit = _unit(text)
    stranger = None if mentions else _stranger(_masked(text, years.spans))
    named = text if stranger is None else text.replace(stranger, "＿" * len(stranger))
    kind = _kind(text, bool(terms))
    content = _content(named, mentions, years, words.TEXT_FILLER if kind is Kind.TEXT else words.FILLER)
    return Inquiry(
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
        content=content,
        focus=_focus(named, mentions, years),
        topic=text,
        everyone=words.EVERYONE.search(text) is not None,
        general=words.GENERAL.search(text) is not None,
        whether=words.WHETHER.search(text) is not None,
        divided=divided,
    )


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


def _operation(text: str) -> Operation:
    if words.COMPARABLE.search(text):
        return Operation.COMPARABLE
    if words.UNSUPPORTED.search(text):
        return Operation.UNSUPPORTED
    shared = words.SHARE.search(text) or rate_in(text) is not None
    for operation, pattern in _OVER_REPORTS.items():
        if pattern.search(text):
            return Operation.UNSUPPORTED if shared else operation
    growth, difference, percent = (p.search(text) for p in (words.GROWTH, words.DIFFERENCE, words.PERCENT))
    if words.SHARE.search(text) or rate_in(text) or any(text[hit.end : hit.end + 1] == "率" for hit in hits_in(text)):
        return Operation.UNSUPPORTED if growth or difference else Operation.SHARE
    if growth or (difference and percent):
        return Operation.GROWTH
    if difference:
        return Operation.DIFFERENCE
    if percent:
        return Operation.SHARE
    return Operation.TOTAL if words.SUM.search(text) and not words.EACH.search(text) else Operation.VALUE


def _terms(text: str, operation: Operation) -> tuple[tuple[Term, ...], tuple[Term, ...], tuple[str, str] | None]:
    if operation is Operation.SHARE:
        return _share_terms(text)
    terms = terms_in(text)
    if len(terms) > 1 and words.SUM.search(text) and len({term.table for term in terms}) == 1:
        try:
            return (joined(terms),), (), None
        except ValueError:
            return tuple(terms), (), None
    return tuple(terms), (), None


def _share_terms(text: str) -> tuple[tuple[Term, ...], tuple[Term, ...], tuple[str, str] | None]:
    rate = rate_in(text)
    if rate is not None:
        return _named_rate(text, rate)
    left, mark, right = text.partition("占")
    over, under = (terms_in(left), terms_in(right)) if mark else (terms_in(text), [])
    if not over:
        return (), (), (left, right) if mark else None
    under = under or [_handled(over[0])]
    try:
        part, whole = joined(over), joined(under)
    except ValueError:
        return (), (), None
    # "答复率" of the very total that it would be divided by is no share of the form's: the prose may state it.
    return ((), (), None) if part.rows == whole.rows and part.cols == whole.cols else ((part,), (whole,), None)


def _handled(term: Term) -> Term:
    """What a share is of when the question does not say: everything handled, or the procedure's total."""
    if term.table == "review":
        groups = dict.fromkeys(col.split("_")[0] for col in term.cols)
        zh, en = term.zh.split("·")[0], term.en.split(":")[0]
        return replace(term, cols=tuple(f"{group}_total" for group in groups), zh=f"{zh}·总计", en=f"{en}: total")
    total = concepts()["total"]
    return replace(term, rows=total.members, zh=total.zh, en=total.en)


def _named_rate(text: str, rate: Rate) -> tuple[tuple[Term, ...], tuple[Term, ...], None]:
    if rate.denominator == ("procedure",):
        tops = [term for term in terms_in(text) if term.table == "review"]
        try:
            return (joined(tops),), (joined([_handled(term) for term in tops]),), None
        except ValueError:
            return (), (), None
    top, bottom = (
        joined(
            [
                Term("requests", concepts()[code].members, ("total",), concepts()[code].zh, concepts()[code].en)
                for code in codes
            ]
        )
        for codes in (rate.numerator, rate.denominator)
    )
    return (top,), (bottom,), None


def _unit(text: str) -> str | None:
    # Money words inside a label of the form ("未按收费通知要求缴纳费用") do not ask for money.
    if words.MONEY.search(_masked(text, [(hit.start, hit.end) for hit in hits_in(text)])):
        return "元"
    match = words.UNIT.search(text)
    if match is None:
        return None
    return "元" if match[1] in ("万元", "亿元", "元", "钱") else match[1]


def _stranger(text: str) -> str | None:
    for match in words.STRANGER.finditer(text):
        if not words.NOT_PLACES.search(match.group()):
            return match.group()
    province = words.PROVINCES.search(text)
    return province.group() if province else None


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these stretches blanked; every other character keeps its place."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = "＿" * (end - start)
    return "".join(chars)


def _content(text: str, mentions: Sequence[Mention], years: Years, filler: re.Pattern[str] = words.FILLER) -> str:
    """The question without scope and question words; quoted names stay whole, whatever they contain."""
    quoted = [m.span() for m in re.finditer(r"[“\"《「][^”\"》」]+[”\"》」]", text)]
    spans = [*years.spans, *((m.start, m.end) for m in mentions)]
    kept = _masked(text, [(s, e) for s, e in spans if not any(a <= s and e <= b for a, b in quoted)])
    return " ".join(re.findall(r"\w+", filler.sub(" ", kept.replace("＿", " "))))


def _focus(text: str, mentions: Sequence[Mention], years: Years) -> str:
    asked = words.NUMBER.search(text)
    if asked is None:
        return ""
    superlative = words.AVERAGE.search(text, 0, asked.start())
    if superlative is not None:  # "平均提前多少天": the clause must speak of the mean
        return text[superlative.start() : asked.start()]
    masked = _masked(text, [*years.spans, *((m.start, m.end) for m in mentions)])
    behind = _content(masked[asked.end() :], (), Years()).replace("_", "").split()
    before = _content(masked[: asked.start()], (), Years()).replace("_", "").split()
    return behind[0][:_FOCUS] if behind else before[-1][-_FOCUS:] if before else ""


def unexplained(inquiry: Inquiry) -> str:
    """What of a question's content the forms' dictionary does not explain: the sign that something else is counted."""
    rest = _masked(inquiry.text, [(hit.start, hit.end) for hit in hits_in(inquiry.text)])
    return _content(rest, inquiry.mentions, inquiry.years).replace("_", "").replace("＿", "").strip()


def _completed(inquiry: Inquiry, before: Inquiry) -> Inquiry:
    """Take from the question before what this one leaves out; a whole question of its own inherits only its scope."""
    changes: dict[str, object] = {}
    lacks_measure = not inquiry.terms and inquiry.divided is None and len(inquiry.content) <= 2
    if (
        lacks_measure
        and inquiry.kind is not Kind.PERSONAL
        and (words.ELLIPSIS.search(inquiry.text) or not words.ASKS_TEXT.search(inquiry.text))
    ):
        changes |= {
            "terms": before.terms,
            "denominator": before.denominator,
            "divided": before.divided,
            "kind": before.kind,
            "general": before.general,
        }
        changes |= {"unit": before.unit, "content": before.content, "topic": before.topic, "focus": before.focus}
        if inquiry.operation is Operation.SHARE and before.terms and not before.denominator:
            changes["denominator"] = (_handled(before.terms[0]),)
        if inquiry.operation is Operation.VALUE:
            changes |= {"operation": before.operation, "everyone": inquiry.everyone or before.everyone}
    elif inquiry.terms and not all(term.row_known for term in inquiry.terms):
        # Two procedures that were assumed for one outcome become the one of the question before.
        changes["terms"] = tuple(dict.fromkeys(_with_row(term, before) for term in inquiry.terms))
        changes["denominator"] = tuple(dict.fromkeys(_with_row(term, before) for term in inquiry.denominator))
    if (
        inquiry.operation is Operation.SHARE
        and not inquiry.terms
        and inquiry.divided
        and not inquiry.divided[0].strip()
    ):
        under = terms_in(inquiry.divided[1])
        if under and before.terms:
            changes |= {
                "terms": before.terms[:1],
                "denominator": tuple(under[:1]),
                "divided": None,
                "kind": Kind.FIGURE,
            }
            changes |= {"operation": Operation.SHARE}
    if not inquiry.mentions and inquiry.stranger is None:
        changes["mentions"] = before.mentions
        changes["stranger"] = before.stranger
    if inquiry.years.silent:
        changes["years"] = before.years
    elif inquiry.years.relative and inquiry.operation in (Operation.DIFFERENCE, Operation.GROWTH):
        changes["years"] = before.years  # "比上年少多少" asks for the year of before against the one before that
    elif inquiry.years.relative and before.years.named:
        base = before.years.named[-1]
        changes["years"] = replace(inquiry.years, named=(base + inquiry.years.offset,), relative=None)
    merged = replace(inquiry, **changes)  # type: ignore[arg-type]
    return replace(merged, standalone=_standalone(inquiry, merged))


def _with_row(term: Term, before: Inquiry) -> Term:
    """“其中企业的呢” after “新收多少”: the column of this question in the row, or the procedure, of the one before."""
    if term.row_known or not before.terms or before.terms[0].table != term.table:
        return term
    base = before.terms[0]
    if term.table == "review":
        return _with_procedure(term, base)
    columns = [c for c in concepts().values() if (c.table, c.axis) == ("requests", "col")]
    named = [c for c in columns if c.members == term.cols] or [c for c in columns if set(c.members) <= set(term.cols)]
    zh, en = base.zh.split("（法人")[0], base.en.split(" (")[0]
    who_zh, who_en = "、".join(c.zh for c in named), ", ".join(c.en for c in named)
    return replace(term, rows=base.rows, zh=f"{zh}（{who_zh}）", en=f"{en} ({who_en})", row_known=True)


def _with_procedure(term: Term, base: Term) -> Term:
    groups = dict.fromkeys(col.split("_")[0] for col in base.cols)
    kinds = dict.fromkeys(col.split("_")[1] for col in term.cols)
    zh, en = base.zh.split("·")[0], base.en.split(":")[0]
    return replace(
        term,
        cols=tuple(f"{group}_{kind}" for group in groups for kind in kinds),
        zh=f"{zh}·{term.zh.split('·')[-1]}",
        en=f"{en}: {term.en.split(': ')[-1]}",
        row_known=True,
    )


def _standalone(asked: Inquiry, merged: Inquiry) -> str:
    """The question as it would be asked without the conversation before it."""
    if merged == asked:
        return asked.text
    who = "".join(m.text for m in merged.mentions[:1]) if not asked.mentions else ""
    when = "、".join(map(str, merged.years.named)) + "年" if merged.years.named and asked.years != merged.years else ""
    what = "、".join(term.zh for term in merged.terms) if merged.terms != asked.terms else ""
    return " ".join(part for part in (who + when, asked.text, f"（{what}）" if what else "") if part)
