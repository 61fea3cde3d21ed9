"""Reading many files in confined children; one bad file costs the others nothing.

The edge of ingestion: whatever goes wrong while one file is read, a crash of the process included, is a rejection.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path

from assistant.errors import BaogaoError, ReadingError
from assistant.invariants import check
from assistant.library import Embedded
from assistant.report import Chunk, Report
from ingest.chunker import chunks_of
from ingest.outcome import Rejected
from ingest.sandbox import Child, Lost, Refused, hire, release

_log = logging.getLogger(__name__)
Reader = Callable[[Path], Report]
"""Importable. Raises ReadingError when a file cannot be read as a report."""

_AHEAD = 16
"""Files that each child may be ahead of the slowest: enough to keep it busy, few enough to keep in memory."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read."""

    path: Path
    report: Report
    chunks: tuple[Chunk, ...]
    seconds: float
    embedded: Embedded | None = None
    """The chunks' vectors, where they were computed along with the reading."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """A file on which a reader failed in a way that nobody foresaw."""

    what: str
    trace: str


def read_all(paths: Sequence[Path], reader: Reader, jobs: int) -> Iterator[Reading | Rejected]:
    """What became of each file, in the order of `paths`, read by `jobs` children at a time.

    The results' paths are those given.
    """
    crew = _Crew(reader)
    try:
        yield from crew.results(paths, max(1, min(jobs, len(paths))))
    finally:
        crew.dismiss()


def attempt(reader: Reader, path: Path) -> Reading | Rejected | _Failure:
    """Read one file; never raises but for what stops the process."""
    started = time.perf_counter()
    try:
        report = reader(path)
        chunks = tuple(chunks_of(report))
        check(report, chunks)
    except ReadingError as error:
        return Rejected(str(path), error.code, str(error))
    except BaogaoError as error:
        return Rejected(str(path), "failed", str(error))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the edge: its trace goes to the log
        return _Failure(type(error).__name__, traceback.format_exc())
    return Reading(path, report, chunks, time.perf_counter() - started)


class _Crew:
    """The children at work, each with the file it reads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._busy: dict[Child, int] = {}

    def results(self, paths: Sequence[Path], jobs: int) -> Iterator[Reading | Rejected]:
        """Each file's result in the files' order, none of them further ahead than memory allows."""
        waiting = deque(range(len(paths)))
        ready: dict[int, Reading | Rejected] = {}
        for wanted in range(len(paths)):
            while wanted not in ready:
                while waiting and len(self._busy) < jobs and waiting[0] < wanted + jobs * _AHEAD:
                    self._begin(waiting.popleft(), paths, ready)
                ready |= self._finished(paths)
            yield ready.pop(wanted)

    def dismiss(self) -> None:
        """End the children that are still at work."""
        for child in self._busy:
            child.close()
        self._busy.clear()

    def _begin(self, number: int, paths: Sequence[Path], ready: dict[int, Reading | Rejected]) -> None:
        child = hire()
        try:
            child.send(attempt, self._reader, paths[number])
            self._busy[child] = number
        except Lost as lost:
            ready[number] = _lost(paths[number], lost)

    def _finished(self, paths: Sequence[Path]) -> dict[int, Reading | Rejected]:
        """Waits until something happens; what was finished by it."""
        if not self._busy:
            return {}
        done: dict[int, Reading | Rejected] = {}
        patience = max(0.0, min(child.deadline for child in self._busy) - time.monotonic())
        speaking = connection.wait([child.connection for child in self._busy], patience)
        for child in list(self._busy):
            number = self._busy[child]
            try:
                if child.connection in speaking:
                    said = child.receive()
                elif time.monotonic() >= child.deadline:
                    raise child.overdue()
                else:
                    continue
            except Lost as lost:
                done[number] = _lost(paths[number], lost)
            else:
                if said is None:
                    continue
                done[number] = _judged(paths[number], said.result)
            del self._busy[child]
            release(child)
        return done


def _judged(path: Path, result: object) -> Reading | Rejected:
    if isinstance(result, (Reading, Rejected)):
        return result
    if isinstance(result, _Failure):
        _log.error("%s could not be read: %s", path, result.what)
        _log.debug("%s", result.trace)
        return _failed(path, result.what)
    assert isinstance(result, Refused)
    return Rejected(str(path), result.code, f"文件“{path.name}”{result.reason}")


def _lost(path: Path, lost: Lost) -> Rejected:
    return Rejected(str(path), lost.code, f"文件“{path.name}”{lost.zh} / {path.name} {lost.en}")


def _failed(path: Path, what: str) -> Rejected:
    reason = (
        f"文件“{path.name}”无法解析（{what}），可能已损坏，请另存后再导入"
        f" / {path.name} cannot be parsed ({what}); it may be damaged, save it anew"
    )
    return Rejected(str(path), "failed", reason)
