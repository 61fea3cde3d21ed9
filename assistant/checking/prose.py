"""Claims that the forms cannot answer, against the reports' own sentences and their other tables.

A figure answers a claim when its clause says what the claim's clause says, in the same manner (a value, a share, a
change upwards). To support a claim it must state the same number; to contradict one the two clauses must say nearly
the same words, and no other figure may fit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant import counted
from assistant.checking.entries import Entries, Entry, content, counted_in, turned
from assistant.checking.manner import operation_of
from assistant.checking.pieces import Piece
from assistant.language.number import Bound, Kind, Number
from assistant.report import Source

_SUPPORTS = 0.6
_CONTRADICTS = 0.8
_SAYS_BACK = 0.45
_SAY_THE_SAME = 1.4
"""What the two sides of a contradiction must cover of each other, added."""
_CONTEXT = 0.35
_SAME_SUBJECT = 0.25
_MARGIN = 0.1
_FEWEST = 2
"""Characters of a claim whose words are compared one by one."""
_REWORDED = 0.65
_REWORDED_LONG = 0.3
_MEANT = 0.25
_MANY_DIGITS = 3
"""A number of this many digits is hardly the same by chance."""
_LEFT_OVER = re.compile(r"其他|其它|其余|剩余")
_OF_A_YEAR = re.compile(r"(?:19|20)\d{2}年度?[，,]|全年|[本当]年|年内")
_UNTIL = re.compile(r"截至|截止|至今|以来|目前")
_PILED_UP = re.compile(r"^(?!.*(?:全年|[本当]年|年内)).*(?:累计|截至|截止|至今)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry with how well it fits a claim, 0..1."""

    entry: Entry
    near: float
    """How much of the claim's own words its clause says."""
    back: float
    """How much of its own words the claim says."""
    score: float
    firm: bool = True
    """Whether it may contradict: both count the whole or the rest of it, a year or what has piled up."""


@dataclass(frozen=True, slots=True)
class Near:
    """An entry with the share of a claim's characters that its clause says, 0..1."""

    entry: Entry
    cover: float
    whole: bool
    """Whether its sentence says them all."""
    firm: bool
    """Whether both count a year or what has piled up."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: a piece, the words of its sentence before it, and the year it is about."""

    piece: Piece
    context: str
    year: int | None
    said: str = ""
    """The piece's words with all names, of which its own words leave out those of the scope."""
    subject: str = ""
    """Of a share or change whose own words leave it out, what it is of: the words of the number before."""
    by_name: bool = False
    """Whether only a clause that names the year will do: the report is another year's."""

    def fits(self, entry: Entry) -> bool:
        """Whether an entry is about the year."""
        if self.by_name:
            return self.year in (entry.years or entry.standing)
        return self.year is None or not entry.years or self.year in entry.years


def find(entries: Entries, report_ids: Collection[str], asked: Asked) -> list[Match]:
    """The numbers that may answer a claim, best first."""
    piece, context = asked.piece, asked.context
    assert piece.number is not None
    operation, direction = operation_of(piece)
    own, around = content(counted_in(piece, operation)), content(context)
    names, subject = content(asked.said), content(asked.subject)
    if not own | around:
        return []
    manner = (operation, direction, turned(piece))
    found = []
    for entry in (entry for report_id in report_ids for entry in entries.of(report_id)):
        if (entry.operation, entry.direction, entry.turned) != manner or not asked.fits(entry):
            continue
        if not same_units(piece.number, entry.number):
            continue
        of_it = _covered(subject, entry.subject or entry.sentence) >= _SUPPORTS
        if entry.subject and not of_it:
            continue
        match = _match(entry, own, around, names) or _distinct(piece.number, entry, own, around)
        if match is not None:
            found.append(replace(match, firm=of_it and _same_span(piece.words, entry)))
    return sorted(found, key=lambda match: -match.score)


def nearest(entries: Entries, report_ids: Collection[str], asked: Asked) -> list[Near]:
    """The numbers said in the same manner and unit, the one whose clause says most of the claim's characters first."""
    number = asked.piece.number
    assert number is not None
    operation, direction = operation_of(asked.piece)
    manner = (operation, direction, turned(asked.piece))
    own = _characters(content(counted_in(asked.piece, operation)))
    if len(own) < _FEWEST:
        return []
    found = []
    for entry in (entry for report_id in report_ids for entry in entries.of(report_id)):
        fits = (entry.operation, entry.direction, entry.turned) == manner and same_units(number, entry.number)
        rest = bool(_LEFT_OVER.search(asked.piece.words)) == bool(_LEFT_OVER.search(entry.words))
        if fits and asked.fits(entry) and not entry.subject and rest:
            cover = len(own & _characters(entry.clause)) / len(own)
            firm = _same_span(asked.piece.words, entry)
            found.append(Near(entry, cover, own <= _characters(entry.sentence), firm))
    return sorted(found, key=lambda one: -one.cover)


def restated(number: Number, near: Sequence[Near]) -> Entry | None:
    """The entry that states a claim's very number in other words: no other number is said in words as near.

    Other words for the same thing share characters: “平均办理时长” and “平均用时”.
    """
    best = near[0].cover if near else 0.0
    many = _digits(number) >= _MANY_DIGITS
    ahead = [one for one in near if one.cover == best]
    if many and best < _REWORDED:  # no clause claims the words: a number that stands once, in a sentence that does
        ahead = [one for one in near if one.whole or one.cover == best]
    same = next((one for one in ahead if _states(number, one.entry.number)), None)
    if same is None or (not same.whole and best < (_REWORDED_LONG if many else _REWORDED)):
        return None
    if not same.firm and not many:
        return None
    return same.entry if many or len({one.entry.value for one in ahead}) == 1 else None


