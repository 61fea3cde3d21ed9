"""The k-th failure of every file and SQL call: python -m bench.failing [--every 1] [--changes ingest,replace,remove]

A change is made again and again to the same small library; each time another of its calls fails, once or from then on:
a call on a file of the store (seen by Python's audit hook), a statement or a commit of the database, a write to an
index. Then come the failures that native code meets by itself: a disk that takes no file of more than so many bytes,
and folders that may not be written. Whatever fails, the change ends in a sentence for its user, never in a traceback;
the same process and a fresh one find the old state or the new one, whole; the next writer leaves nothing amiss.
"""

from __future__ import annotations

import argparse
import errno
import os
import resource
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from assistant.errors import BaogaoError, LibraryError
from assistant.search.lexical import LexicalIndex
from assistant.search.vectors import VectorIndex
from bench.trials import CHANGES, Kept, Known, Look, forked, look, opened, perform, read

_EVENTS = {
    "open",
    "os.listdir",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.scandir",
    "os.truncate",
    "os.utime",
    "shutil.copyfile",
    "shutil.rmtree",
    "sqlite3.connect",
    "tempfile.mkdtemp",
}
_ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
_NOBODY = 65534
_FULL = (40_000, 60_000, 100_000, 200_000, 400_000)
"""Bytes that no file may exceed, in the trials of a full disk. SQLite cannot even read where 32,768 are too many."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one change, one call of which failed."""

    change: str
    fault: str
    """The call, with its number."""
    told: str
    """"" when the change was made all the same, else what its user reads, or the type of an unforeseen error."""
    unforeseen: bool
    state: str
    """What a fresh process finds: "old", "new" or "lost"."""
    here: str
    """What the same process found."""
    found: Look


class Fault:
    """Counts the calls of a change and makes one of them fail."""

    def __init__(self, store: Path, number: int, lasting: bool) -> None:
        self._store = str(store)
        self._number = number
        self._lasting = lasting
        self.on = False
        self.met: list[str] = []

    def install(self) -> None:
        """Watch this process: it ends with the trial."""
        sys.addaudithook(self._audit)
        event.listen(Engine, "before_cursor_execute", self._statement)
        event.listen(Engine, "commit", self._commit)
        for index in (LexicalIndex, VectorIndex):
            for name in ("write", "remove"):
                setattr(index, name, self._failing(index.__name__, name, getattr(index, name)))

    def _audit(self, what: str, arguments: tuple[object, ...]) -> None:
        if self.on and what in _EVENTS and str(arguments[0]).startswith(self._store):
            place = str(arguments[0])
            number = _ERRORS[len(self.met) % len(_ERRORS)]
            error = OSError(number, os.strerror(number), place)
            if what == "sqlite3.connect":
                self._meet(what, sqlite3.OperationalError("unable to open database file"))
            else:
                self._meet(f"{what} {Path(place).name}", error)

    def _statement(self, _connection: object, _cursor: object, statement: str, *_more: object) -> None:
        self._meet(" ".join(statement.split()[:3]), _broken(statement))

    def _commit(self, _connection: object) -> None:
        self._meet("COMMIT", _broken("COMMIT"))

    def _failing(self, owner: str, name: str, real: Callable[..., None]) -> Callable[..., None]:
        def called(*arguments: object) -> None:
            self._meet(f"before {owner}.{name}", LibraryError("the index failed"))
            real(*arguments)
            self._meet(f"after {owner}.{name}", LibraryError("the index failed"))

        return called

    def _meet(self, what: str, error: Exception) -> None:
        if not self.on:
            return
        self.met.append(what)
        if len(self.met) == self._number or (self._lasting and len(self.met) > self._number > 0):
            raise error


def _broken(statement: str) -> OperationalError:
    return OperationalError(statement, None, sqlite3.OperationalError("disk I/O error"))


class Failing:
    """Trials on one library in a folder."""

    def __init__(self, folder: Path) -> None:
        self._library = Kept(folder)
        self._old = forked(look, self._library.work / "store").digest
        self._new: dict[str, str] = {}
        self._known: dict[str, Known] = {}

    def calls(self, change: str) -> list[str]:
        """The calls that a change makes undisturbed."""
        self._library.restore(change)
        if change in ("ingest", "replace"):
            self._known[change] = forked(read, self._library.work)
        calls = forked(_attempt, self._library.work, change, self._known.get(change), 0, False)[2]
        self._new[change] = forked(look, self._library.work / "store").digest
        return calls

    def trial(
        self, change: str, what: str, attempt: Callable[..., tuple[str, bool, list[str], str]], *how: int
    ) -> Trial:
        """Make the change while something fails, as `attempt` has it."""
        self._library.restore(change)
        told, unforeseen, _, here = forked(attempt, self._library.work, change, self._known.get(change), *how)
        found = forked(look, self._library.work / "store")
        return Trial(
            change, what, told, unforeseen, self._state(change, found.digest), self._state(change, here), found
        )

    def _state(self, change: str, digest: str) -> str:
        return {self._new[change]: "new", self._old: "old"}.get(digest, "lost")


