"""SECURITY.md promises nothing that no test holds it to."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")


def test_every_promise_names_a_test_that_is_there() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|")][2:]
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert len(rows) >= 10
    for row in rows:
        promise, proof = row.strip("|").rsplit("|", 1)
        files, tests = re.findall(r"tests/\w+\.py", proof), re.findall(r"`(test_\w+)`", proof)
        assert files or tests, promise
        assert [name for name in files if not (ROOT / name).is_file()] == []
        assert [name for name in tests if f"def {name}(" not in written] == []
