"""A place in Latin letters, alone or with the English name of one of its bodies: “Yanxi finance bureau”.

English names of bodies are nobody's official ones, so each of their words must stand for a part of the Chinese name,
and of the bodies of that place one alone may fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from assistant.language.places import split
from assistant.understanding.agencies import AgencyNames

_LATIN = re.compile(r"[A-Z][a-z]+(?:['’-]?[a-z]+)*")
_LEVEL = re.compile(
    r"(?:\s*(?:City|County|District|Province|Municipality)\b)?"
    r"(?:\s*(?:Municipal |County |District |Provincial )?(?:People['’]s )?Government\b)?",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?<!which )(?<!what )\b(?:bureau|department|office|commission|committee|police|authority|administration)\b",
    re.IGNORECASE,
)
_OWNER = re.compile(r"['’]s\b")
_JOINTS = frozenset({"and", "of", "the", "for", "municipal", "county", "district", "provincial"})
_WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of a question and the Chinese name that is understood by it."""

    start: int
    end: int
    meant: str


def named(text: str, names: AgencyNames) -> list[Named]:
    """The places and bodies that a text names in Latin letters.

    Where a body is named that is not known, no place is: it would not say whose report is meant.
    """
    found = [_with_body(text, place, names) or place for place in _places(text, names)]
    bodies = [match.start() for match in _BODY.finditer(text)]
    return found if all(any(one.start <= body < one.end for one in found) for body in bodies) else []


def _places(text: str, names: AgencyNames) -> Iterator[Named]:
    words = list(_LATIN.finditer(text))
    for number, word in enumerate(words):
        after = words[number + 1] if number + 1 < len(words) else None
        two = after is not None and text[word.end() : after.start()] == " "
        owner = [word.end() - len("'s")] if word.group().endswith(("'s", "’s")) else []
        for end in ([after.end()] if two and after is not None else []) + [word.end(), *owner]:
            place = names.spelled(re.sub(r"[^a-z]", "", text[word.start() : end].lower()))
            if place is not None:
                level = _LEVEL.match(text, end)
                yield Named(word.start(), level.end() if level else end, place)
                break


def _with_body(text: str, place: Named, names: AgencyNames) -> Named | None:
    """The body of a place that is named right behind it or, as “finance bureau of”, right before it."""
    owner = _OWNER.match(text, place.end)
    behind = _run(_WORD.finditer(text, owner.end() if owner else place.end))
    before = _run(reversed(list(_WORD.finditer(text[: place.start]))))[::-1]
    for words in (behind, before):
        said = [word.group().lower() for word in words]
        agency = _only([word for word in said if word in _stems()], place.meant, names)
        if agency is not None and any(map(_BODY.fullmatch, said)):
            return Named(min(place.start, words[0].start()), max(place.end, words[-1].end()), agency)
    return None


def _run(words: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    """The first words, as far as all of them belong to a body's name; joints at either end do not."""
    run: list[re.Match[str]] = []
    for word in words:
        if not (word.group().lower() in _stems() or word.group().lower() in _JOINTS or _BODY.fullmatch(word.group())):
            break
        run.append(word)
    while run and run[-1].group().lower() in _JOINTS:
        run.pop()
    return run


def _only(said: Sequence[str], place: str, names: AgencyNames) -> str | None:
    """The one body of the place whose name has a part for every word."""
    if not said:
        return None
    fits = [
        agency
        for agency in names.at(place)
        if (body := split(agency)[1]) and all(any(stem in body for stem in _stems()[word]) for word in said)
    ]
    return fits[0] if len(fits) == 1 else None


@cache
def _stems() -> Mapping[str, Sequence[str]]:
    data = yaml.safe_load(resources.files(__package__).joinpath("agencies.yaml").read_text("utf-8"))
    return {word: tuple(stems) for word, stems in data["english"].items()}
