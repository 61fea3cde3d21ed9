"""What every reader gives: a document as a sequence of blocks in reading order, nothing interpreted."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.report import Box


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph. `heading` is the level that the format itself states (h1, Heading 1, #), else None."""

    text: str
    page: int | None = None
    box: Box | None = None
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its origin in the resolved grid; white space folded, no line breaks."""

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class GridBlock:
    """A table of the format's own structure, spans resolved once and clipped to the grid."""

    n_rows: int
    n_cols: int
    cells: tuple[GridCell, ...]
    page: int | None = None
    caption: str = ""


Block = TextBlock | GridBlock


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader saw it. `metadata` holds what the format states outside the text (title, publisher)."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    scanned: frozenset[int] = frozenset()
    """The pages, 1-based, whose text was recognised on a picture."""
