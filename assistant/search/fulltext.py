"""Words found exactly on PostgreSQL: BM25 over our own tokens, in its full text, shared by every replica of the app.

A row's tokens are a tsvector in which a token's weight label says how often it occurs, so that `ts_rank`, given what
each label is worth in a row of this length, is BM25's term (Robertson & Zaragoza 2009, k1 = 1.2, b = 0.75). How many
rows hold a token is counted beside them, in the same transaction.

A question's rarest tokens choose the candidates, all of its tokens rank them. That is the idea of MaxScore (Turtle &
Flood 1995): a row without any of the rare tokens cannot reach the best, as long as enough candidates are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from math import log
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    cast,
    delete,
    event,
    func,
    insert,
    literal,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.dialects.postgresql import insert as upsert

from assistant.errors import IndexReplacedError, LibraryError
from assistant.search.expansion import ALTERNATIVE, TIE, Weighed, weighed
from assistant.search.hits import Hit
from assistant.search.lexical import LexicalEntry
from assistant.search.tokens import query_tokens, tokenise
from assistant.store.database import Database

_K1, _B = 1.2, 0.75
_UNIT = 1.64493406685
"""What `ts_rank` divides the weight of a token by that has one place: π²/6."""
_LABELS = "DCBA"
_CHUNK_TIMES = (1.0, 2.0, 3.0, 5.0)
"""How often a token of each label occurs in a chunk; the last stands for all above."""
_REPORT_TIMES = (1.0, 2.7, 8.0, 25.0)
_CANDIDATES = 2_000
"""So many rows are ranked for a question, at least; four times as many while fewer are found than are wanted."""
_NARROW = 100
"""The rows of so few reports are all ranked."""
_LONGEST = 900_000
"""Bytes of tokens that a tsvector can hold, with room to spare; what is rarest in a longer report is left out."""
_NO_TABLE = "42P01"
"""The SQLSTATE of a table that is not there."""
_DOCUMENTS, _LENGTH = "", " "
"""Beside the tokens: how many rows there are, and how many tokens in all."""


class FullText:
    """An inverted index in three tables of the library's own database."""

    def __init__(self, database: Database, name: str) -> None:
        """The index of this name. Raises LibraryError."""
        self._database = database
        metadata = MetaData()
        self._metadata = metadata
        self._chunks = _rows_table(metadata, name)
        self._reports = _rows_table(metadata, f"{name}_reports")
        self._counts = Table(
            f"{name}_counts",
            metadata,
            Column("owner", Text, primary_key=True),
            Column("token", Text(collation="C"), primary_key=True),
            Column("n", BigInteger, nullable=False),
            postgresql_with={"fillfactor": 70},
        )

    @classmethod
    def open(cls, database: Database, name: str) -> FullText:
        """The index of this name, made when there is none. Raises LibraryError."""
        index = cls(database, name)
        with database.changing() as connection:
            if connection.scalar(select(func.to_regclass(index._counts.name))) is None:
                connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))  # two may open it at once
                index._metadata.create_all(connection)
        return index

    def write(self, entries: Iterable[LexicalEntry]) -> None:
        """Replace the rows of every report named in `entries` by these, in one commit. Raises LibraryError."""
        rows = list(entries)
        whole: dict[str, list[str]] = {row.report_id: [] for row in rows}
        chunks = []
        for row in rows:
            tokens = tokenise(row.text)
            whole[row.report_id].extend(tokens)
            chunks.append((row.chunk_id, row.report_id, Counter(tokens)))
        reports = [(report_id, report_id, Counter(tokens)) for report_id, tokens in whole.items()]
        with self._database.changing() as connection:
            self._forget(connection, sorted(whole))
            self._add(connection, self._chunks, chunks, _CHUNK_TIMES)
            self._add(connection, self._reports, reports, _REPORT_TIMES)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Remove every row of these reports, in one commit; unknown ids are ignored. Raises LibraryError."""
        with self._database.changing() as connection:
            self._forget(connection, sorted(report_ids))

    def clear(self) -> None:
        """Remove every row, before a rebuild. Raises LibraryError."""
        with self._database.changing() as connection:
            for table in self._metadata.sorted_tables:
                connection.execute(delete(table))

    def drop(self) -> None:
        """Remove the tables themselves. Raises LibraryError."""
        with self._database.changing() as connection:
            self._metadata.drop_all(connection)

    def search(self, query: str, k: int, report_ids: Collection[str] | None = None) -> list[Hit]:
        """The `k` best chunks by plain BM25, as `Words.search`."""
        asked = Weighed(tuple((token, 1.0) for token in query_tokens(query)), ())
        return self._ranked(self._chunks, asked, k, report_ids)

    def find(self, query: str, k: int, report_ids: Collection[str] | None = None) -> list[Hit]:
        """As `search`, but filler weighs less, and other words for the same thing count."""
        return self._ranked(self._chunks, weighed(query), k, report_ids)

    def reports(self, query: str, k: int, report_ids: Collection[str] | None = None) -> dict[str, float]:
        """The `k` reports whose whole text fits the query best, with their scores."""
        return {hit.report_id: hit.score for hit in self._ranked(self._reports, weighed(query), k, report_ids)}

    def count(self) -> int:
        """How many chunks are indexed."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(self._chunks)) or 0

    def ids(self) -> dict[str, str]:
        """Every indexed chunk id, with its report id: what `library.verify` compares with the truth."""
        with self._database.reading() as connection:
            found = connection.execute(select(self._chunks.c.id, self._chunks.c.report))
            return {row.id: row.report for row in found}

    def _forget(self, connection: Connection, report_ids: list[str]) -> None:
        """Take the rows of these reports away, and out of the counts."""
        counts = self._counts
        for table in (self._chunks, self._reports):
            own = table.c.report == func.any(cast(report_ids, ARRAY(Text)))
            rows, length = connection.execute(
                select(func.count(), func.coalesce(func.sum(table.c.length), 0)).where(own)
            ).one()
            if not rows:
                continue
            lexemes = func.unnest(table.c.tokens).table_valued("lexeme", "places", "labels").render_derived()
            gone = select(lexemes.c.lexeme, func.count().label("n")).select_from(table.join(lexemes, true())).where(own)
            gone_rows = gone.group_by(lexemes.c.lexeme).subquery()
            mine = counts.c.owner == table.name
            connection.execute(
                update(counts).values(n=counts.c.n - gone_rows.c.n).where(mine, counts.c.token == gone_rows.c.lexeme)
            )
            for key, less in ((_DOCUMENTS, rows), (_LENGTH, length)):
                connection.execute(update(counts).values(n=counts.c.n - less).where(mine, counts.c.token == key))
            connection.execute(delete(table).where(own))

    def _add(
        self,
        connection: Connection,
        table: Table,
        rows: Sequence[tuple[str, str, Counter[str]]],
        times: Sequence[float],
    ) -> None:
        if not rows:
            return
        counted = Counter({_DOCUMENTS: len(rows), _LENGTH: sum(tokens.total() for _, _, tokens in rows)})
        values = []
        for row_id, report_id, tokens in rows:
            kept = _kept(tokens)
            counted.update(kept.keys())
            values.append({"id": row_id, "report": report_id, "length": tokens.total(), "tokens": _vector(kept, times)})
        connection.execute(insert(table), values)
        added = func.unnest(cast(list(counted), ARRAY(Text)), cast(list(counted.values()), ARRAY(BigInteger)))
        listed = added.table_valued("token", "n").render_derived()
        new = upsert(self._counts).from_select(
            ["owner", "token", "n"], select(literal(table.name), listed.c.token, listed.c.n)
        )
        connection.execute(
            new.on_conflict_do_update(index_elements=["owner", "token"], set_={"n": self._counts.c.n + new.excluded.n})
        )

    def _ranked(self, table: Table, asked: Weighed, k: int, report_ids: Collection[str] | None) -> list[Hit]:
        if k < 1 or not asked.tokens or (report_ids is not None and not report_ids):
            return []
        try:
            return self._ranked_in(table, asked, k, report_ids)
        except LibraryError as error:
            if getattr(getattr(error.__cause__, "orig", None), "sqlstate", None) == _NO_TABLE:
                raise IndexReplacedError("词语索引已被替换。The word index has been replaced.") from error
            raise

    def _ranked_in(self, table: Table, asked: Weighed, k: int, report_ids: Collection[str] | None) -> list[Hit]:
        tokens = [token for token, _ in asked.tokens]
        tokens += [token for group in asked.groups for other in group for token in other]
        with self._database.reading() as connection:
            found = connection.execute(
                select(self._counts.c.token, self._counts.c.n).where(
                    self._counts.c.owner == table.name,
                    self._counts.c.n > 0,
                    self._counts.c.token == func.any(cast([*set(tokens), _DOCUMENTS, _LENGTH], ARRAY(Text))),
                )
            )
            holding = {row.token: row.n for row in found}
            if len(holding) < 3:  # there is no row, or none that holds a token of the question
                return []
            times = _CHUNK_TIMES if table is self._chunks else _REPORT_TIMES
            ranking = _Ranking(table, asked, holding, times)
            connection.execute(text("SET LOCAL jit = off"))
            return ranking.best(connection, k, report_ids)


