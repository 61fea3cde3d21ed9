"""The library for staff: what is there and in what state; upload, read again, replace, remove."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import anyio.to_thread
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from assistant import figures
from assistant.errors import BaogaoError, LibraryBusyError
from assistant.library import Library, ReportInfo
from assistant.report import USABLE
from assistant.web.desk.door import Routes, Visit
from assistant.web.desk.pages import page
from assistant.web.desk.staff import Staff
from assistant.web.halves import half

_MOST_FILES = 500
MOST_FIELDS = 5_000
"""Fields of a form: a draft has one for a note on each of its claims."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]")


@dataclass(frozen=True, slots=True)
class Row:
    """A report in the list, with how much of its form was read."""

    info: ReportInfo
    usable: int
    cells: int


def handlers(staff: Staff) -> Routes:
    """The routes of this module."""
    library = staff.shared.assistant.library

    async def listing(visit: Visit) -> Response:
        rows = await anyio.to_thread.run_sync(_rows, library)
        return page("library.html", visit.words, user=visit.user, here="library", rows=rows)

    async def upload(visit: Visit) -> Response:
        return await _upload(visit, staff)

    async def again(visit: Visit) -> Response:
        return await _again(visit, staff)

    async def replace(visit: Visit) -> Response:
        return await _upload(visit, staff, replaces=visit.request.path_params["report_id"])

    async def ask_removal(visit: Visit) -> Response:
        info = found(library, visit)
        return page("remove.html", visit.words, user=visit.user, info=info) if info else gone(visit)

    async def remove(visit: Visit) -> Response:
        form = await visit.request.form(max_files=0, max_fields=2)
        info = found(library, visit)
        if info is None:
            return gone(visit)
        if form.get("sure") == "yes":
            try:
                await anyio.to_thread.run_sync(library.remove, info.report_id)
            except BaogaoError as error:
                return failed(visit, error)
            visit.did("remove", info.report_id, info.file)
        return RedirectResponse("/desk", status_code=303)

    return [
        ("GET", "/desk", listing),
        ("POST", "/desk/upload", upload),
        ("POST", "/desk/report/{report_id}/again", again),
        ("POST", "/desk/report/{report_id}/replace", replace),
        ("GET", "/desk/report/{report_id}/remove", ask_removal),
        ("POST", "/desk/report/{report_id}/remove", remove),
    ]


def found(library: Library, visit: Visit) -> ReportInfo | None:
    """The report that the address names."""
    wanted = visit.request.path_params["report_id"]
    return next((info for info in library.reports() if info.report_id == wanted), None)


def gone(visit: Visit) -> Response:
    """The page for a report that is not there."""
    return page("message.html", visit.words, status=404, user=visit.user, message=visit.words["gone"])


def failed(visit: Visit, error: BaogaoError) -> Response:
    """The page for what could not be done."""
    busy = isinstance(error, LibraryBusyError)
    said = visit.words["busy"] if busy else visit.words["failed"].format(half(str(error), visit.words.code))
    return page("message.html", visit.words, status=409 if busy else 422, user=visit.user, message=said)


def _rows(library: Library) -> list[Row]:
    cells: Counter[str] = Counter()
    usable: Counter[str] = Counter()
    for figure in figures.select(library, of_form=True):
        cells[figure.report_id] += 1
        usable[figure.report_id] += figure.status in USABLE
    return [Row(info, usable[info.report_id], cells[info.report_id]) for info in library.reports()]


@asynccontextmanager
async def uploaded(visit: Visit) -> AsyncIterator[list[Path]]:
    """The files of a form in a folder that is gone afterwards, under their own names."""
    form = await visit.request.form(max_files=_MOST_FILES, max_fields=MOST_FIELDS)
    try:
        sent = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
        with TemporaryDirectory(prefix="baogao-upload-") as folder:
            paths = [_place(Path(folder), number, one.filename or "") for number, one in enumerate(sent)]
            for path, one in zip(paths, sent, strict=True):
                await anyio.to_thread.run_sync(_written, path, one)
            yield paths
    finally:
        await form.close()


def _place(folder: Path, number: int, name: str) -> Path:
    """Each file in a folder of its own: two files of one name do not meet."""
    inside = folder / str(number)
    inside.mkdir()
    plain = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ") or "file"
    stem, dot, suffix = plain.rpartition(".")
    return inside / (f"{stem[:60]}{dot}{suffix[:12]}" if stem else plain[:60])


def _written(path: Path, sent: UploadFile) -> None:
    with path.open("wb") as out:
        while part := sent.file.read(1 << 20):
            out.write(part)


async def _upload(visit: Visit, staff: Staff, replaces: str | None = None) -> Response:
    async with uploaded(visit) as paths:
        if not paths:
            return page("message.html", visit.words, status=422, user=visit.user, message=visit.words["no_files"])
        try:
            outcome = await anyio.to_thread.run_sync(staff.reading.files, paths)
            library = staff.shared.assistant.library
            replacing = partial(_replaced, library, replaces, outcome)
            kept = replaces is not None and not await anyio.to_thread.run_sync(replacing)
        except BaogaoError as error:
            return failed(visit, error)
    changed = _changed(outcome)
    if replaces or changed:  # files that were all there already, or all rejected, changed nothing
        visit.did("replace" if replaces else "ingest", *([replaces] if replaces else []), *changed)
    return _outcome(visit, outcome, visit.words["kept"] if kept else "")


def _replaced(library: Library, replaces: str | None, outcome: dict[str, Any]) -> bool:
    """Remove the old report once a new one of its agency and year is in; whether it went.

    A file that is rejected, or is about something else, costs the old report nothing.
    """
    infos = {info.report_id: info for info in library.reports()}
    old = infos.get(replaces or "")
    if old is None:  # reading the new file has replaced it already
        return True
    new = [infos[one["report_id"]] for one in outcome["ingested"] if one["report_id"] in infos]
    if old in new:
        return True
    if not any((one.agency, one.year) == (old.agency, old.year) for one in new):
        return False
    library.remove(old.report_id)
    outcome["removed"].append({"file": old.file, "report_id": old.report_id})
    return True


async def _again(visit: Visit, staff: Staff) -> Response:
    info = found(staff.shared.assistant.library, visit)
    if info is None:
        return gone(visit)
    try:
        outcome = await anyio.to_thread.run_sync(staff.reading.again, info.report_id)
    except BaogaoError as error:
        return failed(visit, error)
    visit.did("again", info.report_id)
    return _outcome(visit, outcome)


def _changed(outcome: dict[str, Any]) -> list[str]:
    return [Path(one["file"]).name for one in (*outcome["ingested"], *outcome["removed"])]


def _outcome(visit: Visit, outcome: dict[str, Any], notice: str = "") -> Response:
    shown = {
        part: [{**one, "name": Path(one["file"]).name} for one in outcome[part]]
        for part in ("ingested", "unchanged", "removed", "rejected")
    }
    return page("outcome.html", visit.words, user=visit.user, here="library", outcome=shown, notice=notice)
