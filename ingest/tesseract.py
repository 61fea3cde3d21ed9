"""Text in a picture, line by line, by the program tesseract with its Chinese and English models."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from ingest.cleaning import clean
from ingest.programs import ProgramError, installed, run
from ingest.raster import DPI, Grey, png

_PAGE_EARNS = 10.0
"""Seconds that a call adds to the time of its file."""
BLOCK, COLUMN, LINE = 6, 4, 7
"""How tesseract may see a picture: one block of text, one column of texts of any size, one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its box in pixels (x0, y0, x1, y1), and the mean of the program's confidence (0..100)."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float

    @property
    def middle(self) -> float:
        """Its height on the picture."""
        return (self.box[1] + self.box[3]) / 2


@cache
def available() -> bool:
    """Whether tesseract and its model for simplified Chinese are installed."""
    program = installed("tesseract")
    if program is None:
        return False
    try:
        return b"chi_sim" in run([program, "--list-langs"], earns=1)
    except ProgramError:
        return False


def lines(grey: Grey, layout: int, *, digits: bool = False) -> list[Line]:
    """The lines of a picture from top to bottom; with `digits` only figures are looked for, by the English model.

    Raises ProgramError.
    """
    program = installed("tesseract") or "tesseract"
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder, "page.png")
        png(grey, picture)
        languages = "chi_sim+eng" if layout == COLUMN else "chi_sim"  # beside Chinese, English garbles short labels
        language = ["-l", "eng", "-c", "tessedit_char_whitelist=0123456789.,-/%"] if digits else ["-l", languages]
        command = [program, str(picture), "-", *language, "--psm", str(layout), "--dpi", str(DPI), "tsv"]
        printed = run(command, earns=_PAGE_EARNS)
    return sorted(_lines(printed.decode("utf-8", "replace")), key=lambda line: line.box[1])


def _lines(table: str) -> Iterator[Line]:
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if row["level"] == "5" and (row["text"] or "").strip()]
    for _, group in groupby(words, key=lambda row: (row["block_num"], row["par_num"], row["line_num"])):
        line = list(group)
        left, top, width, height = ([float(word[name]) for word in line] for name in ("left", "top", "width", "height"))
        right = max(x + w for x, w in zip(left, width, strict=True))
        bottom = max(y + h for y, h in zip(top, height, strict=True))
        text = clean(" ".join(word["text"] for word in line))
        sure = sum(float(word["conf"]) for word in line) / len(line)
        yield Line(text, (min(left), min(top), right, bottom), sure)
