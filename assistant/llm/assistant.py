"""The assistant with a model beside it: one visible list of steps around the embedded engine's answer.

exact → rewrite → gather → phrase. The embedded engine answers first: its figures are exact, its refusals final where
they say that something is lost, not loaded or not comparable. A model then rewrites a follow-up that was not
understood, gathers evidence for what was not found, and phrases. Text that was found is phrased from the embedded
answer and from what our own search finds, because each call of a model is waited for; a model gathers for it only when
it says that this is not enough. Every sentence passes `grounding` before anyone sees it. Whatever a model does wrong,
the embedded answer is what remains.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from assistant import phrasing
from assistant.answer import Answer, Question, Reason, Status
from assistant.catalog import Catalog
from assistant.counted import covered, grams
from assistant.errors import ModelError
from assistant.llm.budget import Budget
from assistant.llm.evidence import Evidence
from assistant.llm.grounding import Context
from assistant.llm.model import Model
from assistant.llm.rewriting import standalone
from assistant.llm.tools import Reach, add_passages, listed, tools_for
from assistant.llm.writing import Writer
from assistant.pipeline import Assistant
from assistant.prompting import Prompts, Rendered
from assistant.settings import Settings
from assistant.understanding.inquiry import Inquiry, Kind
from assistant.understanding.question import understand
from assistant.understanding.scope import Resolved, resolve

_MAY_FIND = (Reason.NOT_STATED, Reason.OUT_OF_SCOPE)
"""Refusals that say only that nothing was found: a model may know other words for it."""
_MOST_FIGURES = 12
"""A longer list of figures is shown as the list that it is."""
_FOUND = 6
_ABOUT = 0.3
"""How much of a refused question must stand in the passages that a model answers it from."""
_TRUST = 0.6
"""The confidence of an answer whose evidence a model chose."""


@dataclass
class Turn:
    """What the steps of one question know."""

    question: Question
    language: str
    budget: Budget
    answer: Answer
    """The embedded engine's, of the question as it is understood now."""
    inquiry: Inquiry
    evidence: Evidence
    prompts: list[str] = field(default_factory=list)


