"""What staff decided about findings: kept with the library under the finding's id, which stays the same while the
report states the same, so that reading the same file again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant import clock
from assistant.answer import Decision, Finding
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


def with_decisions(library: Library, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each with what was decided about it."""
    known = {decision.finding_id: decision for decision in library.decisions()}
    return [replace(finding, decision=known.get(finding.finding_id)) for finding in findings]
