"""What became of every file of an ingestion: nothing is left out, and what was lost is said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one table of the standard form was read."""

    table: str
    rows: int
    """Rows that the form prints."""
    found: int
    repaired: int
    """Of the found rows, those with a figure that an identity gave back."""
    ambiguous: int
    """Of the found rows, those with a figure that cannot be told."""
    missing: int
    identities: int
    """Equations whose cells all have a value."""
    held: int


@dataclass(frozen=True, slots=True)
class Ingested:
    """A file whose report is now in the library; the counts are those of what was kept."""

    file: str
    report_id: str
    title: str
    agency: str | None
    region: str | None
    year: int | None
    form: str | None
    pages: int | None
    sections: int
    tables: int
    figures: int
    chunks: int
    warnings: tuple[str, ...]
    seconds: float
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file whose very bytes are in the library already."""

    file: str
    report_id: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A report that went: its file is no longer in the folder, or another report took its place."""

    file: str
    report_id: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that is not in the library, with a stable code and a sentence."""

    file: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestOutcome:
    """Every file, each in exactly one list; `removed` lists reports."""

    ingested: tuple[Ingested, ...]
    unchanged: tuple[Unchanged, ...]
    removed: tuple[Removed, ...]
    rejected: tuple[Rejected, ...]
    seconds: float
