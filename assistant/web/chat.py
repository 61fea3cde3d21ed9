"""The page: a chat on the left, the evidence of its answers on the right (below on a phone)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from assistant.answer import Question
from assistant.errors import BaogaoError
from assistant.pipeline import LONGEST_QUESTION
from assistant.web import coverage, evidence, transcript
from assistant.web.conversation import KEPT, Conversation
from assistant.web.endpoints import add_endpoints
from assistant.web.events import ASKING, QUIET
from assistant.web.growing import Growing
from assistant.web.halves import half
from assistant.web.header import header
from assistant.web.language import LANGUAGES, ZH, words_of
from assistant.web.layout import Parts, lay_out
from assistant.web.logs import LOG
from assistant.web.observing import HEADER
from assistant.web.services import Services
from assistant.web.sessions import Page
from assistant.web.shared import Shared
from assistant.web.telling import sentence as sentence_for
from assistant.web.turnstile import BusyError, SlowError
from assistant.web.wording import Words

_Update = Any  # What gradio takes for a component's new state: it has no type for it.
_Updates = tuple[_Update, ...]

_REMEMBER = "(conversation, choice) => [conversation, globalThis.baogaoLanguage?.() ?? choice]"

_MOST_EVENTS = 500
"""Events that gradio may hold; those that ask are far fewer (see the gate)."""


def page(shared: Shared) -> gr.Blocks:
    """The chat page."""
    return _Chat(shared).blocks()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is being answered, and the id under which the log knows it."""

    question: str = ""
    number: str = ""


