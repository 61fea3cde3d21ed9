"""Claims and findings as Markdown."""

from __future__ import annotations

import re

from assistant.answer import Audited, Checked
from assistant.exports import listing
from assistant.exports.listing import SEVERITIES, VERDICTS, one_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def checked(result: Checked, name: str) -> str:
    """The claims of a draft as a table, with their evidence below."""
    lines = [
        f"# 核对：{_safe(name)}",
        "",
        listing.summary(result),
        "",
        "| # | 陈述 | 结论 | 应为 | 说明 |",
        "|---|---|---|---|---|",
    ]
    for number, claim in enumerate(result.claims, 1):
        right = listing.corrected(claim) if claim.correct is not None else ""
        cells = (str(number), _safe(claim.text), VERDICTS[claim.verdict], _safe(right), _safe(claim.explanation))
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "## 依据", ""]
    for number, claim in enumerate(result.claims, 1):
        lines += [f"- （{number}）{_safe(listing.place(source))}" for source in claim.evidence]
    return "\n".join(lines)


def audited(result: Audited) -> str:
    """The findings over some reports, a section a report."""
    lines = ["# 报告审核", "", f"共审核 {result.reports} 份报告，{len(result.findings)} 处需要核对。"]
    for file in listing.files(result.findings):
        lines += [
            "",
            f"## {_safe(file)}",
            "",
            "| 编号 | 级别 | 位置 | 写作 | 应为 | 说明 |",
            "|---|---|---|---|---|---|",
        ]
        for finding in (f for f in result.findings if f.file == file):
            cells = (
                finding.finding_id,
                SEVERITIES[finding.severity] + _safe(listing.decided(finding)),
                _safe(finding.where),
                _safe(finding.stated),
                _safe(finding.computed),
                _safe(finding.explanation),
            )
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _safe(text: str) -> str:
    """Text of a report or a draft as text: nothing in it is markup."""
    return _SPECIAL.sub(r"\\\1", one_line(text))