class _Ranking:
    """One question against one table."""

    def __init__(self, table: Table, asked: Weighed, holding: Mapping[str, int], times: Sequence[float]) -> None:
        self._table, self._asked, self._times = table, asked, times
        self._documents = holding[_DOCUMENTS]
        self._average = holding[_LENGTH] / self._documents
        self._holding = {token: n for token, n in holding.items() if token not in (_DOCUMENTS, _LENGTH)}

    def best(self, connection: Connection, k: int, report_ids: Collection[str] | None) -> list[Hit]:
        wanted = max(_CANDIDATES, 4 * k)
        if report_ids is not None and len(report_ids) <= _NARROW:
            wanted = self._documents
        while True:
            rare = self._rare(wanted)
            found = connection.exec_driver_sql(*self._query(rare, k, report_ids)).all()
            if len(found) >= k or len(rare) == len(self._holding):
                return [Hit(row.id, row.report, float(row.score)) for row in found]
            wanted *= 4

    def _rare(self, rows: int) -> list[str]:
        """The rarest tokens, which together choose at most so many rows; always one."""
        chosen: list[str] = []
        for token, n in sorted(self._holding.items(), key=lambda item: (item[1], item[0])):
            rows -= n
            if chosen and rows < 0:
                break
            chosen.append(token)
        return chosen

    def _query(self, rare: Iterable[str], k: int, report_ids: Collection[str] | None) -> tuple[str, dict[str, Any]]:
        """The statement, written out (building it costs more than running it), and its parameters."""
        given: dict[str, Any] = {"rare": _any_of(rare), "k": k}
        scope = ""
        if report_ids is not None:
            scope, given["scope"] = "AND report = ANY(%(scope)s)", list(report_ids)
        norm = f"({_K1 * (1 - _B)} + length * {_K1 * _B / self._average})"
        worth = ", ".join(f"{times} / ({times} + {norm})" for times in self._times)
        score = self._score(given)
        return (
            f"SELECT id, report, {score} AS score FROM ("
            "SELECT id, report, ts_filter(tokens, '{a,b,c,d}') AS tokens, "  # unpacked here, once
            f"ARRAY[{worth}]::real[] AS worth FROM {self._table.name} "
            f"WHERE tokens @@ %(rare)s::tsquery {scope} OFFSET 0) rows ORDER BY score DESC, id LIMIT %(k)s"
        ), given

    def _score(self, given: dict[str, Any]) -> str:
        """The score of a row in SQL; the tokens are added to the parameters."""

        def rank(tokens: Iterable[str], factor: float) -> list[str]:
            parts = []
            for token in tokens:
                if token in self._holding:
                    name = f"t{len(given)}"
                    given[name] = _any_of([token])
                    parts.append(f"{factor * self._weight(token)} * ts_rank(worth, tokens, %({name})s::tsquery)")
            return parts

        parts = [part for token, weight in self._asked.tokens for part in rank([token], weight)]
        for group in self._asked.groups:
            alike = [" + ".join(part) for other in group if (part := rank(other, ALTERNATIVE))]
            if alike:
                parts.append(f"{1 - TIE} * greatest({', '.join(alike)}) + {TIE} * ({' + '.join(alike)})")
        return " + ".join(parts)

    def _weight(self, token: str) -> float:
        """The token's inverse document frequency, as BM25 has it, in units of `ts_rank`."""
        n = self._holding[token]
        return log(1 + (self._documents - n + 0.5) / (n + 0.5)) * (_K1 + 1) * _UNIT


