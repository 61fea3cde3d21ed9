"""What is asked: one frozen Inquiry out of a question and the conversation before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answer import Turn
from assistant.understanding.agencies import AgencyNames, Mention
from assistant.understanding.measures import Rate, Term, concepts, hits_in, joined, rate_in, terms_in
from assistant.understanding.years import Years, years_in


class Kind(StrEnum):
    """What sort of answer a question wants."""

    FIGURE = "figure"
    TEXT = "text"
    PERSONAL = "personal"


class Operation(StrEnum):
    """What is to be done with the figures."""

    VALUE = "value"
    SHARE = "share"
    DIFFERENCE = "difference"
    GROWTH = "growth"
    COMPARABLE = "comparable"
    UNSUPPORTED = "unsupported"
    """An operation that is recognised but not offered: ranks, averages, the change of a share."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question as understood. Agencies and years are what the words say, not yet what the library has."""

    text: str
    standalone: str
    kind: Kind
    operation: Operation
    terms: tuple[Term, ...]
    denominator: tuple[Term, ...]
    mentions: tuple[Mention, ...]
    stranger: str | None
    """A place that is named and is not in the library."""
    years: Years
    unit: str | None
    """The unit or measure word that is asked for ("多少条" → 条)."""
    content: str
    """The words that are left when scope, dictionary and question words are taken out."""
    topic: str = ""
    """The words that say what is asked: the question's own, or those of the question that it follows up."""
    divided: tuple[str, str] | None = None
    """The two sides of "…占…" where the forms' dictionary does not know them."""


