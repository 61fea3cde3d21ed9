"""The arithmetic inside a report's sentences: shares of numbers that stand beside them, and lists that must add up.

Only numbers of one sentence are compared. A list that is not closed may leave something out; parts that together are
more than their whole, or a closed list that is less, are errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.answer import Finding
from assistant.audit import ratios, sums
from assistant.audit.material import Material
from assistant.audit.stated import Stated
from assistant.checking.manner import operation_of
from assistant.checking.pieces import Clause, pieces_of


def check(material: Material, text: str, clauses: Sequence[Clause]) -> Iterator[Finding]:
    """Every share that its own numbers do not give, and every list that does not add up."""
    pieces = [piece for clause in clauses for piece in pieces_of(clause) if piece.number is not None]
    for _, group in groupby(pieces, key=lambda piece: piece.clause.sentence):
        line = [Stated(piece, piece.number, operation_of(piece)[0]) for piece in group if piece.number is not None]
        if len(line) < 2:
            continue
        yield from ratios.check(material, text, line)
        yield from sums.check(material, text, line)
