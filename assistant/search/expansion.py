"""A question's words as lexical search weighs them: content before filler, and other words for the same thing.

The weights are those that `bench/retrieval.py` found to gain on questions in people's own words and to lose nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.search import synonyms
from assistant.search.content import content_words
from assistant.search.tokens import query_tokens, words

FILLER = 0.3
"""What a token weighs that belongs to no word of content ("有没有", "多少")."""
ALTERNATIVE = 0.3
"""What another word for the same thing weighs."""
TIE = 0.3
"""How much the second best of the other words for one thing adds to the best."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question for lexical search."""

    tokens: tuple[tuple[str, float], ...]
    """Its own tokens, each once, with what they weigh."""
    groups: tuple[tuple[tuple[str, ...], ...], ...]
    """For each word that the lexicon knows: the tokens of each other word for it."""


def weighed(question: str) -> Weighed:
    """Weigh a question. No token comes twice, and none of the other words repeats a token of the question's own."""
    own = query_tokens(question)
    content = set(query_tokens(" ".join(content_words(question, short=True))))
    taken = set(own)
    lexicon = synonyms.alternatives()
    said = set(words(question))
    known = [word for word in lexicon if word in question and (len(word) > 1 or word in said)]
    groups = [tuple(filter(None, (_tokens(other, taken) for other in lexicon[word]))) for word in known]
    tokens = tuple((token, 1.0 if token in content or not content else FILLER) for token in own)
    return Weighed(tokens, tuple(group for group in groups if group))


def _tokens(word: str, taken: set[str]) -> tuple[str, ...]:
    return tuple(token for token in query_tokens(word) if len(token) > 1 and token not in taken)
