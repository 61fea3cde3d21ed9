"""Word files: the body in its order, tables with their merged cells resolved. The only importer of python-docx."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from assistant.errors import ReadingError
from ingest.blocks import Block, Document, GridBlock, GridCell, TextBlock
from ingest.cleaning import clean, fold, join_wrapped, raised
from ingest.grid import check_rows, trimmed
from ingest.limits import LIMITS

# python-docx gives its XML elements no useful types.
_Element = Any

_P, _TBL, _TR, _TC, _R = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r"))
_VAL, _TEXT_BOX = qn("w:val"), qn("w:txbxContent")
_WRAPPERS = ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
_STYLE_VANISH = f"{qn('w:rPr')}/{qn('w:vanish')}"
_STRIKES = tuple(f"{qn('w:rPr')}/{qn(name)}" for name in ("w:strike", "w:dstrike"))
_SHIFT = f"{qn('w:rPr')}/{qn('w:vertAlign')}"
_TRANSPARENT = {qn(f"w:{name}") for name in _WRAPPERS}
_SPACES = {qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_WORD_SEAM = re.compile(r"(?<=[A-Za-z])\s*\n\s*(?=[A-Za-z])")


def read(path: Path) -> Document:
    """A .docx or .docm file as a Document without pages; deleted and hidden text is left out.

    Raises ReadingError("damaged") when the package or its XML cannot be parsed.
    """
    try:
        package = docx.Document(str(path))
    except (KeyError, ValueError, SyntaxError, OSError, BadZipFile, zlib.error, PythonDocxError, OpcError) as error:
        raise ReadingError(
            "damaged",
            f"Word 文件已损坏，请用 Word 打开并另存后再导入 / The Word file is damaged, save it anew ({error})",
        ) from error
    names = {style.style_id: style.name or "" for style in package.styles}
    hiding = (style.style_id for style in package.styles if _switch(style.element.find(_STYLE_VANISH)))
    reader = _Reader(names, frozenset(hiding))
    blocks = tuple(reader.blocks(package.element.body))
    title = clean(package.core_properties.title or "")
    hidden = f"略去隐藏文字（含划去的） {reader.hidden} 字 / {reader.hidden} hidden or struck characters left out"
    return Document(blocks, metadata={"title": title} if title else {}, warnings=(hidden,) if reader.hidden else ())


class _Reader:
    """Walks the body; counts the hidden characters that it leaves out."""

    def __init__(self, styles: dict[str, str], hiding: frozenset[str]) -> None:
        self._styles = styles
        self._hiding = hiding
        self.hidden = 0

    def blocks(self, parent: _Element) -> Iterator[Block]:
        """Paragraphs and tables under a body, a cell or a text box, in their order."""
        for element in parent.iterchildren():
            if element.tag == _P:
                yield from self._paragraph(element)
            elif element.tag == _TBL:
                yield from self._table(element)
            elif element.tag in _TRANSPARENT:
                yield from self.blocks(element)

    def _paragraph(self, paragraph: _Element) -> Iterator[Block]:
        text = self._text(paragraph)
        level = self._level(paragraph)
        parts = [text] if level else text.split("\n")
        yield from (TextBlock(clean(part), heading=level) for part in parts if clean(part))
        for box in _boxes(paragraph):
            yield from self.blocks(box)

    def _level(self, paragraph: _Element) -> int | None:
        """The heading level that the paragraph's style or its own outline level states."""
        outline = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if outline is not None and outline.get(_VAL, "9") in "012345678":
            return int(outline.get(_VAL)) + 1
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        match = _HEADING_STYLE.fullmatch(self._styles.get(style.get(_VAL), "")) if style is not None else None
        return int(match[1]) if match else None

    def _text(self, parent: _Element) -> str:
        """The visible text of the runs, line breaks as newlines."""
        pieces: list[str] = []
        for element in parent.iterchildren():
            if element.tag == _R:
                pieces.append(self._run(element))
            elif element.tag in _TRANSPARENT:
                pieces.append(self._text(element))
        return "".join(pieces)

    def _run(self, run: _Element) -> str:
        pieces = (
            (element.text or "") if element.tag == qn("w:t") else _SPACES.get(element.tag, "")
            for element in run.iterchildren()
        )
        text = "".join(pieces)
        if self._vanishes(run):
            self.hidden += len(fold(text))
            return ""
        shift = run.find(_SHIFT)
        where = shift.get(_VAL) if shift is not None else None
        return raised(text, below=where == "subscript") if where in ("superscript", "subscript") else text

    def _vanishes(self, run: _Element) -> bool:
        """Whether the run's own properties strike or hide it, or else its character style, or its paragraph's style."""
        if any(_switch(run.find(strike)) for strike in _STRIKES):
            return True
        own = _switch(run.find(_STYLE_VANISH))
        if own is not None:
            return own
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        above = run.getparent()
        while above is not None and above.tag != _P:
            above = above.getparent()
        around = above.find(f"{qn('w:pPr')}/{qn('w:pStyle')}") if above is not None else None
        return any(named is not None and named.get(_VAL) in self._hiding for named in (style, around))

    def _cell_text(self, cell: _Element) -> str:
        """Paragraphs joined by spaces, wrapped lines without; tables inside the cell as their texts."""
        texts: list[str] = []
        for element in cell.iterchildren():
            if element.tag == _P:
                text = _WORD_SEAM.sub(" ", self._text(element))
                texts.append(join_wrapped([re.sub(r"\s*\n\s*", "", text)]))
                texts.extend(map(self._cell_text, _boxes(element)))
            elif element.tag == _TBL:
                texts.extend(self._cell_text(inner) for row in _rows(element) for inner in _cells(row))
            elif element.tag in _TRANSPARENT:
                texts.append(self._cell_text(element))
        return clean(" ".join(texts))

    def _table(self, table: _Element) -> Iterator[Block]:
        """A grid; a table of one column or one filled cell, or around a longer table, is a frame around its blocks."""
        rows = list(_rows(table))
        check_rows(len(rows))
        inner = (len(list(_rows(e))) for row in rows for cell in _cells(row) for e in _inside(cell) if e.tag == _TBL)
        framed = max(inner, default=0) > len(rows)
        grid = self._grid([] if framed else rows)
        if grid.n_cols > 1 and sum(1 for cell in grid.cells if cell.text) > 1:
            yield grid
            return
        for row in rows:
            for cell in _cells(row):
                yield from self.blocks(cell)

    def _grid(self, rows: list[_Element]) -> GridBlock:
        """Resolves gridSpan and vMerge: a cell that continues the one above only makes that one taller."""
        cells: list[GridCell] = []
        above: dict[int, int] = {}  # column -> index in `cells` of the cell that a continuation extends
        for row, element in enumerate(rows):
            col = _number(element, "w:trPr/w:gridBefore", 0)
            for cell in _cells(element):
                width = max(1, min(_number(cell, "w:tcPr/w:gridSpan", 1), LIMITS.grid_cols - col))
                if col >= LIMITS.grid_cols:
                    break
                if _continues(cell) and col in above:
                    upper = cells[above[col]]
                    cells[above[col]] = replace(upper, rowspan=row - upper.row + 1)
                else:
                    cells.append(GridCell(row, col, self._cell_text(cell), colspan=width))
                    above[col] = len(cells) - 1
                col += width
        return trimmed(cells, len(rows))


