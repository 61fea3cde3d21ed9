"""Notice that files have changed, by looking: works on every file system, network folders included."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

INTERVAL_SECONDS = 2.0

_Snapshot = dict[Path, tuple[int, int]]


def changes(paths: Sequence[Path], *, interval: float = INTERVAL_SECONDS) -> Iterator[None]:
    """Yield at once, and then after each change under these files and folders, when it has been still for one look."""
    seen = settled = _snapshot(paths)
    yield
    while True:
        time.sleep(interval)
        now = _snapshot(paths)
        if now == seen and now != settled:
            settled = now
            yield
        seen = now


def _snapshot(paths: Sequence[Path]) -> _Snapshot:
    files = (file for path in paths for file in (path.rglob("*") if path.is_dir() else (path,)))
    found: _Snapshot = {}
    for file in files:
        try:
            state = file.stat()
        except OSError:  # gone between the listing and the look: the next look settles it
            continue
        found[file] = (state.st_mtime_ns, state.st_size)
    return found
