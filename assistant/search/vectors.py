"""Meaning found nearly: cosine similarity over an embedder's vectors, in Chroma.

The index is derived: the library can rebuild it from its chunks at any time. An embedded index has one process: a
second one does not see what the first writes, and must never write. Nothing of chromadb is loaded before first use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self, TypeVar

from assistant.errors import IndexReplacedError
from assistant.search import chroma
from assistant.search.hits import Hit, best

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection as Chroma
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_T = TypeVar("_T")
NAME = "chunks"
"""The collection of an embedded index."""
_BATCH = 1_000
_REPORTS = 200
_PAGE = 10_000
"""Reading more than 32,766 rows at once is more than SQLite can name."""
_HNSW: CreateHNSWConfiguration = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}
"""The defaults lose near-duplicates, and official reports are full of them."""
_INSIDE = 20
"""So many neighbours inside a wide scope are enough: the vectors are the lesser leg."""
_WIDER = 3
"""In a scope so many times as many neighbours are looked at first: one query where a tenth of the library is inside."""
_FARTHEST = 1_600
"""How many neighbours are looked at for those inside a wide scope."""


@dataclass(frozen=True, slots=True)
class VectorEntry:
    """A chunk to be found by its meaning. Chunk ids are unique across reports; all vectors have one length."""

    chunk_id: str
    report_id: str
    vector: Vector


class VectorIndex:
    """A collection of vectors, embedded in a folder or on a Chroma server."""

    def __init__(self, connect: Callable[[], ClientAPI], name: str = NAME) -> None:
        self._connect = connect
        self._name = name
        self._lock = Lock()
        self._client: ClientAPI | None = None
        self._opened: Chroma | None = None

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index in `folder`, made on first use when there is none."""
        return cls(partial(chroma.embedded, folder))

    @classmethod
    def connect(cls, url: str, name: str = NAME) -> Self:
        """The index of this name on the Chroma server at `url` ("http://host:port"). Use only a server of your own."""
        return cls(partial(chroma.served, chroma.address_of(url)), name)

    def write(self, entries: Iterable[VectorEntry]) -> None:
        """Replace the vectors of every report named in `entries` by these.

        What is new is added before what is old goes, and what stays is left alone (a chunk's id is its content's), so a
        report is never without its rows. Raises LibraryError, as for a vector of another length than the index's.
        """
        import numpy as np

        rows = list(entries)
        wanted = {row.chunk_id: row.report_id for row in rows}
        with self._collection() as chunks:
            there = _rows_of(chunks, sorted(set(wanted.values())))
            kept = _vectors_of(chunks, [row.chunk_id for row in rows if there.get(row.chunk_id) == row.report_id])
            for batch in _batches([row for row in rows if not _same(kept.get(row.chunk_id), row.vector)]):
                chunks.upsert(
                    ids=[row.chunk_id for row in batch],
                    embeddings=np.stack([row.vector for row in batch]).astype(np.float32),
                    metadatas=[{"report_id": row.report_id} for row in batch],
                )
            for gone in _batches(sorted(there.keys() - wanted.keys())):
                chunks.delete(ids=gone)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Remove every vector of these reports; unknown ids are ignored. The space is freed by `clear` alone."""
        with self._collection() as chunks:
            for batch in _batches(sorted(set(report_ids))):
                chunks.delete(where=_within(batch))

    def clear(self) -> None:
        """Remove every vector and the index itself, before a rebuild or for vectors of another length."""
        with self._collection():
            assert self._client is not None
            self._client.delete_collection(self._name)
            self._opened = None

    def search(
        self,
        vector: Vector,
        k: int,
        report_ids: Collection[str] | None = None,
        chunk_ids: Mapping[str, str] | None = None,
    ) -> list[Hit]:
        """The `k` chunks nearest to `vector` of shape (d,), best first, among all reports or among `report_ids`.

        Scores are cosine similarities. For a narrow scope give its `chunk_ids` with their report ids: the result is
        then exact, computed over just those vectors. Else it is that of the HNSW graph, filtered afterwards (metadata
        filters read every row); of a wide scope fewer than `k` may come back.
        """
        if k < 1 or (report_ids is not None and not report_ids):
            return []
        with self._collection() as chunks:
            if chunk_ids is not None:
                return best(_exact(chunks, vector, chunk_ids), k)
            return best(_nearest(chunks, vector, k, None if report_ids is None else frozenset(report_ids)), k)

    def count(self) -> int:
        """How many chunks are indexed."""
        with self._collection() as chunks:
            return chunks.count()

    def ids(self) -> dict[str, str]:
        """Every indexed chunk id, with its report id: what `library.verify` compares with the truth."""
        with self._collection() as chunks:
            found: dict[str, str] = {}
            for start in range(0, chunks.count(), _PAGE):
                rows = chunks.get(include=["metadatas"], limit=_PAGE, offset=start)
                found.update(zip(rows["ids"], _report_ids(rows["metadatas"]), strict=True))
            return found

    def vectors(self, chunk_ids: Iterable[str]) -> dict[str, Vector]:
        """The vectors of these chunks, of shape (d,) each; ids that are not there are left out."""
        with self._collection() as chunks:
            return _vectors_of(chunks, list(chunk_ids))

    def close(self) -> None:
        """Let go of the folder or the server. The next use opens it again."""
        with self._lock:
            if self._client is not None:
                chroma.close(self._client)
            self._client = self._opened = None

    @contextmanager
    def _collection(self) -> Iterator[Chroma]:
        """The collection, opened on first use; what goes wrong inside becomes a LibraryError."""
        from chromadb.errors import ChromaError, NotFoundError

        try:
            with self._lock:
                if self._opened is None:
                    self._client = self._client or self._connect()
                    self._opened = self._client.get_or_create_collection(
                        self._name, embedding_function=None, configuration={"hnsw": _HNSW}
                    )
                chunks = self._opened
            yield chunks
        except NotFoundError as error:
            self._opened = None
            raise IndexReplacedError(f"向量索引已被替换。The vector index has been replaced: {error}") from error
        except (ChromaError, ValueError, OSError) as error:
            raise chroma.unusable(error) from error


def _exact(chunks: Chroma, vector: Vector, chunk_ids: Mapping[str, str]) -> list[Hit]:
    import numpy as np

    hits: list[Hit] = []
    for batch in _batches(list(chunk_ids)):
        rows = chunks.get(ids=batch, include=["embeddings"])
        if not rows["ids"]:
            continue
        matrix = np.asarray(rows["embeddings"], dtype=np.float32)
        lengths = np.linalg.norm(matrix, axis=1) * np.linalg.norm(vector)
        scores = (matrix @ vector) / np.where(lengths > 0, lengths, 1.0)
        hits += [Hit(one, chunk_ids[one], float(score)) for one, score in zip(rows["ids"], scores, strict=True)]
    return hits


def _nearest(chunks: Chroma, vector: Vector, k: int, report_ids: frozenset[str] | None) -> list[Hit]:
    """The nearest of the whole graph; in a scope ever more of them, until enough are inside."""
    wanted = k if report_ids is None else _WIDER * k
    while True:
        rows = chunks.query(query_embeddings=vector.tolist(), n_results=wanted, include=["distances", "metadatas"])
        distances, metadatas = rows["distances"] or [[]], rows["metadatas"] or [[]]
        found = zip(rows["ids"][0], metadatas[0], distances[0], strict=True)
        # a row that another process has deleted is still a neighbour in an open graph, with nothing known of it
        hits = [Hit(one, str(about["report_id"]), 1.0 - distance) for one, about, distance in found if about]
        inside = [hit for hit in hits if report_ids is None or hit.report_id in report_ids]
        if report_ids is None or len(inside) >= min(k, _INSIDE) or wanted >= _FARTHEST or len(rows["ids"][0]) < wanted:
            return inside
        wanted = min(wanted * 4, _FARTHEST)


def _rows_of(chunks: Chroma, report_ids: list[str]) -> dict[str, str]:
    """The chunk ids of these reports in the index, each with its report's."""
    found: dict[str, str] = {}
    for start in range(0, len(report_ids), _REPORTS):
        rows = chunks.get(where=_within(report_ids[start : start + _REPORTS]), include=["metadatas"])
        found.update(zip(rows["ids"], _report_ids(rows["metadatas"]), strict=True))
    return found


def _vectors_of(chunks: Chroma, chunk_ids: list[str]) -> dict[str, Vector]:
    import numpy as np

    found: dict[str, Vector] = {}
    for batch in _batches(chunk_ids):
        rows = chunks.get(ids=batch, include=["embeddings"])
        found.update(zip(rows["ids"], np.asarray(rows["embeddings"], dtype=np.float32), strict=True))
    return found


def _same(kept: Vector | None, vector: Vector) -> bool:
    return kept is not None and kept.shape == vector.shape and bool(abs(kept - vector).max() < 1e-6)


def _within(report_ids: list[str]) -> dict[str, Any]:
    return {"report_id": {"$in": report_ids}}


def _report_ids(metadatas: Iterable[Mapping[str, object]] | None) -> list[str]:
    return [str(metadata["report_id"]) for metadata in metadatas or ()]


def _batches(rows: list[_T]) -> Iterator[list[_T]]:
    yield from (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))
