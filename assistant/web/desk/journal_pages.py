"""The journal for staff: who added, removed, decided what, and when; at the desk and on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import anyio.to_thread
from starlette.responses import Response

from assistant.journal import Deed, Journal
from assistant.library import Library
from assistant.web.desk.door import Routes, Visit
from assistant.web.desk.pages import page
from assistant.web.desk.staff import Staff

_MOST = 1_000
"""Deeds that are looked at; `baogao journal` has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """A deed as a line of the list."""

    deed: Deed
    about: tuple[tuple[str, str], ...]
    """(what it was about, where that can be looked at or "")."""


def handlers(staff: Staff) -> Routes:
    """The routes of this module."""
    library = staff.shared.assistant.library
    journal = Journal(library.settings.store)

    async def listing(visit: Visit) -> Response:
        wanted = {name: visit.request.query_params.get(name, "")[:200] for name in ("deed", "who")}
        deeds = await anyio.to_thread.run_sync(journal.latest, _MOST)
        fitting = [one for one in deeds if all(not said or getattr(one, name) == said for name, said in wanted.items())]
        lines = await anyio.to_thread.run_sync(_lines, library, fitting)
        return page(
            "journal.html",
            visit.words,
            user=visit.user,
            here="journal",
            lines=lines,
            deeds=sorted({one.deed for one in deeds}),
            people=sorted({one.who for one in deeds}),
            wanted=wanted,
        )

    return [("GET", "/desk/journal", listing)]


def _lines(library: Library, deeds: Sequence[Deed]) -> list[Line]:
    """The deeds with their reports by name, where these are still there."""
    known = {info.report_id: info for info in library.reports()}
    lines = []
    for deed in deeds:
        about = []
        for one in deed.about:
            info = known.get(one)
            named = f"{info.agency or info.title} {info.year or ''}".strip() if info else one
            about.append((named, f"/desk/report/{one}" if info else ""))
        lines.append(Line(deed, tuple(about)))
    return lines
