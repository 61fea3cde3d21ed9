"""What most people would build instead, beside Baogao's own retrieval: the same reports, questions and yardsticks.

The baselines cut each report's text into pieces of fixed size, as a chain of a text loader and a splitter does, and
search them by words (BM25) or by vectors (the library's own embedder, every vector compared: no index does better).
A piece is relevant when it is of the right report and holds the expected quote, or the value beside its row's label.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from sqlalchemy import select

from assistant import schema
from assistant.library import Library
from assistant.retriever import search
from assistant.tokens import tokenise
from evals import statistics
from evals.cases import Case, Evidence, Kind
from evals.dataset import Suite
from evals.normal import numbers, plain

K = 10
PIECE, STEP = 250, 200
"""Characters of a piece, and from one piece's start to the next."""
_K1, _B = 1.2, 0.75
_LABEL = 6
"""A row's label counts as present by its first characters after the numbering: the rest may be cut."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a system can return."""

    name: str
    file: str
    text: str


Search = Callable[[str], Sequence[str]]
"""From a question to the names of the best documents, best first."""


@dataclass(frozen=True, slots=True)
class System:
    """A way to retrieve, with everything that it can return."""

    name: str
    documents: Sequence[Document]
    search: Search
    index_seconds: float | None
    """How long the index took to make from ready texts; None where the library brought its own."""


@dataclass(frozen=True, slots=True)
class Side:
    """One system's figures over the cases that have evidence."""

    system: str
    cases: int
    metrics: Mapping[str, float]
    """recall@k, MRR and nDCG over relevant documents; evidence@5: all the evidence stands in the five best."""
    latency_p50: float
    index_seconds: float | None


def side_by_side(library: Library, suite: Suite) -> list[Side]:
    """Baogao's retrieval, BM25 and vectors over fixed-size pieces. Cases that need their history are left out."""
    seen: set[str] = set()
    cases = []
    for case in suite.cases:
        follows = case.conversation in seen if case.conversation else bool(case.history)
        seen.add(case.conversation or "")
        if case.expect.evidence and case.kind is Kind.QUESTION and not follows:
            cases.append(case)
    pieces = _pieces(library)
    systems = (_baogao(library), bm25(pieces), _vectors(library, pieces))
    return [_measure(system, cases) for system in systems] if cases else []


def _measure(system: System, cases: Sequence[Case]) -> Side:
    from evals import ranking  # Only this needs pytrec_eval: without it, everything else can be measured.

    texts = {document.name: document for document in system.documents}
    runs, relevant, seconds = {}, {}, []
    complete = 0
    for case in cases:
        started = time.perf_counter()
        found = list(system.search(case.question))[:K]
        seconds.append(time.perf_counter() - started)
        runs[case.id] = found
        proofs = case.expect.evidence
        best = [texts[name] for name in found[:5]]
        complete += all(any(holds(document, one) for document in best) for one in proofs)
        names = {document.name for document in system.documents if any(holds(document, one) for one in proofs)}
        relevant[case.id] = names or {"nothing that is stored"}
    measured = {**ranking.retrieval(runs, relevant), "evidence@5": complete / len(cases)}
    return Side(system.name, len(cases), measured, statistics.percentile(seconds, 0.5) or 0.0, system.index_seconds)


def holds(document: Document, evidence: Evidence) -> bool:
    """Whether a document would let a reader see this evidence."""
    if document.file != evidence.file:
        return False
    text = plain(document.text)
    if evidence.quote is not None:
        return plain(evidence.quote) in text
    label = plain(next(iter((evidence.row or ())[-1:]), (evidence.col or ("",))[-1]))
    label = label.lstrip("(一二三四五六七八九十)0123456789.、")[:_LABEL]
    return label in text and evidence.value is not None and Decimal(evidence.value).normalize() in numbers(text)


def _pieces(library: Library) -> list[Document]:
    pieces = []
    for info in library.reports():
        text = library.text(info.report_id)
        for start in range(0, max(len(text), 1), STEP):
            pieces.append(Document(f"{info.report_id}-{start}", info.file, text[start : start + PIECE]))
    return pieces


def _baogao(library: Library) -> System:
    infos = {info.report_id: info for info in library.reports()}
    chunks = library.chunks(_chunk_ids(library))
    documents = [Document(name, infos[chunk.report_id].file, chunk.text) for name, chunk in chunks.items()]
    return System(
        "Baogao", documents, lambda question: [one.chunk.chunk_id for one in search(library, question, K)], None
    )


def _chunk_ids(library: Library) -> list[str]:
    with library.reading() as connection:
        return [row.chunk_id for row in connection.execute(select(schema.chunks.c.chunk_id))]


def bm25(documents: Sequence[Document]) -> System:
    """Okapi BM25 (k1 1.2, b 0.75) over Baogao's tokens, computed over every document."""
    started = time.perf_counter()
    counts = [Counter(tokenise(document.text)) for document in documents]
    lengths = np.array([count.total() for count in counts], dtype=np.float64)
    norm = _K1 * (1 - _B + _B * lengths / (lengths.mean() or 1.0))
    postings: dict[str, list[tuple[int, int]]] = {}
    for i, count in enumerate(counts):
        for token, times in count.items():
            postings.setdefault(token, []).append((i, times))

    def find(question: str) -> list[str]:
        scores = np.zeros(len(documents))
        for token in set(tokenise(question)):
            where = postings.get(token, [])
            idf = np.log(1 + (len(documents) - len(where) + 0.5) / (len(where) + 0.5))
            for i, times in where:
                scores[i] += idf * times * (_K1 + 1) / (times + norm[i])
        return [documents[i].name for i in np.argsort(-scores, kind="stable")[:K] if scores[i] > 0]

    return System("BM25, fixed pieces", documents, find, round(time.perf_counter() - started, 3))


def _vectors(library: Library, documents: Sequence[Document]) -> System:
    started = time.perf_counter()
    matrix = library.embedder.encode_documents([document.text for document in documents])

    def find(question: str) -> list[str]:
        scores = matrix @ library.embedder.encode_queries([question])[0]
        return [documents[i].name for i in np.argsort(-scores, kind="stable")[:K]]

    return System("vectors, fixed pieces", documents, find, round(time.perf_counter() - started, 3))
