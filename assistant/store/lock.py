"""One writer at a time: a lock file that names its holder, held by the kernel and so released even by a crash."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import LibraryBusyError, LibraryError

_PATIENCE = 0.5
"""Seconds to wait for a writer that is about to finish."""


class WriterLock:
    """The right to write to a library; the thread that holds it may take it again."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._thread = threading.RLock()
        self._depth = 0
        self._handle = -1

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Hold the lock; the value says whether this is the outermost hold.

        Raises LibraryBusyError, naming the process that holds it, when another writer does.
        """
        if not self._thread.acquire(timeout=_PATIENCE):
            raise _busy(str(os.getpid()))
        try:
            if not self._depth:
                self._handle = _locked(self._file)
            self._depth += 1
            try:
                yield self._depth == 1
            finally:
                self._depth -= 1
                if not self._depth:
                    os.close(self._handle)
        finally:
            self._thread.release()


def _locked(file: Path) -> int:
    """A descriptor that holds the lock until it is closed."""
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise LibraryError(f"资料库无法写入：{error}。The library cannot be written.") from error
    try:
        _wait(handle)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _wait(handle: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise _busy(os.pread(handle, 32, 0).decode(errors="replace").strip() or "?") from None
        time.sleep(0.05)


def _busy(pid: str) -> LibraryBusyError:
    return LibraryBusyError(
        f"进程 {pid} 正在写入资料库，请等它结束。Process {pid} is writing to the library; wait for it."
    )
