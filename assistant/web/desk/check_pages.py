"""A draft, checked: each claim marked in place, with its verdict, the right figure and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import anyio.to_thread
from starlette.datastructures import FormData
from starlette.responses import Response

from assistant import phrasing
from assistant.answer import Checked, Claim, Decision
from assistant.audit import decisions
from assistant.checking import check
from assistant.errors import BaogaoError
from assistant.exports import write
from assistant.library import Library
from assistant.report import Source
from assistant.web.desk.door import Routes, Visit
from assistant.web.desk.library_pages import MOST_FIELDS, failed, uploaded
from assistant.web.desk.pages import page
from assistant.web.desk.staff import Staff
from assistant.web.desk.words import WORDS
from assistant.web.services import LONGEST_DRAFT
from assistant.web.turnstile import STAFF_WITHIN

LONGEST_NOTE = 1_000
"""Characters of a note on a claim or a finding."""
EXPORTS = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the draft; `number` counts the claims from 1, None between them."""

    text: str
    number: int | None
    verdict: str


def handlers(staff: Staff) -> Routes:
    """The routes of this module."""

    async def form(visit: Visit) -> Response:
        return page("check.html", visit.words, user=visit.user, here="check", **_empty())

    async def checked(visit: Visit) -> Response:
        return await _checked(visit, staff)

    return [("GET", "/desk/check", form), ("POST", "/desk/check", checked)]


def pieces(draft: str, claims: tuple[Claim, ...]) -> Iterator[Piece]:
    """The draft cut at its claims; claims that overlap an earlier one are marked where they begin anew."""
    at = 0
    for number, claim in enumerate(claims, 1):
        start, end = max(at, claim.start), max(at, claim.end)
        if start > at:
            yield Piece(draft[at:start], None, "")
        yield Piece(draft[start:end], number, claim.verdict.value)
        at = end
    if at < len(draft):
        yield Piece(draft[at:], None, "")


def places(evidence: tuple[Source, ...], code: str) -> list[dict[str, str]]:
    """Evidence for a template: where it stands, what it says, and where staff see the whole report."""
    return [
        {
            "place": f"{one.title} · {phrasing.place(one, code)}",
            "quote": one.quote[:400],
            "address": f"/desk/report/{quote(one.report_id, safe='')}",
        }
        for one in evidence
    ]


def _empty() -> dict[str, Any]:
    nothing: dict[str, Any] = {"draft": "", "claims": [], "pieces": [], "summary": {}, "checked": False}
    return {**nothing, "exports": list(EXPORTS), "verdicts": decisions.VERDICTS}


async def _checked(visit: Visit, staff: Staff) -> Response:
    library, words = staff.shared.assistant.library, visit.words
    try:
        async with uploaded(visit) as files:
            form = await visit.request.form(max_fields=MOST_FIELDS)
            name, draft = "draft", str(form.get("draft", "")).replace("\r\n", "\n")
            if files:
                name = files[0].stem
                draft = await anyio.to_thread.run_sync(staff.reading.draft, files[0])
        said = words["draft_empty"] if not draft.strip() else ""
        said = words["draft_long"].format(LONGEST_DRAFT) if len(draft) > LONGEST_DRAFT else said
        if said:
            return page("check.html", words, status=422, user=visit.user, here="check", notice=said, **_empty())
        result = await staff.shared.turnstile.run(lambda: check(library, draft), STAFF_WITHIN)
        await _decide(visit, form, library, result)
        decided = {one.finding_id: one for one in await anyio.to_thread.run_sync(library.decisions)}
    except BaogaoError as error:
        return failed(visit, error)
    export = str(form.get("export", ""))
    if export in EXPORTS:
        told = replace(result, claims=tuple(_told(one, decided) for one in result.claims))
        return exported(write.rendered_check(told, draft, name, export, library), name, export)
    return _shown(visit, draft, result, decided)


async def _decide(visit: Visit, form: FormData, library: Library, result: Checked) -> None:
    """Keep what the pressed button decides, where the draft does hold that claim. Raises UsageError, LibraryError."""
    claim, _, verdict = str(form.get("decide", "")).partition(":")
    if claim not in map(decisions.claim_id, result.claims):
        return
    note = str(form.get(f"note-{claim}", ""))[:LONGEST_NOTE]
    await anyio.to_thread.run_sync(decisions.decide, library, claim, verdict, note, visit.user)
    visit.did("decide", claim, verdict)


def _told(claim: Claim, decided: Mapping[str, Decision]) -> Claim:
    """A claim for an export, whose explanation says what was decided."""
    decision = decided.get(decisions.claim_id(claim))
    if decision is None:
        return claim
    said = WORDS["zh"].deed(decision.verdict) + (f"：{decision.note}" if decision.note else "")
    return replace(claim, explanation=f"{claim.explanation}（处理：{said}，{decision.author}）")


def exported(made: str | bytes, name: str, form: str) -> Response:
    """A result as a download."""
    data = made.encode() if isinstance(made, str) else made
    quoted = quote(f"{name}-baogao.{form}", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quoted}"}
    return Response(data, media_type=EXPORTS[form], headers=headers)


def _shown(visit: Visit, draft: str, result: Checked, decided: Mapping[str, Decision]) -> Response:
    claims = [
        {
            "claim": one,
            "id": decisions.claim_id(one),
            "decision": decided.get(decisions.claim_id(one)),
            "number": number,
            "evidence": places(one.evidence, visit.words.code),
        }
        for number, one in enumerate(result.claims, 1)
    ]
    values: dict[str, Any] = {
        "draft": draft,
        "claims": claims,
        "pieces": list(pieces(draft, result.claims)),
        "summary": {name: result.summary.get(name, 0) for name in ("contradicted", "not_found", "supported")},
        "exports": list(EXPORTS),
        "verdicts": decisions.VERDICTS,
        "checked": True,
    }
    return page("check.html", visit.words, user=visit.user, here="check", **values)
