"""Questions about the real reports, whose answers were noted before the product was asked (bench/questions)."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.library import Library
from bench.asked import read, run

QUESTIONS = Path(__file__).parents[1] / "bench" / "questions"


@pytest.mark.parametrize("table", sorted(path.name for path in QUESTIONS.glob("real-*.tsv")))
def test_questions_about_real_reports(real_library: Library, table: str) -> None:
    said = [(verdict, noted.turns) for verdict, noted, _ in run(real_library, read(QUESTIONS / table))]
    assert [turns for verdict, turns in said if verdict == "wrong"] == []
    missed = [turns for verdict, turns in said if verdict == "missed"]
    assert len(missed) <= 0.1 * len(said), missed
