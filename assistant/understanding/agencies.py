"""The names by which people call the agencies of a library.

Every agency is known by its full name, by its place with a short form of its body ("某县发改局", "县发改局") and by its
body alone. A place alone means its government; only where no government of that place is loaded may it mean any
agency there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

_PLACE = re.compile(
    r"[^省市县区州盟旗]{1,8}?(?:综合实验区|自治区|自治州|自治县|实验区|开发区|高新区|新区|省|市|州|盟|县|区|旗)"
)
_SUFFIX = re.compile(r"(?:综合实验区|自治区|自治州|自治县|实验区|开发区|高新区|新区|省|市|州|盟|县|区|旗)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that names one agency, or several that share the name."""

    start: int
    end: int
    text: str
    agencies: tuple[str, ...]
    place_only: bool = False
    """The name is that of a place whose government is not loaded: it may mean any agency there, or none."""


@cache
def _short_forms() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    data = yaml.safe_load(resources.files(__package__).joinpath("agencies.yaml").read_text("utf-8"))
    return frozenset(data["government"]), {body: tuple(short) for body, short in data["bodies"].items()}


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
    short = _SUFFIX.sub("", last)
    names = {last, "".join(places)}
    return names | ({short} if len(short) > 1 else set())


class AgencyNames:
    """Finds the agencies of a library in a text, by every name they have."""

    def __init__(self, agencies: Iterable[str]) -> None:
        self.agencies = tuple(dict.fromkeys(agencies))
        known = {agency: _names(agency) for agency in self.agencies}
        self._names: dict[str, tuple[str, ...]] = {}
        self._places: set[str] = set()
        # The surest kind of name first: an agency's own names, then bare bodies, then bare places.
        for kind in ("own", "bodies", "places"):
            fits: dict[str, list[str]] = defaultdict(list)
            for agency, names in known.items():
                for name in getattr(names, kind):
                    fits[name].append(agency)
            new = {name: tuple(agencies) for name, agencies in fits.items() if name not in self._names}
            self._names |= new
            self._places |= set(new) if kind == "places" else set()
        ordered = sorted(self._names, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def find(self, text: str) -> list[Mention]:
        """The mentions in a text, longest name first at each place, none overlapping."""
        if self._pattern is None:
            return []
        return [
            Mention(m.start(), m.end(), m.group(), self._names[m.group()], m.group() in self._places)
            for m in self._pattern.finditer(text)
            if not _inside_longer_place(text, m)
        ]


def _inside_longer_place(text: str, match: re.Match[str]) -> bool:
    """Whether a bare body or place is the tail of a longer name that is not ours ("南某县" for "某县")."""
    before = text[max(0, match.start() - 1) : match.start()]
    return before in ("东", "西", "南", "北", "中", "新") and len(match.group()) <= 3


@dataclass(frozen=True, slots=True)
class _Names:
    own: frozenset[str]
    bodies: frozenset[str]
    places: frozenset[str]


def _names(agency: str) -> _Names:
    governments, short_forms = _short_forms()
    places, body = split(agency)
    wheres = place_names(places)
    if not body or body in governments:
        titles = {where + title for where in wheres for title in governments}
        return _Names(frozenset({agency, *wheres, *titles}), frozenset(), frozenset())
    families = [{long, *short} for long, short in short_forms.items() if body == long or body in short]
    shorts = {body}.union(*families)
    level = places[-1][-1] if places else ""
    own = {agency} | {where + short for where in wheres for short in shorts}
    own |= {where + level + short for where in wheres for short in shorts if not where.endswith(level)}
    bodies = shorts | {level + short for short in shorts}
    return _Names(frozenset(own), frozenset(name for name in bodies if len(name) > 1), frozenset(wheres))
