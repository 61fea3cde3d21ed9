"""Claims without a number: nothing arrived, all was handled, more than last year, rising year by year, the most."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from assistant import phrasing
from assistant.answer import Verdict
from assistant.arithmetic import plain
from assistant.catalog import Target
from assistant.checking.frame import Frame
from assistant.checking.naming import quantities_named
from assistant.checking.readings import APPLICANTS, Reader
from assistant.checking.verdicts import Judgement
from assistant.lookup import Quantity, same_definition
from assistant.report import Source
from assistant.understanding.measures import concepts, hits_in
from assistant.understanding.spans import masked
from assistant.understanding.terms import Term

_NONE = re.compile(
    r"未(?:收到|接到|发生|产生|出现|受理|有)|没有(?:收到|接到|发生|产生|出现|受理|新)?|无(?!正当|法|障碍|故|误|关|人|论|需)(?:新增)?|零(?=申请|复议|诉讼|结转)"
)
_ALL_DONE = re.compile(
    r"(?:均|全部|全都|已全部|皆)[^，。；]{0,10}?(?:办结|办理完[成毕]?|办完|处理完毕)|无(?:一件)?(?:积压|结转)|没有结转"
)
_STEADY = re.compile(r"逐年|连年|连续(?P<n>[两二三四五])年|持续|年年|一年比一年")
_UP = re.compile(r"增长|上升|增加|增多|提高|提升|递增|攀升|走高|上涨|扩大")
_DOWN = re.compile(r"下降|减少|降低|回落|递减|走低|下滑|缩减")
_SAME = re.compile(r"持平|相同|一样|不变|相当")
_MORE = re.compile(r"(?:多于|高于|大于|超过|多过)")
_LESS = re.compile(r"(?:少于|低于|小于|不及|不如)")
_MOST = re.compile(r"最多|最高|最大|峰值|居首|首位|第一位?(?![项条款届批次部节章类])|榜首")
_LEAST = re.compile(r"最少|最低|最小|末位|最后一?位?")
_PLACE = re.compile(r"(?:居|列|排名?|位居|位列)第([一二三四五六七八九十\d]+)(?!季)")
_FUTURE = re.compile(
    r"将|要(?!求|点)|力争|确保|争取|计划|拟|继续|进一步|着力|不断|努力|加强|问题|不足|有待|如果|应当?|需要"
)
_KINDS = ("granted", "partial", "denied", "unable", "refused", "other")
"""The kinds of results of table 3."""
_NUMERALS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True, slots=True)
class Relation:
    """A claim without a number about some quantities."""

    kind: str
    """"none", "trend", "comparison" or "rank"."""
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class About:
    """Whom and when a clause is about, as the reader of the draft has it."""

    targets: Sequence[Target]
    """The reports of the clause's agencies and years, in order of the years."""
    before: Sequence[Target]
    """Of one year: the report of the year that it compares with."""
    rivals: Callable[[], Sequence[Sequence[Target]]]
    """The reports that “最多” and “第一” may be among: all agencies' of the year, or all years of the agency."""
    named: bool
    """Whether the clause names its agency: “某县2021年最多” may be among the years or among the agencies."""
    compares: bool
    """Whether the clause compares with another year ("同比", "较上年")."""


def relation_in(text: str, frame: Frame, about: About, reader: Reader) -> Relation | None:
    """The claim that a clause without numbers makes; None when it makes none that the forms could judge."""
    open_text = masked(text, [(hit.start, hit.end) for hit in hits_in(text)], "＿")
    if _ALL_DONE.search(text) and not _FUTURE.search(open_text):
        return _all_done(text, about, reader)
    if _FUTURE.search(open_text):
        return None
    if _denies(text):
        return _none(text, frame, about, reader)
    terms = quantities_named(text, frame)
    if len(terms) == 2 and (_MORE.search(open_text) or _LESS.search(open_text)):
        return _between(terms, _MORE.search(open_text) is not None, about, reader)
    if len(terms) != 1:
        return None
    (term,) = terms
    place = _PLACE.search(open_text)
    if place or _MOST.search(open_text) or _LEAST.search(open_text):
        wanted = _wanted(place, open_text)
        return _among_parts(term, wanted, frame, about, reader) or _ranked(term, wanted, about, reader)
    if _UP.search(open_text) and _DOWN.search(open_text):
        return None  # “连续两年增长后下降”
    direction = 1 if _UP.search(open_text) else -1 if _DOWN.search(open_text) else 0
    if _MORE.search(open_text) or _LESS.search(open_text):
        return _over(term, 1 if _MORE.search(open_text) else -1, about, reader)
    steady = _STEADY.search(open_text)
    if direction and steady and len(about.targets) > 1:
        return _steady(term, direction, about, reader)
    if (direction or _SAME.search(open_text)) and about.compares:
        return _moved(term, direction, about, reader)
    return None


