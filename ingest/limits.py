"""Every limit on a file that is read, in one place, and the sentence of a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ReadingError


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, counts in items; beyond them a file is refused, never half read."""

    file_bytes: int = 64 * 2**20
    text_bytes: int = 32 * 2**20
    zip_members: int = 2_000
    zip_expanded: int = 200 * 2**20
    zip_ratio: int = 100
    nesting: int = 256
    pages: int = 2_000
    page_objects: int = 200_000
    """Characters, lines and rectangles on one PDF page."""
    scanned_pages: int = 60
    """Pages of one file that are recognised as pictures."""
    picture_pixels: int = 60_000_000
    grid_rows: int = 20_000
    grid_cols: int = 512
    sheet_cells: int = 300_000
    """Filled cells of a workbook, and likewise the cells under its merged ranges."""

    memory_bytes: int = 2**30
    """Address space of the process that reads a file."""
    program_memory_bytes: int = 4 * 2**30
    """Address space of a program that it starts: LibreOffice, tesseract."""
    written_bytes: int = 512 * 2**20
    """The longest file that a reader may write."""
    reply_bytes: int = 256 * 2**20
    """The longest report that a reader may hand back."""
    cpu_seconds: float = 10
    """Processor time for one file; pages earn more as they are finished."""
    page_seconds: float = 0.3
    """What a finished page earns."""
    program_seconds: int = 60
    """Time for one run of LibreOffice or tesseract."""


LIMITS = Limits()


def refusal(code: str, path: Path, zh: str, en: str) -> ReadingError:
    """The error for a file that is not read: what is wrong with it and what to do, Chinese first."""
    return ReadingError(code, f"文件“{path.name}”{zh} / {path.name} {en}")
