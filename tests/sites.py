"""The web app inside the tests' own process."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from fastapi import FastAPI

from app import staff_of
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.chat import page
from assistant.web.server import application
from assistant.web.shared import shared

T = TypeVar("T")


def in_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run something asynchronous in a thread of its own: the browser's driver keeps a loop running in the main one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


def site(library: Library, settings: Settings | None = None) -> FastAPI:
    """The app over a library, by default with a desk only where the settings name staff and with no limit on rates.

    It is made inside an event loop: outside one, gradio makes loops that nobody closes.
    """
    chosen = settings or replace(library.settings, questions_a_minute=0)

    async def made() -> FastAPI:
        common = shared(Assistant(library))
        staff = staff_of(chosen, common)
        return application(page(common), common, staff, chosen)

    return in_loop(made())
