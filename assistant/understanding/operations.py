"""What a question wants done with the figures it names: words → operation."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.understanding import words
from assistant.understanding.claims import Claim, claim_in
from assistant.understanding.inquiry import Operation, Parts
from assistant.understanding.measures import hits_in, rate_in

_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_CARRY_OVER = re.compile(
    r"结转.*(?:一致|对得?上|对不上|相符|吻合|衔接|相等|相同|一样|对应)|(?:carry|carried).*(?:agree|match)",
    re.IGNORECASE,
)
_TREND = re.compile(
    r"趋势|走势|逐年(?:[上下]升|[增减][加少长多]|递[增减]|下降|走[高低])|越来越[多少高低]|(?:变化|增减)(?:情况|如何|怎么?样|怎样|趋势)"
    r"|怎么变|如何变|怎样变|有(?:什么|何)变化|trend|over the years",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"第几|(?:排名?|位列|名列|位居)(?:第)?(?:多少|几)|第多少|名次|排名(?:是多少|如何|怎么?样|情况)|what rank",
    re.IGNORECASE,
)
_COUNT = r"([一二两三四五六七八九十\d]{1,2})"
_KINDS = r"\s*(?:个|家|位|名|年|项|类|条|强)"
_TOP = re.compile(
    rf"(?:前|头|top\s*){_COUNT}(?:{_KINDS}|$|(?=的)|(?=\s[a-z]))|最[多高大]的?(?:前)?{_COUNT}{_KINDS}", re.IGNORECASE
)
_FIRST_YEARS = re.compile(r"前[两二三四五六七八九\d]年")
_BOTTOM = re.compile(
    rf"(?:后|末|倒数(?:前)?|bottom\s*){_COUNT}(?:{_KINDS}|$|(?=的))|最[少低小]的?{_COUNT}{_KINDS}", re.IGNORECASE
)
_RATIO = re.compile(
    r"(?<!增长)(?<!增加)(?<!增长了)(?<!增加了)(?:几|多少)倍|how many times (?:as|more)"
    r"|翻(?:了)?(?:[一两三四]?番|一?倍)|\bdoubled?\b",
    re.IGNORECASE,
)
_TIMES_MORE = re.compile(r"(?:增加|增长|上升|提高|增|涨|升)(?:了|出)?(?:几|多少)倍|[多高][了出](?:几|多少)倍")
"""How many times more is the growth, not the multiple."""
_MOST_CHANGED = re.compile(
    r"(?:增加|增长|上升|提高|减少|下降|降低|增幅|降幅|涨幅|变化)(?:得|幅度|量|率)?最[多大快高少小慢低]"
    r"|(?:grew|rose|fell|increased?|decreased?|changed?) the (?:most|least|fastest)"
    r"|(?:largest|biggest|greatest|smallest) (?:increase|decrease|rise|fall|drop|change)",
    re.IGNORECASE,
)
"""An extreme of changes, which is not the extreme of what changed."""
_ORDERED = re.compile(r"(?:从|由)(?:多到少|高到低|大到小)|排序|排列", re.IGNORECASE)
_MEDIAN = re.compile(r"中位数|中位值|median", re.IGNORECASE)
_BODIES = r"(?:机关|单位|部门|地方|委办局|局|区|县|市)"
_HOW_MANY = re.compile(
    rf"(?:多少|(?<!哪)几)(?:个|家)?(?:年|{_BODIES})(?![^，。？]{{0,4}}平均)|how many (?:years|agencies)", re.IGNORECASE
)
_WHICH = re.compile(
    rf"哪(?:些|几|一?个|一?家)?(?:年|{_BODIES}|家|个)|(?:有|是)(?:哪些|哪几)|谁"
    r"|的(?:年份|年度|单位|机关|部门|地方)[？?]?$|which (?:years|agencies)",
    re.IGNORECASE,
)
_GREATER = re.compile(
    r"(?:哪(?:一?个|一?家|一?年|边|里)?|谁)(?:的|收到|受理|新收)?[^最第前后]{0,14}?(?:更|比较|相对)?[多少高低大小]"
    r"(?=[，。？?些呢吗呀啊]|$|几|多)|(?:哪|谁).{0,12}更[多少高低大小]|which (?:one|year|agency|bureau|county|city)?\s?"
    r"(?:is|has|had|received|did [^,.?]{1,40}? (?:receive|have|get)) (?:more|fewer)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"(?<!有)(?:没有|没)(?!公开|办|提供|能)|为\s*(?:0|零)(?!\.)|是\s*(?:0|零)(?!\.)|零(?=[件次])"
    r"|\b(?:had|have|has|with|received?) (?:no|zero)\b",
    re.IGNORECASE,
)
_COLUMNS = re.compile(
    r"(?:哪|什么|那)一?(?:类|种|些|个)?(?:的)?(?:申请)?(?:人|主体|群体|申请者|类型的人)|谁(?:提|申请)"
    r"|申请(?:人|主体)(?:类型|类别)?(?:中|里|当中)?[^，。？]{0,4}(?:哪|谁|最)|which (?:kind of )?applicants?",
    re.IGNORECASE,
)
_REASONS = r"(?:理由|原因|情形|事由)"
_ROWS = re.compile(
    rf"(?:哪|什么|前.{{1,2}}|最.的.{{0,2}})一?(?:些|几)?(?:项|类|种|条)?(?:的)?(?:{_REASONS}|结果|方式|类型|情况)"
    rf"|{_REASONS}[^，。？]{{0,8}}(?:哪|什么|前|最)|哪一?(?:项|类|种|条)(?!申请人)|which (?:reason|outcome)"
    rf"|\breasons? for\b",
    re.IGNORECASE,
)
_EACH_PART = re.compile(
    rf"(?:各|每一?)(?:项|种|类|个|条)?(?:的)?(?:{_REASONS}|结果)|(?:{_REASONS}|(?:办理|处理|答复)结果)(?:各|分别)"
    rf"|按{_REASONS}|{_REASONS}(?:的|从多到少)?(?:排名|排行|排序)|(?:each|every|by) (?:reason|outcome)",
    re.IGNORECASE,
)
"""Every part of a quantity, in order."""
OVER_YEARS = re.compile(
    r"历年|各年|这些年|几年[里中来]|年份|(?:19|20)\d{2}\s*年?\s*[到至—-]|over the years", re.IGNORECASE
)
WORDS = re.compile(
    rf"(?:在|从)?历年(?:里|中|来)?|趋势|走势|逐年|递[增减]|上升|下降|越来越[多少高低]|增加|减少|增长|变化|怎么?样|怎样|如何"
    rf"|第几|第多少|名次|排名?|位列|位居|{_COUNT}{_KINDS}|(?:前|头|后|末|倒数){_COUNT}|(?:几|多少)倍|倍|中位[数值]"
    rf"|(?:多少|几|哪些|哪几|哪一?个|哪一?家|哪)(?:个|家)?(?:年份?|{_BODIES}|家|个|边)|谁|更|较|一致|对得?上|对不上|相符|吻合"
    rf"|衔接|相等|相同|一样|对应|申请人|申请者|申请主体|主体|群体|提[得的出]的?|排(?:一?下|出来)?|{_REASONS}|哪一?(?:类|种|项|条|些)|哪|多(?=[，。？?呢吗呀啊]|$)|少(?=[，。？?呢吗呀啊]|$)|什么|类型|类别"
    rf"|同比|环比|相差|差|[增降]幅|增速|(?:增长|下降)率|百分之|件数|(?:多(?!少)|(?<!多)少|[高低涨降升])(?:了|出)?|提[升高]|降低|净[增减][加长少]?|翻(?:了)?(?:[一两三四]?番|一?倍)|相?比(?![例重])|较|(?:上|去|前)一?年度?"
    rf"|平均值|均值|减[去掉]|从多到少|从高到低|从少到多|由多到少|由高到低|排列|排序|[一两二三四五六七八九十]+(?:个|年|家)?(?=[中里是的]|$)|单位|机关|部门|最|百分点|为零|没有|以上|以下|以内|不超过|多于|少于|低于|不足|不少于|不低于|至多"
    r"|一[件条项个次份](?=[^，。？]{0,10}[也都](?:没|未))|[也都](?:没有?|未)(?!公开|办|提供|能)"
    r"|\b(?:trend|median|average|mean|more|fewer|most|least|fewest|highest|lowest|which|years?|agenc(?:y|ies)|rank|top"
    r"|reasons?|outcomes?|compared?|versus|vs|times|doubled?|no|zero|or)\b|(?:涨|跌|升|降)了?|还是|或者?",
    re.IGNORECASE,
)
"""Words of an operation: they explain themselves."""


def parts_in(text: str) -> Parts | None:
    """Whether the parts of a quantity are asked for, not whole reports."""
    if _COLUMNS.search(text):
        return Parts.COLUMNS
    return Parts.ROWS if _ROWS.search(text) or _EACH_PART.search(text) else None


def operation_in(text: str) -> Operation:
    """The operation that a question asks for."""
    if _CARRY_OVER.search(text):
        return Operation.CARRY_OVER
    if words.COMPARABLE.search(text):
        return Operation.COMPARABLE
    over = _over_reports(text)
    if over is not None:
        return over
    return _of_two(text)


def _over_reports(text: str) -> Operation | None:
    """An operation that needs several figures side by side."""
    if _RANK.search(text):
        return Operation.RANK
    if _MOST_CHANGED.search(text):
        return Operation.UNSUPPORTED
    if condition_in(text) is not None:
        return Operation.COUNT if _HOW_MANY.search(text) else Operation.SELECT
    for operation, pattern in (
        (Operation.TOP, _TOP),
        (Operation.TOP, _ORDERED),
        (Operation.TOP, _EACH_PART),
        (Operation.BOTTOM, _BOTTOM),
        (Operation.MEDIAN, _MEDIAN),
        (Operation.AVERAGE, words.AVERAGE),
        (Operation.MAXIMUM, words.MAXIMUM),
        (Operation.MINIMUM, words.MINIMUM),
        (Operation.TREND, _TREND),
        (Operation.GROWTH, _TIMES_MORE),
        (Operation.RATIO, _RATIO),
    ):
        if pattern.search(text):
            if operation is Operation.TOP and words.AVERAGE.search(text) and _FIRST_YEARS.search(text):
                return Operation.UNSUPPORTED  # “前三年平均”: which three years is not said
            mean = operation in (Operation.AVERAGE, Operation.MEDIAN)
            return Operation.UNSUPPORTED if mean and is_share(text) else operation
    return Operation.GREATER if _GREATER.search(text) else None


def _of_two(text: str) -> Operation:
    growth, difference, percent = (p.search(text) for p in (words.GROWTH, words.DIFFERENCE, words.PERCENT))
    if is_share(text):
        return Operation.SHARE_CHANGE if growth or difference else Operation.SHARE
    if growth or (difference and percent):
        return Operation.GROWTH
    if difference:
        return Operation.DIFFERENCE
    if percent:
        return Operation.SHARE
    return Operation.TOTAL if words.SUM.search(text) and not words.EACH.search(text) else Operation.VALUE


def is_share(text: str) -> bool:
    """Whether a question names a share: with the word, as a rate with a name, or as a label's own rate."""
    if words.SHARE.search(text) or rate_in(text):
        return True
    return any(text[hit.end : hit.end + 1] == "率" for hit in hits_in(text))


def condition_in(text: str) -> Claim | None:
    """The condition that reports are chosen by: “超过100件的有哪些”, “有几年没有复议”. None where none is put."""
    if not _HOW_MANY.search(text) and not _WHICH.search(text):
        return None
    claim = claim_in(text)
    if claim is not None:
        return claim
    return Claim("=", Decimal(0)) if _NONE.search(text) else None


def places_in(text: str) -> int:
    """How many places are asked for; 1 where the question says no number, 0 for the whole order."""
    if (_ORDERED.search(text) or _EACH_PART.search(text)) and not _TOP.search(text):
        return 0
    match = _TOP.search(text) or _BOTTOM.search(text)
    said = next((group for group in match.groups() if group), "") if match else ""
    return int(said) if said.isdigit() else _DIGITS.get(said, 1)
