"""What is found out about a table's headers."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.report import Cell, Layout


@dataclass(slots=True)
class Headers:
    """A table's headers: the origins of cells that head columns, and of cells that head rows."""

    layout: Layout = "top"
    columns: set[tuple[int, int]] = field(default_factory=set)
    rows: set[tuple[int, int]] = field(default_factory=set)
    header_rows: int = 0
    stub_cols: int = 0

    def head_column(self, cell: Cell) -> None:
        """Mark a cell that heads what stands below it."""
        self.columns.add((cell.row, cell.col))

    def head_row(self, cell: Cell) -> None:
        """Mark a cell that heads what stands on its right."""
        self.rows.add((cell.row, cell.col))
