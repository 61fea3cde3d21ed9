"""The numbers of a report's sentence, and the finding that some of them do not go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.answer import Finding, Severity
from assistant.arithmetic import plain
from assistant.audit.findings import Numbers, finding
from assistant.audit.material import Material
from assistant.checking.operation import Operation
from assistant.checking.pieces import Piece
from assistant.language.number import Kind, Number
from assistant.phrasing import quoted


@dataclass(frozen=True, slots=True)
class Stated:
    """One number of a sentence, with the clause it stands in."""

    piece: Piece
    number: Number
    operation: Operation

    @property
    def value(self) -> Decimal:
        """The number in its kind's own unit."""
        return self.number.value * self.number.scale

    @property
    def is_count(self) -> bool:
        """Whether it counts things or money."""
        return self.operation is Operation.VALUE and self.number.kind in (Kind.COUNT, Kind.MONEY)

    @property
    def shown(self) -> str:
        """The number as it is shown."""
        return f"{plain(self.number.value)}{self.number.unit}"

    @property
    def quoted(self) -> str:
        """The number with the words before it, in quotation marks."""
        return quoted(f"{clean(self.piece.before)}{self.shown}")


def found(
    material: Material,
    text: str,
    kind: str,
    severity: Severity,
    numbers: Sequence[Stated],
    sides: tuple[Stated, Decimal],
    formula: str,
    said: str,
) -> Finding:
    """A finding about these numbers; `sides` are the one that is wrong and the value computed for it."""
    start = min(one.piece.start for one in numbers)
    end = max(one.piece.end for one in numbers)
    one, computed = sides
    shown = computed if one.number.kind is not Kind.PERCENT else Decimal(two_places(computed))
    where = f"正文 · {clean(text[sides[0].piece.start : sides[0].piece.end])}"
    numbers_ = Numbers(one.number.value, shown / one.number.scale, formula)
    return finding(material, kind, severity, where, numbers_, [material.source(start, end)], said)


def two_places(value: Decimal) -> str:
    """A ratio as it is shown."""
    return plain(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def clean(text: str) -> str:
    """Words on one line, without the marks at their ends."""
    return " ".join(text.split()).strip("，、；（( ")
