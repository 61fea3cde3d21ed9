"""Texts → vectors of their meaning, and a question with its passages → scores. The only importer of
sentence_transformers.

The bundled model is a table of token vectors and needs neither torch nor a download, so it loads at once; any other
model goes through sentence-transformers, which is imported only then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EmbedderError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

BUNDLED = "baogao-static-zh"
"""The default model's name and its folder beside this file, in `models/`."""

Vectors = NDArray[np.float32]
_MODELS = Path(__file__).parents[1] / "models"
_WEIGHT = 0.1
"""Measured for the bundled model; a model that was not measured gets no more."""


class Embedder(Protocol):
    """A model that turns texts into vectors; close vectors mean alike texts."""

    @property
    def name(self) -> str:
        """The name or folder it was asked for by."""

    @property
    def fingerprint(self) -> str:
        """A digest of what decides its vectors: vectors of two fingerprints must never be compared."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def weight(self) -> float:
        """What its vectors weigh beside words in `hits.fused`: the most that `bench/embedder.py` found harmless."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a question: shape (n, dimension), float32, L2-normalised (zero where no token is known)."""

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """One row a passage: shape (n, dimension), float32, L2-normalised (zero where no token is known)."""


def load_embedder(name: str | None = None) -> Embedder:
    """The bundled model for None, else a sentence-transformers model by name or folder.

    Raises EmbedderError when it cannot be loaded.
    """
    if name is None or name == BUNDLED:
        return StaticEmbedder.load(_MODELS / BUNDLED)
    return TransformerEmbedder.load(name)


_loaded = cache(load_embedder)


def embed(name: str | None, texts: Sequence[str]) -> tuple[str, NDArray[np.float32]]:
    """The fingerprint of the embedder of this name, and its vectors of these passages, of shape (n, d).

    The embedder stays loaded: this is for processes that embed again and again. Raises EmbedderError.
    """
    embedder = _loaded(name)
    return embedder.fingerprint, embedder.encode_documents(texts)


class StaticEmbedder:
    """A text's vector is the mean of its tokens' vectors, read from a sentence-transformers StaticEmbedding folder."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.name = folder.name
        self._files = [folder / "model.safetensors", folder / "tokenizer.json"]
        self._weights = load_file(self._files[0])["embedding.weight"].astype(np.float32)
        self._tokenizer = Tokenizer.from_file(str(self._files[1]))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @classmethod
    def load(cls, folder: Path) -> StaticEmbedder:
        """Read a folder. Raises EmbedderError when a file is missing or broken."""
        from safetensors import SafetensorError

        try:
            return cls(folder)
        except (OSError, KeyError, SafetensorError) as error:
            raise _unloadable(folder.name, error) from error
        except Exception as error:
            if type(error) is not Exception:  # tokenizers raises a bare Exception for a missing or broken file
                raise
            raise _unloadable(folder.name, error) from error

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the vectors and of the tokenizer."""
        digest = hashlib.blake2b(digest_size=12)
        for file in self._files:
            digest.update(file.read_bytes())
        return digest.hexdigest()

    @property
    def weight(self) -> float:
        """What its vectors weigh beside words."""
        return _WEIGHT

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._weights.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a question, shape (n, dimension)."""
        return self._encode(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """One row a passage, shape (n, dimension)."""
        return self._encode(texts)

    def token_vectors(self, text: str) -> Vectors:
        """One row a known token of a text, in order, L2-normalised: shape (tokens, dimension)."""
        return self._unit[self._tokenizer.encode(text, add_special_tokens=False).ids]

    @cached_property
    def _unit(self) -> Vectors:
        return _normalised(self._weights)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, encoding in enumerate(self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)):
            if encoding.ids:
                vectors[row] = self._weights[encoding.ids].mean(axis=0)
        return _normalised(vectors)


class TransformerEmbedder:
    """Any sentence-transformers model, with its own prompts for questions and passages."""

    def __init__(self, name: str, model: SentenceTransformer) -> None:
        self.name = name
        self._model = model

    @classmethod
    def load(cls, name: str) -> TransformerEmbedder:
        """Load by name or folder; a folder is never looked up anywhere else. Raises EmbedderError."""
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(name, local_files_only=Path(name).is_dir(), trust_remote_code=False)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise _unloadable(name, error) from error
        return cls(name, model.float())

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the weights, the layers and the prompts."""
        digest = hashlib.blake2b(json.dumps([repr(self._model), self._model.prompts]).encode(), digest_size=12)
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.cpu().numpy().tobytes())
        return digest.hexdigest()

    @property
    def weight(self) -> float:
        """What its vectors weigh beside words."""
        return _WEIGHT

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a question, with the model's query prompt, shape (n, dimension)."""
        return self._shaped(self._model.encode_query(list(texts), show_progress_bar=False) if texts else [])

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """One row a passage, with the model's document prompt, shape (n, dimension)."""
        return self._shaped(self._model.encode_document(list(texts), show_progress_bar=False) if texts else [])

    def _shaped(self, vectors: object) -> Vectors:
        return _normalised(np.asarray(vectors, dtype=np.float32).reshape(-1, self.dimension))


class Reranker:
    """A CrossEncoder: it reads the question and a passage together; slower than comparing vectors, and better."""

    def __init__(self, name: str, model: CrossEncoder) -> None:
        self.name = name
        self._model = model

    @classmethod
    def load(cls, name: str) -> Reranker:
        """Load by name or folder; a folder is never looked up anywhere else. Raises EmbedderError."""
        from sentence_transformers import CrossEncoder

        try:
            return cls(name, CrossEncoder(name, local_files_only=Path(name).is_dir(), trust_remote_code=False))
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise EmbedderError(
                f"重排模型 {name} 无法加载：{error}。The reranker cannot be loaded; check BAOGAO_RERANKER."
            ) from error

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """How well each passage answers, higher is better; comparable within one question."""
        if not passages:
            return []
        pairs = [(question, passage) for passage in passages]
        return [float(score) for score in np.asarray(self._model.predict(pairs, show_progress_bar=False)).reshape(-1)]


def _normalised(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)


def _unloadable(name: str, error: Exception) -> EmbedderError:
    return EmbedderError(f"向量模型 {name} 无法加载：{error}。The embedder cannot be loaded; check BAOGAO_EMBEDDER.")
