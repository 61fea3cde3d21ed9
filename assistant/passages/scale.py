"""How much of a question a text holds: each word by its rarity, whole, in another word for it, or in part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import log

from assistant.passages.page import Page
from assistant.passages.wanted import Wanted
from assistant.search import synonyms

_PARTIAL = 3
"""From this many characters on a word counts in part when only a part of it is there."""
_COMPOUND = 4
"""A word of so many characters is mostly two words."""
_LIGHT = re.compile(
    r"执行|遵循|坚持|采[用取纳]|实行|开展|进行|运用|[使利]用|通过|按照|依据|根据|设[在于]|位于|叫做|名叫|称为|列[出举]|汇总|负责|承担|提出"
    r"|涉及|包[括含]|围绕|[夺获]得|需要|打算|准备|用来|针对|具体|内容|方[式法]|形式|做法|主要|属于|来自|安排|对待|处理|最[后终]|集中|履行|来讲"
)
"""Words with which a question joins what it is about; the report mostly says them in others."""
_HELD = re.compile(r"组织|举办|举行|召开")
_LIGHTER = 0.4
SYNONYM, HEADING = 0.8, 0.75
"""What a word counts for that stands there in another word, or only over the sentence."""


class Scale:
    """How much each word tells: the rarer among the sentences searched, the more."""

    def __init__(self, pages: Iterable[Page], wanted: Wanted) -> None:
        self.words = wanted.words
        texts = [one.plain + one.over for page in pages for one in page.sentences]
        self.weights = {w: _rarity(w, texts) * (_LIGHTER if _light(w, wanted.text) else 1.0) for w in wanted.words}
        self.total = sum(self.weights.values())
        self._shares: dict[str, tuple[float, ...]] = {}

    def covered(self, own: str, over: str = "") -> float:
        """The share of the question, by weight, that a text holds itself or has over it; 0..1."""
        if not self.total:
            return 0.0
        both = zip(self._held(own), self._held(over), self.weights.values(), strict=True)
        return sum(max(here, HEADING * above) * weight for here, above, weight in both) / self.total

    def _held(self, text: str) -> tuple[float, ...]:
        """How far a text holds each word; a heading stands over many sentences, and a sentence is looked at often."""
        shares = self._shares.get(text)
        if shares is None:
            shares = self._shares[text] = tuple(held(word, text) for word in self.weights)
        return shares

    def dense(self, text: str) -> float:
        """A little for a sentence that speaks of nothing else, and for words side by side as they are asked."""
        filled = sum(len(word) * text.count(word) for word in self.words) / max(len(text), 1)
        joined = sum(first + second in text for first, second in zip(self.words, self.words[1:], strict=False))
        return 0.1 * min(filled, 0.5) + 0.02 * min(joined, 2)


def _light(word: str, question: str) -> bool:
    """Whether a word only joins; so does the verb of "组织了哪些培训", which says no more than that there were any."""
    return _LIGHT.fullmatch(word) is not None or (_HELD.fullmatch(word) is not None and f"{word}了" in question)


def _rarity(word: str, texts: Sequence[str]) -> float:
    forms = (word, *synonyms.meanings().get(word, ()))
    seen = sum(any(form in text for form in forms) for text in texts)
    return log((len(texts) + 1) / (seen + 0.5)) + 0.1


def held(word: str, text: str) -> float:
    """How far a text holds a word: whole, in another word for it, or in part."""
    if not text:
        return 0.0
    if word in text:
        return 1.0
    if any(other in text for other in synonyms.meanings().get(word, ())):
        return SYNONYM
    if len(word) < _PARTIAL or word.isascii():
        return 0.0
    if len(word) == _COMPOUND:
        return (held(word[:2], text) + held(word[2:], text)) / 2
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    share = sum(pair in text for pair in pairs) / len(pairs)
    return share if share >= 0.5 else 0.0
