"""The sentences that answer a question for one thing: the best, its unit where it only opens one, and no padding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language import tense
from assistant.passages import points
from assistant.passages.fitting import FITS, holds, novel, quoted_in
from assistant.passages.page import MARK, Page, Sentence, plain
from assistant.passages.scale import Scale
from assistant.passages.wanted import Want, Wanted

_SAYS = re.compile(r"[，。；！？：]|[,;:](?!\d)")
_CONTENTS = re.compile(r"(?:包括|分为|包含).*(?:情况[^。]*){3}")
"""The sentence that lists a report's own parts answers nothing about them."""
_DOTS = re.compile(r"…{3,}|\.{6,}")
_TABLE = re.compile(r"勾稽关系|信息内容\s*[本上]一?年|结果维持.{0,6}结果纠正|信息内容本年")
"""A table of the form that reached us as running text: its cells are read elsewhere, and it is no sentence."""
_PERSON = re.compile(r"(?:[省市县区州旗局厅院校]长|主任|主席|书记)\s*([\u4e00-\u9fff]{2,4})\s*$")
"""A line that names who speaks, as it stands under the title of a report that is given as a speech."""
_SPEAKER_ASKED = re.compile(
    r"报告人|(?:报告|讲话)[^，。]{0,4}(?:是|由)?谁(?:所?[作做]|宣读|发表)|谁(?:所?[作做]|宣读)的?"
    r"|(?:[省市县区州旗局厅院校]长|主任|主席)[^，。]{0,4}(?:谁|什么名字)|谁是[^，。]{0,4}(?:[省市县区州旗局厅院校]长|主任|主席)"
)
_TITLE_LINES = 30
_OPEN = frozenset((Want.FACT, Want.HOW, Want.LIST, Want.DEFINITION))
_REMEDY_ASKED = re.compile(
    r"(?:怎[么样]|如何|哪些|什么)[^，。]{0,6}(?:改进|解决|加强|提升|完善|整改|改善)|(?:改进|整改)措施|下阶段|下一步|今后|接下来|打算"
)
_ASIDE = re.compile(r"问题|不足|改进|整改|打算|下一步")
"""What a question about what was done does not ask for: what is wrong with it, and what is planned."""
_PLAN_ASKED = re.compile(
    r"打算|计划|准备|今后|接下来|下一步|将要?|安排|(?:怎[么样]|如何)(?:抓|推进|发展|加强|推动|提升|深化|做好|治理|解决|落实|优化|培育|打造|建设)|(?<![主需重首])要(?![求点])[^，。]{0,8}(?:哪|什么|怎|如何)"
)
_PAST_ASKED = re.compile(r"了(?:什么|哪|吗|多少|几)|过|(?:做|取|获|得|建|完|办)成?[得了]|入选|建成|通车|荣获|夺得|取得")
_CAUSE = re.compile(r"(?:其?主要)?原因|(?:这)?(?:主要)?是因为|主要是")
_DONE_ASKED = re.compile(
    r"(?:做了|开展了?|采取了?|推进了?)[^，。]{0,4}(?:什么|哪些)|(?:什么|哪些)(?:工作|措施|整治|行动|举措|做法)"
)
_ADMITS = re.compile(r"有待|仍需|还需|尚需|存在[^。]{0,24}问题|不够|不足")
_ITEMS = re.compile(r"、|《")
_BY_WHOM = re.compile(r"由谁|谁来|由哪|谁负责|谁做")
_BY = re.compile(r"(?<![理缘事])由[\u4e00-\u9fff]{2,}")
_FIT, _UNFIT = 0.12, 0.15
_BEFORE = 0.5
"""What the question's words in the sentence before count for, where the sentence goes on from it."""
_ALONE = 0.35
"""A sentence that itself holds less of the question answers only together with its unit."""
_HALF, _PART = 0.5, 0.7
_CLOSE = 0.1
_FULL = 0.85
_MOST = 12
_MOST_DONE = 4
_NEW = 2
_REFERS = re.compile(r"^(?:其中|主要|分别|具体|同时|即|一是|包括|原因|这|该|上述|此)")


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence and how well it answers, 0..1."""

    sentence: Sentence
    score: float
    own: float
    """The share of the question that the sentence itself holds."""
    held: float = 1.0
    """The share that it holds together with what stands over it."""


def scores(pages: Sequence[Page], wanted: Wanted, scale: Scale) -> list[Scored]:
    """How well each sentence that says something answers, in the reports' order."""
    return [one for page in pages for one in _scored(page, wanted, scale)]


