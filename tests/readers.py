"""Readers with faults, importable by the worker processes of the tests."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from assistant.errors import ReadingError
from assistant.report import Report
from ingest.reading import read_report


def faulty(path: Path) -> Report:
    """The real reader, but files are named after what happens to them."""
    if path.stem.startswith("refused"):
        raise ReadingError("damaged", "文件损坏")
    if path.stem.startswith("bug"):
        raise RuntimeError("a bug of ours")
    if path.stem.startswith("crash"):
        os.kill(os.getpid(), signal.SIGKILL)
    return read_report(path)


def touching(path: Path) -> Report:
    """The real reader, on a file that changes right after it was read."""
    report = read_report(path)
    path.write_text(path.read_text(encoding="utf-8") + "补记。\n", encoding="utf-8")
    return report
