"""Numbers as statements write them: digits and Chinese numerals, 万 and 亿, percent, 成 and 倍, and how exact they are.

A statement's number stands for every value that rounds to it: “1.2万件” for 12000 to the hundred of its last digit,
“约3100件” for what is near, “3000余件” for what is a little more, “超过3000件” for anything above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_NARROW |= {ord("％"): ord("%"), ord("．"): ord("."), ord("　"): ord(" "), ord("\xa0"): ord(" ")}
_WIDE_COMMA = re.compile(r"(?<=[\d０-９])，(?=[０-９]{3}(?![\d０-９]))")


class Bound(StrEnum):
    """What a number says about the value it stands for."""

    EXACT = "exact"
    ABOUT = "about"
    SOME_MORE = "some more"
    NEARLY = "nearly"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Kind(StrEnum):
    """What sort of number it is."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"
    """A multiple: “2.3倍”."""
    DOUBLINGS = "doublings"
    """How often something doubled: “翻一番”."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text, from `start` to `end`: `value` in `unit`, exact to `step`."""

    start: int
    end: int
    value: Decimal
    unit: str
    kind: Kind
    step: Decimal
    bound: Bound
    scale: Decimal = Decimal(1)
    """What one unit is in the kind's own unit: a 万元 is 10000 元."""
    spelled: bool = False
    """Whether it is written in Chinese numerals."""

    def agrees(self, actual: Decimal) -> bool:
        """Whether a value, in the kind's own unit, is one that this number may stand for."""
        stated, step = self.value * self.scale, self.step * self.scale
        match self.bound:
            case Bound.EXACT:
                return _rounded(actual, step) == _rounded(stated, step)
            case Bound.ABOUT:
                return _rounded(actual, step) == stated or abs(actual - stated) <= self._slack()
            case Bound.SOME_MORE:
                return stated <= actual < stated + self._last_place()
            case Bound.NEARLY:
                return stated - min(self._last_place(), abs(stated) / 10) <= actual <= stated
            case Bound.OVER:
                return actual > stated
            case Bound.UNDER:
                return actual < stated
            case Bound.AT_LEAST:
                return actual >= stated
            case Bound.AT_MOST:
                return actual <= stated

    def _last_place(self) -> Decimal:
        """The place of the last digit that is not 0: 3000 is a number of thousands."""
        stated = self.value * self.scale
        if not stated:
            return self.step * self.scale
        place = Decimal(1).scaleb(int(stated.normalize().as_tuple().exponent))
        return max(place, self.step * self.scale)  # a third is as rough as its step, whatever its decimals

    def _slack(self) -> Decimal:
        return max(min(self._last_place() / 2, abs(self.value * self.scale) / 20), self.step * self.scale / 2)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def narrow(text: str) -> str:
    """The text with plain digits, letters and percent signs; every character keeps its place."""
    return _WIDE_COMMA.sub(",", text).translate(_NARROW)