def _rows_table(metadata: MetaData, name: str) -> Table:
    table = Table(
        name,
        metadata,
        Column("id", Text(collation="C"), primary_key=True),
        Column("report", Text(collation="C"), nullable=False),
        Column("length", Integer, nullable=False),
        Column("tokens", TSVECTOR, nullable=False),
        Index(f"{name}_by_report", "report"),
        Index(f"{name}_by_token", "tokens", postgresql_using="gin"),
    )
    event.listen(table, "after_create", _store_plainly)
    return table


def _store_plainly(table: Table, connection: Connection, **_: object) -> None:
    """Tokens are not compressed: unpacking them took most of a search, and saved little room."""
    connection.exec_driver_sql(f"ALTER TABLE {table.name} ALTER COLUMN tokens SET STORAGE EXTERNAL")


def _kept(tokens: Counter[str]) -> Counter[str]:
    """The tokens that fit into a tsvector: all of them but in the longest reports."""
    size = 0
    kept: Counter[str] = Counter()
    for token, times in tokens.most_common():
        size += len(token.encode()) + 4
        if size > _LONGEST:
            break
        kept[token] = times
    return kept


def _vector(tokens: Mapping[str, int], times: Sequence[float]) -> str:
    """A tsvector as text: each token at place 1, its label the last that stands for no more than its number."""
    bounds = [(one + other) / 2 for one, other in pairwise(times)]
    return " ".join(f"{_quoted(token)}:1{_LABELS[sum(n > b for b in bounds)]}" for token, n in tokens.items())


def _any_of(tokens: Iterable[str]) -> str:
    return " | ".join(_quoted(token) for token in tokens)


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
