"""What most people would build: LangChain's own loaders, its splitter, Chroma and top-k. The only importer of these."""

from __future__ import annotations

import time
import uuid
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.search.embedding import Embedder
from evals.errors import EvaluationError
from evals.systems import Document, K, System

try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # langchain-community says that it is no longer maintained.
        from chromadb.config import Settings as ChromaSettings
        from langchain_chroma import Chroma
        from langchain_community.document_loaders import BSHTMLLoader, Docx2txtLoader, PyPDFLoader, TextLoader
        from langchain_core.embeddings import Embeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter
except ImportError as error:
    raise EvaluationError(
        f'LangChain 对照需要 pip install "baogao[baselines]"（{error.name}）/ the LangChain baseline needs this extra'
    ) from error

PIECE, OVERLAP = 500, 50
_LOADERS: dict[str, Callable[[str], Any]] = {
    ".html": lambda file: BSHTMLLoader(file, bs_kwargs={"features": "lxml"}),
    ".htm": lambda file: BSHTMLLoader(file, bs_kwargs={"features": "lxml"}),
    ".docx": Docx2txtLoader,
    ".pdf": PyPDFLoader,
    ".txt": lambda file: TextLoader(file, encoding="utf-8"),
    ".md": lambda file: TextLoader(file, encoding="utf-8"),
}


class _Embeddings(Embeddings):
    """The library's own embedder, so that the two sides differ in everything but this."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [[float(x) for x in vector] for vector in self._embedder.encode_documents(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(x) for x in self._embedder.encode_queries([text])[0]]


def langchain(files: Sequence[Path], embedder: Embedder) -> System:
    """Load, split, embed and index these files. A file that its loader cannot read is named in `unread`."""
    started = time.perf_counter()
    loaded, unread = [], []
    for file in files:
        try:
            loaded += _load(file)
        except Exception:  # noqa: BLE001 - loaders raise whatever their parser raises; the file is named in the result
            unread.append(file.name)
    splitter = RecursiveCharacterTextSplitter(chunk_size=PIECE, chunk_overlap=OVERLAP)
    pieces = splitter.split_documents(loaded)
    names = [f"lc-{i}" for i in range(len(pieces))]
    store = Chroma(
        collection_name=f"evals-{uuid.uuid4().hex}",
        embedding_function=_Embeddings(embedder),
        client_settings=ChromaSettings(anonymized_telemetry=False, is_persistent=False),
    )
    if pieces:
        store.add_documents(pieces, ids=names)
    seconds = round(time.perf_counter() - started, 3)
    documents = [
        Document(name, Path(str(piece.metadata["source"])).name, piece.page_content)
        for name, piece in zip(names, pieces, strict=True)
    ]

    def find(question: str) -> list[str]:
        return [str(piece.id) for piece in store.similarity_search(question, k=K)]

    return System("LangChain, Chroma", documents, find, ingest_seconds=seconds, unread=tuple(unread))


def _load(file: Path) -> list[Any]:
    loader = _LOADERS.get(file.suffix.lower())
    if loader is None:
        raise ValueError(f"no loader for {file.suffix}")
    found: list[Any] = loader(str(file)).load()
    return found
