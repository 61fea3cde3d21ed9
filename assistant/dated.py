"""Files of dated lines: one JSON object a line, each kept for so many days and then gone."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path


def now() -> str:
    """UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class DatedLines:
    """A file of lines that say in `at` when they were written, in their order. Safe between threads and processes.

    A line that is older than so many days goes at the next look or line.
    """

    def __init__(self, file: Path, days: int) -> None:
        self._file = file
        self._days = days

    def append(self, line: Mapping[str, object]) -> None:
        """Add a line. Raises OSError when it cannot be written."""
        with self._alone():
            self._forget()
            with self._file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def size(self) -> int:
        """Bytes of the file."""
        return self._file.stat().st_size if self._file.exists() else 0

    def move(self, file: Path) -> None:
        """Make this file that one, in place of what that one held; the next line begins a new file. Raises OSError."""
        with self._alone():
            self._file.replace(file)

    def lines(self) -> list[str]:
        """Every line that is young enough, the oldest first. Raises OSError."""
        if not self._file.exists():
            return []
        with self._alone():
            self._forget()
            return self._file.read_text("utf-8").splitlines()

    def _forget(self) -> None:
        """Write the file anew without its old lines, whole or not at all."""
        if not self._file.exists():
            return
        oldest = (datetime.now(UTC) - timedelta(days=self._days)).isoformat(timespec="seconds")
        with self._file.open(encoding="utf-8") as kept:
            if not _older(kept.readline(), oldest):
                return
        lines = self._file.read_text("utf-8").splitlines(keepends=True)
        part = self._file.with_name(f"{self._file.name}.part")
        part.write_text("".join(line for line in lines if not _older(line, oldest)), encoding="utf-8")
        part.replace(self._file)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        handle = os.open(self._file.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _older(line: str, oldest: str) -> bool:
    """Whether a line was written before; one that cannot be read says nothing and goes with the next that does."""
    try:
        return str(json.loads(line)["at"]) < oldest
    except (ValueError, KeyError, TypeError):
        return False
