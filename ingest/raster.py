"""Pictures of pages: opened within limits, straightened, their rules and cells found. The only importer of Pillow.

A picture is handled as an array of grey values (0 black, 255 white) at about 200 dots an inch.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from ingest.limits import LIMITS, refusal

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Run = tuple[int, int, int]
"""A rule: its position across, where it begins and where it ends."""

DPI = 200
_DARK = 140
_PAGE_HEIGHT, _FEW_PIXELS, _MANY_PIXELS = 2_339, 1_400, 3_300
"""Pixels of a page of A4 at that resolution; pictures with far fewer or more are brought near it."""
_LEAST_DPI, _MOST_DPI, _LONGEST_PAGE = 100, 1_200, 20
"""Resolutions that a scanner states, and the longest page in inches for which one is believed."""
_LEVEL, _UPRIGHT = 110, 50
"""Dark pixels in a row that no line of characters has, and in a column."""
_FILL = 0.85
_GAP, _BREAK, _THICKEST = 12, 4, 12
_MOST_SKEW = 3.0
_PAPER, _WHITE = 8, 235
"""The paper's brightness is taken from so coarse a picture; so bright, a page was scanned and not photographed."""
SHEET_GAP, SHEET_MARGIN = 24, 20
"""Pixels between and beside the pictures of a sheet."""


def pictures(path: Path) -> Iterator[Grey]:
    """The pages of a picture file.

    Raises ReadingError: "damaged", "too_large".
    """
    try:
        with warnings.catch_warnings(), Image.open(path) as opened:
            warnings.simplefilter("ignore")
            frames = getattr(opened, "n_frames", 1)
            if frames > LIMITS.scanned_pages:
                zh = f"有 {frames} 页，超过文字识别的上限 {LIMITS.scanned_pages} 页，请拆分"
                raise refusal("too_large", path, zh, f"has more than {LIMITS.scanned_pages} pages to recognise")
            for number in range(frames):
                opened.seek(number)
                if opened.width * opened.height > LIMITS.picture_pixels:
                    raise refusal("too_large", path, "像素过多，请缩小后再导入", "has too many pixels; make it smaller")
                dpi = float(opened.info.get("dpi", (0, 0))[0])
                yield _normal(ImageOps.exif_transpose(opened).convert("RGBA"), dpi)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as error:
        zh, en = "不是完好的图片，请重新扫描或另存", f"is a damaged picture ({type(error).__name__})"
        raise refusal("damaged", path, zh, en) from error


def pdf_page(path: Path, number: int) -> Grey:
    """A PDF's page, by its 0-based number, as it looks."""
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[number]
        scale = DPI / 72
        if page.get_width() * page.get_height() * scale * scale > LIMITS.picture_pixels:
            raise refusal("too_large", path, "的页面过大，请缩小后再导入", "has too large a page; make it smaller")
        return np.asarray(page.render(scale=scale, grayscale=True).to_pil().convert("L"))
    finally:
        document.close()


def _normal(picture: Image.Image, dpi: float) -> Grey:
    """On white ground, and about as large as a page at our resolution."""
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    grey = ImageOps.autocontrast(ground.convert("L"))
    longest = max(grey.size)
    if _LEAST_DPI <= dpi <= _MOST_DPI and longest / dpi <= _LONGEST_PAGE:
        factor = DPI / dpi
    else:  # a screen's resolution or none: judged by the number of pixels
        factor = 1.0 if _FEW_PIXELS <= longest <= _MANY_PIXELS else _PAGE_HEIGHT / longest
    if not 0.8 < factor < 1.25:
        grey = grey.resize((round(grey.width * factor), round(grey.height * factor)), Image.Resampling.LANCZOS)
    return np.asarray(grey)


def evenly_lit(grey: Grey) -> Grey:
    """A photographed page on white: each pixel as a share of the paper's brightness around it.

    A page that is white as it is stays as it is, with the shades of its cells.
    """
    small = Image.fromarray(grey).reduce(_PAPER)
    paper = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(4))
    around = np.asarray(paper.resize((grey.shape[1], grey.shape[0]), Image.Resampling.BILINEAR), dtype=np.float32)
    if np.percentile(around, 25) >= _WHITE:
        return grey
    return np.clip(grey * (255.0 / np.maximum(around, 1.0)), 0, 255).astype(np.uint8)


def turned(grey: Grey, degrees: float) -> Grey:
    """Turned counter-clockwise about its centre; quarter turns keep the whole picture."""
    picture = Image.fromarray(grey)
    return np.asarray(picture.rotate(degrees, Image.Resampling.BICUBIC, expand=degrees % 90 == 0, fillcolor=255))


