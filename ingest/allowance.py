"""Time that long but honest work earns: a reader that finishes a page may use a little more than the first limit."""

from __future__ import annotations

from collections.abc import Callable

_grant: Callable[[float], None] | None = None


def grant_by(grant: Callable[[float], None] | None) -> None:
    """Name what extends the time limit of this process; None where there is no limit."""
    global _grant
    _grant = grant


def extend(seconds: float) -> None:
    """Allow the file that is being read so many more seconds. Without a limit, nothing happens."""
    if _grant is not None:
        _grant(seconds)
