"""The web server: our own routes, and gradio's page behind the guard."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import resources

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.maintenance import Maintenance
from assistant.settings import Settings
from assistant.web import files, health
from assistant.web.desk import desk
from assistant.web.desk.staff import LARGEST_UPLOAD, Staff
from assistant.web.events import asks, under_way
from assistant.web.gate import Gate
from assistant.web.guard import LONGEST_BODY, Guard
from assistant.web.language import ZH
from assistant.web.limits import Limits
from assistant.web.observing import Observed, broken
from assistant.web.services import Services
from assistant.web.shared import Shared
from assistant.web.tools import Tools

_MOST_CONNECTIONS = 2_000
"""Connections at a time; a page that is open holds two. More are answered 503."""
_FONTS = ("system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "monospace")


def application(
    pages: gr.Blocks, shared: Shared, staff: Staff | None = None, settings: Settings | None = None
) -> FastAPI:
    """The pages, the files, the tools and, where there are staff, their desk: one ASGI application.

    The settings are the library's own unless others are given.
    """

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        async with tools.running():
            yield

    app = FastAPI(title=ZH.title, docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)
    settings = settings or shared.assistant.library.settings
    maintenance = Maintenance(settings.store)
    files.add_routes(app, shared)
    health.add_routes(app, shared, maintenance)
    door = desk.add_routes(app, staff) if staff else None
    tools = Tools(Services(shared), door.password_fits if door else None)
    tools.add_routes(app)
    if door:
        desk.add_rest(app, door)
    gr.mount_gradio_app(
        app,
        pages,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        max_file_size=LONGEST_BODY,
        theme=_theme(),
        head=f"<style>{_own('theme.css')}</style><script>{_own('page.js')}{_own('visitor.js')}</script>",
    )
    app.add_exception_handler(Exception, broken)
    limits = Limits(settings.questions_a_minute, maintenance, asks(pages))
    # The last one added stands outermost.
    room = shared.room
    gate = Gate(under_way(pages), room.at_once, room.under_way - room.at_once)
    app.add_middleware(Guard, limits, gate, shared.metrics, LARGEST_UPLOAD if staff else None)
    app.add_middleware(Observed, shared.metrics)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    return app


def run(app: FastAPI, bound: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called once requests are answered."""
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        proxy_headers=False,  # whom to believe is decided by the application's own middleware
        server_header=False,
        timeout_graceful_shutdown=1,
        lifespan="on",
        limit_concurrency=_MOST_CONNECTIONS,
    )
    logging.getLogger("uvicorn.error").addFilter(_worth_a_line)
    server = _Server(config)
    server.ready = ready
    server.run(sockets=[bound])


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Visitors who leave, streams that are no longer there and pages open at the end are everyday, not errors."""
    error = record.exc_info[1] if record.exc_info else None
    everyday = isinstance(error, asyncio.CancelledError) or (error and isinstance(error.__cause__, HTTPException))
    return not everyday and not record.getMessage().startswith("Cancel ")


class _Server(uvicorn.Server):
    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self.ready()


def _theme() -> gr.themes.Base:
    """Calm, one accent, and fonts of the visitor's own system: nothing is fetched."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        secondary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=[gr.themes.Font(name) for name in _FONTS],
        font_mono=[gr.themes.Font(name) for name in _MONO],
    )


def _own(name: str) -> str:
    return resources.files("assistant.web").joinpath(name).read_text("utf-8")
