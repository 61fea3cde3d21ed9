"""Pages that are pictures: their tables and text by character recognition, every number read twice.

What a recogniser says is no fact. Numbers are read in two ways, at two sizes, in cells by two models; where the
readings differ a third decides, and without a majority "□", the mark of an illegible character, stands in its place,
with the readings beside it: no reader of numbers takes that for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.report import Box
from ingest import raster, rules, tesseract
from ingest.blocks import Document
from ingest.cleaning import join_wrapped
from ingest.limits import refusal
from ingest.pdf_page import Glyph, PageGrid, ruled_grid
from ingest.pdf_page import Line as PageLine
from ingest.pdf_prose import PageItems, blocks, without_furniture
from ingest.programs import ProgramError
from ingest.raster import Grey
from ingest.spelling import corrected

ILLEGIBLE = "□"
_POINTS = 72 / raster.DPI
_INSET = 3
_LEAST_INK = 10
_MARGIN = 3
_LARGER = 1.5
_SURE = 55.0
"""Mean confidence (0..100) below which a page is no text that can be relied on."""
_NUMBER = re.compile(r"\d[\d,.]*")
_LOOK_ALIKE = str.maketrans(
    {**dict.fromkeys("OoQD〇Θ", "0"), **dict.fromkeys("lI|i!][", "1"), "，": ",", "。": ".", "—": "-"}
)
"""What a figure that stands alone is misread for."""
_CLEAR = 85.0
_CJK = re.compile("[\u3400-\u9fff]")
_WITH_UNIT = re.compile(r"[-+]?\d[\d,.]*\s*(?:[元万亿%件条人次个（(]|$)")
_SHEET_HEIGHT = 5_000
_MOST_CELLS = 3_000
_QUARTERS = (90.0, 270.0, 180.0)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A piece of text on the page: what was read there, and its box in pixels."""

    text: str
    box: Box


def document(path: Path) -> Document:
    """A picture file, of one page or several, as a Document with pages.

    Raises ReadingError: "no_text" with what to install when there is no recogniser, "damaged", "too_large".
    """
    require(path)
    pages = [page_items(path, grey, number) for number, grey in enumerate(raster.pictures(path), 1)]
    numbers = frozenset(page.number for page in pages)
    return Document(tuple(blocks(without_furniture(pages))), len(pages), warnings=(warning(numbers),), scanned=numbers)


def available() -> bool:
    """Whether pictures can be read here."""
    return tesseract.available()


def require(path: Path) -> None:
    """Raises ReadingError("no_text"), with what to install, when pictures cannot be read here."""
    if not available():
        zh = "是扫描件或图片，需要文字识别（OCR）：请安装 tesseract-ocr 和 tesseract-ocr-chi-sim 后再导入"
        en = "is a scan; install tesseract-ocr and tesseract-ocr-chi-sim to have it read"
        raise refusal("no_text", path, zh, en)


def warning(pages: frozenset[int]) -> str:
    """What is to be said of a report with such pages."""
    numbers = "、".join(map(str, sorted(pages)))
    return (
        f"第 {numbers} 页是扫描件，文字由 OCR 识别，请核对原件 / Page {numbers}: recognised by OCR, check the original"
    )


def page_items(path: Path, grey: Grey, number: int) -> PageItems:
    """What stands on a page, in points. Raises ReadingError("failed") when the recogniser fails."""
    try:
        grey = raster.straight(raster.evenly_lit(grey))
        items, sure = _recognised(grey, number)
        for quarter in _QUARTERS if sure < _SURE and raster.ink(grey).any() else ():
            other, surer = _recognised(raster.turned(grey, quarter), number)
            if surer > max(sure, _SURE):
                return other
    except ProgramError as error:
        raise refusal("failed", path, f"文字识别失败（{error}）", f"could not be recognised ({error})") from error
    return items if sure >= _SURE else PageItems(number, items.width, items.height, (), ())


