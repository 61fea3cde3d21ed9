"""The sentences of a report that answer a question, chosen without a model and never altered.

Three shapes of question are told apart: contacts (the sentence that holds the number or the address), points
("哪些问题": every point of the list, in order), and anything else (the best sentences of the best passages).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.catalog import Catalog
from assistant.counted import covered, grams
from assistant.library import Library
from assistant.report import Paragraph, Path, Source
from assistant.retriever import search
from assistant.sentences import sentences
from assistant.sources import source_of

_ADDRESS = r"(?<!网络)(?<!查阅)(?<!下载)地\s*址|(?:路|街|巷|道|弄)[^，。；（]{0,4}?\d+\s*号"
_CONTACTS = {
    r"电话|号码|telephone|phone": r"\d{3,4}\s*[-—－]\s*\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)12345(?!\d)",
    r"地址|办公(?:室|地点|场所)?在哪|(?<!公布)(?<!发布)(?<!公开)在哪(?:里|儿|个地方)?[？?]?$"
    r"|address|where is": _ADDRESS,
    r"邮编|邮政编码|postcode|zip": r"邮\s*(?:政编码|编)",
    r"邮箱|电子邮件|e-?mail": r"[\w.]+@[\w.]+",
    r"传真|fax": r"传\s*真",
    r"网址|网站(?:地址|是什么|是多少|叫)|下载|website": r"www\.|https?[:/]",
    r"联系|找谁|contact": r"联系",
    r"统计.{0,8}(?:时间|期限|时限|时段|周期)|时间段": r"\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:起)?\s*[至到—－-]",
}
_POINT = re.compile(
    r"(?:^|(?<=[。；：:，,！）]))\s*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，|[（(]?\d[）)、.．])"
)
_POINTS_ASKED = re.compile(r"哪些|什么|怎么|怎样|如何|几点|几条|几个方面|呢[？?]?$|which|what|how", re.IGNORECASE)
_LIST_NAMED = re.compile(r"(?:存在|主要)的?(?:主要)?(?:问题|不足)|改进(?:措施|情况)|(?:问题|不足|措施)[？?]?$")
_SECTION_ASKED = re.compile(r"方面|怎么样|怎样|情况|做了(?:什么|哪些)|工作", re.IGNORECASE)
_WHY = re.compile(r"为什么|为何|原因|why", re.IGNORECASE)
_CAUSE = re.compile(r"因|由于|受[^。，]{1,12}影响|原因|所致|鉴于|because|due to")
_CAUSE_BONUS = 0.2
_PROBLEMS = re.compile(r"问题|不足|短板|困难|薄弱|problems?|shortcomings?", re.IGNORECASE)
_IMPROVEMENTS = re.compile(r"改进|措施|打算|下一步|整改|对策|improvements?|measures", re.IGNORECASE)
_TURN = re.compile(
    r"改进|措施|打算|考虑|计划|思路|今后|下一步|下一年|整改|针对|根据(?:上述|以上)|围绕(?:上述|以上)|(?:将|拟|着力|重点)[^。]{0,20}$"
)
"""Words that lead into what is to be done, even where they name the problems: “针对上述问题，…：一是”."""
_LEAD = 60
_FIRST_POINT = re.compile(r"\s*(?:一是|第一，|[（(]?1[）)、.．])")
_STOP = re.compile(r"下一步|下一年|改进(?:情况|措施|方面)|针对(?:上述|以上|存在|这些)|将(?:着力|采取|从以下)")
_SAYS = re.compile(r"[，。；！？]")
_CONTENTS = re.compile(r"(?:包括|分为|包含).*(?:情况[^。]*){3}")
"""The sentence that lists a report's own parts answers nothing about them."""
_ENOUGH = 0.55
"""The share of a question's content that a sentence and its heading must hold to answer it."""
_HEADING_NAMED = 0.6
"""The share of a question's words that a heading must hold for its section to be what is asked for."""
_MOST_SENTENCES = 2
_MOST_OPENING = 3
_MOST_POINTS = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers, with the place that proves it."""

    source: Source
    score: float


def find(library: Library, catalog: Catalog, question: str, content: str, report_ids: Sequence[str]) -> list[Evidence]:
    """The sentences that answer a question, in the report's order; [] when none does."""
    kinds = contacts_asked(question)
    if kinds and (found := _contacts(library, catalog, kinds, content, report_ids)):
        return found
    points = [one for topic in topics_asked(question) for one in _points(library, catalog, topic, report_ids)]
    if points:
        return points
    wanted = grams(content) or grams(question)
    if _SECTION_ASKED.search(question) and (found := _section(library, catalog, wanted, report_ids)):
        return found
    return _best_sentences(library, catalog, question, wanted, report_ids)


