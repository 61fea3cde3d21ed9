"""Changing the library: one writer, and one commit that makes a report visible.

Publishing writes both indexes (the new rows beside the old), commits the transaction, then removes the old rows. A
crash in between leaves the old state or the new one, whole, and rows that the next writer removes.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from assistant import clock
from assistant.answer import Decision
from assistant.errors import LibraryError
from assistant.invariants import check
from assistant.report import Chunk, Report
from assistant.store import schema, statements
from assistant.store.copying import copy_reports
from assistant.store.database import Database, record, renew
from assistant.store.indexes import Indexes, differing
from assistant.store.lock import WriterLock
from assistant.store.originals import Originals

if TYPE_CHECKING:
    from assistant.search.lexical import Words
    from assistant.search.vectors import Vector, VectorIndex

_log = logging.getLogger(__name__)
_SCRATCH = "scratch-"
_BATCH = 200
"""Reports whose chunks are indexed at once when the indexes are written anew."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors that were computed elsewhere; those of another embedder than the library's are not used."""

    fingerprint: str
    """The embedder's."""
    vectors: Sequence[Vector]
    """One for each chunk, in their order."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A report on its way into the library."""

    report: Report
    chunks: Sequence[Chunk]
    data: bytes
    """The original file."""
    origin: str | None = None
    """Where the file was found."""
    replaces: Collection[str] = ()
    """Ids of reports that go in the same step; one of the report's own id always goes."""
    sidecar: str | None = None
    """What a person set, as a sidecar states it: kept beside the original, for when that is read anew."""
    embedded: Embedded | None = None
    """The chunks' vectors, where they are known already."""