LONGEST_QUESTION = 1_000
"""Longer questions are refused: nobody asks one, and reading them would cost everybody else time."""
LONGEST_MEMORY = 12
"""How many turns back a follow-up may lean on."""
_PERSONAL = re.compile(
    r"申请(?:人|者)[^，。？]{0,6}(?:是谁|叫什么|姓名|名字|都?有谁|都?有哪些人|身份证|电话|住址|住在?哪|手机|联系方式)|(?:谁|哪些人)(?:提出|提交|申请)"
    r"|(?:who|names?) (?:are|were|is|of) the applicants?"
)
_ASKS_FIGURE = re.compile(
    r"多少|几(?=[个条件次人期场篇项份名家])|数量|总数|总量|件数|总计|合计|一共|占比|比例|百分之几|百分比|[^效频]率(?!先)|增长"
    r"|how many|how much|number of|percentage|share of",
    re.IGNORECASE,
)
_ASKS_TEXT = re.compile(
    r"为什么|为何|原因|怎么|怎样|如何|哪些|什么|谁|哪里|哪儿|何处|在哪|地址|邮编|联系|介绍|概括|总结"
    r"|why|how (?:do|does|can|to)|what (?:are|is|were)|where|who",
    re.IGNORECASE,
)
_ASKS_CONTACT = re.compile(r"电话|号码|地址|邮编|邮政编码|邮箱|网址|传真|联系方式|phone|address|e-?mail", re.IGNORECASE)
_UNIT = re.compile(r"(?:多少|几)\s*(人次|万元|亿元|个百分点|[个条件次人期场篇项份名家本元钱])")
_MONEY = re.compile(r"(?:多少|几)(?:钱|元)|花了?多少|费用|金额|资金")
_SHARE = re.compile(r"占比|占|比例|比重|share|percentage", re.IGNORECASE)
_PERCENT = re.compile(r"百分之几|百分之多少|百分比")
_GROWTH = re.compile(
    r"增长率|增幅|(?:增长|增加|上升|下降|减少|降低)了?(?:多少|几)?(?:%|百分)|同比|降幅|下降率|growth", re.IGNORECASE
)
_DIFFERENCE = re.compile(
    r"(?:多|少|高|低|增加|减少|增长|下降|上升|提升|相差|差)了?(?:多少|几)|变化了?多少|差多少|相差", re.IGNORECASE
)
_COMPARABLE = re.compile(
    r"(?:能|可以|(?<!许)可)(?:不能|否|不可以)?(?:直接)?(?:相?比较?|对比)|comparable|be compared", re.IGNORECASE
)
_UNSUPPORTED = re.compile(
    r"平均|最多|最少|最高|最低|排名|排第|第几|超过.{0,6}的(?:有|年|机关|单位)|average|most|least|highest|lowest|rank",
    re.IGNORECASE,
)
_SUM = re.compile(r"加上?|合计|之和|总共|一共|共计|\+|＋|in total|plus|sum of", re.IGNORECASE)
_STRANGER = re.compile(
    r"[\u4e00-\u9fff]{2,7}?(?:综合实验区|自治区|自治州|自治县|实验区|开发区|省|市|州|县|区|旗)"
    r"|[\u4e00-\u9fff]{2,5}?(?:镇|乡|街道)(?=人民政府|政府|办事处|$|[的＿ ])"
)
_PROVINCES = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_NOT_PLACES = re.compile(
    r"^(?:全|各|本|我|该|这|那|上|下|城|都|超|门|股|地|社|园|片|辖|同|两|几|哪)+[省市县区州旗]|[全各本我该]$|[专园校社小景库辖地片灾牧林矿港]区$|[城超门股]市$"
)
_FILLER = re.compile(
    r"请问|谢谢|多谢|麻烦|您好|你好|帮我|因为|由于|最后|最终|到底|究竟|([\u4e00-\u9fff])[没不]\1|告诉我|查询|查一下|看看|我想知道|想问|一下|根据|按照|报告|年报|年度|全年|当年|本年度?|这一?年|那一?年|里面?|其中|分别|各自|各是|各有|各|每一?年|历年|"
    r"政府信息公开申请|信息公开申请|政府信息|信息公开|申请公开|依申请公开|申请|信息|"
    r"多少|几|数量|总数|总量|件数|总计|合计|总共|一共|共计|加上?|占比?|比例|比重|百分之|率|"
    r"全市|全县|全区|全省|本市|本县|我市|我县|我区|本局|我局|"
    r"是多少|是|有|了|的|吗|呢|呀|啊|么|吧|那么|那|和|与|(?<![惠涉普])及|以及|或|在|中|被|由|给|从|到|至|于|共|都|为|过|还|能|可以|直接|比较?|"
    r"[个条件次人期场篇项份名家本元钱年]|万元|亿元|人次|情况|结果|数|how|many|much|were|was|the|of|in|did|what|is|are|requests?|applications?"
)
_ELLIPSIS = re.compile(r"^(?:那么?|其中|再|还有|另外)|呢[？?]?$|^(?:and|what about)\b", re.IGNORECASE)


_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"""Full-width digits and letters as the plain ones; every character keeps its place."""


def understand(text: str, history: Sequence[Turn], names: AgencyNames) -> Inquiry:
    """Read a question; what it leaves out is taken from the question before it, when it reads like a follow-up."""
    inquiry = _read(text, names)
    if not history:
        return inquiry
    recent = history[-LONGEST_MEMORY:]
    before = _read(recent[0].question[:LONGEST_QUESTION], names)
    for turn in recent[1:]:
        before = _completed(_read(turn.question[:LONGEST_QUESTION], names), before)
    return _completed(inquiry, before)


def _read(text: str, names: AgencyNames) -> Inquiry:
    text = text.translate(_NARROW).strip()
    mentions = tuple(names.find(text))
    years = years_in(text)
    operation = _operation(text)
    terms, denominator, divided = _terms(text, operation)
    unit = _unit(text)
    content = _content(text, mentions, years)
    return Inquiry(
        text=text,
        standalone=text,
        kind=_kind(text, bool(terms)),
        operation=operation,
        terms=terms,
        denominator=denominator,
        mentions=mentions,
        stranger=None if mentions else _stranger(_masked(text, years.spans)),
        years=years,
        unit=unit,
        content=content,
        topic=text,
        divided=divided,
    )


