"""A model's reply, sentence by sentence while it still comes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_END = re.compile(r"(?:[。！？；]+[”’」』）]*|(?<=[a-z\])}])[.!?](?=\s))(?:\s*\[P\d{1,3}\])*|\n+")
_OPEN = re.compile(r"\s*(?:\[(?:P\d{0,3})?)?$")
"""What may still become a citation mark that belongs to the sentence before it."""


def reply_sentences(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences of a reply, as soon as each is whole; together they are the reply without blank lines' white space.

    A citation mark behind the full stop belongs to the sentence before it.
    """
    held = ""
    for piece in pieces:
        held += piece
        while (end := _END.search(held)) and not _OPEN.fullmatch(held, end.end()):
            yield held[: end.end()]
            held = held[end.end() :]
    while end := _END.search(held):
        yield held[: end.end()]
        held = held[end.end() :]
    if held.strip():
        yield held
