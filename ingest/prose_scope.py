"""The words around a sentence's number that say what part, comparison and period it is of."""

from __future__ import annotations

import re

_SCOPE = re.compile(
    r"其中|累计|同比|环比|[比较](?:上年|去年)(?:同期)?|截至|[日月年人户]均|平均|新增|本级|全[省市县区]|不?含[^，。；（）()]{2,10}"
)
_AFTER = re.compile(r"\s*[（(](?P<words>(?:不含|含|其中|包括)[^，。；（）()\d]{2,12})")
_PERIOD = re.compile(
    r"(?:19|20)\d{2}年(?:度|上半年|下半年|第?[一二三四]季度|\d{1,2}月(?:\d{1,2}日)?)?"
    r"(?:\s*[至到—\-~～]+\s*(?:(?:19|20)\d{2}年)?(?:\d{1,2}月(?:\d{1,2}日)?|底)?)?"
    r"|上半年|下半年|第?[一二三四]季度|(?<![较比同与])(?:去年|上年)(?!结转|同期)|今年|本年度?|全年"
)
_BREAK = re.compile(r"[。！？；\n]")
_FARTHEST = 120


def scope_of(text: str, start: int, end: int, previous: int) -> tuple[tuple[str, ...], str | None]:
    """The scope words and the period of the number at `start`..`end`; `previous` is where the number before it ends.

    Where a sentence deals several numbers out (2019年、2020年分别受理21件、30件), none is given a period.
    """
    opening = max((match.end() for match in _BREAK.finditer(text, max(0, start - _FARTHEST), start)), default=0)
    opening = max(opening, start - _FARTHEST)
    clause = text[max(previous, opening) : start]
    words = [match.group() for match in _SCOPE.finditer(clause.rpartition("（")[2] if "）" not in clause else clause)]
    after = _AFTER.match(text, end)
    if after:
        words.append(after["words"])
    if "分别" in text[opening:start]:
        return tuple(dict.fromkeys(words)), None
    periods = [match.group().rstrip("至到—-~～ ") for match in _PERIOD.finditer(text, opening, start)]
    return tuple(dict.fromkeys(words)), periods[-1] if periods else None
