"""What staff decided about findings and about the claims of drafts: kept with the library.

A finding's id stays the same while the report states the same, so that reading the same file again changes nothing; a
claim's id while its words, whom and when they are about, and what the reports say to them are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from assistant import clock
from assistant.answer import Claim, Decision, Finding
from assistant.errors import UsageError
from assistant.library import Library

VERDICTS = ("confirmed", "dismissed", "noted")


def decide(library: Library, finding_id: str, verdict: str, note: str = "", author: str = "") -> Decision:
    """Record a decision over any earlier one. Raises UsageError for an unknown verdict, LibraryError."""
    if verdict not in VERDICTS:
        raise UsageError(f"没有“{verdict}”这种处理 / unknown decision; one of {', '.join(VERDICTS)}")
    decision = Decision(finding_id, verdict, note, author, clock.now())
    library.decide(decision)
    return decision


def claim_id(claim: Claim) -> str:
    """What a decision about a claim is kept under."""
    said = (claim.text, claim.scope.agency, claim.scope.year, claim.kind, claim.verdict, claim.correct)
    return "c" + hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:16]


def with_decisions(library: Library, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each with what was decided about it."""
    known = {decision.finding_id: decision for decision in library.decisions()}
    return [replace(finding, decision=known.get(finding.finding_id)) for finding in findings]
