"""From Question to Answer: one visible list of steps. A step gives an Answer, which ends the run, or None."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from assistant import phrasing
from assistant.answer import Answer, Question, Reason, Status, Turn
from assistant.answers import comparisons, prose, series, values
from assistant.catalog import Catalog, Target
from assistant.draft import Draft
from assistant.library import Library
from assistant.run import Run
from assistant.understanding.claims import claim_in
from assistant.understanding.inquiry import OVER_REPORTS, Inquiry, Kind, Operation
from assistant.understanding.question import LONGEST_QUESTION, understand
from assistant.understanding.scope import Resolved, Unresolved, resolve
from assistant.understanding.spans import masked
from assistant.wire import utf8

__all__ = ["LONGEST_QUESTION", "STEPS", "Assistant", "Run"]

_FORM_UNITS = frozenset({None, "件", "个", "项", "元", "份"})


class Assistant:
    """Answers questions about the reports of one library, without a model server."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._catalog = Catalog(library)

    @property
    def catalog(self) -> Catalog:
        """What is loaded now."""
        if self._catalog.generation != self.library.generation():
            self._catalog = Catalog(self.library)
        return self._catalog

    def ask(self, question: Question) -> Answer:
        """Answer one question. Raises LibraryError when the library cannot be read."""
        started = time.perf_counter()
        question = replace(
            question,
            text=utf8(question.text),
            history=tuple(Turn(utf8(turn.question), turn.answer) for turn in question.history),
        )
        text = question.text.strip()[:LONGEST_QUESTION]
        catalog = self.catalog
        inquiry = understand(text, question.history, catalog.names)
        draft = Draft(question.text, inquiry.standalone, phrasing.language_of(text))
        run = Run(self.library, catalog, question, inquiry, draft)
        answer = next(answer for step in STEPS if (answer := step(run)) is not None)
        return replace(answer, seconds=round(time.perf_counter() - started, 4))


def _empty(run: Run) -> Answer | None:
    if run.inquiry.text and len(run.question.text) <= LONGEST_QUESTION:
        return None
    zh = "请输入问题。" if not run.inquiry.text else f"问题太长，请不超过 {LONGEST_QUESTION} 字。"
    return run.draft.refused(Reason.OUT_OF_SCOPE, zh)


def _personal(run: Run) -> Answer | None:
    if run.inquiry.kind is not Kind.PERSONAL:
        return None
    return run.draft.refused_for(Reason.PERSONAL, "")


def _scope(run: Run) -> Answer | None:
    resolved = resolve(run.inquiry, run.catalog, run.question.scope)
    if isinstance(resolved, Resolved):
        run.targets, run.assumed_year = resolved.targets, resolved.assumed_year
        for agency, year in resolved.missing:
            zh, en = f"没有载入 {agency} {year} 年的报告。", f"No report of {agency} for {year} is loaded."
            run.draft.note(zh if run.draft.language == "zh" else en)
        return None
    # A report whose agency and year are unknown can still be read, when the scope leaves only such.
    nameless = not run.inquiry.mentions and run.inquiry.stranger is None and not run.catalog.within(run.question.scope)
    return None if nameless and run.report_ids else _unresolved(run, resolved)


def _unresolved(run: Run, unresolved: Unresolved) -> Answer:
    draft, language = run.draft, run.draft.language
    draft.suggest(*(_question_for(run.inquiry, target) for target in unresolved.choices))
    if unresolved.choices:
        draft.note(phrasing.loaded(unresolved.choices, language))
    if unresolved.status is Status.CLARIFY:
        return draft.asked_back(phrasing.clarify(unresolved.asked, language))
    return draft.refused_for(unresolved.reason, unresolved.asked)


def _question_for(inquiry: Inquiry, target: Target) -> str:
    """The question again, about one report."""
    if inquiry.terms and inquiry.operation not in (Operation.SHARE, Operation.GROWTH, Operation.DIFFERENCE):
        return f"{target.agency}{target.year}年{'、'.join(term.zh for term in inquiry.terms[:2])}是多少？"
    named = [*((m.start, m.end) for m in inquiry.mentions if m.text in inquiry.text), *inquiry.years.spans]
    rest = masked(inquiry.text, named, " ").replace(" ", "")
    return f"{target.agency}{target.year}年{rest}"


