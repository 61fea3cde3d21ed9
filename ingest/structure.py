"""Blocks become an outline: one text, the sections, paragraphs and grids in it, and what names the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.report import Cell, Contact, Paragraph, Path, Section
from ingest.blocks import Block, Document, GridBlock, TextBlock
from ingest.cleaning import nfc
from ingest.contacts import contacts_in, departments_in
from ingest.headings import FORM_SECTIONS, Heading, form_section, heading_of, headings_in_run
from ingest.identity import DISCLOSURE, Identity, identify, report_id

__all__ = ["Outline", "PlacedGrid", "outline", "report_id"]


@dataclass(frozen=True, slots=True)
class PlacedGrid:
    """A grid with its cells placed in the report's text."""

    block: GridBlock
    cells: tuple[Cell, ...]
    section: Path
    caption: str
    unit: str | None
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A report's extracted text and its parts; `text[part.start:part.end] == part.text` for paragraphs and cells.

    `flattened` are the spans of `text` where harvesting has run a form's table into the prose: numbers there
    belong to no sentence.
    """

    text: str
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    grids: tuple[PlacedGrid, ...]
    flattened: tuple[tuple[int, int], ...]
    title: str
    agency: str | None
    region: str | None
    year: int | None
    kind: str
    published: date | None
    parent: str | None
    period: tuple[date, date] | None
    contacts: tuple[Contact, ...]
    warnings: tuple[str, ...]

    @property
    def prose(self) -> tuple[Paragraph, ...]:
        """The paragraphs that hold sentences: all but the flattened tables."""
        tables = {start for start, _ in self.flattened}
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.start not in tables)


_TABLE_BEGINS = re.compile(
    r"第二十条\s*第\s*[（(]\s*一\s*[）)]\s*项|[（(]本列数据的勾稽关系|申请人情况\s*自然人|行政复议\s*行政诉讼\s*(?:结果|未经)"
)
_TABLE_ENDS = re.compile(
    r"(?:规章|规范性文件|行政许可|行政处罚|行政强制|行政事业性收费|政府集中采购|其他处理|结转下年度?继续办理|总\s*计)[\s\d.,/\-—]*(?:万?元)?(?=\s|$|[^\d])"
)
_CAPTION = re.compile(r"(?:附?表|图)\s*[一二三四五六七八九十\d]|.*(?:表|情况|统计|明细|一览|清单)(?:（[^（）]*）)?$")
_CURRENCY = r"(?:人民币)?[百千万亿]{0,2}元|%|[件个条项人次户家份篇期吨亩]|人次|平方米|公里|公顷"
_UNIT = re.compile(rf"(?:计量|金额|货币)?单\s*位\s*[:：]\s*(?P<unit>{_CURRENCY})(?![一-鿿])")
_ONLY_UNIT = re.compile(rf"[（(]?\s*{_UNIT.pattern}\s*[）)]?")
_UNIT_LINE = re.compile(rf"(?:^|\s)[（(]?\s*{_UNIT.pattern}\s*[）)]?$")
_LONGEST_CAPTION = 40
_LOOK_BACK = 3


def outline(document: Document, file: str) -> Outline:
    """The outline of a document; `file` is its name, the last resort for a title."""
    texts = [nfc(block.text) for block in document.blocks if isinstance(block, TextBlock)]
    identity = identify(texts, {key: nfc(value) for key, value in document.metadata.items()}, nfc(file))
    builder = _Builder()
    for block, heading in _with_headings(document.blocks, identity.title):
        if isinstance(block, GridBlock):
            builder.add_grid(block)
        else:
            builder.add_text(block, heading)
    text = builder.text()
    sections = builder.sections()
    ways = (contacts_in, departments_in)
    contacts = [c for p in builder.paragraphs for way in ways for c in way(p.text, offset=p.start)]
    return Outline(
        text=text,
        sections=sections,
        paragraphs=tuple(builder.paragraphs),
        grids=tuple(builder.grids),
        flattened=tuple(builder.flattened),
        title=identity.title,
        agency=identity.agency,
        region=identity.region,
        year=identity.year,
        kind=identity.kind,
        published=identity.published,
        parent=identity.parent,
        period=identity.period,
        contacts=tuple(contacts),
        warnings=(*document.warnings, *identity.warnings, *_lost(identity, builder, sections)),
    )


def _with_headings(blocks: Sequence[Block], title: str) -> Iterator[tuple[Block, Heading | None]]:
    """Each block with the heading at its beginning.

    The title, the headings of the page around the report, and the lines of a table of contents are none.
    """
    found = [heading_of(nfc(b.text), b.heading) if isinstance(b, TextBlock) else None for b in blocks]
    lines = [_squeezed(nfc(b.text)) if isinstance(b, TextBlock) else "" for b in blocks]
    named = lines.index(_squeezed(title)) if _squeezed(title) in lines else -1
    if not any(heading and form_section(heading.label) for heading in found[: named + 1]):
        found[: named + 1] = [None] * (named + 1)
    last: dict[str, int] = {}
    for index, heading in enumerate(found):
        if heading is not None:
            last[_squeezed(heading.label)] = index
    for index, (block, heading) in enumerate(zip(blocks, found, strict=True)):
        repeated = heading is not None and last[_squeezed(heading.label)] > index
        bare = index + 1 < len(blocks) and isinstance(blocks[index + 1], TextBlock) and found[index + 1] is not None
        yield block, None if repeated and bare else heading


@dataclass(slots=True)
class _Builder:
    """Collects the text piece by piece, and the parts with their places in it."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    grids: list[PlacedGrid] = field(default_factory=list)
    flattened: list[tuple[int, int]] = field(default_factory=list)
    open: list[tuple[int, str]] = field(default_factory=list)
    starts: list[tuple[int, Path, int, int | None]] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)

    def text(self) -> str:
        return "".join(self.pieces)

    def add_text(self, block: TextBlock, heading: Heading | None) -> None:
        text = nfc(block.text)
        if not text.strip():
            return
        start = self._append(text)
        run = headings_in_run(text)
        self._place(text, start, run or ([heading] if heading else []), block)
        self.recent.append(text.strip())

    def add_grid(self, block: GridBlock) -> None:
        rows: dict[int, list[Cell]] = {}
        place = self.length + bool(self.length)
        start = place
        for origin in sorted(block.cells, key=lambda cell: (cell.row, cell.col)):
            line = rows.setdefault(origin.row, [])
            text = nfc(origin.text)
            place += bool(line or len(rows) > 1)
            spans = (origin.rowspan, origin.colspan, origin.page or block.page, origin.box)
            line.append(Cell(origin.row, origin.col, text, place, place + len(text), *spans))
            place += len(text)
        lines = ["\t".join(cell.text for cell in line) for line in rows.values()]
        if not lines:
            return
        self._append("\n".join(lines))
        cells = tuple(cell for line in rows.values() for cell in line)
        caption = nfc(block.caption).strip() or self._caption()
        unit = _unit(cells, caption, self.recent[-_LOOK_BACK:])
        self.grids.append(PlacedGrid(block, cells, self._path(), caption, unit, block.page, start, self.length))
        self.recent.clear()

    def sections(self) -> tuple[Section, ...]:
        """The sections so far; each ends where the next one of its level or above begins."""
        ended: list[Section] = []
        ends: dict[int, int] = {}
        for level, path, start, page in reversed(self.starts):
            ended.append(Section(path, start, min((ends[k] for k in ends if k <= level), default=self.length), page))
            ends = {k: end for k, end in ends.items() if k < level} | {level: start}
        return tuple(reversed(ended))

    def _append(self, text: str) -> int:
        if self.length:
            self.pieces.append("\n")
            self.length += 1
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        return start

    def _place(self, text: str, offset: int, headings: Sequence[Heading], block: TextBlock) -> None:
        """Open the sections that a block begins, and add the prose between its headings."""
        bounds = [heading.start for heading in headings] + [len(text)]
        self._prose(text, 0, bounds[0], offset, block)
        for heading, end in zip(headings, bounds[1:], strict=True):
            self._open(heading, offset + heading.start, block.page)
            self._prose(text, heading.body, end, offset, block)

    def _open(self, heading: Heading, start: int, page: int | None) -> None:
        while self.open and self.open[-1][0] >= heading.level:
            self.open.pop()
        self.open.append((heading.level, heading.label))
        self.starts.append((heading.level, self._path(), start, page))

    def _path(self) -> Path:
        return tuple(label for _, label in self.open)

    def _prose(self, text: str, start: int, end: int, offset: int, block: TextBlock) -> None:
        for first, last, is_table in _cut_tables(text, start, end):
            piece = text[first:last]
            stripped = piece.strip()
            if not stripped:
                continue
            place = offset + first + len(piece) - len(piece.lstrip())
            stop = place + len(stripped)
            self.paragraphs.append(Paragraph(stripped, place, stop, self._path(), block.page, block.box))
            if is_table:
                self.flattened.append((place, stop))

    def _caption(self) -> str:
        """The nearest short line before a grid that reads like a caption, else the heading it stands under."""
        for line in reversed(self.recent[-_LOOK_BACK:]):
            if len(line) <= _LONGEST_CAPTION and not _ONLY_UNIT.fullmatch(line) and _CAPTION.match(line):
                return line
        return self.open[-1][1] if self.open else ""


