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
from assistant.web.turnstile import Turnstile

AT_ONCE = 8
"""Questions that are answered at the same time."""
WAITING = 60
"""Questions that may wait; more are told at once to try again."""


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
    feedback = Feedback(assistant.library.settings.store)
    turnstile = Turnstile(at_once=AT_ONCE, waiting=WAITING)
    return Shared(assistant, examples, KeptAnswers(), feedback, PageImages(), turnstile, Metrics())
