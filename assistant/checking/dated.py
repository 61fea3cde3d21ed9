"""Of which year one number of a clause is: “由上年的…下降到…”, “2021年25件，2022年37件”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checking.frame import Meaning, puts_beside
from assistant.checking.manner import COMES_TO
from assistant.checking.operation import Operation
from assistant.checking.pieces import Piece
from assistant.checking.scoping import Scoping
from assistant.understanding.years import years_in

_LAST_YEARS = re.compile(
    r"(?:较|比|相较于?|相比于?|(?P<same>[与同跟和]?))(?:上一?年度?|去年|前一?年|(?:19|20)\d{2}年度?)(?:同期)?的?\s*$"
)
"""“较上年的214件增加77件”: the first number is last year's."""
_AT_FIRST = re.compile(r"(?:年初|期初)的?\s*$")
"""“由年初的84件变为…”: what was in force when the year began."""
_FROM = re.compile(r"[由从]\s*$")
_RETURNS = re.compile(
    rf"(?:{COMES_TO}|[增升减降提涨回]成|(?:压减|压降|精简|整合|归并|缩减|清理|优化|变|并|合并)(?:至|到|为|成)|变)了?\s*$"
)
"""“由上年的…下降到”: the second number is of the year that the sentence is about."""


def year_of(scoping: Scoping, pieces: Sequence[Piece], place: int, meaning: Meaning) -> int | None:
    """The year of one number of a clause; None where it is that of the clause."""
    piece = pieces[place]
    own = years_in(piece.before).named
    if len(own) == 1 and len(scoping.when.years) > 1 and own[0] in scoping.when.years:
        return own[0]
    if place and puts_beside(pieces[0]) and meaning.operation is Operation.MULTIPLE and scoping.when.years:
        return scoping.year_before()  # “58件，是2023年14件的4.1倍”
    if _AT_FIRST.search(piece.before) and scoping.years and all(term.table == "art20" for term in meaning.terms):
        return scoping.years[-1] - 1
    first, last = scoping.compared_years or (None, None)
    if place and _RETURNS.search(piece.before) and not scoping.open_years:
        return scoping.year_before() or last
    counted = bool(meaning.terms)  # of what only sentences state, both numbers stand in the year's report
    before = earlier_of(scoping, pieces, place) if counted else None
    if before is not None:
        return before
    beside = _LAST_YEARS.match(piece.before)
    if beside is not None and (beside["same"] or puts_beside(piece)) and scoping.years:
        return scoping.when.base or first or scoping.years[-1] - 1
    return None


def goes_on(piece: Piece) -> bool:
    """Whether a number is one of a chain: “由297条”, “增至341条”, “再增至365条”."""
    return bool(_FROM.search(piece.before) or _RETURNS.search(piece.before))


def earlier_of(scoping: Scoping, pieces: Sequence[Piece], place: int) -> int | None:
    """The year before, of which the first number of “由…降至…” may be; None of any other number."""
    if not _comes_from(pieces, place) or scoping.open_years or scoping.when.years or not scoping.years:
        return None
    return scoping.compared_years[0] if scoping.compared_years else scoping.years[-1] - 1


def _comes_from(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a number is the first of “由…降至…”, “58场变64场”: last year's, where no year is named."""
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    if following is None or not _RETURNS.search(following.before):
        return False
    return bool(_FROM.search(pieces[place].before)) or _RETURNS.fullmatch(following.before) is not None
