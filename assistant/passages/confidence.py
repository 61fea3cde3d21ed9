"""How sure it is that a sentence answers: a probability from what question and report share.

    p = 1 / (1 + exp(-(intercept + Σ weight · signal)))

The weights, and the threshold with the curve that it was chosen on, stand in `confidence.json`; `bench/abstention.py`
makes them from reading-comprehension questions, half of which have lost the sentence that answers them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from math import exp

from assistant.passages.fitting import FITS
from assistant.passages.page import Page, plain
from assistant.passages.scale import held
from assistant.passages.selecting import Scored
from assistant.passages.wanted import Wanted

FILE = "confidence.json"
_NAME = re.compile(r"\d+(?:\.\d+)?|[a-z]{2,}")
"""Numbers and Latin names: a report that lacks one of them rarely answers."""
_WORDY = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer, each 0..1."""

    report: float
    """The share of the question's words, by length, that the report holds."""
    sentence: float
    """The share, by rarity, that the best sentence holds."""
    characters: float
    """The share of the question's characters that the best sentence holds."""
    names: float
    """The share of the question's numbers and Latin names that the report holds; 1 where it has none."""
    kind: float
    """Whether the best sentence holds what this sort of question asks for; 1 where that cannot be told."""
    margin: float
    """By how much the best sentence leads the next."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What `confidence.json` holds."""

    intercept: float
    weights: dict[str, float]
    threshold: float
    """Below this probability nothing is answered."""


def signals(page: Page, leading: Sequence[Scored], wanted: Wanted) -> Signals:
    """Read the signals of a report's leading sentences: the best and, where there is one, the next."""
    top = leading[0]
    own, whole = top.sentence.plain, page.plain
    lengths = sum(map(len, wanted.words))
    asked = set(_WORDY.findall(plain(wanted.text)))
    names = _NAME.findall(wanted.text)
    fits = FITS.get(wanted.want)
    return Signals(
        report=sum(len(word) * held(word, whole) for word in wanted.words) / lengths if lengths else 0.0,
        sentence=top.own,
        characters=sum(one in own for one in asked) / len(asked) if asked else 0.0,
        names=sum(name in whole for name in names) / len(names) if names else 1.0,
        kind=1.0 if fits is None or fits.search(top.sentence.text) else 0.0,
        margin=min(top.score - leading[1].score, 1.0) if len(leading) > 1 else min(top.score, 1.0),
    )


def probability(found: Signals) -> float:
    """How likely it is that the report answers, 0..1."""
    chosen = calibration()
    return 1 / (1 + exp(-chosen.intercept - sum(chosen.weights[name] * value for name, value in asdict(found).items())))


@cache
def calibration() -> Calibration:
    """The weights of the package."""
    data = json.loads(resources.files(__package__).joinpath(FILE).read_text("utf-8"))
    return Calibration(data["intercept"], data["weights"], data["threshold"])
