"""Reading many files, on this machine's processors; one bad file costs the others nothing.

The edge of ingestion: whatever goes wrong while one file is read, a crash of the process included, is a rejection.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

from assistant.errors import BaogaoError, ReadingError
from assistant.invariants import check
from assistant.report import Chunk, Report
from ingest.chunker import chunks_of
from ingest.outcome import Rejected

Reader = Callable[[Path], Report]
"""Raises ReadingError when a file cannot be read as a report."""

_AHEAD = 4
"""Files under way for each process: enough to keep it busy, few enough to keep their reports in memory."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read."""

    path: Path
    report: Report
    chunks: tuple[Chunk, ...]
    seconds: float


def read_all(paths: Sequence[Path], reader: Reader, jobs: int) -> Iterator[Reading | Rejected]:
    """What became of each file, in the order of `paths`. With more than one job, `reader` must be importable."""
    if jobs > 1 and len(paths) > 1:
        yield from _in_processes(paths, reader, jobs)
    else:
        yield from (attempt(reader, path) for path in paths)


def attempt(reader: Reader, path: Path) -> Reading | Rejected:
    """Read one file; never raises but for what stops the program."""
    started = time.perf_counter()
    try:
        report = reader(path)
        chunks = tuple(chunks_of(report))
        check(report, chunks)
    except ReadingError as error:
        return Rejected(str(path), error.code, str(error))
    except BaogaoError as error:
        return Rejected(str(path), "failed", str(error))
    except Exception as error:
        logging.exception("%s could not be read", path)
        return _failed(path, type(error).__name__)
    return Reading(path, report, chunks, time.perf_counter() - started)


def _in_processes(paths: Sequence[Path], reader: Reader, jobs: int) -> Iterator[Reading | Rejected]:
    waiting = deque(paths)
    while waiting:
        try:
            for result in _pool_results(tuple(waiting), reader, jobs):
                yield result
                waiting.popleft()
        except BrokenProcessPool:  # a file killed its process, and with it the pool: find it by reading one at a time
            for path in (waiting.popleft() for _ in range(min(len(waiting), jobs * _AHEAD))):
                yield _alone(path, reader)


def _pool_results(paths: Sequence[Path], reader: Reader, jobs: int) -> Iterator[Reading | Rejected]:
    pool = _pool(jobs)
    under_way: deque[Future[Reading | Rejected]] = deque()
    try:
        for path in paths:
            under_way.append(pool.submit(attempt, reader, path))
            if len(under_way) >= jobs * _AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(path: Path, reader: Reader) -> Reading | Rejected:
    pool = _pool(1)
    try:
        return pool.submit(attempt, reader, path).result()
    except BrokenProcessPool:
        logging.exception("%s killed the process that read it", path)
        return _failed(path, "process died")
    finally:
        pool.shutdown()


def _pool(jobs: int) -> ProcessPoolExecutor:
    # spawned, not forked: a fork would inherit the indexes' threads and the writer's lock
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_die_with_parent)


def _die_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent.sentinel,), daemon=True).start()


def _wait_for(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _failed(path: Path, what: str) -> Rejected:
    reason = f"读取“{path.name}”时程序出错（{what}），详见日志 / {path.name} could not be read: an internal error"
    return Rejected(str(path), "failed", reason)