def contacts_asked(question: str) -> list[str]:
    """The patterns of the contacts that a question asks for; “联系” alone only when nothing more exact is asked."""
    kinds = [pattern for words, pattern in _CONTACTS.items() if re.search(words, question, re.IGNORECASE)]
    return [kind for kind in kinds if kind != "联系"] or kinds


def topics_asked(question: str) -> list[re.Pattern[str]]:
    """Whether a question asks for the points on problems, on improvements, or on both."""
    if not (_POINTS_ASKED.search(question) or _LIST_NAMED.search(question)):
        return []
    return [topic for topic in (_PROBLEMS, _IMPROVEMENTS) if topic.search(question)]


def _contacts(
    library: Library, catalog: Catalog, kinds: Sequence[str], content: str, report_ids: Sequence[str]
) -> list[Evidence]:
    """For each contact asked for, the sentence that holds it; of several reports the first that holds any."""
    wanted = grams(content)
    for report_id in report_ids:
        every = [(paragraph, span) for paragraph in library.paragraphs(report_id) for span in sentences(paragraph.text)]
        chosen: dict[tuple[int, int], Evidence] = {}
        for kind in kinds:
            held = [(p, span) for p, span in every if re.search(kind, p.text[span[0] : span[1]])]
            if not held:
                continue
            paragraph, span = max(held, key=lambda one: _contact_score(one[0].text[slice(*one[1])], kinds, wanted))
            source = source_of(catalog.info(report_id), paragraph, *span)
            chosen[source.start, source.end] = Evidence(source, 0.9)
        if chosen:
            return [chosen[key] for key in sorted(chosen)]
    return []


def _contact_score(text: str, kinds: Sequence[str], wanted: Collection[str]) -> float:
    held = sum(1 for kind in kinds if re.search(kind, text))
    return held / len(kinds) + 0.3 * covered(wanted, text) + (0.2 if "联系" in text else 0)


def _section(library: Library, catalog: Catalog, wanted: Collection[str], report_ids: Sequence[str]) -> list[Evidence]:
    """The opening sentences of the section whose heading is what the question is about."""
    for report_id in report_ids:
        paragraphs = [p for p in library.paragraphs(report_id) if p.section and "报告" not in p.section[-1]]
        ranked = [(covered(wanted, p.section[-1]), -p.start, p) for p in paragraphs]
        score, _, paragraph = max(ranked, key=lambda one: one[:2], default=(0.0, 0, None))
        if paragraph is not None and score >= _HEADING_NAMED:
            spans = sentences(paragraph.text)[:_MOST_OPENING]
            return [Evidence(source_of(catalog.info(report_id), paragraph, *span), score) for span in spans]
    return []


