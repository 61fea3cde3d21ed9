"""One failing case for the page: what was asked, what was expected, what came, and both sides' evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from evals.cases import Evidence, ExpectedFigure, Kind
from evals.records import Scored

Both = Callable[[str, str], str]
_ASKED = {
    Kind.QUESTION: ("问题", "Question"),
    Kind.CLAIMS: ("草稿", "Draft"),
    Kind.AUDIT: ("报告", "Report"),
}


def failing(one: Scored, both: Both) -> str:
    """The case as a `<details>`; every text of it is escaped."""
    rows = [
        (both(*_ASKED[one.case.kind]), escape(one.case.question) + _context(one)),
        *((both("理解为", "Understood as"), escape(str(one.record.answer.get("standalone_question") or "—")))
          for _ in range(one.case.kind is Kind.QUESTION)),
        (both("应为", "Expected"), _lines(_expected(one))),
        (both("得到", "Got"), f"<pre>{escape(_got(one))}</pre>"),
        (both("引用", "Cited"), _lines(_cited(one))),
        (both("正确证据", "Right evidence"), _lines(_proof(e) for e in one.case.expect.evidence)),
        (both("原因", "Why"), escape("; ".join(one.score.why))),
    ]  # fmt: skip
    body = "".join(f"<dt>{title}</dt><dd>{text}</dd>" for title, text in rows)
    head = f"<b>{escape(one.case.id)}</b> {escape(one.case.question)}"
    why = escape(one.score.why[0])
    return f"<details><summary>{head} <span class='bad'>{why}</span></summary><dl>{body}</dl></details>"


def _lines(texts: Any) -> str:  # noqa: ANN401 - any iterable of strings
    return "<br>".join(map(escape, texts)) or "—"


def _context(one: Scored) -> str:
    """The turns before a question; the planted faults of a report."""
    said = [turn.question for turn in one.case.history]
    if one.case.audited is not None:
        said = [f"{plant.find} → {plant.put}" for plant in one.case.audited.plants]
    return "".join(f"<br><span class='soft'>{escape(text)}</span>" for text in said)


def _expected(one: Scored) -> list[str]:
    expect = one.case.expect
    asked = ["/".join(expect.statuses), *(str(reason) for reason in expect.reasons if reason)]
    asked += [_figure(figure) for figure in expect.figures]
    asked += ["|".join(words) for words in (expect.lead, *expect.text) if words]
    lines = ["; ".join(filter(None, asked))] if any(asked) else []
    lines += [f"{c.text}: {c.verdict}" + (f" ({c.correct:f})" if c.correct is not None else "") for c in expect.claims]
    lines += [_finding(f.kind, f.stated, f.computed) + (" (optional)" if f.optional else "") for f in expect.findings]
    return lines


def _figure(figure: ExpectedFigure) -> str:
    year = f" ({figure.year})" if figure.year else ""
    return f"{Decimal(figure.value):f}{figure.unit or ''}{year}"


def _finding(kind: object, stated: object, computed: object) -> str:
    shown = " ≠ ".join(str(value) for value in (stated, computed) if value is not None)
    return f"{kind}: {shown}" if shown else str(kind)


def _got(one: Scored) -> str:
    got = one.record.answer
    if one.record.error is not None:
        return one.record.error
    claims = [f"{c.get('text')}: {c.get('verdict')} {c.get('correct') or ''}" for c in got.get("claims") or ()]
    found = [f"{_finding(f.get('kind'), f.get('stated'), f.get('computed'))} {f.get('where')}"
             for f in got.get("findings") or ()]  # fmt: skip
    if one.case.kind is not Kind.QUESTION:
        return "\n".join([*claims, *found]) or "—"
    reason = f" ({got['reason']})" if got.get("reason") else ""
    return f"{got.get('status')}{reason}\n{got.get('answer') or ''}"


def _cited(one: Scored) -> list[str]:
    got = one.record.answer
    parts: list[Mapping[str, Any]] = [*(got.get("claims") or ()), *(got.get("findings") or ())]
    within: Sequence[Mapping[str, Any]] = [source for part in parts for source in part.get("evidence") or ()]
    return [_source(source) for source in (*(got.get("citations") or ()), *within)]


def _source(source: Mapping[str, Any]) -> str:
    number = f"[{source['n']}] " if source.get("n") is not None else ""
    cell = f" {source['cell']}" if source.get("cell") else ""
    return f"{number}{source.get('file')}{cell}: {source.get('quote')}"


def _proof(evidence: Evidence) -> str:
    if evidence.quote is not None:
        return f"{evidence.file}: “{evidence.quote}”"
    labels = " / ".join((*(evidence.row or ()), *(evidence.col or ())))
    return f"{evidence.file}: {labels} = {evidence.value}"
