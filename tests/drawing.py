"""PDF pages drawn by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest import pdf
from ingest.blocks import Document

HEIGHT = A4[1]
FONT = "STSong-Light"


class Drawing:
    """A PDF drawn by hand; places are points from the top left, as the reader's are."""

    def __init__(self, path: Path, password: str | None = None) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.path = path
        self.canvas = Canvas(str(path), pagesize=A4, encrypt=password)

    def text(self, x: float, y: float, text: str, size: float = 10) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def cell(self, x: float, y: float, width: float, height: float, *lines: str) -> None:
        self.canvas.rect(x, HEIGHT - y - height, width, height)
        for number, line in enumerate(lines):
            self.text(x + 3, y + 12 + 11 * number, line)

    def table(self, y: float, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        for number, row in enumerate(rows):
            x = 70.0
            for text, width in zip(row, widths, strict=True):
                self.cell(x, y + 20 * number, width, 20, text)
                x += width

    def next_page(self) -> None:
        self.canvas.showPage()

    def read(self) -> Document:
        self.canvas.save()
        return pdf.read(self.path)

    def line(self, x0: float, x1: float, y: float) -> None:
        self.canvas.line(x0, HEIGHT - y, x1, HEIGHT - y)

    def upright(self, x: float, top: float, bottom: float) -> None:
        self.canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)

    def row(self, y: float, *pieces: tuple[float, str], right: bool = False) -> None:
        self.canvas.setFont(FONT, 10)
        for x, text in pieces:
            (self.canvas.drawRightString if right and text[0].isdigit() else self.canvas.drawString)(
                x, HEIGHT - y, text
            )
