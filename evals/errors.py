"""What can be wrong with an evaluation: a suite file, a results file, a missing library."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import BaogaoError


class EvaluationError(BaogaoError):
    """An evaluation cannot run: its message says which file, line and field."""


def at(file: Path, line: int | None, field: str, zh: str, en: str) -> EvaluationError:
    """The error of a place in a file; `line` is 1-based."""
    where = f"{file}" + ("" if line is None else f":{line}") + (f": {field}" if field else "")
    return EvaluationError(f"{where}：{zh} / {en}")