def leading(scored: Sequence[Scored], count: int) -> list[Scored]:
    """The best of them, best first; of equals the earlier."""
    return sorted(scored, key=lambda one: (-one.score, one.sentence.number))[:count]


def best(page: Page, top: Scored, scored: Sequence[Scored], wanted: Wanted, scale: Scale) -> list[Scored]:
    """The best sentence, which is of this page, with what belongs to it; [] when it holds too little."""
    return _whole(page, top, scored, wanted, scale) if top.held >= _HALF else []


def _scored(page: Page, wanted: Wanted, scale: Scale) -> list[Scored]:
    return [
        _score(page, one, wanted, scale)
        for one in page.sentences
        if (_SAYS.search(one.text) or (wanted.want is Want.WHO and _PERSON.search(one.text)))
        and not _CONTENTS.search(one.text)
        and not _DOTS.search(one.text)
        and not _TABLE.search(one.text)
        and quoted_in(wanted, one)
    ]


def _score(page: Page, one: Sentence, wanted: Wanted, scale: Scale) -> Scored:
    own = _own(one, wanted, scale)
    score = held = max(own, scale.covered(one.spoken, one.over))
    before = page.sentences[one.number - 1] if one.number else None
    if before is not None and before.paragraph is one.paragraph and _REFERS.match(one.text):
        both = scale.covered(one.plain, before.plain)
        score = held = max(score, score + _BEFORE * (both - score))
    score += _fitting(page, one, wanted)
    score += scale.dense(one.plain)
    # What has no score can lose none; to look for what is new in every sentence would take as long as all the rest.
    if score > 0 and _says_little(one, wanted):
        score -= _UNFIT
    return Scored(one, max(0.0, min(score, 1.0 + _CLOSE)), own, held)


def _says_little(one: Sentence, wanted: Wanted) -> bool:
    """Whether a sentence only opens its unit, or holds hardly a word that the question does not."""
    if one.opens and wanted.want not in (Want.HOW, Want.LIST):
        return True
    return wanted.want is not Want.WHETHER and novel(one, wanted) < _NEW


def _own(one: Sentence, wanted: Wanted, scale: Scale) -> float:
    """The share of the question that a sentence holds; what only the title of a paper says counts half."""
    whole = scale.covered(one.plain)
    if one.spoken == one.plain or wanted.want in (Want.DOCUMENT, Want.LIST) or wanted.quoted:
        return whole
    return whole - _HALF * (whole - scale.covered(one.spoken))


def _fitting(page: Page, one: Sentence, wanted: Wanted) -> float:
    """What a sentence gains by being of the sort that is asked for, or loses by being of another."""
    gained = 0.0
    fits = FITS.get(wanted.want)
    if wanted.want is Want.LIST and len(_ITEMS.findall(one.text)) > 1:
        gained += _CLOSE / 2
    if fits is not None:
        gained += _FIT if fits.search(one.text) else -_UNFIT * (1 if wanted.want is Want.WHY else 2)
    if _BY_WHOM.search(wanted.text) and _BY.search(one.text):
        gained += _FIT
    if not holds(wanted, one):
        gained -= 2 * _UNFIT
    if _REMEDY_ASKED.search(wanted.text):
        gained += _remedy(one)
    aside = wanted.want is not Want.WHY and _ASIDE.search("".join(one.paragraph.section[-1:]))
    if aside and not _ASIDE.search(wanted.text):
        gained -= _FIT
    if tense.looks_both_ways(page.info.title) and (planned := _planned(wanted)) is not None:
        gained += _FIT if tense.planned(one.paragraph.section, one.text) is planned else -_FIT
    return gained