def _kind(text: str, has_terms: bool) -> Kind:
    if _PERSONAL.search(text):
        return Kind.PERSONAL
    if _ASKS_CONTACT.search(text) and not has_terms:
        return Kind.TEXT
    if _ASKS_FIGURE.search(text) or _COMPARABLE.search(text):
        return Kind.FIGURE
    if _ASKS_TEXT.search(text):
        return Kind.TEXT
    return Kind.FIGURE if has_terms else Kind.TEXT


def _operation(text: str) -> Operation:
    if _COMPARABLE.search(text):
        return Operation.COMPARABLE
    if _UNSUPPORTED.search(text):
        return Operation.UNSUPPORTED
    growth, difference, percent = (p.search(text) for p in (_GROWTH, _DIFFERENCE, _PERCENT))
    if _SHARE.search(text) or rate_in(text) or any(text[hit.end : hit.end + 1] == "率" for hit in hits_in(text)):
        return Operation.UNSUPPORTED if growth or difference else Operation.SHARE
    if growth or (difference and percent):
        return Operation.GROWTH
    if difference:
        return Operation.DIFFERENCE
    return Operation.SHARE if percent else Operation.VALUE


def _terms(text: str, operation: Operation) -> tuple[tuple[Term, ...], tuple[Term, ...], tuple[str, str] | None]:
    if operation is Operation.SHARE:
        return _share_terms(text)
    terms = terms_in(text)
    if len(terms) > 1 and _SUM.search(text) and len({term.table for term in terms}) == 1:
        try:
            return (joined(terms),), (), None
        except ValueError:
            return tuple(terms), (), None
    return tuple(terms), (), None


def _share_terms(text: str) -> tuple[tuple[Term, ...], tuple[Term, ...], tuple[str, str] | None]:
    rate = rate_in(text)
    if rate is not None:
        return _named_rate(text, rate)
    left, mark, right = text.partition("占")
    over, under = (terms_in(left), terms_in(right)) if mark else (terms_in(text), [])
    if not over:
        return (), (), (left, right) if mark else None
    under = under or [_handled(over[0])]
    try:
        part, whole = joined(over), joined(under)
    except ValueError:
        return (), (), None
    # "答复率" of the very total that it would be divided by is no share of the form's: the prose may state it.
    return ((), (), None) if part.rows == whole.rows and part.cols == whole.cols else ((part,), (whole,), None)


def _handled(term: Term) -> Term:
    """What a share is of when the question does not say: everything handled, or the procedure's total."""
    if term.table == "review":
        groups = dict.fromkeys(col.split("_")[0] for col in term.cols)
        zh, en = term.zh.split("·")[0], term.en.split(":")[0]
        return replace(term, cols=tuple(f"{group}_total" for group in groups), zh=f"{zh}·总计", en=f"{en}: total")
    total = concepts()["total"]
    return replace(term, rows=total.members, zh=total.zh, en=total.en)


def _named_rate(text: str, rate: Rate) -> tuple[tuple[Term, ...], tuple[Term, ...], None]:
    if rate.denominator == ("procedure",):
        tops = [term for term in terms_in(text) if term.table == "review"]
        try:
            return (joined(tops),), (joined([_handled(term) for term in tops]),), None
        except ValueError:
            return (), (), None
    top, bottom = (
        joined(
            [
                Term("requests", concepts()[code].members, ("total",), concepts()[code].zh, concepts()[code].en)
                for code in codes
            ]
        )
        for codes in (rate.numerator, rate.denominator)
    )
    return (top,), (bottom,), None


def _unit(text: str) -> str | None:
    # Money words inside a label of the form ("未按收费通知要求缴纳费用") do not ask for money.
    if _MONEY.search(_masked(text, [(hit.start, hit.end) for hit in hits_in(text)])):
        return "元"
    match = _UNIT.search(text)
    if match is None:
        return None
    return "元" if match[1] in ("万元", "亿元", "元", "钱") else match[1]


