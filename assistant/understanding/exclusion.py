"""What a question leaves out: “除自然人以外”, “不含商业企业”. The rest is a sum of the form's own cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.understanding.measures import Concept, concepts, hits_in
from assistant.understanding.terms import Term

_EXCEPT = re.compile(
    r"除(?:去|了|开)?(?P<except>[^，。？除]{1,16}?)(?:以外|之外|外)的?|(?:不算|不含|不包括|不计|扣除|排除)(?P<without>[^，。？的]{1,12})的?"
    r"|(?:except|excluding|other than) (?P<english>[a-z ]{4,30})",
    re.IGNORECASE,
)
_RESULTS = ("granted", "partial", "denied", "unable", "refused", "other")
"""The ways in which requests are handled, which together are the total."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What is left out, and the stretch of the text that says so."""

    start: int
    end: int
    concepts: tuple[Concept, ...]


def exclusion_in(text: str) -> Exclusion | None:
    """What a question leaves out; None where it leaves out nothing that the forms know."""
    match = _EXCEPT.search(text)
    if match is None:
        return None
    named = match["except"] or match["without"] or match["english"]
    left_out = tuple(hit.concept for hit in hits_in(named) if hit.concept is not None)
    return Exclusion(match.start(), match.end(), left_out) if left_out else None


def without(terms: Sequence[Term], exclusion: Exclusion) -> list[Term]:
    """Every term less what is left out; [] where one of them does not hold it."""
    rest = [_without(term, exclusion.concepts) for term in terms]
    return [] if None in rest else [term for term in rest if term is not None]


def _without(term: Term, left_out: Sequence[Concept]) -> Term | None:
    if any(concept.table != term.table for concept in left_out):
        return None
    axes = {concept.axis for concept in left_out}
    gone = {member for concept in left_out for member in concept.members}
    names = "、".join(concept.zh for concept in left_out), ", ".join(concept.en for concept in left_out)
    named = replace(term, zh=f"{term.zh}（除{names[0]}外）", en=f"{term.en} except {names[1]}")
    if axes == {"col"} and term.table == "requests":
        cols = _applicants() if term.cols == ("total",) else term.cols
        return replace(named, cols=tuple(col for col in cols if col not in gone)) if gone < set(cols) else None
    if axes == {"row"} and term.table == "requests":
        rows = _handled() if term.rows == ("total",) else term.rows
        return replace(named, rows=tuple(row for row in rows if row not in gone)) if gone < set(rows) else None
    return None


def _applicants() -> tuple[str, ...]:
    return (*concepts()["natural"].members, *concepts()["organisations"].members)


def _handled() -> tuple[str, ...]:
    return tuple(member for code in _RESULTS for member in concepts()[code].members)
