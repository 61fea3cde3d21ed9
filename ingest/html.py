"""Web pages: what a reader of the page sees, as paragraphs and grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from assistant.errors import ReadingError
from ingest.blocks import Block, Document, GridBlock, TextBlock
from ingest.cleaning import clean, fold, raised, words
from ingest.grid import Slot, flow
from ingest.limits import LIMITS
from ingest.visibility import Visibility

_SKIPPED = words(
    "script style template noscript head title iframe object svg math button select textarea input nav "
    "audio video canvas map meta link rt rp"
)
_BLOCK = words(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure "
    "footer form header hr html legend li main menu ol p pre section summary table tbody td tfoot th "
    "thead tr ul caption"
)
_SHIFTED = re.compile(r"vertical-align\s*:\s*(super|sub)(?![\w-])", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_WORD_SEAM = re.compile(r"(?<=[A-Za-z])[ \t]*\n\s*(?=[A-Za-z])")
_NUMBER_SEAM = re.compile(r"(?<=\d)[ \t]*\n\s*(?=[\d+−-])")
"""A line break between digits parts two numbers as often as it wraps one."""
_LINE_BREAK = re.compile(r"\n\s*")
_SPACE = re.compile(r"\s+")
_SPAN = re.compile(r"\s*(\d{1,9})")
_LONG_CELL = 300
_CUT_SHORT = ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY")
"""What libxml2 logs when it stops at one of its limits: the rest of the page is lost without an exception."""
_PAGE_META = {"articletitle": "标题", "pubdate": "发布时间", "contentsource": "来源", "sitename": "网站名称"}
_INDEX_LABELS = words(
    "索引号 发布机构 公开日期 发布日期 生成日期 成文日期 发文日期 文号 发文字号 信息名称 名称 标题 主题分类 "
    "信息分类 分类 主题词 关键词 公开方式 公开时限 公开范围 有效性 时效 时效性 发文机关 信息来源 内容概述"
)


def read(text: str) -> Document:
    """A decoded page as a Document without pages.

    Raises ReadingError("too_large") for nesting beyond the limit and "no_text" for a page that shows nothing.
    """
    root = _parse(text)
    walker = _Walker(Visibility.of(root))
    walker.walk(root)
    walker.flush()
    if not walker.blocks:
        raise ReadingError("no_text", "网页里没有可见的文字，请保存完整的网页 / The page shows no text")
    metadata = _metadata(root)
    for block in walker.blocks:
        if isinstance(block, GridBlock):
            metadata |= _index_info(block)
    hidden = f"略去隐藏文字（含划去的） {walker.hidden} 字 / {walker.hidden} hidden or struck characters left out"
    return Document(tuple(walker.blocks), metadata=metadata, warnings=(hidden,) if walker.hidden else ())


def _parse(text: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    if any(entry.type_name in _CUT_SHORT for entry in parser.error_log):
        raise ReadingError(
            "too_large",
            f"网页标签嵌套超过 {LIMITS.nesting} 层或一段过长，请另存为正常的网页或 PDF"
            f" / Tags are nested deeper than {LIMITS.nesting}, or a text is too long; save the page as PDF",
        )
    if root is None:
        raise ReadingError("no_text", "网页里没有文字 / The page holds no text")
    return root


@dataclass
class _Walker:
    """Collects blocks in reading order; `line` is the inline text since the last block boundary."""

    seen: Visibility
    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    hidden: int = 0

    def walk(self, element: etree._Element) -> None:
        """Reads an element and what follows inside it, not its tail."""
        tag = _tag(element)
        if tag in _SKIPPED or self._is_left_out(element):
            return
        if tag == "br":
            self._line_break()
        elif (text := _off_the_line(element, tag)) is not None:
            self.line.append(text)
        elif tag == "table":
            self.flush()
            self._table(element)
        elif tag in _HEADINGS:
            self.flush()
            self._children(element)
            self.flush(_HEADINGS[tag])
        elif tag in _BLOCK:
            self.flush()
            self._children(element)
            self.flush()
        else:
            self._children(element)

    def flush(self, heading: int | None = None) -> None:
        """Ends the paragraph, if there is one."""
        text = clean("".join(self.line))
        self.line = []
        if text:
            self.blocks.append(TextBlock(text, heading=heading))

    def _children(self, element: etree._Element) -> None:
        self.line.append(element.text or "")
        for child in element:
            self.walk(child)
            self.line.append(child.tail or "")

    def _line_break(self) -> None:
        """Ends a paragraph, unless it stops at a comma: then the sentence goes on in the next line."""
        written = (piece.rstrip() for piece in reversed(self.line))
        if not next(filter(None, written), "").endswith(("，", "、")):
            self.flush()

    def _is_left_out(self, element: etree._Element) -> bool:
        if self.seen.is_hidden(element):
            self.hidden += len(fold("".join(_strings(element))))
            return True
        return self.seen.is_navigation(element)

    def _table(self, table: etree._Element) -> None:
        rows = [row for row in _rows(table) if not self.seen.is_hidden(row)]
        grid = None if _has_inner_table(table) else self._grid(table, rows)
        if grid is not None and not _is_layout(grid):
            if any(cell.text for cell in grid.cells):
                self.blocks.append(grid)
            return
        for row in rows:
            for cell in row:
                if _tag(cell) in ("td", "th"):
                    self.walk(cell)

    def _grid(self, table: etree._Element, rows: list[etree._Element]) -> GridBlock:
        captions = [clean("".join(_strings(child))) for child in table if _tag(child) == "caption"]
        slots = [[self._slot(cell) for cell in row if self._shows(cell)] for row in rows]
        return flow(slots, caption=" ".join(captions))

    def _shows(self, cell: etree._Element) -> bool:
        return _tag(cell) in ("td", "th") and not self.seen.is_hidden(cell)

    def _slot(self, cell: etree._Element) -> Slot:
        pieces: list[str] = []
        self._gather(cell, pieces)
        text = "".join(pieces)
        if "\n" in text:
            text = _LINE_BREAK.sub("", _NUMBER_SEAM.sub(" ", _WORD_SEAM.sub(" ", text)))
        return Slot(clean(text), _span(cell, "rowspan", LIMITS.grid_rows), _span(cell, "colspan", LIMITS.grid_cols))

    def _gather(self, element: etree._Element, pieces: list[str]) -> None:
        """A cell's visible text: `br` as a line break, a block boundary as a space, source breaks as spaces."""
        if element.text:
            pieces.append(_SPACE.sub(" ", element.text))
        for child in element:
            tag = _tag(child)
            if tag == "br":
                pieces.append("\n")
            elif tag in ("input", "textarea"):
                pieces.append(_filled_in(child))
            elif tag not in _SKIPPED and not self.seen.is_hidden(child):
                if (text := _off_the_line(child, tag)) is not None:
                    pieces.extend((text, _SPACE.sub(" ", child.tail or "")))
                    continue
                boundary = " " if tag in _BLOCK or tag in _HEADINGS else ""
                pieces.append(boundary)
                self._gather(child, pieces)
                pieces.append(boundary)
            if child.tail:
                pieces.append(_SPACE.sub(" ", child.tail))


