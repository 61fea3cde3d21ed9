"""The routes of the desk."""

from __future__ import annotations

import re
from importlib import resources

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from assistant.journal import Journal
from assistant.web.desk import audit_pages, check_pages, evaluation_pages, journal_pages, library_pages, report_pages
from assistant.web.desk.door import Door, Visit
from assistant.web.desk.pages import page
from assistant.web.desk.staff import Staff

_STATIC = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
_ANSWERS_A_FORM = re.compile(r"(/desk(?:/report/[^/]+)?)/(?:in|out|upload|again|replace)")
"""Addresses that stand above a page when its form was sent, and that a visitor may come back to."""


def add_routes(app: FastAPI, staff: Staff) -> Door:
    """Put the desk under `/desk`."""
    door = Door(staff.users, Journal(staff.shared.assistant.library.settings.store))
    app.add_route("/desk/in", door.come_in, methods=["POST"])
    app.add_route("/desk/out", door.go_out, methods=["POST"])
    app.add_route("/desk/language", door.choose_language, methods=["POST"])
    app.add_route("/desk/static/{name}", _static, methods=["GET"])
    for pages in (library_pages, report_pages, check_pages, audit_pages, evaluation_pages, journal_pages):
        for method, path, handler in pages.handlers(staff):
            app.add_route(path, door.guarded(handler), methods=[method])
    return door


def add_rest(app: FastAPI, door: Door) -> None:
    """What else is asked for under `/desk`; to be added after all that is there."""
    app.add_route("/desk/{rest:path}", door.guarded(_elsewhere), methods=["GET"])


async def _elsewhere(visit: Visit) -> Response:
    form = _ANSWERS_A_FORM.fullmatch(visit.request.url.path)
    if form:
        return RedirectResponse(form[1], status_code=303)
    return page("message.html", visit.words, status=404, user=visit.user, message=visit.words["no_page_here"])


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    kind = _STATIC.get(name)
    if kind is None:
        return PlainTextResponse("没有这个文件。 / Not found.", status_code=404)
    data = resources.files("assistant.web.desk").joinpath(name).read_bytes()
    return Response(data, media_type=kind, headers={"Cache-Control": "max-age=600"})
