"""An English question in the words of Chinese reports, so that their sentences can be found.

`english.yaml` is a small dictionary of general government language, not a translator: what it does not know stays as it
is, and a sentence that lacks it answers so much less.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

_ENDING = r"(?:s|es|d|ed|ing)?"
_SHORTEST = 4
"""A shorter word takes no ending: “is” would be found in “ises”."""
_WHETHER = re.compile(r"^\s*(?:did|does|do|was|were|is|are|has|have|had)\b(?!\s+there)", re.IGNORECASE)
"""How a question of yes or no begins."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def in_chinese(question: str) -> str:
    """The question with every phrase of the dictionary put into Chinese, in its order; years are left out."""
    words, pattern = _dictionary()
    asked = _YEAR.sub(" ", _WHETHER.sub(" 是否 ", question.lower()))
    told = pattern.sub(lambda found: f" {words[_key(found)]} ", asked)
    told = re.sub(r"\s*,\s*|\s+(?=[\u4e00-\u9fff？?])|(?<=[\u4e00-\u9fff])\s+", "", told).strip(" ?？.,，")
    return f"{told}？" if told else question


def _key(found: re.Match[str]) -> str:
    return next(name for name, value in found.groupdict().items() if value is not None)


@cache
def _dictionary() -> tuple[dict[str, str], re.Pattern[str]]:
    """The meanings by the name of their group, and one pattern of all phrases, the longest first."""
    told = yaml.safe_load(resources.files(__package__).joinpath("english.yaml").read_text("utf-8"))
    phrases = sorted(((str(key), str(value)) for key, value in told.items()), key=lambda one: (-len(one[0]), one[0]))
    words, parts = {}, []
    for number, (phrase, meaning) in enumerate(phrases):
        name = f"p{number}"
        words[name] = meaning
        written = re.escape(phrase.removesuffix("e") if phrase.endswith("e") else phrase)
        silent = "e?" if phrase.endswith("e") else ""
        ending = silent + _ENDING if len(phrase) >= _SHORTEST else silent
        parts.append(f"(?P<{name}>{written}{ending})")
    return words, re.compile(rf"\b(?:{'|'.join(parts)})\b")
