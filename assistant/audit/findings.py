"""Making a Finding: where it is, under which id it is kept, and how its numbers are written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Finding, Severity
from assistant.arithmetic import plain
from assistant.audit.material import Material
from assistant.report import Source

TABLE_NAMES = {"art20": "表二", "requests": "表三", "review": "表四"}
"""How the national form's tables are called by those who fill them in."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The two sides of what does not agree, and the equation between them."""

    stated: Decimal | str
    computed: Decimal | str
    formula: str


def finding(
    material: Material,
    kind: str,
    severity: Severity,
    where: str,
    numbers: Numbers,
    evidence: Sequence[Source],
    explanation: str,
) -> Finding:
    """A finding about one report."""
    info = material.info
    stated, computed = _text(numbers.stated), _text(numbers.computed)
    key = "\n".join((info.report_id, kind, where, stated, computed, *(s.quote for s in evidence[:1])))
    return Finding(
        report_id=info.report_id,
        file=info.file,
        kind=kind,
        severity=severity,
        where=where,
        stated=stated,
        computed=computed,
        formula=numbers.formula,
        evidence=tuple(dict.fromkeys(evidence)),
        explanation=explanation,
        finding_id=hashlib.sha256(key.encode()).hexdigest()[:12],
    )


def _text(value: Decimal | str) -> str:
    return value if isinstance(value, str) else plain(value)
