"""What visitors say of answers: one line of JSON a vote, in the store, for the staff to read."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

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

    def __init__(self, store: Path) -> None:
        self._file = store / "feedback.jsonl"
        self._writing = threading.Lock()

    def keep(self, *, useful: bool, reason: str, question: str, answer: str, status: str) -> bool:
        """Keep a vote, personal data masked; False when the file is full. Raises OSError when it cannot be written."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        vote = Vote(
            now, useful, masked(reason.strip()[:LONGEST_REASON]), masked(question[:1000]), answer[:4000], status
        )
        line = json.dumps(asdict(vote), ensure_ascii=False) + "\n"
        with self._writing:
            if self._file.exists() and self._file.stat().st_size + len(line) * 3 > _LARGEST:
                return False
            with self._file.open("a", encoding="utf-8") as out:
                out.write(line)
        return True

    def latest(self, most: int = 200) -> list[Vote]:
        """The latest votes, the newest first; a line that was cut short is left out."""
        if not self._file.exists():
            return []
        lines = self._file.read_text("utf-8").splitlines()[-most:]
        return list(_read(reversed(lines)))


def _read(lines: Iterator[str]) -> Iterator[Vote]:
    for line in lines:
        try:
            yield Vote(**json.loads(line))
        except (ValueError, TypeError):
            continue
