"""What a question leaves out is taken from the question before it, when it reads like a follow-up."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.understanding import words
from assistant.understanding.inquiry import Inquiry, Kind, Operation
from assistant.understanding.measures import Term, concepts, terms_in
from assistant.understanding.quantities import whole_of

_APPLICANT = re.compile(r"（(?:自然人|法人或其他组织|商业企业|科研机构|社会公益组织|法律服务机构|其他|、)+）$")
_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?度?")
_ASKED = {
    Operation.SHARE: "占比是多少？",
    Operation.DIFFERENCE: "变化了多少？",
    Operation.GROWTH: "的增幅是多少？",
    Operation.TOTAL: "一共是多少？",
    Operation.AVERAGE: "平均是多少？",
    Operation.MAXIMUM: "哪个最多？",
    Operation.MINIMUM: "哪个最少？",
    Operation.COMPARABLE: "可以比较吗？",
}
"""How a question ends that asks for an operation."""


_CORRECTION = re.compile(
    r"^(?:不对|错了|不是这个意思|我(?:说|问|指|想问)的(?:是|不是)?)[，,。：:\s]*"
    r"|^(?:我[说问]的)?不是[^，,。；]{1,20}[，,。；]?\s*(?:而?是|我(?:说|问|指)的是|应该是|要的是)"
)
_AGAINST = re.compile(
    r"^(?:那么?)?(?:和|与|跟|同|比)(?P<other>.{1,24}?)(?:相比|比较|比起来|比一比|比|来说)?(?:呢|如何|怎么?样|哪个更?多)?[？?]?$"
)


def corrected(text: str) -> str:
    """A correction without what it takes back: “不是新收，是结转” asks about 结转."""
    return _CORRECTION.sub("", text, count=1) or text


def completed(inquiry: Inquiry, before: Inquiry) -> Inquiry:
    """Take from the question before what this one leaves out; a whole question of its own inherits only its scope."""
    elliptic = _is_elliptic(inquiry)
    if elliptic and inquiry.operation is Operation.VALUE and _sets_against(inquiry):
        inquiry = replace(inquiry, operation=Operation.DIFFERENCE)
        if inquiry.mentions:
            both = dict.fromkeys((*before.mentions, *inquiry.mentions))
            inquiry = replace(inquiry, mentions=tuple(both))
    merged = _with_scope(_with_measure(inquiry, before, elliptic), before, elliptic)
    return replace(merged, standalone=_standalone(inquiry, merged))


def _sets_against(inquiry: Inquiry) -> bool:
    """“比上一年呢”, “和财政局比”: the figure of before, set against another one."""
    if not _AGAINST.search(inquiry.text) or "比" not in inquiry.text:
        return False
    return bool(inquiry.mentions or inquiry.years.relative or inquiry.years.named)


def _is_elliptic(inquiry: Inquiry) -> bool:
    """Whether a question says nothing of what is counted: “那2021年呢”, “哪一年最多”, “占多少”."""
    if inquiry.terms or inquiry.divided is not None or len(inquiry.content) > 1 or inquiry.kind is Kind.PERSONAL:
        return False
    asks_text = words.ASKS_TEXT.search(inquiry.text) is not None and inquiry.kind is not Kind.FIGURE
    return words.ELLIPSIS.search(inquiry.text) is not None or not asks_text


def _with_measure(inquiry: Inquiry, before: Inquiry, elliptic: bool) -> Inquiry:
    if elliptic:
        return _of_before(inquiry, before)
    if before.foreign and _stays_with(inquiry, before):
        return replace(
            inquiry, terms=(), denominator=(), foreign=True, content=f"{before.content} {inquiry.content}".strip()
        )
    if inquiry.terms and not all(term.row_known for term in inquiry.terms):
        # Two procedures that were assumed for one outcome become the one of the question before.
        terms = tuple(dict.fromkeys(_with_row(term, before) for term in inquiry.terms))
        return replace(
            inquiry,
            terms=terms,
            denominator=(whole_of(terms[0]),) if inquiry.denominator else (),
        )
    if inquiry.operation is Operation.SHARE and inquiry.divided and not inquiry.divided[0].strip():
        under = terms_in(inquiry.divided[1])  # "占办结总数的多少？", "占多少？"
        if before.terms:
            return replace(
                inquiry,
                terms=before.terms[:1],
                denominator=tuple(under[:1]) or (whole_of(before.terms[0]),),
                divided=None,
                kind=Kind.FIGURE,
            )
    return inquiry


def _stays_with(inquiry: Inquiry, before: Inquiry) -> bool:
    """Whether a question goes on about what the one before counted ("办理了多少", "满意率呢" after 群众诉求)."""
    own = inquiry.foreign and inquiry.terms == () and len(inquiry.content) > 4
    return inquiry.kind is Kind.FIGURE and not inquiry.mentions and "申请" not in inquiry.text and not own


def _of_before(inquiry: Inquiry, before: Inquiry) -> Inquiry:
    """The question before, asked with this one's operation."""
    denominator = before.denominator
    if inquiry.operation is Operation.SHARE and before.terms and not denominator:
        denominator = (whole_of(before.terms[0]),)
    return replace(
        inquiry,
        kind=before.kind,
        operation=before.operation if inquiry.operation is Operation.VALUE else inquiry.operation,
        terms=before.terms,
        denominator=denominator,
        divided=before.divided,
        unit=before.unit,
        content=before.content,
        focus=before.focus,
        topic=before.topic,
        general=before.general,
        foreign=before.foreign,
        everyone=inquiry.everyone or (before.everyone and not inquiry.mentions),
    )


