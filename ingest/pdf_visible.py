"""Which characters of a PDF page a reader sees: not those drawn invisibly, off the page, or white on white."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFTextState
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

_INVISIBLE = (3, 7)
"""Text rendering modes that paint nothing (PDF 32000-1, table 106)."""
_WHITE = 0.97
_SMALLEST = 1.0
"""Points: nobody reads smaller type."""
_THICKEST_STROKE, _STROKE_SLACK, _STROKE_REACH = 2.0, 1.5, 24.0
"""Points: how thick a stroke through text is, how near to the text's edges it begins and ends, how far it is sought."""
_STROKE_BAND = 0.25
"""In units of the type's size: a stroke farther from its middle is one above or below the text."""


class _SeeingDevice(PDFPageAggregatorWithMarkedContent):
    """Lays a page out without the text that its rendering mode hides, and counts that."""

    hidden = 0

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """Lay out one string."""
        if textstate.render in _INVISIBLE:
            self.hidden += sum(len(part) for part in seq if isinstance(part, bytes))
        else:
            super().render_string(textstate, seq, ncs, graphicstate)


def lay_out(page: Page) -> int:
    """Lay a page out as pdfplumber does, but for what is drawn invisibly; gives the bytes of text left out.

    Raises PdfminerException, as pdfplumber does.
    """
    device = _SeeingDevice(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    try:
        PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception as error:
        raise PdfminerException(error) from error
    page._layout = device.get_result()
    return device.hidden


def right_way_up(page: Page) -> tuple[Page, int]:
    """The page laid out, turned by quarters where most of its text stands on its side or on its head.

    Gives also the bytes of text left out. Raises PdfminerException, as pdfplumber does.
    """
    hidden = lay_out(page)
    turns = Counter(_quarter(char["matrix"]) for char in page.chars)
    quarter = next((turn for turn, count in turns.items() if turn and 2 * count > turns.total()), 0)
    if not quarter:
        return page, hidden
    source = page.page_obj
    source.rotate = source.attrs["Rotate"] = (page.rotation + quarter) % 360
    page.close()
    turned = Page(page.pdf, source, page_number=page.page_number, initial_doctop=page.initial_doctop)
    return turned, lay_out(turned)


def _quarter(matrix: Sequence[float]) -> int:
    """The degrees clockwise that set a character upright, from the first row of its matrix (PDF 32000-1, 8.3.3)."""
    along, up = matrix[0], matrix[1]
    if abs(up) > abs(along):
        return 90 if up > 0 else 270
    return 0 if along >= 0 else 180


def seen(page: Page) -> Iterator[tuple[dict[str, Any], bool]]:
    """The page's characters, each with whether it is seen; those that stand on their side are left out."""
    left, top, right, bottom = (float(edge) for edge in page.bbox)
    grounds = [*page.images, *(shape for shape in (*page.rects, *page.curves) if _is_painted(shape))]
    chars = [char for char in page.dedupe_chars().chars if char["upright"]]
    struck = _struck(chars, [*page.rects, *page.lines])
    for number, char in enumerate(chars):
        x, y = (float(char["x0"]) + float(char["x1"])) / 2, (float(char["top"]) + float(char["bottom"])) / 2
        on_page = left <= x <= right and top <= y <= bottom and float(char["size"]) >= _SMALLEST
        lost = _is_white(char.get("non_stroking_color")) and not any(
            shape["x0"] <= x <= shape["x1"] and shape["top"] <= y <= shape["bottom"] for shape in grounds
        )
        yield char, on_page and not lost and number not in struck


def _struck(chars: Sequence[dict[str, Any]], strokes: Sequence[dict[str, Any]]) -> set[int]:
    """The numbers of the characters that a thin stroke crosses in their middle, from edge to edge."""
    levels = sorted((_level(char), number) for number, char in enumerate(chars))
    found: set[int] = set()
    for stroke in strokes:
        if stroke["height"] > _THICKEST_STROKE or stroke["width"] <= _THICKEST_STROKE:
            continue
        y = _level(stroke)
        near = levels[bisect_left(levels, (y - _STROKE_REACH,)) : bisect_left(levels, (y + _STROKE_REACH,))]
        crossed = [number for _, number in near if _crosses(stroke, y, chars[number])]
        edges = [chars[number][side] for number in crossed for side in ("x0", "x1")]
        if edges and max(abs(min(edges) - stroke["x0"]), abs(max(edges) - stroke["x1"])) <= _STROKE_SLACK:
            found.update(crossed)
    return found


def _level(shape: dict[str, Any]) -> float:
    return (float(shape["top"]) + float(shape["bottom"])) / 2


def _crosses(stroke: dict[str, Any], y: float, char: dict[str, Any]) -> bool:
    middle = (float(char["x0"]) + float(char["x1"])) / 2
    inside = float(char["size"]) * _STROKE_BAND
    return bool(stroke["x0"] <= middle <= stroke["x1"]) and abs(y - _level(char)) <= inside


def _is_painted(shape: dict[str, Any]) -> bool:
    return bool(shape.get("fill")) and not _is_white(shape.get("non_stroking_color"))


def _is_white(color: object) -> bool:
    """Whether a colour is white in grey, RGB or CMYK; unknown colours are not."""
    parts = color if isinstance(color, (tuple, list)) else (color,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return False
    return all(part >= _WHITE for part in parts) if len(parts) in (1, 3) else len(parts) == 4 and not any(parts)
