"""Names of places: what a name begins with, from the province down, and what is left behind it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_LEVEL = (
    r"(?:综合实验区|自治区|自治州|自治县|自治旗|实验区|开发区|高新区|新区|省|市|州(?![省市区县])|盟|县|区|旗(?![区县]))"
)
_OWN = r"州(?=[省市区县])|旗(?=[区县])|(?<![^市])市(?=中区)"
"""What elsewhere says of which level a place is, and here belongs to its own name: 苏州市, 红旗区, 市中区."""
_PLACE = re.compile(rf"(?:[^省市县区州盟旗]|{_OWN}){{1,8}}?{_LEVEL}|[^省市县区州盟旗]{{9,14}}?自治[州县旗]")
_ORGAN = re.compile(
    r"(?:国家|中国)[\u4e00-\u9fff]{0,12}?(?:总局|总署|委员会|人民银行|部|局)"
    r"(?=[\u4e00-\u9fff]{2,}(?:局|分行|支行|办事处|专员办|调查队)$)"
)
_SUFFIX = re.compile(rf"{_LEVEL}$")
_RUN = re.compile(
    rf"(?:请问|想知道|对比|比较)*(?P<place>(?:(?:[^省市县区州盟旗\s,，。、;；:：?？和与及的在年月日\d]|{_OWN}){{1,7}}?"
    rf"{_LEVEL}(?<![小社园地城景库]区))+)"
)
_AND = re.compile(r"\s*(?:以及|[和与及、])\s*")


@lru_cache(maxsize=100_000)
def split(agency: str) -> tuple[tuple[str, ...], str]:
    """The places an agency's name begins with, from the widest to the narrowest, and the body behind them."""
    places: list[str] = []
    rest = agency[len(organ_of(agency)) :]
    while (match := _PLACE.match(rest)) and match.end() <= len(rest):
        places.append(match.group())
        rest = rest[match.end() :]
    return tuple(places), rest


def organ_of(agency: str) -> str:
    """The national organ that the name of its local office begins with ("国家税务总局甲市税务局"); else ""."""
    found = _ORGAN.match(agency)
    return found.group() if found else ""


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


def listed(text: str) -> tuple[str, ...]:
    """The places that a text lists side by side ("甲市乙区和丙区"), as it writes them; () where it lists none."""
    runs = list(_RUN.finditer(text))
    joined: dict[str, None] = {}
    for before, after in pairwise(runs):
        if _AND.fullmatch(text, before.end(), after.start()):
            joined |= {before["place"]: None, after["place"]: None}
    return tuple(joined)


def narrowest(place: str) -> str:
    """Of a place that is written with its wider ones, its own name."""
    return (split(place)[0] or (place,))[-1]
