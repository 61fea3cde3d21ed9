"""Words found exactly: BM25 over our own tokens. The only importer of tantivy.

The index is derived: the library can rebuild it from its chunks at any time. One writer at a time; readers never wait,
and every search sees the last commit, whichever process made it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from assistant.errors import LibraryBusyError, LibraryError
from assistant.search.expansion import ALTERNATIVE, TIE, Weighed, weighed
from assistant.search.hits import Hit, best
from assistant.search.tokens import query_tokens, tokenise

if TYPE_CHECKING:
    import tantivy

_WRITER_BYTES = 64_000_000
_WIDE = 5_000
"""Of a scope of more reports the best of all are looked at first: to name every report to the index takes longer."""
_WIDER = 8
"""So many times as many as are wanted."""


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """A chunk to be found by its words. Chunk ids are unique across reports."""

    chunk_id: str
    report_id: str
    text: str


class Words(Protocol):
    """An index of words: in a folder (`LexicalIndex`) or in PostgreSQL (`fulltext`). All raise LibraryError."""

    def write(self, entries: Iterable[LexicalEntry]) -> None:
        """Replace the rows of every report named in `entries` by these, in one commit."""

    def remove(self, report_ids: Iterable[str]) -> None:
        """Remove every row of these reports, in one commit; unknown ids are ignored."""

    def clear(self) -> None:
        """Remove every row, before a rebuild."""

    def search(self, query: str, k: int, report_ids: Collection[str] | None = None) -> list[Hit]:
        """The `k` best chunks by plain BM25, best first, among all reports or among `report_ids`.

        The query is words, never query syntax. A chunk that shares no token with it is no hit, so fewer than `k` may
        come back. Scores are weighed over the whole index, whatever the scope.
        """

    def find(self, query: str, k: int, report_ids: Collection[str] | None = None) -> list[Hit]:
        """As `search`, but filler weighs less, and other words for the same thing count."""

    def reports(self, query: str, k: int, report_ids: Collection[str] | None = None) -> dict[str, float]:
        """The `k` reports whose whole text fits the query best, with their scores."""

    def count(self) -> int:
        """How many chunks are indexed."""

    def ids(self) -> dict[str, str]:
        """Every indexed chunk id, with its report id: what `library.verify` compares with the truth."""


class LexicalIndex:
    """An inverted index in a folder."""

    def __init__(self, folder: Path) -> None:
        """The index in `folder`. Raises LibraryError when it cannot be read."""
        self._folders = (folder, folder / "reports")
        self._chunks, self._reports = map(_opened, self._folders)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in `folder`, or make an empty one. Raises LibraryError when it cannot be read."""
        return cls(folder)

    def write(self, entries: Iterable[LexicalEntry]) -> None:
        """Replace the rows of every report named in `entries` by these, in one commit. Raises LibraryError."""
        rows = list(entries)
        whole: dict[str, list[str]] = {row.report_id: [] for row in rows}
        with self._writing() as (chunks, reports):
            for report_id in sorted(whole):
                chunks.delete_documents_by_term("report_id", report_id)
                reports.delete_documents_by_term("report_id", report_id)
            for row in rows:
                tokens = tokenise(row.text)
                whole[row.report_id].extend(tokens)
                _add(chunks, row.chunk_id, row.report_id, tokens)
            for report_id, tokens in whole.items():
                _add(reports, report_id, report_id, tokens)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Remove every row of these reports, in one commit; unknown ids are ignored. Raises LibraryError."""
        with self._writing() as writers:
            for report_id in report_ids:
                for writer in writers:
                    writer.delete_documents_by_term("report_id", report_id)

    def clear(self) -> None:
        """Remove every row, before a rebuild. Raises LibraryError."""
        with self._writing() as writers:
            for writer in writers:
                writer.delete_all_documents()

    def search(self, query: str, k: int, report_ids: Collection[str] | None = None) -> list[Hit]:
        """The `k` best chunks by plain BM25, as `Words.search`."""
        asked = Weighed(tuple((token, 1.0) for token in query_tokens(query)), ())
        return _ranked(self._chunks, asked, k, report_ids)

    def find(self, query: str, k: int, report_ids: Collection[str] | None = None) -> list[Hit]:
        """As `search`, but filler weighs less, and other words for the same thing count."""
        return _ranked(self._chunks, weighed(query), k, report_ids)

    def reports(self, query: str, k: int, report_ids: Collection[str] | None = None) -> dict[str, float]:
        """The `k` reports whose whole text fits the query best, with their scores."""
        return {hit.report_id: hit.score for hit in _ranked(self._reports, weighed(query), k, report_ids)}

    def count(self) -> int:
        """How many chunks are indexed."""
        return _searcher(self._chunks).num_docs

    def ids(self) -> dict[str, str]:
        """Every indexed chunk id, with its report id: what `library.verify` compares with the truth."""
        import tantivy

        searcher = _searcher(self._chunks)
        found = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False).hits
        return {hit.chunk_id: hit.report_id for hit in (_hit(searcher, *row) for row in found)}

    @contextmanager
    def _writing(self) -> Iterator[tuple[tantivy.IndexWriter, tantivy.IndexWriter]]:
        """Writers of chunks and of whole reports, which commit once at the end, or not at all when the block fails."""
        try:
            writers = self._chunks.writer(_WRITER_BYTES, 1), self._reports.writer(_WRITER_BYTES, 1)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise LibraryBusyError(
                    "另一个程序正在写入资料库，请稍后再试。Another process is writing to the library."
                ) from error
            raise LibraryError(
                f"词语索引无法写入（{error}），请重建索引。The word index cannot be written; rebuild it."
            ) from error
        try:
            with _translated():
                for folder in self._folders:
                    _forget_uncommitted(folder)
            yield writers
            with _translated():
                for writer in reversed(writers):
                    writer.commit()
        finally:
            for writer in writers:
                writer.wait_merging_threads()


def _opened(folder: Path) -> tantivy.Index:
    import tantivy

    folder.mkdir(parents=True, exist_ok=True)
    try:
        index = tantivy.Index(_schema(), path=str(folder))
    except (ValueError, OSError) as error:
        raise LibraryError(
            f"词语索引无法打开（{folder}：{error}），请重建索引。The word index cannot be opened; rebuild it."
        ) from error
    index.config_reader("manual")
    return index


@contextmanager
def _translated() -> Iterator[None]:
    """What cannot be written, as a sentence."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise LibraryError(f"词语索引无法写入（{error}）。The word index cannot be written.") from error