def _boxes(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes of a paragraph, each once: for older programs a file holds them again, as a fallback."""
    for box in paragraph.iter(_TEXT_BOX):
        if not any(ancestor.tag.endswith("}Fallback") for ancestor in box.iterancestors()):
            yield box


def _rows(table: _Element) -> Iterator[_Element]:
    """The table's own rows, those that a tracked change deleted left out."""
    for element in table.iterchildren():
        if element.tag == _TR:
            if element.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield element
        elif element.tag in _TRANSPARENT:
            yield from _rows(element)


def _cells(row: _Element) -> Iterator[_Element]:
    for element in row.iterchildren():
        if element.tag == _TC:
            yield element
        elif element.tag in _TRANSPARENT:
            yield from _cells(element)


def _inside(cell: _Element) -> Iterator[_Element]:
    """What a cell holds, wrappers opened."""
    for element in cell.iterchildren():
        if element.tag in _TRANSPARENT:
            yield from _inside(element)
        else:
            yield element


def _continues(cell: _Element) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(_VAL, "continue") == "continue"


def _switch(element: _Element) -> bool | None:
    """What an on/off property says; None where it is absent."""
    return None if element is None else element.get(_VAL, "true") not in ("0", "false", "off")


def _number(element: _Element, path: str, default: int) -> int:
    """A w:val number below the element, clipped to the grid."""
    found = element.find("/".join(qn(name) for name in path.split("/")))
    value = found.get(_VAL, "") if found is not None else ""
    return min(int(value), LIMITS.grid_cols) if value.isdecimal() and len(value) < 10 else default
