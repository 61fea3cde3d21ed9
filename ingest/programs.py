"""Programs of the system that readers start: found by name, run within limits, and heard only through their files."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ingest import allowance
from ingest.confinement import roomier
from ingest.limits import LIMITS


class ProgramError(Exception):
    """The program failed, or did not end in time."""


def installed(*names: str) -> str | None:
    """The path of the first of these programs that is there."""
    return next((path for name in names if (path := shutil.which(name))), None)


def run(command: Sequence[str], *, earns: float, environment: dict[str, str] | None = None) -> bytes:
    """Run a program to its end; gives what it printed. Its time is added to the reader's.

    `environment` is all that it knows of the machine. Raises ProgramError.
    """
    allowance.extend(earns)
    known = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMITS.program_seconds,
            env=known | (environment or {}),
            cwd=tempfile.gettempdir(),
            preexec_fn=roomier,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise ProgramError(f"{Path(command[0]).name}: {type(error).__name__}") from error
    if done.returncode:
        raise ProgramError(f"{Path(command[0]).name}: {done.stderr[-200:].decode('utf-8', 'replace').strip()}")
    return done.stdout
