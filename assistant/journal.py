"""Who changed what: one line of JSON a deed, in the store, for whoever must account for the library.

<store>/journal.jsonl     {"at", "who", "deed", "about"}; the one before it, once it is full: journal.1.jsonl
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.dated import DatedLines, now

_LARGEST = 10 * 1024 * 1024
"""Bytes of the file; then it becomes the one before, and what that held is gone."""
_MOST = 50
"""Things that one line names."""
KEPT_DAYS = 3 * 366
"""How long a deed is kept."""


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
        self._full = store / "journal.1.jsonl"
        self._file = DatedLines(store / "journal.jsonl", KEPT_DAYS)
        self._before = DatedLines(self._full, KEPT_DAYS)

    def note(self, who: str, deed: str, about: Iterable[str] = ()) -> None:
        """Write a deed down. Raises OSError when it cannot be written."""
        named = tuple(about)
        more = (f"+{len(named) - _MOST}",) if len(named) > _MOST else ()
        if self._file.size() > _LARGEST:
            self._file.move(self._full)
        self._file.append(asdict(Deed(now(), who, deed, (*named[:_MOST], *more))))

    def latest(self, most: int = 200) -> list[Deed]:
        """The latest deeds, the newest first; a line that was cut short is left out. Raises OSError."""
        lines = [*self._before.lines(), *self._file.lines()]
        return list(_read(reversed(lines[-most:])))


def _read(lines: Iterable[str]) -> Iterator[Deed]:
    for line in lines:
        try:
            said = json.loads(line)
            yield Deed(said["at"], said["who"], said["deed"], tuple(said["about"]))
        except (ValueError, KeyError, TypeError):
            continue
