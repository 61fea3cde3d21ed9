"""One report for staff: sections, tables as read beside the page they stand on, figures with status, identities."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

import anyio.to_thread
from starlette.responses import Response

from assistant import figures
from assistant.errors import LibraryError
from assistant.library import ReportInfo
from assistant.report import USABLE, FigureStatus, Table
from assistant.web import language, particulars
from assistant.web.desk.door import Routes, Visit
from assistant.web.desk.identities import checked
from assistant.web.desk.library_pages import failed, found, gone
from assistant.web.desk.pages import Markup, page
from assistant.web.desk.staff import Staff
from assistant.web.shared import Shared
from assistant.web.tables import Marks, table_html

_MOST_FIGURES = 400


def handlers(staff: Staff) -> Routes:
    """The routes of this module."""

    async def report(visit: Visit) -> Response:
        info = found(staff.shared.assistant.library, visit)
        if info is None:
            return gone(visit)
        chosen = visit.request.query_params.get("status", "")
        try:
            values = await anyio.to_thread.run_sync(_values, staff.shared, info, chosen, visit.words.code)
        except LibraryError as error:
            return failed(visit, error)
        return page("report.html", visit.words, user=visit.user, here="library", info=info, **values)

    return [("GET", "/desk/report/{report_id}", report)]


def _values(shared: Shared, info: ReportInfo, chosen: str, code: str) -> dict[str, Any]:
    library = shared.assistant.library
    all_figures = figures.select(library, report_ids=[info.report_id])
    of_form = [one for one in all_figures if one.measure]
    status = FigureStatus(chosen) if chosen in set(FigureStatus) else None
    shown = [one for one in all_figures if status in (None, one.status)]
    counted = Counter(one.status for one in all_figures)
    return {
        "about": particulars.about(info, code),
        "sections": [one.path for one in library.sections(info.report_id)],
        "tables": [_table(shared, info, table, code) for table in library.tables(info.report_id)],
        "identities": checked(info.form, of_form),
        "cells": len(of_form),
        "usable": sum(one.status in USABLE for one in of_form),
        "figures": shown[:_MOST_FIGURES],
        "more": max(0, len(shown) - _MOST_FIGURES),
        "counts": [("", len(all_figures)), *((one, counted[one]) for one in FigureStatus if counted[one])],
        "chosen": status or "",
    }


def _table(shared: Shared, info: ReportInfo, table: Table, code: str) -> dict[str, Any]:
    picture = None
    if table.page and shared.pages.size(shared.assistant.library.original(info.report_id), table.page):
        picture = f"/page/{quote(info.report_id, safe='')}/{table.page}"
    return {
        "caption": table.caption or " › ".join(table.section),
        "page": table.page,
        "picture": picture,
        # Every text in it went through `markup.text`.
        "html": Markup(table_html(table, Marks({}, (), 0), language.words(code))),
    }
