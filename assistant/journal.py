"""Who changed what: one line of JSON a deed, in the store, for whoever must account for the library.

<store>/journal.jsonl     {"at", "who", "deed", "about"}; the one before it, once it is full: journal.1.jsonl
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

_LARGEST = 10 * 1024 * 1024
"""Bytes of the file; then it becomes the one before, and what that held is gone."""
_MOST = 50
"""Things that one line names."""
_WRITING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did."""

    at: str
    """UTC, ISO 8601."""
    who: str
    deed: str
    """`ingest`, `again`, `replace`, `remove`, `decide` or `sign in`."""
    about: tuple[str, ...] = ()
    """Files, report ids, or a finding and its verdict."""


class Journal:
    """The journal of one store."""

    def __init__(self, store: Path) -> None:
        self._file = store / "journal.jsonl"
        self._before = store / "journal.1.jsonl"

    def note(self, who: str, deed: str, about: Iterable[str] = ()) -> None:
        """Write a deed down. Raises OSError when it cannot be written."""
        named = tuple(about)
        more = (f"+{len(named) - _MOST}",) if len(named) > _MOST else ()
        line = asdict(Deed(datetime.now(UTC).isoformat(timespec="seconds"), who, deed, (*named[:_MOST], *more)))
        with _WRITING:
            if self._file.exists() and self._file.stat().st_size > _LARGEST:
                self._file.replace(self._before)
            with self._file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def latest(self, most: int = 200) -> list[Deed]:
        """The latest deeds, the newest first; a line that was cut short is left out."""
        kept = [file for file in (self._before, self._file) if file.exists()]
        lines = [line for file in kept for line in file.read_text("utf-8").splitlines()]
        return list(_read(reversed(lines[-most:])))


def _read(lines: Iterable[str]) -> Iterator[Deed]:
    for line in lines:
        try:
            said = json.loads(line)
            yield Deed(said["at"], said["who"], said["deed"], tuple(said["about"]))
        except (ValueError, KeyError, TypeError):
            continue
