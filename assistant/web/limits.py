"""Who may ask now: nobody during maintenance, and nobody more often than so many times a minute."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from assistant.maintenance import Maintenance
from assistant.web.markup import text
from assistant.web.rates import Rates, neighbourhood

DEEDS_A_QUESTION = 8
"""Deeds that ask nothing (a page opened, a vote) may be so many times as frequent as questions."""
BACK_AFTER = 60
"""Seconds after which a visitor may look again whether maintenance is over."""

_ASKING = re.compile(r"/gradio_api/call/(?:v2/)?(?:ask|search|lookup)")
_WORKING = re.compile(r"/(?:healthz|readyz|metrics|favicon\.ico|desk(?:/.*)?)")
"""What goes on during maintenance: the state of the server, and the staff."""


class Limits:
    """The rates of one server, and its maintenance switch."""

    def __init__(self, most: int, maintenance: Maintenance, asks: Callable[[Mapping[str, Any]], bool]) -> None:
        """`most` questions a minute, 0 for any number; `asks` says whether an event of the page asks a question."""
        self._questions, self._deeds = Rates(most), Rates(most * DEEDS_A_QUESTION)
        self._maintenance = maintenance
        self._asks = asks

    def closed(self, scope: Scope) -> Response | None:
        """The reply while the service is closed, for all but the staff; None while it is open."""
        notice = self._maintenance.notice()
        if not notice or _WORKING.fullmatch(scope["path"]):
            return None
        headers = {"Retry-After": str(BACK_AFTER), "Cache-Control": "no-store"}
        if scope["method"] == "GET" and scope["path"] == "/":
            return HTMLResponse(_page(notice), status_code=503, headers=headers)
        return JSONResponse({"detail": notice, "code": "maintenance"}, status_code=503, headers=headers)

    def too_often(self, scope: Scope, sent: Mapping[str, Any], *, asks: bool) -> Response | None:
        """The reply to somebody who asks too often; None for everybody else, and the request counts."""
        client = HTTPConnection(scope).client
        keys = [f"address:{neighbourhood(client.host if client else '')}"]
        if isinstance(session := sent.get("session_hash"), str):
            keys.append(f"session:{session[:64]}")
        wait = (self._questions if asks else self._deeds).wait(*keys)
        if not wait:
            return None
        seconds = math.ceil(wait)
        said = f"提问太频繁，请 {seconds} 秒后再试。 / Too many questions; please wait {seconds} seconds."
        headers = {"Retry-After": str(seconds)}
        return JSONResponse({"detail": said, "code": "rate", "seconds": seconds}, status_code=429, headers=headers)

    def asks_question(self, path: str, sent: Mapping[str, Any]) -> bool:
        """Whether a request asks a question, rather than opening a page or casting a vote."""
        if path == "/mcp":
            return sent.get("method") == "tools/call"
        return bool(_ASKING.match(path)) or (path.endswith("/queue/join") and self._asks(sent))


def sent_in(body: bytes) -> Mapping[str, Any]:
    """The JSON object that a request sends; empty where it is none."""
    try:
        sent = json.loads(body)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _page(notice: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>报告 Baogao</title>'
        "<style>body{font:1.1rem/1.7 system-ui,sans-serif;max-width:36rem;margin:16vh auto;padding:0 1.2rem;"
        "color:#1d2733;background:#fff}@media(prefers-color-scheme:dark){body{color:#e6ebf1;background:#12181f}}"
        f"</style></head><body><main><h1>报告 Baogao</h1><p>{text(notice)}</p></main></body></html>"
    )
