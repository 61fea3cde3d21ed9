"""What visitors say of answers: one line of JSON a vote, in the store, for the staff to read."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.dated import DatedLines, now
from assistant.masking import masked

LONGEST_REASON = 500
_LARGEST = 20 * 1024 * 1024
"""Bytes of the file; when it is full, votes are no longer kept, so that nobody can fill the disk."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote on one answer; nothing says who gave it."""

    at: str
    """UTC, ISO 8601."""
    useful: bool
    reason: str
    question: str
    answer: str
    status: str


class Feedback:
    """The votes of one store. Safe to share between threads."""

    def __init__(self, store: Path, days: int) -> None:
        """Votes are kept for so many days."""
        self._file = DatedLines(store / "feedback.jsonl", days)
        self._writing = threading.Lock()

    def keep(self, *, useful: bool, reason: str, question: str, answer: str, status: str) -> bool:
        """Keep a vote, personal data masked; False when the file is full. Raises OSError when it cannot be written."""
        said = masked(reason.strip()[:LONGEST_REASON]), masked(question[:1000]), answer[:4000]
        with self._writing:
            if self._file.size() + 3 * sum(map(len, said)) > _LARGEST:
                return False
            self._file.append(asdict(Vote(now(), useful, *said, status)))
        return True

    def latest(self, most: int = 200) -> list[Vote]:
        """The latest votes, the newest first; a line that was cut short is left out. Raises OSError."""
        return list(_read(reversed(self._file.lines()[-most:])))


def _read(lines: Iterator[str]) -> Iterator[Vote]:
    for line in lines:
        try:
            yield Vote(**json.loads(line))
        except (ValueError, TypeError):
            continue
