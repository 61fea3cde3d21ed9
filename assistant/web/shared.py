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

UNDER_WAY = 48
"""Questions that are answered or stand in line; more are told at once to try again."""
AT_ONCE = 40
"""Of these, how many are answered at the same time where a model takes its time over each: they mostly wait for it."""
AT_ONCE_EMBEDDED = 3
"""The same without a model: an answer is a few milliseconds of computing, and more at once only hold each other up."""
THREADS_EMBEDDED = 8
"""Without a model, how many questions from pages and programs together may be worked on, those that hang included."""


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
    at_once: int
    """Questions that are let through at a time."""

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
    at_once = AT_ONCE if settings.llm else AT_ONCE_EMBEDDED
    # A model ends by itself within its own time; what comes on top of that is ours.
    within = WITHIN + (settings.llm_timeout if settings.llm else 0.0)
    turnstile = Turnstile(at_once=AT_ONCE if settings.llm else THREADS_EMBEDDED, waiting=UNDER_WAY, within=within)
    return Shared(assistant, examples, KeptAnswers(), feedback, PageImages(), turnstile, Metrics(), at_once)
