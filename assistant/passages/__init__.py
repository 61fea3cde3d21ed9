"""The sentences of a report that answer a question, chosen without a model and never altered.

`find` goes from the most certain shape of question to the most general: contacts, the lists that every yearly report
has, definitions, sections and lists asked for as a whole, and the best single sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.catalog import Catalog
from assistant.library import Library
from assistant.passages import confidence, contacts, outline, selecting, topics
from assistant.passages.fitting import answering
from assistant.passages.page import Page, read
from assistant.passages.scale import Scale
from assistant.passages.wanted import Want, Wanted, wanted_of
from assistant.report import Source
from assistant.search.retriever import search

__all__ = ["Evidence", "Found", "find"]

_ENOUGH = 0.55
"""The least score of a sentence that answers."""
_READ_WHOLE = 16
"""So many reports are read sentence by sentence; of more only those in which search finds something."""
_LIST_SURE = 0.9
_SUREST = 0.99


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers, with the place that proves it."""

    source: Source
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The sentences that answer, in the report's order, and how sure it is that they do."""

    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.0
    """0..1; without evidence how likely the best sentence, which is not given, would have answered."""


def find(library: Library, catalog: Catalog, question: str, report_ids: Sequence[str]) -> Found:
    """The sentences that answer a question; no evidence when none does.

    The question is without its agencies and years: those are the scope, `report_ids`.
    """
    wanted = wanted_of(question)
    pages = _pages(library, catalog, question, report_ids)
    if not pages or not wanted.words:
        return _sure(_general(pages, wanted))
    scale = Scale(pages, wanted)
    kinds = contacts.asked(question) if wanted.want is not Want.WHETHER else []
    if kinds:
        return _sure([Evidence(one.source(), 0.9) for one in contacts.find(pages, kinds, scale)])
    general = _sure(_general(pages, wanted))
    return general if general.evidence else _particular(pages, wanted, scale)


def _sure(evidence: Sequence[Evidence]) -> Found:
    """What a question's shape finds: its score is its confidence."""
    return Found(tuple(evidence), min(max((one.score for one in evidence), default=0.0), _SUREST))


def _pages(library: Library, catalog: Catalog, question: str, report_ids: Collection[str]) -> list[Page]:
    chosen = list(report_ids)
    if len(chosen) > _READ_WHOLE:
        hits = search(library, question, _READ_WHOLE, report_ids)
        chosen = list(dict.fromkeys(hit.chunk.report_id for hit in hits))
    return [read(library, catalog, report_id) for report_id in chosen]


def _general(pages: Sequence[Page], wanted: Wanted) -> list[Evidence]:
    """The problems and the improvements of a report, when they are asked for as a whole."""
    if topics.narrowed(wanted.text):
        return []
    asked = topics.asked(wanted.text)
    return [Evidence(one, 1.0) for topic in asked for one in topics.find(pages, topic)]


def _particular(pages: Sequence[Page], wanted: Wanted, scale: Scale) -> Found:
    if wanted.want is Want.DEFINITION and (found := selecting.definition(pages, wanted)):
        return _sure([Evidence(one.sentence.source(), one.score) for one in found])
    if found := selecting.speaker(pages, wanted):
        return _sure([Evidence(one.sentence.source(), one.score) for one in found])
    if headed := outline.under(pages, wanted):
        return _sure([Evidence(part, headed.score) for part in headed.parts])
    scored = selecting.scores(pages, wanted, scale)
    leading = selecting.leading(scored, 2)
    page = next((page for page in pages if leading and page.info is leading[0].sentence.info), None)
    found = selecting.best(page, leading[0], scored, wanted, scale) if page else []
    least = max((one.score for one in found), default=0.0)
    whole = _whole(pages, wanted, scale, least)
    if whole is not None:
        return _sure([Evidence(part, min(whole.score, 1.0)) for part in whole.parts])
    if page is None:
        return Found()
    chance = confidence.probability(confidence.signals(page, leading, wanted))
    told = answering(wanted, [one.sentence for one in found])
    if least < _ENOUGH or chance < confidence.calibration().threshold or not told:
        return Found(confidence=chance)
    return Found(tuple(Evidence(one.sentence.source(), min(one.score, 1.0)) for one in found), chance)


def _whole(pages: Sequence[Page], wanted: Wanted, scale: Scale, least: float) -> outline.Outline | None:
    """A list or a section, where the question asks for one and it fits at least as well as a single sentence."""
    if not wanted.plural and wanted.want is not Want.HOW:
        return None
    section = outline.section(pages, wanted.text, scale)
    if section is not None:
        return section
    found = outline.listed(pages, scale) if wanted.plural else None
    return found if found is not None and found.score >= max(_ENOUGH + 0.1, min(least, _LIST_SURE)) else None