def _points(library: Library, catalog: Catalog, topic: re.Pattern[str], report_ids: Sequence[str]) -> list[Evidence]:
    """Every point of the list about the topic: “一是…二是…三是…”; else the paragraph under a heading that names it."""
    for report_id in report_ids:
        info = catalog.info(report_id)
        paragraphs = library.paragraphs(report_id)
        for paragraph in paragraphs:
            for lead, spans in _lists(paragraph.text):
                if len(spans) > 1 and _about(lead, paragraph.section) is topic:
                    return [Evidence(source_of(info, paragraph, *span), 1.0) for span in spans]
        under = [p for p in paragraphs if p.section and _about("", p.section) is topic and len(p.section) > 1]
        if under:
            spans = sentences(under[0].text)[:_MOST_POINTS]
            return [Evidence(source_of(info, under[0], *span), 0.8) for span in spans]
    return []


def _about(lead: str, section: Path) -> re.Pattern[str] | None:
    """Whether a list, by the words that lead into it, or else its heading, is about problems or improvements."""
    tail = re.split(r"[。；]", lead.rstrip("。；：: \n"))[-1][-_LEAD:]
    if _TURN.search(tail):
        return _IMPROVEMENTS
    if _PROBLEMS.search(tail) or "表现" in tail:
        return _PROBLEMS
    heading = section[-1] if section else ""
    if _PROBLEMS.search(heading):
        return _PROBLEMS
    return _IMPROVEMENTS if _IMPROVEMENTS.search(heading) else None


def _lists(text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Each list of points in a text: the words that lead into it, and the spans of its points."""
    starts = [match.end() - len(match.group().lstrip()) for match in _POINT.finditer(text)]
    firsts = [i for i, start in enumerate(starts) if _FIRST_POINT.match(text, start)]
    end = 0
    for number, first in enumerate(firsts):
        last = firsts[number + 1] if number + 1 < len(firsts) else len(starts)
        limit = starts[last] if last < len(starts) else len(text)
        own = starts[first:last]
        bounds = [*own[1:], _last_end(text, own[-1], limit, final=last == len(starts))]
        spans = [(start, start + len(text[start:stop].rstrip())) for start, stop in zip(own, bounds, strict=True)]
        yield text[end : own[0]], spans
        end = spans[-1][1]


def _last_end(text: str, start: int, limit: int, *, final: bool) -> int:
    """Where the last point of a list ends: before the sentence that leads into the next list or turns away from it."""
    ends = [start + stop for _, stop in sentences(text[start:limit])]
    for (_, stop), following in zip(sentences(text[start:limit]), [*ends[1:], limit], strict=True):
        rest = text[start + stop : following]
        if _STOP.search(rest) or (not final and following == limit):
            return start + stop
    return limit


def _best_sentences(
    library: Library, catalog: Catalog, question: str, wanted: Collection[str], report_ids: Collection[str]
) -> list[Evidence]:
    found: list[Evidence] = []
    read: dict[str, list[Paragraph]] = {}
    asks_why = _WHY.search(question) is not None
    for passage in search(library, question, 8, report_ids):
        chunk = passage.chunk
        if chunk.table_id is not None:
            continue
        heading = "".join(chunk.section[-1:])
        if chunk.report_id not in read:
            read[chunk.report_id] = library.paragraphs(chunk.report_id)
        for paragraph in read[chunk.report_id]:
            if paragraph.start >= chunk.end or paragraph.end <= chunk.start:
                continue
            for start, end in sentences(paragraph.text):
                text = paragraph.text[start:end]
                if not _SAYS.search(text) or _CONTENTS.search(text):
                    continue  # a heading, a caption or a line of contents says nothing
                bonus = _CAUSE_BONUS if asks_why and _CAUSE.search(text) else 0.0
                score = min(covered(wanted, text + heading) + bonus, 1.0)
                if score >= _ENOUGH:
                    found.append(Evidence(source_of(catalog.info(chunk.report_id), paragraph, start, end), score))
    unique = {(f.source.report_id, f.source.start): f for f in found}
    best = sorted(unique.values(), key=lambda f: (-f.score, f.source.report_id, f.source.start))
    close = [f for f in best if f.score >= best[0].score - 0.1 and f.source.report_id == best[0].source.report_id]
    return sorted(close[:_MOST_SENTENCES], key=lambda f: f.source.start)
