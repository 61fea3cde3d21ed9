"""The line that shows how far a run is."""

from __future__ import annotations

import io

from evals.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_cases_done_and_the_time_left() -> None:
    out, times = Terminal(), iter([0.0, 10.0, 10.1, 40.0])
    progress = Progress(out, lambda: next(times))
    progress("figures", 0, 4)
    progress("figures", 1, 4)
    progress("figures", 2, 4)  # too soon after the last to be shown
    progress("figures", 4, 4)
    assert out.getvalue() == "\r\x1b[Kfigures 0/4\r\x1b[Kfigures 1/4 · 30 s\r\x1b[K"


def test_a_file_or_a_pipe_gets_nothing() -> None:
    out = io.StringIO()
    Progress(out)("figures", 1, 4)
    assert out.getvalue() == ""
