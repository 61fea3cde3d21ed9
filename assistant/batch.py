"""Questions from a file: one JSON line in, one JSON line out, in order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from assistant import given, wire
from assistant.answer import Question, Turn
from assistant.errors import BaogaoError, UsageError
from assistant.exits import DONE, REJECTED


def answered(path: Path, work: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """One JSON line out for each line in, in order. A line that cannot be read costs the others nothing."""
    rejected = 0
    with nullcontext(sys.stdin) if str(path) == "-" else path.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            identity = None
            try:
                item = _item(line)
                identity = item.get("id")
                result = {"id": identity, **work(item)}
            except BaogaoError as error:
                rejected += 1
                sys.stderr.write(f"baogao: {path}:{number}: {error}\n")
                result = {"id": identity, "error": str(error), "line": number}
            sys.stdout.write(wire.dumps(result) + "\n")
            sys.stdout.flush()  # whoever writes to standard input waits for the answer to its line
    return REJECTED if rejected else DONE


def _item(line: str) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"不是合法的 JSON / not JSON: {error.msg}") from None
    if not isinstance(item, dict) or not isinstance(item.get("question"), str):
        raise UsageError('每行需要 {"id","question"} / each line needs an id and a question')
    return item


def question_of(item: Mapping[str, Any]) -> Question:
    """The question of one line. Raises UsageError."""
    return Question(item["question"], given.turns(item.get("history")), given.scope(item.get("scope")))


def history_from(path: Path) -> tuple[Turn, ...]:
    """The turns that a JSON file holds. Raises UsageError."""
    try:
        return given.turns(json.loads(path.read_text("utf-8-sig", "replace")))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}：不是合法的 JSON / not JSON: {error.msg}") from None
