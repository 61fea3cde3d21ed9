"""Cases: a question, a draft or a report, with what a right answer is; and how one is read from its JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from assistant.answer import Reason, Scope, Status, Turn
from evals.fields import Fields
from evals.names import TITLES

OPERATIONS = frozenset(
    {"value", "sum", "share", "difference", "growth", "average", "series", "trend", "extreme", "rank", "top", "count"}
    | {"compare", "carry-over", "whether", "comparable", "prose", "text", "refusal", "clarify"}
)
VERDICTS = ("supported", "contradicted", "not_found")


class Kind(StrEnum):
    """What is put to the product."""

    QUESTION = "question"
    CLAIMS = "claims"
    """A draft whose claims are checked against the reports."""
    AUDIT = "audit"
    """A report that is audited, as it is or with a planted fault."""


ROLES = frozenset({"term", "part", "whole", "before", "after"})


@dataclass(frozen=True, slots=True)
class Bound:
    """What a metric must reach, or must not exceed."""

    metric: str
    low: float | None = None
    high: float | None = None

    def holds(self, value: float) -> bool:
        """Whether the value lies within the bound; a bound itself is within."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A figure that the answer must assert, to the decimals given here."""

    value: Decimal
    unit: str | None = None
    year: int | None = None
    any_sign: bool = False
    """True where the question's own words carry the direction ("how many fewer")."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The right proof: a cell by its header paths, or a quote."""

    file: str
    row: tuple[str, ...] | None = None
    col: tuple[str, ...] | None = None
    table: str | None = None
    value: str | None = None
    """What the cell states, a decimal string."""
    quote: str | None = None
    also: tuple[str, ...] = ()
    """Quotes of the same report that state the cell's value in words: they prove it too."""
    role: str | None = None
    """The cell's part in the arithmetic: term, part, whole, before or after."""


@dataclass(frozen=True, slots=True)
class ExpectedClaim:
    """A claim that the check must find in the draft."""

    text: str
    """Words of the draft that hold the claim's figure."""
    verdict: str
    correct: Decimal | None = None
    """What the reports state instead, of a contradicted claim."""


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """Something that an audit must report."""

    kind: str
    stated: Decimal | None = None
    computed: Decimal | None = None
    optional: bool = False
    """True of what follows from the same fault, and may be reported or not."""


@dataclass(frozen=True, slots=True)
class Plant:
    """A fault: words that stand once in the report's file, and what is put in their place."""

    find: str
    put: str


