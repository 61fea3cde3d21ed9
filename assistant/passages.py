"""The sentences of a report that answer a question, chosen without a model and never altered.

Three shapes of question are told apart: contacts (the sentence that holds the number or the address), points
("哪些问题": every point of the list, in order), and anything else (the best sentences of the best passages).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.catalog import Catalog
from assistant.counted import covered, grams
from assistant.library import Library
from assistant.report import Paragraph, Source
from assistant.retriever import search
from assistant.sentences import sentences
from assistant.sources import source_of

_CONTACTS = {
    r"电话|号码|telephone|phone": r"\d{3,4}\s*[-—－]\s*\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)12345(?!\d)",
    r"地址|在哪(?:里|儿|办|个地方|$|[？?])|哪里|address": r"地\s*址",
    r"邮编|邮政编码|postcode|zip": r"邮\s*(?:政编码|编)",
    r"邮箱|电子邮件|e-?mail": r"[\w.]+@[\w.]+",
    r"传真|fax": r"传\s*真",
    r"网址|网站|下载|website": r"www\.|https?[:/]",
    r"联系|找谁|contact": r"联系",
}
_POINT = re.compile(
    r"(?:^|(?<=[。；：:，,！）]))\s*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，|[（(]?\d[）)、.．])"
)
_POINTS_ASKED = re.compile(r"哪些|什么|几点|几条|几个方面|which|what", re.IGNORECASE)
_TOPICS = {
    r"问题|不足|短板|困难|薄弱|problems?|shortcomings?": r"问题|不足|短板|困难|薄弱",
    r"改进|措施|打算|下一步|整改|improvements?|measures": r"改进|措施|打算|下一步|针对",
}
_STOP = re.compile(r"下一步|下一年|改进(?:情况|措施|方面)|针对(?:上述|以上|存在|这些)|将(?:着力|采取|从以下)")
_ENOUGH = 0.55
"""The share of a question's content that a sentence and its heading must hold to answer it."""
_MOST_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers, with the place that proves it."""

    source: Source
    score: float


def find(library: Library, catalog: Catalog, question: str, content: str, report_ids: Sequence[str]) -> list[Evidence]:
    """The sentences that answer a question, in the report's order; [] when none does."""
    kinds = [pattern for words, pattern in _CONTACTS.items() if re.search(words, question, re.IGNORECASE)]
    if kinds and (found := _contacts(library, catalog, kinds, content, report_ids)):
        return found
    topics = [pattern for words, pattern in _TOPICS.items() if re.search(words, question, re.IGNORECASE)]
    if topics and _POINTS_ASKED.search(question) and (points := _points(library, catalog, topics, report_ids)):
        return points
    return _best_sentences(library, catalog, question, content, report_ids)


def _contacts(
    library: Library, catalog: Catalog, kinds: Sequence[str], content: str, report_ids: Sequence[str]
) -> list[Evidence]:
    """The sentence of each report that holds most of the contacts asked for; the newest report is asked first."""
    wanted = grams(content)
    for report_id in report_ids:
        best: tuple[float, Paragraph, tuple[int, int]] | None = None
        for paragraph in library.paragraphs(report_id):
            for start, end in sentences(paragraph.text):
                text = paragraph.text[start:end]
                held = sum(1 for kind in kinds if re.search(kind, text))
                score = held / len(kinds) + 0.3 * covered(wanted, text) + (0.2 if "联系" in text else 0)
                if held and (best is None or score > best[0]):
                    best = (score, paragraph, (start, end))
        if best is not None:
            return [Evidence(source_of(catalog.info(report_id), best[1], *best[2]), min(best[0], 1.0))]
    return []


def _points(library: Library, catalog: Catalog, topics: Sequence[str], report_ids: Sequence[str]) -> list[Evidence]:
    """Every point of the list that stands under, or opens with, the topic: “一是…二是…三是…”."""
    topic = re.compile("|".join(topics))
    for report_id in report_ids:
        for paragraph in library.paragraphs(report_id):
            opening = paragraph.text[:40]
            if not (topic.search(opening) or topic.search("".join(paragraph.section[-1:]))):
                continue
            spans = _point_spans(paragraph.text)
            if len(spans) > 1:
                return [Evidence(source_of(catalog.info(report_id), paragraph, *span), 1.0) for span in spans]
    return []


def _point_spans(text: str) -> list[tuple[int, int]]:
    """The spans of the points of the first list in a text; a second list (“下一步：一是…”) is not mixed in."""
    starts = [match.end() - len(match.group().lstrip()) for match in _POINT.finditer(text)]
    stop = _STOP.search(text, starts[1] if len(starts) > 1 else len(text))
    limit = stop.start() if stop else len(text)
    starts = [start for start in starts if start < limit]
    ends = [*starts[1:], limit]
    spans = [(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]
    return [(start, _whole(text, start, end)) for start, end in spans if end > start]


def _whole(text: str, start: int, end: int) -> int:
    """Cut a point back to its last full sentence, so that the words before the next list stay out of it."""
    closing = max(text.rfind(mark, start, end) for mark in "。；")
    return closing + 1 if closing > start else end


def _best_sentences(
    library: Library, catalog: Catalog, question: str, content: str, report_ids: Collection[str]
) -> list[Evidence]:
    wanted = grams(content) or grams(question)
    found: list[Evidence] = []
    for passage in search(library, question, 8, report_ids):
        chunk = passage.chunk
        if chunk.table_id is not None:
            continue
        heading = "".join(chunk.section[-1:])
        for paragraph in library.paragraphs(chunk.report_id):
            if paragraph.start >= chunk.end or paragraph.end <= chunk.start:
                continue
            for start, end in sentences(paragraph.text):
                score = covered(wanted, paragraph.text[start:end] + heading)
                if score >= _ENOUGH:
                    found.append(Evidence(source_of(catalog.info(chunk.report_id), paragraph, start, end), score))
    unique = {(f.source.report_id, f.source.start): f for f in found}
    best = sorted(unique.values(), key=lambda f: (-f.score, f.source.report_id, f.source.start))
    close = [f for f in best if f.score >= best[0].score - 0.1 and f.source.report_id == best[0].source.report_id]
    return sorted(close[:_MOST_SENTENCES], key=lambda f: f.source.start)
