"""`baogao library …`: a library is verified, mended, rebuilt, copied and brought back."""

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


def test_a_whole_library_has_no_problems(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen = library(store, capsys, "verify")
    assert seen["reports"] == len(SAMPLES)
    assert seen["found_by_vector"] == seen["found_by_words"] == seen["chunks"] > 0
    assert seen["problems"] == []


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


def test_the_library_is_read_anew_from_its_files(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = library(store, capsys, "verify")["digest"]
    assert len(library(store, capsys, "rebuild", "--from-files")["ingested"]) == len(SAMPLES)
    assert library(store, capsys, "verify")["digest"] == before


def test_the_order_of_the_files_makes_no_difference(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    for name in reversed(SAMPLES):
        assert main(["--store", str(other), "ingest", str(ROOT / "samples" / "reports" / name)]) == 0
    capsys.readouterr()
    assert library(other, capsys, "verify")["digest"] == library(store, capsys, "verify")["digest"]
