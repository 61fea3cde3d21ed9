"""PDF files as browsers, offices and scanners' software print them."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from bench.unseen import pages
from samples import grids
from samples.facts import Report
from samples.grids import GridCell

STYLES = {
    "landscape": "@page{size:A4 landscape;margin:15mm}",
    "no rules": "table,td{border:0!important}td{padding:2px 6px}@page{size:A3}",
    "lines only": "table{border:0;border-collapse:collapse}td{border:0;border-bottom:1px solid #000;padding:3px 6px}",
    "shaded": "table{border-collapse:collapse}td{border:0;padding:3px 6px}tr:nth-child(even) td{background:#ddd}",
    "columns": "@page{size:A3 landscape}body{columns:2;column-gap:12mm}table{font-size:9px;width:100%}",
    "tiny": "@page{size:A4;margin:5mm}body{font-size:6px}table{font-size:5px;border-collapse:collapse}",
    "headers upright": "td{padding:2px}@page{size:A4}",
    "two runs": "td{letter-spacing:3px}",
}


def printed(style: str) -> Callable[[Report], bytes]:
    """The page printed by Chromium in a style."""
    return lambda report: chromium(_page(report, style))


def _page(report: Report, style: str) -> bytes:
    tables: dict[int, Sequence[str]] = pages.tables_of(report)
    if style == "headers upright":
        review = pages.table(grids.review(report), lambda c: c.text if c.value else _upright(c))
        requests = pages.table(grids.requests(report), lambda c: _upright(c) if c.rowspan > 1 and c.row > 2 else c.text)
        tables = {**tables, 2: [requests], 3: [review]}
    return pages.page(report, tables, head=f"<style>{STYLES[style]}</style>").encode()


def _upright(cell: GridCell) -> str:
    return f'<div style="writing-mode:vertical-rl">{cell.text}</div>'


def chromium(page: bytes) -> bytes:
    """A web page as the PDF that Chromium prints of it."""
    browser = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.html"), Path(folder, "a.pdf")
        source.write_bytes(page)
        command = [browser, "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def turned(report: Report) -> bytes:
    """Landscape pages that lie on their side until a viewer turns them."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(chromium(_page(report, "landscape")))))
    for page in writer.pages:
        page.rotate(90).transfer_rotation_to_content()
        page.rotate(-90)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
