"""The web app inside the tests' own process."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI

from app import staff_of
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.chat import page
from assistant.web.server import application
from assistant.web.shared import shared


def site(library: Library, settings: Settings | None = None) -> FastAPI:
    """The app over a library. It is made inside an event loop: outside one, gradio makes loops that nobody closes."""

    async def made() -> FastAPI:
        common = shared(Assistant(library))
        staff = staff_of(settings, common) if settings else None
        return application(page(common), common, staff)

    return asyncio.run(made())
