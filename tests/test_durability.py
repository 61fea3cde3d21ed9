"""Small runs of the harnesses of durability in `bench/`; `make stress` has the full ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def harness(*command: str) -> str:
    """What a harness prints; it must find nothing wrong."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_killed_change_leaves_one_state_whole_and_nothing_behind() -> None:
    said = harness("bench.killing", "--trials", "4", "--changes", "ingest,replace,remove,reindex")
    assert "4 kills: 0 lost, 0 half visible, 0 amiss" in said


def test_answers_are_of_one_state_while_another_process_publishes() -> None:
    said = harness("bench.publishing", "--publishes", "5", "--queries", "100")
    assert len([line for line in said.splitlines() if "5 publications: 0 mixed" in line]) == 2


def test_a_call_that_fails_leaves_the_old_state_or_the_new_one() -> None:
    assert "0 lost, 0 half visible, 0 unforeseen, 0 amiss" in harness(
        "bench.failing", "--every", "30", "--changes", "replace"
    )


def test_writers_take_turns_and_lose_nothing() -> None:
    said = harness("bench.writers", "--trials", "2")
    assert said.count("0 libraries with a chunk lost") == 2


def test_bad_files_cost_good_ones_nothing_and_get_their_reasons() -> None:
    said = harness("bench.crowding", "--good", "4", "--malformed", "30", "--hostile", "2")
    assert "4 of 4 good files ingested, 0 bad ones read" in said
    assert "32 of 32 bad files rejected, 0 without a clear reason" in said
