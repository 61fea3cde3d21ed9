"""How deep each row's header stands below the ones above it: by numbering, by code, by 其中, by indent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from assistant.report import Cell, Table
from ingest.numbers import is_blank

_STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        r"第?[一二三四五六七八九十]+\s*[、.．，]",
        r"[（(]\s*[一二三四五六七八九十]+\s*[）)]",
        r"\d{1,2}\s*[、.．](?!\d)",
        r"[（(]\s*\d{1,2}\s*[）)]|\d{1,2}\s*[）)]",
        r"[①-⑳]",
        r"[-—–－]+(?=\D)",
    )
)
_CODE = re.compile(r"(?P<code>\d{3}|\d{5}|\d{7})(?:\s|$|(?=[\u4e00-\u9fff]))")
_PART_CODE = re.compile(r"\d{2,3}")
_PART = re.compile(r"其\s*中\s*[:：]?|\s*减\s*[:：]|\s*加\s*[:：]")


def levels(heads: Sequence[Cell], table: Table) -> dict[tuple[int, int], int]:
    """The level of each row header, by its place; those of one column are one hierarchy."""
    found: dict[tuple[int, int], int] = {}
    ordered = sorted(heads, key=lambda cell: (cell.col, cell.row))
    for _, column in groupby(ordered, key=lambda cell: cell.col):
        found.update(_column(list(column), table))
    return found


def _column(cells: Sequence[Cell], table: Table) -> dict[tuple[int, int], int]:
    codes = [_code(cell.text) for cell in cells]
    if sum(code is not None for code in codes) > len(cells) / 2:
        return _by_code(cells, codes)
    parts = [_parts(cell, table) for cell in cells]
    if any(parts) or all(_PART_CODE.fullmatch(cell.text.strip()) for cell in cells):
        return {(cell.row, cell.col): max(count - 1, 0) for cell, count in zip(cells, parts, strict=True)}
    return _by_numbering(cells, table)


def _code(text: str) -> str | None:
    match = _CODE.match(text.strip())
    return match["code"] if match else None


def _parts(cell: Cell, table: Table) -> int:
    """How many parts of a code that stands in columns of its own are filled in front of a name: 201 | 03 | 01."""
    beside = [other for other in table.row_cells(cell.row) if other.col < cell.col and other.heads != "column"]
    codes = [other.text.strip() for other in beside]
    if _PART_CODE.fullmatch(cell.text.strip()):
        return 0
    return sum(bool(code) for code in codes) if all(not code or _PART_CODE.fullmatch(code) for code in codes) else 0


def _by_code(cells: Sequence[Cell], codes: Sequence[str | None]) -> dict[tuple[int, int], int]:
    """201 → 20103 → 2010301: a code stands under the one that it begins with."""
    found: dict[tuple[int, int], int] = {}
    open_: list[str] = []
    for cell, code in zip(cells, codes, strict=True):
        if code is None:
            open_ = []
            continue
        while open_ and not (code.startswith(open_[-1]) and code != open_[-1]):
            open_.pop()
        found[cell.row, cell.col] = len(open_)
        open_.append(code)
    return found


def _by_numbering(cells: Sequence[Cell], table: Table) -> dict[tuple[int, int], int]:
    """Each style of numbering is a level below the one in which it first appears; 其中 is one below its row."""
    found: dict[tuple[int, int], int] = {}
    open_: list[int] = []
    group: int | None = None
    for cell in cells:
        text = cell.text.strip()
        style = next((i for i, pattern in enumerate(_STYLES) if pattern.match(text)), None)
        if style is not None:
            if style in open_:
                del open_[open_.index(style) :]
            found[cell.row, cell.col] = len(open_)
            open_.append(style)
            group = len(open_) if _names_a_group(cell, table) else None
        elif _PART.match(text) and open_:
            found[cell.row, cell.col] = len(open_)
        elif group is not None and not _is_total(text):
            found[cell.row, cell.col] = group
        else:
            group = 1 if text.endswith(("：", ":")) and _names_a_group(cell, table) else None
            open_ = []
    return found


def _names_a_group(cell: Cell, table: Table) -> bool:
    """Whether a row states nothing but its name."""
    return all(is_blank(other.text) for other in table.row_cells(cell.row) if other.col > cell.col)


def _is_total(text: str) -> bool:
    return re.search(r"[合总小]\s*计$", text) is not None
