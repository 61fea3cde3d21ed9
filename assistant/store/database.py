"""The connection to the library's SQL: SQLite by default, any SQLAlchemy URL else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from assistant.errors import LibraryError
from assistant.store import schema
from assistant.store.originals import FACTS

_POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 20, "pool_pre_ping": True}
"""As many connections as visitors are answered at once; one that the server has closed is opened anew."""

_LOCK = 0xBA06A0, func.hashtext(func.current_schema())
"""PostgreSQL's advisory lock on writing to the library of this schema."""


class Database:
    """A database in which every transaction sees one state from its first statement to its last."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seized: Connection | None = None

    @classmethod
    def at(cls, where: str | Path) -> Database:
        """The database at an SQLAlchemy URL or in an SQLite file, which is made at the first use.

        Raises LibraryError when the URL cannot be understood or its driver is not installed.
        """
        try:
            url = URL.create("sqlite", database=str(where)) if isinstance(where, Path) else make_url(where)
            if url.get_backend_name() != "sqlite":
                return cls(create_engine(url, isolation_level="REPEATABLE READ", **_POOL))
            engine = create_engine(url)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise LibraryError(f"数据库地址无法使用：{error}。Check BAOGAO_DATABASE_URL and its driver.") from error
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return cls(engine)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def version(self) -> int | None:
        """The version of the schema that is there, or None when there is none. Raises LibraryError."""
        with self.reading() as connection:
            if not inspect(connection).has_table(schema.meta.name):
                return None
        return int(self.fact("schema") or 0)

    def create(self) -> int:
        """Create the tables; returns the version of the schema. Raises LibraryError."""
        with _translated(), self._engine.begin() as connection:
            schema.metadata.create_all(connection)
            record(connection, {"schema": str(schema.VERSION), "generation": "0", "library": uuid4().hex[:12]})
        return schema.VERSION

    @property
    def address(self) -> str:
        """Where it is, for people: without a password."""
        return self._engine.url.render_as_string(hide_password=True)

    @property
    def embedded(self) -> bool:
        """Whether this is an SQLite file."""
        return self._engine.dialect.name == "sqlite"

    @property
    def has_full_text(self) -> bool:
        """Whether this is PostgreSQL, which keeps the word index too."""
        return self._engine.dialect.name == "postgresql"

    def tables(self) -> list[str]:
        """The names of all tables that are there. Raises LibraryError."""
        with self.reading() as connection:
            return inspect(connection).get_table_names()

    def facts(self) -> dict[str, str]:
        """Everything that `meta` says."""
        with self.reading() as connection:
            return {row.key: row.value for row in connection.execute(select(schema.meta))}

    def damage(self) -> list[str]:
        """What SQLite's own check finds wrong; other databases look after themselves."""
        if not self.embedded:
            return []
        with self.reading() as connection:
            said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return [line for line in said if line != "ok"] + [f"row without its report in {row[0]}" for row in lost]

    def recalled(self) -> dict[str, dict[str, Any]]:
        """What is known of each report's file, by its digest, in a library of any version; {} when none can be read."""
        names = ("file", "origin", *FACTS)
        columns = [schema.reports.c[name] for name in ("sha256", *names)]
        try:
            with self.reading() as connection:
                return {
                    row.sha256: dict(zip(names, row[1:], strict=True)) for row in connection.execute(select(*columns))
                }
        except LibraryError:
            return {}

    def fact(self, key: str) -> str | None:
        """What `meta` says under this key."""
        with self.reading() as connection:
            value = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == key))
        return None if value is None else str(value)

    def generation(self) -> int:
        """A number that grows with every commit."""
        return int(self.fact("generation") or 0)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which every statement sees the same state. Raises LibraryError when SQL fails."""
        with _translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """A transaction beside the generations, for what is derived from the library. Raises LibraryError."""
        with _translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, generation: int) -> Iterator[Connection]:
        """A transaction that makes this the generation; it commits when the block ends without an error."""
        counter = update(schema.meta).where(schema.meta.c.key == "generation")
        with _translated(), self._engine.begin() as connection:
            connection.execute(counter.values(value=str(generation)))
            yield connection
            if self._seized is not None:
                self._seized.execute(select(1))  # who has lost the server has lost the lock, and may not commit

    def seize(self, holder: str) -> str | None:
        """Hold PostgreSQL's lock on writing until `release`, or till this process or its connection ends.

        Returns None, or what the holder says of itself when another has the lock. Raises LibraryError.
        """
        with _translated():
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            try:
                if connection.scalar(select(func.pg_try_advisory_lock(*_LOCK))):
                    self._seized = connection
                    if inspect(connection).has_table(schema.meta.name):
                        record(connection, {"writer": holder})
                    return None
                other = select(schema.meta.c.value).where(schema.meta.c.key == "writer")
                return connection.scalar(other) if inspect(connection).has_table(schema.meta.name) else ""
            finally:
                if self._seized is not connection:
                    connection.close()

    def release(self) -> None:
        """Let go of the lock."""
        connection, self._seized = self._seized, None
        if connection is not None:
            connection.invalidate()  # the server drops the lock with the connection
            connection.close()


def record(connection: Connection, facts: Mapping[str, str]) -> None:
    """Put these into `meta`, over what stands there under their keys."""
    connection.execute(delete(schema.meta).where(schema.meta.c.key.in_(facts)))
    connection.execute(insert(schema.meta), [{"key": key, "value": value} for key, value in facts.items()])


def renew(connection: Connection) -> None:
    """Empty tables of this version in place of those of an older one; decisions stay."""
    for table in reversed(schema.metadata.sorted_tables):
        if table not in (schema.meta, schema.decisions):
            table.drop(connection, checkfirst=True)
    schema.metadata.create_all(connection)
    record(connection, {"schema": str(schema.VERSION)})


def _prepare(connection: SQLiteConnection, _record: object) -> None:
    connection.isolation_level = None  # Python's driver begins no transaction before a SELECT: `_begin` does
    for pragma in ("journal_mode = WAL", "busy_timeout = 10000", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.connection.cursor().execute("BEGIN")  # past SQLAlchemy, which would double the cost of a short query


@contextmanager
def _translated() -> Iterator[None]:
    """What SQL cannot do, as a sentence."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise LibraryError(f"资料库无法读写：{cause}。The library cannot be read or written.") from error