def _with_scope(inquiry: Inquiry, before: Inquiry, elliptic: bool) -> Inquiry:
    """The agency of before where none is named; its years too, unless a whole question turns to another agency."""
    turned = bool(inquiry.mentions or inquiry.stranger) and inquiry.mentions != before.mentions
    if not inquiry.mentions and inquiry.stranger is None and not inquiry.everyone:
        inquiry = replace(inquiry, mentions=before.mentions, stranger=before.stranger)
    years = inquiry.years
    if years.silent:
        return inquiry if turned and not elliptic else replace(inquiry, years=before.years)
    if years.relative and inquiry.operation in (Operation.DIFFERENCE, Operation.GROWTH):
        return replace(inquiry, years=before.years)  # "比上年少多少": the year of before against the one before that
    if years.relative and before.years.named:
        base = before.years.named[-1]
        return replace(inquiry, years=replace(years, named=(base + years.offset,), relative=None))
    return inquiry


def _with_row(term: Term, before: Inquiry) -> Term:
    """“其中企业的呢” after “新收多少”: the column of this question in the row, or the procedure, of the one before."""
    if term.row_known or not before.terms or before.terms[0].table != term.table:
        return term
    base = before.terms[0]
    if term.table == "review":
        return _with_procedure(term, base)
    columns = [c for c in concepts().values() if (c.table, c.axis) == ("requests", "col")]
    named = [c for c in columns if c.members == term.cols] or [c for c in columns if set(c.members) <= set(term.cols)]
    zh, en = _APPLICANT.sub("", base.zh), base.en.split(" (")[0]
    who_zh, who_en = "、".join(c.zh for c in named), ", ".join(c.en for c in named)
    return replace(term, rows=base.rows, zh=f"{zh}（{who_zh}）", en=f"{en} ({who_en})", row_known=True)


def _with_procedure(term: Term, base: Term) -> Term:
    groups = dict.fromkeys(col.split("_")[0] for col in base.cols)
    kinds = dict.fromkeys(col.split("_")[1] for col in term.cols)
    zh, en = base.zh.split("·")[0], base.en.split(":")[0]
    return replace(
        term,
        cols=tuple(f"{group}_{kind}" for group in groups for kind in kinds),
        zh=f"{zh}·{term.zh.split('·')[-1]}",
        en=f"{en}: {term.en.split(': ')[-1]}",
        row_known=True,
    )


def _standalone(asked: Inquiry, merged: Inquiry) -> str:
    """The question as it would be asked without the conversation before it."""
    who = "、".join(dict.fromkeys(mention.text for mention in merged.mentions))
    when = "、".join(map(str, merged.years.named)) + "年" if merged.years.named else ""
    if merged.terms and merged.terms != asked.terms:
        what = "、".join(term.zh for term in merged.terms)
        return f"{who}{when}{what}{_ASKED.get(merged.operation, '是多少？')}"
    if merged.topic != asked.topic:
        rest = _YEAR.sub("", merged.topic)
        for mention in merged.mentions:
            rest = rest.replace(mention.text, "")
        return f"{who}{when}{rest}"
    missing = ("" if asked.mentions else who) + (when if asked.years != merged.years else "")
    return missing + asked.text
