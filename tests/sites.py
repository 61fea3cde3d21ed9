"""The web app inside the tests' own process."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
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
    """The app over a library. It is made inside an event loop: outside one, gradio makes loops that nobody closes."""

    async def made() -> FastAPI:
        common = shared(Assistant(library))
        staff = staff_of(settings, common) if settings else None
        return application(page(common), common, staff)

    return in_loop(made())