def _recognised(grey: Grey, number: int) -> tuple[PageItems, float]:
    """What stands on a straight page, and the recogniser's mean confidence."""
    horizontal, vertical = raster.rules(grey)
    bare = _without_rules(grey, horizontal, vertical)
    grids: list[PageGrid] = []
    rest = grey.copy()
    sure: list[float] = []
    for boxes in rules.tables(horizontal, vertical):
        if len(boxes) > _MOST_CELLS:
            continue
        spots = _cells(bare, boxes, sure)
        scaled = [_points(box) for box in boxes]
        grid = ruled_grid(scaled, [_glyph(spot) for spot in spots], number)
        if grid is not None:
            grids.append(grid)
            x0, y0, x1, y1 = (round(edge / _POINTS) for edge in grid.box)
            rest[max(0, y0 - _INSET) : y1 + _INSET, max(0, x0 - _INSET) : x1 + _INSET] = 255
    spots = _running(rest, sure)
    text = tuple(PageLine(spot.text, _points(spot.box), (spot.box[3] - spot.box[1]) * _POINTS) for spot in spots)
    height, width = grey.shape
    items = PageItems(
        number, width * _POINTS, height * _POINTS, text, tuple(sorted(grids, key=lambda grid: grid.box[1]))
    )
    return items, sum(sure) / len(sure) if sure else 0.0


def _without_rules(grey: Grey, horizontal: Sequence[raster.Run], vertical: Sequence[raster.Run]) -> Grey:
    bare = grey.copy()
    for y, x0, x1 in horizontal:
        bare[max(0, y - _INSET) : y + _INSET + 1, x0:x1] = 255
    for x, y0, y1 in vertical:
        bare[y0:y1, max(0, x - _INSET) : x + _INSET + 1] = 255
    return bare


def _points(box: Box) -> Box:
    return box[0] * _POINTS, box[1] * _POINTS, box[2] * _POINTS, box[3] * _POINTS


def _glyph(spot: _Spot) -> Glyph:
    x0, top, x1, bottom = _points(spot.box)
    return Glyph(spot.text, x0, top, x1, bottom, bottom - top)


# Text that runs


def _running(grey: Grey, sure: list[float]) -> list[_Spot]:
    """The lines outside tables, each number in them read twice."""
    if raster.ink(grey).sum() < _LEAST_INK:
        return []
    first = tesseract.lines(grey, tesseract.COLUMN)
    second = tesseract.lines(raster.enlarged(grey, _LARGER), tesseract.COLUMN)
    sure += [line.confidence for line in first]
    return [_Spot(_settled_line(grey, line, second), line.box) for line in first if line.text]


def _settled_line(grey: Grey, line: tesseract.Line, second: Sequence[tesseract.Line]) -> str:
    numbers = _NUMBER.findall(line.text)
    again = [other for other in second if line.box[1] < other.middle / _LARGER < line.box[3]]
    readings = [numbers, *(_NUMBER.findall(other.text) for other in again if _beside(line, other))]
    if len(readings) == 2 and readings[0] == readings[1]:
        return line.text
    x0, y0, x1, y1 = (round(edge) for edge in line.box)
    crop = grey[max(0, y0 - _MARGIN) : y1 + _MARGIN, max(0, x0 - _MARGIN) : x1 + _MARGIN]
    third = " ".join(found.text for found in tesseract.lines(raster.enlarged(crop, 2), tesseract.LINE))
    if _NUMBER.findall(third) == numbers:
        return line.text
    if _NUMBER.findall(third) in readings:
        return third
    known = Counter(_NUMBER.findall(third)) & Counter(numbers)
    return _NUMBER.sub(lambda match: match[0] if known[match[0]] else ILLEGIBLE, line.text)


def _beside(line: tesseract.Line, other: tesseract.Line) -> bool:
    """Whether the line of the enlarged picture stands where this one does."""
    return other.box[0] / _LARGER < line.box[2] and other.box[2] / _LARGER > line.box[0]


# Text in cells


def _cells(bare: Grey, boxes: Sequence[Box], sure: list[float]) -> list[_Spot]:
    """The lines of each cell that holds any."""
    homes: list[tuple[int, int]] = []
    crops: list[Grey] = []
    for box in boxes:
        x0, y0, x1, y1 = (round(edge) for edge in box)
        inner = bare[y0 + _INSET : y1 - _INSET, x0 + _INSET : x1 - _INSET]
        if inner.size == 0 or (marks := raster.ink(inner)).sum() < _LEAST_INK:
            continue
        first_col, first_row, last_col, last_row = raster.extent(marks)
        top, left = max(0, first_row - _MARGIN), max(0, first_col - _MARGIN)
        crops.append(inner[top : last_row + _MARGIN, left : last_col + _MARGIN])
        homes.append((x0 + _INSET + left, y0 + _INSET + top))
    found: list[_Spot] = []
    first = [_surest(crop, lines) for crop, lines in zip(crops, _sheet(crops, 1.0), strict=True)]
    sure += [line.confidence for lines in first for line in lines]
    for home, crop, lines, text in zip(homes, crops, first, _settled(crops, first), strict=True):
        x, y = home
        whole = (float(x), float(y), float(x + crop.shape[1]), float(y + crop.shape[0]))
        if text is not None or not lines:
            found.append(_Spot(text or ILLEGIBLE, whole))
            continue
        words = join_wrapped(line.text for line in lines)
        if (label := corrected(words)) != words:
            found.append(_Spot(label, whole))
            continue
        step = crop.shape[0] / len(lines)
        for place, line in enumerate(lines):
            right = x + crop.shape[1] if place < len(lines) - 1 else x + line.box[2]
            found.append(_Spot(line.text, (x, y + place * step, min(right, whole[2]), y + (place + 1) * step)))
    return found


