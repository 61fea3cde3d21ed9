"""From Question to Answer: one visible list of steps. A step gives an Answer, which ends the run, or None."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant import compound, phrasing, pointing
from assistant.answer import Answer, Question, Reason, Status, Turn
from assistant.answers import again, claims, figures, holdings, particulars, prose, tables
from assistant.catalog import Catalog
from assistant.draft import Draft
from assistant.library import Library
from assistant.run import Run
from assistant.understanding.inquiry import Kind
from assistant.understanding.question import LONGEST_MEMORY, LONGEST_QUESTION, understand
from assistant.understanding.request import Request, inquiry_of
from assistant.understanding.scope import Resolved, Unresolved, resolve
from assistant.wire import utf8

__all__ = ["LONGEST_QUESTION", "LOOKUP_STEPS", "STEPS", "Assistant", "Request", "Run"]

_PIECE = re.compile(r"[^\n。；]*[\n。；]+|[^\n。；]+")


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
        """Answer one question, from one state of the library. Raises LibraryError when it cannot be read."""
        started = time.perf_counter()
        answer = self.library.settled(lambda: self._answers(question))
        return replace(answer, seconds=round(time.perf_counter() - started, 4))

    def _answers(self, question: Question) -> Answer:
        """One answer; of a text that asks several things, what each of them is answered, together."""
        asked = compound.parts(utf8(question.text).strip())
        if len(asked) == 1:
            return replace(self._answer(self._pointed(question, ())), question=utf8(question.text))
        before = question.history
        answers: list[Answer] = []
        for piece in asked:
            plain = self._pointed(replace(question, text=piece, history=before), answers)
            answers.append(self._answer(plain))
            before = (*before, Turn(plain.text))
        return compound.together(question.text, asked, answers)

    def _pointed(self, question: Question, answers: Sequence[Answer]) -> Question:
        """The question with the year or the agency in it that “那年”, “那个单位” mean after the question before.

        What the conversation said so is put in as well: the next question may lean on it.
        """
        told: list[Turn] = []
        for turn in question.history[-LONGEST_MEMORY:]:
            told.append(replace(turn, question=self._meant(question, turn.question, told)))
        if answers and pointing.points(question.text):
            return replace(question, text=pointing.resolved(question.text, answers[-1]), history=tuple(told))
        return replace(question, text=self._meant(question, question.text, told), history=tuple(told))

    def _meant(self, question: Question, text: str, told: Sequence[Turn]) -> str:
        if not told or not pointing.points(text):
            return text
        *earlier, last = told
        return pointing.resolved(text, self._answers(replace(question, text=last.question, history=tuple(earlier))))

    def _answer(self, question: Question) -> Answer:
        question = replace(
            question,
            text=utf8(question.text),
            history=tuple(Turn(utf8(turn.question), turn.answer) for turn in question.history),
        )
        text = question.text.strip()[:LONGEST_QUESTION]
        catalog = self.catalog
        inquiry = understand(text, question.history, catalog.names)
        draft = Draft(question.text, inquiry.standalone, phrasing.language_of(text))
        for written, meant in inquiry.mended:
            zh, en = f"“{written}”按“{meant}”理解。", f"“{written}” is taken for {meant}."
            draft.note(zh if draft.language == "zh" else en)
        run = Run(self.library, catalog, question, inquiry, draft)
        return next(answer for step in STEPS if (answer := step(run)) is not None)

    def look_up(self, request: Request) -> Answer:
        """Answer a structured request: the same scope, lookup and arithmetic as for a sentence, nothing else.

        Raises LibraryError when the library cannot be read.
        """
        started = time.perf_counter()
        answer = self.library.settled(lambda: self._looked_up(request))
        return replace(answer, seconds=round(time.perf_counter() - started, 4))

    def _looked_up(self, request: Request) -> Answer:
        catalog = self.catalog
        inquiry = inquiry_of(request, catalog.names)
        draft = Draft(request.text, request.text, phrasing.language_of(request.text))
        run = Run(self.library, catalog, Question(request.text), inquiry, draft)
        return next(answer for step in LOOKUP_STEPS if (answer := step(run)) is not None)

    def close(self) -> None:
        """Nothing: the library belongs to whoever opened it."""

    def stream(self, question: Question) -> Iterator[Answer]:
        """The answer as it grows: each item's text is a prefix of the last one's, which is whole."""
        answer = self.ask(question)
        shown = ""
        for piece in pieces(answer.answer):
            shown += piece
            yield replace(answer, answer=shown)


def pieces(text: str) -> Iterator[str]:
    """An answer's text in sentences, for streaming; together they are the text."""
    yield from _PIECE.findall(text) or [""]


def _empty(run: Run) -> Answer | None:
    if run.inquiry.text and len(run.question.text) <= LONGEST_QUESTION:
        return None
    if not run.inquiry.text:
        zh, en = "请输入问题。", "Please enter a question."
    else:
        zh = f"问题太长，请不超过 {LONGEST_QUESTION} 字。"
        en = f"The question is too long: at most {LONGEST_QUESTION} characters."
    return run.draft.refused(Reason.OUT_OF_SCOPE, zh if run.draft.language == "zh" else en)


def _personal(run: Run) -> Answer | None:
    if run.inquiry.kind is not Kind.PERSONAL:
        return None
    return run.draft.refused_for(Reason.PERSONAL, "")


def _scope(run: Run) -> Answer | None:
    resolved = resolve(run.inquiry, run.catalog, run.question.scope)
    if isinstance(resolved, Resolved):
        run.targets, run.assumed_year, run.undated = resolved.targets, resolved.assumed_year, resolved.undated
        for agency, year in resolved.missing:
            zh, en = f"没有载入 {agency} {year} 年的报告。", f"No report of {agency} for {year} is loaded."
            run.draft.note(zh if run.draft.language == "zh" else en)
        return None
    # A report whose agency and year are unknown can still be read, when the scope leaves only such.
    nameless = not run.inquiry.mentions and not run.catalog.within(run.question.scope)
    if nameless and run.report_ids:
        return None
    return tables.elsewhere(run) or _unresolved(run, resolved)


def _unresolved(run: Run, unresolved: Unresolved) -> Answer:
    draft, language = run.draft, run.draft.language
    choices = again.fitting(run.inquiry, unresolved.choices)
    draft.suggest(*again.suggestions(run.inquiry, choices))
    if choices:
        draft.note(phrasing.loaded(choices, language))
    if unresolved.status is Status.CLARIFY:
        return draft.asked_back(phrasing.clarify(unresolved.asked, language))
    return draft.refused_for(unresolved.reason, unresolved.asked)


def _form(run: Run) -> Answer | None:
    """The form's figures; a question of yes or no that they cannot answer may still be answered by a sentence."""
    before = run.draft.branch()
    answer = figures.answer(run)
    if answer is None or answer.status is not Status.REFUSED or not run.inquiry.whether:
        return answer
    run.draft = before
    return prose.whether(run, answer)


STEPS: tuple[Callable[[Run], Answer | None], ...] = (
    _empty,
    claims.checked,
    _personal,
    holdings.answer,
    _scope,
    particulars.answer,
    again.compared_in_what,
    _form,
    figures.premise,
    prose.shares,
    tables.cells,
    prose.figures,
    figures.unsupported,
    prose.sentences,
    prose.nothing,
)
"""What becomes of a sentence."""

LOOKUP_STEPS: tuple[Callable[[Run], Answer | None], ...] = (
    _scope,
    figures.answer,
    figures.unsupported,
    figures.unknown,
)
"""What becomes of a structured request."""
