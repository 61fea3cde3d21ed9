"""Reports, audited: findings by severity with their evidence, and what staff decide about them."""

from __future__ import annotations

from functools import partial
from typing import Any

import anyio.to_thread
from starlette.responses import RedirectResponse, Response

from assistant.answer import Audited
from assistant.audit import audit, decisions
from assistant.errors import BaogaoError
from assistant.exports import write
from assistant.web.desk.check_pages import EXPORTS, LONGEST_NOTE, exported, places
from assistant.web.desk.door import Routes, Visit
from assistant.web.desk.library_pages import failed
from assistant.web.desk.pages import page
from assistant.web.desk.staff import Staff
from assistant.web.turnstile import STAFF_WITHIN

_MOST_CHOSEN = 2_000
_MOST_SHOWN = 500


def handlers(staff: Staff) -> Routes:
    """The routes of this module."""
    library = staff.shared.assistant.library

    async def choose(visit: Visit) -> Response:
        chosen = visit.request.query_params.getlist("report")[:_MOST_CHOSEN]
        asked = "go" in visit.request.query_params
        try:
            audited = partial(audit, library, chosen or None)
            result = await staff.shared.turnstile.run(audited, STAFF_WITHIN) if asked else None
        except BaogaoError as error:
            return failed(visit, error)
        export = visit.request.query_params.get("export", "")
        if result is not None and export in EXPORTS:
            return exported(write.rendered_audit(result, export, library), "audit", export)
        reports = await anyio.to_thread.run_sync(library.reports)
        return _shown(visit, result, {"reports": reports, "chosen": set(chosen)})

    async def decide(visit: Visit) -> Response:
        form = await visit.request.form(max_files=0, max_fields=8)
        finding, verdict = str(form.get("finding", "")), str(form.get("verdict", ""))
        note, back = str(form.get("note", ""))[:LONGEST_NOTE], str(form.get("back", ""))
        try:
            await anyio.to_thread.run_sync(decisions.decide, library, finding, verdict, note, visit.user)
        except BaogaoError as error:
            return failed(visit, error)
        visit.did("decide", finding, verdict)
        where = "/desk/audit?" + back if back else "/desk/audit?go=1"
        return RedirectResponse(f"{where}#{finding}", status_code=303)

    return [("GET", "/desk/audit", choose), ("POST", "/desk/audit", decide)]


def _shown(visit: Visit, result: Audited | None, values: dict[str, Any]) -> Response:
    findings = result.findings if result else ()
    listed = [{"one": one, "evidence": places(one.evidence, visit.words.code)} for one in findings[:_MOST_SHOWN]]
    return page(
        "audit.html",
        visit.words,
        user=visit.user,
        here="audit",
        audited=result is not None,
        findings=listed,
        total=len(findings),
        kinds=sorted({one.kind for one in findings}),
        exports=list(EXPORTS),
        query=visit.request.url.query,
        verdicts=decisions.VERDICTS,
        **values,
    )
