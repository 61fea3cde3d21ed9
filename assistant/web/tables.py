"""A table of a report as an HTML table: its headers and spans, the cited cells marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant import phrasing
from assistant.report import Cell, FigureStatus, Table
from assistant.web.language import Words
from assistant.web.markup import text

_NUMBER = re.compile(r"[-−+]?[\d,，]*\.?\d+\s*[%％]?|[-—－/／]")
_MOST_CELLS = 3_000
"""A larger table is shown around the cited rows only."""
_AROUND = 12


def table_html(
    table: Table, cited: Mapping[tuple[int, int], Sequence[int]], near: Collection[tuple[int, int]], words: Words
) -> str:
    """The table in a box that scrolls. `cited` maps a place of the grid to the numbers of its citations, `near` are
    the origins of cells that a cited passage covers."""
    numbers = _by_cell(table, cited)
    rows = _rows_shown(table, [row for row, _ in (*cited, *near)])
    caption = text(table.caption) + (f"（{text(table.unit)}）" if table.unit else "")
    body = "".join(f"<tr>{_row(table, row, rows, numbers, near, words)}</tr>" for row in rows)
    part = ""
    if len(rows) < table.n_rows:
        said = words.part_of_table.format(total=table.n_rows, shown=len(rows))
        part = f'<p class="bg-remark">{text(said)}</p>'
    label = text(table.caption or words.evidence)
    return (
        f'{part}<div class="bg-table" tabindex="0" role="region" aria-label="{label}"><table>'
        + (f"<caption>{caption}</caption>" if caption else "")
        + f"<tbody>{body}</tbody></table></div>"
    )


def _by_cell(table: Table, cited: Mapping[tuple[int, int], Sequence[int]]) -> dict[tuple[int, int], list[int]]:
    """The numbers by the origin of the cell that covers each cited place."""
    numbers: dict[tuple[int, int], list[int]] = {}
    for place, given in cited.items():
        cell = table.at(*place)
        if cell is not None:
            numbers.setdefault((cell.row, cell.col), []).extend(given)
    return numbers


def _rows_shown(table: Table, wanted: Sequence[int]) -> list[int]:
    if table.n_rows * table.n_cols <= _MOST_CELLS:
        return list(range(table.n_rows))
    around = {near for row in wanted for near in range(row - _AROUND, row + _AROUND + 1)}
    shown = [row for row in range(table.n_rows) if row < table.header_rows or row in around]
    return shown[: max(1, _MOST_CELLS // max(1, table.n_cols))]


def _row(
    table: Table,
    row: int,
    shown: Sequence[int],
    numbers: Mapping[tuple[int, int], Sequence[int]],
    near: Collection[tuple[int, int]],
    words: Words,
) -> str:
    cells = []
    for col in range(table.n_cols):
        cell = table.at(row, col)
        if cell is None:
            cells.append('<td class="bg-hole"></td>')
        elif cell.col == col and (cell.row == row or row == shown[0] or row - 1 not in shown):
            rowspan = sum(1 for one in range(row, cell.row + cell.rowspan) if one in shown)
            origin = (cell.row, cell.col)
            cells.append(_cell(table, cell, rowspan, numbers.get(origin, ()), origin in near, words))
    return "".join(cells)


def _cell(table: Table, cell: Cell, rowspan: int, numbers: Sequence[int], near: bool, words: Words) -> str:
    header = cell.row < table.header_rows or cell.col < table.stub_cols
    scope = "col" if cell.row < table.header_rows else "row"
    tag = f'th scope="{scope}"' if header else "td"
    spans = (f' rowspan="{rowspan}"' if rowspan > 1 else "") + (
        f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    )
    stripped = cell.text.strip()
    classes = ["bg-number"] if not header and _NUMBER.fullmatch(stripped) else []
    content, label = "<br>".join(text(line) for line in stripped.splitlines()), ""
    if numbers:
        classes.append("cited")
        shown = content or text(phrasing.status(FigureStatus.BLANK, words.code))
        content = f"<mark>{shown}</mark><sup>{text(', '.join(map(str, numbers)))}</sup>"
        label = f' aria-label="{text(words.cited_cell)} {text(", ".join(map(str, numbers)))}: {shown}"'.replace(
            "<br>", " "
        )
    elif near:
        classes.append("near")
    classed = f' class="{" ".join(classes)}"' if classes else ""
    return f"<{tag}{spans}{classed}{label}>{content}</{tag.split()[0]}>"