def _stranger(text: str) -> str | None:
    for match in _STRANGER.finditer(text):
        if not _NOT_PLACES.search(match.group()):
            return match.group()
    province = _PROVINCES.search(text)
    return province.group() if province else None


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these stretches blanked; every other character keeps its place."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = "＿" * (end - start)
    return "".join(chars)


def _content(text: str, mentions: Sequence[Mention], years: Years) -> str:
    """The question without scope and question words; quoted names stay whole, whatever they contain."""
    quoted = [m.span() for m in re.finditer(r"[“\"《「][^”\"》」]+[”\"》」]", text)]
    spans = [*years.spans, *((m.start, m.end) for m in mentions)]
    kept = _masked(text, [(s, e) for s, e in spans if not any(a <= s and e <= b for a, b in quoted)])
    return " ".join(re.findall(r"\w+", _FILLER.sub(" ", kept.replace("＿", " "))))


def unexplained(inquiry: Inquiry) -> str:
    """What of a question's content the forms' dictionary does not explain: the sign that something else is counted."""
    rest = _masked(inquiry.text, [(hit.start, hit.end) for hit in hits_in(inquiry.text)])
    return _content(rest, inquiry.mentions, inquiry.years).replace("_", "").replace("＿", "").strip()


def _completed(inquiry: Inquiry, before: Inquiry) -> Inquiry:
    """Take from the question before what this one leaves out; a whole question of its own inherits only its scope."""
    changes: dict[str, object] = {}
    lacks_measure = not inquiry.terms and inquiry.divided is None and len(inquiry.content) <= 2
    if (
        lacks_measure
        and inquiry.kind is not Kind.PERSONAL
        and (_ELLIPSIS.search(inquiry.text) or not _ASKS_TEXT.search(inquiry.text))
    ):
        changes |= {
            "terms": before.terms,
            "denominator": before.denominator,
            "divided": before.divided,
            "kind": before.kind,
        }
        changes |= {"unit": before.unit, "content": before.content, "topic": before.topic}
        if inquiry.operation is Operation.VALUE:
            changes["operation"] = before.operation
    elif inquiry.terms and not all(term.row_known for term in inquiry.terms):
        changes["terms"] = tuple(_with_row(term, before) for term in inquiry.terms)
    if not inquiry.mentions and inquiry.stranger is None:
        changes["mentions"] = before.mentions
        changes["stranger"] = before.stranger
    if inquiry.years.silent:
        changes["years"] = before.years
    elif inquiry.years.relative and before.years.named:
        base = before.years.named[-1]
        changes["years"] = replace(inquiry.years, named=(base + inquiry.years.offset,), relative=None)
    merged = replace(inquiry, **changes)  # type: ignore[arg-type]
    return replace(merged, standalone=_standalone(inquiry, merged))


def _with_row(term: Term, before: Inquiry) -> Term:
    """“其中企业的呢” after “新收多少”: the column of this question in the row of the one before."""
    if term.row_known or not before.terms or before.terms[0].table != term.table:
        return term
    base = before.terms[0]
    columns = [c for c in concepts().values() if (c.table, c.axis) == ("requests", "col")]
    named = [c for c in columns if c.members == term.cols] or [c for c in columns if set(c.members) <= set(term.cols)]
    zh, en = base.zh.split("（法人")[0], base.en.split(" (")[0]
    who_zh, who_en = "、".join(c.zh for c in named), ", ".join(c.en for c in named)
    return replace(term, rows=base.rows, zh=f"{zh}（{who_zh}）", en=f"{en} ({who_en})", row_known=True)


def _standalone(asked: Inquiry, merged: Inquiry) -> str:
    """The question as it would be asked without the conversation before it."""
    if merged == asked:
        return asked.text
    who = "".join(m.text for m in merged.mentions[:1]) if not asked.mentions else ""
    when = "、".join(map(str, merged.years.named)) + "年" if merged.years.named and asked.years != merged.years else ""
    what = "、".join(term.zh for term in merged.terms) if merged.terms != asked.terms else ""
    return " ".join(part for part in (who + when, asked.text, f"（{what}）" if what else "") if part)
