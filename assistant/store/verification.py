"""Whether a library is whole: what it says against itself, its files, and both indexes. Changes nothing."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from assistant.errors import BaogaoError
from assistant.invariants import check
from assistant.report import Chunk

if TYPE_CHECKING:
    from assistant.library import Library, ReportInfo

_NEAR = 1e-4
"""Cosines that differ by less are one: equal texts of other reports may come before a chunk's own."""
_K = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be."""

    kind: str
    """"database", "report", "original", "words" or "vectors"."""
    where: str
    """The report's id, or what else it is about."""
    problem: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a look at a whole library found."""

    reports: int
    chunks: int
    found_by_vector: int
    """Chunks that their own vector finds among the nearest ten."""
    found_by_words: int
    """Chunks that their own words find among the best ten of their report."""
    digest: str
    problems: tuple[Problem, ...]
    seconds: float


def verify(library: Library) -> Verification:
    """Look at every report, file, row and vector; where there are problems, again while nobody writes.

    Raises LibraryError when the database cannot be read at all, LibraryBusyError when there seem to be problems and
    another process is writing: they may be its half-done work.
    """
    seen = _look(library)
    if not seen.problems:
        return seen
    with library.still("verify"):
        return _look(library)


def _look(library: Library) -> Verification:
    started = time.perf_counter()
    infos = library.reports()
    problems = [Problem("database", "library", line) for line in library.damage()]
    by_words = by_vector = 0
    owners: dict[str, str] = {}
    unfound: list[Problem] = []
    for info in infos:
        problems += _original(library, info)
        chunks = _chunks(library, info, problems)
        owners.update({chunk.chunk_id: info.report_id for chunk in chunks})
        try:
            lost = list(_unfound_by_words(library, chunks))
            unfound += lost
            by_words += len(chunks) - len(lost)
            lost = list(_unfound_by_vector(library, chunks))
            unfound += lost
            by_vector += len(chunks) - len(lost)
        except BaogaoError as error:
            unfound.append(Problem("vectors", info.report_id, str(error)))
    problems += _rows("words", _ids(library, "words", problems), owners)
    problems += _rows("vectors", _ids(library, "vectors", problems), owners)
    problems += unfound
    seconds = round(time.perf_counter() - started, 3)
    return Verification(len(infos), len(owners), by_vector, by_words, library.digest(), tuple(problems), seconds)


def _original(library: Library, info: ReportInfo) -> Iterator[Problem]:
    try:
        data = library.original(info.report_id).read_bytes()
    except OSError as error:
        yield Problem("original", info.report_id, f"原始文件读不到：{error.strerror}。The original cannot be read.")
        return
    if hashlib.sha256(data).hexdigest() != info.sha256:
        yield Problem("original", info.report_id, "原始文件已改变。The original is not the file that was read.")


def _chunks(library: Library, info: ReportInfo, problems: list[Problem]) -> list[Chunk]:
    """The report's chunks; what is wrong with it is added to `problems`."""
    chunks = list(library.chunks(library.chunk_ids([info.report_id], 10**9) or ()).values())
    try:
        report = library.report(info.report_id)
        check(report, chunks)
    except (BaogaoError, ValueError, TypeError) as error:
        problems.append(Problem("report", info.report_id, str(error)))
        return chunks
    counted = (len(report.tables), len(report.figures), len(chunks))
    if counted != (info.tables, info.figures, info.chunks):
        stated = (info.tables, info.figures, info.chunks)
        problems.append(
            Problem("report", info.report_id, f"表、数字、段数应为 {stated}，实为 {counted}。Its parts do not add up.")
        )
    return chunks


def _ids(library: Library, name: str, problems: list[Problem]) -> dict[str, str]:
    try:
        index = library.words if name == "words" else library.vectors
        return index.ids()
    except BaogaoError as error:
        problems.append(Problem(name, "library", str(error)))
        return {}


def _rows(name: str, found: Mapping[str, str], truth: Mapping[str, str]) -> Iterator[Problem]:
    """Where an index (chunk id → report id) is not what the database says."""
    missing = Counter(owner for _, owner in truth.items() - found.items())
    extra = Counter(owner for _, owner in found.items() - truth.items())
    for report_id in sorted(missing.keys() | extra.keys()):
        less, more = missing[report_id], extra[report_id]
        said = f"索引缺 {less} 条、多 {more} 条。The index lacks {less} rows and has {more} too many."
        yield Problem(name, report_id, said)


def _unfound_by_words(library: Library, chunks: list[Chunk]) -> Iterator[Problem]:
    from assistant.search.tokens import query_tokens

    for chunk in chunks:
        hits = library.words.search(chunk.text, _K, [chunk.report_id])
        if query_tokens(chunk.text) and chunk.chunk_id not in {hit.chunk_id for hit in hits}:
            yield Problem("words", chunk.report_id, f"{chunk.chunk_id} 用自己的词找不到。Its own words do not find it.")


def _unfound_by_vector(library: Library, chunks: list[Chunk]) -> Iterator[Problem]:
    if not chunks:
        return
    kept = library.vectors.vectors(chunk.chunk_id for chunk in chunks)
    own = library.embedder.encode_documents([chunk.text for chunk in chunks])
    for chunk, vector in zip(chunks, own, strict=True):
        stored = kept.get(chunk.chunk_id)
        if stored is None or abs(stored - vector).max() > _NEAR:
            yield Problem("vectors", chunk.report_id, f"{chunk.chunk_id} 的向量不符。Its vector is not its text's.")
            continue
        hits = library.vectors.search(vector, _K)
        if chunk.chunk_id in {hit.chunk_id for hit in hits}:
            continue
        if len(hits) < _K or hits[-1].score < 1 - _NEAR:
            yield Problem(
                "vectors", chunk.report_id, f"{chunk.chunk_id} 用自己的向量找不到。Its vector does not find it."
            )


def first(problems: tuple[Problem, ...], most: int = 20) -> list[str]:
    """The first problems, a line each."""
    return [f"{one.kind} {one.where}: {one.problem}" for one in islice(problems, most)]