@dataclass(frozen=True, slots=True)
class Audited:
    """The report that a case audits."""

    report: str
    """The file's name among the suite's reports."""
    plants: tuple[Plant, ...] = ()
    beside: tuple[str, ...] = ()
    """Files of the neighbouring years that are loaded with it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer is."""

    statuses: tuple[Status, ...] = ()
    reasons: tuple[Reason | None, ...] = ()
    """The reasons that are right; empty where none is asked for."""
    figures: tuple[ExpectedFigure, ...] = ()
    text: tuple[tuple[str, ...], ...] = ()
    """Each entry: alternatives of which one must stand in the answer."""
    lead: tuple[str, ...] = ()
    """Words of which one must stand in the answer's first line: the year, the name that is asked for.
    Of a word after "^" the line must begin with it: "^是" is not met by "不是"."""
    not_text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    reference: str | None = None
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[ExpectedClaim, ...] = ()
    findings: tuple[ExpectedFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One question, draft or report with what a right answer is."""

    id: str
    question: str
    """What is asked; of a claims case the draft, of an audit the report's file."""
    expect: Expected
    kind: Kind = Kind.QUESTION
    audited: Audited | None = None
    history: tuple[Turn, ...] = ()
    scope: Scope = field(default_factory=Scope)
    operation: str | None = None
    tags: tuple[str, ...] = ()
    conversation: str | None = None
    """Cases of one conversation are asked in order, each after the answers that the earlier ones really got."""
    cluster: str | None = None
    provenance: str | None = None
    thresholds: tuple[Bound, ...] = ()

    @property
    def group(self) -> str:
        """What it shares its luck with, for intervals: its report, else its conversation, else nothing."""
        if self.cluster is not None:
            return self.cluster
        if self.audited is not None:
            return self.audited.report
        return next((one.file for one in self.expect.evidence), self.conversation or self.id)


def case_of(fields: Fields) -> Case:
    """One case from its JSON. Raises EvaluationError."""
    kind = Kind(fields.choice("kind", set(Kind)) or Kind.QUESTION)
    own = {Kind.QUESTION: ("question", "history", "conversation"), Kind.CLAIMS: ("draft",),
           Kind.AUDIT: ("report", "plant", "beside")}[kind]  # fmt: skip
    common = ("id", "kind", "scope", "operation", "tags", "cluster", "provenance", "thresholds", "expect")
    fields.only(*own, *common)
    return Case(
        id=fields.string("id", required=True) or "",
        question=fields.string(own[0], required=True) or "",
        expect=_EXPECTED[kind](fields.child("expect")),
        kind=kind,
        audited=_audited(fields) if kind is Kind.AUDIT else None,
        history=tuple(_turn(one) for one in fields.children("history")),
        scope=_scope(fields.child("scope")) if "scope" in fields else Scope(),
        operation=fields.choice("operation", OPERATIONS) or (None if kind is Kind.QUESTION else kind.value),
        tags=fields.strings("tags"),
        conversation=fields.string("conversation"),
        cluster=fields.string("cluster"),
        provenance=fields.string("provenance"),
        thresholds=bounds_of(fields, "thresholds"),
    )


def _turn(fields: Fields) -> Turn:
    fields.only("question", "answer")
    return Turn(fields.string("question", required=True) or "", fields.string("answer") or "")


def _scope(fields: Fields) -> Scope:
    fields.only("report_id", "file", "agency", "year")
    return Scope(fields.string("report_id"), fields.string("file"), fields.string("agency"), fields.integer("year"))


def _audited(fields: Fields) -> Audited:
    plants = []
    for one in fields.children("plant"):
        one.only("find", "put")
        plants.append(Plant(one.string("find", required=True) or "", one.text("put")))
    return Audited(fields.string("report", required=True) or "", tuple(plants), fields.strings("beside"))


def _expected_claims(fields: Fields) -> Expected:
    fields.only("claims", "evidence")
    claims = tuple(_claim(one) for one in fields.children("claims"))
    return Expected(claims=claims, evidence=tuple(_evidence(one) for one in fields.children("evidence")))


def _claim(fields: Fields) -> ExpectedClaim:
    fields.only("text", "verdict", "correct")
    verdict = fields.choice("verdict", VERDICTS)
    if verdict is None:
        raise fields.error("verdict", "缺少这个字段", "is required")
    correct = fields.decimal("correct") if "correct" in fields else None
    return ExpectedClaim(fields.string("text", required=True) or "", verdict, correct)


def _expected_findings(fields: Fields) -> Expected:
    fields.only("findings")
    return Expected(findings=tuple(_finding(one) for one in fields.children("findings")))


def _finding(fields: Fields) -> ExpectedFinding:
    fields.only("kind", "stated", "computed", "optional")
    return ExpectedFinding(
        kind=fields.string("kind", required=True) or "",
        stated=fields.decimal("stated") if "stated" in fields else None,
        computed=fields.decimal("computed") if "computed" in fields else None,
        optional=fields.boolean("optional"),
    )


def _expected(fields: Fields) -> Expected:
    fields.only("status", "reason", "figures", "text", "lead", "not_text", "items", "reference", "evidence")
    statuses = fields.one_or_more("status", {status.value for status in Status}, required=True)
    reasons = fields.one_or_more("reason", {reason.value for reason in Reason} | {None})
    return Expected(
        statuses=tuple(Status(one) for one in statuses if one is not None),
        reasons=tuple(None if one is None else Reason(one) for one in reasons),
        figures=tuple(_figure(one) for one in fields.children("figures")),
        text=fields.alternatives("text"),
        lead=fields.strings("lead"),
        not_text=fields.strings("not_text"),
        items=fields.strings("items"),
        reference=fields.string("reference"),
        evidence=tuple(_evidence(one) for one in fields.children("evidence")),
    )


def _figure(fields: Fields) -> ExpectedFigure:
    fields.only("value", "unit", "year", "any_sign")
    return ExpectedFigure(
        fields.decimal("value"), fields.string("unit"), fields.integer("year"), fields.boolean("any_sign")
    )


def _evidence(fields: Fields) -> Evidence:
    fields.only("file", "table", "row", "col", "value", "quote", "also", "role")
    if ("quote" in fields) == ("row" in fields and "col" in fields):
        raise fields.error("quote", "证据应为 quote，或 row 和 col", "needs either a quote, or a row and a col")
    return Evidence(
        file=fields.string("file", required=True) or "",
        row=fields.strings("row") if "row" in fields else None,
        col=fields.strings("col") if "col" in fields else None,
        table=fields.string("table"),
        value=format(fields.decimal("value"), "f") if "value" in fields else None,
        quote=fields.string("quote"),
        also=fields.strings("also"),
        role=fields.choice("role", ROLES),
    )


def bounds_of(fields: Fields, name: str) -> tuple[Bound, ...]:
    """The bounds by metric that a field holds."""
    if name not in fields:
        return ()
    inner = fields.child(name)
    bounds = []
    inner.only(*TITLES)
    for metric in inner.data:
        bound = inner.child(metric)
        bound.only("min", "max")
        low, high = bound.number("min"), bound.number("max")
        if low is None and high is None:
            raise inner.error(metric, "缺少 min 或 max", "needs min or max")
        bounds.append(Bound(metric, low, high))
    return tuple(bounds)


_EXPECTED: Mapping[Kind, Callable[[Fields], Expected]] = {
    Kind.QUESTION: _expected,
    Kind.CLAIMS: _expected_claims,
    Kind.AUDIT: _expected_findings,
}