class _Chat:
    """The page's behaviour. It keeps nothing of a visitor: conversations are in the session's own state."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._assistant = shared.assistant

    def blocks(self) -> gr.Blocks:
        """The page with its events bound."""
        blocks = Page(title=ZH.title, analytics_enabled=False, fill_width=True)
        with blocks:
            self._bind(blocks, lay_out(_Asked()))
            add_endpoints(Services(self._shared))
        # Who may ask, waits or is turned away is decided at the gate, before anything of gradio's.
        blocks.max_threads += self._shared.room.at_once  # beside the questions, as many other events as ever
        blocks.queue(max_size=_MOST_EVENTS, default_concurrency_limit=None, api_open=False)
        return blocks

    def _bind(self, blocks: gr.Blocks, parts: Parts) -> None:
        quiet: dict[str, Any] = {"api_name": QUIET, "api_visibility": "private", "show_progress": "hidden"}
        asking, language = {**quiet, "api_name": ASKING}, parts.language
        said = [parts.conversation, language]
        everything = [parts.head, parts.talk, parts.box, parts.panel, language]
        blocks.load(self.translate, said, everything, js=_REMEMBER, **quiet)
        language.input(self.translate, said, everything, **quiet)

        talk = parts.talk
        running = [
            parts.box.submit(self.ask, [parts.box, parts.editing, *said], parts.told, **asking),
            talk.submit(self.pressed, said, parts.told, **asking),
            talk.retry(self.again, said, parts.told, **asking),
            talk.apply(self.reopen, language, parts.told, **asking),  # not "load": gradio sends that of itself
        ]
        for run in running:
            run.failure(self.fail, [parts.asked, *said], [talk, parts.box], **quiet)
        cancelled: list[Any] = list(running)
        parts.box.stop(self.stop, [parts.asked, *said], [talk, parts.box], cancels=cancelled, **quiet)
        talk.clear(self.clear, language, parts.told, cancels=cancelled, **quiet)
        talk.edit(self.edit, parts.conversation, [parts.box, parts.editing], **quiet)
        talk.like(self.vote, parts.conversation, None, **quiet)

    # What happens

    def translate(self, conversation: Conversation, choice: str) -> list[_Update]:
        """The whole page in the chosen language: at the first visit, and when the language is switched."""
        choice = choice if choice in LANGUAGES else next(iter(LANGUAGES))
        words = words_of(choice)
        box = gr.update(label=words.question, placeholder=words.placeholder, submit_btn=words.send, stop_btn=False)
        top = header(self._assistant.catalog, words)
        return [top, self._talk(conversation, words), box, self._panel(conversation, words), gr.update(value=choice)]

    async def ask(
        self, question: str, editing: int, conversation: Conversation, choice: str, request: gr.Request
    ) -> AsyncIterator[_Updates]:
        """Answer what is in the box; an edited question starts again from where it stood."""
        begun = conversation.before(editing) if editing else conversation
        async for told in self._told(_asked(question, request), begun, words_of(choice)):
            yield told

    async def pressed(
        self, conversation: Conversation, choice: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[_Updates]:
        """Answer the question of a button or of a link that was opened."""
        asked = _asked(str(_sent(event, "question")), request)
        async for told in self._told(asked, conversation, words_of(choice)):
            yield told

    async def again(self, conversation: Conversation, choice: str, request: gr.Request) -> AsyncIterator[_Updates]:
        """Answer the last question anew."""
        if conversation.exchanges:
            last = conversation.exchanges[-1]
            asked, before = _asked(last.question, request), conversation.before(last.number)
            async for told in self._told(asked, before, words_of(choice)):
                yield told

    async def reopen(self, choice: str, event: gr.EventData) -> _Updates:
        """A conversation that the visitor's browser kept: its questions are answered anew, from today's reports."""
        words, conversation = words_of(choice), Conversation()
        sent = _sent(event, "questions")
        for question in sent[-KEPT:] if isinstance(sent, list) else ():
            work = partial(self._next, str(question)[:LONGEST_QUESTION], conversation, words)
            conversation = await self._shared.turnstile.run(work)
        return self._fresh(conversation, words)

    def stop(self, asked: _Asked, conversation: Conversation, choice: str) -> tuple[_Update, _Update]:
        """Back to the last whole answer; the question that was stopped is in the box again."""
        words = words_of(choice)
        return self._talk(conversation, words), gr.update(value=asked.question, submit_btn=words.send, stop_btn=False)

    def fail(self, asked: _Asked, conversation: Conversation, choice: str) -> tuple[_Update, _Update]:
        """Something broke: say so under the question, which is in the box again."""
        words = words_of(choice)
        said, ready = "", gr.update(submit_btn=words.send, stop_btn=False)
        if asked.question:
            said = transcript.remark(asked.question, words.broken.format(asked.number), words)
            ready = gr.update(value=asked.question, submit_btn=words.send, stop_btn=False)
        return transcript.transcript(conversation, words, offers=not said) + said, ready

    def clear(self, choice: str) -> _Updates:
        """Begin a new conversation."""
        return self._fresh(Conversation(), words_of(choice))

    def edit(self, conversation: Conversation, event: gr.EventData) -> tuple[_Update, int]:
        """Put a question back into the box; what is sent next starts again from there. No number: give that up."""
        one = conversation.exchange(_number(event))
        return (gr.update(value=one.question), one.number) if one else (gr.update(value=""), 0)

    def vote(self, conversation: Conversation, event: gr.EventData) -> None:
        """Keep what the visitor says of an answer."""
        one = conversation.exchange(_number(event))
        if one is None:
            return
        useful, reason = _sent(event, "useful") is True, str(_sent(event, "reason"))
        answer = one.answer
        self._shared.feedback.keep(
            useful=useful, reason=reason, question=one.question, answer=answer.answer, status=answer.status
        )

    # How it is done

    async def _told(self, asked: _Asked, conversation: Conversation, words: Words) -> AsyncIterator[_Updates]:
        """The evidence as soon as it is there, the text clause by clause."""
        question, same = asked.question, gr.skip()
        if not question:
            yield (same,) * 6
            return
        before = transcript.transcript(conversation, words, offers=False)
        busy = gr.update(value="", submit_btn=False, stop_btn=words.stop)
        yield before + transcript.remark(question, words.working, words), same, busy, conversation, asked, 0
        try:
            async with self._noted(asked), self._shared.turnstile.place() as in_thread:
                answer = Growing(self._assistant.stream(Question(question, conversation.turns)), question, conversation)
                while not answer.whole:
                    shown = await in_thread(partial(self._grown, answer, words))
                    if not answer.whole:
                        said = before + transcript.growing(answer.conversation.exchanges[-1], words)
                        yield said, shown, same, same, same, same
        except BaogaoError as error:
            said = before + transcript.remark(question, _sentence(error, asked, words), words)
            yield said, same, gr.update(value=question, submit_btn=words.send, stop_btn=False), same, _Asked(), same
            return
        after, ready = answer.conversation, gr.update(submit_btn=words.send, stop_btn=False)
        yield transcript.transcript(after, words), shown, ready, after, _Asked(), same

    def _grown(self, answer: Growing, words: Words) -> _Update:
        """One step more of an answer: its evidence, where that changed."""
        cited = answer.citations
        answer.step()
        if answer.whole:
            answer.conversation = self._finished(answer.conversation, words)
        return gr.skip() if answer.citations == cited else self._panel(answer.conversation, words)

    @asynccontextmanager
    async def _noted(self, asked: _Asked) -> AsyncIterator[None]:
        """What nobody expected goes to the log under the id that the visitor is shown."""
        try:
            yield
        except BaogaoError:
            raise
        except Exception:
            self._shared.metrics.broke()
            LOG.exception("an answer broke", extra={"id": asked.number})
            raise

    def _next(self, question: str, conversation: Conversation, words: Words) -> Conversation:
        """The conversation with the answer to one question more."""
        answer = self._assistant.ask(Question(question, conversation.turns))
        return self._finished(conversation.with_answer(question, answer), words)

    def _finished(self, conversation: Conversation, words: Words) -> Conversation:
        """The conversation with what may be asked next; its last answer can be downloaded from now on."""
        last = conversation.exchanges[-1]
        self._shared.answers.keep(last.token, last.answer)
        self._shared.answered(last.answer)
        return conversation.followed_by(self._shared.examples.following(last.answer, words.code))

    def _fresh(self, conversation: Conversation, words: Words) -> _Updates:
        ready = gr.update(value="", submit_btn=words.send, stop_btn=False)
        return self._talk(conversation, words), self._panel(conversation, words), ready, conversation, _Asked(), 0

    def _talk(self, conversation: Conversation, words: Words) -> str:
        if conversation.exchanges:
            return transcript.transcript(conversation, words)
        return transcript.welcome(self._shared.examples.questions(words.code), words)

    def _panel(self, conversation: Conversation, words: Words) -> str:
        proven = bool(conversation.exchanges and conversation.exchanges[-1].answer.citations)
        matrix = coverage.matrix(self._assistant.catalog, words, unfolded=not proven)
        return evidence.panel(self._assistant.library, conversation, matrix, words, self._shared.pages)


def _asked(question: str, request: gr.Request) -> _Asked:
    return _Asked(question.strip(), str(request.headers.get(HEADER, "")))


def _sentence(error: BaogaoError, asked: _Asked, words: Words) -> str:
    if isinstance(error, BusyError):
        return words.busy
    if isinstance(error, SlowError):
        return words.slow
    return words.failed.format(half(sentence_for(error, asked.number), words.code))


def _sent(event: gr.EventData, name: str) -> Any:  # noqa: ANN401 - whatever the browser sent
    data = event._data
    return data.get(name, "") if isinstance(data, dict) else ""


def _number(event: gr.EventData) -> int:
    number = str(_sent(event, "n"))
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