def _figures(run: Run) -> Answer | None:
    """The forms' own quantities: exact lookup, before anything is searched."""
    inquiry = run.inquiry
    if inquiry.kind is not Kind.FIGURE or not inquiry.terms or not run.targets:
        return None
    if inquiry.unit not in _FORM_UNITS or inquiry.operation is Operation.UNSUPPORTED or inquiry.foreign:
        return None
    if inquiry.unit == "元" and not values.may_be_money(run.library, run.targets, inquiry.terms):
        return None
    if inquiry.operation is Operation.COMPARABLE and len(run.targets) > 1:
        return comparisons.comparable(run.library, run.draft, run.targets, inquiry.terms)
    if inquiry.operation in (Operation.DIFFERENCE, Operation.GROWTH):
        return _change(run)
    if inquiry.operation is Operation.SHARE:
        return _share(run)
    if inquiry.operation in OVER_REPORTS and len(run.targets) > 1:
        return _over_reports(run)
    return _yes_or_no(run, _values(run)) if inquiry.whether else _values(run)


def _values(run: Run) -> Answer:
    return values.values(run.library, run.draft, run.targets, run.inquiry.terms, run.inquiry.content)


def _over_reports(run: Run) -> Answer | None:
    """One number out of several reports: their sum, their mean, the largest, the smallest."""
    term = values.only(run.library, run.targets, run.inquiry.terms)
    if term is None:
        return _values(run)
    match run.inquiry.operation:
        case Operation.TOTAL:
            return series.total(run.library, run.draft, run.targets, term)
        case Operation.AVERAGE:
            return series.average(run.library, run.draft, run.targets, term)
        case operation:
            largest = operation is Operation.MAXIMUM
            return series.extreme(run.library, run.draft, run.targets, term, largest=largest)


def _yes_or_no(run: Run, answer: Answer) -> Answer:
    """“有没有…”, “是2538件吗”, “超过一千件吗” are answered by the figure, and in a word."""
    if answer.status is not Status.ANSWERED or len(answer.figures) != 1 or answer.figures[0].value is None:
        return answer
    value, claim = answer.figures[0].value, claim_in(run.inquiry.text)
    if claim is None:
        word = ("有。", "Yes. ") if value > 0 else ("没有。", "No. ")
    else:
        word = ("是。", "Yes. ") if claim.holds(value) else ("不是。", "No. ")
        other = None if claim.holds(value) else values.stated_otherwise(run.library, run.targets[0], claim.value)
        if other is not None:  # the report itself says so elsewhere, in a wider or narrower sense: no verdict
            n = run.draft.cite(other.source)
            run.draft.note(f"同一报告正文另有“{other.source.quote}”[{n}]，口径可能不同（例如是否含上年结转）。")
            return run.draft.answered(answer.answer, answer.confidence)
    return replace(answer, answer=word[run.draft.language != "zh"] + answer.answer)


def _unsupported(run: Run) -> Answer | None:
    """An operation that is recognised and not offered, on quantities that the forms have."""
    inquiry = run.inquiry
    if inquiry.operation is not Operation.UNSUPPORTED or not inquiry.terms or not run.targets:
        return None
    zh, en = (
        "占比变化、中位数、第几名一类的问题请先逐年逐机关查询",
        "changes of a share, medians and places in the middle are not offered",
    )
    run.draft.suggest(*(_question_for(replace(inquiry, operation=Operation.VALUE), t) for t in run.targets[:4]))
    return run.draft.refused_for(Reason.NOT_COMPUTABLE, zh if run.draft.language == "zh" else en)


def _share(run: Run) -> Answer | None:
    part, whole = run.inquiry.terms, run.inquiry.denominator
    if len(part) != 1 or len(whole) != 1:
        return None
    if len(run.targets) > 1:
        return comparisons.shares(run.library, run.draft, run.targets, part[0], whole[0])
    return comparisons.share(run.library, run.draft, run.targets[0], part[0], whole[0])


def _change(run: Run) -> Answer | None:
    percent = run.inquiry.operation is Operation.GROWTH
    term = values.only(run.library, run.targets, run.inquiry.terms)
    if term is None:
        return _values(run)
    if len(run.targets) == 1:  # a change of one year's figure is a change from the year before
        target = run.targets[0]
        before = run.catalog.target(target.agency, target.year - 1)
        if before is None:
            there = [t for y in run.catalog.years(target.agency) if (t := run.catalog.target(target.agency, y))]
            unresolved = Unresolved(Status.REFUSED, Reason.YEAR_NOT_COVERED, str(target.year - 1), tuple(there))
            return _unresolved(run, unresolved)
        return comparisons.change(run.library, run.draft, before, target, term, percent=percent)
    if len(run.targets) != 2:
        return _values(run)
    first, second = run.targets
    return comparisons.change(run.library, run.draft, first, second, term, percent=percent)


STEPS: tuple[Callable[[Run], Answer | None], ...] = (
    _empty,
    _personal,
    _scope,
    _figures,
    prose.shares,
    prose.cells,
    prose.figures,
    _unsupported,
    prose.sentences,
    prose.nothing,
)