def enlarged(grey: Grey, factor: float) -> Grey:
    """The same picture with more pixels."""
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.LANCZOS))


def png(grey: Grey, path: Path) -> None:
    """Write it as a file."""
    Image.fromarray(grey).save(path)


def straight(grey: Grey) -> Grey:
    """Turned by the small angle at which its lines of text and its rules are most level."""
    small = np.asarray(Image.fromarray(grey).reduce(2))

    def levelness(degrees: float) -> float:
        profile = (turned(small, degrees) < _DARK).sum(axis=1).astype(float)
        return float(np.square(np.diff(profile)).sum())

    best = 0.0
    for step in (0.5, 0.1):
        around = np.arange(-_MOST_SKEW, _MOST_SKEW + step, step) if step == 0.5 else best + np.arange(-0.4, 0.5, step)
        best = max((float(degrees) for degrees in around), key=levelness)
    return grey if abs(best) < 0.05 else turned(grey, best)


def extent(marks: Mask) -> tuple[int, int, int, int]:
    """The box of what is marked: x0, y0, x1, y1."""
    rows, cols = np.flatnonzero(np.any(marks, axis=1)), np.flatnonzero(np.any(marks, axis=0))
    return int(cols[0]), int(rows[0]), int(cols[-1]) + 1, int(rows[-1]) + 1


def ink(grey: Grey) -> Mask:
    """The dark pixels, without the specks of a scan: a pixel counts with at least two dark neighbours."""
    dark = grey < _DARK
    near = np.zeros(dark.shape, np.uint8)
    padded = np.pad(dark, 1)
    height, width = dark.shape
    for down in range(3):
        for right in range(3):
            near += padded[down : down + height, right : right + width]
    return dark & (near >= 3)


def rules(grey: Grey) -> tuple[list[Run], list[Run]]:
    """The horizontal rules (y, x0, x1) and the vertical ones (x, y0, y1) of a straight page."""
    dark = grey < _DARK
    return _runs(dark, _LEVEL), _runs(dark.T, _UPRIGHT)


def _runs(dark: Mask, length: int) -> list[Run]:
    """Long dark runs along the rows; a rule may wander over neighbouring rows and have small gaps."""
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    sums = np.cumsum(np.pad(thick, ((0, 0), (length // 2 + 1, length // 2))), axis=1, dtype=np.int32)
    density = sums[:, length:] - sums[:, :-length]
    lines = (density[:, : dark.shape[1]] >= _FILL * length) & thick
    found: list[Run] = []
    rows = np.flatnonzero(lines.any(axis=1))
    for band in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
        if not len(band):
            continue
        own, whole = lines[band[0] : band[-1] + 1], thick[band[0] : band[-1] + 1]
        for start, end in _spans(np.asarray(np.any(own, axis=0)), _GAP):
            weight = own[:, start:end].sum(axis=1)
            if weight.sum() / (end - start) > _THICKEST:
                continue
            first, last = max(0, start - length // 2), end + length // 2
            middle = round(band[0] + float((weight * np.arange(len(band))).sum() / weight.sum()))
            # where the rule itself ends: a stroke of a character beyond it is no part of it
            for begin, stop in _spans(np.asarray(np.any(whole[:, first:last], axis=0)), _BREAK):
                if stop - begin >= 0.8 * length:
                    found.append((middle, first + begin, first + stop))
    return found


def _spans(row: Mask, gap: int) -> Iterator[tuple[int, int]]:
    places = np.flatnonzero(row)
    for part in np.split(places, np.flatnonzero(np.diff(places) > gap) + 1):
        if len(part):
            yield int(part[0]), int(part[-1]) + 1


def stacked(crops: Sequence[Grey]) -> tuple[Grey, list[tuple[int, int]]]:
    """Pictures below each other on white, and where each begins and ends."""
    gap, margin = SHEET_GAP, SHEET_MARGIN
    width = max(crop.shape[1] for crop in crops) + 2 * margin
    height = sum(crop.shape[0] + gap for crop in crops) + gap
    sheet = np.full((height, width), 255, np.uint8)
    places: list[tuple[int, int]] = []
    top = gap
    for crop in crops:
        sheet[top : top + crop.shape[0], margin : margin + crop.shape[1]] = crop
        places.append((top, top + crop.shape[0]))
        top += crop.shape[0] + gap
    return sheet, places