def _denies(text: str) -> bool:
    """Whether a clause says that there was none: by a word of its own, not by one inside a label of the form."""
    inside = [(hit.start, hit.end) for hit in hits_in(text)]
    words = (match.start() for match in _NONE.finditer(text))
    return any(not any(start <= word < end for start, end in inside) for word in words)


def _none(text: str, frame: Frame, about: About, reader: Reader) -> Relation | None:
    rest = _NONE.sub("", text)
    if not re.search(r"\w", rest.replace("□", "")):
        return None  # “其他需要报告的事项：无。”
    terms = [term for term in quantities_named(rest, frame) if term.table != "art20"]
    if not terms or not about.targets:
        return None
    found = [reader.quantity(target, term) for target in about.targets for term in terms]
    stated = [one for one in found if one.value]
    if stated:
        one = stated[0]
        return Relation(
            "none",
            _contradicted(plain(one.value or Decimal(0)), [one], f"{_who(one)}为 {plain(one.value or Decimal(0))}"),
        )
    if any(one.value is None for one in found):
        return Relation("none", _open("报告没有可用的数字", found))
    return Relation("none", _supported(found, f"{_who(found[0])}为 0"))


def _all_done(text: str, about: About, reader: Reader) -> Relation | None:
    if len(about.targets) != 1 or ("申请" not in text and "结转" not in text and "件" not in text):
        return None
    carried = concepts()["carried_out"]
    over = Term("requests", carried.members, ("total",), carried.zh, carried.en)
    one = reader.quantity(about.targets[0], over)
    if one.value is None:
        return Relation("none", _open("报告没有可用的结转数", [one]))
    if one.value:
        return Relation(
            "none", _contradicted(plain(one.value), [one], f"{_who(one)} {plain(one.value)} 件，并未全部办结")
        )
    return Relation("none", _supported([one], f"{_who(one)}为 0"))


def _moved(term: Term, direction: int, about: About, reader: Reader) -> Relation:
    now = [target for target in about.targets if target not in about.before]
    if len(now) != 1 or len(about.before) != 1:
        return Relation("trend", _open("没有载入用来比较的报告", ()))
    return _compared("trend", reader.quantity(about.before[0], term), reader.quantity(now[0], term), direction)


def _over(term: Term, direction: int, about: About, reader: Reader) -> Relation | None:
    """One agency or year against another: “甲县高于乙县”, “2021年多于2020年”."""
    if len(about.targets) != 2:
        return None
    first, second = (reader.quantity(target, term) for target in about.targets)
    return _compared("comparison", second, first, direction)


def _between(terms: Sequence[Term], more: bool, about: About, reader: Reader) -> Relation | None:
    if len(about.targets) != 1:
        return None
    first, second = (reader.quantity(about.targets[0], term) for term in terms)
    if first.value is None or second.value is None:
        return Relation("comparison", _open("报告没有可用的数字", (first, second)))
    holds = first.value > second.value if more else first.value < second.value
    said = f"{_who(first)} {plain(first.value)}，{second.term.zh} {plain(second.value)}"
    if holds:
        return Relation("comparison", _supported((first, second), said))
    return Relation("comparison", _contradicted(_sign(first.value, second.value), (first, second), said))


def _compared(kind: str, before: Quantity, now: Quantity, direction: int) -> Relation:
    if before.value is None or now.value is None:
        return Relation(kind, _open("报告没有可用的数字", (before, now)))
    if not same_definition(before, now):
        return Relation(kind, _open("统计口径不同，不能直接比较", (before, now)))
    actual = (now.value > before.value) - (now.value < before.value)
    said = f"{_who(now)} {plain(now.value)}，{phrasing.who(before.target, 'zh')} {plain(before.value)}"
    if actual == direction:
        return Relation(kind, _supported((before, now), said))
    words = {1: "高于", -1: "低于", 0: "持平"} if kind == "comparison" else {1: "上升", -1: "下降", 0: "持平"}
    return Relation(kind, _contradicted(words[actual], (before, now), said))


def _steady(term: Term, direction: int, about: About, reader: Reader) -> Relation:
    found = [reader.quantity(target, term) for target in about.targets]
    if any(one.value is None for one in found):
        return Relation("trend", _open("有的年份没有可用的数字", found))
    if not all(same_definition(found[0], one) for one in found):
        return Relation("trend", _open("统计口径不同，不能直接比较", found))
    values = [one.value for one in found if one.value is not None]
    holds = all((b > a) if direction > 0 else (b < a) for a, b in pairwise(values))
    series = "、".join(f"{one.target.year} 年 {plain(value)}" for one, value in zip(found, values, strict=True))
    said = f"{found[0].target.agency} {term.zh}：{series}"
    if holds:
        return Relation("trend", _supported(found, said))
    return Relation("trend", _contradicted("并非逐年" + ("上升" if direction > 0 else "下降"), found, said))