class ModelAssistant:
    """Answers questions about one library with a model's words and the library's figures."""

    def __init__(self, embedded: Assistant, model: Model, prompts: Prompts, settings: Settings) -> None:
        self._embedded = embedded
        self._model = model
        self._prompts = prompts
        self._settings = settings
        self.library = embedded.library

    @property
    def catalog(self) -> Catalog:
        """What is loaded now."""
        return self._embedded.catalog

    def close(self) -> None:
        """Close the connections to the model's server."""
        self._model.close()

    def ask(self, question: Question) -> Answer:
        """Answer one question. Raises LibraryError when the library cannot be read."""
        *_, answer = self.stream(question)
        return answer

    def stream(self, question: Question) -> Iterator[Answer]:
        """The answer as it grows: each item's text is a prefix of the last one's; only checked sentences are in it."""
        started = time.perf_counter()
        turn = self._begin(question)
        writer: Writer | None = None
        try:
            for step in STEPS:
                step(self, turn)
            for writer in self._writers(turn):
                for text in writer.write(self._render(turn, "phrase", question=self._asked(turn), **self._shown(turn))):
                    yield replace(turn.answer, status=Status.ANSWERED, reason=None, answer=text)
            answer = self._finished(turn, writer)
        except ModelError as error:
            answer = self._without_model(turn, writer, error)
        usage = turn.budget.usage()
        prompts = tuple(dict.fromkeys(turn.prompts))
        yield replace(answer, usage=usage, prompts=prompts, seconds=round(time.perf_counter() - started, 4))

    def _begin(self, question: Question) -> Turn:
        answer = self._embedded.ask(question)
        language = phrasing.language_of(question.text)
        inquiry = understand(answer.standalone_question, (), self._embedded.catalog.names)
        budget = Budget(self._settings.llm_timeout, self._settings.llm_price)
        return Turn(question, language, budget, answer, inquiry, Evidence(language))

    def _rewrite(self, turn: Turn) -> None:
        """A follow-up that the embedded engine found nothing for, as a question that stands alone."""
        if not turn.question.history or not _nothing_found(turn.answer):
            return
        earlier = "\n".join(f"- {before.question}" for before in turn.question.history[-6:])
        prompt = self._render(turn, "rewrite", history=earlier, question=turn.question.text)
        names = self._embedded.catalog.names
        rewritten = standalone(self._model.text(prompt, turn.budget), turn.question, names)
        if rewritten is None:
            return
        again = self._embedded.ask(replace(turn.question, text=rewritten, history=()))
        turn.answer = replace(again, question=turn.question.text, standalone_question=rewritten)
        turn.inquiry = understand(rewritten, (), names)

    def _gather(self, turn: Turn) -> None:
        """Evidence: what the embedded answer asserts and search finds; for what was not found, what tools find."""
        if turn.answer.status is Status.ANSWERED:
            turn.evidence.add_answer(turn.answer)
            if turn.inquiry.kind is Kind.TEXT:
                add_passages(self._reach(turn), self._asked(turn), _FOUND)
        elif _may_gather(turn):
            self._use_tools(turn)

    def _use_tools(self, turn: Turn) -> None:
        """What a model finds with tools, and for a question about text our own search."""
        reach = self._reach(turn)
        about_text = turn.inquiry.kind is Kind.TEXT
        prompt = self._render(turn, "gather", question=self._asked(turn), reports="\n".join(listed(reach)))
        try:
            self._model.use_tools(prompt, tools_for(reach, passages=about_text), turn.budget)
        except ModelError as error:
            if error.code not in ("reply", "failed"):  # a model that cannot call tools can still phrase
                raise
        if about_text:
            add_passages(reach, self._asked(turn), _FOUND)

    def _writers(self, turn: Turn) -> Iterator[Writer]:
        """One writer; and a second one, with more evidence, where the model had nothing to say from what there was."""
        if not self._may_phrase(turn):
            return
        first = self._writer(turn)
        yield first
        if turn.inquiry.kind is Kind.TEXT and turn.answer.status is Status.ANSWERED and first.silent:
            known = len(turn.evidence.passages), len(turn.evidence.figures)
            self._use_tools(turn)
            if (len(turn.evidence.passages), len(turn.evidence.figures)) != known:
                yield self._writer(turn)

    def _may_phrase(self, turn: Turn) -> bool:
        """English sentences over Chinese passages cannot be checked word for word: those stay quotes."""
        if turn.answer.status is not Status.ANSWERED and not _nothing_found(turn.answer):
            return False
        if turn.language == "en" and turn.evidence.passages:
            return False
        return bool(turn.evidence) and len(turn.answer.figures) <= _MOST_FIGURES

    def _reach(self, turn: Turn) -> Reach:
        catalog = self._embedded.catalog
        resolved = resolve(turn.inquiry, catalog, turn.question.scope)
        targets = resolved.targets if isinstance(resolved, Resolved) else ()
        report_ids = [target.report_id for target in targets] or catalog.report_ids(turn.question.scope)
        return Reach(self.library, catalog, frozenset(report_ids), self._embedded, turn.evidence)

    def _writer(self, turn: Turn) -> Writer:
        said = turn.answer.answer if turn.answer.status is Status.ANSWERED else ""
        context = Context(turn.evidence, self._embedded.catalog.names, said)

        def rephrase(sentence: str, fault: str) -> str:
            shown = self._shown(turn)
            return self._model.text(
                self._render(turn, "rephrase", sentence=sentence, fault=fault, **shown), turn.budget
            )

        known = turn.answer.citations if turn.answer.figures else ()
        return Writer(context, known, lambda prompt: self._model.stream(prompt, turn.budget), rephrase)

    def _finished(self, turn: Turn, writer: Writer | None) -> Answer:
        """The model's sentences as the answer; what they leave out of the embedded one is added to them."""
        if writer is None or not writer.text or not _is_about(turn, writer):
            dropped = writer is not None and writer.faults and turn.answer.status is Status.ANSWERED
            return _noted(turn.answer, _UNCHECKED, turn.language) if dropped else turn.answer
        text = writer.text
        asserted = turn.answer.figures
        if not set(asserted) <= set(writer.figures):
            text = f"{text.rstrip()}\n{turn.answer.answer}"
        found = turn.answer.status is not Status.ANSWERED
        answer = replace(
            turn.answer,
            status=Status.ANSWERED,
            reason=None,
            answer=text.strip(),
            figures=asserted or writer.numbered_figures(),
            citations=writer.citations,
            confidence=_TRUST if found else turn.answer.confidence,
            engine=self._model.name,
        )
        return _noted(answer, _CHOSEN, turn.language) if found else answer

    def _without_model(self, turn: Turn, writer: Writer | None, error: ModelError) -> Answer:
        """The embedded answer, which says why it is there; sentences that were shown stay."""
        said = _FAILED[0 if turn.language == "zh" else 1].format(error=error)
        answer = self._finished(turn, writer) if writer is not None and writer.text else turn.answer
        return replace(answer, notes=(*answer.notes, said))

    def _asked(self, turn: Turn) -> str:
        return turn.answer.standalone_question

    def _shown(self, turn: Turn) -> dict[str, str]:
        return {"evidence": turn.evidence.as_json()}

    def _render(self, turn: Turn, name: str, **values: str) -> Rendered:
        prompt = self._prompts.get(name, turn.language).render(**values)
        turn.prompts.append(prompt.prompt_id)
        return prompt


STEPS: tuple[Callable[[ModelAssistant, Turn], None], ...] = (ModelAssistant._rewrite, ModelAssistant._gather)

_FAILED = ("{error}，以下为内置引擎的答案。", "{error}; this is the embedded engine's answer.")
_UNCHECKED = (
    "模型的表述没有通过核对，以下为内置引擎的答案。",
    "The model's words did not pass the check; this is the embedded engine's answer.",
)
_CHOSEN = (
    "依据由模型查找，数字和引文均取自报告原文。",
    "The evidence was found by a model; every figure and quote is the report's own.",
)


def _noted(answer: Answer, note: tuple[str, str], language: str) -> Answer:
    return replace(answer, notes=(*answer.notes, note[0 if language == "zh" else 1]))


def _may_gather(turn: Turn) -> bool:
    """Text is gathered for; a figure only where the question has no word of the forms: else its refusal is final."""
    return _nothing_found(turn.answer) and (turn.inquiry.kind is Kind.TEXT or not turn.inquiry.terms)


def _is_about(turn: Turn, writer: Writer) -> bool:
    """Whether what a model found for a refused question has anything to do with it."""
    if turn.answer.status is Status.ANSWERED or writer.figures:
        return True
    wanted = grams(turn.inquiry.content)
    return covered(wanted, "\n".join(citation.source.quote for citation in writer.citations)) >= _ABOUT


def _nothing_found(answer: Answer) -> bool:
    return answer.status is Status.REFUSED and answer.reason in _MAY_FIND
