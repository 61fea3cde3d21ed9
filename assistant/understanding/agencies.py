"""The names by which people call the agencies of a library.

Every agency is known by its full name, by its place with a short form of its body ("某县发改局", "县发改局") and by its
body alone. A place alone means its government; only where no government of that place is loaded may it mean any
agency there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.language.pinyin import spelled
from assistant.language.places import place_names, split, without_level
from assistant.understanding import words
from assistant.understanding.naming import names_of, short_forms
from assistant.understanding.spans import masked

_LEVELS = frozenset("省市县区州盟旗镇乡")
_BELOW = re.compile(
    r"(?![各全本辖该所两几有下属城社园地专和与及跟同比对较])[\u4e00-\u9fff]{2,3}?(?:镇|乡|街道|(?<![地园社小辖专城])区|县)(?!级)"
)
_ELSEWHERE = re.compile(
    r"(?:[^\W\da-zA-Z年月日和与及同跟比较或在的是请问查看对给从向到全各本我该这那某]{1,6}[省市县区州盟旗]|"
    + words.PROVINCES.pattern
    + r")$"
)
"""A place in front of a body's name."""
_WITHIN = re.compile(r"(?:的|\s|\d{2,4}\s*年度?)*")
_GROUP = re.compile(
    r"(?:[省市县区]|全[省市县区])?(?:\d{4}年度?|的|\s)*(?P<under>下属|所属|直属|下辖|[省市县区]直)?的?"
    r"(?(under)(?:各个?|所有|全部|哪一?[个些]|哪几个|每个)?|(?:各个?|所有|全部|哪一?[个些家]|哪几个|每个|几个))(?P<kind>委办局|委局|局|部门|单位|机关)"
)
_BODY_ENDS = frozenset("局委厅办室会")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{1,12}?(?:委员会|办公室|办公厅|局|委|(?<![餐客展大歌舞影音堂门饭])厅|(?<=[府访贫外侨台编政防融信])办)(?![\u4e00-\u9fff]{0,1}(?:理|结|事|法|公|托|完|好|成))"
)
_NOT_BODIES = re.compile(
    r"(?:[怎么举主承经开交督创筹协代包新查惩合联补申]办|[布格结大全各本我当时该这那]局|各?委办局|哪些?[局委厅办]|"
    r"几个?[局委厅办]|所有[局委厅办]|[没未已]办|公开(?:工作)?(?:办公室|办))$|多少|什么|几[件个条次份]"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that names one agency, or several that share the name."""

    start: int
    end: int
    text: str
    agencies: tuple[str, ...]
    place_only: bool = False
    """The name is that of a place whose government is not loaded: it may mean any agency there, or none."""
    group: bool = False
    """All agencies of a place are meant ("某县各局", "某县下属单位")."""


class AgencyNames:
    """Finds the agencies of a library in a text, by every name they have; a lookup costs the same for any number."""

    def __init__(self, agencies: Iterable[str], aliases: Mapping[str, str] | None = None) -> None:
        self.agencies = tuple(dict.fromkeys(agencies))
        known = {agency: names_of(agency) for agency in self.agencies}
        self._names: dict[str, tuple[str, ...]] = {
            alias: (agency,) for alias, agency in (aliases or {}).items() if agency in known
        }
        self._places: set[str] = set()
        self._bodies: set[str] = set()
        # The surest kind of name first: an agency's own names, then bare bodies, then bare places.
        for kind in ("own", "bodies", "places"):
            fits: dict[str, list[str]] = defaultdict(list)
            for agency, names in known.items():
                for name in getattr(names, kind):
                    fits[name].append(agency)
            new = {name: tuple(agencies) for name, agencies in fits.items() if name not in self._names}
            self._names |= new
            self._places |= set(new) if kind == "places" else set()
            self._bodies |= set(new) if kind == "bodies" else set()
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._names:
            lengths[name[:2]].add(len(name))
        self._lengths = {start: sorted(sizes, reverse=True) for start, sizes in lengths.items()}
        self._beginning: dict[str, list[str]] = defaultdict(list)
        for name in self._names:
            self._beginning[name[:2]].append(name)
        self._spelled: dict[str, str] | None = None
        self._at_place: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._with_body: dict[str, list[str]] = defaultdict(list)
        for agency in self.agencies:
            places, body = split(agency)
            self._at_place[places].append(agency)
            self._with_body[body].append(agency)

    def find(self, text: str) -> list[Mention]:
        """The mentions in a text, longest name first at each place, none overlapping."""
        if not self.agencies:
            return []
        known = [
            Mention(start, start + len(name), name, self._names[name], name in self._places)
            for start, name in self._words(text)
            if not _inside_longer_place(text, start, name)
            and not (name[-1] not in _LEVELS and text[start + len(name) : start + len(name) + 1] in _LEVELS)
        ]
        mentions = [self._placed(text, mention) for mention in _joined(text, self._with_bodies(text, known))]
        limits = [*(mention.start for mention in mentions[1:]), len(text)]
        return [
            self._grouped(text, _narrowed(text, mention, limit))
            for mention, limit in zip(mentions, limits, strict=False)
        ]

    def _placed(self, text: str, mention: Mention) -> Mention:
        """A body right behind a place that is not ours is that place's, and is not loaded."""
        if mention.text not in self._bodies:
            return mention
        place = _ELSEWHERE.search(text, 0, mention.start + (mention.text[0] in _LEVELS))
        return mention if place is None else Mention(place.start(), mention.end, text[place.start() : mention.end], ())

    def with_government(self, mention: Mention) -> Mention:
        """Of a place's bodies, also its government: what “哪个部门” did often stands in its report."""
        return replace(mention, agencies=tuple(sorted(self._around(mention)))) if mention.group else mention

    def beginning(self, start: str) -> Sequence[str]:
        """The names that begin with these two characters."""
        return self._beginning.get(start, ())

    def own_part(self, name: str) -> int:
        """How many characters at a name's beginning are a place's own name, its suffix left out."""
        wheres = {where for agency in self._names[name] for where in place_names(split(agency)[0])}
        return max((len(without_level(where)) for where in wheres if name.startswith(where)), default=0)

    def at(self, place: str) -> set[str]:
        """The agencies of the place of this name; none where several places share it."""
        known = [where for where in self._at_place if place in place_names(where)]
        return set(self._at_place[known[0]]) if len(known) == 1 else set()

    def spelled(self, letters: str) -> str | None:
        """The place that is spelled so in pinyin; None where there is none or more than one."""
        if self._spelled is None:
            shorts = {without_level(places[-1]) for places in self._at_place if places}
            self._spelled = {}
            for short in sorted(short for short in shorts if short in self._names):
                key = spelled(short)
                self._spelled[key] = "" if key in self._spelled else short
        return self._spelled.get(letters) or None

    def _grouped(self, text: str, mention: Mention) -> Mention:
        """A place with “各局”, “下属单位”, “哪个部门” behind it means its bodies; with “各单位” its government too."""
        match = _GROUP.match(text, mention.end) if mention.agencies and mention.text[-1] not in _BODY_ENDS else None
        if match is None or len({split(agency)[0] for agency in mention.agencies}) > 1:
            return mention
        around = sorted(self._around(mention))
        bodies = tuple(agency for agency in around if split(agency)[1] not in {"", *short_forms()[0]})
        all_of_them = match["kind"] in ("单位", "机关") and not match["under"]
        return replace(mention, agencies=tuple(around) if all_of_them else bodies, group=True)

    def _words(self, text: str) -> Iterator[tuple[int, str]]:
        """Where known names stand: the leftmost first, the longest at each place, none overlapping."""
        start = 0
        while start < len(text):
            sizes = self._lengths.get(text[start : start + 2], ())
            name = next((word for size in sizes if (word := text[start : start + size]) in self._names), None)
            if name is not None:
                yield start, name
            start += len(name) if name else 1

    def _with_bodies(self, text: str, known: list[Mention]) -> list[Mention]:
        """Add the bodies that are named in a short form of the speaker's own: “教体局” for 教育体育局.

        A body that is named and fits no agency is a mention of none: the reader must hear that it is not loaded.
        """
        mentions = list(known)
        whole = [(m.start, m.end) for m in known if not m.place_only and _is_whole(text, m)]
        rest = masked(text, whole, " ")
        for match in _BODY.finditer(rest):
            places = [m for m in known if _leads(m, match)]
            start, name = _own_name(match, places)
            if len(name) < 2 or _NOT_BODIES.search(name):
                continue
            among = {agency for m in places for agency in self._around(m)}
            bodies = {split(agency)[1] for agency in among} if among else self._with_body.keys()
            named = {agency for body in bodies if _abbreviates(name, body) for agency in self._with_body[body]}
            fits = tuple(sorted(named & among if among else named))
            mentions = [m for m in mentions if m not in places]
            begin = min([start, *(m.start for m in places)])
            mentions.append(Mention(begin, match.end(), text[begin : match.end()], fits))
        return sorted(mentions, key=lambda m: m.start)

    def _around(self, mention: Mention) -> set[str]:
        """The agencies of the place that a mention names."""
        places = {split(agency)[0] for agency in mention.agencies}
        return {agency for place in places for agency in self._at_place[place]}


def _joined(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """A body right behind a place is the body of that place, or one that is not loaded: never another place's.

    Of two places in a row the second is meant, the first only says where it lies.
    """
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        gap = text[before.end : mention.start] if before else ""
        if before is None or before.text[-1] in _BODY_ENDS or not before.agencies:
            joined.append(mention)
        elif mention.text[-1] in _BODY_ENDS and _WITHIN.fullmatch(gap) and (gap or not split(mention.text)[0]):
            places = {split(agency)[0] for agency in before.agencies}
            there = tuple(agency for agency in mention.agencies if split(agency)[0] in places)
            joined[-1] = Mention(before.start, mention.end, text[before.start : mention.end], there)
        elif gap == "":
            joined[-1] = replace(mention, start=before.start, text=text[before.start : mention.end])
        else:
            joined.append(mention)
    return joined


def _narrowed(text: str, mention: Mention, limit: int) -> Mention:
    """A smaller place right behind a place ("某县某镇") is meant instead of it, and is not loaded."""
    below = _BELOW.match(text, mention.end, limit)
    if below is None or mention.text[-1] in _BODY_ENDS:
        return mention
    return Mention(mention.start, below.end(), text[mention.start : below.end()], ())


def _is_whole(text: str, mention: Mention) -> bool:
    """Whether a mention names a body, or a place with nothing of a body right behind it."""
    return mention.text[-1] in "局委厅办室会府" or _BODY.match(text, mention.end) is None


def _leads(mention: Mention, body: re.Match[str]) -> bool:
    """Whether a mention is the place in front of a body, or the beginning of what was matched as one."""
    if mention.text[-1] in _BODY_ENDS:
        return False
    return mention.end == body.start() or body.start() <= mention.start < mention.end < body.end()


def _own_name(match: re.Match[str], places: Sequence[Mention]) -> tuple[int, str]:
    """Where a body's own name begins behind the place in front of it, and that name."""
    start = max([match.start(), *(m.end for m in places)])
    name = match.string[start : match.end()]
    trimmed = re.sub(r"^.*?(?:[的和与在请问查比年度]|[省市县区](?=.{2}))", "", name)
    return match.end() - len(trimmed), trimmed


def _abbreviates(short: str, body: str) -> bool:
    """Whether a name is made of a body's characters in order, from its first to its last."""
    if len(short) < 2 or not body or (short[0], short[-1]) != (body[0], body[-1]):
        return False
    rest = iter(body)
    return all(char in rest for char in short)


def _inside_longer_place(text: str, start: int, name: str) -> bool:
    """Whether a bare body or place is the tail of a longer name that is not ours ("南某县" for "某县")."""
    return text[max(0, start - 1) : start] in ("东", "西", "南", "北", "中", "新") and len(name) <= 3
