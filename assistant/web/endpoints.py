"""The named endpoints of the public page: `/gradio_api/call/NAME`, and `api_name="/NAME"` for gradio_client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import gradio as gr
from gradio.events import api

from assistant.errors import BaogaoError
from assistant.web.services import LONGEST_READING, Services
from assistant.web.telling import sentence

P = ParamSpec("P")
T = TypeVar("T")


def add_endpoints(services: Services) -> None:
    """Declare the endpoints; call it inside the page's Blocks."""

    async def ask(question: str, history: list | None = None, scope: dict | None = None) -> dict:  # type: ignore[type-arg]
        """Answer one question about the reports, with figures, citations and notes."""
        return await services.ask(question, history, scope)

    async def search(query: str, k: int = 10, scope: dict | None = None) -> list:  # type: ignore[type-arg]
        """Rank the passages of the reports for a query, without answering it."""
        return await services.search(query, k, scope)

    async def lookup(
        agency: str = "",
        year: int = 0,
        table: str = "",
        row: str = "",
        col: str = "",
        status: str = "",
        limit: int = 100,
    ) -> list:  # type: ignore[type-arg]
        """Exact figures by agency, year, table, row and column; empty filters fit everything."""
        filters = {"agency": agency, "year": year or None, "table": table, "row": row, "col": col, "status": status}
        return await services.lookup(filters, limit)

    async def reports() -> list:  # type: ignore[type-arg]
        """The reports of the library."""
        return await services.reports()

    async def reading(report_id: str, start: int = 0, length: int = LONGEST_READING) -> dict:  # type: ignore[type-arg]
        """A stretch of a report's extracted text."""
        return await services.reading(report_id, start, length)

    for endpoint in (ask, search, lookup, reports, reading):
        api(_told(endpoint), api_name=endpoint.__name__, concurrency_limit=None)


def _told(endpoint: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """The endpoint with our errors as gradio's: a sentence for the caller, no traceback in the log."""

    @wraps(endpoint)
    async def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await endpoint(*args, **kwargs)
        except BaogaoError as error:
            raise gr.Error(sentence(error), print_exception=False) from error

    return told
