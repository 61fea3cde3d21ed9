"""Figures of sentences, found by what they count.

A question names the thing counted in its own words; a sentence figure fits when its clause and its sentence hold
those words and its unit is the one asked for. One clear winner is taken; several different values are asked back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant import figures
from assistant.clauses import before, before_clause, clause, item, place
from assistant.library import Library
from assistant.report import Figure

_WORD = re.compile(r"[\u4e00-\u9fff]+|[a-z]+|\d+(?:\.\d+)?")
_ALIKE = (frozenset("个项件种类"), frozenset("次场期轮"), frozenset("名人位"))
"""Measure words that people use for one another."""
_START = re.compile(r"(?:由|从)[^，。；]{0,16}$")
_TO = re.compile(r"^[^，。；]{0,8}?(?:至|到|为|成)\s*\d")
_BEFORE = re.compile(r"前|原|起初|最初")
_CUMULATIVE = re.compile(r"累计|截至|截止|目前|总共有|至今")
_THIS_YEAR = re.compile(r"当年|本年|全年|年内|新增")
_LOOK_BACK = 300
_SENTENCE_COVERED = 0.6
_CLAUSE_COVERED = 0.4
_MARGIN = 0.08
_CLAUSE_WEIGHT = 0.65
_FOCUS_WEIGHT = 0.35
_NEARER = 0.2
_OWN_NAME = 4
"""So many characters right before a number that are also the question's last are the thing's own name."""
_AFTER_NAME = re.compile(r"(?:分别|共计?|合计|达到?|为|有|约|[\s了:：])+$")


@dataclass(frozen=True, slots=True)
class Counted:
    """A sentence figure with how well it fits the question, 0..1."""

    figure: Figure
    score: float


def grams(text: str) -> set[str]:
    """Character bigrams of the Chinese in a text, and its other words whole."""
    found: set[str] = set()
    for word in _WORD.findall(text.lower()):
        if len(word) == 1 or not "\u4e00" <= word[0] <= "\u9fff":
            found.add(word)
        else:
            found.update(word[i : i + 2] for i in range(len(word) - 1))
    return found


def covered(wanted: Collection[str], text: str) -> float:
    """The share of the wanted grams that a text holds."""
    have = grams(text)
    return sum(gram in have for gram in wanted) / len(wanted) if wanted else 0.0


def find(
    library: Library,
    report_ids: Collection[str],
    content: str,
    unit: str | None,
    focus: str = "",
    actions: Sequence[Sequence[str]] = (),
) -> list[Counted]:
    """The sentence figures that fit a question's content and unit, best first; [] when none fits well enough.

    `focus` are the words right beside the number asked for ("多少份合格"): they tell apart the figures of one sentence.
    `actions` are what the question says is done, in all their words: a figure whose clause says none of them is of
    something else ("现存 33 个" does not answer how many were closed).
    """
    wanted, nearest = grams(content), grams(focus)
    if not wanted:
        return []
    candidates = [
        figure
        for figure in figures.select(library, report_ids=report_ids, table="prose")
        if (unit is None or same_unit(unit, figure.unit or ""))
        and all(_done(figure, words) for words in actions)
        and not _is_rest(figure, content)
        and (not _is_start(figure) or _BEFORE.search(content))
    ]
    found = [one for figure in candidates if (one := _fit(figure, wanted, nearest, "")) is not None]
    if not found:
        continued = _Continued(library)
        told = ((figure, continued.of(figure) + before_clause(figure)) for figure in candidates)
        found = [one for figure, said in told if said and (one := _fit(figure, wanted, nearest, said)) is not None]
    return sorted(found, key=lambda one: (-one.score, one.figure.source.start, one.figure.raw))


def _fit(figure: Figure, wanted: set[str], nearest: set[str], told: str) -> Counted | None:
    """How well a figure fits; of a sentence that goes on after “；” the subject is `told` before it."""
    whole = covered(wanted, told + "。" + figure.source.quote + "".join(figure.source.section[-1:]))
    own = wanted - grams(told) or wanted
    near = covered(own, item(figure) + "".join(figure.row))
    hit = covered(nearest, item(figure))
    if whole < _SENTENCE_COVERED or (near < _CLAUSE_COVERED and hit < 1):
        return None
    score = _CLAUSE_WEIGHT * near + (1 - _CLAUSE_WEIGHT) * whole
    hit = hit if nearest else score
    return Counted(figure, (1 - _FOCUS_WEIGHT) * score + _FOCUS_WEIGHT * hit)


class _Continued:
    """What stands before a sentence that goes on after “；”, from the last full stop on."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._texts: dict[str, str] = {}

    def of(self, figure: Figure) -> str:
        """The parts before the figure's own; "" where its sentence begins anew."""
        source = figure.source
        if source.report_id not in self._texts:
            self._texts[source.report_id] = self._library.text(source.report_id)
        before = self._texts[source.report_id][max(0, source.start - _LOOK_BACK) : source.start].rstrip()
        return re.split(r"[。！？\n]", before)[-1] if before.endswith(("；", ";")) else ""


