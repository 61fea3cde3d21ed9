"""`baogao library …` as it is typed: what it prints as JSON, and its exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main

ROOT = Path(__file__).parents[1]
SAMPLES = ("jichuan-2021.html", "yanxi-2022.docx")


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    store = tmp_path / "store"
    files = [str(ROOT / "samples" / "reports" / name) for name in SAMPLES]
    assert main(["--store", str(store), "ingest", *files]) == 0
    capsys.readouterr()
    return store


def library(store: Path, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    assert main(["--store", str(store), "library", *arguments, "--json"]) == code
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


@pytest.mark.sqlite
def test_a_lost_index_is_seen_and_written_anew(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = library(store, capsys, "verify")["digest"]
    shutil.rmtree(store / "words")
    lost = library(store, capsys, "verify", code=3)
    assert lost["found_by_words"] == 0
    assert {one["kind"] for one in lost["problems"]} == {"words"}
    assert library(store, capsys, "repair")["problems"] == []
    assert library(store, capsys, "verify")["digest"] == before


def test_a_changed_original_is_named_and_not_hidden(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    original = next((store / "files").iterdir())
    original.chmod(0o644)
    original.write_bytes(original.read_bytes() + b"x")
    assert [one["kind"] for one in library(store, capsys, "verify", code=3)["problems"]] == ["original"]
    assert [one["kind"] for one in library(store, capsys, "repair", code=3)["problems"]] == ["original"]


def test_a_copy_restores_the_same_library(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = library(store, capsys, "verify")["digest"]
    library(store, capsys, "backup", str(tmp_path / "copy"))
    library(tmp_path / "other", capsys, "restore", str(tmp_path / "copy"))
    assert library(tmp_path / "other", capsys, "verify")["digest"] == before
