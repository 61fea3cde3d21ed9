"""Question and Answer: frozen values with the names of the public JSON (see docs/commands.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from assistant.report import FigureStatus, Source


class Status(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    REFUSED = "refused"
    CLARIFY = "clarify"


class Reason(StrEnum):
    """Why a question was not answered; each reason has its own sentence in `assistant.phrasing`."""

    REPORT_NOT_LOADED = "report_not_loaded"
    YEAR_NOT_COVERED = "year_not_covered"
    NOT_STATED = "not_stated"
    DAMAGED = "damaged"
    AMBIGUOUS = "ambiguous"
    NOT_COMPARABLE = "not_comparable"
    NOT_COMPUTABLE = "not_computable"
    OUT_OF_SCOPE = "out_of_scope"
    PERSONAL = "personal"
    FALSE_PREMISE = "false_premise"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, with the answer that was given."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """A narrowing that the caller imposes, beside what the question itself says."""

    report_id: str | None = None
    file: str | None = None
    agency: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, in what conversation, over which reports."""

    text: str
    history: tuple[Turn, ...] = ()
    scope: Scope = Scope()


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered source of an answer."""

    n: int
    source: Source


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A figure that an answer asserts, bound to the citation that proves it."""

    value: Decimal | None
    unit: str | None
    label: str
    agency: str | None
    year: int | None
    status: FigureStatus
    citation: int


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a derived figure was computed; every operand carries its own citation."""

    formula: str
    operands: tuple[AnswerFigure, ...]
    value: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, a refusal or a question back, and everything that proves it."""

    question: str
    standalone_question: str
    status: Status
    reason: Reason | None
    answer: str
    """Markdown with [n] marks that point into `citations`."""
    figures: tuple[AnswerFigure, ...] = ()
    derivation: Derivation | None = None
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = field(default=())
    confidence: float = 0.0
    engine: str = "embedded"
    seconds: float = 0.0