def of_subject(
    library: Library, report_ids: Collection[str], subject: str, unit: str, actions: Sequence[Sequence[str]]
) -> list[Counted]:
    """The sentence figures of a clause that says only what was done; whose doing it was stands in front of them.

    “公众号…，2023年度共发送784条信息”: the account is named once, and the clause counts what it sent.
    """
    wanted = grams(subject)
    if not wanted or not actions:
        return []
    found = []
    continued = _Continued(library)
    for figure in figures.select(library, report_ids=report_ids, table="prose"):
        told = continued.of(figure) + before(figure) + clause(figure)
        said = all(any(word in clause(figure) for word in words) for words in actions)
        if said and same_unit(unit, figure.unit or "") and covered(wanted, told) == 1 and not _is_start(figure):
            found.append(Counted(figure, _SENTENCE_COVERED))
    return sorted(found, key=lambda one: (one.figure.source.start, one.figure.raw))


def of_span(found: Sequence[Counted], asked: str) -> list[Counted]:
    """Those that count over the span asked for: what has piled up, or one year's. Where it is not said, the year's."""
    piled = [one for one in found if _is_piled(one)]
    yearly = [one for one in found if one not in piled]
    if _CUMULATIVE.search(asked):
        return piled
    return yearly if yearly or _THIS_YEAR.search(asked) else piled


def of_span_said(found: Sequence[Counted], asked: str) -> list[Counted]:
    """Where a question says 累计 or 当年 and some figures are of that span, those; else all of them.

    A sentence that says 累计 of another number than this one tells the two apart: this one is then not asked for.
    """
    if not (_CUMULATIVE.search(asked) or _THIS_YEAR.search(asked)):
        return list(found)
    kept = of_span(found, asked) or list(found)
    if not _CUMULATIVE.search(asked):
        return kept
    return [one for one in kept if _is_piled(one) or not _CUMULATIVE.search(one.figure.source.quote)]


def _is_piled(one: Counted) -> bool:
    return _CUMULATIVE.search(clause(one.figure)) is not None


def leaders(found: Sequence[Counted]) -> list[Counted]:
    """The best fit, and every other one that is as good but states another number."""
    if not found:
        return []
    best = found[0]
    close = [one for one in found[1:] if one.score > best.score - _MARGIN and _stated(one) != _stated(best)]
    return [best, *close]


def in_its_unit(found: Sequence[Counted], unit: str | None) -> list[Counted]:
    """Of several figures of one clause, those in the very unit asked for, if there are any ("12个部门的清单4650项")."""
    exact = [one for one in found if one.figure.unit == unit]
    one_clause = len({clause(one.figure) for one in found}) == 1
    return exact if exact and one_clause else list(found)


