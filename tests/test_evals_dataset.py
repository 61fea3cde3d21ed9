"""Suites are read whole or refused with the file, the line and the field."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answer import Reason, Status
from evals.dataset import SUITES, load
from evals.errors import EvaluationError
from evals.evaluation import ours
from evals.names import TITLES

CASE: dict[str, Any] = {"id": "a", "question": "甲县2021年新收多少件？", "expect": {"status": "answered"}}


def written(folder: Path, *cases: object, suite: str = "suite: mine\ncases: cases.jsonl\n") -> Path:
    """A suite file with these lines of cases."""
    (folder / "mine.yaml").write_text(suite, "utf-8")
    lines = [case if isinstance(case, str) else json.dumps(case, ensure_ascii=False) for case in cases]
    (folder / "cases.jsonl").write_text("\n".join(lines), "utf-8")
    return folder / "mine.yaml"


def with_expect(**more: object) -> dict[str, Any]:
    return {**CASE, "expect": {"status": "answered", **more}}


def test_a_suite_is_read_with_every_field(tmp_path: Path) -> None:
    case = {
        **with_expect(
            figures=[{"value": "12.50", "unit": "%", "year": 2021, "any_sign": True}],
            evidence=[
                {"file": "a.pdf", "row": ["一"], "col": ["总计"], "value": "3", "also": ["新收3件"], "role": "part"}
            ],
            text=["甲", ["乙", "丙"]],
            reason=[None, "not_comparable"],
        ),
        "history": [{"question": "先问"}],
        "scope": {"year": 2021},
        "tags": ["x"],
        "thresholds": {"text_f1": {"min": 0.5}},
    }
    suite = load(written(tmp_path, case, suite="suite: mine\ncases: cases.jsonl\nthresholds: {passed: {min: 0.9}}\n"))
    (read,) = suite.cases
    assert read.expect.figures[0].value == Decimal("12.50")
    assert read.expect.text == (("甲",), ("乙", "丙"))
    assert read.expect.reasons == (None, Reason.NOT_COMPARABLE)
    assert read.expect.statuses == (Status.ANSWERED,)
    assert read.expect.evidence[0].also == ("新收3件",)
    assert (read.history[0].question, read.scope.year, read.group) == ("先问", 2021, "a.pdf")
    assert suite.thresholds[0].low == 0.9
    assert read.thresholds[0].holds(0.5)
    assert not read.thresholds[0].holds(0.49)


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({**CASE, "questoin": "x"}, "questoin"),
        ({**CASE, "question": " "}, "question"),
        ({"id": "a", "question": "x"}, "expect"),
        (with_expect(figures=[{"value": 12}]), "expect.figures[0].value"),
        (with_expect(figures=[{"value": "NaN"}]), "expect.figures[0].value"),
        (with_expect(reason="because"), "expect.reason"),
        ({**CASE, "expect": {"status": "maybe"}}, "expect.status"),
        (with_expect(evidence=[{"file": "a.pdf"}]), "expect.evidence[0].quote"),
        ({**CASE, "operation": "guess"}, "operation"),
        ({**CASE, "scope": {"year": "2021"}}, "scope.year"),
        ('{"id": ', "cases.jsonl:2"),
        ("[1]", "cases.jsonl:2"),
    ],
)
def test_a_wrong_case_is_named_by_file_line_and_field(tmp_path: Path, case: object, field: str) -> None:
    file = written(tmp_path, {**CASE, "id": "fine"}, case)
    with pytest.raises(EvaluationError) as caught:
        load(file)
    assert "cases.jsonl:2" in str(caught.value)
    assert field in str(caught.value)


@pytest.mark.parametrize(
    ("suite", "said"),
    [
        ("suite: mine\n", "mine.yaml: cases"),
        ("suite: mine\nthreshold: {}\ncases: cases.jsonl\n", "mine.yaml:2: threshold"),
        ("suite: mine\ncases: none.jsonl\n", "mine.yaml:2: cases"),
        ("suite: [\n", "mine.yaml:2"),
        ("- a\n", "mine.yaml:1"),
        ("suite: mine\ncases: cases.jsonl\nthresholds: {passed: {least: 1}}\n", "mine.yaml:3: thresholds.passed.least"),
        ("suite: mine\ncases: cases.jsonl\nthresholds: {pased: {min: 1}}\n", "mine.yaml:3: thresholds.pased"),
        ("suite: mine\ncases: cases.jsonl\nthresholds: {passed: {}}\n", "mine.yaml:3: thresholds.passed"),
    ],
)
def test_a_wrong_suite_file_is_named_by_line_and_field(tmp_path: Path, suite: str, said: str) -> None:
    with pytest.raises(EvaluationError, match=said.replace(".", r"\.")):
        load(written(tmp_path, CASE, suite=suite))


def test_an_empty_suite_doubled_ids_and_unknown_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no cases"):
        load(written(tmp_path))
    with pytest.raises(EvaluationError, match=r"cases\.jsonl:2: id：.*cases\.jsonl:1.*occurs twice"):
        load(written(tmp_path, CASE, CASE))
    with pytest.raises(EvaluationError, match="give the suite's YAML"):
        load(tmp_path / "cases.jsonl")
    with pytest.raises(EvaluationError, match="figures"):
        load("no-such-suite")


def test_the_digest_follows_the_cases(tmp_path: Path) -> None:
    before = load(written(tmp_path, CASE)).digest
    assert load(written(tmp_path, CASE)).digest == before
    assert load(written(tmp_path, {**CASE, "question": "别的？"})).digest != before


@pytest.mark.parametrize("name", ours())
def test_the_schema_accepts_our_suites(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((SUITES.parent / "suite.schema.json").read_text("utf-8"))
    data = yaml.safe_load((SUITES / f"{name}.yaml").read_text("utf-8"))
    jsonschema.validate(data, schema)
    case_schema = {"$ref": "#/$defs/case", "$defs": schema["$defs"]}
    for line in (SUITES / data["cases"]).read_text("utf-8").splitlines():
        jsonschema.validate(json.loads(line), case_schema)


def test_the_schema_refuses_what_the_reader_refuses(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((SUITES.parent / "suite.schema.json").read_text("utf-8"))
    case_schema = {"$ref": "#/$defs/case", "$defs": schema["$defs"]}
    for wrong in ({**CASE, "questoin": "x"}, with_expect(figures=[{"value": 12}]), with_expect(reason="because")):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, case_schema)
        with pytest.raises(EvaluationError):
            load(written(tmp_path, wrong))


def test_the_schema_names_the_metrics() -> None:
    schema = json.loads((SUITES.parent / "suite.schema.json").read_text("utf-8"))
    assert schema["$defs"]["thresholds"]["propertyNames"]["enum"] == list(TITLES)