_COUNTS = (
    "人次|场次|件次|条次|批次|辆次|户次|轮次|家次|标准箱|个工作日|工作日|个月|小时|分钟|平方公里|平方米|公里|千米|米|"
    "公顷|亩|万吨|吨|公斤|千瓦时|千瓦|小项|大项|大类|子项|次|件|条|个|项|家|期|篇|份|封|部|场|起|人|名|位|户|批|宗|例|类|种|轮|处|"
    "requests?|applications?|cases|items|所|座|台|套|辆|页|册|本|张|幅|组|支|只|头|门|道|款|笔|单|票|枚|集|字|艘|株|对|档|栏|天|秒|岁"
)
_NOT_UNITS = "(?!门|分|委|署|级|民|理|置|罚|室|长|账|湾|年|局|市|县|区|织|付|出|队|位|中心|体|户网|元|旬|面)"
_MONEY = "元|美元|欧元|港元"
_MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7}
_MULTIPLES |= {"亿": 10**8, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
_MULTIPLE = "万亿|千亿|百亿|千万|百万|十万|亿|万|千|百"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPELLED = "[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"
_BEFORE = (
    r"(?P<before>(?:不低于|不少于|不小于|至少|不超过|不高于|不多于|至多|最多|大约|大概|约为|约|将近|接近|近|超过|突破|高于|多于|"
    r"大于|超|逾|不足|不到|低于|少于|未满|未超过)了?\s*)?"
)
_AFTER = r"(?P<after>左右|上下|以上|以下|以内|余|多(?!了?\s*\d))?"
"""“46件多18件” compares."""
_NUMBER = re.compile(
    _BEFORE
    + rf"(?<![A-Za-z\d.,_/〔\[第×*-])(?:(?P<digits>{_DIGITS})(?![\d.])\s*(?P<more>[余多几]?)\s*"
    + rf"(?P<multiple>{_MULTIPLE})?|(?<![第每这那同另首前后几〇零一二三四五六七八九十百千万亿数])"
    + rf"(?P<spelled>{_SPELLED}))\s*(?P<more2>[余多]?)\s*(?:(?P<points>个?百分点)|(?P<percent>%|‰)|"
    + r"(?P<tenths>成(?![立为果效功员本都绩长熟交人年品就型套]))(?P<half>[一二三四五六七八九半]?)|"
    + rf"(?P<times>倍)|(?P<money>{_MONEY})|(?P<count>{_COUNTS}){_NOT_UNITS})?"
    + _AFTER
)
_PERCENT_SPELLED = re.compile(_BEFORE + rf"百分之(?P<spelled>{_SPELLED}|{_DIGITS})" + _AFTER)
_FRACTION = re.compile(_BEFORE + r"(?P<whole>[二两三四五六七八九十])分之(?P<part>[一二三四五六七八九])" + _AFTER)
_HALF = re.compile(
    r"(?P<over>超过?|逾)一半|过半数?|半数以上|一半以上|(?P<near>近|接近|将近)一半|(?P<under>不足|不到)一半|一半|半数"
)
_DOUBLED = re.compile(r"翻了?(?P<n>[一两二三四])?番")
_MASKS = (
    re.compile(r"\b(?:[Ii]n|[Dd]uring|[Oo]f|[Ss]ince|[Ff]rom|[Tt]o)\s+(?:19|20)\d{2}\b"),
    re.compile(r"《[^《》\n]{1,120}》"),
    re.compile(r"https?://\S+|www\.\S+|[\w.]+@[\w.]+"),
    re.compile(r"[〔\[（(]\s*(?:19|20)\d{2}\s*[〕\]）)]\s*\d*\s*号?"),
    re.compile(r"(?:19|20)\d{2}\s*(?:年度?)?\s*(?:到|至|—+|-|–|~|～|－)\s*(?:19|20)\d{2}\s*年?度?"),
    re.compile(r"(?:19|20)\d{2}\s*[年./-]\s*(?:度|\d{1,2}\s*[月./-]\s*(?:\d{1,2}\s*日?)?)?"),
    re.compile(r"(?<!\d)\d{2}年度?(?!来|内|间|以)"),
    re.compile(r"二[〇零○]?[〇零○一二三四五六七八九]{2}年度?"),
    re.compile(r"\d{1,2}\s*月(?:份|\s*\d{1,2}\s*[日号])?|(?<!\d)\d{1,2}\s*日(?!均|常)"),
    re.compile(r"[一二三四五六七八九十]{1,3}月(?:份|[一二三四五六七八九十]{1,3}[日号])?"),
    re.compile(
        r"第\s*[\d一二三四五六七八九十百、和至-]+\s*(?:条|款|项|号|届|次|章|节|期|批|位|名|季度|方)?(?:第?（[一二三四五六七八九十]+）项?)?"
    ),
    re.compile(r"(?<![\d.])\d{3,4}[-—－]\d{7,8}(?:[-转]\d+)?|(?<!\d)1\d{10}(?!\d)|邮(?:政编码|编)[:：]?\s*\d{6}"),
    re.compile(r"(?<!\d)12\d{3}(?=[^\d，。；、]{0,8}(?:热线|平台|系统|专线))"),
    re.compile(r"(?m)^\s*(?:\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)])"),
    re.compile(r"(?<=[。；：”])\s*(?:\d{1,2}[.、．](?=[^\d])|[（(]\d{1,2}[）)])"),
    re.compile(r"\d{1,2}[:：]\d{2}|\d+\s*号(?:楼|院|文|令)?"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]|[（(]\d{1,2}[）)]"),
    re.compile(
        r"[三四六]公开|五公开|[三二]安全一稳定|(?<!成)[一二三四五六七八九十]是(?![一-鿿]{0,3}的)|三类内部|四类过程|六稳|六保|双随机|一公开|[两一]书"
    ),
)
_BOUNDS = {
    Bound.ABOUT: ("大约", "大概", "约为", "约", "左右", "上下"),
    Bound.SOME_MORE: ("余", "多", "几"),
    Bound.NEARLY: ("将近", "接近", "近"),
    Bound.OVER: ("超过", "突破", "高于", "多于", "大于", "超", "逾"),
    Bound.UNDER: ("不足", "不到", "低于", "少于", "未满"),
    Bound.AT_LEAST: ("不低于", "不少于", "不小于", "至少", "以上"),
    Bound.AT_MOST: ("不超过", "未超过", "不高于", "不多于", "至多", "最多", "以下", "以内"),
}
_BOUND_OF = {word: bound for bound, words in _BOUNDS.items() for word in words}
_BOUND_BEFORE = re.compile(
    r"(?P<bound>刚刚?过|刚超过|超过|超|逾|不足|不到|将近|接近|近|约)了?[^，。；、\d两二三四五]{2,14}的$"
)
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


def masked(text: str) -> str:
    """The text in narrow characters, with all that looks like a number and counts nothing blanked out."""
    plain = narrow(text)
    for mask in _MASKS:
        plain = mask.sub(lambda m: "□" * len(m.group()), plain)
    return plain


def _percentages(plain: str) -> list[Number]:
    found: list[Number] = []
    for match in _PERCENT_SPELLED.finditer(plain):
        value = _value(match["spelled"])
        if value is not None:
            found.append(_number(match, value, "%", Kind.PERCENT, _step(value)))
    for match in _FRACTION.finditer(plain):
        part, whole = _value(match["part"]), _value(match["whole"])
        if part and whole:
            bound = _bound(match["before"], match["after"])
            bound = Bound.ABOUT if bound is Bound.EXACT else bound
            found.append(Number(*match.span(), part * 100 / whole, "%", Kind.PERCENT, Decimal(3), bound))
    for match in _HALF.finditer(plain):
        word = match.group()
        bound = Bound.ABOUT
        if match["over"] or word.startswith("过半") or word.endswith("以上"):
            bound = Bound.OVER
        elif match["near"]:
            bound = Bound.NEARLY
        elif match["under"]:
            bound = Bound.UNDER
        found.append(Number(*match.span(), Decimal(50), "%", Kind.PERCENT, Decimal(1), bound))
    for match in _DOUBLED.finditer(plain):
        times = _value(match["n"] or "一") or Decimal(1)
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
    value = Decimal(digits.replace(",", "")) if digits else _value(match["spelled"])
    if value is None or (digits and len(digits) > 1 and digits[0] == "0" and digits[1] != "."):
        return None
    multiple = Decimal(_MULTIPLES[match["multiple"]]) if digits and match["multiple"] else Decimal(1)
    step = _step(value) if digits else _spelled_step(match["spelled"])
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
            else _value(match["half"])
        )
        return _number(match, value * 10 + (half or 0), "%", Kind.PERCENT, Decimal(1) if match["half"] else Decimal(10))
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