def _surest(crop: Grey, lines: list[tesseract.Line]) -> list[tesseract.Line]:
    """Words that the recogniser is not sure of are read again alone, and larger; the surer reading is taken."""
    if not lines or _mean(lines) >= _CLEAR or not any(_CJK.search(line.text) for line in lines):
        return lines
    again = [line for line in tesseract.lines(raster.enlarged(crop, _LARGER), tesseract.BLOCK) if line.text]
    if not again or _mean(again) <= _mean(lines):
        return lines
    return [replace(line, box=_smaller(line.box)) for line in again]


def _smaller(box: Box) -> Box:
    return box[0] / _LARGER, box[1] / _LARGER, box[2] / _LARGER, box[3] / _LARGER


def _mean(lines: Sequence[tesseract.Line]) -> float:
    return sum(line.confidence for line in lines) / len(lines)


def _sheet(crops: Sequence[Grey], factor: float, *, digits: bool = False) -> list[list[tesseract.Line]]:
    """The lines of each crop, read together from one sheet; their boxes are those in the crop."""
    found: list[list[tesseract.Line]] = []
    for part in _batches(crops):
        sheet, places = raster.stacked([raster.enlarged(crop, factor) for crop in part])
        read = tesseract.lines(sheet, tesseract.BLOCK, digits=digits)
        for top, bottom in places:
            own = [line for line in read if top - 8 <= line.middle <= bottom + 8 and line.text]
            found.append([replace(line, box=_in_crop(line.box, top, factor)) for line in own])
    return found


def _in_crop(box: Box, top: int, factor: float) -> Box:
    left = raster.SHEET_MARGIN
    return (box[0] - left) / factor, (box[1] - top) / factor, (box[2] - left) / factor, (box[3] - top) / factor


def _batches(crops: Sequence[Grey]) -> Iterator[list[Grey]]:
    part: list[Grey] = []
    for crop in crops:
        if part and sum(other.shape[0] for other in part) > _SHEET_HEIGHT:
            yield part
            part = []
        part.append(crop)
    if part:
        yield part


def _settled(crops: Sequence[Grey], first: Sequence[Sequence[tesseract.Line]]) -> list[str | None]:
    """For each cell that holds a number: the text that two readings agree on, or the mark of doubt; None for words."""
    texts = [join_wrapped(line.text for line in lines) for lines in first]
    alone = [n for n, text in enumerate(texts) if len(text) < 2 or not _CJK.search(text)]
    mixed = [n for n, text in enumerate(texts) if len(text) > 1 and _CJK.search(text) and _is_number(text)]
    settled: list[str | None] = [None] * len(crops)
    for chosen, digits in ((alone, True), (mixed, False)):
        again = _sheet([crops[n] for n in chosen], _LARGER, digits=digits)
        for n, lines in zip(chosen, again, strict=True):
            settled[n] = _agreed(crops[n], texts[n], join_wrapped(line.text for line in lines))
    return settled


def _is_number(text: str) -> bool:
    """Whether a cell with Chinese in it states a number: few characters, or a number first."""
    return bool(_NUMBER.search(text)) and (len(_CJK.findall(text)) < 3 or _WITH_UNIT.match(text) is not None)


def _agreed(crop: Grey, first: str, second: str) -> str:
    one, two = _plain(first), _plain(second)
    if one and one == two:
        return one
    third = _plain(join_wrapped(line.text for line in tesseract.lines(raster.enlarged(crop, 2), tesseract.LINE)))
    if third and third in (one, two):
        return third
    readings = "或".join(dict.fromkeys(filter(None, (one, two, third))))
    return f"{ILLEGIBLE}（{readings}）" if readings else ILLEGIBLE


def _plain(text: str) -> str:
    """A number as both models would write it; words stay."""
    squeezed = "".join(text.split())
    return squeezed if _CJK.search(squeezed) else squeezed.translate(_LOOK_ALIKE).strip(",.")
