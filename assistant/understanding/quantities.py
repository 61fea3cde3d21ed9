"""Which quantities of the forms a question asks for, and of what they are a share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding import words
from assistant.understanding.exclusion import exclusion_in, without
from assistant.understanding.inquiry import OVER_REPORTS, Operation, Parts
from assistant.understanding.measures import Rate, concepts, hits_in, rate_in
from assistant.understanding.operations import is_share, parts_in
from assistant.understanding.terms import Term, joined, stage, terms_in

_RECEIVED = "received"
_PARTED = (
    re.compile(r"(?P<whole>.+?)(?:里[面头]?|当中|之中|中)(?P<part>.+)"),
    re.compile(
        r"(?:share|percentage|proportion) of (?P<whole>.+?) (?:did|does|was|were|has|have|is|are|came)\b(?P<part>.+)",
        re.IGNORECASE,
    ),
)
_RATES = re.compile(r"[\u4e00-\u9fff]{2}率")
Quantities = tuple[tuple[Term, ...], tuple[Term, ...], tuple[str, str] | None]
"""The terms; the denominator of a share; the two sides of a share that the dictionary does not know."""


def quantities_in(text: str, operation: Operation) -> Quantities:
    """What a question asks of the forms, and what it is a share of; without what the question leaves out."""
    exclusion = exclusion_in(text)
    if exclusion is None:
        return _quantities(text, operation)
    rest = text[: exclusion.start] + "，" + text[exclusion.end :]
    terms, denominator, divided = _quantities(rest, operation)
    terms = terms or ((Term("requests", (_RECEIVED,), ("total",), *_names(_RECEIVED)),) if "申请" in rest else ())
    return tuple(without(terms, exclusion)), denominator, divided


def _quantities(text: str, operation: Operation) -> Quantities:
    over_shares = operation in (*OVER_REPORTS, Operation.GREATER, Operation.UNSUPPORTED)
    if operation in (Operation.SHARE, Operation.SHARE_CHANGE) or (over_shares and is_share(text)):
        return _share_terms(text)
    terms = terms_in(text)
    if not terms and parts_in(text) is Parts.COLUMNS:
        terms = [Term("requests", (_RECEIVED,), ("total",), *_names(_RECEIVED))]
    if len(terms) > 1 and words.SUM.search(text) and len({term.table for term in terms}) == 1:
        return tuple(_summed(terms)), (), None
    return tuple(terms), (), None


def _summed(terms: Sequence[Term]) -> list[Term]:
    """The terms as one sum, or where several rows are named with all their columns a sum of each column."""
    together = [list(terms)]
    if _crossed(terms):
        together = [[t for t in terms if t.cols == cols] for cols in dict.fromkeys(term.cols for term in terms)]
    try:
        return [joined(each) for each in together]
    except ValueError:
        return list(terms)


def _crossed(terms: Sequence[Term]) -> bool:
    """Whether several rows of Article 20 are named without a column: “许可和处罚一共”."""
    rows, cols = {term.rows for term in terms}, {term.cols for term in terms}
    return terms[0].table == "art20" and len(rows) > 1 and len(cols) > 1 and len(terms) == len(rows) * len(cols)


def _names(code: str) -> tuple[str, str]:
    return concepts()[code].zh, concepts()[code].en


def _share_terms(text: str) -> Quantities:
    text = text.replace("占比", "比例")
    rate = rate_in(text)
    if rate is not None and len(set(_RATES.findall(text))) > 1:
        return (), (), None  # “纠正率和败诉率”: two shares are no share of both
    if rate is not None:
        return _named_rate(text, rate)
    left, mark, right = text.partition("占")
    over, under = (terms_in(left), terms_in(right)) if mark else (terms_in(text), [])
    if not over:
        return (), (), (left, right) if mark else None
    if not under:
        over, under = _part_and_whole(left) or (over, under)
    over = [_in_row_of(term, under) for term in over]
    under = under or [whole_of(over[0])]
    try:
        part, whole = joined(over), joined(under)
    except ValueError:
        return (), (), None
    # "答复率" of the very total that it would be divided by is no share of the form's: the prose may state it.
    return ((), (), None) if part.rows == whole.rows and part.cols == whole.cols else ((part,), (whole,), None)


def _part_and_whole(text: str) -> tuple[list[Term], list[Term]] | None:
    """“办结的里面予以公开占多少”, "what share of closed requests did … refuse": the whole is named before its part."""
    for pattern in _PARTED:
        match = pattern.search(text)
        if match is None or not any(hit.concept and hit.concept.axis == "row" for hit in hits_in(match["whole"])):
            continue
        whole, part = terms_in(match["whole"]), terms_in(match["part"])
        if len(whole) == 1 and len(part) == 1 and (whole[0].table, part[0].table) == ("requests", "requests"):
            same = part[0].cols != ("total",) or whole[0].cols == ("total",)
            return (part if same else [_of_applicants(part[0], whole[0])]), whole
    return None


def _in_row_of(term: Term, whole: Sequence[Term]) -> Term:
    """“自然人占办结多少”: an applicant whose row is not named is one of those that are the whole."""
    if term.row_known or len(whole) != 1 or whole[0].table != term.table or not whole[0].row_known:
        return term
    return _of_applicants(whole[0], term)


def _of_applicants(row: Term, applicants: Term) -> Term:
    """One term's rows in the columns of another."""
    zh, en = applicants.zh[applicants.zh.rfind("（") :], applicants.en[applicants.en.rfind(" (") :]
    return replace(row, cols=applicants.cols, zh=row.zh + zh, en=row.en + en, row_known=True)


def whole_of(term: Term) -> Term:
    """What a share is of when the question does not say: everything handled, or the procedure's total."""
    if term.table == "review":
        groups = dict.fromkeys(col.split("_")[0] for col in term.cols)
        zh, en = term.zh.split("·")[0], term.en.split(":")[0]
        return replace(term, cols=tuple(f"{group}_total" for group in groups), zh=f"{zh}·总计", en=f"{en}: total")
    if term.table == "requests" and term.cols != ("total",):  # an applicant's share is one of all applicants
        rows = next(
            (c for c in concepts().values() if (c.table, c.axis, c.members) == ("requests", "row", term.rows)), None
        )
        zh, en = (rows.zh, rows.en) if rows else (term.zh.split("（")[0], term.en.split(" (")[0])
        return replace(term, cols=("total",), zh=zh, en=en)
    stages = {stage(row) for row in term.rows}
    if term.table == "requests" and stages == {"in"}:
        return term  # of what came in no whole is meant unless it is said
    total = concepts()["total" if stages == {"result"} else "due"]
    return replace(term, rows=total.members, zh=total.zh, en=total.en)


def _named_rate(text: str, rate: Rate) -> Quantities:
    if rate.denominator == ("procedure",):
        tops = [term for term in terms_in(text) if term.table == "review"]
        try:
            return (joined(tops),), (joined([whole_of(term) for term in tops]),), None
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
