"""What a question means by a name that is nearly one it could know: a character mistyped, a place in Latin letters.

A wrong guess would answer about something else, so a slip is one character of a name of four or more, sounds like what
stands there, leaves a place's own name alone, and may fit one name only; and the answer says what was understood.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.language.pinyin import sound_alike
from assistant.understanding import latin
from assistant.understanding.agencies import AgencyNames
from assistant.understanding.measures import hits_in, labels

_SHORTEST = 4
_NEGATIONS = frozenset("不没未无非")


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of a question and the name that is understood by it."""

    start: int
    end: int
    meant: str


def mended(text: str, names: AgencyNames) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The question with its slips mended, and each of them as (what was written, what is understood)."""
    named = [Slip(one.start, one.end, one.meant) for one in latin.named(text, names)]
    found = [*named, *_in_names(text, names), *_in_measures(text)]
    understood = []
    end_of_last, pieces = 0, []
    for slip in sorted(found, key=lambda one: one.start):
        if slip.start < end_of_last:
            continue
        pieces += [text[end_of_last : slip.start], slip.meant]
        understood.append((text[slip.start : slip.end], slip.meant))
        end_of_last = slip.end
    return "".join([*pieces, text[end_of_last:]]), tuple(understood)


def _in_names(text: str, names: AgencyNames) -> Iterator[Slip]:
    start = 0
    while start < len(text):
        here = names.beginning(text[start : start + 2])
        exact = max((len(name) for name in here if text.startswith(name, start)), default=0)
        fits = [name for name in here if len(name) > exact and _slipped(text[start : start + len(name)], name)]
        longest = max(map(len, fits), default=0)
        nearest = [name for name in fits if len(name) == longest]
        if len(nearest) == 1 and _differs(text[start : start + longest], nearest[0]) >= names.own_part(nearest[0]):
            yield Slip(start, start + longest, nearest[0])
        start += max(longest, exact, 1)


def _in_measures(text: str) -> Iterator[Slip]:
    taken = [(hit.start, hit.end, hit.concept.code) for hit in hits_in(text) if hit.concept is not None]
    halves, sizes = _halves()
    for start in range(len(text)):
        fits: dict[str, str] = {}
        for size in sizes:
            window = text[start : start + size]
            half = size // 2
            near = (*halves.get((0, window[:half], size), ()), *halves.get((1, window[half:], size), ()))
            known = {code for a, b, code in taken if a < start + size and start < b}
            for word in near:  # what is understood as it stands is no part of a slip, unless it means the same
                if known <= {labels()[word]} and _slipped(window, word):
                    fits[window] = word
        if len({labels()[word] for word in fits.values()}) == 1:
            longest = max(fits, key=len)
            yield Slip(start, start + len(longest), fits[longest])


@cache
def _halves() -> tuple[Mapping[tuple[int, str, int], Sequence[str]], Sequence[int]]:
    """The dictionary's long words by each of their halves, one of which a single slip leaves whole; their lengths."""
    found: dict[tuple[int, str, int], list[str]] = defaultdict(list)
    words = [word for word in labels() if len(word) >= _SHORTEST and not word.isascii()]
    for word in words:
        half = len(word) // 2
        found[0, word[:half], len(word)].append(word)
        found[1, word[half:], len(word)].append(word)
    return found, sorted({len(word) for word in words})


def _slipped(written: str, name: str) -> bool:
    """Whether a name was meant: one character differs, and sounds alike."""
    if len(name) < _SHORTEST or len(written) != len(name) or written == name:
        return False
    differ = [(a, b) for a, b in zip(written, name, strict=True) if a != b]
    if len(differ) != 1 or _NEGATIONS & {*differ[0]} or not all("\u4e00" <= char <= "\u9fff" for char in differ[0]):
        return False
    return sound_alike(*differ[0])


def _differs(written: str, name: str) -> int:
    return next(place for place, (a, b) in enumerate(zip(written, name, strict=True)) if a != b)