def _spelled_step(spelled: str) -> Decimal:
    """The last place that a spelled number names: 一万二 (1.2万) is exact to the thousand, 十二万 (12万) to the 万.

    A number written out to its end is exact as its digits are: 三千 is 3000.
    """
    if "点" in spelled:
        return Decimal(1).scaleb(-len(spelled.partition("点")[2]))
    if spelled[-1] in "万亿":
        return _SIZES[spelled[-1]]
    before = _SIZES.get(spelled[-2:-1])
    return before / 10 if before and before > 10 and spelled[-1] in _ONES else Decimal(1)


_SIZES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
_ONES = {char: digit for digit, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def _value(spelled: str) -> Decimal | None:
    """The value of a number in Chinese numerals or plain digits; None when it is not one."""
    if re.fullmatch(_DIGITS, spelled):
        return Decimal(spelled.replace(",", ""))
    whole, _, fraction = spelled.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    if fraction:
        return Decimal(f"{value}.{''.join(str(_ONES[char]) for char in fraction)}")
    return Decimal(value)


def _whole(spelled: str) -> int | None:
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        if mark in spelled:
            head, _, tail = spelled.rpartition(mark)
            first = _whole(head) if head else 1
            rest = _below(tail, size) if tail else 0
            return None if first is None or rest is None else first * size + rest
    return _thousands(spelled)


def _below(tail: str, size: int) -> int | None:
    """What follows 万 or 亿: “一万二” is twelve thousand, “一万零二” ten thousand and two."""
    if len(tail) == 1 and tail in _ONES and tail not in "零〇":
        return _ONES[tail] * size // 10
    return _whole(tail)


def _thousands(spelled: str) -> int | None:
    if spelled and all(char in _ONES for char in spelled):
        return int("".join(str(_ONES[char]) for char in spelled)) if len(spelled) == 1 or "〇" in spelled else None
    total, digit = 0, None
    last = 1
    for char in spelled:
        if char in _ONES:
            digit = _ONES[char] if char not in "零〇" else None
            last = 1 if char in "零〇" else last
        elif char in _TENS:
            total += (digit if digit is not None else 1) * _TENS[char]
            digit, last = None, _TENS[char]
        else:
            return None
    if digit is not None:
        total += digit * (last // 10 if last > 10 else 1)
    return total
