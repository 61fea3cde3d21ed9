"""The page: a chat on the left, the evidence of its answers on the right (below on a phone)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.answer import Question
from assistant.errors import BaogaoError
from assistant.pipeline import LONGEST_QUESTION, Assistant
from assistant.web import coverage, evidence, markup
from assistant.web.conversation import Conversation, Exchange
from assistant.web.examples import Examples
from assistant.web.language import LANGUAGES, ZH, Words, words_of

AT_ONCE = 16
"""Questions that are answered at the same time."""
WAITING = 128
"""Questions that may wait; more are told to try again."""

_Message = dict[str, Any]
_Update = Any  # What gradio takes for a component's new state: it has no type for it.


def page(assistant: Assistant) -> gr.Blocks:
    """The chat page of an assistant, warm: its first question is answered as fast as its second."""
    examples = Examples(assistant)
    examples.questions(ZH.code)
    return _Chat(assistant, examples).blocks()


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that events fill."""

    head: gr.HTML
    talk: gr.Chatbot
    box: gr.Textbox
    clear: gr.Button
    panel: gr.HTML
    conversation: gr.State
    asked: gr.State

    @property
    def told(self) -> list[Any]:
        """What an answer changes."""
        return [self.talk, self.panel, self.box, self.conversation, self.asked]


class _Chat:
    """The page's behaviour. It keeps nothing of a visitor: conversations are in the session's own state."""

    def __init__(self, assistant: Assistant, examples: Examples) -> None:
        self._assistant = assistant
        self._examples = examples

    def blocks(self) -> gr.Blocks:
        """Lay out the page and bind its events."""
        blocks = gr.Blocks(title=ZH.title, analytics_enabled=False, fill_width=True)
        with blocks:
            with gr.Row(elem_id="bg-top"):
                head = gr.HTML(elem_id="bg-head", apply_default_css=False)
                language = gr.Radio(
                    list(LANGUAGES),
                    value=next(iter(LANGUAGES)),
                    label=ZH.language,
                    show_label=False,
                    container=False,
                    elem_id="bg-language",
                )
            with gr.Row(elem_id="bg-columns"):
                with gr.Column(scale=5, min_width=320, elem_id="bg-left"):
                    talk, box = _talk(), _box()
                    clear = gr.Button(ZH.clear, elem_id="bg-clear", variant="secondary", size="sm")
                with gr.Column(scale=6, min_width=320, elem_id="bg-right"):
                    panel = gr.HTML(elem_id="bg-proof", apply_default_css=False)
            parts = _Parts(head, talk, box, clear, panel, gr.State(Conversation()), gr.State(""))
            self._bind(blocks, parts, language)
        blocks.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
        return blocks

    def _bind(self, blocks: gr.Blocks, parts: _Parts, language: gr.Radio) -> None:
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        said = [parts.conversation, language]
        everything = [parts.head, parts.talk, parts.box, parts.clear, parts.panel]
        blocks.load(self.translate, said, everything, **quiet)
        language.change(self.translate, said, everything, **quiet)

        running = [parts.box.submit(self.ask, [parts.box, *said], parts.told, **quiet)]
        for chosen in (parts.talk.option_select, parts.talk.example_select):
            picked = chosen(_chosen, None, parts.asked, **quiet)
            running.append(picked.success(self.ask, [parts.asked, *said], parts.told, **quiet))
        back = [parts.talk, parts.box]
        for run in running:
            run.failure(self.fail, [parts.asked, *said], back, **quiet)
        cancelled: list[dict[str, Any]] = list(running)
        parts.box.stop(self.stop, [parts.asked, *said], back, cancels=cancelled, **quiet)
        parts.clear.click(self.clear, language, parts.told, cancels=cancelled, **quiet)

    # What happens

    def translate(self, conversation: Conversation, choice: str) -> list[_Update]:
        """The whole page in the chosen language: at the first visit, and when the language is switched."""
        words = words_of(choice)
        line = coverage.line(self._assistant.catalog, words)
        head = (
            f'<header lang="{words.html}"><h1>{markup.text(words.title)}</h1>'
            f'<p>{markup.text(words.tagline)}</p><p class="bg-line">{markup.text(line)}</p></header>'
        )
        talk = gr.update(
            value=_messages(conversation, words),
            placeholder=f'<p class="bg-greeting">{markup.text(words.greeting)}</p>',
            examples=[{"text": question} for question in self._examples.questions(words.code)],
        )
        box = gr.update(label=words.question, placeholder=words.placeholder, submit_btn=words.send, stop_btn=False)
        return [head, talk, box, gr.update(value=words.clear), self._panel(conversation, words)]

    def ask(self, question: str, conversation: Conversation, choice: str) -> Iterator[tuple[_Update, ...]]:
        """Answer a question: the evidence as soon as it is there, the text clause by clause."""
        words, question, same = words_of(choice), question.strip(), gr.skip()
        if not question:
            yield same, same, same, same, same
            return
        told = _told(conversation, question, words)
        busy = gr.update(value="", submit_btn=False, stop_btn=words.stop)
        yield [*told, _assistant(markup.remark(words.working))], same, busy, same, question
        try:
            answer = self._assistant.ask(Question(question, conversation.turns))
            after = conversation.with_answer(question, answer)
            panel = self._panel(after, words)
        except BaogaoError as error:
            sentence = markup.remark(words.failed.format(error))
            yield [*told, _assistant(sentence)], same, gr.update(submit_btn=words.send, stop_btn=False), same, ""
            return
        number = after.exchanges[-1].number
        for piece in markup.pieces(answer.answer):
            yield [*told, _assistant(markup.answer(piece, answer, number, words))], panel, same, same, same
            panel = same
        ready = gr.update(submit_btn=words.send, stop_btn=False)
        yield _messages(after, words), panel, ready, after, ""

    def stop(self, asked: str, conversation: Conversation, choice: str) -> tuple[_Update, _Update]:
        """Back to the last whole answer; the question that was stopped is in the box again."""
        words = words_of(choice)
        return _messages(conversation, words), gr.update(value=asked, submit_btn=words.send, stop_btn=False)

    def fail(self, asked: str, conversation: Conversation, choice: str) -> tuple[_Update, _Update]:
        """Something broke: say so under the question, which is in the box again."""
        words = words_of(choice)
        sorry = _assistant(markup.remark(words.broken))
        ready = gr.update(value=asked, submit_btn=words.send, stop_btn=False)
        return [*_told(conversation, asked, words), sorry], ready

    def clear(self, choice: str) -> tuple[_Update, ...]:
        """Forget the conversation."""
        words, fresh = words_of(choice), Conversation()
        ready = gr.update(value="", submit_btn=words.send, stop_btn=False)
        return [], self._panel(fresh, words), ready, fresh, ""

    def _panel(self, conversation: Conversation, words: Words) -> str:
        matrix = coverage.matrix(self._assistant.catalog, words, unfolded=not conversation.exchanges)
        return evidence.panel(self._assistant.library, conversation, matrix, words)


