"""The parts of one quantity in one report, put in order: which reason, which kind of applicant, which outcome."""

from __future__ import annotations

from assistant import phrasing
from assistant.answer import Answer
from assistant.answers import scored, values
from assistant.answers.scored import Scored, Subject
from assistant.run import Run
from assistant.understanding.inquiry import Operation, Parts
from assistant.understanding.measures import concepts
from assistant.understanding.terms import Term

_OUTCOMES = ("granted", "partial", "denied", "unable", "refused", "other")


def answer(run: Run) -> Answer:
    """The largest or smallest parts of what is asked, and all others in order."""
    inquiry, draft = run.inquiry, run.draft
    found = [
        scored.score(run.library, run.targets, Subject(part), draft.language)[0]
        for part in parts_of(inquiry.terms[0], inquiry.parts)
    ]
    stated = [one for one in found if one.value is not None]
    if not stated:
        return values.none(run.library, draft, [part for one in found for part in one.quantities])
    largest = inquiry.operation in (Operation.MAXIMUM, Operation.TOP)
    ranked = sorted(stated, key=lambda one: (one.value or 0) * (-1 if largest else 1))
    edge = ranked[min(inquiry.places, len(ranked)) - 1].value or 0
    best = [one for one in ranked if ((one.value or 0) >= edge if largest else (one.value or 0) <= edge)]
    lines = []
    for place, one in enumerate(ranked, 1):
        cited = scored.state(draft, one) if one in best else scored.operands(draft, one)
        mark = "**" if one in best else ""
        shown = scored.shown(one, draft.language)
        lines.append(
            f"{place}. {_name(one, draft.language)}{draft.signs.colon}{mark}{shown}{mark} {draft.marks(cited)}"
        )
    for one in found:
        if one.value is None:
            draft.note(f"{_name(one, draft.language)}{draft.signs.colon}{one.gap}")
    return draft.answered("\n".join([_head(run, best, largest=largest), *lines]), 1.0)


def asked(run: Run) -> bool:
    """Whether the question asks for the parts of one quantity of one report."""
    ordered = run.inquiry.operation in (Operation.MAXIMUM, Operation.MINIMUM, Operation.TOP, Operation.BOTTOM)
    return run.inquiry.parts is not None and ordered and len(run.targets) == 1


def parts_of(term: Term, parts: Parts | None) -> list[Term]:
    """A term's rows one by one; the applicants of its row; or the ways in which requests were handled."""
    known = [one for one in concepts().values() if one.table == term.table]
    if parts is Parts.COLUMNS:
        cols = [one for one in known if one.axis == "col" and len(one.members) == 1]
        return [Term(term.table, term.rows, one.members, one.zh, one.en) for one in cols]
    if len(term.rows) > 1:
        rows = [one for one in known if one.axis == "row" and len(one.members) == 1 and one.members[0] in term.rows]
        return [Term(term.table, one.members, term.cols, one.zh, one.en) for one in rows]
    outcomes = [concepts()[code] for code in _OUTCOMES]
    return [Term("requests", one.members, ("total",), one.zh, one.en) for one in outcomes]


def _head(run: Run, best: list[Scored], *, largest: bool) -> str:
    language = run.draft.language
    who, whole = phrasing.who(run.targets[0], language), run.inquiry.terms[0].label(language)
    if not run.inquiry.places:
        return f"{who} {whole}各项：" if language == "zh" else f"{who}, {whole}, each part:"
    names = run.draft.signs.between.join(_name(one, language) for one in best)
    if language == "zh":
        return f"{who} {whole}中{'最多' if largest else '最少'}的是：{names}"
    return f"{who}, {whole}: {'the most' if largest else 'the fewest'}: {names}"


def _name(one: Scored, language: str) -> str:
    return one.subject.term.label(language)
