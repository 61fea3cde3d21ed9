"""Evaluations and readers' votes for staff: the latest runs, the trend of each suite, a run's own report."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio.to_thread
from starlette.responses import HTMLResponse, Response

from assistant.web.desk.door import Routes, Visit
from assistant.web.desk.library_pages import gone
from assistant.web.desk.pages import Markup, page
from assistant.web.desk.staff import Staff
from assistant.web.desk.trend import trend_svg

_MOST_RUNS = 40
_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation."""

    name: str
    when: str
    passed: bool
    shares: dict[str, float]
    """Suite → the share of its cases that passed."""
    titles: dict[str, str]
    """Suite → what it is called, in both languages."""


def handlers(staff: Staff) -> Routes:
    """The routes of this module."""

    async def listing(visit: Visit) -> Response:
        found = await anyio.to_thread.run_sync(runs, staff.evaluations)
        trends = {
            suite: Markup(trend_svg([(one.when, one.shares[suite]) for one in reversed(found) if suite in one.shares]))
            for suite in sorted({name for one in found for name in one.shares})
        }
        folder = staff.evaluations
        latest = {name: next(one.shares[name] for one in found if name in one.shares) for name in trends}
        titles = {name: next(one.titles[name] for one in found if name in one.titles) for name in trends}
        shown: dict[str, Any] = {"runs": found, "trends": trends, "latest": latest, "titles": titles, "folder": folder}
        return page("evaluations.html", visit.words, user=visit.user, here="evaluations", **shown)

    async def report(visit: Visit) -> Response:
        file = _inside(staff.evaluations, visit.request.path_params["name"])
        if file is None:
            return gone(visit)
        # The report's own inline styles and nothing else: it is a document, not a page of ours.
        headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"}
        document = await anyio.to_thread.run_sync(file.read_bytes)
        return HTMLResponse(_opened_in(visit.words.code, document), headers=headers)

    async def feedback(visit: Visit) -> Response:
        votes = await anyio.to_thread.run_sync(staff.shared.feedback.latest)
        return page("feedback.html", visit.words, user=visit.user, here="feedback", votes=votes)

    return [
        ("GET", "/desk/evaluations", listing),
        ("GET", "/desk/evaluations/{name}", report),
        ("GET", "/desk/feedback", feedback),
    ]


def _opened_in(code: str, document: bytes) -> bytes:
    """The report of a run with its switch set to a language; it has no script that could be told."""
    zh, en = b' id="zh" checked>', b' id="en">'
    if code == "zh" or zh not in document:
        return document
    return document.replace(zh, b' id="zh">', 1).replace(en, b' id="en" checked>', 1)


def runs(folder: Path) -> list[Run]:
    """The evaluations in a folder and in the folders inside it, the latest first; what cannot be read is left out."""
    files = [folder / "summary.json", *folder.glob("*/summary.json")]
    found = [run for file in files if (run := _run(file, folder)) is not None]
    return sorted(found, key=lambda run: run.when, reverse=True)[:_MOST_RUNS]


def _run(file: Path, folder: Path) -> Run | None:
    try:
        if file.stat().st_size > _LARGEST:
            return None
        summary: dict[str, Any] = json.loads(file.read_text("utf-8"))
        when = datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(sep=" ", timespec="minutes")[:16]
        shares = {str(one["suite"]): _share(one["metrics"]["passed"]) for one in summary["suites"]}
        titles = {str(one["suite"]): str(one.get("title") or one["suite"]) for one in summary["suites"]}
        return Run("." if file.parent == folder else file.parent.name, when, bool(summary["passed"]), shares, titles)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _share(metric: Any) -> float:  # noqa: ANN401 - JSON
    return float(metric["value"] if isinstance(metric, dict) else metric)


def _inside(folder: Path, name: str) -> Path | None:
    file = folder / ("" if name == "." else Path(name).name) / "report.html"
    return file if file.is_file() and file.resolve().is_relative_to(folder.resolve()) else None
