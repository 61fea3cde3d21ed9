"""What “分别” hands out: to each of several numbers its agency, its year or its quantity."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.checking.frame import Frame, Meaning
from assistant.checking.manner import operation_of
from assistant.checking.meaning import meaning_of
from assistant.checking.pieces import Piece
from assistant.understanding.terms import Term


@dataclass(frozen=True, slots=True)
class Shares:
    """The agencies, years or quantities that “分别” hands out to `count` numbers, one to each."""

    count: int
    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    terms: tuple[Term, ...] = ()
    first: Piece | None = None
    """The first number: how it is said holds for those after it that have no words of their own."""

    def agency(self, place: int) -> str | None:
        """The agency of the number at this place."""
        return self.agencies[place] if len(self.agencies) == self.count > 1 else None

    def year(self, place: int) -> int | None:
        """The year of the number at this place."""
        return self.years[place] if len(self.years) == self.count > 1 else None

    def meaning(self, piece: Piece, place: int, frame: Frame, hidden: list[tuple[int, int]]) -> Meaning:
        """What the number at this place means."""
        if len(self.terms) == self.count > 1:
            said, direction = operation_of(piece if piece.words.strip(" 、和") else self.first or piece)
            bare = meaning_of(replace(piece, before="", after=""), frame, hidden)
            return replace(bare, operation=said, direction=direction, terms=(self.terms[place],), left="")
        meaning = meaning_of(piece, frame, hidden)
        if place and not meaning.terms and len(frame.last) == 1 and (self.agency(place) or self.year(place)):
            return replace(meaning, terms=frame.last, left="")
        return meaning
