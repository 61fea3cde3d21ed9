"""Every request has an id: its reply carries it, the log names it, and what went wrong is found by it."""

from __future__ import annotations

import re
import secrets
import time

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web import telling
from assistant.web.logs import LOG
from assistant.web.metrics import Metrics

HEADER = "X-Request-Id"
_KINDS = (
    ("page", re.compile(r"/|/config/?")),
    ("ask", re.compile(r"/gradio_api/(?:queue/join|call/(?:v2/)?[^/]+)")),
    ("stream", re.compile(r"/gradio_api/(?:queue/data|heartbeat/.+|call/(?:v2/)?[^/]+/.+)")),
    ("file", re.compile(r"/(?:original|page|answer)/.+")),
    ("tools", re.compile(r"/(?:desk/)?mcp")),
    ("desk", re.compile(r"/desk(?:/.*)?")),
    ("state", re.compile(r"/healthz|/readyz|/metrics")),
)


class Observed:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on under an id of ours, whatever id the visitor sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = MutableHeaders(scope=scope)
        headers[HEADER] = request_id = secrets.token_hex(6)
        begun, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        self._metrics.began()
        try:
            await self._app(scope, receive, noting)
        finally:
            seconds = round(time.perf_counter() - begun, 4)
            self._metrics.ended(kind_of(scope["path"]), status, seconds)
            about = {"method": scope["method"], "path": scope["path"], "status": status, "seconds": seconds}
            LOG.info("request", extra={"id": request_id, **about})


def kind_of(path: str) -> str:
    """The kind of a request, one of few: what a path says of people or reports is not among them."""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(path)), "other")


async def broken(request: Request, error: Exception) -> Response:
    """The reply where something went wrong that nobody expected: an id, and nothing of what it was."""
    request_id = request.headers.get(HEADER, "")
    LOG.error("a request broke", exc_info=error, extra={"id": request_id, "path": request.url.path})
    return JSONResponse(
        {"detail": telling.broken(request_id), "id": request_id}, status_code=500, headers={HEADER: request_id}
    )
