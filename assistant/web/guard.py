"""What stands before the pages: only the routes in use, small bodies, and headers that keep the browser at home."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.gate import Gate
from assistant.web.limits import Limits, sent_in
from assistant.web.metrics import Metrics

ENDPOINTS = ("ask", "search", "lookup", "reports", "reading")
"""The named endpoints of the public page."""

LONGEST_BODY = 96 * 1024
"""Bytes of a request: the twenty questions of a conversation, a thousand characters each, with room to spare."""

_OPEN = re.compile(
    r"/|/healthz|/readyz|/metrics|/config/?|/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt|/(?:assets|static)/.+"
    r"|/original/[^/]+|/page/[^/]+/\d{1,5}|/answer/[\w-]{1,64}\.(?:csv|xlsx)"
    r"|/gradio_api/(?:queue/(?:join|data)|heartbeat/[^/]+|cancel|reset/?|startup-events|info|app_id)"
    rf"|/gradio_api/call/(?:v2/)?(?:{'|'.join(ENDPOINTS)})(?:/[^/]+)?|/mcp"
)
_DESK = re.compile(r"/desk(?:/[^/]+){0,4}")
"""Open where there is a desk; who may do what there is decided at its own door."""
_UPLOADS = re.compile(r"/desk/(?:upload|check|report/[^/]+/replace)")
_BODIES = {"/mcp": 1 << 20, "/desk/mcp": 1 << 20}
"""Bytes of requests that may be longer than a question."""

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
# The desk's own pages hold no inline script at all; their forms say where they come from.
_DESK_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


_ASKS = re.compile(r"/gradio_api/(?:queue/join|call/)|/mcp")
_QUEUED = re.compile(r"/gradio_api/(?:queue/join|call/)")
"""Of these gradio's own queue takes care, one after the other."""
_TOO_LONG = PlainTextResponse("请求太长。 / The request is too long.", status_code=413)
_BUSY = JSONResponse(
    {"detail": "现在提问的人很多，请过几秒再试。 / Busy, please try again shortly.", "code": "busy"},
    status_code=503,
    headers={"Retry-After": "3"},
)


class Guard:
    """ASGI middleware."""

    def __init__(
        self, app: ASGIApp, limits: Limits, gate: Gate, metrics: Metrics, largest_upload: int | None = None
    ) -> None:
        """`largest_upload` is the bytes of an upload at the desk; None: there is no desk."""
        self._app, self._limits, self._gate, self._metrics = app, limits, gate, metrics
        self._largest_upload = largest_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 404, 413, 429 or 503."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (_HEADERS | _DESK_HEADERS if desk else _HEADERS).items():
                    if name != "Content-Security-Policy" or name not in headers:
                        headers[name] = value
            await send(message)

        desk = self._largest_upload is not None and bool(_DESK.fullmatch(scope["path"]))
        longest = self._longest(scope["path"]) if desk else _BODIES.get(scope["path"], LONGEST_BODY)
        refused, through = _refusal(scope, desk, longest) or self._limits.closed(scope), False
        receive = _counted(receive, longest)
        if refused is None and _ASKS.match(scope["path"]) and scope["method"] == "POST":
            body = await _whole(receive)
            receive = _again(body or b"", receive)
            refused, through = (_TOO_LONG, False) if body is None else await self._asked(scope, body)
        if refused is not None:
            if refused.status_code in (429, 503):
                self._metrics.refused({429: "rate"}.get(refused.status_code, "busy" if refused is _BUSY else "closed"))
            await refused(scope, receive, with_headers)
            return
        try:
            await self._app(scope, receive, with_headers)
        finally:
            if through:
                self._gate.passed()

    async def _asked(self, scope: Scope, body: bytes) -> tuple[Response | None, bool]:
        """The refusal of what somebody sends, if it is refused; and whether it went through the gate."""
        sent = sent_in(body)
        asks = self._limits.asks_question(scope["path"], sent)
        too_often = self._limits.too_often(scope, sent, asks=asks)
        if too_often is not None or not (asks and _QUEUED.match(scope["path"])):
            return too_often, False
        through = await self._gate.admits()
        return (None if through else _BUSY), through

    def _longest(self, path: str) -> int:
        largest = self._largest_upload or LONGEST_BODY
        return largest if _UPLOADS.fullmatch(path) else _BODIES.get(path, LONGEST_BODY)


def _refusal(scope: Scope, desk: bool, longest: int) -> Response | None:
    if not desk and not _OPEN.fullmatch(scope["path"]):
        return PlainTextResponse("没有这个页面。 / Not found.", status_code=404)
    length = Headers(scope=scope).get("content-length", "0")
    if not (length.isascii() and length.isdigit() and int(length) <= longest):
        return _TOO_LONG
    return None


async def _whole(receive: Receive) -> bytes | None:
    """The body of a request; None where it is too long, or its sender has gone."""
    parts = []
    while (message := await receive())["type"] == "http.request":
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)
    return None


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, for the application to read."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _counted(receive: Receive, longest: int) -> Receive:
    """A body without a stated length is cut off as well: the client seems to have gone."""
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return message if seen <= longest else {"type": "http.disconnect"}

    return counting
