"""Questions that the page offers, made of the reports that are loaded; each was answered before it is offered."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from assistant.answer import Answer, Question, Status
from assistant.catalog import Catalog
from assistant.pipeline import Assistant
from assistant.report import FigureStatus, Source

MOST = 4
MOST_NEXT = 3
_TRIED = 12
"""At most this many questions are tried, so that the first visitor never waits long."""
_TRIED_NEXT = 5
_MOST_KNOWN = 5_000

_VALUE = ("{agency}{year}年收到多少件政府信息公开申请？", "How many requests did {agency} receive in {year}?")
_SUM = ("{agency}{year}年不予公开的一共多少件？", "How many requests did {agency} refuse in {year}?")
_CHANGE = (
    "{agency}{year}年新收申请比上年增加多少？",
    "How many more requests did {agency} receive in {year} than in {before}?",
)
_PROBLEMS = ("{agency}{year}年存在哪些主要问题？", "What problems did {agency} report in {year}?")
_TREND = (
    "{agency}{first}到{year}年每年收到多少件政府信息公开申请？",
    "How many requests did {agency} receive in each year from {first} to {year}?",
)
_GRANTED = ("{agency}{year}年予以公开多少件？", "How many requests did {agency} grant in {year}?")
_SHAPES = (_VALUE, _TREND, _PROBLEMS, _CHANGE, _SUM)
_NEXT = (_TREND, _CHANGE, _SUM, _GRANTED, _PROBLEMS, _VALUE)


class Examples:
    """The example questions of a library, made anew when the library changes. Safe to share between threads."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._making = threading.Lock()
        self._generation = -1
        self._made: dict[str, tuple[str, ...]] = {}
        self._answers: dict[str, Answer] = {}
        """What was answered to the questions that were tried: the same few are offered again and again."""

    def questions(self, language: str) -> tuple[str, ...]:
        """Up to `MOST` questions in a language ("zh" or "en") that the library answers now. Raises LibraryError."""
        catalog = self._assistant.catalog
        with self._making:
            if self._generation != catalog.generation:
                self._generation, self._made, self._answers = catalog.generation, {}, {}
            if language not in self._made:
                self._made[language] = self._answered(candidates(catalog, language), MOST, _TRIED)
            return self._made[language]

    def following(self, answer: Answer, language: str) -> tuple[str, ...]:
        """Up to `MOST_NEXT` questions about the report that an answer rests on, which the library answers now.

        After a refusal that offers nothing they are about the agency that the question names, else questions to
        begin with.
        """
        begin = self.questions(language)[:MOST_NEXT]  # forgets what an older state of the library answered
        if answer.suggestions:
            return ()
        catalog = self._assistant.catalog
        about = _about(answer) or _named(answer, catalog)
        if about is None:
            return begin
        shapes = _shaped(catalog, *about, language)
        return self._answered(shapes, MOST_NEXT, _TRIED_NEXT, known=answer) or begin

    def _answered(
        self, questions: Iterator[str], most: int, tried: int, known: Answer | None = None
    ) -> tuple[str, ...]:
        """The first questions that are answered, and with something else than what is known."""
        good: list[str] = []
        for _, question in zip(range(tried), questions, strict=False):
            found = self._tried(question)
            if found.status is Status.ANSWERED and not (known and found.citations == known.citations):
                good.append(question)
            if len(good) == most:
                break
        return tuple(good)

    def _tried(self, question: str) -> Answer:
        known = self._answers.get(question)
        if known is None:
            known = self._assistant.ask(Question(question))
            if len(self._answers) < _MOST_KNOWN:
                self._answers[question] = known
        return known


def _about(answer: Answer) -> tuple[str, int] | None:
    """The agency and the year of the report that an answer rests on."""
    source = _proof(answer)
    return (source.agency, source.year) if source and source.agency and source.year else None


def _named(answer: Answer, catalog: Catalog) -> tuple[str, int] | None:
    """The agency that a question names in full, of several the one with the longest name, and its latest year."""
    names = [agency for agency in catalog.agencies if agency in answer.standalone_question]
    agency = max(names, key=len, default=None)
    return (agency, catalog.years(agency)[-1]) if agency else None


def _proof(answer: Answer) -> Source | None:
    """Where an answer was found: its last figure, where that stands in a report, else the last that it cites."""
    stated = [one.citation for one in answer.figures[-1:] if one.status is not FigureStatus.DERIVED]
    cited = [one.source for one in answer.citations if one.n in stated] or [one.source for one in answer.citations]
    return cited[-1] if cited else None


def candidates(catalog: Catalog, language: str) -> Iterator[str]:
    """Questions about different agencies and in different shapes, the most telling first."""
    agencies = sorted(catalog.agencies, key=lambda agency: (-len(catalog.years(agency)), agency))[: len(_SHAPES)]
    for turn in range(len(agencies)):
        for index, shape in enumerate(_SHAPES):
            agency = agencies[(index + turn) % len(agencies)]
            years = catalog.years(agency)
            if shape is not _TREND or len(years) > 1:
                yield _filled(shape, agency, years[0], years[-1], language)


def _shaped(catalog: Catalog, agency: str, year: int, language: str) -> Iterator[str]:
    years = [one for one in catalog.years(agency) if one <= year]
    for shape in _NEXT:
        if shape not in (_TREND, _CHANGE) or len(years) > 1:
            yield _filled(shape, agency, years[0] if years else year, year, language)


def _filled(shape: tuple[str, str], agency: str, first: int, year: int, language: str) -> str:
    return shape[0 if language == "zh" else 1].format(agency=agency, first=first, year=year, before=year - 1)
