"""Labels as a recogniser misreads them → the standard forms' own labels, where only one can be meant."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache, lru_cache

from assistant.forms import forms
from ingest.labels import bare

_LIKE = 0.7
_APART = 0.12
_SHORTEST = 5
"""A shorter label is corrected by nobody: too many are like it."""


@lru_cache(maxsize=4_096)
def corrected(text: str) -> str:
    """The form's label that this text can only be a slip of; the text itself where there is none or several.

    Similarity is the share of characters in common (difflib's ratio), without numbering and punctuation.
    """
    word = bare(text)
    if len(word) < _SHORTEST or word in _labels():
        return text
    ranked = sorted(((_likeness(word, label), label) for label in _labels()), reverse=True)[:2]
    (best, label), (second, _) = ranked
    return _labels()[label] if best >= _LIKE and best - second >= _APART else text


def _likeness(word: str, label: str) -> float:
    matcher = SequenceMatcher(None, word, label, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE else 0.0


@cache
def _labels() -> dict[str, str]:
    """Every label of every form as it is compared → as it is printed."""
    tables = [table for form in forms() for table in form.tables]
    paths = [row.path for table in tables for row in table.rows]
    paths += [column.path for table in tables for column in table.columns]
    return {bare(label): label for path in paths for label in path if len(bare(label)) >= _SHORTEST}
