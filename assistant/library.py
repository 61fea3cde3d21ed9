"""The store: reports, and what is found in them, as one truth in SQL with two indexes beside it.

    <store>/library.sqlite3   the truth: a report is visible when its transaction has committed
    <store>/files/            the original files, by their digest
    <store>/words, vectors    derived: written before the transaction, filtered against it, repaired by `verify`
    <store>/lock              held by the one writer
    <store>/unfinished        exists while the indexes may differ from the truth

How it changes is in `publishing`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sqlalchemy import Connection, select

from assistant.answer import Decision
from assistant.errors import LibraryBusyError, LibraryError
from assistant.report import Chunk, Contact, Paragraph, Report, Section, Table
from assistant.settings import Settings
from assistant.store import rows, schema, statements
from assistant.store.database import Database
from assistant.store.indexes import Indexes
from assistant.store.originals import FACTS, Originals
from assistant.store.publishing import Embedded, Publication, Writer

__all__ = ["FACTS", "Embedded", "Library", "Publication", "ReportInfo"]

if TYPE_CHECKING:
    from assistant.search.embedding import Embedder, Reranker
    from assistant.search.lexical import Words
    from assistant.search.vectors import VectorIndex
    from assistant.store.backup import Copied
    from assistant.store.verification import Verification


_T = TypeVar("_T")
_TRIES = 10
"""How often something is read anew because a writer committed meanwhile; writers rarely commit twice a second."""


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """A report as a listing shows it."""

    report_id: str
    title: str
    agency: str | None
    region: str | None
    year: int | None
    form: str | None
    file: str
    sha256: str
    ingested_at: str
    """UTC, ISO 8601."""
    tables: int
    figures: int
    chunks: int
    warnings: tuple[str, ...]
    parent: str | None
    period: tuple[date, date] | None
    published: date | None
    contacts: tuple[Contact, ...]


class Library:
    """An open library. Readers never wait; one process at a time may write."""

    def __init__(self, settings: Settings, database: Database, embedder: Embedder | None = None) -> None:
        self.settings = settings
        self._database = database
        self._indexes = Indexes(settings, database, embedder)
        self._originals = Originals(settings.store / "files")
        self._writer = Writer(settings.store, database, self._indexes, self._originals)

    @classmethod
    def open(
        cls,
        where: Settings | Path,
        *,
        create: bool = False,
        embedder: Embedder | None = None,
        older: bool = False,
    ) -> Self:
        """Open the library of these settings or in this folder; `create` makes an empty one where there is none.

        `embedder` overrides the one that the settings name; `older` lets one of an older version in, which can then do
        no more than be rebuilt. Raises LibraryError when there is no library, when it
        cannot be read, or when a newer Baogao wrote it.
        """
        settings = where if isinstance(where, Settings) else Settings(store=where)
        file = settings.store / "library.sqlite3"
        if create:
            _make_folder(settings.store)
        elif settings.database_url is None and not file.is_file():
            raise _absent(str(settings.store))
        library = cls(settings, Database.at(settings.database_url or file), embedder)
        try:
            library._check_version(create, older)
        except BaseException:
            library.close()
            raise
        return library

    def close(self) -> None:
        """Let go of the database and the indexes."""
        self._indexes.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # What is in it

    def reports(self) -> list[ReportInfo]:
        """Every report, by agency, year and file."""
        listed = [column for column in schema.reports.c if column.name != "text"]
        with self.reading() as connection:
            found = [_info(row) for row in connection.execute(select(*listed))]
        return sorted(found, key=lambda info: (info.agency or "", info.year or 0, info.file, info.report_id))

    def origins(self) -> dict[str, str | None]:
        """Where each report's file was found, by report id."""
        with self.reading() as connection:
            found = connection.execute(select(schema.reports.c.report_id, schema.reports.c.origin))
            return {row.report_id: row.origin for row in found}

    def report(self, report_id: str) -> Report:
        """The report, exactly as it was published. Raises LibraryError when there is none of this id."""
        with self.reading() as connection:
            return statements.whole_report(connection, report_id)

    def text(self, report_id: str) -> str:
        """The report's extracted text, into which every offset points. Raises LibraryError."""
        with self.reading() as connection:
            return str(statements.require(connection, report_id, schema.reports.c.text).text)

    def sections(self, report_id: str) -> list[Section]:
        """The report's sections in order. Raises LibraryError."""
        with self.reading() as connection:
            key = statements.require(connection, report_id, schema.reports.c.key).key
            return [rows.section_of(row) for row in statements.children(connection, schema.sections, key)]

    def paragraphs(self, report_id: str) -> list[Paragraph]:
        """The report's paragraphs in order. Raises LibraryError."""
        return self.prose(report_id)[2]

    def prose(self, report_id: str) -> tuple[str, list[Section], list[Paragraph]]:
        """The report's text, its sections and its paragraphs in order, of one state. Raises LibraryError."""
        with self.reading() as connection:
            return statements.prose_of(connection, report_id)

    def tables(self, report_id: str) -> list[Table]:
        """The report's tables in order. Raises LibraryError."""
        with self.reading() as connection:
            key = statements.require(connection, report_id, schema.reports.c.key).key
            return statements.tables_of(connection, key)

    def table(self, report_id: str, table_id: str) -> Table:
        """One table of a report. Raises LibraryError when there is none of this id."""
        with self.reading() as connection:
            key = statements.require(connection, report_id, schema.reports.c.key).key
            table = statements.table_of(connection, key, table_id)
        if table is None:
            raise LibraryError(f"报告 {report_id} 没有编号为 {table_id} 的表格。The report has no such table.")
        return table

    def chunks(self, chunk_ids: Iterable[str]) -> dict[str, Chunk]:
        """The chunks of these ids, in this order; ids that no visible report has are left out."""
        wanted = list(dict.fromkeys(chunk_ids))
        with self.reading() as connection:
            query = statements.chunk_query().where(schema.chunks.c.chunk_id.in_(wanted))
            found = {row.chunk_id: rows.chunk_of(row) for row in connection.execute(query)}
        return {chunk_id: found[chunk_id] for chunk_id in wanted if chunk_id in found}

    def chunk_ids(self, report_ids: Collection[str], most: int) -> dict[str, str] | None:
        """The chunk ids of these reports, each with its report's; None when there are more than `most`."""
        with self.reading() as connection:
            return statements.chunk_ids(connection, report_ids, most)

    def original(self, report_id: str) -> Path:
        """The original file of a report. Raises LibraryError."""
        with self.reading() as connection:
            row = statements.require(connection, report_id, schema.reports.c.sha256, schema.reports.c.file)
        return self._originals.place(row.sha256, row.file)

    def sidecar(self, report_id: str) -> str | None:
        """What a person set of a report, as a sidecar states it. Raises LibraryError."""
        return self._originals.sidecar(self.original(report_id))

    def decisions(self) -> list[Decision]:
        """What staff decided about findings."""
        with self.reading() as connection:
            return statements.decisions(connection)

    def digest(self) -> str:
        """The SHA-256 of everything that the reports say: equal for equal reports, however they came in."""
        from assistant.store.copying import digest

        with self.reading() as connection:
            return digest(connection)

    def back_up(self, folder: Path) -> Copied:
        """Write a copy of the library into this new folder, while others may write. Raises LibraryError."""
        from assistant.store.backup import back_up

        return back_up(self._database, self._originals, folder)

    def restore(self, folder: Path) -> Copied:
        """Take the copy in this folder as the content of this library, which must be empty. Raises LibraryError."""
        from assistant.store.backup import opened

        with opened(folder) as copy:
            if self.reports():
                raise LibraryError(
                    "资料库里已有报告，请恢复到新的目录。The library is not empty; restore into a new one."
                )
            self._writer.adopt(copy.database, copy.originals)
            return copy.said

    def adopt(self, other: Library) -> None:
        """Take the reports of another library in place of all that is here, in one step; decisions stay.

        Raises LibraryError.
        """
        self._writer.adopt(other._database, other._originals.folder)

    def kept(self) -> list[tuple[Path, dict[str, Any]]]:
        """Every original that is kept, with what is known: file, origin, sidecar, agency, region, year, title."""
        return self._originals.kept(self._database.recalled())

    def damage(self) -> list[str]:
        """What the database itself finds wrong in its file."""
        return self._database.damage()

    def generation(self) -> int:
        """A number that grows with every commit: what a reader keeps of an older one may be stale."""
        return self._database.generation()

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection on which every statement sees the same state. Raises LibraryError when SQL fails."""
        return self._database.reading()

    def settled(self, work: Callable[[], _T]) -> _T:
        """What `work` makes of the library while nobody commits: all that it read is of one state.

        Raises whatever `work` raises over one state, and LibraryBusyError when every try met a commit.
        """
        for _ in range(_TRIES):
            before = self.generation()
            try:
                result = work()
            except Exception:
                if self.generation() == before:
                    raise
                continue  # what it looked for went away under it
            if self.generation() == before:
                return result
        raise LibraryBusyError("资料库正在更新，请稍后再问。The library is being updated; ask again in a moment.")

    @property
    def words(self) -> Words:
        """The word index. Its hits are candidates: only those that `chunks` knows are in the library."""
        return self._indexes.words

    @property
    def vectors(self) -> VectorIndex:
        """The vector index, with what other processes have committed. Its hits are candidates, as for `words`."""
        return self._indexes.vectors

    @property
    def embedder(self) -> Embedder:
        """The configured embedder. Raises EmbedderMismatchError when the library was written with another."""
        return self._indexes.embedder

    def reranker(self) -> Reranker | None:
        """The configured reranker, or None. Raises EmbedderError."""
        return self._indexes.reranker() if self.settings.reranker else None

    # Changing it

    def writing(self, what: str = "write") -> AbstractContextManager[None]:
        """Hold the right to write, after repairing what a crash left over. Every change takes it by itself.

        `what` is shown to a second writer. Raises LibraryBusyError, naming the other writer's process.
        """
        return self._writer.writing(what)

    def still(self, what: str) -> AbstractContextManager[None]:
        """Keep everybody from writing, and repair nothing. Raises LibraryBusyError, naming the other writer."""
        return self._writer.still(what)

    def scratch(self) -> AbstractContextManager[Path]:
        """A folder in the store for the use of whoever holds the right to write, gone when the block ends."""
        return self._writer.scratch()

    def publish(
        self,
        report: Report,
        chunks: Sequence[Chunk],
        data: bytes,
        *,
        replaces: Collection[str] = (),
        origin: str | None = None,
    ) -> None:
        """Make one report visible in place of these. Raises LibraryError."""
        self.publish_many([Publication(report, chunks, data, origin, replaces)])

    def publish_many(self, publications: Sequence[Publication]) -> None:
        """Make these reports visible, and those that they replace invisible, in one step: all or none.

        Raises LibraryError, as for a report that contradicts itself or whose file is not the one that was read.
        """
        self._writer.publish(publications)

    def remove(self, *report_ids: str) -> None:
        """Remove these reports and everything of theirs. Raises LibraryError when one is not in the library."""
        self._writer.remove(*report_ids)

    def relocate(self, origins: Mapping[str, str]) -> None:
        """Record where files are found now, by report id."""
        self._writer.relocate(origins)

    def decide(self, decision: Decision) -> None:
        """Keep what staff decided about a finding, over any earlier decision on it."""
        self._writer.decide(decision)

    def verify(self) -> Verification:
        """Look at everything and change nothing: rows, files, both indexes, every chunk by its own vector and words.

        Raises LibraryError when the database cannot be read, LibraryBusyError when there seem to be problems and
        another process is writing.
        """
        from assistant.store.verification import verify

        return verify(self)

    def repair(self) -> list[str]:
        """Make the indexes and the files agree with the truth; says in words what had to be done.

        Raises LibraryBusyError while another process writes.
        """
        return self._writer.repair()

    def reindex(self) -> None:
        """Write both indexes anew, with the configured embedder, whichever the library was written with.

        Readers go on with the old ones until the new ones are whole.
        """
        self._writer.reindex()

    # Inside

    def _check_version(self, create: bool, older: bool) -> None:
        version = self._database.version()
        if version is None:
            if not create:
                raise _absent(str(self.settings.store) if self._database.embedded else self._database.address)
            version = self._writer.create()
        if version > schema.VERSION:
            raise LibraryError(
                f"资料库由更新版本的 Baogao 建立（格式 {version}，本版本支持到 {schema.VERSION}），请升级。"
                "A newer Baogao wrote this library; upgrade."
            )
        if version < schema.VERSION and not older:
            raise LibraryError(
                f"资料库由较早版本的 Baogao 建立（格式 {version}，本版本为 {schema.VERSION}），"
                "请运行 baogao library rebuild --from-files，用保存的原始文件重建。"
                "An older Baogao wrote this library; run `baogao library rebuild --from-files`."
            )


def _info(row: rows.Row) -> ReportInfo:
    return ReportInfo(
        report_id=row.report_id,
        title=row.title,
        agency=row.agency,
        region=row.region,
        year=row.year,
        form=row.form,
        file=row.file,
        sha256=row.sha256,
        ingested_at=row.ingested_at,
        tables=row.n_tables,
        figures=row.n_figures,
        chunks=row.n_chunks,
        warnings=rows.path_of(row.warnings),
        parent=row.parent,
        period=rows.period_of(row),
        published=rows.day_of(row.published),
        contacts=rows.contacts_of(row),
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"无法建立资料库文件夹：{error}。The library's folder cannot be made.") from error


def _absent(where: str) -> LibraryError:
    return LibraryError(
        f"{where} 里还没有资料库，请先运行 baogao ingest。There is no library; run `baogao ingest` first."
    )
