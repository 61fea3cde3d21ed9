"""A child process in which foreign files are read, one after another, within limits.

A file that hangs, swells or crashes the process costs its own reading only: the parent ends the process and starts
another. The child is a fresh interpreter and no fork: it inherits neither locks nor threads, and no open file.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from socket import socketpair
from typing import Any

from assistant.errors import ReadingError
from ingest.limits import LIMITS

_log = logging.getLogger(__name__)
_FILES_A_CHILD = 500
"""After so many files a child is replaced, so that what a library leaks does not add up."""
_SPARE_CHILDREN = 4
_SENDING_SECONDS = 60
_PATIENCE = 3.0
"""Clock time in units of processor time: on a busy machine honest work waits for its turn."""
_STARTING_SECONDS = 30
_PARENT_LATER = 1.0
"""The kernel ends a child in time; the parent does where it has not."""

Work = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class _Grant:
    """From the child: it earned so many more seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Done:
    """From the child: the work is done. `tired` asks for the child's replacement."""

    result: Any
    tired: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A ReadingError on its way to the parent."""

    code: str
    reason: str


class Lost(Exception):
    """The child did not finish its work. `code` and the sentences say why, without the file's name."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.code, self.zh, self.en = code, zh, en


class Child:
    """One confined process; `connection` becomes readable when there is something to `receive`."""

    def __init__(self) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="baogao-")
        self._log = Path(self._scratch.name, "log")
        ours, theirs = socketpair()
        main = f"import sys; sys.path[:] = {sys.path!r}; from ingest.sandbox import serve; serve({theirs.fileno()})"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", main, self._scratch.name],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        theirs.close()
        self.connection = Connection(ours.detach())
        self.deadline = float("inf")
        self._served = 0
        self._tired = False

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def send(self, work: Work, *arguments: object, seconds: float = LIMITS.cpu_seconds) -> None:
        """Begin a piece of work: an importable function, what it takes, and its processor time.

        Raises Lost when the child is gone.
        """
        try:
            self.connection.send((work, arguments, seconds))
        except OSError:
            raise self._lost() from None
        patience = _PATIENCE * seconds + (0 if self._served else _STARTING_SECONDS)
        self.deadline = time.monotonic() + patience + _PARENT_LATER
        self._served += 1

    def receive(self) -> Done | None:
        """What the child says: its result, or None while it is still at work. Raises Lost when it is gone."""
        try:
            message = self.connection.recv()
        except (EOFError, OSError):
            raise self._lost() from None
        if isinstance(message, _Grant):
            self.deadline += _PATIENCE * message.seconds
            return None
        assert isinstance(message, Done)
        self.deadline = float("inf")
        self._tired = message.tired or self._served >= _FILES_A_CHILD
        return message

    def overdue(self) -> Lost:
        """End the child, whose time is up."""
        self.close()
        return _too_slow()

    @property
    def usable(self) -> bool:
        """Whether the child can take more work."""
        return self.deadline == float("inf") and not self._tired and self._process.poll() is None

    def close(self) -> None:
        """End the process and all that it started."""
        if self._process.poll() is None:
            self._signal()
        self._process.wait()
        self.connection.close()
        self._scratch.cleanup()

    def _signal(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def _lost(self) -> Lost:
        """Why the child went."""
        code = self._process.wait()
        _log.debug("a reader ended with %s: %s", code, self._log.read_text("utf-8", "replace")[-2_000:])
        self._signal()  # what it started may still run
        self.close()
        if code in (-signal.SIGXCPU, -signal.SIGALRM):
            return _too_slow()
        if code == -signal.SIGXFSZ:
            return Lost("too_large", "展开后过大，请拆分后再导入", "unfolds to too much; split it")
        zh, en = "使读取程序崩溃，可能已损坏，请重新下载或另存", "crashed its reader; it may be damaged, save it anew"
        return Lost("failed", zh, en)


def _too_slow() -> Lost:
    zh = "在规定时间内没有读完，请拆分或另存后再导入"
    return Lost("too_slow", zh, "was not read in the time that a file may take; split it or save it anew")


_spares: list[Child] = []
_guard = threading.Lock()


def hire() -> Child:
    """A child ready for work: one that is idle, else a new one."""
    with _guard:
        while _spares:
            child = _spares.pop()
            if child.usable:
                return child
            child.close()
    return Child()


def release(child: Child) -> None:
    """Give a child back: it waits for the next work, or ends where it cannot take any."""
    with _guard:
        if child.usable and len(_spares) < _SPARE_CHILDREN:
            _spares.append(child)
            return
    child.close()


@atexit.register
def dismiss() -> None:
    """End the idle children."""
    with _guard:
        while _spares:
            _spares.pop().close()


def confined(work: Work, *arguments: object, seconds: float = LIMITS.cpu_seconds) -> Any:  # noqa: ANN401 - whatever the work gives
    """Do one piece of work in a child; `work` must be importable, and what it gives picklable.

    Raises ReadingError when it does, and Lost when the child does not finish.
    """
    child = hire()
    try:
        child.send(work, *arguments, seconds=seconds)
        while True:
            if not child.connection.poll(max(0.0, child.deadline - time.monotonic())):
                raise child.overdue()
            done = child.receive()
            if done is not None:
                break
    finally:
        release(child)
    if isinstance(done.result, Refused):
        raise ReadingError(done.result.code, done.result.reason)
    return done.result


class _Clock:
    """The time that the work under way may still use, kept by the kernel."""

    def __init__(self, allow: Callable[[float, float], None], seconds: float) -> None:
        self._allow = allow
        self._cpu = time.process_time() + seconds
        self._wall = time.monotonic() + _PATIENCE * seconds
        self.extend(0)

    def extend(self, seconds: float) -> None:
        self._cpu += seconds
        self._wall += _PATIENCE * seconds
        self._allow(self._cpu - time.process_time(), max(0.001, self._wall - time.monotonic()))


def serve(handle: int) -> None:
    """The child's life: confine itself, then do what comes, until the parent is gone."""
    # what only the child needs, so that the parent stays small
    from multiprocessing.reduction import ForkingPickler

    from ingest import allowance
    from ingest.confinement import allow_seconds, confine

    tempfile.tempdir = sys.argv[-1]
    connection = Connection(handle)
    confine()
    while True:
        try:
            work, arguments, seconds = connection.recv()
        except EOFError:
            return
        clock = _Clock(allow_seconds, seconds)

        def grant(seconds: float, clock: _Clock = clock) -> None:
            clock.extend(seconds)
            connection.send(_Grant(seconds))

        allowance.grant_by(grant)
        reply = ForkingPickler.dumps(_do(work, arguments))
        allow_seconds(_SENDING_SECONDS, 0)
        if len(reply) > LIMITS.reply_bytes:
            reply = ForkingPickler.dumps(
                Done(Refused("too_large", "内容过多，请拆分后再导入 / holds too much; split it"))
            )
        connection.send_bytes(reply)


def _do(work: Work, arguments: tuple[object, ...]) -> Done:
    try:
        return Done(work(*arguments))
    except ReadingError as error:
        return Done(Refused(error.code, str(error)))
    except MemoryError:
        zh, en = "展开后超过内存上限，请拆分后再导入", "needs more memory than a file may use; split it"
        return Done(Refused("too_large", f"{zh} / {en}"), tired=True)
