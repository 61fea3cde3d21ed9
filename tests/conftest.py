"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.library import Library
from ingest.build import ingest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The project's own sample reports."""
    return ROOT / "samples" / "reports"


@pytest.fixture(scope="session")
def shared_reports() -> Path:
    """Real reports that stand beside a development checkout; tests that need them are skipped elsewhere."""
    folder = ROOT.parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip(f"real reports are not here: {folder}")
    return folder


@pytest.fixture(scope="session")
def sample_library(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of all sample reports, made once; tests only read it."""
    with Library.open(tmp_path_factory.mktemp("samples") / "store", create=True) as library:
        outcome = ingest([samples], library)
        assert not outcome.rejected
        yield library


@pytest.fixture(scope="session")
def real_library(shared_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of the real reports, where they are here."""
    with Library.open(tmp_path_factory.mktemp("real") / "store", create=True) as library:
        ingest([shared_reports], library)
        yield library