class Writer:
    """The changes to the library in `store`. Every one of them takes the writer's lock by itself."""

    def __init__(self, store: Path, database: Database, indexes: Indexes, originals: Originals) -> None:
        self._store = store
        self._database = database
        self._indexes = indexes
        self._originals = originals
        self._lock = WriterLock(store / "lock", database)
        self._mark = store / "unfinished"

    def create(self) -> int:
        """Create the library unless it is there; returns the version of its schema."""
        with self._lock.held():
            return self._database.version() or self._database.create()

    @contextmanager
    def writing(self, what: str = "write") -> Iterator[None]:
        """Hold the right to write, after repairing what a crash left over. Every change takes it by itself.

        Raises LibraryBusyError, naming the other writer's process.
        """
        with self._lock.held(what) as outermost:
            if outermost:
                with _told():
                    self._tidy()
            if outermost and self._mark.exists():
                for line in self.repair():
                    _log.warning("%s", line)
            yield

    @contextmanager
    def still(self, what: str) -> Iterator[None]:
        """Keep everybody from writing, and repair nothing. Raises LibraryBusyError."""
        with self._lock.held(what):
            yield

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder in the store for a writer's use; when a crash leaves it over, the next writer takes it away."""
        with TemporaryDirectory(dir=self._store, prefix=_SCRATCH) as folder:
            yield Path(folder)

    def publish(self, publications: Sequence[Publication]) -> None:
        """Make these reports visible, and those that they replace invisible, in one step: all or none.

        Raises LibraryError, as for a report that contradicts itself or whose file is not the one that was read.
        """
        published = {publication.report.report_id for publication in publications}
        if len(published) < len(publications):
            raise LibraryError("同一份报告不能同时入库两次。One report cannot be published twice at once.")
        for publication in publications:
            check(publication.report, publication.chunks)
        fresh = [chunk for publication in publications for chunk in publication.chunks]
        replaced = {old for publication in publications for old in publication.replaces} - published
        now = clock.now()
        with self.writing("publish"), self._unfinished():
            for publication in publications:
                self._originals.keep(publication.report, publication.data, publication.origin, publication.sidecar)
            replacing = self._known(published | replaced)
            stale = self._stale(published, fresh)
            self._indexes.write([*fresh, *stale], self._vectors(publications))
            with self._transaction() as connection:
                statements.delete_reports(connection, published | replaced)
                for item in publications:
                    facts = {"ingested_at": now, "origin": item.origin}
                    statements.insert_report(connection, item.report, item.chunks, **facts)
                if fresh and self._database.fact("fingerprint") is None:
                    self._record_embedder(connection)
            if replacing:
                self._drop(stale, fresh, replaced)

    def remove(self, *report_ids: str) -> None:
        """Remove these reports and everything of theirs. Raises LibraryError when one is not in the library."""
        with self.writing("remove"), self._unfinished():
            with self._transaction() as connection:
                for report_id in report_ids:
                    statements.require(connection, report_id, schema.reports.c.key)
                statements.delete_reports(connection, report_ids)
            self._indexes.remove(report_ids)
            self._sweep_files()

    def decide(self, decision: Decision) -> None:
        """Keep a decision about a finding."""
        with self.writing("decide"), self._transaction() as connection:
            statements.decide(connection, decision)

    def relocate(self, origins: Mapping[str, str]) -> None:
        """Record where files are found now, by report id."""
        with self.writing(), self._transaction() as connection:
            for report_id, origin in origins.items():
                known = schema.reports.c.report_id == report_id
                connection.execute(update(schema.reports).where(known).values(origin=origin))

    def repair(self) -> list[str]:
        """Make the indexes and the files agree with the truth; says in words what had to be done.

        Raises LibraryBusyError while another process writes.
        """
        with self._lock.held("repair"), _told():
            self._mark.touch()
            self._tidy()
            done = self._repair("词语索引 word index", self._indexes.words, self._indexes.write_words)
            done += self._repair("向量索引 vector index", self._indexes.vectors, self._indexes.write_vectors)
            done += [f"移除了无主的原始文件 {name}。Removed an orphaned file." for name in self._sweep_files()]
            self._mark.unlink()
        return done

    def reindex(self) -> None:
        """Write both indexes anew, with the configured embedder, whichever the library was written with."""
        with self._lock.held("rebuild"), _told():  # not `writing`: its repair would refuse another embedder
            number = self._index_beside(self._database)
            with self._transaction() as connection:
                self._record_embedder(connection)
                record(connection, {"indexes": str(number)})
            self._clean()

    def adopt(self, source: Database, originals: Path) -> None:
        """Take the reports of another database, with the originals in this folder, in place of all that is here."""
        with self._lock.held("rebuild"), _told():
            self._originals.take(originals)
            number = self._index_beside(source)
            with source.reading() as rows, self._transaction() as connection:
                if self._database.version() != schema.VERSION:
                    renew(connection)
                copy_reports(rows, connection)
                self._record_embedder(connection)
                record(connection, {"indexes": str(number)})
            self._clean()

    def _tidy(self) -> None:
        """Take away what an interrupted rebuild left beside the library."""
        self._indexes.sweep()
        for folder in self._store.glob(f"{_SCRATCH}*"):
            shutil.rmtree(folder)

    def _index_beside(self, source: Database) -> int:
        """Write new indexes of the reports in `source`, beside those in use; returns their number."""
        fresh = self._indexes.beside()
        for chunks in _batches(source):
            fresh.write(chunks)
        fresh.close()
        return fresh.number()

    def _clean(self) -> None:
        """After both indexes were written anew: nothing that a crash left over is there any more."""
        self._indexes.sweep()
        self._sweep_files()
        self._mark.unlink(missing_ok=True)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A transaction that begins the next generation; the caller holds the lock."""
        before = self._database.generation()
        with self._database.writing(before + 1) as connection:
            yield connection
        self._indexes.advance(before, before + 1)

    @contextmanager
    def _unfinished(self) -> Iterator[None]:
        """Mark the library while the indexes may differ from the truth. The mark of a failure stays."""
        with _told():
            failed_before = self._mark.exists()
            self._mark.touch()
            yield
            if not failed_before:
                self._mark.unlink()

    def _record_embedder(self, connection: Connection) -> None:
        embedder = self._indexes.configured_embedder()
        record(connection, {"embedder": embedder.name, "fingerprint": embedder.fingerprint})

    def _vectors(self, publications: Iterable[Publication]) -> dict[str, Vector]:
        """The vectors that came along, by chunk id: those of the library's own embedder."""
        known: dict[str, Vector] = {}
        for item in publications:
            if item.embedded is not None and item.embedded.fingerprint == self._indexes.embedder.fingerprint:
                ids = (chunk.chunk_id for chunk in item.chunks)
                known.update(zip(ids, item.embedded.vectors, strict=True))
        return known

    def _known(self, report_ids: Collection[str]) -> bool:
        """Whether any of these reports is visible."""
        column = schema.reports.c.report_id
        with self._database.reading() as connection:
            return connection.scalar(select(column).where(column.in_(report_ids)).limit(1)) is not None

    def _stale(self, report_ids: Collection[str], fresh: Iterable[Chunk]) -> list[Chunk]:
        """The visible chunks of these reports that are not among the fresh ones."""
        kept = {chunk.chunk_id for chunk in fresh}
        with self._database.reading() as connection:
            return [chunk for chunk in statements.chunks_of(connection, report_ids) if chunk.chunk_id not in kept]

    def _drop(self, stale: Iterable[Chunk], fresh: Iterable[Chunk], replaced: Collection[str]) -> None:
        """After the commit: take the old rows out of the indexes, and the old files away."""
        changed = {chunk.report_id for chunk in stale}
        remaining = [chunk for chunk in fresh if chunk.report_id in changed]
        self._indexes.write(remaining)
        emptied = changed - {chunk.report_id for chunk in remaining}
        self._indexes.remove(emptied | set(replaced))
        self._sweep_files()

    def _repair(self, name: str, index: Words | VectorIndex, write: Callable[[Sequence[Chunk]], None]) -> list[str]:
        with self._database.reading() as connection:
            unknown, wrong = differing(index.ids(), statements.chunk_owners(connection))
        if not unknown and not wrong:
            return []
        index.remove(sorted(unknown))
        for chunks in _batches(self._database, sorted(wrong)):
            write(chunks)
        return [
            f"{name}：移除了 {len(unknown)} 份、重写了 {len(wrong)} 份报告的条目。"
            f"Removed the rows of {len(unknown)} reports, rewrote those of {len(wrong)}."
        ]

    def _sweep_files(self) -> list[str]:
        with self._database.reading() as connection:
            needed = connection.execute(select(schema.reports.c.sha256, schema.reports.c.file)).all()
        return self._originals.sweep({self._originals.place(row.sha256, row.file) for row in needed})


@contextmanager
def _told() -> Iterator[None]:
    """What the disk cannot do, as a sentence."""
    try:
        yield
    except OSError as error:
        raise LibraryError(f"资料库无法写入：{error}。The library cannot be written.") from error


def _batches(database: Database, report_ids: Sequence[str] | None = None) -> Iterator[list[Chunk]]:
    """The chunks of these reports, or of all, some reports at a time."""
    if report_ids is None:
        with database.reading() as connection:
            report_ids = list(
                connection.scalars(select(schema.reports.c.report_id).order_by(schema.reports.c.report_id))
            )
    for start in range(0, len(report_ids), _BATCH):
        with database.reading() as connection:
            chunks = statements.chunks_of(connection, report_ids[start : start + _BATCH])
        yield chunks