def _chosen(event: gr.SelectData) -> str:
    """The question of a button."""
    value = event.value
    return str(value.get("text") or value.get("value") or "") if isinstance(value, dict) else str(value)


def _talk() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="bg-talk",
        show_label=False,
        container=False,
        layout="bubble",
        height="100%",
        buttons=[],
        feedback_options=None,
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        allow_file_downloads=False,
    )


def _box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="bg-box",
        label=ZH.question,
        show_label=False,
        container=False,
        autofocus=True,
        max_lines=6,
        max_length=LONGEST_QUESTION,
        placeholder=ZH.placeholder,
        submit_btn=ZH.send,
        html_attributes=gr.InputHTMLAttributes(spellcheck=False, enterkeyhint="send", autocomplete="off"),
    )


def _told(conversation: Conversation, question: str, words: Words) -> list[_Message]:
    """The conversation with a question that has no answer yet."""
    return [*_messages(conversation, words, offers=False), _user(question)]


def _messages(conversation: Conversation, words: Words, *, offers: bool = True) -> list[_Message]:
    """The conversation as the chat shows it; the last answer offers questions as buttons."""
    messages = []
    for one in conversation.exchanges:
        options = one.answer.suggestions if offers and one is conversation.exchanges[-1] else ()
        messages += [_user(one.question), _assistant(_whole(one, words), options)]
    return messages


def _whole(one: Exchange, words: Words) -> str:
    return markup.answer(one.answer.answer, one.answer, one.number, words)


def _user(question: str) -> _Message:
    return {"role": "user", "content": markup.question(question)}


def _assistant(content: str, options: Sequence[str] = ()) -> _Message:
    return {"role": "assistant", "content": content, "options": [{"value": one, "label": one} for one in options]}
