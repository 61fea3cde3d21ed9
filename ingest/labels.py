"""Match the label that a report prints with the label of the form: loosely, but never two rows at once."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from ingest.simplified import simplified

_NOISE = re.compile(r"[\s\W_]+")
_NUMBERING = re.compile(r"^(?:[(][一二三四五六七八九十\d]+[)]|[一二三四五六七八九十]+、|\d{1,2}[.、,])")

SIMILAR = 0.85
"""Above this ratio of shared characters a long label counts as the form's label with slips."""
SHORTEST_PREFIX = 6
"""A label that is cut short is believed when at least this many characters of it are left."""


@lru_cache(maxsize=8_192)
def fold(text: str) -> str:
    """Full-width forms and traditional characters folded, punctuation and white space removed: what is compared."""
    return simplified(_NOISE.sub("", unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=8_192)
def bare(text: str) -> str:
    """A folded label without its numbering: "（三）不予公开" and "不予公开" are one label."""
    return fold(_NUMBERING.sub("", _squeezed(text)))


@lru_cache(maxsize=8_192)
def numbering(text: str) -> str:
    """The folded numbering in front of a label, "" when there is none."""
    match = _NUMBERING.match(_squeezed(text))
    return fold(match.group()) if match else ""


@lru_cache(maxsize=65_536)
def matches(printed: str, official: str, variants: tuple[str, ...] = ()) -> bool:
    """Whether a printed label is the official one: equal, cut short, with a note behind it, or with slips.

    A short label must be equal. Where both carry a number, the numbers must agree; only a long label may be
    numbered in another style ("（二）" for "2.").
    """
    found = bare(printed)
    if not found:
        return False
    ours, theirs = numbering(printed), numbering(official)
    same_style = ours.isdigit() == theirs.isdigit() or len(found) < SHORTEST_PREFIX
    if ours and theirs and ours != theirs and same_style:
        return False
    return any(_alike(found, bare(label)) for label in (official, *variants))


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _alike(found: str, label: str) -> bool:
    if found == label:
        return True
    if min(len(found), len(label)) < SHORTEST_PREFIX:
        return False
    if label.startswith(found) or found.startswith(label):
        return True
    matcher = SequenceMatcher(None, found, label, autojunk=False)
    return matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR
