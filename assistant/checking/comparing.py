"""A quantity of a report beside another one of the same report: “比法律服务机构少8件”, “二者之比”, “相差8件”."""

from __future__ import annotations

import re

from assistant.checking.frame import Frame, Meaning
from assistant.checking.manner import before_change
from assistant.checking.naming import terms_named
from assistant.checking.operation import Operation
from assistant.checking.scoping import FORMER
from assistant.understanding.terms import Term

_THAN = re.compile(r"^(?P<head>.*?)(?:较|(?<![占环同])比(?![例重])|是|为|相当于)(?P<than>[^□]{2,}?)(?:数量?)?的?$")
_NET = re.compile(r"净[增减]")
APART = re.compile(r"(?:两者|二者)?(?:之间)?(?:相差|差距为?|差额为?)")


def beside_another(before: str, operation: Operation, direction: int, frame: Frame) -> Meaning | None:
    """A change from another quantity of the same report, not from another year; None when it is none."""
    said = before_change(before)
    pair = FORMER.search(before) or FORMER.search(said)
    if pair is not None and len(set(frame.recent[-2:])) == 2:
        first, second = frame.recent[-2:] if pair[1] == "前" else frame.recent[:-3:-1]
        return Meaning(operation, (first,), None, direction, False, False, "", than=second)
    net = _issued_and_repealed(frame) if _NET.search(before) else None
    if net is not None:  # “制发9件、废止6件，净增3件”
        return Meaning(operation, net[:1], None, direction, False, False, "", than=net[1])
    if frame.measured_from is not None:
        of, odd = terms_named(said, frame)
        if len(of) == 1 and not odd and of[0] != frame.measured_from:
            return Meaning(operation, of, None, direction, False, False, "", than=frame.measured_from)
    if frame.than is not None and not said.strip(" □的还又"):
        return Meaning(operation, frame.last, None, direction, False, False, "", than=frame.than)
    compared = _THAN.search(said)
    if compared is None:
        return None
    than, rest = terms_named(compared["than"], frame)
    head = compared["head"].strip(" □，")
    terms, left = terms_named(head, frame) if head else (frame.last, "")
    terms, than = _of_one_column(terms, than)
    if len(than) != 1 or rest or len(terms) != 1 or left or than == terms:
        return None
    return Meaning(operation, terms, None, direction, False, False, "", than=than[0])


def between_shares(before: str, after: str, direction: int, frame: Frame) -> Meaning | None:
    """“甲占86.3%，乙占91.6%，后者高5.3个百分点”, “相差5.3个百分点”; None where it is no change between two shares."""
    terms = frame.last or frame.recent[-1:]
    if APART.search(before):
        return Meaning(Operation.POINTS, terms, None, 0, False, False, "", unsigned=True, between=True)
    pair = FORMER.search(before + after)
    if pair is None or len(frame.shares) < 2:
        return None
    up = direction if pair[1] == "后" else -direction
    return Meaning(Operation.POINTS, terms, None, up, False, False, "", between=True)


def _issued_and_repealed(frame: Frame) -> tuple[Term, Term] | None:
    """What was issued and repealed of one sort of documents in this sentence."""
    repealed = next((term for term in reversed(frame.recent) if term.cols == ("repealed",)), None)
    if repealed is None:
        return None
    made = (
        term for term in reversed(frame.recent) if set(term.cols) & {"issued", "made"} and term.rows == repealed.rows
    )
    issued = next(made, None)
    return (issued, repealed) if issued is not None else None


def _of_one_column(terms: tuple[Term, ...], than: tuple[Term, ...]) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Of rows of table 2 that are named without a column: “行政处罚较行政强制多” counts the decisions of both."""
    if len(terms) > 1 or len(than) > 1:
        cols = terms[0].cols if len(terms) == 1 else than[0].cols if len(than) == 1 else ("decisions",)
        terms, than = (tuple(one for one in some if one.cols == cols) for some in (terms, than))
    return terms, than


def ratio(before: str, frame: Frame) -> Meaning:
    """“自然人与法人的申请之比为6.3比1”, “二者之比”: the first as a multiple of the second."""
    terms, left = terms_named(re.sub(r"之比|比例|比值", " ", before), frame)
    pair = terms if len(terms) == 2 else frame.recent[-2:] if not terms and not left else ()
    if len(pair) != 2 or len(left) > 1:
        return Meaning(Operation.MULTIPLE, (), None, 0, False, False, "＊＊")
    return Meaning(Operation.MULTIPLE, pair[:1], None, 0, False, False, "", than=pair[1])


def apart(before: str, frame: Frame) -> Meaning:
    """“法律服务机构与商业企业的申请相差8件”: a difference either way."""
    terms, left = terms_named(APART.sub(" ", before), frame)
    pair = terms if len(terms) == 2 else tuple(dict.fromkeys(frame.recent))[-2:] if not terms and not left else ()
    if len(pair) != 2 or len(left) > 1:
        return Meaning(Operation.DIFFERENCE, (), None, 0, False, False, "＊＊")
    return Meaning(Operation.DIFFERENCE, pair[:1], None, 0, False, False, "", than=pair[1], unsigned=True)
