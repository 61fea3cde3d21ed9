"""What programs may ask of this server: the public questions, and for staff the check and the audit. JSON in and out.

The shapes are the contract's (docs/commands.md); every input is bounded, and everything waits at the same turnstile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from assistant import audit as auditing
from assistant import checking, figures, given, wire
from assistant.answer import Question
from assistant.errors import UsageError
from assistant.pipeline import LONGEST_QUESTION
from assistant.search import searching
from assistant.web.shared import Shared
from assistant.web.turnstile import STAFF_WITHIN

MOST_PASSAGES = 50
MOST_FIGURES = 500
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
        text = given.text(question, "question", LONGEST_QUESTION)
        asked = Question(text, given.turns(history), given.scope(scope, strict=True))
        answer = await self._run(lambda: self._shared.assistant.ask(asked))
        self._shared.answered(answer)
        found: Json = wire.to_json(answer)
        return found

    async def search(self, query: str, k: int = 10, scope: Json | None = None) -> list[Json]:
        """The ranked chunks for a query, at most `MOST_PASSAGES`."""
        text, most = given.text(query, "query", LONGEST_QUESTION), given.count(k, "k", MOST_PASSAGES)
        assistant = self._shared.assistant
        work = partial(
            searching.results, self._library, lambda: assistant.catalog, text, most, given.scope(scope, strict=True)
        )
        found: list[Json] = await self._run(lambda: wire.to_json(work()))
        return found

    async def lookup(self, filters: Mapping[str, Any], limit: int = 100) -> list[Json]:
        """The Figures that fit `agency`, `year`, `table`, `row`, `col` and `status`, at most `MOST_FIGURES`."""
        most = given.count(limit, "limit", MOST_FIGURES)
        text = {
            name: given.text(filters[name], name, given.LONGEST_NAME)
            for name in ("table", "row", "col")
            if filters.get(name)
        }
        status = given.status(filters.get("status"))
        scope = given.scope({name: filters.get(name) for name in ("agency", "year", "report_id")})
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
        name, most = self._known(report_id, "report_id"), given.count(length, "length", LONGEST_READING)
        first = start if isinstance(start, int) and start >= 0 else 0
        whole = await self._run(lambda: self._library.text(name))
        part = whole[first : first + most]
        return {"report_id": name, "start": first, "end": first + len(part), "length": len(whole), "text": part}

    async def check(self, text: str) -> Json:
        """The claims of a draft; for staff."""
        draft = given.text(text, "text", LONGEST_DRAFT)
        found: Json = await self._run(lambda: wire.to_json(checking.check(self._library, draft)), STAFF_WITHIN)
        return found

    async def audit(self, report_ids: Sequence[str] | None = None) -> Json:
        """The findings over these reports, or over all; for staff."""
        named = None if report_ids is None else [self._known(one, "report_ids") for one in report_ids]
        found: Json = await self._run(lambda: wire.to_json(auditing.audit(self._library, named)), STAFF_WITHIN)
        return found

    def _known(self, report_id: object, name: str) -> str:
        """The id of a report that is there."""
        text = given.text(report_id, name, given.LONGEST_NAME)
        if text not in {info.report_id for info in self._shared.assistant.catalog.reports}:
            raise UsageError(f"{name}：没有这份报告 / there is no such report")
        return text

    async def _run(self, work: Any, within: float | None = None) -> Any:  # noqa: ANN401 - JSON
        return await self._shared.turnstile.run(work, within)
