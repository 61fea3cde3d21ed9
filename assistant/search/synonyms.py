"""Citizens' words and officials' words for the same thing, from `synonyms.yaml`.

The lexicon is of general government language; it names no agency and no report. A word may stand in several groups. In
a group "word > word word" the first is what people say, and the others, which need not mean the same among themselves,
are what a report may say for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib import resources

import yaml

_MOST_PARTS = 5
"""A word of the lexicon is made of at most so many words of the segmenter."""


@cache
def alternatives() -> dict[str, tuple[str, ...]]:
    """For every word of the lexicon, all other words of its groups: where to search."""
    return _told(directed=False)


@cache
def meanings() -> dict[str, tuple[str, ...]]:
    """For every word, the other words that mean it: what may stand for it in a sentence that answers.

    A single character stands for nothing there: "教" of a lesson stands in "教育" too.
    """
    told = _told(directed=True)
    return {word: tuple(other for other in others if len(other) > 1) for word, others in told.items()}


def _told(*, directed: bool) -> dict[str, tuple[str, ...]]:
    groups = yaml.safe_load(resources.files(__package__).joinpath("synonyms.yaml").read_text("utf-8"))
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for group in groups:
        said, arrow, meant = str(group).partition(">")
        words = [*said.split(), *meant.split()]
        for word in words:
            others = said.split() if directed and arrow and word in meant.split() else words
            found[word].update(dict.fromkeys(other for other in others if other != word))
    return {word: tuple(others) for word, others in found.items()}


@cache
def _openings() -> frozenset[str]:
    """What a word of the lexicon may begin with: whatever begins otherwise is not looked at further."""
    return frozenset(word[:end] for word in alternatives() for end in range(1, len(word)))


def joined(words: Sequence[str]) -> list[str]:
    """Words with those put together that the lexicon has as one: from left to right, the longest first."""
    lexicon, openings = alternatives(), _openings()
    found, start = [], 0
    while start < len(words):
        whole = grown = words[start]
        stop = start + 1
        for end in range(start + 1, min(start + _MOST_PARTS, len(words))):
            if grown not in openings:
                break
            grown += words[end]
            if grown in lexicon:
                whole, stop = grown, end + 1
        found.append(whole)
        start = stop
    return found
