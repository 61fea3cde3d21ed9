"""Vector search over a real Chroma: embedded, or on its server under `make test-servers`."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import LibraryError
from assistant.search.vectors import VectorEntry, VectorIndex

DIMENSION = 16


def _open(folder: Path) -> VectorIndex:
    server = os.environ.get("BAOGAO_TEST_CHROMA_URL")
    if server is None:
        return VectorIndex.open(folder)
    return VectorIndex.connect(server, "test-" + hashlib.sha256(str(folder).encode()).hexdigest()[:20])


@pytest.fixture
def index(tmp_path: Path) -> Iterator[VectorIndex]:
    opened = _open(tmp_path / "vectors")
    yield opened
    opened.close()


def _vectors(n: int, seed: int = 1) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(n, DIMENSION))
    unit: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _entries(vectors: NDArray[np.float32], per_report: int = 10) -> list[VectorEntry]:
    return [VectorEntry(f"c{i:04}", f"r{i // per_report:03}", vector) for i, vector in enumerate(vectors)]


def _by_hand(entries: list[VectorEntry], vector: NDArray[np.float32], k: int) -> list[str]:
    return [row.chunk_id for row in sorted(entries, key=lambda row: (-float(row.vector @ vector), row.chunk_id))[:k]]


@pytest.mark.parametrize("reports", [None, 2, 16, 21])
def test_search_is_the_cosine_ranking_in_every_scope(index: VectorIndex, reports: int | None) -> None:
    entries = _entries(_vectors(300))
    index.write(entries)
    scope = None if reports is None else [f"r{i:03}" for i in range(3, 3 + reports)]
    inside = [row for row in entries if scope is None or row.report_id in scope]
    for question in _vectors(5, seed=2):
        hits = index.search(question, 7, scope)
        assert [hit.chunk_id for hit in hits] == _by_hand(inside, question, 7)
        exact = index.search(question, 7, scope, {row.chunk_id: row.report_id for row in inside})
        assert [hit.chunk_id for hit in exact] == [hit.chunk_id for hit in hits]
        for hit in hits:
            row = entries[int(hit.chunk_id[1:])]
            assert hit.report_id == row.report_id
            assert hit.score == pytest.approx(float(row.vector @ question), abs=1e-5)


def test_near_duplicates_all_stay_reachable(index: VectorIndex) -> None:
    centres = _vectors(30)
    noise = _vectors(1_500, seed=3) * 0.02
    entries = _entries((np.repeat(centres, 50, axis=0) + noise).astype(np.float32))
    index.write(entries)
    lost = [row.chunk_id for row in entries[::7] if index.search(row.vector, 1)[0].chunk_id != row.chunk_id]
    assert lost == []


def test_writing_again_replaces_the_report(index: VectorIndex) -> None:
    index.write(_entries(_vectors(30)))
    index.write([VectorEntry("new", "r001", _vectors(1, seed=9)[0])])
    assert index.count() == 21
    assert {chunk for chunk, report in index.ids().items() if report == "r001"} == {"new"}
    assert index.search(_vectors(1, seed=9)[0], 1)[0].chunk_id == "new"


def test_the_same_chunk_id_gets_its_new_vector(index: VectorIndex) -> None:
    first, second = _vectors(2)
    index.write([VectorEntry("c", "r", first)])
    index.write([VectorEntry("c", "r", second)])
    assert index.search(second, 1)[0].score == pytest.approx(1.0, abs=1e-5)


def test_remove_clear_and_another_length(index: VectorIndex) -> None:
    index.write(_entries(_vectors(30)))
    index.remove(["r000", "unknown"])
    assert (index.count(), "r000" in index.ids().values()) == (20, False)
    with pytest.raises(LibraryError, match="重建"):
        index.write([VectorEntry("x", "x", np.ones(4, dtype=np.float32))])
    index.clear()
    assert (index.count(), index.ids()) == (0, {})
    index.write([VectorEntry("x", "x", np.ones(4, dtype=np.float32))])
    assert index.count() == 1


def test_more_entries_than_one_batch(index: VectorIndex) -> None:
    index.write(_entries(_vectors(2_050)))
    assert index.count() == len(index.ids()) == 2_050


def test_an_empty_index_and_empty_scopes(index: VectorIndex) -> None:
    question = _vectors(1)[0]
    assert index.search(question, 5) == []
    assert index.search(question, 5, ["r000"]) == []
    index.write(_entries(_vectors(10)))
    assert index.search(question, 5, []) == []
    assert index.search(question, 5, ["unknown"]) == []
    assert index.search(question, 0) == []
    assert len(index.search(question, 50)) == 10


def test_a_vector_of_zeros_is_near_nothing(index: VectorIndex) -> None:
    index.write([VectorEntry("zero", "r", np.zeros(DIMENSION, dtype=np.float32)), *_entries(_vectors(5))])
    assert index.search(np.zeros(DIMENSION, dtype=np.float32), 3, ["r"])[0].score == 0.0
    scores = {hit.chunk_id: hit.score for hit in index.search(_vectors(1)[0], 10)}
    assert scores["zero"] == pytest.approx(0.0, abs=1e-6)


def test_vectors_survive_a_restart(tmp_path: Path) -> None:
    index = _open(tmp_path)
    index.write(_entries(_vectors(30)))
    index.close()
    again = _open(tmp_path)
    assert again.search(_vectors(30)[17], 1)[0].chunk_id == "c0017"
    again.close()


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", ""])
def test_a_bad_server_address_is_refused(url: str) -> None:
    with pytest.raises(LibraryError, match="http://"):
        VectorIndex.connect(url)


def test_a_server_that_does_not_answer_is_a_library_error() -> None:
    with pytest.raises(LibraryError):
        VectorIndex.connect("http://127.0.0.1:9").count()


def test_opening_loads_no_chromadb(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from assistant.search.vectors import VectorIndex;"
        "VectorIndex.open(Path(sys.argv[1])); sys.exit('chromadb' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False).returncode == 0
