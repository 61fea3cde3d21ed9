"""The time as the library notes it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """This second in UTC, as "2024-01-31T08:00:00Z"."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
