"""PDF files: pages -> paragraphs and ruled grids in reading order. The only importer of pdfplumber."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from assistant.errors import ReadingError
from assistant.report import Box
from ingest import allowance, raster, scan
from ingest.blocks import Document
from ingest.cleaning import clean
from ingest.limits import LIMITS, refusal
from ingest.pdf_aligned import aligned_grids
from ingest.pdf_open import open_ends, open_sides
from ingest.pdf_page import Glyph, PageGrid, Places, lines, ruled_grid, set_on_line
from ingest.pdf_prose import PageItems, blocks, without_furniture
from ingest.pdf_visible import right_way_up, seen

_LIBRARY_ERRORS = (
    *(PdfminerException, MalformedPDFException, PSException),
    *(OSError, ValueError, KeyError, TypeError, OverflowError),
)
"""What pdfplumber and pdfminer raise on damaged files."""
_STREAM = re.compile(rb"stream\r?\n")
_STEP = 2**20
_FEW_GLYPHS = 10
_THINNEST_ROW = 5.0
_SHORTEST_RULE = 20.0
"""Shorter horizontal edges, in points, are strokes of a drawing."""
_OUTLINES = 50
"""So many curves on a page without text are text drawn as outlines."""
_NO_TITLE = re.compile(
    r"Microsoft Word|WPS|PowerPoint|untitled|未命名|\.(?:docx?|wps|indd|cdr)$|[\x80-\xff]", re.IGNORECASE
)
"""Titles that a tool left, or that were written in an encoding the file does not state."""


def read(path: Path) -> Document:
    """A PDF as a Document whose pages are 1-based; pages that are pictures are recognised where that is possible.

    Raises ReadingError: "encrypted", "damaged", "too_large", or "no_text" for a scan that cannot be recognised here.
    """
    _check_streams(path)
    hidden = 0
    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) > LIMITS.pages:
                zh = f"有 {len(document.pages)} 页，超过上限 {LIMITS.pages} 页，请拆分后再导入"
                raise refusal("too_large", path, zh, f"has more than {LIMITS.pages} pages; split it")
            pages: list[PageItems] = []
            pictures: list[int] = []
            for page in document.pages:
                left_out, items, is_picture = _page_items(path, page)
                hidden += left_out
                pages.append(items)
                pictures += [page.page_number] if is_picture else []
                allowance.extend(LIMITS.page_seconds)
            title = document.metadata.get("Title")
    except (
        PdfminerException,
        MalformedPDFException,
        PSException,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        OverflowError,
    ) as error:
        raise _opening_error(path, error) from error
    scanned, notes = _recognised(path, pages, pictures)
    if hidden:
        notes.append(f"略去隐藏文字 {hidden} 字 / {hidden} hidden characters left out")
    named = clean(title) if isinstance(title, str) else ""
    metadata = {"title": named} if named and not _NO_TITLE.search(named) else {}
    return Document(tuple(blocks(without_furniture(pages))), len(pages), metadata, tuple(notes), scanned)


def _recognised(path: Path, pages: list[PageItems], pictures: list[int]) -> tuple[frozenset[int], list[str]]:
    """Puts what is recognised on its pictures into the pages; gives the pages that were read so, and what to say.

    Raises ReadingError("no_text") where nothing in the file is text and nothing can be recognised.
    """
    if sum(map(_characters, pages)) < _FEW_GLYPHS:
        if not pictures:
            raise refusal(
                "no_text", path, "没有文字层，也没有可做文字识别（OCR）的图片", "has no text and no picture of it"
            )
        scan.require(path)
    numbers = ", ".join(map(str, pictures))
    if not pictures:
        return frozenset(), []
    if not scan.available():
        zh = f"第 {numbers} 页是图片，没有识别：请安装 tesseract-ocr 和 tesseract-ocr-chi-sim"
        return frozenset(), [f"{zh} / Page {numbers} is a picture and was not recognised: tesseract is not installed"]
    if len(pictures) > LIMITS.scanned_pages:
        zh = f"有 {len(pictures)} 页扫描件，超过上限 {LIMITS.scanned_pages} 页，请拆分"
        raise refusal("too_large", path, zh, f"has more than {LIMITS.scanned_pages} scanned pages; split it")
    for number in pictures:
        pages[number - 1] = scan.page_items(path, raster.pdf_page(path, number - 1), number)
    read = frozenset(number for number in pictures if _characters(pages[number - 1]))
    if sum(map(_characters, pages)) < _FEW_GLYPHS:
        raise refusal("no_text", path, "是扫描件，但识别不出文字，请重新扫描", "is a scan without legible text")
    mute = ", ".join(str(number) for number in pictures if number not in read)
    notes = [scan.warning(read)] if read else []
    return read, notes + ([f"第 {mute} 页是图片，识别不出文字 / No text on page {mute}, a picture"] if mute else [])


def _characters(page: PageItems) -> int:
    cells = (cell for grid in page.grids for cell in grid.cells)
    return sum(len(line.text) for line in page.lines) + sum(len(cell.text) for cell in cells)


def _check_streams(path: Path) -> None:
    """Unpacks every stream within bounds before the parser does it without any."""
    data = path.read_bytes()
    budget = LIMITS.zip_expanded
    for match in _STREAM.finditer(data):
        inflater = zlib.decompressobj()
        chunk = data[match.end() : match.end() + _STEP]
        position = match.end() + len(chunk)
        try:
            while chunk and budget > 0 and not inflater.eof:
                budget -= len(inflater.decompress(chunk, _STEP))
                chunk = inflater.unconsumed_tail
                if not chunk:
                    chunk = data[position : position + _STEP]
                    position += len(chunk)
        except zlib.error:
            continue
        if budget <= 0:
            zh = f"解压后超过 {LIMITS.zip_expanded // 2**20} MiB，请拆分或压缩图片后再导入"
            raise refusal("too_large", path, zh, "expands beyond the limit; split it")


def _opening_error(path: Path, error: Exception) -> ReadingError:
    cause: object = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
        return refusal("encrypted", path, "有密码保护，请去掉密码后再导入", "has a password; remove it first")
    return refusal("damaged", path, "已损坏，无法解析，请重新下载", f"is damaged ({type(cause).__name__})")


def _page_items(path: Path, page: Page) -> tuple[int, PageItems, bool]:
    """How many characters are hidden, the page's grids and the lines outside them, and whether it is a picture."""
    page, hidden = right_way_up(page)
    if sum(map(len, page.objects.values())) > LIMITS.page_objects:
        zh = f"第 {page.page_number} 页的对象超过上限 {LIMITS.page_objects} 个，请另存为普通 PDF"
        raise refusal("too_large", path, zh, f"has too many objects on page {page.page_number}")
    chars = list(seen(page))
    hidden += sum(not is_seen for _, is_seen in chars)
    glyphs = set_on_line(_glyph(char) for char, is_seen in chars if is_seen)
    grids = _grids(page, glyphs)
    outside = _outside(glyphs, grids)
    if aligned := aligned_grids(outside, _rules(page), page.page_number):
        grids = sorted([*grids, *aligned], key=lambda grid: (grid.box[1], grid.box[0]))
        outside = _outside(outside, aligned)
    height = float(page.height)
    items = PageItems(page.page_number, float(page.width), height, tuple(lines(outside)), tuple(grids))
    is_picture = len(glyphs) < _FEW_GLYPHS and (bool(page.images) or len(page.curves) > _OUTLINES)
    page.close()
    return hidden, items, is_picture


