"""One writer at a time: a lock file that names its holder, held by the kernel and so released even by a crash.

Where the library's database is a server the lock is the server's own, for writers on every machine.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from assistant import clock
from assistant.errors import LibraryBusyError, LibraryError
from assistant.store.database import Database

_PATIENCE = 0.3
"""Seconds to wait for a writer that is about to finish; a command that is refused should end within a second."""


class WriterLock:
    """The right to write to a library; the thread that holds it may take it again."""

    def __init__(self, file: Path, database: Database) -> None:
        self._seize = partial(_on_server, database) if database.has_full_text else partial(_in_file, file)
        self._thread = threading.RLock()
        self._depth = 0
        self._release: Callable[[], None]
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
                self._release = self._seize(self._holder)
            self._depth += 1
            try:
                yield self._depth == 1
            finally:
                self._depth -= 1
                if not self._depth:
                    self._release()
        finally:
            self._thread.release()


def _on_server(database: Database, holder: str) -> Callable[[], None]:
    """Hold the database server's lock; gives what releases it."""
    deadline = time.monotonic() + _PATIENCE
    while (other := database.seize(holder)) is not None:
        if time.monotonic() > deadline:
            raise _busy(other)
        time.sleep(0.05)
    return database.release


def _in_file(file: Path, holder: str) -> Callable[[], None]:
    """Hold the lock of this file; gives what releases it."""
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
    return partial(_let_go, handle)


def _let_go(handle: int) -> None:
    with suppress(OSError):  # a full disk may keep the name there; the next holder writes over it
        os.ftruncate(handle, 0)
    os.close(handle)


def _wait(handle: int) -> None:
    """Wait for the lock, and where it is refused for the name of its holder, who writes it after taking the lock."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            late = time.monotonic() - deadline
            holder = os.pread(handle, 500, 0) if late > 0 else b""
            if holder or late > _PATIENCE:
                raise _busy(holder.decode(errors="replace")) from None
        time.sleep(0.05)


def _holder(what: str) -> str:
    """What the lock says of its holder."""
    return json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": clock.now(), "what": what})


def _busy(holder: str) -> LibraryBusyError:
    try:
        said = json.loads(holder)
        pid, since, what = said["pid"], said["since"], said["what"]
        if said["host"] != socket.gethostname():
            pid = f"{pid}@{said['host']}"
    except (ValueError, TypeError, KeyError):  # taken this very moment: its holder has not yet written
        pid = since = what = "?"
    return LibraryBusyError(
        f"进程 {pid} 自 {since} 起正在写入资料库（{what}），请等它结束。"
        f"Process {pid} has been writing to the library since {since} ({what}); wait for it."
    )
