"""A number of a draft with all that says what it states: its meaning, its reports, the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.catalog import Target
from assistant.checking.frame import Meaning
from assistant.checking.pieces import Piece
from assistant.language.number import Kind, Number

_CASES = frozenset(("", "request", "requests", "application", "applications", "cases", *"件份宗例起个项次条笔批部"))
"""Measure words for what the forms count."""
_GLUED = 10**5
_PEOPLE = frozenset(("人", "人次", "名", "位"))
"""Measure words for the requests of natural persons."""


@dataclass(slots=True)
class Statement:
    """A piece with what it means and the reports that it is about."""

    piece: Piece
    number: Number
    meaning: Meaning
    targets: Sequence[Target]
    base: Sequence[Target]
    context: str
    """The words of the sentence before the piece."""
    hidden: list[tuple[int, int]]
    """The stretches of the clause that name agencies and years."""

    @property
    def is_no_claim(self) -> bool:
        """Whether the number, when nothing proves it, is a manner of speaking and no claim at all."""
        if self.number.kind is not Kind.COUNT:
            return False
        return (not self.number.unit and not self.meaning.terms) or (self.number.spelled and self.number.value <= 3)

    @property
    def is_glued(self) -> bool:
        """Whether the number looks like the cells of a table run together: “予以公开7100008”."""
        return not self.number.unit and self.number.value >= _GLUED and "00" in str(self.number.value)

    @property
    def counts_cases(self) -> bool:
        """Whether the unit is one in which the forms count: 件 and what is said for it, or money."""
        if self.number.unit in _PEOPLE:
            return all(term.cols == ("natural",) for term in self.meaning.terms)
        return self.number.kind is not Kind.COUNT or self.number.unit in _CASES
