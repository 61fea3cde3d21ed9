"""A way to retrieve, ours or another, and what it can return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

K = 10
"""Documents that a system returns."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a system can return."""

    name: str
    file: str
    text: str


Search = Callable[[str], Sequence[str]]
"""From a question to the names of the best documents, best first."""


@dataclass(frozen=True, slots=True)
class System:
    """A way to retrieve, with everything that it can return."""

    name: str
    documents: Sequence[Document]
    search: Search
    index_seconds: float | None = None
    """How long the index took to make from ready texts."""
    ingest_seconds: float | None = None
    """How long everything took from the files on, where the system reads files itself."""
    unread: tuple[str, ...] = ()
    """Files that the system could not read."""
