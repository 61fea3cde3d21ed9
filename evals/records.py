"""What a run leaves behind: answers as they came, and the same with their scores. JSONL, one line an answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.dataset import Suite
from evals.errors import at
from evals.scoring import Score, hit
from evals.staff_scoring import score


@dataclass(frozen=True, slots=True)
class Record:
    """An answer to a case, or why there is none."""

    key: str
    """A digest of everything that the answer depends on: what was asked, of which library, with which code."""
    suite: str
    case: str
    repeat: int
    answer: Mapping[str, Any]
    """The JSON of the contract; empty where the question failed."""
    error: str | None
    seconds: float

    def json(self) -> dict[str, Any]:
        """The record as it is stored."""
        return {
            **{"key": self.key, "suite": self.suite, "case": self.case, "repeat": self.repeat},
            **{"error": self.error, "seconds": self.seconds, "answer": self.answer},
        }


@dataclass(frozen=True, slots=True)
class Scored:
    """A record with its case and its score."""

    case: Case
    record: Record
    score: Score

    def json(self) -> dict[str, Any]:
        """A line of results.jsonl."""
        return {
            **self.record.json(),
            "question": self.case.question,
            "operation": self.case.operation,
            "tags": list(self.case.tags),
            "group": self.case.group,
            "passed": self.score.passed,
            "why": list(self.score.why),
            "measures": {name: list(ratio) for name, ratio in self.score.ratios.items()},
        }


def scored(suite: Suite, records: Iterable[Record]) -> list[Scored]:
    """Score the records of a suite's cases; nothing is asked."""
    cases = {case.id: case for case in suite.cases}
    return [Scored(cases[one.case], one, _score(cases[one.case], one)) for one in records if one.case in cases]


def _score(case: Case, record: Record) -> Score:
    if record.error is None:
        return score(case, record.answer)
    # Nothing was given: the case has not passed and counts in `errors`; it is no refusal and no false alarm.
    return Score(False, {"passed": hit(False)}, (f"error: {record.error}",))


def read(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a results or answers file. Raises EvaluationError naming the line.

    A last line that was cut short, as by a killed run, is left out.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise at(file, None, "", f"读不到：{error}", "cannot be read") from None
    for number, line in enumerate(lines, 1):
        try:
            item = json.loads(line)
            if not isinstance(item, dict) or not {"suite", "case", "repeat"} <= item.keys():
                raise at(file, number, "", "不是评测结果", "not a line of results")
            yield item
        except json.JSONDecodeError as error:
            if number == len(lines):
                return
            raise at(
                file, number, "", f"不是 JSONL，应为 results.jsonl：{error.msg}", "not a line of results.jsonl"
            ) from None


class Answers:
    """The answers that were given so far: what a killed run left is not asked again. Safe for threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._known: dict[str, Record] = {}
        if file.exists():
            self._known = {one.key: one for one in map(_record, read(file))}
            self._write()

    def get(self, key: str) -> Record | None:
        """The stored answer for a key."""
        return self._known.get(key)

    def of(self, suite: str) -> list[Record]:
        """The latest stored answer of each case and repeat, whatever it was made with."""
        latest = {(one.case, one.repeat): one for one in self._known.values() if one.suite == suite}
        return list(latest.values())

    def add(self, record: Record) -> None:
        """Store an answer at once. A question that failed is not stored: the next run asks it again."""
        if record.error is not None:
            return
        with self._lock:
            self._known[record.key] = record
            with self._file.open("a", encoding="utf-8") as out:
                out.write(_line(record.json()))

    def _write(self) -> None:
        """Drop what a killed run left unfinished, so that the next line begins a line."""
        self._file.write_text("".join(_line(one.json()) for one in self._known.values()), "utf-8")


def _record(item: Mapping[str, Any]) -> Record:
    return Record(
        key=str(item.get("key")),
        suite=str(item["suite"]),
        case=str(item["case"]),
        repeat=int(item["repeat"]),
        answer=item.get("answer") or {},
        error=item.get("error"),
        seconds=float(item.get("seconds") or 0),
    )


def _line(item: Mapping[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False) + "\n"


def write_results(file: Path, results: Iterable[Scored]) -> None:
    """Write results.jsonl."""
    file.write_text("".join(_line(one.json()) for one in results), "utf-8")
