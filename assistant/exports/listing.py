"""Claims and findings as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import phrasing
from assistant.answer import Audited, Checked, Claim, Finding, Severity, Verdict
from assistant.report import Source

VERDICTS = {Verdict.SUPPORTED: "属实", Verdict.CONTRADICTED: "不符", Verdict.NOT_FOUND: "未找到"}
SEVERITIES = {Severity.ERROR: "错误", Severity.REMARK: "提示"}
DECISIONS = {"confirmed": "已确认", "dismissed": "不是错误", "noted": "已备注"}
_MARKS = {Verdict.SUPPORTED: "✓", Verdict.CONTRADICTED: "✗", Verdict.NOT_FOUND: "?"}
_SHOWN = 3


def checked(result: Checked) -> str:
    """The claims of a draft, a few lines each, and at the end, where a terminal stops, those that are wrong."""
    lines: list[str] = []
    for claim in result.claims:
        lines.append(f"{_MARKS[claim.verdict]} {VERDICTS[claim.verdict]}  {one_line(claim.text)}")
        lines.append(f"    {claim.explanation}")
        if claim.correct is not None:
            lines.append(f"    应为：{corrected(claim)}")
        lines += [f"    依据：{place(source)}" for source in claim.evidence[:_SHOWN]]
        if len(claim.evidence) > _SHOWN:
            lines.append(f"    依据：等 {len(claim.evidence)} 处")
    lines.append(summary(result))
    lines += [f"  ✗ {one_line(claim.text)} → {corrected(claim)}" for _, claim in wrong(result)]
    return "\n".join(lines)


def wrong(result: Checked) -> list[tuple[int, Claim]]:
    """The claims to mend, each with its number: what staff look for first in a long draft."""
    return [(n, claim) for n, claim in enumerate(result.claims, 1) if claim.verdict is Verdict.CONTRADICTED]


def audited(result: Audited) -> str:
    """The findings over some reports, by report."""
    lines: list[str] = []
    for file in dict.fromkeys(finding.file for finding in result.findings):
        lines.append(file)
        for finding in (f for f in result.findings if f.file == file):
            lines.append(f"  [{finding.finding_id}] {SEVERITIES[finding.severity]} {finding.where}{decided(finding)}")
            lines.append(f"      {finding.explanation}")
    errors = sum(finding.severity is Severity.ERROR for finding in result.findings)
    lines.append(f"审核 {result.reports} 份报告：错误 {errors} 处，提示 {len(result.findings) - errors} 处")
    return "\n".join(lines)


def summary(result: Checked) -> str:
    """How many claims have which verdict."""
    counts = "，".join(f"{VERDICTS[verdict]} {result.summary.get(verdict.value, 0)}" for verdict in Verdict)
    return f"共 {len(result.claims)} 条陈述：{counts}"


def corrected(claim: Claim) -> str:
    """The right figure with the claim's unit, or the right relation."""
    right = claim.correct or ""
    plain = right.lstrip("-").replace(".", "", 1).isdigit()
    return f"{right}{claim.unit or ''}" if plain else right


def decided(finding: Finding) -> str:
    """What staff decided about a finding; "" while nobody has."""
    decision = finding.decision
    if decision is None:
        return ""
    note = f"：{decision.note}" if decision.note else ""
    return f"（{DECISIONS[decision.verdict]}{note}）"


def place(source: Source) -> str:
    """Where a source is, in a line."""
    quote = one_line(source.quote)
    return f"{phrasing.place(source, 'zh')}：“{quote if len(quote) <= 60 else quote[:59] + '…'}”"


def one_line(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def files(findings: Sequence[Finding]) -> list[str]:
    """The files that the findings are about, in order."""
    return list(dict.fromkeys(finding.file for finding in findings))