def _tag(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else "script"


def _off_the_line(element: etree._Element, tag: str) -> str | None:
    """The digits that an element raises above the line or lowers below it; None for any other element."""
    match = _SHIFTED.search(element.get("style") or "")
    where = match[1].lower() if match else "sup" if tag == "a" and _is_note(element) else tag
    if where not in ("sup", "super", "sub"):
        return None
    text = "".join(_strings(element))
    shifted = raised(text, below=where == "sub")
    return shifted if shifted != text else None


def _is_note(link: etree._Element) -> bool:
    """Whether a link leads to a note: right behind a figure, to a place on the same page."""
    before = link.getprevious()
    text = before.tail if before is not None else getattr(link.getparent(), "text", None)
    return (link.get("href") or "").startswith("#") and (text or "")[-1:].isdigit()


def _filled_in(element: etree._Element) -> str:
    """What a field of a form shows in a cell."""
    if element.tag == "textarea":
        return element.text or ""
    return (element.get("value") or "") if (element.get("type") or "text").lower() in ("text", "number") else ""


def _strings(element: etree._Element) -> Iterator[str]:
    return (str(text) for text in element.itertext())


def _rows(table: etree._Element) -> list[etree._Element]:
    """The rows of this table, not of tables inside it."""
    rows: list[etree._Element] = []
    for child in table:
        if _tag(child) == "tr":
            rows.append(child)
        elif _tag(child) in ("tbody", "thead", "tfoot"):
            rows.extend(row for row in child if _tag(row) == "tr")
    return rows


def _has_inner_table(table: etree._Element) -> bool:
    return next(table.iterdescendants("table"), None) is not None


def _is_layout(grid: GridBlock) -> bool:
    """One cell, one column, or a few cells that hold nothing but long prose: a frame, not a table."""
    filled = [cell for cell in grid.cells if cell.text]
    if len(filled) <= 1 or grid.n_cols == 1:
        return True
    long = sum(len(cell.text) for cell in filled if len(cell.text) > _LONG_CELL)
    return len(filled) <= 4 and long >= 0.9 * sum(len(cell.text) for cell in filled)


def _span(cell: etree._Element, name: str, most: int) -> int:
    """A span as browsers read it: leading digits, rowspan 0 to the end of the table, nonsense is 1."""
    stated = cell.get(name)
    match = _SPAN.match(stated) if stated else None
    wanted = int(match[1]) if match else 1
    if wanted == 0:
        return most if name == "rowspan" else 1
    return min(wanted, most)


def _metadata(root: etree._Element) -> dict[str, str]:
    """The page's title and the few <meta> fields that government sites fill."""
    found: dict[str, str] = {}
    for element in root.iter("title", "meta"):
        if _tag(element) == "title":
            key, value = "title", clean("".join(_strings(element)))
        else:
            key, value = _PAGE_META.get((element.get("name") or "").lower(), ""), clean(element.get("content") or "")
        if key and value:
            found.setdefault(key, value)
    return found


def _index_info(grid: GridBlock) -> dict[str, str]:
    """The label-value pairs of an index-info table; empty for every other grid."""
    pairs: dict[str, str] = {}
    for cell in grid.cells:
        label = re.sub(r"[\s:：\[\]【】]", "", cell.text)
        if label in _INDEX_LABELS:
            right = (c for c in grid.cells if c.row == cell.row and c.col == cell.col + cell.colspan)
            value = next(right, None)
            if value is not None and value.text:
                pairs.setdefault(label, value.text)
    return pairs if len(pairs) >= 2 else {}