def _outside(glyphs: Sequence[Glyph], grids: Sequence[PageGrid]) -> list[Glyph]:
    places = Places([cell.box for grid in grids for cell in grid.cells])
    return [glyph for glyph in glyphs if places.home(glyph) is None]


def _rules(page: Page) -> list[Box]:
    """The page's horizontal rules."""
    edges = (edge for edge in page.horizontal_edges if edge["x1"] - edge["x0"] > _SHORTEST_RULE)
    return [(float(e["x0"]), float(e["top"]), float(e["x1"]), float(e["bottom"])) for e in edges]


def _uprights(page: Page) -> list[Box]:
    """The page's vertical rules."""
    edges = (edge for edge in page.vertical_edges if edge["bottom"] - edge["top"] > _THINNEST_ROW)
    return [(float(e["x0"]), float(e["top"]), float(e["x1"]), float(e["bottom"])) for e in edges]


def _edge(box: Box, orientation: str) -> dict[str, Any]:
    """A rule as pdfplumber holds it."""
    x0, top, x1, bottom = box
    edge = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top}
    return {"object_type": "rect_edge", "orientation": orientation, **edge}


def _glyph(char: dict[str, Any]) -> Glyph:
    x0, top, x1, bottom, size = (float(char[name]) for name in ("x0", "top", "x1", "bottom", "size"))
    return Glyph(str(char["text"]), x0, top, x1, bottom, size)


def _grids(page: Page, glyphs: Sequence[Glyph]) -> list[PageGrid]:
    """Ruled tables from top to bottom; a table inside another one is part of it."""
    found: list[PageGrid] = []
    rules, uprights = _rules(page), _uprights(page)
    settings = {
        "explicit_vertical_lines": [_edge((x, top, x, bottom), "v") for x, top, bottom in open_sides(rules, uprights)],
        "explicit_horizontal_lines": [_edge((x0, y, x1, y), "h") for y, x0, x1 in open_ends(rules, uprights)],
    }
    tables = sorted(page.find_tables(settings), key=lambda table: -_size(table.bbox))
    for table in tables:
        if any(_within(table.bbox, grid.box) for grid in found):
            continue
        boxes: list[Box] = [(cell[0], cell[1], cell[2], cell[3]) for cell in table.cells]
        grid = ruled_grid(boxes, glyphs, page.page_number)
        if grid is not None:
            found.append(grid)
    return sorted(found, key=lambda grid: (grid.box[1], grid.box[0]))


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _within(inner: Box, outer: Box) -> bool:
    starts = outer[0] - 1 <= inner[0] and outer[1] - 1 <= inner[1]
    return starts and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1
