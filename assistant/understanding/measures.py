"""The dictionary of what the standard forms count (measures.yaml), and where its words stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from assistant.forms import Column, Row, forms

_NUMBERING = re.compile(r"^(?:（[一二三四五六七]）|[一二三四五六七]、|\d\.)")
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Concept:
    """Something the forms count, and the words people use for it."""

    code: str
    table: str
    axis: str
    """"row", "col", and in the review table "procedure" and "outcome"."""
    members: tuple[str, ...]
    zh: str
    en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with a name: concepts to be summed over concepts to be summed, or over "procedure", its total."""

    zh: str
    words: tuple[str, ...]
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the dictionary in a text; `concept` is None for words that are passed over."""

    start: int
    end: int
    concept: Concept | None


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(resources.files(__package__).joinpath("measures.yaml").read_text("utf-8"))
    return data


def _expanded(pattern: str) -> Iterator[str]:
    """The words that a pattern of the dictionary stands for: “{结转|转}下年” is 结转下年 and 转下年."""
    head, mark, tail = pattern.partition("{")
    choices, _, rest = tail.partition("}")
    if not mark:
        yield pattern
        return
    for choice in choices.split("|"):
        yield from _expanded(head + choice + rest)


def _names(zh: str, en: str) -> Iterator[str]:
    """What our own questions call a concept; a short name may mean anything and is left to the dictionary."""
    if len(zh) > _SHORT:
        yield zh
    if " " in en:
        yield en


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by its code."""
    members = {"row": "rows", "col": "cols", "procedure": "procedures", "outcome": "outcomes"}
    return {
        spec["code"]: Concept(
            spec["code"],
            spec["table"],
            spec["axis"],
            tuple(spec[members[spec["axis"]]]),
            spec["zh"],
            spec["en"],
            (*(word for pattern in spec["words"] for word in _expanded(pattern)), *_names(spec["zh"], spec["en"])),
        )
        for spec in _data()["concepts"]
    }


@cache
def rates() -> tuple[Rate, ...]:
    """The named shares."""
    return tuple(
        Rate(r["zh"], tuple(r["words"]), tuple(r["numerator"]), tuple(r["denominator"])) for r in _data()["rates"]
    )


def rate_in(text: str) -> Rate | None:
    """The named share in a text; None where its word is only the tail of a longer one ("不予公开率" is no 公开率)."""
    taken = [(hit.start, hit.end) for hit in hits_in(text)]
    for rate in rates():
        for word in rate.words:
            start = text.find(word)
            if start >= 0 and not any(a < start < b for a, b in taken):
                return rate
    return None


@cache
def _dictionary() -> tuple[re.Pattern[str], dict[str, Concept | None]]:
    words: dict[str, Concept | None] = dict.fromkeys(_data()["ignore"])
    words |= {label.lower(): concept for concept in concepts().values() for label in _official(concept)}
    words |= {word.lower(): concept for concept in concepts().values() for word in concept.words}
    return re.compile("|".join(_patterns(sorted(words, key=len, reverse=True)))), words


@cache
def labels() -> dict[str, str]:
    """Every word of the dictionary that names a concept, with the concept's code."""
    return {word: concept.code for word, concept in _dictionary()[1].items() if concept is not None}


def _patterns(words: Sequence[str]) -> Iterator[str]:
    """One pattern for all the words that begin alike: where none of them begins, the search passes at once."""
    first: dict[tuple[str, bool], list[str]] = {}
    for word in words:
        first.setdefault((word[0], word.isascii()), []).append(word)
    for (char, english), alike in first.items():
        begin = re.escape(char)
        rests = [re.escape(word[1:]) + (r"\b" if english else _unless(word)) for word in alike]
        yield begin + (rf"(?<=\b{begin})" if english else "") + f"(?:{'|'.join(rests)})"


def _unless(word: str) -> str:
    """“其他” at a word's end is an applicant only where it is not the beginning of another label."""
    return r"(?!法律|处理|结果|对外|组织|机关)" if word.endswith("其他") else ""


def _official(concept: Concept) -> set[str]:
    """The forms' own labels of a concept that is one row or column, with and without their numbering."""
    if len(concept.members) != 1 or concept.axis not in ("row", "col"):
        return set()
    labels: set[str] = set()
    for table in (table for form in forms() for table in form.tables if table.code == concept.table):
        parts: tuple[Row | Column, ...] = table.rows if concept.axis == "row" else table.columns
        for part in parts:
            if part.code in concept.members:
                bare = _NUMBERING.sub("", part.label)
                labels |= {part.label, bare, *part.variants} if len(bare) > 2 else {part.label, *part.variants}
    return labels - {"其他", "总计"}


@lru_cache(maxsize=256)
def hits_in(text: str) -> tuple[Hit, ...]:
    """The dictionary's words in a text: the longest at each place, none overlapping. A question is read many times."""
    pattern, words = _dictionary()
    return tuple(Hit(m.start(), m.end(), words[m.group()]) for m in pattern.finditer(text.lower()))
