"""What a question leaves out is taken from the question before it, when it reads like a follow-up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding import words
from assistant.understanding.claims import claims_span
from assistant.understanding.inquiry import OVER_REPORTS, Inquiry, Kind, Operation
from assistant.understanding.measures import concepts
from assistant.understanding.operations import WORDS
from assistant.understanding.quantities import whole_of
from assistant.understanding.spans import masked
from assistant.understanding.terms import Term, joined, terms_in
from assistant.understanding.years import Years

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
    r"^(?:不对|错了|不是这个意思|我(?:想?[说问指要]|想知道)的(?:是|不是)?)[，,。：:\s]*(?:我(?:想?[说问指要]|想知道)的是)?"
    r"|^(?:我[说问]的)?不是[^，,。；]{1,20}[，,。；]?\s*(?:而?是|我(?:说|问|指|要)的是|应该是|要的是)"
    r"|^(?:no|sorry|wrong)?[,.]?\s*i (?:meant?|was asking (?:about|for))\b[\s:,]*",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(r"[，,；]\s*(?:而)?不是[^，,。；？]{1,20}[。]?$|,?\s*\bnot the [a-z ]{3,30}$", re.IGNORECASE)
_AGAINST = re.compile(
    r"^(?:那么?)?(?:和|与|跟|同|比|较|相比)(?P<other>.{1,24}?)(?:相比|比较|比起来|比一比|比|来说)?"
    r"(?:呢|如何|怎么?样|哪个更?多|(?:有什么|有何)?变化|[多少高低增减差升降涨].{0,9})?[？?]?$"
    r"|^(?:and )?(?:compared (?:with|to)|how (?:many|much) (?:more|fewer|less) than|versus|vs)\b",
    re.IGNORECASE,
)
_SETS = re.compile(r"[比较]|compared|than|versus|\bvs\b", re.IGNORECASE)
_BOTH = re.compile(r"[两二](?:个|者|家|年|边|次|局|个?单位)(?:之间|的)?|它们|他们|\b(?:both|the two|them)\b")
_TOGETHER = (Operation.GREATER, Operation.TOTAL, Operation.MAXIMUM, Operation.MINIMUM)
"""Operations that, asked of nothing in particular, mean what the last questions asked for."""
_CHANGES = (Operation.DIFFERENCE, Operation.GROWTH, Operation.RATIO)
_APART = re.compile(r"差")
_OVER_YEARS = OVER_REPORTS - {Operation.TOTAL, Operation.RANK, Operation.COUNT, Operation.SELECT}


def corrected(text: str) -> str:
    """A correction without what it takes back: “不是新收，是结转”, “我问的是结转，不是新收” ask about 结转."""
    rest = _CORRECTION.sub("", text, count=1)
    return _TAKEN_BACK.sub("", rest) or text


def completed(inquiry: Inquiry, before: Inquiry, earlier: Sequence[Inquiry] = ()) -> Inquiry:
    """Take from the question before what this one leaves out; a whole question of its own inherits only its scope.

    `earlier` are the questions before that one, completed, in order.
    """
    elliptic = _is_elliptic(inquiry)
    if elliptic and _sets_against(inquiry):
        inquiry = _against(inquiry, before)
    elif elliptic and inquiry.years.silent and not inquiry.mentions and not inquiry.everyone:
        before = _together(inquiry, before, earlier)
    merged = _with_scope(_with_measure(inquiry, before, elliptic), before, elliptic)
    return replace(merged, standalone=_standalone(inquiry, merged))


def _sets_against(inquiry: Inquiry) -> bool:
    """“比上一年呢”, “和财政局比”, “比2021年多多少”: the figure of before, set against another one."""
    if inquiry.operation not in (Operation.VALUE, Operation.GREATER, *_CHANGES) or not _AGAINST.search(inquiry.text):
        return False
    if not _SETS.search(inquiry.text):
        return False
    return bool(inquiry.mentions or inquiry.years.relative or inquiry.years.named)


def _against(inquiry: Inquiry, before: Inquiry) -> Inquiry:
    """The question with both sides: the agency or the year of before, and its own."""
    if inquiry.operation is Operation.VALUE:
        inquiry = replace(inquiry, operation=Operation.DIFFERENCE)
    if inquiry.mentions:
        inquiry = replace(inquiry, mentions=tuple(dict.fromkeys((*before.mentions, *inquiry.mentions))))
    own, others = inquiry.years.named, before.years.named
    if len(own) == 1 and len(others) == 1 and own != others and not inquiry.mentions:
        inquiry = replace(inquiry, years=replace(inquiry.years, named=(*others, *own)))
    return inquiry


def _together(inquiry: Inquiry, before: Inquiry, earlier: Sequence[Inquiry]) -> Inquiry:
    """The last questions as one, where an operation asks about all of them: “两个差多少”, “哪个多”, “加起来呢”."""
    both = _BOTH.search(inquiry.text) is not None
    apart = inquiry.operation in _CHANGES and (both or _APART.search(inquiry.text))
    if not apart and not (inquiry.operation in _TOGETHER and inquiry.parts is None):
        return before
    run = [before]
    for one in reversed(earlier[-1:] if both or apart else earlier):
        if one.operation is not Operation.VALUE or not one.terms or len(one.years.named) != 1:
            break
        run.insert(0, one)
    if len(run) < 2 or any(one.operation is not Operation.VALUE or len(one.years.named) != 1 for one in run):
        return before
    terms = tuple(dict.fromkeys(term for one in run for term in one.terms))
    mentions = tuple(dict.fromkeys(mention for one in run for mention in one.mentions))
    years = tuple(dict.fromkeys(year for one in run for year in one.years.named))
    differ = len({one.terms for one in run}) > 1
    if differ + sum(len(axis) > 1 for axis in (mentions, years)) != 1:
        return before  # they differ in more than one respect: which are meant is not said
    if inquiry.operation is Operation.TOTAL and differ:
        try:
            terms = (joined(terms),)
        except ValueError:
            return before
    return replace(before, terms=terms, mentions=mentions, years=Years(named=years))


def _is_elliptic(inquiry: Inquiry) -> bool:
    """Whether a question says nothing of what is counted: “那2021年呢”, “哪一年最多”, “占多少”."""
    if inquiry.terms or inquiry.divided is not None or len(_left(inquiry)) > 1 or inquiry.kind is Kind.PERSONAL:
        return False
    computed = inquiry.operation is not Operation.VALUE and not words.ASKS_REASON.search(inquiry.text)
    asks_text = words.ASKS_TEXT.search(inquiry.text) is not None and inquiry.kind is not Kind.FIGURE and not computed
    return words.ELLIPSIS.search(inquiry.text) is not None or not asks_text


def _left(inquiry: Inquiry) -> str:
    """What a question says beside its operation and the number that it puts forward."""
    against = _sets_against(inquiry)
    if inquiry.operation is Operation.VALUE and not inquiry.whether and not against:
        return inquiry.content
    claimed = claims_span(inquiry.text)
    text = masked(inquiry.text, [claimed]) if claimed else inquiry.text
    left = " ".join(word for word in inquiry.content.split() if word in text)
    return "".join(WORDS.sub(" ", words.FILLER.sub(" ", _BOTH.sub(" ", left))).split())


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
        if (denominator[0].rows, denominator[0].cols) == (before.terms[0].rows, before.terms[0].cols):
            before = replace(before, foreign=True)  # a share of itself is not asked for
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
    if years.silent and _is_over_years(inquiry, before, elliptic):
        return replace(inquiry, years=Years(every=True))
    if years.silent:
        return inquiry if turned and not elliptic else replace(inquiry, years=before.years)
    if years.relative and inquiry.operation in (Operation.DIFFERENCE, Operation.GROWTH):
        return replace(inquiry, years=before.years)  # "比上年少多少": the year of before against the one before that
    if years.relative and before.years.named:
        base = before.years.named[-1]
        return replace(inquiry, years=replace(years, named=(base + years.offset,), relative=None))
    return inquiry


def _is_over_years(inquiry: Inquiry, before: Inquiry, elliptic: bool) -> bool:
    """Whether one year was asked for, and what is asked now can only be asked of several: “趋势呢”, “平均呢”."""
    if inquiry.operation not in _OVER_YEARS or inquiry.parts is not None or inquiry.everyone or before.everyone:
        return False
    return len(before.years.named) == 1 and (elliptic or "年" in inquiry.text) and len(inquiry.mentions) == 1


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
