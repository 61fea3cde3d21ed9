"""Names of places: what a name begins with, from the province down, and what is left behind it."""

from __future__ import annotations

import re
from functools import lru_cache

_PLACE = re.compile(
    r"[^省市县区州盟旗]{1,8}?(?:综合实验区|自治区|自治州|自治县|实验区|开发区|高新区|新区|省|市|州|盟|县|区|旗)"
)
_SUFFIX = re.compile(r"(?:综合实验区|自治区|自治州|自治县|实验区|开发区|高新区|新区|省|市|州|盟|县|区|旗)$")


@lru_cache(maxsize=100_000)
def split(agency: str) -> tuple[tuple[str, ...], str]:
    """The places an agency's name begins with, from the widest to the narrowest, and the body behind them."""
    places: list[str] = []
    rest = agency
    while (match := _PLACE.match(rest)) and match.end() <= len(rest):
        places.append(match.group())
        rest = rest[match.end() :]
    return tuple(places), rest


def place_names(places: tuple[str, ...]) -> set[str]:
    """The names of a place: with and without the wider places, with and without its suffix."""
    if not places:
        return set()
    last = places[-1]
    short = without_level(last)
    names = {last, "".join(places)}
    return names | ({short} if len(short) > 1 else set())


def without_level(place: str) -> str:
    """A place's name without what says that it is a county, a city, a district."""
    return _SUFFIX.sub("", place)
