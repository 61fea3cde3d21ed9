"""Which characters of a PDF page a reader sees: not those drawn invisibly, off the page, or white on white."""

from __future__ import annotations

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
    for char in page.dedupe_chars().chars:
        if not char["upright"]:
            continue
        x, y = (float(char["x0"]) + float(char["x1"])) / 2, (float(char["top"]) + float(char["bottom"])) / 2
        on_page = left <= x <= right and top <= y <= bottom and float(char["size"]) >= _SMALLEST
        lost = _is_white(char.get("non_stroking_color")) and not any(
            shape["x0"] <= x <= shape["x1"] and shape["top"] <= y <= shape["bottom"] for shape in grounds
        )
        yield char, on_page and not lost


def _is_painted(shape: dict[str, Any]) -> bool:
    return bool(shape.get("fill")) and not _is_white(shape.get("non_stroking_color"))


def _is_white(color: object) -> bool:
    """Whether a colour is white in grey, RGB or CMYK; unknown colours are not."""
    parts = color if isinstance(color, (tuple, list)) else (color,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return False
    return all(part >= _WHITE for part in parts) if len(parts) in (1, 3) else len(parts) == 4 and not any(parts)