def _attempt(
    folder: Path, change: str, known: Known | None, number: int, lasting: bool
) -> tuple[str, bool, list[str], str]:
    """Make the change with its call of this number failing; what was told, what was met, what the library says then."""
    fault = Fault(folder / "store", number, lasting)
    fault.install()
    fault.on = True
    told, unforeseen = _made(folder, change, known)
    fault.on = False
    return told, unforeseen, fault.met, _said(folder / "store")


def _attempt_full(folder: Path, change: str, known: Known | None, most: int) -> tuple[str, bool, list[str], str]:
    """Make the change on a disk that takes no file of more than so many bytes, and read while it is like that."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    told, unforeseen = _made(folder, change, known)
    return told, unforeseen, [], _said(folder / "store")


def _attempt_closed(folder: Path, change: str, known: Known | None) -> tuple[str, bool, list[str], str]:
    """Make the change to a store that may only be read; then give the right to write back, and read."""
    with _closed(folder / "store"):
        told, unforeseen = _made(folder, change, known)
    return told, unforeseen, [], _said(folder / "store")


@contextmanager
def _closed(store: Path) -> Iterator[None]:
    """Take the right to write away; root, whom no mode stops, becomes nobody for as long."""
    places = [store, *store.rglob("*")]
    for place in places:
        place.chmod(place.stat().st_mode & 0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(_NOBODY)
    yield
    if root:
        os.seteuid(0)
    for place in places:
        place.chmod(place.stat().st_mode | 0o200)


def _made(folder: Path, change: str, known: Known | None) -> tuple[str, bool]:
    try:
        perform(folder, change, known)
    except BaogaoError as error:
        return str(error), False
    except Exception as error:  # noqa: BLE001 - what nobody foresaw is what is looked for
        return f"{type(error).__name__}: {error}", True
    return "", False


def _said(store: Path) -> str:
    """What this process reads; nothing when it cannot, or when a chunk is half visible."""
    try:
        with opened(store) as library:
            return library.digest()
    except BaogaoError as error:
        return f"unreadable: {error}"


def run(changes: list[str], every: int, folder: Path) -> list[Trial]:
    """Every so many-th call of these changes, once and lasting; then full disks and closed folders."""
    failing = Failing(folder)
    made: list[Trial] = []
    for change in changes:
        calls = failing.calls(change)
        for number in range(1, len(calls) + 1, every):
            lasting = number // every % 2
            what = f"{'from' if lasting else 'only'} {number} of {len(calls)}: {calls[number - 1]}"
            made.append(failing.trial(change, what, _attempt, number, lasting))
        for most in _FULL[:: min(every, len(_FULL) - 1)]:
            made.append(failing.trial(change, f"no file over {most} bytes", _attempt_full, most))
        made.append(failing.trial(change, "a folder that may only be read", _attempt_closed))
    for trial in filter(bad, made):
        print(trial, flush=True)
    return made


def bad(trial: Trial) -> bool:
    """Whether anything was lost, half visible, unforeseen or amiss, or a failure was not told."""
    if trial.unforeseen or trial.found.half_visible or trial.found.problems:
        return True
    return "lost" in (trial.state, trial.here) or trial.here != trial.state or (not trial.told and trial.state != "new")


def main() -> int:
    """Run the trials and print what became of them; the exit code is 1 when one was bad."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="let only every so many-th call fail")
    parser.add_argument("--changes", default="ingest,replace,remove", help=",".join(CHANGES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baogao-failing-") as folder:
        Path(folder).chmod(0o755)
        made = run(options.changes.split(","), options.every, Path(folder))
    for change in dict.fromkeys(trial.change for trial in made):
        own = [trial for trial in made if trial.change == change]
        states = dict(Counter(trial.state for trial in own))
        print(f"{change:8} {len(own):4} failures, {sum(bool(trial.told) for trial in own)} told: {states}")
    print(
        f"{len(made)} failures: {sum(trial.state == 'lost' or trial.here == 'lost' for trial in made)} lost, "
        f"{sum(trial.found.half_visible > 0 for trial in made)} half visible, "
        f"{sum(trial.unforeseen for trial in made)} unforeseen, "
        f"{sum(bool(trial.found.problems) for trial in made)} amiss after the next writer"
    )
    return int(any(map(bad, made)))


if __name__ == "__main__":
    sys.exit(main())
