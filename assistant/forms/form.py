"""Load standard forms: their tables, rows, columns and the identities that make them checkable.

A form is data. Its YAML names each table's rows and columns with stable codes; a cell's measure is
`table.row.column`, or `table.column` where the table is a single row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import yaml

from assistant.report import Path


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a form's table: its code and the official labels that lead to it."""

    code: str
    path: Path
    variants: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    """Rows that this one stands for when a report prints it in their place."""

    @property
    def label(self) -> str:
        """The label printed in the row itself."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form's table."""

    code: str
    path: Path
    unit: str | None
    decimal: bool = False
    signed: bool = False
    variants: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The label printed at the head of the column."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Block:
    """A sub-table of a table that is made of several: a banner, its columns, its rows."""

    banner: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation that the form itself guarantees: sum(left) = sum(right), over rows or over columns."""

    name: str
    text: str
    axis: str
    """"columns": the terms are columns, it holds in every row. "rows": the terms are rows, in every column."""
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class FormTable:
    """One table of a form; a form is loaded once, so that its tables are compared as such."""

    code: str
    title: str
    section: str
    layout: str
    """"rows": one row a line; "blocks": several sub-tables; "single": one row of values under two-level headers."""
    blocks: tuple[Block, ...]
    identities: tuple[Identity, ...]
    optional: bool = False
    """True where a report may lack the table: then nothing is missing."""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in the form's order."""
        return tuple(row for block in self.blocks for row in block.rows)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column once, in the form's order."""
        return tuple({column.code: column for block in self.blocks for column in block.columns}.values())

    @cached_property
    def sums(self) -> tuple[Identity, ...]:
        """The identities that prove a single row."""
        return tuple(identity for identity in self.identities if identity.axis == "columns")

    def cells(self) -> Iterator[tuple[Row, Column]]:
        """Every cell that the form prints."""
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield row, column

    def measure(self, row: Row, column: Column) -> str:
        """The stable code of a cell."""
        return ".".join(part for part in (self.code, row.code, column.code) if part)


@dataclass(frozen=True)
class Form:
    """A standard form: the report years it serves and its tables."""

    code: str
    title: str
    first_year: int
    last_year: int | None
    tables: tuple[FormTable, ...]
    kinds: tuple[str, ...] = ()
    """Words with which the kind of a report ends that may hold the form; () for the disclosure reports."""

    def table(self, code: str) -> FormTable:
        """The table with this code. Raises KeyError when the form has none."""
        return next(table for table in self.tables if table.code == code)

    def serves(self, year: int) -> bool:
        """Whether reports of this year use the form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


def forms() -> tuple[Form, ...]:
    """The forms of the disclosure reports, of which the dictionary of measures speaks, in the order of their codes."""
    return tuple(form for form in all_forms() if not form.kinds)


def forms_of(kind: str) -> tuple[Form, ...]:
    """The forms that a report of another kind may hold (部门预算, 部门决算)."""
    return tuple(form for form in all_forms() if form.kinds and kind.endswith(form.kinds))


@cache
def all_forms() -> tuple[Form, ...]:
    """All forms of the package, in the order of their codes."""
    files = (entry for entry in resources.files(__package__).iterdir() if entry.name.endswith(".yaml"))
    loaded = [_form(yaml.safe_load(entry.read_text("utf-8"))) for entry in files]
    return tuple(sorted(loaded, key=lambda form: form.code))


def form_of_year(year: int) -> Form | None:
    """The form that a report of this year must use; None for years before the first form."""
    return next((form for form in forms() if form.serves(year)), None)


def _form(data: Mapping[str, Any]) -> Form:
    return Form(
        code=data["form"],
        title=data["title"],
        first_year=data["first_year"],
        last_year=data["last_year"],
        tables=tuple(_table(table) for table in data["tables"]),
        kinds=tuple(data.get("kinds", ())),
    )


def _table(data: Mapping[str, Any]) -> FormTable:
    columns = {code: _column(code, spec, data.get("unit")) for code, spec in data["columns"].items()}
    if data["layout"] == "blocks":
        blocks = tuple(_block(block, data["rows"], columns) for block in data["blocks"])
    else:
        rows = {code: _row(code, spec) for code, spec in data.get("rows", {"": {"path": []}}).items()}
        blocks = (Block("", tuple(rows.values()), tuple(columns.values())),)
    return FormTable(
        code=data["code"],
        title=data["title"],
        section=data["section"],
        layout=data["layout"],
        blocks=blocks,
        identities=tuple(_identity(spec) for spec in data.get("identities", ())),
        optional=data.get("optional", False),
    )


def _block(data: Mapping[str, Any], rows: Mapping[str, Any], columns: Mapping[str, Column]) -> Block:
    return Block(
        banner=data["banner"],
        rows=tuple(_row(code, {**rows[code], "path": [data["banner"], rows[code]["label"]]}) for code in data["rows"]),
        columns=tuple(columns[code] for code in data["columns"]),
    )


def _row(code: str, spec: Mapping[str, Any]) -> Row:
    return Row(code, tuple(spec["path"]), tuple(spec.get("variants", ())), tuple(spec.get("instead_of", ())))


def _column(code: str, spec: Mapping[str, Any], unit: str | None) -> Column:
    return Column(
        code=code,
        path=tuple(spec.get("path") or [spec["label"]]),
        unit=spec.get("unit", unit),
        decimal=spec.get("decimal", False),
        signed=spec.get("signed", False),
        variants=tuple(spec.get("variants", ())),
    )


def _identity(spec: Mapping[str, Any]) -> Identity:
    if "columns" in spec:
        terms = spec["columns"]
        return Identity(spec["name"], spec["text"], "columns", (terms["total"],), tuple(terms["parts"]))
    terms = spec["rows"]
    return Identity(spec["name"], spec["text"], "rows", tuple(terms["left"]), tuple(terms["right"]))
