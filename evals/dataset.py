"""Suites: a YAML file that describes the suite, and JSONL files of cases. Errors name file, line and field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evals.cases import Bound, Case, bounds_of, case_of
from evals.errors import EvaluationError, at
from evals.fields import Fields

SUITES = Path(__file__).with_name("suites")
"""Our own suites; a suite may be named by its stem."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A named set of cases and what it must reach."""

    name: str
    title: str
    cases: tuple[Case, ...]
    thresholds: tuple[Bound, ...]
    reports: tuple[Path, ...]
    """Report files or folders that the suite is about; empty: the library in use."""
    digest: str
    """SHA-256 over the suite's files."""


def load(name: str | Path) -> Suite:
    """The suite of this file, or ours of this name. Raises EvaluationError."""
    path = Path(name)
    if not path.is_file() and (SUITES / f"{name}.yaml").is_file():
        path = SUITES / f"{name}.yaml"
    if not path.is_file():
        ours = ", ".join(sorted(file.stem for file in SUITES.glob("*.yaml")))
        raise EvaluationError(f"{name}：没有这个评测集 / no such suite; ours are: {ours}")
    if path.suffix == ".jsonl":
        raise EvaluationError(
            f"{path}：这是题目文件，请给出引用它的 YAML / a file of cases; give the suite's YAML file"
        )
    text = _text(path)
    data, lines = _yaml(path, text)
    fields = Fields(path, data, lines=lines)
    fields.only("suite", "title", "description", "cases", "reports", "thresholds")
    files = [path.parent / name for name in fields.strings("cases", required=True)]
    parts = [_read(fields, file) for file in files]
    seen: dict[str, str] = {}
    cases = [case for file, part in zip(files, parts, strict=True) for case in _cases(file, part, seen)]
    if not cases:
        raise fields.error("cases", "评测集是空的", "the suite has no cases")
    return Suite(
        name=fields.string("suite", required=True) or "",
        title=fields.string("title") or path.stem,
        cases=tuple(cases),
        thresholds=bounds_of(fields, "thresholds"),
        reports=tuple((path.parent / name).resolve() for name in fields.strings("reports")),
        digest=hashlib.sha256("\n".join([text, *parts]).encode()).hexdigest(),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise at(path, None, "", "读不到，应为 UTF-8 文本", "cannot be read as UTF-8 text") from None


def _yaml(path: Path, text: str) -> tuple[Mapping[str, Any], dict[str, int]]:
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise at(path, line, "", f"不是合法的 YAML：{error.problem}", "not YAML") from None
    if not isinstance(data, dict) or not isinstance(node, yaml.MappingNode):
        raise at(path, 1, "", "应为键值对", "must be a mapping")
    return data, {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


def _read(fields: Fields, file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise fields.error("cases", f"读不到“{file}”", f"cannot read {file}") from None


def _cases(file: Path, text: str, seen: dict[str, str]) -> list[Case]:
    """The cases of a file; `seen` says where each id stands."""
    cases = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            raise at(file, number, "", f"不是合法的 JSON：{error.msg}", "not JSON") from None
        if not isinstance(item, dict):
            raise at(file, number, "", "应为一个对象", "must be an object")
        case = case_of(Fields(file, item, line=number))
        if (before := seen.get(case.id)) is not None:
            raise at(file, number, "id", f"编号“{case.id}”在 {before} 已有", f"the id {case.id} occurs twice")
        seen[case.id] = f"{file.name}:{number}"
        cases.append(case)
    return cases