def _ranked(term: Term, wanted: int, about: About, reader: Reader) -> Relation | None:
    """`wanted` is the place from the top, or -1 for the last; one of the fields it may mean is enough."""
    fields = [rivals for rivals in about.rivals() if len(rivals) > 1] if len(about.targets) == 1 else []
    found = [_placed(term, wanted, about, rivals, reader) for rivals in fields]
    if about.named and len({one.judgement.verdict for one in found}) > 1:
        return Relation("rank", _open("没有说清是在哪些年份还是哪些机关中比较", ()))
    held = next((one for one in found if one.judgement.verdict is Verdict.SUPPORTED), None)
    unknown = next((one for one in found if one.judgement.verdict is Verdict.NOT_FOUND), None)
    return held or unknown or (found[0] if found else None)


def _placed(term: Term, wanted: int, about: About, rivals: Sequence[Target], reader: Reader) -> Relation:
    own = reader.quantity(about.targets[0], term)
    found = [reader.quantity(target, term) for target in rivals]
    if own.value is None or any(one.value is None for one in found):
        return Relation("rank", _open("有的报告没有可用的数字", [own, *found]))
    if not all(same_definition(own, one) for one in found):
        return Relation("rank", _open("统计口径不同，不能直接比较", found))
    values = sorted((one.value for one in found if one.value is not None), reverse=True)
    place = values.index(own.value) + 1
    last = own.value == values[-1]
    names = "、".join(f"{phrasing.who(one.target, 'zh')} {plain(one.value or Decimal(0))}" for one in found)
    said = f"{term.zh}：{names}"
    if last if wanted < 0 else place == wanted:
        return Relation("rank", _supported(found, said))
    return Relation("rank", _contradicted(f"第 {place}", found, said))


def _among_parts(term: Term, wanted: int, frame: Frame, about: About, reader: Reader) -> Relation | None:
    """“不予公开178件，涉及行政查询事项的最多”: the place among the parts of the whole that was just stated.

    None where it does not hold: then it may be meant among agencies or years.
    """
    whole = frame.antecedent
    if whole is None or len(about.targets) != 1 or whole.table != term.table or whole == term:
        return None
    kinds = [kind for kind in map(_kind, _KINDS) if whole.rows == ("total",) or set(kind) <= set(whole.rows)]
    if whole.cols == term.cols and term.rows in kinds:
        parts = [replace(term, rows=kind) for kind in kinds]
    elif whole.cols == term.cols and set(term.rows) < set(whole.rows):
        parts = [replace(term, rows=(row,), zh=row) for row in whole.rows]
    elif whole.rows == term.rows and whole.cols == ("total",) and len(term.cols) == 1:
        parts = [replace(term, cols=(col,), zh=col) for col in APPLICANTS]
    else:
        return None
    own = reader.quantity(about.targets[0], term)
    found = [one for part in parts if (one := reader.quantity(about.targets[0], part)).figures]
    if own.value is None or any(one.value is None for one in found):
        return None
    values = sorted((one.value for one in found if one.value is not None), reverse=True)
    holds = (
        own.value == values[-1]
        if wanted < 0
        else values.index(own.value) + 1 == wanted
        if own.value in values
        else False
    )
    if not holds:
        return None
    said = f"{_who(own)}为 {plain(own.value)}，{whole.zh}各项依次为 {'、'.join(plain(value) for value in values)}"
    return Relation("rank", _supported((own, *found), said))


def _kind(code: str) -> tuple[str, ...]:
    return tuple(concepts()[code].members)


def _wanted(place: re.Match[str] | None, text: str) -> int:
    if place is not None:
        word = place[1]
        return int(word) if word.isdigit() else _NUMERALS.get(word, 1)
    return 1 if _MOST.search(text) else -1


def _sign(first: Decimal, second: Decimal) -> str:
    return "相等" if first == second else "高于" if first > second else "低于"


def _who(one: Quantity) -> str:
    return f"{phrasing.who(one.target, 'zh')} {one.term.zh}"


def _supported(found: Sequence[Quantity], said: str) -> Judgement:
    return Judgement(Verdict.SUPPORTED, None, _evidence(found), f"与报告一致：{said}。")


def _contradicted(correct: str, found: Sequence[Quantity], said: str) -> Judgement:
    return Judgement(Verdict.CONTRADICTED, correct, _evidence(found), f"与报告不符：{said}。")


def _open(why: str, found: Sequence[Quantity]) -> Judgement:
    return Judgement(Verdict.NOT_FOUND, None, _evidence(found), f"无法核对：{why}。")


def _evidence(found: Sequence[Quantity]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(figure.source for one in found for figure in one.figures))
