"""What callers hand in as JSON or as options, checked: texts, history, scope, status. Everything raises UsageError that
names the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.answer import Scope, Turn
from assistant.errors import UsageError
from assistant.pipeline import LONGEST_QUESTION
from assistant.report import FigureStatus

LONGEST_NAME = 200
MOST_TURNS = 20
"""Only the latest turns are read: a question refers to what was said shortly before it."""
_LONGEST_ANSWER = 8_000


def text(value: object, name: str, longest: int) -> str:
    """A text that is not blank, of at most `longest` characters."""
    found = value.strip() if isinstance(value, str) else ""
    if not found or len(found) > longest:
        raise UsageError(f"{name}：应为 1–{longest} 个字符 / must have 1 to {longest} characters")
    return found


def count(value: object, name: str, most: int) -> int:
    """A whole number from 1 to `most`."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise UsageError(f"{name}：应为 1–{most} 的整数 / must be a number from 1 to {most}")
    return value


def turns(history: object) -> tuple[Turn, ...]:
    """The latest turns of a conversation, from a list of {"question", "answer"} or None."""
    if history is None:
        return ()
    if not isinstance(history, list) or not all(isinstance(turn, Mapping) for turn in history):
        raise UsageError('history：应为 {"question","answer"} 的列表 / must be a list of {"question","answer"}')
    return tuple(
        Turn(
            text(turn.get("question"), "history.question", LONGEST_QUESTION),
            str(turn.get("answer") or "")[:_LONGEST_ANSWER],
        )
        for turn in history[-MOST_TURNS:]
    )


def scope(value: object, *, strict: bool = False) -> Scope:
    """What a question is limited to, from an object with `report_id`, `file`, `agency` and `year`, or from None.

    `strict` refuses other keys: whoever misspells one is told, and not answered from all reports.
    """
    if value is None:
        return Scope()
    if not isinstance(value, Mapping):
        raise UsageError("scope：应为对象，可含 report_id、file、agency、year / must be an object")
    unknown = sorted(map(str, value.keys() - {*_NAMES, "year"})) if strict else []
    if unknown:
        raise UsageError(f"scope：只有 report_id、file、agency、year / has no {', '.join(unknown)[:LONGEST_NAME]}")
    names = {name: text(value[name], f"scope.{name}", LONGEST_NAME) for name in _NAMES if value.get(name)}
    return Scope(**names, year=_year(value.get("year")))


_NAMES = ("report_id", "file", "agency")


def _year(value: Any) -> int | None:  # noqa: ANN401 - whatever the JSON holds
    if value is None:
        return None
    digits = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) == len("2024")
    if isinstance(value, bool) or not (isinstance(value, int) or digits):
        raise UsageError(f"scope.year：应为年份 / must be a year: {value!r}")
    return int(value)


def status(value: object, name: str = "status") -> FigureStatus | None:
    """The status of a figure by its name; None where none is given."""
    if not value:
        return None
    try:
        return FigureStatus(str(value))
    except ValueError:
        known = ", ".join(FigureStatus)
        raise UsageError(f"{name}：没有这种状态 / unknown; one of {known}: {value!r}") from None
