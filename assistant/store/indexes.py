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
from assistant.store.places import places

if TYPE_CHECKING:
    from assistant.search.embedding import Embedder, Reranker
    from assistant.search.lexical import Words
    from assistant.search.vectors import Vector, VectorIndex


class Indexes:
    """The indexes of a store. Each opens at its first use."""

    def __init__(
        self, settings: Settings, database: Database, embedder: Embedder | None = None, *, number: int | None = None
    ) -> None:
        """The indexes that the library names as its own, or those of this number, which nobody uses yet."""
        self._settings = settings
        self._number = number
        self._database = database
        self._word_place, self._vector_place = places(settings, database)
        self._opening = threading.Lock()
        self._embedder = embedder
        self._reranker: Reranker | None = None
        self._words: Words | None = None
        self._vectors: VectorIndex | None = None
        self._seen = -1
        self._open_number = 0

    @property
    def words(self) -> Words:
        """The word index; it sees the last commit by itself."""
        number = self.number()
        with self._opening:
            self._settle(number)
            if self._words is None:
                self._words = self._word_place.open(number)
            return self._words

    @property
    def vectors(self) -> VectorIndex:
        """The vector index, with what other processes have committed."""
        facts = self._database.facts()
        generation, number = int(facts.get("generation", 0)), self._number_in(facts)
        with self._opening:
            self._settle(number)
            if self._vectors is None:
                self._vectors = self._vector_place.open(number)
            elif self._seen != generation and not self._vector_place.shared:
                self._vectors.close()  # another process has written, which an open index never sees; it opens again
            self._seen = generation
            return self._vectors

    def number(self) -> int:
        """Which indexes these are: a rebuild writes new ones beside the old and then names them in the library."""
        return self._number_in(self._database.facts())

    def beside(self) -> Indexes:
        """New, empty indexes beside these, with the configured embedder, for a rebuild."""
        made = Indexes(self._settings, self._database, self.configured_embedder(), number=self.number() + 1)
        made.discard()
        return made

    def discard(self) -> None:
        """Delete these indexes. Raises OSError, LibraryError."""
        number = self.number()
        self.close()
        self._word_place.discard(number)
        self._vector_place.discard(number)

    def sweep(self) -> None:
        """Delete the indexes that are not the library's: what a rebuild replaced or did not finish."""
        own = {self.number()}
        for place in (self._word_place, self._vector_place):
            for number in place.numbers() - own:
                place.discard(number)

    @property
    def embedder(self) -> Embedder:
        """The configured embedder. Raises EmbedderMismatchError when the library was written with another."""
        embedder = self.configured_embedder()
        if self._number is not None:
            return embedder
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

    def write(self, chunks: Sequence[Chunk], known: Mapping[str, Vector] | None = None) -> None:
        """Make these chunks the rows of their reports, in both indexes; `known` are vectors by chunk id."""
        if chunks:
            self.write_words(chunks)
            self.write_vectors(chunks, known)

    def write_words(self, chunks: Sequence[Chunk]) -> None:
        """Make these chunks the rows of their reports in the word index."""
        from assistant.search.lexical import LexicalEntry

        self.words.write(LexicalEntry(chunk.chunk_id, chunk.report_id, chunk.text) for chunk in chunks)

    def write_vectors(self, chunks: Sequence[Chunk], known: Mapping[str, Vector] | None = None) -> None:
        """Make these chunks the rows of their reports in the vector index; what is not `known` is embedded."""
        from assistant.search.vectors import VectorEntry

        vectors = dict(known or {})
        new = [chunk for chunk in chunks if chunk.chunk_id not in vectors]
        if new:
            encoded = self.embedder.encode_documents([chunk.text for chunk in new])
            vectors.update(zip((chunk.chunk_id for chunk in new), encoded, strict=True))
        self.vectors.write(VectorEntry(one.chunk_id, one.report_id, vectors[one.chunk_id]) for one in chunks)

    def remove(self, report_ids: Collection[str]) -> None:
        """Remove the rows of these reports from both indexes."""
        if report_ids:
            self.words.remove(sorted(report_ids))
            self.vectors.remove(sorted(report_ids))

    def close(self) -> None:
        """Let go of the folders and servers."""
        with self._opening:
            if self._vectors is not None:
                self._vectors.close()
            self._words = self._vectors = None

    def _number_in(self, facts: Mapping[str, str]) -> int:
        return int(facts.get("indexes", 0)) if self._number is None else self._number

    def _settle(self, number: int) -> None:
        """Let go of indexes that a rebuild has replaced."""
        if number != self._open_number:
            if self._vectors is not None:
                self._vectors.close()
            self._words = self._vectors = None
            self._open_number = number


def differing(found: Mapping[str, str], truth: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """The reports whose rows in an index (chunk id → report id) are not those of the truth.

    Returns (those to remove, of which the truth has no chunk; those to write anew).
    """
    known = set(truth.values())
    wrong = {report_id for _, report_id in found.items() ^ truth.items()}
    return wrong - known, wrong & known