def beside(number: Number, entries: Sequence[Entry], sentences: Sequence[Source]) -> Entry | None:
    """A number of many digits in the very sentence that states the draft's number before it."""
    if _digits(number) < _MANY_DIGITS:
        return None
    return next((one for one in entries if one.source in sentences and _states(number, one.number)), None)


def meant(near: Sequence[Near]) -> list[Entry]:
    """The entries whose sentence holds every character of the claim: what a number with a slip of the pen may mean."""
    best = near[0].cover if near else 0.0
    ahead = [one.entry for one in near if one.cover == best and one.whole and one.firm]
    return ahead if best >= _MEANT else []


def best_of(matches: Sequence[Match]) -> Match | None:
    """The one match that is better than all that state another number; None where there is none."""
    return matches[0] if matches and len(_rivals(matches)) == 1 else None


def says_the_same(match: Match | None) -> bool:
    """Whether a match states what was looked for in nearly the same words: then it may contradict."""
    if match is None or not match.firm or match.near < _CONTRADICTS or match.back < _SAYS_BACK:
        return False
    return match.near + match.back >= _SAY_THE_SAME


def verdict(number: Number, matches: Sequence[Match]) -> tuple[str, Match | None]:
    """("supported" | "contradicted" | "not_found", the match that says so)."""
    best = matches[0] if matches else None
    if best is None:
        return "not_found", None
    holding = next((match for match in matches if agrees(number, match.entry.number)), None)
    if holding is not None and holding.score >= best.score - 2 * _MARGIN:
        return "supported", holding
    open_ = best.entry.number.agrees(number.value * number.scale)  # “98.5%以上” does not deny 99.02%
    if says_the_same(best_of(matches)) and holding is None and not open_:
        return "contradicted", best
    return "not_found", best


def _rivals(matches: Sequence[Match]) -> set[Decimal]:
    """The values of the matches that are as good as the best."""
    best = matches[0].score - _MARGIN
    return {match.entry.number.value * match.entry.number.scale for match in matches if match.score >= best}


def agrees(number: Number, stated: Number) -> bool:
    """Whether a claim's number may stand for a report's, itself perhaps a rough one."""
    value = stated.value * stated.scale
    return number.agrees(value) or (
        number.bound is not Bound.EXACT and stated.bound is not Bound.EXACT and number.value * number.scale == value
    )


def _match(entry: Entry, own: set[str], around: set[str], names: set[str]) -> Match | None:
    near = _covered(own, entry.clause | entry.subject)
    if entry.named and entry.named <= names and _covered(entry.own, own | names) == 1:
        near = max(near, _CONTRADICTS)  # the same name in quotation marks, and nothing that the claim does not say
    wider = _covered(around, entry.sentence) if around else 1.0
    if own and near < _SUPPORTS and _covered(entry.own, own) == 1 and _covered(own, entry.sentence) >= _SUPPORTS:
        near = _SUPPORTS  # the sentence says the rest: “收到公众意见2963条，采纳814条”
    if own and near < _SUPPORTS:
        return None
    if len(own) < 3 and wider < _CONTEXT:
        return None
    back = _covered(entry.own - entry.named or entry.own, own | around | names)
    direct = _covered(own, entry.own)
    score = (2 * near + back + direct + (wider if len(own) < 3 else near)) / 5
    return Match(entry, near if own else wider, back, score)


def _distinct(number: Number, entry: Entry, own: set[str], around: set[str]) -> Match | None:
    """A number of three digits or more, in the same few words or, of a change, in a sentence on the same."""
    same = number.value == entry.number.value and number.unit == entry.number.unit
    if not same or _digits(number) < _MANY_DIGITS or not own <= entry.own:
        return None
    if not own and _covered(around, entry.sentence) < _SAME_SUBJECT:
        return None
    return Match(entry, 1.0, _covered(entry.own, own), _SUPPORTS)


def _states(number: Number, stated: Number) -> bool:
    """Whether a claim's number is a report's, in so many digits or rounded; a rough one only where both are."""
    if number.bound is stated.bound and (number.value, number.unit) == (stated.value, stated.unit):
        return True
    return number.bound in (Bound.EXACT, Bound.ABOUT) and _digits(number) >= _MANY_DIGITS and agrees(number, stated)


def _digits(number: Number) -> int:
    return len("".join(char for char in str(number.value) if char.isdigit()).strip("0"))


def _characters(grams: Collection[str]) -> set[str]:
    return {char for gram in grams for char in gram}


def _same_span(said: str, entry: Entry) -> bool:
    """Whether both count the whole or the rest of it, a year or what has piled up."""
    if bool(_LEFT_OVER.search(said)) != bool(_LEFT_OVER.search(entry.words)):
        return False
    piled, asked = bool(_PILED_UP.search(entry.words)), bool(_PILED_UP.search(said))
    quote = entry.source.quote
    yearly = bool(_OF_A_YEAR.search(quote)) and not _UNTIL.search(quote)  # “2024年，我局…累计受理4355件”
    return piled == asked or (piled and yearly)


def same_units(number: Number, stated: Number) -> bool:
    """Whether two numbers count in units that people use for one another."""
    if number.kind is not stated.kind:
        return False
    if number.kind is not Kind.COUNT or not number.unit or not stated.unit:
        return True
    return counted.same_unit(number.unit, stated.unit) or counted.same_unit(stated.unit, number.unit)


def _covered(wanted: Collection[str], have: Collection[str]) -> float:
    return sum(gram in have for gram in wanted) / len(wanted) if wanted else 1.0
