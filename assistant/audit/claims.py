"""What a report's sentences say against what its tables say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from assistant.answer import Claim, Finding, Severity, Verdict
from assistant.arithmetic import plain
from assistant.audit.findings import Numbers, finding
from assistant.audit.material import Material
from assistant.catalog import Catalog
from assistant.checking import against_tables
from assistant.checking.pieces import Clause
from assistant.checking.readings import Reader

_KINDS = {
    "value": "prose_vs_table",
    "none": "prose_vs_table",
    "trend": "prose_vs_table",
    "rank": "prose_vs_table",
    "comparison": "prose_vs_table",
    "difference": "prose_vs_table",
    "sum": "prose_sum",
}
_SCOPE = re.compile(r"本级|区直|市直|县直|省直|各县|各区|乡镇|街道|下级|窗口|大厅|平台|热线|事项|清单")
"""Words of another scope than that of the tables."""
_NAMED = re.compile(
    r"制发|废止|现行有效|处理决定|新制作|新公开|对外公开总|(?:制定|出台|印发|发布|制作)[^，。]{0,8}(?:规范性文件|规章)"
)


def check(
    reader: Reader, catalog: Catalog, material: Material, text: str, clauses: Sequence[Clause]
) -> Iterator[Finding]:
    """Every claim of the report's own sentences that its tables contradict."""
    if material.form is None:
        return
    for claim in against_tables(reader, catalog, material.info.report_id, text, clauses):
        if claim.verdict is Verdict.CONTRADICTED:
            severity = _severity(claim)
            if severity is not None:
                yield _finding(material, claim, severity)


def _severity(claim: Claim) -> Severity | None:
    """An error about cases; a remark where the words may have another scope; None where they name no column."""
    cells = {source.row[:1] or source.col[:1] for source in claim.evidence}
    about_article_20 = any(path and path[0].startswith("第二十条") for path in cells)
    if about_article_20:
        return Severity.REMARK if _NAMED.search(claim.text) else None
    return Severity.REMARK if _SCOPE.search(claim.text) or _is_cut_off(claim) else Severity.ERROR


def _kind(claim: Claim) -> str:
    """The finding's kind; “应办…件” is the sum of what came in and what was carried over."""
    rows = {source.row[0][:1] for source in claim.evidence if source.row}
    if claim.kind == "value" and rows == {"一", "二"}:
        return "prose_sum"
    return _KINDS.get(claim.kind, "prose_ratio")


def _is_cut_off(claim: Claim) -> bool:
    """Whether a ratio is wrong by less than its last digit: it was cut off where it should have been rounded."""
    if claim.value is None or claim.unit != "%" or claim.correct is None:
        return False
    try:
        return abs(claim.value - Decimal(claim.correct)) <= Decimal(1).scaleb(int(claim.value.as_tuple().exponent))
    except InvalidOperation:
        return False


def _finding(material: Material, claim: Claim, severity: Severity) -> Finding:
    stated = claim.text if claim.value is None else f"{plain(claim.value)}{claim.unit or ''}"
    numbers = Numbers(
        plain(claim.value) if claim.value is not None else claim.text,
        claim.correct or "",
        f"{stated} ≠ {claim.correct}",
    )
    return finding(
        material,
        _kind(claim),
        severity,
        f"正文 · {' '.join(claim.text.split())}",
        numbers,
        [material.source(claim.start, claim.end), *claim.evidence],
        claim.explanation.replace("与报告不符", "正文与统计表不符"),
    )
