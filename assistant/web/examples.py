"""Questions to begin with, made of the reports that are loaded; each was answered before it is offered."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from assistant.answer import Question, Status
from assistant.catalog import Catalog
from assistant.pipeline import Assistant

MOST = 4
_TRIED = 12
"""At most this many questions are tried, so that the first visitor never waits long."""

_VALUE = ("{agency}{year}年收到多少件政府信息公开申请？", "How many applications did {agency} receive in {year}?")
_SUM = ("{agency}{year}年不予公开的一共多少件？", "How many applications did {agency} refuse in {year}?")
_CHANGE = (
    "{agency}{year}年新收申请比上年增加多少？",
    "How much did the applications received by {agency} change in {year} from the previous year?",
)
_PROBLEMS = ("{agency}{year}年存在哪些主要问题？", "What problems did {agency} report in {year}?")
_SHAPES = (_VALUE, _CHANGE, _PROBLEMS, _SUM)


class Examples:
    """The example questions of a library, made anew when the library changes. Safe to share between threads."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._making = threading.Lock()
        self._generation = -1
        self._made: dict[str, tuple[str, ...]] = {}

    def questions(self, language: str) -> tuple[str, ...]:
        """Up to `MOST` questions in a language ("zh" or "en") that the library answers now. Raises LibraryError."""
        catalog = self._assistant.catalog
        with self._making:
            if self._generation != catalog.generation:
                self._generation, self._made = catalog.generation, {}
            if language not in self._made:
                self._made[language] = self._answered(candidates(catalog, language))
            return self._made[language]

    def _answered(self, questions: Iterator[str]) -> tuple[str, ...]:
        good: list[str] = []
        for _, question in zip(range(_TRIED), questions, strict=False):
            if self._assistant.ask(Question(question)).status is Status.ANSWERED:
                good.append(question)
            if len(good) == MOST:
                break
        return tuple(good)


def candidates(catalog: Catalog, language: str) -> Iterator[str]:
    """Questions about different agencies and in different shapes, the most telling first."""
    shapes = [shape[0 if language == "zh" else 1] for shape in _SHAPES]
    agencies = sorted(catalog.agencies, key=lambda agency: (-len(catalog.years(agency)), agency))[: len(shapes)]
    if not agencies:
        return
    for turn in range(len(agencies)):
        turned = [agencies[(index + turn) % len(agencies)] for index in range(len(shapes))]
        for shape, agency in zip(shapes, turned, strict=True):
            yield shape.format(agency=agency, year=max(catalog.years(agency)))
