"""Standard forms filled with made figures that keep the form's identities, as grids and as harvested text."""

from __future__ import annotations

import random
from collections.abc import Sequence

from assistant.forms import Form, forms
from assistant.report import Cell, Paragraph, Table

FORM_2019, FORM_2021 = forms()
Filled = dict[str, list[int]]
"""Row code → the values of its columns."""


def table_of(rows: Sequence[Sequence[str]], *, table_id: str = "t1") -> Table:
    """A grid without spans, its cells placed as an outline places them."""
    cells: list[Cell] = []
    place = 0
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cells.append(Cell(r, c, text, place, place + len(text)))
            place += len(text) + 1
    return spanned(cells, len(rows), max(map(len, rows)), table_id=table_id)


def spanned(cells: Sequence[Cell], n_rows: int, n_cols: int, *, table_id: str = "t1") -> Table:
    """A grid of given cells."""
    return Table(
        table_id=table_id,
        caption="",
        unit=None,
        section=(),
        page=None,
        n_rows=n_rows,
        n_cols=n_cols,
        cells=tuple(cells),
        header_rows=0,
        stub_cols=0,
        start=0,
        end=max(cell.end for cell in cells),
    )


def paragraph(text: str, start: int = 0) -> Paragraph:
    return Paragraph(text, start, start + len(text), ())


def fill_requests(form: Form, chance: random.Random, largest: int = 60) -> Filled:
    """Random requests that satisfy H1, H2 and H3."""
    table = form.table("requests")
    results = [row.code for row in table.rows if not row.instead_of and row.code not in _FRAME]
    filled = {code: _row([_count(chance, largest) for _ in range(6)]) for code in results}
    filled["total"] = [sum(filled[code][i] for code in results) for i in range(7)]
    filled["carried_out"] = _row([_count(chance, 9) for _ in range(6)])
    available = [a + b for a, b in zip(filled["total"], filled["carried_out"], strict=True)]
    filled["carried_in"] = _row([chance.randint(0, min(9, number)) for number in available[:6]])
    filled["received"] = _row([a - b for a, b in zip(available[:6], filled["carried_in"][:6], strict=True)])
    return filled


_FRAME = {"received", "carried_in", "total", "carried_out"}


def _count(chance: random.Random, largest: int) -> int:
    return 0 if chance.random() < 0.7 else chance.randint(1, largest)


def _row(parts: list[int]) -> list[int]:
    return [*parts, sum(parts)]


def fill_review(chance: random.Random, largest: int = 30) -> list[int]:
    """Random figures of table 4 that satisfy H4."""
    groups = [[_count(chance, largest) for _ in range(4)] for _ in range(3)]
    return [number for group in groups for number in _row(group)]


def requests_rows(form: Form, filled: Filled) -> list[list[str]]:
    """Table 3 without spans: a header row, then label and values."""
    table = form.table("requests")
    head = ["", *(column.label for column in table.columns)]
    rows = [[row.label, *map(str, filled[row.code])] for row in table.rows if row.code in filled]
    return [head, *rows]


def requests_text(form: Form, filled: Filled) -> str:
    """Table 3 as harvesting leaves it: labels and digits run together."""
    pieces: list[str] = []
    printed: tuple[str, ...] = ()
    for row in form.table("requests").rows:
        if row.code not in filled:
            continue
        kept = next((i for i, (a, b) in enumerate(zip(printed, row.path, strict=False)) if a != b), 0)
        pieces += [*row.path[kept:], *map(str, filled[row.code])]
        printed = row.path
    return "".join(pieces)
