"""A table of a report as an HTML table: its headers and spans, the cited cells marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant import phrasing
from assistant.report import Cell, FigureStatus, Table
from assistant.web.markup import anchor, text
from assistant.web.wording import Words

_NUMBER = re.compile(r"[-−+]?[\d,，]*\.?\d+\s*[%％]?|[-—－/／]")
_MOST_CELLS = 3_000
"""A larger table is shown around the cited rows only."""
_AROUND = 12

Place = tuple[int, int]
"""(row, column), 0-based, in a table's resolved grid."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a table, by the origin of the cell."""

    cited: Mapping[Place, Sequence[int]]
    """The numbers of the citations that a cell proves."""
    near: Collection[Place]
    """Cells that a cited passage covers."""
    exchange: int
    """The exchange that cites: the marks of an answer lead to these cells."""

    @classmethod
    def on(
        cls, table: Table, cited: Mapping[Place, Sequence[int]], spans: Sequence[tuple[int, int]], exchange: int
    ) -> Marks:
        """Marks at any places of the grid, and on the cells whose text lies in spans of the report's text."""
        numbers: dict[Place, list[int]] = {}
        for place, given in cited.items():
            cell = table.at(*place)
            if cell is not None:
                numbers.setdefault((cell.row, cell.col), []).extend(given)
        near = {(c.row, c.col) for c in table.cells if any(start <= c.start and c.end <= end for start, end in spans)}
        return cls(numbers, near, exchange)


def table_html(table: Table, marks: Marks, words: Words) -> str:
    """The table in a box that scrolls."""
    rows = _rows_shown(table, {row for row, _ in (*marks.cited, *marks.near)})
    part = ""
    if len(rows) < table.n_rows:
        said = words.part_of_table.format(total=table.n_rows, shown=len(rows))
        part = f'<p class="bg-remark">{text(said)}</p>'
    unit = f"（{text(table.unit)}）" if table.unit else ""
    caption = f"<caption>{text(table.caption)}{unit}</caption>" if table.caption else ""
    body = "".join(f"<tr>{''.join(_row(table, row, rows, marks, words))}</tr>" for row in rows)
    return (
        f'{part}<div class="bg-table" tabindex="0" role="region" aria-label="{text(table.caption or words.evidence)}">'
        f"<table>{caption}<tbody>{body}</tbody></table></div>"
    )


def _rows_shown(table: Table, wanted: Collection[int]) -> list[int]:
    if table.n_rows * table.n_cols <= _MOST_CELLS:
        return list(range(table.n_rows))
    around = {near for row in wanted for near in range(row - _AROUND, row + _AROUND + 1)}
    shown = [row for row in range(table.n_rows) if row < table.header_rows or row in around]
    return shown[: max(1, _MOST_CELLS // table.n_cols)]


def _row(table: Table, row: int, shown: Sequence[int], marks: Marks, words: Words) -> Iterator[str]:
    for col in range(table.n_cols):
        cell = table.at(row, col)
        if cell is None:
            yield '<td class="bg-hole"></td>'
            continue
        rows = [one for one in shown if cell.row <= one < cell.row + cell.rowspan]
        if (row, col) == (rows[0], cell.col):
            yield _cell(table, cell, len(rows), marks, words)


def _cell(table: Table, cell: Cell, rowspan: int, marks: Marks, words: Words) -> str:
    raw = cell.text.strip()
    side = "row" if raw and cell.col < table.stub_cols and not _NUMBER.fullmatch(raw) else ""  # nothing names no row
    header = cell.heads or ("column" if cell.row < table.header_rows else side)
    tag = "th" if header else "td"
    attributes = f' scope="{"col" if header == "column" else "row"}"' if header else ""
    attributes += f' rowspan="{rowspan}"' if rowspan > 1 else ""
    attributes += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    content = "<br>".join(text(line) for line in raw.splitlines())
    classes = ["bg-number"] if not header and _NUMBER.fullmatch(raw) else []
    numbers = marks.cited.get((cell.row, cell.col))
    if numbers:
        shown = raw or phrasing.status(FigureStatus.BLANK, words.code)
        listed = ", ".join(map(str, numbers))
        classes.append("cited")
        attributes += f' aria-label="{text(f"{words.cited_cell} {listed}: {shown}")}"'
        content = f"<mark>{content or text(shown)}</mark>" + "".join(
            f'<sup id="{anchor(marks.exchange, n)}">{n}</sup>' for n in numbers
        )
    elif (cell.row, cell.col) in marks.near:
        classes.append("near")
    classed = f' class="{" ".join(classes)}"' if classes else ""
    return f"<{tag}{attributes}{classed}>{content}</{tag}>"
