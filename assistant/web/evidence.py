"""The evidence of answers as HTML: the cited table or paragraph as it stands in the report, the cited place marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant import bases, phrasing
from assistant.answer import AnswerFigure, Citation, Derivation
from assistant.arithmetic import plain
from assistant.errors import LibraryError
from assistant.library import Library
from assistant.report import Box, Figure, FigureStatus, Paragraph, Source
from assistant.web import held, particulars
from assistant.web.cards import whose
from assistant.web.charts import chart
from assistant.web.conversation import Conversation, Exchange
from assistant.web.language import words_of_answer
from assistant.web.markup import anchor, mark, text
from assistant.web.pageimage import PageImages, page_html
from assistant.web.series import series_of
from assistant.web.tables import Marks, Place, table_html
from assistant.web.wording import Words

_EARLIER = 6
"""Earlier exchanges whose evidence stays at hand."""
_LONGEST_QUOTE = 2_000


def panel(
    library: Library, conversation: Conversation, coverage: str, words: Words, pages: PageImages | None = None
) -> str:
    """The whole panel: the evidence of the last answer, that of earlier ones folded, and what is loaded."""
    exchanges = conversation.exchanges
    shown = (
        evidence(library, exchanges[-1], words, pages)
        if exchanges
        else f'<p class="bg-hint">{text(words.evidence_hint)}</p>'
    )
    folded = "".join(
        f"<details><summary>{text(one.question[:80])}</summary>{evidence(library, one, words, pages)}</details>"
        for one in reversed(exchanges[-1 - _EARLIER : -1])
        if one.answer.citations
    )
    older = f'<section class="bg-earlier"><h3>{text(words.earlier)}</h3>{folded}</section>' if folded else ""
    return (
        f'<section class="bg-panel" lang="{words.html}" aria-label="{text(words.evidence)}">'
        f"<h2>{text(words.evidence)}</h2>{shown}{older}{coverage}</section>"
    )


def evidence(library: Library, exchange: Exchange, words: Words, pages: PageImages | None = None) -> str:
    """The evidence of one answer: how it was computed, what it compares, a block for each cited table or paragraph."""
    answer = exchange.answer
    if not answer.citations:
        return f'<p class="bg-hint">{text(words.no_evidence)}</p>'
    computed = _derivation(answer.derivation, exchange.number, words) if answer.derivation else ""
    operands = answer.derivation.operands if answer.derivation else ()
    page = _Page(library, exchange.number, words, frozenset(one.citation for one in operands), pages)
    blocks = "".join(page.block(together) for together in _by_place(library, answer.citations))
    return computed + _compared(exchange, words) + blocks


def _compared(exchange: Exchange, words: Words) -> str:
    """The chart of a comparison, and its figures as files."""
    own = words_of_answer(exchange.answer)
    series = series_of(exchange.answer, own)
    if series is None:
        return ""
    links = "".join(
        f'<a href="/answer/{exchange.token}.{kind}?language={own.code}" download>{kind.upper()}</a>'
        for kind in ("csv", "xlsx")
    )
    files = f'<p class="bg-files">{text(words.download)} {links}</p>'
    return f'<section class="bg-source">{chart(series, exchange.number, own)}{files}</section>'


@dataclass(frozen=True, slots=True)
class _Together:
    """Citations of one table or one paragraph of one report."""

    citations: tuple[Citation, ...]
    paragraph: Paragraph | None

    @property
    def source(self) -> Source:
        return self.citations[0].source


def _by_place(library: Library, citations: Sequence[Citation]) -> list[_Together]:
    """The citations, those of the same table or paragraph together, in the order of their numbers."""
    places: dict[tuple[str, str, int], list[Citation]] = {}
    paragraphs: dict[tuple[str, str, int], Paragraph | None] = {}
    for citation in citations:
        source = citation.source
        paragraph = None if source.table_id else _paragraph(library, source)
        start = 0 if source.table_id else paragraph.start if paragraph else source.start
        key = (source.report_id, source.table_id or "", start)
        places.setdefault(key, []).append(citation)
        paragraphs[key] = paragraph
    return [_Together(tuple(found), paragraphs[key]) for key, found in places.items()]


def _paragraph(library: Library, source: Source) -> Paragraph | None:
    """The paragraph that holds a source, or None: it spans several, or its report is no longer there."""
    try:
        paragraphs = library.paragraphs(source.report_id)
    except LibraryError:
        return None
    return next((p for p in paragraphs if p.start <= source.start and source.end <= p.end), None)


def _derivation(derivation: Derivation, exchange: int, words: Words) -> str:
    stated = [one for one in derivation.operands if one.value is not None]
    several = len({(one.agency, one.year) for one in stated}) > 1
    operands = "".join(_operand(one, exchange, words, named=several) for one in stated)
    return (
        f'<div class="bg-formula"><h3>{text(words.formula)}</h3><p>{text(derivation.formula)}</p>'
        f"<ul>{operands}</ul></div>"
    )


def _operand(figure: AnswerFigure, exchange: int, words: Words, *, named: bool) -> str:
    """A figure of a computation; `named` says whose it is as well."""
    label = f"{whose(figure, words)} · {figure.label}" if named else figure.label
    value = phrasing.number(figure.value, figure.unit, words.code) if figure.value is not None else ""
    return f"<li>{text(label)} <b>{text(value)}</b> {mark(exchange, figure.citation, words)}</li>"


@dataclass(frozen=True, slots=True)
class _Page:
    """Writes the blocks of one answer."""

    library: Library
    exchange: int
    words: Words
    operands: frozenset[int]
    """Citations that the computation above lists already."""
    pages: PageImages | None
    """Where the pictures of pages come from; without them there are none."""

    def block(self, together: _Together) -> str:
        """The head with the place in words, the numbered citations, and the passage itself."""
        source, words = together.source, self.words
        pages = list(dict.fromkeys(str(c.source.page) for c in together.citations if c.source.page))
        place = [
            source.file,
            words.page.format(phrasing.signs(words.code).between.join(pages)) if pages else "",
            " › ".join(source.section),
        ]
        address = f"/original/{quote(source.report_id, safe='')}"
        return (
            f'<article class="bg-source"><header><h3>{text(source.title)}</h3>'
            f'<p class="bg-place">{text(" · ".join(part for part in place if part))}'
            f'<a class="bg-original" href="{text(address)}" download>{text(words.original)}</a></p></header>'
            f"{''.join(self._body(together))}{''.join(self._pictures(together))}{self._about(source)}</article>"
        )

    def _about(self, source: Source) -> str:
        info = held.info(self.library, source.report_id)
        return particulars.folded(info, self.words.code) if info else ""

    def _pictures(self, together: _Together) -> Iterator[str]:
        """The cited pages as they look in the original, the cited places framed; fetched when they are unfolded."""
        report_id = together.source.report_id
        boxes: dict[int, list[Box]] = {}
        for one in together.citations:
            if one.source.page and one.source.bbox:
                boxes.setdefault(one.source.page, []).append(one.source.bbox)
        for number, framed in sorted(boxes.items()) if self.pages else ():
            try:
                size = self.pages.size(self.library.original(report_id), number) if self.pages else None
            except LibraryError:
                return
            if size is not None:
                address = f"/page/{quote(report_id, safe='')}/{number}"
                alt = self.words.page_alt.format(file=together.source.file, page=number)
                yield page_html(address, size, framed, alt, self.words.page_image.format(number))

    def _body(self, together: _Together) -> Iterator[str]:
        source = together.source
        if source.table_id is None:
            yield from self._passage(together)
            return
        try:
            table, known = held.table(self.library, source.report_id, source.table_id)
        except LibraryError:  # The report was removed since: what was quoted still stands.
            yield from self._passage(together)
            return
        cited: dict[Place, list[int]] = {}
        spans = []
        items = []
        for citation in together.citations:
            cell = citation.source.cell
            if cell is None:
                spans.append((citation.source.start, citation.source.end))
            else:
                cited.setdefault(cell, []).append(citation.n)
            figure = known.get(cell) if cell else None
            if citation.n not in self.operands or (figure and figure.status is not FigureStatus.REPORTED):
                items.append(self._item(citation, figure, anchored=cell is None or table.at(*cell) is None))
        if items:
            yield f'<ul class="bg-cells">{"".join(items)}</ul>'
        if table.reconstructed:
            yield f'<p class="bg-remark">{text(self.words.reconstructed)}</p>'
        yield table_html(table, Marks.on(table, cited, spans, self.exchange), self.words)

    def _item(self, citation: Citation, figure: Figure | None, *, anchored: bool) -> str:
        """A cited cell in words: where it stands, what it holds, how sure that is; the anchor of what no cell holds."""
        source, words = citation.source, self.words
        where = " / ".join((*source.row, *source.col)) or " › ".join(source.section)
        holds, status = "", ""
        if figure is not None:
            holds = plain(figure.value) if figure.value is not None else f"“{source.quote.strip()}”"
            if figure.status is not FigureStatus.REPORTED:
                basis = f" · {bases.told(figure.basis, words.code)}" if figure.basis else ""
                status = f'<span class="bg-how">{text(phrasing.status(figure.status, words.code) + basis)}</span>'
        number = self._numbered(citation.n) if anchored else f'<span class="bg-n">{citation.n}</span>'
        return f"<li>{number}<span>{text(where)} <b>{text(holds)}</b>{status}</span></li>"

    def _passage(self, together: _Together) -> Iterator[str]:
        paragraph = together.paragraph
        if paragraph is None:
            for one in together.citations:
                said = text(one.source.quote[:_LONGEST_QUOTE])
                yield f"<blockquote>{self._numbered(one.n)}<mark>{said}</mark></blockquote>"
            return
        parts, at = [], 0
        for one in sorted(together.citations, key=lambda c: c.source.start):
            start = max(at, one.source.start - paragraph.start)
            end = max(start, one.source.end - paragraph.start)
            parts.append(text(paragraph.text[at:start]))
            parts.append(f"{self._numbered(one.n)}<mark>{text(paragraph.text[start:end])}</mark>")
            at = end
        parts.append(text(paragraph.text[at:]))
        yield f'<blockquote tabindex="0">{"".join(parts)}</blockquote>'

    def _numbered(self, n: int) -> str:
        return f'<span class="bg-n" id="{anchor(self.exchange, n)}">{n}</span>'
