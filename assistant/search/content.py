"""The words of a text that carry its meaning: without question words and filler, names and known words kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

from assistant.search import synonyms
from assistant.search.tokens import words

QUOTED = re.compile(r"[“\"《「『]([^”\"》」』]{2,})[”\"》」』]")
"""A name that a text quotes."""
_STOP = frozenset(resources.files(__package__).joinpath("stopwords.txt").read_text("utf-8").split())
_COUNTED = re.compile(r"[这那该此每各某]?[一二两三四五六七八九十几\d]*[个件条项次份期场名家种类点]?")
"""“一件”, “三个”: how many are meant, not what."""
_SUFFIX = re.compile(r"(?<=..)(?:工作|情况|方面|活动)$")


def content_words(text: str, *, short: bool = False) -> tuple[str, ...]:
    """The words of a text that carry its meaning, each once; quoted names and words of the lexicon stay whole.

    Words of one character only with `short`, or where there are no others.
    """
    found: dict[str, None] = {}
    for part, name in _parts(text):
        found.update(dict.fromkeys(_SUFFIX.sub("", word) for word in synonyms.joined(words(part))))
        if name:
            found[re.sub(r"\s+", "", name).lower()] = None
    kept = [word for word in found if word and word not in _STOP and not word.startswith("哪")]
    kept = [word for word in kept if word.isascii() or not _COUNTED.fullmatch(word)] or kept
    return tuple(kept if short else [word for word in kept if len(word) > 1] or kept)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The text cut at its quoted names: (what stands before, the name)."""
    end = 0
    for name in QUOTED.finditer(text):
        yield text[end : name.start()], name.group(1)
        end = name.end()
    yield text[end:], ""