def nearest(found: Sequence[Counted], asked: str) -> list[Counted]:
    """Of several figures that fit as well, the one whose own words are the question's, if one clearly is.

    A part ("其中…682条") gives way to what it is a part of, unless the question uses words that only the part has; then
    what stands right before the number decides.
    """
    rest = list(found)
    wholes = [one for one in rest if not clause(one.figure).strip().startswith("其中")]
    if wholes and len(wholes) < len(rest):
        named = [one for one in rest if one not in wholes and _only_its_own(one, wholes, asked)]
        rest = named or wholes
    if len(rest) < 2:
        return rest
    ends = [_common_end(asked, before(one.figure)) for one in rest]
    longest = max(ends)
    if longest >= _OWN_NAME and ends.count(longest) == 1:
        return [rest[ends.index(longest)]]
    wanted = grams(asked)
    scores = [covered(wanted, before(one.figure, len(asked) + 4)) for one in rest]
    best = max(scores)
    close = [one for one, score in zip(rest, scores, strict=True) if score > best - _NEARER]
    return close if best > 0 else rest


def _common_end(asked: str, said: str) -> int:
    """How many characters the last words of a question and of what stands before a number share."""
    first, second = asked.strip(), _AFTER_NAME.sub("", said)
    return next((n for n, (a, b) in enumerate(zip(first[::-1], second[::-1], strict=False)) if a != b), len(first))


def _only_its_own(part: Counted, wholes: Sequence[Counted], asked: str) -> bool:
    """Whether the question uses words of the part that no whole has."""
    own = grams(clause(part.figure).replace("其中", "")) & grams(asked)
    return any(gram not in grams(clause(whole.figure)) for whole in wholes for gram in own)


def _stated(one: Counted) -> tuple[str, str]:
    return str(one.figure.value), one.figure.unit or ""


def _done(figure: Figure, words: Sequence[str]) -> bool:
    """Whether the figure's clause says one of these; a bare item of a list ("…文件 162 件") takes the list's verb."""
    said = clause(figure) + "".join(figure.row)
    if any(word in said for word in words):
        return True
    return item(figure).strip().endswith(figure.raw) and any(word in before(figure) for word in words)


def _is_rest(figure: Figure, content: str) -> bool:
    """Whether the figure is what is left over of a list ("其他…1053条"), which only a question about it asks for."""
    return item(figure).strip().startswith(("其他", "其它")) and "其" not in content


def _is_start(figure: Figure) -> bool:
    """Whether the figure is what a change began with ("由…314个…整合至149个"), which only “…前多少” asks for."""
    quote = figure.source.quote
    at = place(figure)
    return at >= 0 and bool(_START.search(quote[:at]) and _TO.search(quote[at + len(figure.raw) :]))


def same_unit(asked: str, unit: str) -> bool:
    """Whether a figure's unit answers the unit asked for: money in any scale, alike measure words for one another."""
    if asked in ("元", "钱", "万元", "亿元"):
        return unit.endswith("元")
    if asked == "个百分点":
        return "百分点" in unit
    if asked == "个" and not unit.endswith(("元", "%", "人次", "百分点")):
        return True
    return unit == asked or any(asked in group and unit in group for group in _ALIKE)


def whole_of(part: Figure, library: Library) -> Figure | None:
    """What a part is a part of: for “共 A 件，其中 B 件” the last figure of that unit before 其中 or 占."""
    at = place(part)
    if at < 0 or not re.search(r"其中|占", clause(part) + "".join(part.row)):
        return None
    siblings = [
        figure
        for figure in figures.select(library, report_ids=[part.report_id], table="prose")
        if figure.source.start == part.source.start and figure.unit == part.unit and 0 <= place(figure) < at
    ]
    parents = [figure for figure in siblings if "其中" not in clause(figure)]
    return max(parents, key=place, default=None)
