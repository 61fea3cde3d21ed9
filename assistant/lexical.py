"""Words found exactly: BM25 over our own tokens. The only importer of tantivy.

The index is derived: the library can rebuild it from its chunks at any time. One writer at a time; readers never wait,
and every search sees the last commit, whichever process made it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from assistant.errors import LibraryBusyError, LibraryError
from assistant.hits import Hit, best
from assistant.tokens import query_tokens, tokenise

if TYPE_CHECKING:
    import tantivy

_WRITER_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """A chunk to be found by its words. Chunk ids are unique across reports."""

    chunk_id: str
    report_id: str
    text: str


class LexicalIndex:
    """An inverted index in a folder."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in `folder`, or make an empty one. Raises LibraryError when it cannot be read."""
        import tantivy

        folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(_schema(), path=str(folder))
        except (ValueError, OSError) as error:
            raise LibraryError(
                f"词语索引无法打开（{folder}：{error}），请重建索引。The word index cannot be opened; rebuild it."
            ) from error
        index.config_reader("manual")
        return cls(index)

    def write(self, entries: Iterable[LexicalEntry]) -> None:
        """Replace the rows of every report named in `entries` by these, in one commit. Raises LibraryError."""
        import tantivy

        rows = list(entries)
        with self._writing() as writer:
            for report_id in sorted({row.report_id for row in rows}):
                writer.delete_documents_by_term("report_id", report_id)
            for row in rows:
                document = tantivy.Document()
                document.add_text("chunk_id", row.chunk_id)
                document.add_text("report_id", row.report_id)
                document.add_text("words", " ".join(tokenise(row.text)))
                writer.add_document(document)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Remove every row of these reports, in one commit; unknown ids are ignored. Raises LibraryError."""
        with self._writing() as writer:
            for report_id in report_ids:
                writer.delete_documents_by_term("report_id", report_id)

    def clear(self) -> None:
        """Remove every row, before a rebuild. Raises LibraryError."""
        with self._writing() as writer:
            writer.delete_all_documents()

    def search(self, query: str, k: int, report_ids: Collection[str] | None = None) -> list[Hit]:
        """The `k` best chunks by BM25, best first, among all reports or among `report_ids`.

        The query is words, never query syntax. A chunk that shares no token with it is no hit, so fewer than `k` may
        come back. Scores are weighed over the whole index, whatever the scope.
        """
        import tantivy

        terms = query_tokens(query)
        if k < 1 or not terms or (report_ids is not None and not report_ids):
            return []
        schema, should, must = self._index.schema, tantivy.Occur.Should, tantivy.Occur.Must
        wanted = tantivy.Query.boolean_query(
            [(should, tantivy.Query.term_query(schema, "words", term, "freq")) for term in terms]
        )
        if report_ids is not None:
            scope = tantivy.Query.term_set_query(schema, "report_id", list(report_ids))
            wanted = tantivy.Query.boolean_query([(must, wanted), (must, tantivy.Query.const_score_query(scope, 0.0))])
        return best(_found(self._searcher(), wanted, k), k)

    def count(self) -> int:
        """How many chunks are indexed."""
        return self._searcher().num_docs

    def ids(self) -> dict[str, str]:
        """Every indexed chunk id, with its report id: what `library.verify` compares with the truth."""
        import tantivy

        searcher = self._searcher()
        found = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False).hits
        return {hit.chunk_id: hit.report_id for hit in (_hit(searcher, *row) for row in found)}

    def _searcher(self) -> tantivy.Searcher:
        self._index.reload()
        return self._index.searcher()

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        """A writer that commits once at the end, or not at all when the block fails."""
        try:
            writer = self._index.writer(_WRITER_BYTES, 1)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise LibraryBusyError(
                    "另一个程序正在写入资料库，请稍后再试。Another process is writing to the library."
                ) from error
            raise LibraryError(
                f"词语索引无法写入（{error}），请重建索引。The word index cannot be written; rebuild it."
            ) from error
        try:
            yield writer
            writer.commit()
        finally:
            writer.wait_merging_threads()


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("report_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


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
