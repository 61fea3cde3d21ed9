"""What the desk works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.web.desk.users import Users
from assistant.web.shared import Shared

LARGEST_UPLOAD = 256 * 1024 * 1024
"""Bytes of one upload, all files together; the limit for one file is the reader's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: what only the app may know. All raise BaogaoError."""

    files: Callable[[Sequence[Path]], Any]
    """Files → the JSON of `baogao ingest`."""
    again: Callable[[str], Any]
    """A report's id → the same, after reading its original file anew."""
    draft: Callable[[Path], str]
    """The text of a draft file."""


@dataclass(frozen=True, slots=True)
class Staff:
    """The users, what all pages share, how files are read, and where evaluations leave their results."""

    users: Users
    shared: Shared
    reading: Reading
    evaluations: Path
