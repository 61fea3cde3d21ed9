"""What programs may ask of this server: the public questions, and for staff the check and the audit. JSON in and out.

The shapes are the contract's (docs/commands.md); every input is bounded, and everything waits at the same turnstile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from assistant import audit as auditing
from assistant import checking, figures, wire
from assistant.answer import Question, Scope, Turn
from assistant.errors import UsageError
from assistant.pipeline import LONGEST_QUESTION
from assistant.report import FigureStatus
from assistant.search import searching
from assistant.web.shared import Shared
from assistant.web.turnstile import STAFF_WITHIN

MOST_PASSAGES = 50
MOST_FIGURES = 500
MOST_TURNS = 20
LONGEST_READING = 20_000
"""Characters of a report's text in one reply."""
LONGEST_DRAFT = 200_000
"""Characters of a draft that is checked."""

Json = dict[str, Any]


class Services:
    """The same functions for the HTTP endpoints and for MCP. All raise UsageError for input that is wrong."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._library = shared.assistant.library

    async def ask(self, question: str, history: Sequence[Json] | None = None, scope: Json | None = None) -> Json:
        """One Answer."""
        text = _text(question, "question", LONGEST_QUESTION)
        turns = tuple(_turn(one) for one in (history or ())[-MOST_TURNS:])
        asked = Question(text, turns, _scope(scope))
        answer = await self._run(lambda: self._shared.assistant.ask(asked))
        self._shared.answered(answer)
        found: Json = wire.to_json(answer)
        return found

    async def search(self, query: str, k: int = 10, scope: Json | None = None) -> list[Json]:
        """The ranked chunks for a query, at most `MOST_PASSAGES`."""
        text, most = _text(query, "query", LONGEST_QUESTION), _count(k, "k", MOST_PASSAGES)
        assistant = self._shared.assistant
        work = partial(searching.results, self._library, lambda: assistant.catalog, text, most, _scope(scope))
        found: list[Json] = await self._run(lambda: wire.to_json(work()))
        return found

    async def lookup(self, filters: Mapping[str, Any], limit: int = 100) -> list[Json]:
        """The Figures that fit `agency`, `year`, `table`, `row`, `col` and `status`, at most `MOST_FIGURES`."""
        most = _count(limit, "limit", MOST_FIGURES)
        text = {name: _text(filters[name], name, 200) for name in ("table", "row", "col") if filters.get(name)}
        status = _status(filters.get("status"))
        scope = _scope({name: filters.get(name) for name in ("agency", "year", "report_id")})
        report_ids = self._shared.assistant.catalog.report_ids(scope)
        work = partial(
            figures.select,
            self._library,
            report_ids=report_ids,
            table=text.get("table"),
            row=text.get("row"),
            col=text.get("col"),
            status=status,
            limit=most,
        )
        found: list[Json] = await self._run(lambda: wire.to_json(work()))
        return found

    async def reports(self) -> list[Json]:
        """What is in the library."""
        found: list[Json] = await self._run(lambda: wire.to_json(self._shared.assistant.catalog.reports))
        return found

    async def reading(self, report_id: str, start: int = 0, length: int = LONGEST_READING) -> Json:
        """A stretch of a report's extracted text, into which the offsets of sources point."""
        name, most = self._known(report_id, "report_id"), _count(length, "length", LONGEST_READING)
        first = start if isinstance(start, int) and start >= 0 else 0
        whole = await self._run(lambda: self._library.text(name))
        part = whole[first : first + most]
        return {"report_id": name, "start": first, "end": first + len(part), "length": len(whole), "text": part}

    async def check(self, text: str) -> Json:
        """The claims of a draft; for staff."""
        draft = _text(text, "text", LONGEST_DRAFT)
        found: Json = await self._run(lambda: wire.to_json(checking.check(self._library, draft)), STAFF_WITHIN)
        return found

    async def audit(self, report_ids: Sequence[str] | None = None) -> Json:
        """The findings over these reports, or over all; for staff."""
        named = None if report_ids is None else [self._known(one, "report_ids") for one in report_ids]
        found: Json = await self._run(lambda: wire.to_json(auditing.audit(self._library, named)), STAFF_WITHIN)
        return found

    def _known(self, report_id: object, name: str) -> str:
        """The id of a report that is there."""
        text = _text(report_id, name, 200)
        if text not in {info.report_id for info in self._shared.assistant.catalog.reports}:
            raise UsageError(f"{name}：没有这份报告 / there is no such report")
        return text

    async def _run(self, work: Any, within: float | None = None) -> Any:  # noqa: ANN401 - JSON
        return await self._shared.turnstile.run(work, within)


def _text(value: object, name: str, longest: int) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > longest:
        raise UsageError(f"{name}：应为 1–{longest} 个字符 / must have 1 to {longest} characters")
    return text


def _count(value: object, name: str, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise UsageError(f"{name}：应为 1–{most} 的整数 / must be a number from 1 to {most}")
    return value


def _turn(value: object) -> Turn:
    if not isinstance(value, Mapping):
        raise UsageError('history：应为 {"question","answer"} 的列表 / must be a list of {"question","answer"}')
    return Turn(_text(value.get("question"), "history.question", LONGEST_QUESTION), str(value.get("answer", ""))[:8000])


def _scope(value: object) -> Scope:
    if value is None:
        return Scope()
    if not isinstance(value, Mapping):
        raise UsageError("scope：应为对象，可含 report_id、file、agency、year / must be an object")
    text = {
        name: _text(value[name], f"scope.{name}", 200) for name in ("report_id", "file", "agency") if value.get(name)
    }
    year = value.get("year")
    if year is not None and (not isinstance(year, int) or isinstance(year, bool)):
        raise UsageError("scope.year：应为年份 / must be a year")
    return Scope(text.get("report_id"), text.get("file"), text.get("agency"), year)


def _status(value: object) -> FigureStatus | None:
    if not value:
        return None
    try:
        return FigureStatus(str(value))
    except ValueError:
        known = ", ".join(FigureStatus)
        raise UsageError(f"status：没有这种状态 / unknown; one of {known}") from None
