"""What most people would build instead, beside Baogao's own retrieval: the same reports, questions and yardsticks.

One baseline is LangChain's own chain from the files on (`evals.langchain_baseline`). The others are kinder: they cut
the texts that Baogao has read into pieces of fixed size, and search them by words (BM25) or by vectors (every vector
is compared). A piece is relevant when it is of the right report and holds the expected quote, or the value beside its
row's label.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sqlalchemy import select

from assistant.library import Library
from assistant.search.retriever import search
from assistant.search.tokens import tokenise
from assistant.store import schema
from evals import statistics, trec
from evals.cases import Case, Evidence, Kind
from evals.dataset import Suite
from evals.errors import EvaluationError
from evals.normal import numbers, plain
from evals.records import Scored
from evals.scoring import hit
from evals.systems import Document, K, System
from ingest.build import ingest

PIECE, STEP = 250, 200
"""Characters of a piece, and from one piece's start to the next."""
_K1, _B = 1.2, 0.75
_LABEL = 6
"""A row's label counts as present by its first characters after the numbering: the rest may be cut."""


@dataclass(frozen=True, slots=True)
class Side:
    """One system's figures over the cases that have evidence."""

    system: str
    cases: int
    metrics: Mapping[str, float]
    """recall@k, MRR and nDCG over relevant documents; evidence@5: all the evidence stands in the five best;
    figure@5: of cases about figures, every figure that is needed stands in the five best. Of answers: the figures
    that were asserted are exactly the right ones."""
    latency_p50: float
    index_seconds: float | None = None
    ingest_seconds: float | None = None
    unread: tuple[str, ...] = ()


def side_by_side(
    library: Library, suite: Suite, results: Sequence[Scored] = (), trec_folder: Path | None = None
) -> list[Side]:
    """Baogao's retrieval, LangChain's chain where it is installed, BM25 and vectors over fixed-size pieces, and the
    answers of `results`. Cases that need their history are left out. `trec_folder`: for qrels and runs.
    """
    asked = {one.case.id for one in results}
    cases = [case for case in _alone(suite) if not asked or case.id in asked]
    if not cases:
        return []
    pieces = _pieces(library)
    with TemporaryDirectory(prefix="baogao-files-") as name:
        files = _files(library, Path(name))
        systems = [_baogao(library, files), *_langchain(library, files), bm25(pieces), _vectors(library, pieces)]
        sides = [_measure(system, suite.name, cases, trec_folder) for system in systems]
    return sides + _answers([one for one in results if one.case in cases])


def _alone(suite: Suite) -> list[Case]:
    seen: set[str] = set()
    cases = []
    for case in suite.cases:
        follows = case.conversation in seen if case.conversation else bool(case.history)
        seen.add(case.conversation or "")
        if case.expect.evidence and case.kind is Kind.QUESTION and not follows:
            cases.append(case)
    return cases


def _files(library: Library, folder: Path) -> list[Path]:
    """The original files under the names that they came with."""
    files = []
    for info in library.reports():
        files.append(folder / info.file)
        files[-1].write_bytes(library.original(info.report_id).read_bytes())
    return files


def _langchain(library: Library, files: Sequence[Path]) -> list[System]:
    """LangChain's chain; without its packages the others are measured all the same."""
    try:
        from evals.langchain_baseline import langchain
    except EvaluationError as error:
        sys.stderr.write(f"baogao: {error}\n")
        return []
    return [langchain(files, library.embedder)]


def _answers(results: Sequence[Scored]) -> list[Side]:
    if not results:
        return []
    rates = [one.score.ratios.get("figure_exact", hit(False))[0] for one in results if one.case.expect.figures]
    metrics = {"figure@5": sum(rates) / len(rates)} if rates else {}
    seconds = [one.record.seconds for one in results]
    return [Side("Baogao, answers", len(results), metrics, statistics.percentile(seconds, 0.5) or 0.0)]


def _measure(system: System, suite: str, cases: Sequence[Case], trec_folder: Path | None) -> Side:
    from evals import ranking  # Only this needs pytrec_eval: without it, everything else can be measured.

    texts = {document.name: document for document in system.documents}
    runs: dict[str, list[str]] = {}
    relevant: dict[str, list[str]] = {}
    seconds, complete, figures = [], [], []
    for case in cases:
        started = time.perf_counter()
        runs[case.id] = list(system.search(case.question))[:K]
        seconds.append(time.perf_counter() - started)
        proofs = case.expect.evidence
        best = [texts[name] for name in runs[case.id][:5]]
        complete.append(all(any(holds(document, one) for document in best) for one in proofs))
        if case.expect.figures:
            figures.append(all(any(_shows(document, one) for document in best) for one in proofs))
        relevant[case.id] = [one.name for one in system.documents if any(holds(one, proof) for proof in proofs)]
    if trec_folder is not None:
        _write_trec(trec_folder, f"{suite}.{system.name}", runs, relevant)
    judged = {case: names or ["nothing that is stored"] for case, names in relevant.items()}
    metrics = {**ranking.retrieval(runs, judged), "evidence@5": sum(complete) / len(cases)}
    metrics |= {"figure@5": sum(figures) / len(figures)} if figures else {}
    p50 = statistics.percentile(seconds, 0.5) or 0.0
    return Side(system.name, len(cases), metrics, p50, system.index_seconds, system.ingest_seconds, system.unread)


def _write_trec(folder: Path, name: str, runs: trec.Run, relevant: Mapping[str, Sequence[str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = "-".join(name.lower().replace(",", "").split())
    trec.write_qrels(folder / f"{stem}.qrels", relevant)
    trec.write_run(folder / f"{stem}.run", runs, stem)


def _shows(document: Document, evidence: Evidence) -> bool:
    """Whether the figure that is needed stands in this text of the right report, beside whatever label."""
    if document.file != evidence.file:
        return False
    if evidence.value is None:
        return holds(document, evidence)
    return Decimal(evidence.value).normalize() in numbers(document.text)


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


def _baogao(library: Library, files: Sequence[Path]) -> System:
    with TemporaryDirectory(prefix="baogao-ingest-") as name, Library.open(Path(name), create=True) as again:
        started = time.perf_counter()
        ingest(files, again)
        seconds = round(time.perf_counter() - started, 3)
    infos = {info.report_id: info for info in library.reports()}
    chunks = library.chunks(_chunk_ids(library))
    documents = [Document(name, infos[chunk.report_id].file, chunk.text) for name, chunk in chunks.items()]
    return System(
        "Baogao",
        documents,
        lambda question: [one.chunk.chunk_id for one in search(library, question, K)],
        ingest_seconds=seconds,
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
