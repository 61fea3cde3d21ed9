"""A language model's opinion of answers, beside the deterministic metrics: optional, labelled, never in the gate.

The model is any program that reads a prompt on standard input and prints its reply, such as `ollama run qwen3`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import Any

from assistant.answer import Status
from evals.cases import Kind
from evals.errors import EvaluationError
from evals.records import Scored
from evals.scoring import Ratio

Complete = Callable[[str], str]
"""From a prompt to a model's reply. May raise anything."""
SCALES = ("faithfulness", "completeness")
_LOWEST, _HIGHEST = 1, 5
_PROMPT = Path(__file__).with_name("judge.txt")
_OBJECT = re.compile(r"\{[^{}]*\}")


def program(command: str, limit_s: float) -> Complete:
    """A program as a model. Raises EvaluationError when there is no such command."""
    words = shlex.split(command)
    if not words or shutil.which(words[0]) is None:
        raise EvaluationError(f"--judge：没有命令“{command.strip()}” / there is no such command")

    def complete(prompt: str) -> str:
        done = subprocess.run(words, input=prompt, capture_output=True, text=True, timeout=limit_s, check=True)
        return done.stdout

    return complete


class Judge:
    """Judges answered questions; judgements are kept in a file, and the same answer is not judged twice."""

    def __init__(self, complete: Complete, label: str, file: Path) -> None:
        version, _, text = _PROMPT.read_text("utf-8").partition("\n")
        self.label = f"{label}, {version}"
        self._complete, self._prompt, self._file = complete, Template(text), file
        self._known: dict[str, Mapping[str, Any]] = {}
        if file.exists():
            lines = (json.loads(line) for line in file.read_text("utf-8").splitlines() if line.endswith("}"))
            self._known = {line["key"]: line for line in lines}

    def judged(self, results: Sequence[Scored]) -> list[Scored]:
        """The results with `judge_faithfulness` and `judge_completeness` from 0 to 1; whether they pass is untouched.

        A judgement that cannot be had is counted in `judge_failed`.
        """
        return [replace(one, score=replace(one.score, ratios={**one.score.ratios, **self._ratios(one)}))
                if one.case.kind is Kind.QUESTION and one.record.answer.get("status") == Status.ANSWERED else one
                for one in results]  # fmt: skip

    def _ratios(self, one: Scored) -> dict[str, Ratio]:
        prompt = self._prompt.substitute(
            question=one.record.answer.get("standalone_question") or one.case.question,
            evidence="\n".join(f"[{c.get('n')}] {c.get('quote')}" for c in one.record.answer.get("citations") or ()),
            answer=one.record.answer.get("answer") or "",
        )
        key = hashlib.sha256(f"{self.label}\n{prompt}".encode()).hexdigest()[:24]
        found = self._known.get(key)
        if found is None:
            found = {"key": key, "suite": one.record.suite, "case": one.case.id, **self._asked(prompt)}
            if "error" not in found:
                self._known[key] = found
                with self._file.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(found, ensure_ascii=False) + "\n")
        if "error" in found:
            return {"judge_failed": (1, 1)}
        scores = {f"judge_{name}": ((found[name] - _LOWEST) / (_HIGHEST - _LOWEST), 1.0) for name in SCALES}
        return {**scores, "judge_failed": (0, 1)}

    def _asked(self, prompt: str) -> dict[str, Any]:
        try:
            return _read(self._complete(prompt))
        except Exception as error:  # noqa: BLE001 - whatever a model does costs one judgement, not the run
            return {"error": f"{type(error).__name__}: {error}"}


def _read(reply: str) -> dict[str, Any]:
    """The last JSON object of a reply. Raises ValueError when it is no judgement."""
    found = _OBJECT.findall(reply)
    if not found:
        raise ValueError("no JSON object in the reply")
    item = json.loads(found[-1])
    for name in SCALES:
        if not isinstance(item.get(name), int) or not _LOWEST <= item[name] <= _HIGHEST:
            raise ValueError(f"{name} must be a whole number from {_LOWEST} to {_HIGHEST}")
    return {**{name: item[name] for name in SCALES}, "why": str(item.get("why") or "")}
