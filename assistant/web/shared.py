"""What all pages and endpoints of one server share."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer
from assistant.engine import Engine
from assistant.pipeline import Assistant
from assistant.web.examples import Examples
from assistant.web.feedback import Feedback
from assistant.web.kept import KeptAnswers
from assistant.web.language import EN, ZH
from assistant.web.logs import LOG
from assistant.web.metrics import Metrics
from assistant.web.pageimage import PageImages
from assistant.web.turnstile import WITHIN, Turnstile


@dataclass(frozen=True, slots=True)
class Room:
    """How many questions a server takes."""

    at_once: int
    """Questions of visitors that are let through at a time."""
    under_way: int
    """These and those that stand in line; more are told at once to try again."""
    threads: int
    """How many questions, from pages and programs together, may be worked on, those that hang included."""


EMBEDDED = Room(at_once=3, under_way=48, threads=8)
"""Without a model an answer is a few milliseconds of computing, and more at once only hold each other up."""
WITH_MODEL = Room(at_once=80, under_way=120, threads=80)
"""With one an answer mostly waits for it, and those that wait cost no processor."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The assistant, the door to it, and what the server remembers."""

    assistant: Engine
    examples: Examples
    answers: KeptAnswers
    feedback: Feedback
    pages: PageImages
    turnstile: Turnstile
    metrics: Metrics
    room: Room

    def answered(self, answer: Answer) -> None:
        """Count an answer; its question is logged only where the settings say so."""
        self.metrics.answered(answer)
        if self.assistant.library.settings.log == "questions":
            about = {"question": answer.question, "status": str(answer.status), "reason": answer.reason}
            LOG.info("question", extra=about)


def shared(assistant: Engine) -> Shared:
    """What the pages of an assistant share, warm: the first question is answered as fast as the second."""
    examples = Examples(Assistant(assistant.library))  # offering a question must not cost a model's answer
    for words in (ZH, EN):
        examples.questions(words.code)
    settings = assistant.library.settings
    feedback = Feedback(settings.store, settings.votes_kept_days)
    room = WITH_MODEL if settings.llm else EMBEDDED
    # A model ends by itself within its own time; what comes on top of that is ours.
    within = WITHIN + (settings.llm_timeout if settings.llm else 0.0)
    turnstile = Turnstile(at_once=room.threads, waiting=room.under_way, within=within)
    return Shared(assistant, examples, KeptAnswers(), feedback, PageImages(), turnstile, Metrics(), room)
