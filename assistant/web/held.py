"""Tables that were shown lately with the figures of their cells, and what is known of reports."""

from __future__ import annotations

import threading
from collections import OrderedDict
from weakref import WeakKeyDictionary

from assistant import figures
from assistant.library import Library, ReportInfo
from assistant.report import Figure, Table

Shown = tuple[Table, dict[tuple[int, int], Figure]]
"""A table, and its figures by their places in the grid."""
_MOST = 256


class _Held:
    """The tables of one library, made anew when it changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = -1
        self._tables: OrderedDict[tuple[str, str], Shown] = OrderedDict()
        self._infos: tuple[int, dict[str, ReportInfo]] = (-1, {})

    def info(self, library: Library, report_id: str) -> ReportInfo | None:
        generation = library.generation()
        if self._infos[0] != generation:
            self._infos = generation, {one.report_id: one for one in library.reports()}
        return self._infos[1].get(report_id)

    def table(self, library: Library, report_id: str, table_id: str) -> Shown:
        generation, key = library.generation(), (report_id, table_id)
        with self._lock:
            if generation != self._generation:
                self._generation = generation
                self._tables.clear()
            if key in self._tables:
                self._tables.move_to_end(key)
                return self._tables[key]
        found = figures.select(library, report_ids=[report_id])
        known = {one.source.cell: one for one in found if one.source.cell and one.source.table_id == table_id}
        shown = library.table(report_id, table_id), known
        with self._lock:
            if generation == self._generation:
                self._tables[key] = shown
                while len(self._tables) > _MOST:
                    self._tables.popitem(last=False)
        return shown


_BY_LIBRARY: WeakKeyDictionary[Library, _Held] = WeakKeyDictionary()


def info(library: Library, report_id: str) -> ReportInfo | None:
    """What the library knows of a report; None when it is no longer there."""
    return _BY_LIBRARY.setdefault(library, _Held()).info(library, report_id)


def table(library: Library, report_id: str, table_id: str) -> Shown:
    """A table with its figures. Raises LibraryError when there is none of this id."""
    return _BY_LIBRARY.setdefault(library, _Held()).table(library, report_id, table_id)