def _planned(wanted: Wanted) -> bool | None:
    """Whether a question asks what is to be done, or what was; None where it does not say."""
    if _PLAN_ASKED.search(wanted.text):
        return True
    return False if _PAST_ASKED.search(wanted.text) else None


def _remedy(one: Sentence) -> float:
    """What a sentence gains where remedies are asked for: it must not only say what is wrong."""
    if _ADMITS.search(one.text):
        return -2 * _UNFIT
    return _FIT if re.search(r"改进|整改|措施|打算", "".join(one.paragraph.section[-1:])) else 0.0


def _whole(page: Page, top: Scored, scored: Sequence[Scored], wanted: Wanted, scale: Scale) -> list[Scored]:
    """The best sentence with what belongs to it: its unit, the clauses after its semicolon, or what completes it."""
    if wanted.want in (Want.HOW, Want.LIST):
        top = _heading_like(top, scored)
    first = top.sentence
    if wanted.want is Want.WHY and (cause := _cause(page, first, scored)):
        return [cause]
    if first.opens and wanted.want in _OPEN:
        unit = [s for s in scored if s.sentence.head == first.text and s.sentence.paragraph is first.paragraph]
        unit = unit or [Scored(s, top.score, top.own) for s in points.below(page, first)]
        if unit:
            return unit[:_MOST]
    if top.own < _ALONE and first.head:
        unit = [s for s in scored if s.sentence.head == first.head and s.sentence.paragraph is first.paragraph]
        return [s for s in unit if s.score >= top.score - 2 * _CLOSE][:_MOST]
    if first.text.endswith(("；", ";")) and _leads(first, wanted, scale):
        return [Scored(one, top.score, top.own) for one in points.chain(page, first)][:_MOST]
    if wanted.want in _OPEN and top.own >= _PART and (opening := _opening(page, top, scored)):
        return [opening, top]
    how = wanted.want is Want.HOW and top.own >= _PART
    if (how or _DONE_ASKED.search(wanted.text)) and (done := _done(top, scored, _CLOSE if how else _CLOSE / 2)):
        return done
    near = top.score - (3 * _CLOSE if wanted.want is Want.DOCUMENT else _CLOSE)
    more = [s for s in scored if s is not top and s.sentence.info is first.info and s.score >= near]
    if _REMEDY_ASKED.search(wanted.text):
        more = [s for s in more if not _ADMITS.search(s.sentence.text)]
    for other in sorted(more, key=lambda s: (-s.score, s.sentence.number)):
        both = scale.covered(first.plain + other.sentence.plain)
        alike = wanted.plural and _alike(top, other, wanted)
        same = other.sentence.paragraph.section == first.paragraph.section
        if alike or (same and top.own < _PART and both > top.own + 2 * _CLOSE):
            return sorted([top, other], key=lambda s: s.sentence.number)
    return [top]


def _heading_like(top: Scored, scored: Sequence[Scored]) -> Scored:
    """The sentence that opens a unit about all that is asked, rather than one that speaks of it no more than that."""
    full = [s for s in scored if s.sentence.opens and s.own >= max(_FULL, top.own - _CLOSE / 2)]
    return max(full, key=lambda s: s.own, default=top)


def _opening(page: Page, top: Scored, scored: Sequence[Scored]) -> Scored | None:
    """The sentence that opens the unit of the best, where it says what is asked for itself as fully."""
    if not _SAYS.search(top.sentence.head.rstrip("。")):
        return None  # "（四）政策宣讲。" only names what follows
    before = next((one for one in page.sentences if one.opens and one.text == top.sentence.head), None)
    found = next((s for s in scored if before is not None and s.sentence.number == before.number), None)
    return found if found is not None and found.own >= top.own - _CLOSE / 2 else None