def _forget_uncommitted(folder: Path) -> None:
    """Remove the lists of deleted rows that a writer wrote and was killed before it committed.

    They are named after the commit that they were for, and the next writer, whose commit has the same number, would
    find its own list's name taken. Only who holds tantivy's lock may call this.
    """
    last = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["opstamp"]
    for place in folder.glob("*.*.del"):
        if int(place.name.split(".")[1]) > last:
            place.unlink()


def _searcher(index: tantivy.Index) -> tantivy.Searcher:
    index.reload()
    return index.searcher()


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("report_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _add(writer: tantivy.IndexWriter, row_id: str, report_id: str, tokens: Iterable[str]) -> None:
    import tantivy

    document = tantivy.Document()
    document.add_text("chunk_id", row_id)
    document.add_text("report_id", report_id)
    document.add_text("words", " ".join(tokens))
    writer.add_document(document)


def _ranked(index: tantivy.Index, asked: Weighed, k: int, report_ids: Collection[str] | None) -> list[Hit]:
    import tantivy

    if k < 1 or not asked.tokens or (report_ids is not None and not report_ids):
        return []
    searcher, wanted = _searcher(index), _query(index.schema, asked)
    if report_ids is None:
        return best(_found(searcher, wanted, k), k)
    if len(report_ids) > _WIDE:
        inside = frozenset(report_ids)
        hits = [hit for hit in _found(searcher, wanted, _WIDER * k) if hit.report_id in inside]
        if len(hits) >= k:
            return best(hits, k)
    must = tantivy.Occur.Must
    scope = tantivy.Query.term_set_query(index.schema, "report_id", list(report_ids))
    within = tantivy.Query.boolean_query([(must, wanted), (must, tantivy.Query.const_score_query(scope, 0.0))])
    return best(_found(searcher, within, k), k)


def _query(schema: tantivy.Schema, asked: Weighed) -> tantivy.Query:
    """Any of the question's tokens, as heavy as they weigh; of the other words for one thing above all the best."""
    from tantivy import Occur, Query

    def any_of(tokens: Iterable[str]) -> tantivy.Query:
        return Query.boolean_query(
            [(Occur.Should, Query.term_query(schema, "words", token, "freq")) for token in tokens]
        )

    parts = [
        Query.boost_query(Query.term_query(schema, "words", token, "freq"), weight) for token, weight in asked.tokens
    ]
    for group in asked.groups:
        alike = Query.disjunction_max_query([any_of(tokens) for tokens in group], TIE)
        parts.append(Query.boost_query(alike, ALTERNATIVE))
    return Query.boolean_query([(Occur.Should, part) for part in parts])


def _found(searcher: tantivy.Searcher, query: tantivy.Query, k: int) -> list[Hit]:
    """At least the `k` best hits and all that tie with the last of them, so that ties can be ordered by id."""
    limit = k + 16
    while True:
        rows = searcher.search(query, limit, count=False).hits
        if len(rows) < limit or rows[-1][0] < rows[k - 1][0]:
            return [_hit(searcher, *row) for row in rows]
        limit *= 4


def _hit(searcher: tantivy.Searcher, score: float, address: tantivy.DocAddress) -> Hit:
    document = searcher.doc(address)
    return Hit(document["chunk_id"][0], document["report_id"][0], float(score or 0.0))
