"""What stands where on the chat page: the components, without what they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.pipeline import LONGEST_QUESTION
from assistant.web.conversation import Conversation
from assistant.web.language import LANGUAGES, ZH

# The transcript's buttons reach the server through its component's events; the page's script decides which.
_HEAR = "globalThis.baogaoAct = trigger; document.dispatchEvent(new Event('baogao-ready'));"


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events fill."""

    head: gr.HTML
    talk: gr.HTML
    box: gr.Textbox
    panel: gr.HTML
    language: gr.Radio
    conversation: gr.State
    asked: gr.State
    editing: gr.State

    @property
    def told(self) -> list[Any]:
        """What an answer changes."""
        return [self.talk, self.panel, self.box, self.conversation, self.asked, self.editing]


def lay_out(nothing_asked: object) -> Parts:
    """The components in their places; call it inside the page's Blocks."""
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
            talk = gr.HTML(elem_id="bg-talk", apply_default_css=False, js_on_load=_HEAR)
            box = _box()
        with gr.Column(scale=6, min_width=320, elem_id="bg-right"):
            panel = gr.HTML(elem_id="bg-proof", apply_default_css=False)
    states = gr.State(Conversation()), gr.State(nothing_asked), gr.State(0)
    return Parts(head, talk, box, panel, language, *states)


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
