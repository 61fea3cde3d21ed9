"""The two derived indexes, words and vectors, with the embedder that fills the second.

Nothing is opened, and neither index's library is imported, before it is needed: a figure is looked up without them.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.errors import EmbedderMismatchError
from assistant.report import Chunk
from assistant.settings import Settings
from assistant.store.database import Database

if TYPE_CHECKING:
    from assistant.search.embedding import Embedder, Reranker
    from assistant.search.lexical import LexicalIndex
    from assistant.search.vectors import VectorIndex


class Indexes:
    """The indexes of a store. Each opens at its first use."""

    def __init__(self, settings: Settings, database: Database, embedder: Embedder | None = None) -> None:
        self._settings = settings
        self._database = database
        self._opening = threading.Lock()
        self._embedder = embedder
        self._reranker: Reranker | None = None
        self._words: LexicalIndex | None = None
        self._vectors: VectorIndex | None = None
        self._seen = -1

    @property
    def words(self) -> LexicalIndex:
        """The word index; it sees the last commit by itself."""
        from assistant.search.lexical import LexicalIndex

        with self._opening:
            if self._words is None:
                self._words = LexicalIndex.open(self._settings.store / "words")
            return self._words

    @property
    def vectors(self) -> VectorIndex:
        """The vector index, with what other processes have committed."""
        from assistant.search.vectors import VectorIndex

        generation = self._database.generation()
        with self._opening:
            if self._vectors is None:
                self._vectors = VectorIndex.open(self._settings.store / "vectors")
            elif self._seen != generation:
                self._vectors.close()  # another process has written, which an open index never sees; it opens again
            self._seen = generation
            return self._vectors

    @property
    def embedder(self) -> Embedder:
        """The configured embedder. Raises EmbedderMismatchError when the library was written with another."""
        embedder = self.configured_embedder()
        if self._database.fact("fingerprint") not in (None, embedder.fingerprint):
            raise EmbedderMismatchError(
                f"资料库是用向量模型 {self._database.fact('embedder')} 建的，现在配置的是 {embedder.name}："
                "请改回原来的 BAOGAO_EMBEDDER，或运行 baogao reindex 重建索引。"
                "The library was written with another embedder: restore BAOGAO_EMBEDDER or run `baogao reindex`."
            )
        return embedder

    def configured_embedder(self) -> Embedder:
        """The configured embedder, whichever the library was written with. Raises EmbedderError."""
        from assistant.search.embedding import load_embedder

        with self._opening:
            if self._embedder is None:
                self._embedder = load_embedder(self._settings.embedder)
            return self._embedder

    def reranker(self) -> Reranker | None:
        """The configured reranker, or None. Raises EmbedderError."""
        from assistant.search.embedding import Reranker

        with self._opening:
            if self._reranker is None and self._settings.reranker is not None:
                self._reranker = Reranker.load(self._settings.reranker)
            return self._reranker

    def advance(self, before: int, after: int) -> None:
        """This process itself made the generation `after`: what it has open is not stale."""
        if self._seen == before:
            self._seen = after

    def write(self, chunks: Sequence[Chunk]) -> None:
        """Make these chunks the rows of their reports, in both indexes."""
        if chunks:
            self.write_words(chunks)
            self.write_vectors(chunks)

    def write_words(self, chunks: Sequence[Chunk]) -> None:
        """Make these chunks the rows of their reports in the word index."""
        from assistant.search.lexical import LexicalEntry

        self.words.write(LexicalEntry(chunk.chunk_id, chunk.report_id, chunk.text) for chunk in chunks)

    def write_vectors(self, chunks: Sequence[Chunk]) -> None:
        """Make these chunks the rows of their reports in the vector index."""
        from assistant.search.vectors import VectorEntry

        encoded = self.embedder.encode_documents([chunk.text for chunk in chunks])
        pairs = zip(chunks, encoded, strict=True)
        self.vectors.write(VectorEntry(chunk.chunk_id, chunk.report_id, vector) for chunk, vector in pairs)

    def remove(self, report_ids: Collection[str]) -> None:
        """Remove the rows of these reports from both indexes."""
        if report_ids:
            self.words.remove(sorted(report_ids))
            self.vectors.remove(sorted(report_ids))

    def clear(self) -> None:
        """Remove every row of both indexes."""
        self.words.clear()
        self.vectors.clear()

    def close(self) -> None:
        """Let go of the folders."""
        with self._opening:
            if self._vectors is not None:
                self._vectors.close()
            self._words = self._vectors = None


def differing(found: Mapping[str, str], truth: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """The reports whose rows in an index (chunk id → report id) are not those of the truth.

    Returns (those to remove, of which the truth has no chunk; those to write anew).
    """
    known = set(truth.values())
    wrong = {report_id for _, report_id in found.items() ^ truth.items()}
    return wrong - known, wrong & known