def _leads(first: Sentence, wanted: Wanted, scale: Scale) -> bool:
    """Whether the clauses behind a semicolon are what is asked for: the words before the colon name it."""
    lead, colon, _ = first.plain.partition("：")
    if not colon:
        return wanted.plural and MARK.match(first.text) is not None
    return (wanted.plural or wanted.want in _OPEN) and scale.covered(lead) >= _PART * scale.covered(first.plain)


def _cause(page: Page, first: Sentence, scored: Sequence[Scored]) -> Scored | None:
    """The next sentence, where it gives the cause of what the best one states: “主要原因：…”."""
    after = page.sentences[first.number + 1 : first.number + 2]
    if FITS[Want.WHY].search(first.text) or not after or after[0].paragraph is not first.paragraph:
        return None
    said = _CAUSE.match(after[0].text)
    return next((s for s in scored if said and s.sentence is after[0]), None)


def _done(top: Scored, scored: Sequence[Scored], within: float) -> list[Scored]:
    """Where things that were done are asked for: every sentence that speaks of them nearly as much as the best."""
    alike = [s for s in scored if s.sentence.info is top.sentence.info and s.own >= top.own - within]
    near = sorted((s for s in alike if s.score >= top.score - _CLOSE), key=lambda s: -s.score)[:_MOST_DONE]
    return sorted(near, key=lambda s: s.sentence.number)


def _alike(top: Scored, other: Scored, wanted: Wanted) -> bool:
    """Whether another sentence is a further item of what was asked for in the plural."""
    if other.sentence.paragraph.section != top.sentence.paragraph.section:
        return False
    if wanted.want is Want.DOCUMENT:
        return "《" in other.sentence.text and other.own >= top.own - 3 * _CLOSE
    return MARK.match(other.sentence.text) is not None and other.own >= top.own - _CLOSE


def speaker(pages: Sequence[Page], wanted: Wanted) -> list[Scored]:
    """The line under the title that names who gave a report as a speech."""
    if wanted.want is not Want.WHO or not _SPEAKER_ASKED.search(wanted.text):
        return []
    for page in pages:
        for one in page.sentences[:_TITLE_LINES]:
            if _PERSON.search(one.text) and not _SAYS.search(one.text):
                return [Scored(one, 0.95, 1.0)]
    return []


def definition(pages: Sequence[Page], wanted: Wanted) -> list[Scored]:
    """What a report says a term means: the opening of the section that is named like it, or “…是指…”."""
    term = _term(wanted)
    if len(term) < 2:
        return []
    for page in pages:
        for paragraph in page.paragraphs:
            if re.match(r"\s*[是指即]", paragraph.text) and _names(paragraph.section, term):
                return [Scored(one, 1.0, 1.0) for one in points.chain(page, page.of(paragraph)[0])][:_MOST]
        told = re.compile(rf"{re.escape(term)}(?:预算)?(?:[：:]|是指|指的?是|指|，?即|包括|是)")
        spoken = [one for one in page.sentences if not _DOTS.search(one.text)]
        for one in spoken:
            if told.search(_bare(one.plain)):
                return [Scored(one, 0.95, 1.0)]
        for one in spoken:
            if wanted.quoted and f"“{wanted.quoted[0]}”" in one.plain and len(one.plain) > 2 * len(term):
                return [Scored(one, 0.85, 1.0)]
    return []


def _term(wanted: Wanted) -> str:
    rest = re.sub(
        r"什么是|什么叫|是?什么意思|是?指(?:的是)?(?:什么|哪些?)?|(?:的)?(?:含义|定义)(?:是什么)?|是什么|怎么(?:定义|理解)"
        r"|报告|[里中的是？?。，\s]",
        "",
        wanted.text,
    )
    return _bare(plain(rest))


def _names(section: Sequence[str], term: str) -> bool:
    """Whether a heading is the term, as in a list of terms explained."""
    heading = _bare(plain(re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]", "", section[-1]))) if section else ""
    return bool(heading) and heading in (term, term.removesuffix("预算"))


def _bare(text: str) -> str:
    return re.sub(r"[“”\"『』「」]", "", text)
