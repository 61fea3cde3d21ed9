"""One writer at a time: a lock file that names its holder, held by the kernel and so released even by a crash."""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant import clock
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
        self._holder = ""

    @contextmanager
    def held(self, what: str = "write") -> Iterator[bool]:
        """Hold the lock in order to do this; the value says whether this is the outermost hold.

        Raises LibraryBusyError, saying which process holds it, since when and what for, when another writer does.
        """
        if not self._thread.acquire(timeout=_PATIENCE):
            raise _busy(self._holder)
        try:
            if not self._depth:
                self._holder = _holder(what)
                self._handle = _locked(self._file, self._holder)
            self._depth += 1
            try:
                yield self._depth == 1
            finally:
                self._depth -= 1
                if not self._depth:
                    os.close(self._handle)
        finally:
            self._thread.release()


def _locked(file: Path, holder: str) -> int:
    """A descriptor that holds the lock until it is closed."""
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise LibraryError(f"资料库无法写入：{error}。The library cannot be written.") from error
    try:
        _wait(handle)
        os.ftruncate(handle, 0)
        os.pwrite(handle, holder.encode(), 0)
    except OSError as error:
        os.close(handle)
        raise LibraryError(f"资料库无法写入：{error}。The library cannot be written.") from error
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
                raise _busy(os.pread(handle, 500, 0).decode(errors="replace")) from None
        time.sleep(0.05)


def _holder(what: str) -> str:
    """What the lock file says of its holder."""
    return json.dumps({"pid": os.getpid(), "since": clock.now(), "what": what})


def _busy(holder: str) -> LibraryBusyError:
    try:
        said = json.loads(holder)
        pid, since, what = said["pid"], said["since"], said["what"]
    except (ValueError, TypeError, KeyError):  # taken this very moment: its holder has not yet written
        pid = since = what = "?"
    return LibraryBusyError(
        f"进程 {pid} 自 {since} 起正在写入资料库（{what}），请等它结束。"
        f"Process {pid} has been writing to the library since {since} ({what}); wait for it."
    )
