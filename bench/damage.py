"""The ways in which a clean table arrives damaged, done to a grid."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from ingest.blocks import GridBlock, GridCell

GridDamage = Callable[[GridBlock, random.Random], GridBlock]


def numeric(cell: GridCell) -> bool:
    """Whether a cell holds a number, and at most its unit."""
    return bool(re.fullmatch(r"-?\d+(?:\.\d+)?(?:万?元)?", cell.text))


def states(cell: GridCell) -> bool:
    """Whether a cell holds a value, damaged or not: a number with what is written behind it."""
    return numeric(cell) or bool(re.match(r"-?\d+(?![\d.、,])", cell.text))


def rows_of(grid: GridBlock) -> list[list[GridCell]]:
    """The cells that begin in each row."""
    return [[cell for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]


def first_data_row(grid: GridBlock) -> int:
    """The first row that holds a number."""
    return next((i for i, row in enumerate(rows_of(grid)) if any(map(numeric, row))), grid.n_rows)


def packed(rows: Iterable[Iterable[str]]) -> GridBlock:
    """A grid without spans, each row pushed to the left."""
    lines = [list(row) for row in rows]
    cells = [GridCell(r, c, text) for r, line in enumerate(lines) for c, text in enumerate(line)]
    return GridBlock(len(lines), max(map(len, lines)), tuple(cells))


def rewritten(grid: GridBlock, change: Callable[[GridCell], str]) -> GridBlock:
    """The grid with the text of each cell changed."""
    return replace(grid, cells=tuple(replace(cell, text=change(cell)) for cell in grid.cells))


def without_rows(grid: GridBlock, lost: set[int]) -> GridBlock:
    """The grid as it is when rows are cut out of it and what spans them shrinks; a value goes with its first row."""
    places = {row: row - sum(other < row for other in lost) for row in range(grid.n_rows + 1)}
    cells = []
    for cell in grid.cells:
        kept = [row for row in range(cell.row, cell.row + cell.rowspan) if row not in lost]
        if kept:
            text = "" if numeric(cell) and cell.row in lost else cell.text
            cells.append(replace(cell, row=places[kept[0]], rowspan=len(kept), text=text))
    return replace(grid, n_rows=grid.n_rows - len(lost), cells=tuple(cells))


def lose_rows(grid: GridBlock, chance: random.Random) -> GridBlock:
    """A third of the rows are gone."""
    data = range(first_data_row(grid), grid.n_rows)
    return without_rows(grid, set(chance.sample(data, k=len(data) // 3)))


def lose_headers(grid: GridBlock, chance: random.Random) -> GridBlock:
    """The rows above the first number are gone."""
    return without_rows(grid, set(range(first_data_row(grid))))


def shift(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Spans are gone: rows of two levels are shorter than rows of three."""
    return packed([cell.text for cell in row] for row in rows_of(grid))


