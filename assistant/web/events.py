"""What gradio knows of the page's events: which of them ask something, and how many of those are under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr

QUIET = "page"
"""The name of all events that ask nothing: a page opened, the language, a vote."""
ASKING = "asking"
"""The name of those of the chat that ask."""


def asks(pages: gr.Blocks) -> Callable[[Mapping[str, Any]], bool]:
    """Whether an event that a browser sends asks something; one that is not known counts as a question."""
    other = {number for number, one in pages.fns.items() if str(one.api_name).startswith(QUIET)}
    return lambda sent: not (isinstance(number := sent.get("fn_index"), int) and number in other)


def under_way(pages: gr.Blocks) -> Callable[[], int]:
    """How many questions gradio has and has not answered yet, whether or not anybody still listens."""
    queue = pages._queue

    def count() -> int:
        working = [event for job in queue.active_jobs if job for event in job]
        waiting = [event for line in queue.event_queue_per_concurrency_id.values() for event in line.queue]
        return sum(not str(one.fn.api_name).startswith(QUIET) for one in (*working, *waiting))

    return count
