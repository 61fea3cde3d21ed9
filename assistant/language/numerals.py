"""The numbers of a text: digits and Chinese numerals, 万 and 亿, percent, 成 and 倍, with the words that bound them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.language.masks import masked
from assistant.language.number import RATIO, Bound, Kind, Number
from assistant.language.spelled import DIGITS, SPELLED, spelled_step, value_of

_COUNTS = (
    "人次|场次|件次|条次|批次|辆次|户次|轮次|家次|标准箱|个工作日|工作日|个月|小时|分钟|平方公里|平方米|公里|千米|米|"
    "公顷|亩|万吨|吨|公斤|千瓦时|千瓦|小项|大项|大类|子项|次|件|条|个|项|家|期|篇|份|封|部|场|起|人|名|位|户|批|宗|例|类|种|轮|处|"
    "requests?|applications?|cases|items|所|座|台|套|辆|页|册|本|张|幅|组|支|只|头|门|道|款|笔|单|票|枚|集|字|艘|株|对|档|栏|天|秒|岁"
)
_NOT_UNITS = "(?!门|分|委|署|级|民|理|置|罚|室|长|账|湾|年|局|市|县|区|织|付|出|队|位|中心|体(?!育)|户网|元|旬|面)"
_MONEY = "元|美元|欧元|港元"
_MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7}
_MULTIPLES |= {"亿": 10**8, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
_MULTIPLE = "万亿|千亿|百亿|千万|百万|十万|亿|万|千|百"
_BEFORE = (
    r"(?P<before>(?:不低于|不少于|不小于|至少|不超过|不高于|不多于|至多|最多|大约|大概|约为|约|将近|接近|近|刚刚?超?过|超过|超出|突破|高于|多于|"
    r"大于|超|逾|不足|不到|低于|少于|未满|未超过)了?\s*)?"
)
_AFTER = r"(?P<after>左右|上下|以上|以下|以内|出头|余|多(?!了?\s*\d))?"
"""“46件多18件” compares."""
_NUMBER = re.compile(
    _BEFORE
    + rf"(?<![A-Za-z\d.,_/〔\[第×*-])(?:(?P<digits>{DIGITS})(?![\d.])\s*(?P<more>[余多几]?)\s*"
    + rf"(?P<multiple>{_MULTIPLE})?|(?<![第每这那同另首前后几〇零一二三四五六七八九十百千万亿数])"
    + rf"(?P<spelled>{SPELLED}))\s*(?P<more2>[余多]?)\s*(?:(?P<points>个?百分点)|(?P<percent>%|‰)|"
    + r"(?P<tenths>成(?![立为果效功员本都绩长熟交人年品就型套]))(?P<half>[一二三四五六七八九半]?)|"
    + rf"(?P<times>倍)|(?P<money>{_MONEY})|(?P<count>{_COUNTS}){_NOT_UNITS})?"
    + _AFTER
)
_PERCENT_SPELLED = re.compile(_BEFORE + rf"百分之(?P<spelled>{SPELLED}|{DIGITS})" + _AFTER)
_FRACTION = re.compile(_BEFORE + r"(?P<whole>[二两三四五六七八九十])分之(?P<part>[一二三四五六七八九])" + _AFTER)
_HALF = re.compile(
    r"(?P<over>超过?|逾)一半|过半数?|半数以上|一半以上|(?P<near>近|接近|将近)一半|(?P<under>不足|不到)一半|一半|半数"
)
_RATIO = re.compile(_BEFORE + rf"(?<![\d.:：])(?P<digits>{DIGITS})\s*(?:比|[:：∶])\s*1(?![\d.,%:：])" + _AFTER)
_DOUBLED = re.compile(r"翻了?(?P<n>[一两二三四])?番")
_BOUNDS = {
    Bound.ABOUT: ("大约", "大概", "约为", "约", "左右", "上下"),
    Bound.SOME_MORE: ("余", "多", "几", "出头"),
    Bound.NEARLY: ("将近", "接近", "近"),
    Bound.OVER: ("超过", "刚过", "刚刚过", "刚超过", "刚刚超过", "超出", "突破", "高于", "多于", "大于", "超", "逾"),
    Bound.UNDER: ("不足", "不到", "低于", "少于", "未满"),
    Bound.AT_LEAST: ("不低于", "不少于", "不小于", "至少", "以上"),
    Bound.AT_MOST: ("不超过", "未超过", "不高于", "不多于", "至多", "最多", "以下", "以内"),
}
_BOUND_OF = {word: bound for bound, words in _BOUNDS.items() for word in words}
_BOUND_BEFORE = re.compile(
    r"(?P<bound>刚刚?过|刚超过|超过|超|逾|不足|不到|将近|接近|近|约)了?[^，。；、\d两二三四五]{2,14}的$"
)
_HALF_STEP = Decimal(7)
"""“一半” is said of what lies between 46.5 and 53.5 %."""
_TENTHS = {"": Decimal(10), "半": Decimal(5)}
"""How exact “四成” and “四成半” are; “四成五” is exact to the percent."""
_FAR = 20
_SMALL_UNITS = frozenset(
    {"个", "项", "类", "种", "大类", "对", "门", "组", "支", "本", "部", "道", "处", "所", "位", "人", "家", "名", "级"}
)
"""Units with which a spelled small number is a manner of speaking ("三个方面", "一家人") more often than a count."""


def numbers_in(text: str) -> list[Number]:
    """The numbers that a text states, in order. Dates, document numbers, ranks, contacts and titles are none."""
    plain = masked(text)
    found = [*_percentages(plain), *_written(plain)]
    kept: list[Number] = []
    for number in sorted(found, key=lambda n: (n.start, -n.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return [_of_whole(number, plain) for number in kept]


def _of_whole(number: Number, plain: str) -> Number:
    """“刚过办结数的一半”, “不到总数的三成”: how exact a share is may be said before what it is of."""
    if number.kind is not Kind.PERCENT or number.bound not in (Bound.EXACT, Bound.ABOUT):
        return number
    said = _BOUND_BEFORE.search(plain[max(0, number.start - _FAR) : number.start])
    return replace(number, bound=_BOUND_OF.get(said["bound"], Bound.OVER)) if said else number


def _percentages(plain: str) -> list[Number]:
    found: list[Number] = []
    for match in _PERCENT_SPELLED.finditer(plain):
        value = value_of(match["spelled"])
        if value is not None:
            found.append(_number(match, value, "%", Kind.PERCENT, _step(value)))
    for match in _FRACTION.finditer(plain):
        part, whole = value_of(match["part"]), value_of(match["whole"])
        if part and whole:
            bound = _bound(match["before"], match["after"])
            bound = Bound.ABOUT if bound is Bound.EXACT else bound
            found.append(Number(*match.span(), part * 100 / whole, "%", Kind.PERCENT, Decimal(3), bound))
    for match in _RATIO.finditer(plain):
        value = Decimal(match["digits"].replace(",", ""))
        found.append(_number(match, value, RATIO, Kind.TIMES, _step(value)))
    for match in _HALF.finditer(plain):
        word = match.group()
        bound = Bound.ABOUT
        if match["over"] or word.startswith("过半") or word.endswith("以上"):
            bound = Bound.OVER
        elif match["near"]:
            bound = Bound.NEARLY
        elif match["under"]:
            bound = Bound.UNDER
        found.append(Number(*match.span(), Decimal(50), "%", Kind.PERCENT, _HALF_STEP, bound))
    for match in _DOUBLED.finditer(plain):
        times = value_of(match["n"] or "一") or Decimal(1)
        found.append(Number(*match.span(), times, "番", Kind.DOUBLINGS, Decimal(1), Bound.ABOUT))
    return found


def _written(plain: str) -> list[Number]:
    found: list[Number] = []
    for match in _NUMBER.finditer(plain):
        number = _number_of(match, plain)
        if number is not None:
            found.append(number)
    return found


def _number_of(match: re.Match[str], plain: str) -> Number | None:
    digits = match["digits"]
    value = Decimal(digits.replace(",", "")) if digits else value_of(match["spelled"])
    if value is None or (digits and len(digits) > 1 and digits[0] == "0" and digits[1] != "."):
        return None
    multiple = Decimal(_MULTIPLES[match["multiple"]]) if digits and match["multiple"] else Decimal(1)
    step = _step(value) if digits else spelled_step(match["spelled"])
    if match["points"]:
        return _number(match, value, "个百分点", Kind.POINTS, step)
    if match["percent"]:
        per_mille = match["percent"] == "‰"
        tenth = Decimal(10 if per_mille else 1)
        return _number(match, value / tenth, "%", Kind.PERCENT, step / tenth)
    if match["tenths"]:
        half = (
            {"半": Decimal(5), "": Decimal(0)}.get(match["half"])
            if match["half"] in ("半", "")
            else value_of(match["half"])
        )
        return _number(match, value * 10 + (half or 0), "%", Kind.PERCENT, _TENTHS.get(match["half"], Decimal(1)))
    if match["times"]:
        return _number(match, value * multiple, "倍", Kind.TIMES, step)
    if match["money"]:
        unit = (match["multiple"] or "") + match["money"]
        if not digits:
            return _number(match, value, match["money"], Kind.MONEY, step)
        return _number(match, value, unit, Kind.MONEY, step, multiple)
    return _count(match, plain, value * multiple, step * multiple)


def _count(match: re.Match[str], plain: str, value: Decimal, step: Decimal) -> Number | None:
    unit = match["count"] or ""
    if match["digits"] is None:
        spelled = match["spelled"]
        if not unit or not _counts(spelled, unit, plain[match.end() : match.end() + 1]):
            return None
        return _number(match, value, unit, Kind.COUNT, step)
    behind = plain[match.end() : match.end() + 2].lstrip()
    if not unit and not match["multiple"] and behind and behind[0] not in "，。；、,;）)”\n□和及与比占增较同":
        return None
    return _number(match, value, unit, Kind.COUNT, step)


def _counts(spelled: str, unit: str, behind: str) -> bool:
    """Whether a spelled number with its unit counts something ("三件", "两千余条"), and is no manner of speaking."""
    if any(char in "十百千万亿" for char in spelled) and len(spelled) > 1:
        return True
    if unit in _SMALL_UNITS or behind in (
        "化",
        "性",
        "部",
        "步",
        "事",
        "方",
        "手",
        "线",
        "站",
        "体",
        "律",
        "致",
        "切",
        "般",
    ):
        return False
    return spelled not in ("十", "百", "千", "万") or unit in ("件", "条", "次", "份", "起", "期", "场", "篇")


def _number(
    match: re.Match[str],
    value: Decimal,
    unit: str,
    kind: Kind,
    step: Decimal,
    scale: Decimal = Decimal(1),
) -> Number:
    groups = match.groupdict()
    more = groups.get("more") or groups.get("more2")
    bound = _bound(groups.get("before"), more or groups.get("after"))
    return Number(match.start(), match.end(), value, unit, kind, step, bound, scale, groups.get("digits") is None)


def _bound(before: str | None, after: str | None) -> Bound:
    for word in (after, before):
        word = (word or "").strip().removesuffix("了")
        if word in _BOUND_OF:
            return _BOUND_OF[word]
    return Bound.EXACT


def _step(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))
