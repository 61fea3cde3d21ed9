"""Figures in sentences: the value, the unit, and the words that say what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from ingest.contacts import contacts_in
from ingest.numerals import CHARACTERS, numeral
from ingest.prose_scope import scope_of

__all__ = ["FigureKind", "ProseFigure", "figures_in"]

FigureKind = Literal["count", "amount", "percent", "points", "duration", "measure"]


@dataclass(frozen=True, slots=True)
class ProseFigure:
    """A number that a sentence states: `raw` stands between `start` and `end` of the text.

    `value` is a plain number of `unit`: 159万次 is 1590000 次; money keeps the unit as written (68 万元).
    `approx` is the word that makes the number a rough one (约, 余, 以上), or None.
    """

    start: int
    end: int
    raw: str
    value: Decimal
    unit: str
    subject: str
    approx: str | None
    kind: FigureKind
    scope: tuple[str, ...] = ()
    """The words that say which part or comparison it is: 其中, 累计, 同比, 含上年结转."""
    period: str | None = None
    """The nearest time that the sentence names before it, as written: 2024年1月至6月, 上半年."""


_UNITS: dict[FigureKind, str] = {
    "points": "个百分点|个千分点|百分点",
    "percent": "%|‰",
    "amount": "元(?!旦|宝|宇)|美元|欧元|港元|日元",
    "duration": "个工作日|工作日|个月|小时|分钟|秒|天|周(?!年)",
    "measure": "平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|米|公顷|亩|吨|公斤|斤|微克|毫克|克|"
    "岁|千瓦时|千瓦|兆瓦|倍",
    "count": "人次|场次|件次|条次|批次|辆次|户次|轮次|家次|班次|架次|艘次|小项|大项|大类|子项|"
    "次|件|条|个|项|家|期|篇|份|部(?!门|分|委|署|级)|场|起|人(?!民)|名|位|户|批|宗|例|类|种|轮|处(?!理|置|罚|室|长)|所|座|"
    "台(?!账|湾)|套|辆|页|册|本(?!年|级|局|市|县|区|单)|张|幅|组(?!织)|支(?!付|出|部)|只|头|门(?!户)|道|款|笔|单(?!位)|票|枚|"
    "集(?!中|体)|字|架|艘|株|棵|盏|对|双|档|栏|期刊|节|颗|标准箱|[分通](?=[，。；、（）()]|$)",
}
_KIND_OF: tuple[tuple[FigureKind, re.Pattern[str]], ...] = tuple((k, re.compile(u)) for k, u in _UNITS.items())
_PER = "/(?:立方米|平方公里|平方米|公里|小时|天|日|年|亩|公顷|吨|升|千瓦时|人|户|件|个|次)"
_UNIT = rf"(?:{'|'.join(_UNITS.values())})(?:{_PER})?"
"""A unit, or one for each of another: 微克/立方米."""
_MULTIPLE = {"": 1, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7}
_MULTIPLE |= {"亿": 10**8, "万亿": 10**12}

_COUNTED = "人次|场次|批次|件|期|次|条|份|篇|人|名|家|起|场|项|个|轮|户|册|例|宗"
_FIGURE = re.compile(
    r"(?<![A-Za-z\d.,_/〔\[-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?(?![\d.]))"
    r"\s*(?P<more>[余多几])?\s*(?P<multiple>万亿|千万|百万|十万|[百千万亿])?\s*(?P<more2>[余多])?\s*"
    rf"(?P<unit>{_UNIT})(?P<after>以上|左右|以内|以下|上下)?"
)
_LABELLED = re.compile(
    r"[一-鿿]{1,12}(?:数|量|额|总计|合计)(?:为|达到?|共计?)?\s*[:：]?\s*"
    r"(?P<number>\d{1,3}(?:,\d{3})+|(?!0\d)\d+(?:\.\d+)?)(?=\s*(?:[，。；;）)、]|$))",
    re.MULTILINE,
)
_NUMERAL = f"[{CHARACTERS}]"
_SPELLED = re.compile(
    rf"(?<![第每这那同另首前后上下几{CHARACTERS}])(?P<number>{_NUMERAL}{{1,14}})(?P<more>[余多])?"
    rf"(?P<unit>个工作日|工作日|个月|小时|天|元|{_COUNTED})(?P<rest>[^，。；、：）)\n]?)"
)
_SPELLED_SHARE = re.compile(rf"百分之(?P<number>(?:{_NUMERAL}|点)+)")
_NONE_AT_ALL = re.compile(r"(?<=[请讼议诉为共计到])零(?P<unit>件|起|次|宗|例|人次?|条)(?=[，。；、）)]|$)")
_SURELY = 100
"""A spelled number this large counts something, whatever stands before it (二十条 may be a name)."""
_DOING = (
    "组织了?|开展了?|召开了?|举办了?|举行了?|制作了?|发布了?|收到了?|受理了?|办理了?|办结了?|答复了?|编发了?|刊发了?|公开了?|"
    "新增了?|处理了?|出版了?|印发了?|制定了?|报送了?|回复了?|推出了?|发生了?|接到了?|共计?|累计|合计"
)
_JUST_DONE = re.compile(rf"(?:{_DOING})\s*$")
_DONE = re.compile(_DOING)
_BEFORE = re.compile(r"(?:大约|约|将近|接近|近|超过|超|逾|不低于|不少于|至少|不超过|不足)\s*$")
_RANK = re.compile(r"第\s*(?:\d+\s*[、至和到-]\s*)?$")
_RANGE = re.compile(r"\d\s*[~～—–至]\s*$")

_TITLES = re.compile(r"《[^《》\n]{1,120}》")
_QUOTED = re.compile(r"“[^“”\n]{1,40}”")
_BREAKS = "，。；！？：,:;\n（("
_CLAUSE = re.compile(rf"[^{_BREAKS}]*$")
_LEADING = re.compile(r"^[\s、和及与]+")
_TRAILING = re.compile(
    r"(?:\s|(?<![日月年人户件次])均|已|共计|共有|共|累计|合计|达到|达|为|约|近|不超过|不低于|不少于|不足|至少|超过|超|逾|是|的)+$"
)
_SERIES = re.compile(r"[\s、，,和及与]{1,3}")
_CHANGE = re.compile(
    r"(?:同比|环比|比上年|较上年)?(?:增长|提高|提升|增加|上升|下降|降低|减少|压缩|缩短)|占比?|比升|比降"
)
_SUMMED = re.compile(r"(?:共计?|合计|总计)\s*$")
_NEW_SENTENCE = re.compile(r"[。！？；\n]")
_FOLLOWING = re.compile(
    rf"《[^《》\n]{{1,40}}》|[^{_BREAKS}、）)“《\d并且均已]{{1,20}}(?![^{_BREAKS}、）)“《并且均已])"
)
_FULL_WIDTH = {ord("０") + i: ord("0") + i for i in range(10)} | {ord("％"): ord("%"), ord("．"): ord(".")}
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def figures_in(text: str, *, offset: int) -> list[ProseFigure]:
    """The figures that `text` states, in order; `offset` is the place of `text` in the report.

    A figure is a number with a unit, a number after a label that announces one (申请总数：5), or a spelled
    number that is clearly a count (访谈七期). Dates, document and article numbers, ranks, list numbers,
    contacts, names of documents in 《》 and ranges are none.
    """
    plain = _masked(text)
    marks = [*_written(plain), *_labelled(plain), *_spelled(plain)]
    marks = _without_ranges(sorted(marks, key=lambda mark: mark.start), plain)
    figures: list[ProseFigure] = []
    previous = 0
    for mark in marks:
        if mark.start < previous:
            continue
        subject = _subject(text, plain, mark, figures[-1] if figures else None, offset)
        figures.append(
            ProseFigure(
                offset + mark.start,
                offset + mark.end,
                text[mark.start : mark.end],
                mark.value,
                mark.unit,
                subject,
                mark.approx,
                mark.kind,
                *scope_of(plain, mark.start, mark.end, previous),
            )
        )
        previous = mark.end
    return figures


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    value: Decimal
    unit: str
    approx: str | None
    kind: FigureKind


def _masked(text: str) -> str:
    """`text` with plain digits, and with names of documents and contacts blanked; every place is kept."""
    plain = _WIDE_COMMA.sub(",", text).translate(_FULL_WIDTH)
    plain = _TITLES.sub(lambda title: "《" + "□" * (len(title.group()) - 2) + "》", plain)
    pieces: list[str] = []
    done = 0
    for contact in contacts_in(text):
        if contact.end > done:
            pieces += [plain[done : contact.start], "□" * (contact.end - max(done, contact.start))]
            done = contact.end
    return "".join([*pieces, plain[done:]])


def _written(plain: str) -> list[_Mark]:
    marks: list[_Mark] = []
    for match in _FIGURE.finditer(plain):
        number, unit = match["number"], match["unit"]
        start = match.start()
        kind = _kind_of(unit)
        before = plain[max(0, start - 12) : start]
        if kind == "count" and "." in number and not match["multiple"] and _opens_item(before):
            # “2.3个领域” at the start of a line is item 2, and it counts three.
            start += number.index(".") + 1
            number = number.partition(".")[2]
        if _has_idle_zero(number) or _RANK.search(before) or _RANGE.search(before):
            continue
        rough = _BEFORE.search(before)
        approx = match["more"] or match["more2"] or match["after"] or (rough.group().strip() if rough else None)
        value, shown = _valued(Decimal(number.replace(",", "")), match["multiple"] or "", unit, kind)
        marks.append(_Mark(start, match.end(), value, shown, approx, kind))
    return marks


def _valued(number: Decimal, multiple: str, unit: str, kind: FigureKind) -> tuple[Decimal, str]:
    if kind == "amount":
        return number, multiple + unit
    value = number * _MULTIPLE[multiple]
    return (Decimal(int(value)) if multiple and value == int(value) else value), unit


def _kind_of(unit: str) -> FigureKind:
    counted = unit.partition("/")[0]
    return next(kind for kind, pattern in _KIND_OF if pattern.fullmatch(counted))


def _opens_item(before: str) -> bool:
    return not before or before[-1] in "。；：:\n”） "


def _has_idle_zero(number: str) -> bool:
    return len(number) > 1 and number[0] == "0" and number[1].isdigit()


def _labelled(plain: str) -> list[_Mark]:
    return [
        _Mark(*match.span("number"), Decimal(match["number"].replace(",", "")), "", None, "count")
        for match in _LABELLED.finditer(plain)
    ]


def _spelled(plain: str) -> list[_Mark]:
    marks = [
        _Mark(*match.span(), value, "%", None, "percent")
        for match in _SPELLED_SHARE.finditer(plain)
        if (value := numeral(match["number"])) is not None
    ]
    marks += [_Mark(*match.span(), Decimal(0), match["unit"], None, "count") for match in _NONE_AT_ALL.finditer(plain)]
    plain = _QUOTED.sub(lambda quoted: "□" * len(quoted.group()), plain)
    for match in _SPELLED.finditer(plain):
        number, unit = match["number"], match["unit"]
        if unit == "元" and number[-1] in "万亿" and len(number) > 1:
            number, unit = number[:-1], number[-1] + unit
        value, kind = numeral(number), _kind_of(match["unit"])
        if value is None or plain.startswith(("部分", "方面", "环节", "事"), match.end("unit")):
            continue
        if not (_counts(plain, match) or value >= _SURELY or (kind in ("amount", "duration") and value > 1)):
            continue
        rough = _BEFORE.search(plain[max(0, match.start() - 12) : match.start()])
        approx = match["more"] or (rough.group().strip() if rough else None)
        marks.append(_Mark(match.start("number"), match.end("unit"), value, unit, approx, kind))
    return marks


def _counts(plain: str, match: re.Match[str]) -> bool:
    """Whether the clause says that something was done so many times."""
    clause = _CLAUSE.search(plain, max(0, match.start() - 40), match.start())
    before = clause.group() if clause else ""
    return _JUST_DONE.search(before) is not None or (not match["rest"] and _DONE.search(before) is not None)


def _without_ranges(marks: Sequence[_Mark], plain: str) -> list[_Mark]:
    """Without the two ends of a range (5%至8%), which state no number of their own; 由5%提高至8% states two."""
    ends: set[int] = set()
    for one, other in pairwise(marks):
        between = plain[one.end : other.start].strip()
        moved = plain[: one.start].rstrip().endswith(("由", "从", "自"))
        if one.unit == other.unit and re.fullmatch(r"[-—–~～至到]+", between) and not moved:
            ends.update((one.start, other.start))
    return [mark for mark in marks if mark.start not in ends]


def _subject(text: str, plain: str, mark: _Mark, previous: ProseFigure | None, offset: int) -> str:
    """The words of the clause that say what is counted: those before the number, then those after its unit.

    In a series (分别增长7%、11%) and for a bare change (，增长5%) they are found with the figure before.
    """
    floor = previous.end - offset if previous else 0
    between = text[floor : mark.start]
    if previous and _SERIES.fullmatch(between):
        return previous.subject
    clause = _CLAUSE.search(plain, max(floor, mark.start - 80), mark.start)
    start = clause.start() if clause else mark.start
    before = _TRAILING.sub("", _LEADING.sub("", text[start : mark.start]))
    if previous and _CHANGE.fullmatch(before) and not _NEW_SENTENCE.search(between):
        return previous.subject + before
    following = None if mark.kind == "percent" and before else _FOLLOWING.match(plain, mark.end)
    after = text[mark.end : following.end()].strip().removeprefix("的") if following else ""
    if not before and not after and previous and not _NEW_SENTENCE.search(between):
        summed = _SUMMED.search(between) is not None and not previous.subject.endswith("合计")
        return previous.subject + "等合计" if summed else previous.subject
    return (before + after).strip() or _clause_before(text, start)


def _clause_before(text: str, start: int) -> str:
    """The clause in front of the one that begins at `start`, for a number that stands alone after its comma."""
    clause = _CLAUSE.search(text, max(0, start - 41), max(0, start - 1))
    return _TRAILING.sub("", _LEADING.sub("", clause.group())) if clause else ""
