"""Pages of original PDFs as pictures: the cited place where it stands. The importer of pypdfium2."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pypdfium2

from assistant.report import Box
from assistant.web.markup import text

Size = tuple[float, float]
"""Width and height of a page in PDF points."""

_LONGEST_SIDE = 1_700
"""Pixels; a poster is drawn smaller, so that no page costs more than some megabytes."""
_KEPT_PICTURES, _KEPT_SIZES = 32, 2_000
_SHARPNESS = 1.9
"""Pixels for a point."""


class PageImages:
    """Draws one page at a time (PDFium is not safe in threads) and keeps the latest pictures."""

    def __init__(self) -> None:
        self._drawing = threading.Lock()
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._sizes: OrderedDict[tuple[str, int], Size | None] = OrderedDict()

    def size(self, file: Path, page: int) -> Size | None:
        """The size of a page (1-based); None when the file is no readable PDF or has no such page."""
        with self._drawing:
            key = (file.name, page)
            if key not in self._sizes:
                self._sizes[key] = self._measured(file, page)
                _forget(self._sizes, _KEPT_SIZES)
            return self._sizes[key]

    def png(self, file: Path, page: int) -> bytes | None:
        """A page (1-based) as a PNG; None as for `size`."""
        if self.size(file, page) is None:
            return None
        with self._drawing:
            key = (file.name, page)
            if key not in self._pictures:
                self._pictures[key] = _drawn(file, page)
                _forget(self._pictures, _KEPT_PICTURES)
            self._pictures.move_to_end(key)
            return self._pictures[key]

    @staticmethod
    def _measured(file: Path, page: int) -> Size | None:
        if file.suffix.lower() != ".pdf" or page < 1:
            return None
        try:
            with pypdfium2.PdfDocument(file) as document:
                if page > len(document):
                    return None
                width, height = document[page - 1].get_size()
        except (pypdfium2.PdfiumError, OSError):
            return None
        return (width, height) if width > 0 and height > 0 else None


def page_html(address: str, size: Size, boxes: Sequence[Box], alt: str, summary: str) -> str:
    """A page, folded, with a frame around each box (PDF points from the page's top left)."""
    width, height = size
    frames = "".join(
        f'<span class="bg-frame" style="left:{100 * x0 / width:.2f}%;top:{100 * y0 / height:.2f}%;'
        f'width:{100 * (x1 - x0) / width:.2f}%;height:{100 * (y1 - y0) / height:.2f}%"></span>'
        for x0, y0, x1, y1 in boxes
    )
    return (
        f'<details class="bg-page"><summary>{text(summary)}</summary><div tabindex="0" role="region" '
        f'aria-label="{text(alt)}"><div class="bg-sheet" style="aspect-ratio:{width:.1f}/{height:.1f}">'
        f'<img src="{text(address)}" alt="{text(alt)}" loading="lazy">{frames}</div></div></details>'
    )


def _drawn(file: Path, page: int) -> bytes:
    with pypdfium2.PdfDocument(file) as document:
        sheet = document[page - 1]
        scale = min(_SHARPNESS, _LONGEST_SIDE / max(sheet.get_size()))
        picture = sheet.render(scale=scale, may_draw_forms=False).to_pil().convert("L")
    out = io.BytesIO()
    picture.quantize(32).save(out, "PNG", optimize=False)
    return out.getvalue()


_Kept = TypeVar("_Kept")


def _forget(kept: OrderedDict[tuple[str, int], _Kept], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
