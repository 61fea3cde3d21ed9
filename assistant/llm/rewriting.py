"""A follow-up that a model rewrote: taken only when it adds nothing that the conversation does not hold."""

from __future__ import annotations

import re

from assistant.answer import Question
from assistant.understanding.agencies import AgencyNames
from assistant.understanding.question import LONGEST_QUESTION
from assistant.understanding.years import years_in

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LABEL = re.compile(r"^(?:改写|问题|rewritten|question)\s*[:：]\s*", re.IGNORECASE)


def standalone(rewritten: str, question: Question, names: AgencyNames) -> str | None:
    """The rewritten question, or None when it is empty, no single line, or names what nobody has said.

    Numbers and years must stand in the questions of the conversation (a year next to one that does may come from 去年),
    and so must agencies.
    """
    text = _LABEL.sub("", rewritten.strip().strip('“”"')).strip()
    if not text or "\n" in text or len(text) > LONGEST_QUESTION:
        return None
    said = "\n".join([*(turn.question for turn in question.history), question.text])
    known = set(years_in(said).named)
    years = {year for year in years_in(text).named if year not in known}
    if any(year - 1 not in known and year + 1 not in known for year in years):
        return None
    if set(_NUMBER.findall(text)) - set(_NUMBER.findall(said)) - {str(year) for year in years}:
        return None
    spoken = {agency for mention in names.find(said) for agency in mention.agencies}
    if any(spoken and not spoken & {*mention.agencies} for mention in names.find(text)):
        return None
    return text
