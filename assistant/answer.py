"""Question and Answer, Claim and Finding: frozen values with the names of the public JSON (see docs/commands.md)."""

from __future__ import annotations

from collections.abc import Mapping
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
class Usage:
    """What a model was asked for one answer."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None
    """In the currency of the configured price; None when no price is configured."""


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
    """"embedded", or the model whose words the answer is in."""
    prompts: tuple[str, ...] = ()
    """The prompts that had a part in it, with their versions: "phrase@1"."""
    usage: Usage | None = None
    """None when no model was asked."""
    seconds: float = 0.0


class Verdict(StrEnum):
    """What the reports say to a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"
    """The reports do not state it, or state it ambiguously, or the claim leaves open whom or when it means."""


class Severity(StrEnum):
    """How much a finding weighs: an error is certain, a remark wants a look."""

    ERROR = "error"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class ClaimScope:
    """Whom and when a claim is about; None where the draft leaves it open."""

    agency: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of a draft that the reports can prove or disprove, and what they say to it."""

    text: str
    """Exactly `draft[start:end]`."""
    start: int
    end: int
    value: Decimal | None
    """The number that is claimed, in `unit`; None for a claim without one ("逐年上升", "未收到")."""
    unit: str | None
    scope: ClaimScope
    verdict: Verdict
    correct: str | None
    """For a contradicted claim: the right figure, a decimal in the claim's unit, or the right relation in words."""
    evidence: tuple[Source, ...]
    explanation: str
    kind: str = "value"
    """"value", "share", "growth", "difference", "multiple", "sum", "rank", "trend", "comparison" or "none"."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The claims of a draft, in order, and how many have which verdict."""

    claims: tuple[Claim, ...]
    summary: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a member of staff decided about a finding."""

    finding_id: str
    verdict: str
    """"confirmed", "dismissed" (not an error) or "noted"."""
    note: str
    author: str
    decided_at: str
    """UTC, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a report that contradicts its form, itself or the same agency's neighbouring year."""

    report_id: str
    file: str
    kind: str
    severity: Severity
    where: str
    stated: str
    computed: str
    formula: str
    evidence: tuple[Source, ...]
    explanation: str
    finding_id: str = ""
    """Stable while the report states the same: a decision is kept under it."""
    decision: Decision | None = None

    @property
    def is_open_error(self) -> bool:
        """Whether it is an error that nobody has dismissed."""
        return self.severity is Severity.ERROR and (self.decision is None or self.decision.verdict != "dismissed")


@dataclass(frozen=True, slots=True)
class Audited:
    """The findings over some reports, and how many reports were looked at."""

    findings: tuple[Finding, ...]
    reports: int
