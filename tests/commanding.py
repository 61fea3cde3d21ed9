"""The command line as its users meet it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def baogao(store: Path | None, *arguments: object, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    ours = ("BAOGAO_TEST_DATABASE_URL", "BAOGAO_TEST_CHROMA_URL")
    environment = {name: value for name, value in os.environ.items() if name in ours or not name.startswith("BAOGAO_")}
    options = [] if store is None else ["--store", str(store)]
    command, *rest = map(str, arguments)
    return subprocess.run(
        [sys.executable, "-m", "assistant", command, *options, *rest],
        cwd=ROOT,
        env={**environment, "PYTHONUTF8": "1"},
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def document(done: subprocess.CompletedProcess[str], code: int = 0) -> Any:  # noqa: ANN401 - JSON
    """The one JSON document on standard output."""
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on standard error; standard output is empty."""
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("baogao: ")
    return line
