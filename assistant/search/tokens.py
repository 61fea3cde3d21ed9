"""Text → the tokens that lexical search matches.

Of Chinese: words, characters and pairs of characters; latin words and numbers stay whole. Documents and questions go
through the same function, so what is indexed is what is asked for. Words alone miss what the segmenter cuts
differently in a question and in a report; characters and pairs catch those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

MAX_TOKEN = 64
"""Longer latin words and numbers are cut to this many characters."""

_HAN = "〇々㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_RUN = re.compile(
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*)"
    rf"|(?P<han>[{_HAN}]+)"
    rf"|(?P<latin>(?![{_HAN}\d_])\w(?:(?![{_HAN}_])\w)*)"
)


def tokenise(text: str) -> list[str]:
    """The tokens of a text, in reading order; no token holds white space.

    The text is folded first (NFKC, lower case), so full-width and half-width forms meet; traditional characters stay.
    "3,119件" and "3119 件" give the same tokens.
    """
    tokens: list[str] = []
    for run in _RUN.finditer(unicodedata.normalize("NFKC", text).lower()):
        if run.lastgroup == "han":
            tokens.extend(_han_tokens(run.group()))
        elif run.lastgroup == "number":
            tokens.extend(_number_tokens(run.group()))
        else:
            tokens.append(run.group()[:MAX_TOKEN])
    return tokens


def query_tokens(text: str, limit: int = 512) -> list[str]:
    """The distinct tokens of a question, in order; at most `limit`, so that no question costs a very long search."""
    return list(dict.fromkeys(tokenise(text[: limit * 4])))[:limit]


def words(text: str) -> list[str]:
    """The words of a text in reading order, each once in its place: what a reader would call its words."""
    found: list[str] = []
    for run in _RUN.finditer(unicodedata.normalize("NFKC", text).lower()):
        if run.lastgroup == "han":
            found.extend(_cut()(run.group()))
        else:
            found.append(run.group()[:MAX_TOKEN])
    return found


def _han_tokens(run: str) -> list[str]:
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return [*_segmenter()(run), *run, *pairs]


def _number_tokens(run: str) -> list[str]:
    """One decimal number, or the parts of a date or version written with several dots."""
    number = run.replace(",", "")
    parts = [number] if number.count(".") < 2 else number.split(".")
    return [part[:MAX_TOKEN] for part in parts]


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """The word segmenter, loaded when the first Chinese text comes: its dictionary takes a tenth of a second."""
    import rjieba

    return rjieba.cut_for_search


@cache
def _cut() -> Callable[[str], list[str]]:
    import rjieba

    return rjieba.cut
