"""How well the words of a question and of a label go together: shared characters, order, and meaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from assistant.search.embedding import StaticEmbedder
from assistant.tables.texts import plain_text

_WORD = re.compile(r"[\u4e00-\u9fff]+|[a-z]+|\d+(?:[.,]\d+)*")
Vectors = NDArray[np.float32]
MEASURES = ("held", "ordered", "run", "alike", "whole", "length")
"""Of a label against a question: the share of its characters and pairs that the question holds, rare ones counting
more; the longest common subsequence and substring as shares of the label; how close in meaning the question comes to
each of its words; whether the question holds it whole; its length."""


def pieces(text: str) -> list[str]:
    """Characters and pairs of the Chinese in a folded text; latin words and numbers whole."""
    found: list[str] = []
    for word in _WORD.findall(text):
        if "\u4e00" <= word[0] <= "\u9fff":
            found.extend(word)
            found.extend(word[i : i + 2] for i in range(len(word) - 1))
        else:
            found.append(word)
    return found


@dataclass(frozen=True)
class Wording:
    """A question's words, ready to be compared with the labels of one table."""

    question: str
    weights: Mapping[str, float]
    """Of each piece in the table: how rare it is there."""
    embedder: StaticEmbedder
    fillers: Mapping[str, float]
    """Pairs of characters by how often they say nothing of what is asked ("请问", "多少"), 0..1."""
    context: str = ""
    """What is known of the whole table: its caption, section, report; it explains words of the question."""

    @classmethod
    def of(
        cls,
        question: str,
        texts: Iterable[str],
        embedder: StaticEmbedder,
        fillers: Mapping[str, float],
        context: str = "",
    ) -> Wording:
        """`texts` are the folded texts of the table's cells."""
        distinct = {text for text in texts if text}
        counts = Counter(piece for text in distinct for piece in set(pieces(text)))
        weights = {piece: log(1 + len(distinct) / count) * len(piece) ** 0.5 for piece, count in counts.items()}
        return cls(plain_text(question), weights, embedder, fillers, plain_text(context))

    @cached_property
    def asked(self) -> dict[str, float]:
        """The question's pieces that the table knows, with their weights."""
        return {one: self.weights[one] for one in pieces(self.question) if one in self.weights}

    @cached_property
    def content(self) -> dict[str, float]:
        """The question's pairs, latin words and numbers that say what is asked, with their weights."""
        known = set(pieces(self.context))
        found = {one: 1.0 - self.fillers.get(one, 0.0) for one in pieces(self.question) if len(one) > 1}
        return {one: weight for one, weight in found.items() if weight > 0 and one not in known}

    def left_over(self, labels: Collection[str]) -> tuple[float, float]:
        """What of the question's content these labels leave unexplained: its weight, and its share of the whole."""
        total = sum(self.content.values())
        have = {one for label in labels for one in pieces(label)}
        rest = sum(weight for one, weight in self.content.items() if one not in have)
        return rest, rest / total if total else 0.0

    @cached_property
    def _meant(self) -> Vectors:
        return self.embedder.token_vectors(self.question)

    def measures(self, label: str) -> list[float]:
        """`MEASURES` of one folded label."""
        if not label:
            return [0.0] * len(MEASURES)
        own = set(pieces(label))
        total = sum(self.weights.get(one, 1.0) for one in own)
        held = sum(self.weights.get(one, 1.0) for one in own if one in self.asked) / total if total else 0.0
        ordered, run = common(label, self.question)
        whole = float(len(label) > 1 and label in self.question)
        return [held, ordered / len(label), run / len(label), self._alike(label), whole, min(len(label), 30)]

    def explained(self, labels: Collection[str]) -> float:
        """The share of the question's known pieces that these labels hold together."""
        total = sum(self.asked.values())
        if not total:
            return 0.0
        have = {one for label in labels for one in pieces(label)}
        return sum(weight for one, weight in self.asked.items() if one in have) / total

    def _alike(self, label: str) -> float:
        """The mean over the label's tokens of how close the nearest token of the question comes."""
        vectors = self.embedder.token_vectors(label)
        if not len(vectors) or not len(self._meant):
            return 0.0
        return float((vectors @ self._meant.T).max(axis=1).mean())


def common(label: str, question: str) -> tuple[int, int]:
    """The lengths of the longest common subsequence and of the longest common substring."""
    ordered = [0] * (len(question) + 1)
    run = [0] * (len(question) + 1)
    longest = 0
    for one in label:
        before_ordered = before_run = 0
        for at, other in enumerate(question, 1):
            kept_ordered, kept_run = ordered[at], run[at]
            if one == other:
                ordered[at], run[at] = before_ordered + 1, before_run + 1
                longest = max(longest, run[at])
            else:
                ordered[at], run[at] = max(ordered[at], ordered[at - 1]), 0
            before_ordered, before_run = kept_ordered, kept_run
    return ordered[-1], longest


def best(rows: Sequence[Sequence[float]]) -> list[float]:
    """The measures of the label that fits best, by what is held and by order."""
    if not rows:
        return [0.0] * len(MEASURES)
    fits = [one[0] + one[1] for one in rows]
    return list(rows[fits.index(max(fits))])