def _cut_tables(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The spans of prose and of flattened tables in a stretch of text, in order; no table runs past a full stop."""
    begins = _TABLE_BEGINS.search(text, start, end)
    sentence = text.find("。", begins.end(), end) if begins else -1
    limit = sentence if sentence >= 0 else end
    stop = max((m.end() for m in _TABLE_ENDS.finditer(text, begins.end(), limit)), default=None) if begins else None
    if begins is None or stop is None:
        yield start, end, False
        return
    yield start, begins.start(), False
    yield begins.start(), stop, True
    yield stop, end, False


def _unit(cells: Sequence[Cell], caption: str, lines: Sequence[str]) -> str | None:
    """The unit of a whole grid: a cell or a line near the grid that says nothing else, or the caption's."""
    for cell in cells:
        match = _ONLY_UNIT.fullmatch(cell.text.strip())
        if match:
            return match["unit"]
    match = _UNIT.search(caption)
    nearest = next((found for line in reversed(lines) if (found := _UNIT_LINE.search(line))), match)
    return nearest["unit"] if nearest else None


def _lost(identity: Identity, builder: _Builder, sections: Sequence[Section]) -> list[str]:
    """What an outline lacks that a report of this kind has."""
    if not any(len(paragraph.text) > _LONGEST_CAPTION for paragraph in builder.paragraphs) and not builder.grids:
        return ["只有标题，没有正文 / The file holds a title and no text"]
    if identity.kind != DISCLOSURE:
        return []
    present = {form_section(label) for section in sections for label in section.path}
    return [f"未找到“{title}”一节 / No section “{title}”" for title in FORM_SECTIONS if title not in present]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
