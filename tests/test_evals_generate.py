"""Generated suites: seeded, loadable, of every kind, and true to the library that they were made from."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant import figures
from assistant.library import Library
from evals.dataset import load
from evals.errors import EvaluationError
from evals.generate import cases, write_suite


def test_the_same_seed_gives_the_same_cases(sample_library: Library) -> None:
    assert cases(sample_library, 40, 1) == cases(sample_library, 40, 1)
    assert cases(sample_library, 40, 1) != cases(sample_library, 40, 2)


def test_a_generated_suite_has_every_kind_and_loads(sample_library: Library, tmp_path: Path) -> None:
    suite = load(write_suite(sample_library, tmp_path, 60, 0))
    assert len(suite.cases) == 60
    assert {case.operation for case in suite.cases} == {"value", "difference", "share", "refusal"}
    held = {(f.source.file, f.row, f.col): f.value for f in figures.select(sample_library)}
    for case in suite.cases:
        for one in case.expect.evidence:
            assert held[one.file, one.row or (), one.col or ()] == Decimal(one.value or "")


def test_no_two_cells_of_one_report_share_a_question(sample_library: Library) -> None:
    made = cases(sample_library, 400, 5)
    assert len({case["question"] for case in made}) == len(made)
    known: dict[str, object] = {}
    for case in made:
        if case["operation"] == "value":
            evidence = case["expect"]["evidence"][0]
            place = (evidence["file"], tuple(evidence["row"]), tuple(evidence["col"]))
            assert known.setdefault(case["question"], place) == place


def test_a_library_without_tables_is_refused(tmp_path: Path) -> None:
    with Library.open(tmp_path / "store", create=True) as library, pytest.raises(EvaluationError):
        cases(library, 10, 0)