def repeat_merged(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Every place of a merged label holds its text, and some hold it once more."""
    lines = []
    for row in range(grid.n_rows):
        line: list[str] = []
        for cell in sorted(grid.cells, key=lambda c: c.col):
            if cell.row <= row < cell.row + cell.rowspan:
                text = "" if numeric(cell) and row > cell.row else cell.text
                line += [text] * (1 if numeric(cell) else cell.colspan + chance.randrange(2))
        lines.append(line)
    return packed(lines)


def cut_labels(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Long labels end early."""
    return rewritten(grid, lambda c: c.text if states(c) or len(c.text) < 12 else c.text[: chance.randint(8, 11)])


def cut_labels_hard(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Labels keep a few characters."""
    return rewritten(grid, lambda c: c.text if states(c) or len(c.text) < 7 else c.text[: chance.randint(2, 7)])


def space_labels(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Labels have half-width marks, and spaces anywhere."""
    return rewritten(grid, lambda c: c.text if states(c) else spaced(c.text, chance))


def spaced(text: str, chance: random.Random) -> str:
    """The text with half-width marks, and spaces anywhere."""
    half = str.maketrans("（），。：“”、", '(),.:"",')
    return "".join(char + " " * (chance.random() < 0.3) for char in text.translate(half))


def comma_for_point(grid: GridBlock, chance: random.Random) -> GridBlock:
    """“1.” is written “1、”."""
    return rewritten(grid, lambda c: re.sub(r"^(\d)\.(?=\D)", r"\1、", c.text))


def slip_in_labels(grid: GridBlock, chance: random.Random) -> GridBlock:
    """A character of each long label is another."""

    def change(cell: GridCell) -> str:
        if states(cell) or len(cell.text) < 10:
            return cell.text
        at = chance.randrange(3, len(cell.text))
        return cell.text[:at] + "囗" + cell.text[at + 1 :]

    return rewritten(grid, change)


def blank_zeros(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Nought is left empty."""
    return rewritten(grid, lambda c: "" if c.text == "0" else c.text)


def dash_zeros(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Nought is a stroke."""
    return rewritten(grid, lambda c: "/" if c.text == "0" else c.text)


def blank_totals(grid: GridBlock, chance: random.Random) -> GridBlock:
    """The last column is empty."""
    last = grid.n_cols - 1
    return rewritten(grid, lambda c: "" if numeric(c) and c.col + c.colspan > last else c.text)


def blank_some(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Four values in ten are empty."""
    return rewritten(grid, lambda c: "" if numeric(c) and chance.random() < 0.4 else c.text)


def note_cells(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Units and remarks stand behind the values."""
    notes = ("件", "（其中线上 1 件）", "件（含转办）", "项", "（见附注）")
    return rewritten(grid, lambda c: c.text + chance.choice(notes) if c.text.isdigit() else c.text)


def spoil_cells(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Cells that state something else than one number."""
    spoilt = ("约{}", "{}、3", "{}?", "见附件", "0{}", "{} 7")
    return rewritten(
        grid, lambda c: chance.choice(spoilt).format(c.text) if c.text.isdigit() and chance.random() < 0.2 else c.text
    )


def drop_cells(grid: GridBlock, chance: random.Random) -> GridBlock:
    """A value is lost from some rows, and what stands right of it moves up."""
    lines = []
    for row in rows_of(grid):
        line = [cell.text for cell in row]
        places = [i for i, cell in enumerate(row) if numeric(cell)]
        if places and chance.random() < 0.5:
            del line[chance.choice(places)]
        lines.append(line)
    return packed(lines)


def repeat_cells(grid: GridBlock, chance: random.Random) -> GridBlock:
    """A value is printed twice in some rows, as an expanded merged cell is."""
    lines = []
    for row in rows_of(grid):
        line = [cell.text for cell in row]
        places = [i for i, cell in enumerate(row) if numeric(cell)]
        if places and chance.random() < 0.5:
            place = chance.choice(places)
            line.insert(place, line[place])
        lines.append(line)
    return packed(lines)


def pad_cells(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Empty cells stand before, between and behind the values."""
    lines = []
    for row in rows_of(grid):
        line: list[str] = []
        for cell in row:
            line += [""] * (chance.random() < 0.15) + [cell.text]
        lines.append(line + [""] * chance.randrange(3))
    return packed(lines)


def glue_pairs(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Two neighbouring values share a cell."""
    lines = []
    for row in rows_of(grid):
        line = [cell.text for cell in row]
        places = [i for i, (a, b) in enumerate(pairwise(row)) if numeric(a) and numeric(b)]
        if places and chance.random() < 0.5:
            place = chance.choice(places)
            line[place : place + 2] = [line[place] + line[place + 1]]
        lines.append(line)
    return packed(lines)


def glue_rows(grid: GridBlock, chance: random.Random) -> GridBlock:
    """All that stands behind a row's label shares a cell; empty cells leave no trace there."""
    lines = []
    for row in rows_of(grid):
        names = [i for i, cell in enumerate(row) if cell.text not in ("", "/") and not states(cell)]
        behind = names[-1] + 1 if names else 0
        run = "".join(cell.text for cell in row[behind:])
        lines.append([*(cell.text for cell in row[:behind]), *([run] if run else [])])
    return packed(lines)


def merge_across(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Some values reach over the place of their right neighbour, which is lost."""
    cells = list(grid.cells)
    for cell in grid.cells:
        right = next((c for c in cells if c.row == cell.row and c.col == cell.col + cell.colspan), None)
        if cell in cells and numeric(cell) and right and numeric(right) and chance.random() < 0.15:
            cells[cells.index(cell)] = replace(cell, colspan=cell.colspan + right.colspan)
            cells.remove(right)
    return replace(grid, cells=tuple(cells))


def merge_down(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Some values reach over the place of the value below, which is lost."""
    cells = list(grid.cells)
    for cell in grid.cells:
        below = next((c for c in cells if c.col == cell.col and c.row == cell.row + cell.rowspan), None)
        if cell in cells and numeric(cell) and below and numeric(below) and chance.random() < 0.15:
            cells[cells.index(cell)] = replace(cell, rowspan=cell.rowspan + below.rowspan)
            cells.remove(below)
    return replace(grid, cells=tuple(cells))


def lose_labels(grid: GridBlock, chance: random.Random) -> GridBlock:
    """The innermost label of some rows is empty."""
    cells = list(grid.cells)
    for row in rows_of(grid):
        stub = [cell for cell in row if not numeric(cell)]
        if stub and any(map(numeric, row)) and chance.random() < 0.4:
            cells[cells.index(stub[-1])] = replace(stub[-1], text="")
    return replace(grid, cells=tuple(cells))


def split_headers(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Vertical headers fall apart into characters, in any order."""
    top = first_data_row(grid)

    def change(cell: GridCell) -> str:
        if cell.row >= top or cell.colspan > 1:
            return cell.text
        return " ".join(chance.sample(cell.text, k=len(cell.text)))

    return rewritten(grid, change)


def split_labels(grid: GridBlock, chance: random.Random) -> GridBlock:
    """Labels that span rows fall apart, one character a row."""
    lines: list[list[str]] = []
    for row in range(grid.n_rows):
        line = []
        for cell in sorted(grid.cells, key=lambda c: c.col):
            if cell.row <= row < cell.row + cell.rowspan:
                at = row - cell.row
                whole = cell.rowspan == 1 or numeric(cell)
                line.append(cell.text if whole and at == 0 else "" if whole else cell.text[at : at + 1])
        lines.append(line)
    return packed(lines)


GRID_DAMAGE: tuple[GridDamage, ...] = (
    lose_rows, lose_headers, shift, repeat_merged, cut_labels, cut_labels_hard, space_labels, comma_for_point,
    slip_in_labels, blank_zeros, dash_zeros, blank_totals, blank_some, note_cells, spoil_cells, drop_cells,
    repeat_cells, pad_cells, glue_pairs, glue_rows, merge_across, merge_down, lose_labels, split_headers, split_labels,
)  # fmt: skip
