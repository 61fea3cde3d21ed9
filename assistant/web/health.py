"""For those who run the server: `/healthz` (the process answers), `/readyz` (the library can be read), `/metrics`."""

from __future__ import annotations

import ipaddress

import anyio.to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from assistant.errors import LibraryError
from assistant.maintenance import Maintenance
from assistant.web.logs import LOG
from assistant.web.metrics import CONTENT_TYPE
from assistant.web.shared import Shared


def add_routes(app: FastAPI, shared: Shared, maintenance: Maintenance) -> None:
    """Put the three under their names."""
    library = shared.assistant.library

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_request: Request) -> Response:
        try:
            await anyio.to_thread.run_sync(library.reports)
        except LibraryError:
            LOG.exception("the library cannot be read")
            return JSONResponse({"status": "library"}, status_code=503)
        return JSONResponse({"status": "maintenance" if maintenance.notice() else "ok"})

    async def metrics(request: Request) -> Response:
        if not near(request):
            return PlainTextResponse("没有这个页面。 / Not found.", status_code=404)
        reports = await anyio.to_thread.run_sync(lambda: len(shared.assistant.catalog.reports))
        return Response(shared.metrics.text(reports), headers={"Content-Type": CONTENT_TYPE})

    app.add_route("/healthz", alive, methods=["GET"])
    app.add_route("/readyz", ready, methods=["GET"])
    app.add_route("/metrics", metrics, methods=["GET"])


def near(request: Request) -> bool:
    """Whether the request comes straight from this machine or a private network, through no proxy."""
    if request.client is None or "x-forwarded-for" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_private
    except ValueError:
        return False
