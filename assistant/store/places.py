"""Where the derived indexes lie: in folders of the store, in tables of its PostgreSQL, on a Chroma server.

A place holds an index for each number; a rebuild writes the next number beside the one in use.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from assistant.settings import Settings
from assistant.store.database import Database

if TYPE_CHECKING:
    from assistant.search.lexical import Words
    from assistant.search.vectors import VectorIndex

T_co = TypeVar("T_co", covariant=True)


class Place(Protocol[T_co]):
    """Where the indexes of one kind lie."""

    shared: bool
    """Whether an open index sees what other processes write."""

    def open(self, number: int) -> T_co:
        """The index of this number, made when there is none. Raises LibraryError."""

    def numbers(self) -> set[int]:
        """The indexes that are there."""

    def discard(self, number: int) -> None:
        """Delete an index, if it is there. Raises OSError, LibraryError."""


def places(settings: Settings, database: Database) -> tuple[Place[Words], Place[VectorIndex]]:
    """Where the words and the vectors of this library lie."""
    words: Place[Words] = _WordTables(database) if database.has_full_text else _WordFolders(settings.store)
    if settings.chroma_url is None:
        return words, _VectorFolders(settings.store)
    return words, _Collections(settings.chroma_url, database)


class _Folders:
    """Indexes in folders of the store: `words`, `words-1`, …"""

    def __init__(self, store: Path, name: str) -> None:
        self._store, self._name = store, name

    def folder(self, number: int) -> Path:
        return self._store / _named(self._name, number, "-")

    def numbers(self) -> set[int]:
        return _numbers(self._name, "-", (folder.name for folder in self._store.glob(f"{self._name}*")))

    def discard(self, number: int) -> None:
        if (folder := self.folder(number)).exists():
            shutil.rmtree(folder)


class _WordFolders(_Folders):
    shared = True

    def __init__(self, store: Path) -> None:
        super().__init__(store, "words")

    def open(self, number: int) -> Words:
        from assistant.search.lexical import LexicalIndex

        return LexicalIndex.open(self.folder(number))


class _VectorFolders(_Folders):
    shared = False

    def __init__(self, store: Path) -> None:
        super().__init__(store, "vectors")

    def open(self, number: int) -> VectorIndex:
        from assistant.search.vectors import VectorIndex

        return VectorIndex.open(self.folder(number))


class _WordTables:
    """Indexes in tables of the library's database: `words`, `words_1`, …"""

    shared = True

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, number: int) -> Words:
        from assistant.search.fulltext import FullText

        return FullText.open(self._database, _named("words", number, "_"))

    def numbers(self) -> set[int]:
        return _numbers("words", "_", self._database.tables())

    def discard(self, number: int) -> None:
        from assistant.search.fulltext import FullText

        FullText(self._database, _named("words", number, "_")).drop()


class _Collections:
    """Indexes on a Chroma server, whose names begin with the library's own: several libraries may share a server."""

    shared = True

    def __init__(self, url: str, database: Database) -> None:
        self._url, self._database = url, database

    def open(self, number: int) -> VectorIndex:
        from assistant.search.vectors import VectorIndex

        return VectorIndex.connect(self._url, _named(self._name(), number, "-"))

    def numbers(self) -> set[int]:
        from assistant.search.chroma import collections

        return _numbers(self._name(), "-", collections(self._url))

    def discard(self, number: int) -> None:
        if number in self.numbers():
            index = self.open(number)
            index.clear()
            index.close()

    def _name(self) -> str:
        return f"baogao-{self._database.fact('library') or 'library'}"


def _named(name: str, number: int, mark: str) -> str:
    return f"{name}{mark}{number}" if number else name


def _numbers(name: str, mark: str, found: Iterable[str]) -> set[int]:
    """The numbers of the indexes among these names; a name that is none of ours is left alone."""
    pattern = re.compile(rf"{re.escape(name)}(?:{mark}(\d+))?")
    return {int(match[1] or 0) for one in found if (match := pattern.fullmatch(one))}
