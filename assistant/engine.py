"""Which assistant answers: the embedded one, or the one with a model that the settings name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from assistant.answer import Answer, Question
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings


class Engine(Protocol):
    """Answers questions; both assistants do."""

    library: Library

    @property
    def catalog(self) -> Catalog:
        """What is loaded now."""
        ...

    def ask(self, question: Question) -> Answer:
        """Answer one question."""
        ...

    def stream(self, question: Question) -> Iterator[Answer]:
        """The same answer as it grows; the last item is whole."""
        ...

    def close(self) -> None:
        """Let go of what the engine holds beside the library."""
        ...


def assistant_for(library: Library, settings: Settings | None = None) -> Engine:
    """The assistant of these settings, or of the library's own.

    Raises UsageError when the model cannot be set up, PromptError when a prompt is wrong. Without a model nothing of
    LangChain's is imported.
    """
    chosen = settings or library.settings
    embedded = Assistant(library)
    if chosen.llm is None:
        return embedded
    from assistant.llm.assistant import ModelAssistant
    from assistant.llm.model import Model
    from assistant.prompting import Prompts

    return ModelAssistant(embedded, Model.open(chosen), Prompts.load(), chosen)
