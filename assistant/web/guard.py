"""What stands before the pages: only the routes in use, small bodies, and headers that keep the browser at home."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_BODY = 96 * 1024
"""Bytes of a request: the twenty questions of a conversation, a thousand characters each, with room to spare."""

_OPEN = re.compile(
    r"/|/config/?|/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt|/(?:assets|static)/.+"
    r"|/original/[^/]+|/page/[^/]+/\d{1,5}|/answer/[\w-]{1,64}\.(?:csv|xlsx)"
    r"|/gradio_api/(?:queue/(?:join|data)|heartbeat/[^/]+|cancel|reset/?|startup-events)"
)

# Gradio's own page holds inline scripts and makes templates from strings; attributes that run scripts are not allowed.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 404 or 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        refused = _refusal(scope)
        if refused is not None:
            await refused(scope, receive, with_headers)
            return
        await self._app(scope, _counted(receive), with_headers)


def _refusal(scope: Scope) -> PlainTextResponse | None:
    if not _OPEN.fullmatch(scope["path"]):
        return PlainTextResponse("没有这个页面。 / Not found.", status_code=404)
    length = Headers(scope=scope).get("content-length", "0")
    if not (length.isascii() and length.isdigit() and int(length) <= LONGEST_BODY):
        return PlainTextResponse("请求太长。 / The request is too long.", status_code=413)
    return None


def _counted(receive: Receive) -> Receive:
    """A body without a stated length is cut off as well: the client seems to have gone."""
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return message if seen <= LONGEST_BODY else {"type": "http.disconnect"}

    return counting
