"""Suites: a YAML file that describes the suite, and JSONL files of cases. Errors name file, line and field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from assistant.answer import Reason, Scope, Status, Turn
from evals.errors import EvaluationError, at
from evals.fields import Fields

SUITES = Path(__file__).with_name("suites")
"""Our own suites; a suite may be named by its stem."""
OPERATIONS = frozenset(
    {"value", "sum", "share", "difference", "growth", "series", "comparable", "prose", "text", "refusal", "clarify"}
)
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
class Expected:
    """What a right answer is."""

    statuses: tuple[Status, ...]
    reasons: tuple[Reason | None, ...] = ()
    """The reasons that are right; empty where none is asked for."""
    figures: tuple[ExpectedFigure, ...] = ()
    text: tuple[tuple[str, ...], ...] = ()
    """Each entry: alternatives of which one must stand in the answer."""
    not_text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    reference: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer is."""

    id: str
    question: str
    expect: Expected
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
        return next((one.file for one in self.expect.evidence), self.conversation or self.id)


@dataclass(frozen=True, slots=True)
class Suite:
    """A named set of cases and what it must reach."""

    name: str
    title: str
    cases: tuple[Case, ...]
    thresholds: tuple[Bound, ...]
    reports: tuple[Path, ...]
    """Report files or folders that the suite is about; empty: the library in use."""
    digest: str
    """SHA-256 over the suite's files."""


def load(name: str | Path) -> Suite:
    """The suite of this file, or ours of this name. Raises EvaluationError."""
    path = Path(name)
    if not path.is_file() and (SUITES / f"{name}.yaml").is_file():
        path = SUITES / f"{name}.yaml"
    if not path.is_file():
        ours = ", ".join(sorted(file.stem for file in SUITES.glob("*.yaml")))
        raise EvaluationError(f"{name}：没有这个评测集 / no such suite; ours are: {ours}")
    text = path.read_text("utf-8-sig")
    data, lines = _yaml(path, text)
    fields = Fields(path, data, lines=lines)
    fields.only("suite", "title", "description", "cases", "reports", "thresholds")
    files = [path.parent / name for name in fields.strings("cases", required=True)]
    parts = [_read(fields, file) for file in files]
    cases = [case for file, part in zip(files, parts, strict=True) for case in _cases(file, part)]
    if not cases:
        raise fields.error("cases", "评测集是空的", "the suite has no cases")
    _refuse_doubles(path, cases)
    return Suite(
        name=fields.string("suite", required=True) or "",
        title=fields.string("title") or path.stem,
        cases=tuple(cases),
        thresholds=_bounds(fields, "thresholds"),
        reports=tuple((path.parent / name).resolve() for name in fields.strings("reports")),
        digest=hashlib.sha256("\n".join([text, *parts]).encode()).hexdigest(),
    )


def case_of(fields: Fields) -> Case:
    """One case from its JSON. Raises EvaluationError."""
    fields.only(
        *("id", "question", "history", "scope", "operation", "tags", "conversation", "cluster", "provenance"),
        *("thresholds", "expect"),
    )
    history = tuple(_turn(one) for one in fields.children("history"))
    return Case(
        id=fields.string("id", required=True) or "",
        question=fields.string("question", required=True) or "",
        expect=_expected(fields.child("expect")),
        history=history,
        scope=_scope(fields.child("scope")) if "scope" in fields else Scope(),
        operation=fields.choice("operation", OPERATIONS),
        tags=fields.strings("tags"),
        conversation=fields.string("conversation"),
        cluster=fields.string("cluster"),
        provenance=fields.string("provenance"),
        thresholds=_bounds(fields, "thresholds"),
    )


def _yaml(path: Path, text: str) -> tuple[Mapping[str, Any], dict[str, int]]:
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise at(path, line, "", f"不是合法的 YAML：{error.problem}", "not YAML") from None
    if not isinstance(data, dict) or not isinstance(node, yaml.MappingNode):
        raise at(path, 1, "", "应为键值对", "must be a mapping")
    return data, {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


def _read(fields: Fields, file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise fields.error("cases", f"读不到“{file}”", f"cannot read {file}") from None


def _cases(file: Path, text: str) -> list[Case]:
    cases = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            raise at(file, number, "", f"不是合法的 JSON：{error.msg}", "not JSON") from None
        if not isinstance(item, dict):
            raise at(file, number, "", "应为一个对象", "must be an object")
        cases.append(case_of(Fields(file, item, line=number)))
    return cases


def _refuse_doubles(path: Path, cases: Sequence[Case]) -> None:
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise at(path, None, "id", f"编号“{case.id}”重复", f"the id {case.id} occurs twice")
        seen.add(case.id)


def _turn(fields: Fields) -> Turn:
    fields.only("question", "answer")
    return Turn(fields.string("question", required=True) or "", fields.string("answer") or "")


def _scope(fields: Fields) -> Scope:
    fields.only("report_id", "file", "agency", "year")
    return Scope(fields.string("report_id"), fields.string("file"), fields.string("agency"), fields.integer("year"))


def _expected(fields: Fields) -> Expected:
    fields.only("status", "reason", "figures", "text", "not_text", "items", "reference", "evidence")
    statuses = fields.one_or_more("status", {status.value for status in Status}, required=True)
    reasons = fields.one_or_more("reason", {reason.value for reason in Reason} | {None})
    return Expected(
        statuses=tuple(Status(one) for one in statuses if one is not None),
        reasons=tuple(None if one is None else Reason(one) for one in reasons),
        figures=tuple(_figure(one) for one in fields.children("figures")),
        text=fields.alternatives("text"),
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


def _bounds(fields: Fields, name: str) -> tuple[Bound, ...]:
    if name not in fields:
        return ()
    inner = fields.child(name)
    bounds = []
    for metric in inner.data:
        bound = inner.child(metric)
        bound.only("min", "max")
        bounds.append(Bound(metric, bound.number("min"), bound.number("max")))
    return tuple(bounds)
