"""The text of PDF pages outside grids: page numbers dropped, lines joined to paragraphs, also across pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.report import Box
from ingest.blocks import Block, TextBlock
from ingest.cleaning import join_wrapped
from ingest.pdf_page import Line, PageGrid
from ingest.pdf_tables import ENUMERATOR, block, joined

_PAGE_NUMBER = re.compile(
    r"[-—–－─·.\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／共，,]+\s*\d{1,4}\s*页?)?[-—–－─·.\s]*"
    r"|page\s*\d+(?:\s*of\s*\d+)?|[ivxIVX]{1,6}",
    re.IGNORECASE,
)
_UNBROKEN = re.compile(r"[\x21-\x7e]+")
_ENDS = ("。", "；", "：", "！", "？")
_LEADERS = re.compile(r"…{3}|\.{6}")
_MARGIN_ZONE = 0.1
"""The upper and lower share of a page where page numbers and running titles stand."""


@dataclass(frozen=True, slots=True)
class PageItems:
    """What stands on one page; its number is 1-based, sizes in points."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    grids: tuple[PageGrid, ...]


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being gathered: its lines, where it began, and the margins of its last line."""

    lines: list[Line]
    page: int
    box: Box
    margins: _Margins
    last_page: int


def without_furniture(pages: Sequence[PageItems]) -> list[PageItems]:
    """The pages without page numbers and without titles that run along many of them."""
    repeated = Counter(line.text for page in pages for line in page.lines if _in_margin(line, page))
    often = max(3, len(pages) // 2)

    def stays(line: Line, page: PageItems) -> bool:
        if not _in_margin(line, page):
            return True
        return repeated[line.text] < often and not _PAGE_NUMBER.fullmatch(line.text)

    return [replace(page, lines=tuple(line for line in page.lines if stays(line, page))) for page in pages]


def _in_margin(line: Line, page: PageItems) -> bool:
    return line.box[3] < _MARGIN_ZONE * page.height or line.box[1] > (1 - _MARGIN_ZONE) * page.height


def blocks(pages: Sequence[PageItems]) -> Iterator[Block]:
    """Paragraphs and grids in reading order; both go on over a page break where nothing stands between."""
    paragraph: _Paragraph | None = None
    grid: PageGrid | None = None
    height = 0.0
    for page in pages:
        margins = _margins(page)
        for item in _in_order(page):
            if isinstance(item, PageGrid):
                if paragraph:
                    yield _text_block(paragraph)
                    paragraph = None
                whole = joined(grid, item, height) if grid and _starts_page(item, page) else None
                if grid and whole is None:
                    yield block(grid)
                grid, height = whole or item, page.height
                continue
            if grid:
                yield block(grid)
                grid = None
            if paragraph and _goes_on(paragraph, item, page.number, margins):
                paragraph.lines.append(item)
                paragraph.margins, paragraph.last_page = margins, page.number
                if paragraph.page == page.number:
                    paragraph.box = _around(paragraph.box, item.box)
                continue
            if paragraph:
                yield _text_block(paragraph)
            paragraph = _Paragraph([item], page.number, item.box, margins, page.number)
    if grid:
        yield block(grid)
    if paragraph:
        yield _text_block(paragraph)


def _in_order(page: PageItems) -> list[Line | PageGrid]:
    """Lines and grids from top to bottom, side by side from left to right."""
    items: list[Line | PageGrid] = [*page.lines]
    items.extend(page.grids)
    return sorted(items, key=_place)


def _place(item: Line | PageGrid) -> tuple[int, float]:
    return round(item.box[1]), item.box[0]


def _starts_page(grid: PageGrid, page: PageItems) -> bool:
    return _in_order(page)[0] is grid


def _margins(page: PageItems) -> _Margins:
    """Where most lines begin and the longest end; a page of short lines has the paper's own margins."""
    if not page.lines:
        return _Margins(0.0, page.width)
    starts = sorted(line.box[0] for line in page.lines)
    ends = sorted(line.box[2] for line in page.lines)
    right = ends[int(0.75 * (len(ends) - 1))] if len(ends) >= 4 else max(ends[-1], 0.8 * page.width)
    return _Margins(starts[int(0.1 * len(starts))], max(right, 0.7 * page.width))


def _goes_on(paragraph: _Paragraph, line: Line, page: int, margins: _Margins) -> bool:
    """The last line reaches the right margin, and this one begins at the left one in the same size."""
    last = paragraph.lines[-1]
    room = 1.5 * last.size + (0.0 if last.text.endswith(_ENDS) else _unbroken(line))
    if last.box[2] < paragraph.margins.right - room or line.box[0] > margins.left + 0.8 * line.size:
        return False
    if abs(last.size - line.size) > 0.15 * last.size or _LEADERS.search(last.text):
        return False
    if ENUMERATOR.match(line.text) and last.text.endswith(("。", "；", "：")):
        return False
    if page == paragraph.last_page:
        return line.box[1] - last.box[3] <= 1.5 * last.size
    return page == paragraph.last_page + 1


def _unbroken(line: Line) -> float:
    """The width of the number or Latin word that a line begins with, in points: it is set whole, on the next line."""
    word = _UNBROKEN.match(line.text)
    return 0.5 * line.size * len(word.group()) if word else 0.0


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _text_block(paragraph: _Paragraph) -> TextBlock:
    text = join_wrapped(line.text for line in paragraph.lines)
    return TextBlock(text, page=paragraph.page, box=paragraph.box)
