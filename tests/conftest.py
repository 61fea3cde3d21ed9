"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

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
