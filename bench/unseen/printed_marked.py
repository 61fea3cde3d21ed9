"""PDF files whose numbers are broken, overprinted, marked or hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bench.unseen import pages, pages_cells
from bench.unseen.printed import chromium
from samples import grids
from samples.facts import Report
from samples.grids import GridCell

_BASE = "@page{size:A4;margin:12mm}body{font-size:11px}table{border-collapse:collapse;width:100%}td{padding:2px 4px}"
_HALF = "display:inline-block;width:48%;vertical-align:top"


def _styled(style: str, write: pages.Write = pages.plain, frame: str = "{}") -> Callable[[Report], bytes]:
    def make(report: Report) -> bytes:
        head = f"<style>{_BASE}{style}</style>"
        return chromium(pages.page(report, pages.tables_of(report, write), frame, head).encode())

    return make


def _counted(change: Callable[[str, int], str]) -> pages.Write:
    """Values changed with a running number."""
    count = iter(range(1_000_000))
    return lambda cell: change(cell.text, next(count)) if cell.value else cell.text


def _in_columns(report: Report) -> bytes:
    """The sub-tables of Article 20 side by side."""
    blocks = [f'<div style="{_HALF}">{pages.table(grid)}</div>' for grid in grids.article20(report)]
    tables: Mapping[int, Sequence[str]] = {**pages.tables_of(report), 1: blocks}
    return chromium(pages.page(report, tables, head=f"<style>{_BASE}</style>").encode())


def _right_aligned(cell: GridCell) -> str:
    return f'<div style="text-align:right">{cell.text}</div>' if cell.value else cell.text


MAKE: Mapping[str, Callable[[Report], bytes]] = {
    "watermark": _styled(
        ".w{position:fixed;top:40%;left:5%;font-size:60px;color:#bbb;transform:rotate(-30deg);z-index:9}",
        frame='{}<div class="w">2023 内部 1234567890</div>',
    ),
    "raised marks": _styled(
        "", _counted(lambda t, n: f"{t}<sup style='font-size:7px'>{n % 9 + 1}</sup>" if n % 4 == 0 else t)
    ),
    "struck": _styled("", _counted(lambda t, n: f"<s>{n % 7 + 1}</s>{t}" if n % 5 == 0 else t)),
    "struck, spaced": _styled("", _counted(lambda t, n: f"<s>{n % 7 + 1}</s> {t}" if n % 5 == 0 else t)),
    "broken digits": _styled("td{word-break:break-all;font-size:15px}table{table-layout:fixed;width:60%}"),
    "shadow": _styled("td{text-shadow:.4px 0 0 #000}"),
    "white digits": _styled("", _counted(lambda t, n: f"<span style='color:#fff'>{n % 8 + 1}</span>{t}")),
    "line numbers": _styled("tr{counter-increment:l}tr td:first-child::before{content:counter(l) ' ';color:#888}"),
    "side by side": _in_columns,
    "right aligned, no rules": _styled("table,td{border:0!important}", _right_aligned),
    "dotted rules": _styled("td{border:1px dotted #999!important}"),
    "double rules": _styled("td{border:4px double #000!important}"),
    "thick frame only": _styled("td{border:0!important}table{border:2px solid #000}"),
    "in a frame": _styled(
        "body{border:2px solid #000;padding:8px}.f{border:1px solid #000}", frame="<div class='f'>{}</div>"
    ),
    "large": _styled("body{font-size:20px}td{font-size:19px}"),
    "thousands": _styled("", pages.thousands(",")),
    "arrows": lambda report: chromium(pages_cells.arrows(report)),
    "page feet": _styled(
        "@page{size:A4;margin:14mm 12mm;@bottom-center{content:'— ' counter(page) ' —'}"
        "@top-right{content:'2024 年第 3 期'}}"
    ),
    "headers again": _styled("@page{size:A5}body{font-size:12px}"),
    "slanted": _styled("td{font-style:italic;font-weight:bold}"),
}
