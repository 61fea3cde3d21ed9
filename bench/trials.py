"""What the harnesses of durability share: a small library on disk, changes to make to it, and a look at what is left.

Every change and every look runs in a child that is forked from a warm parent, which itself opens no library.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import chromadb  # noqa: F401 - loaded once for all children
import tantivy  # noqa: F401

from assistant.library import Library
from assistant.search.embedding import Embedder, load_embedder
from assistant.settings import Settings
from ingest import build
from ingest.build import ingest
from ingest.outcome import Rejected
from ingest.reading import read_report
from ingest.rebuilding import rebuild_from_files
from ingest.workers import Reader, Reading, read_all

T = TypeVar("T")
Known = dict[str, Reading | Rejected]
"""What became of files that were read, by name."""
SAMPLES = Path(__file__).parents[1] / "samples" / "reports"
BASE = ("jichuan-2021.html", "jichuan-2022.html", "yanxi-2019.txt", "yanxi-2020.html", "yanxi-education-2021.md")
ADDED = ("yanxi-finance-2022.txt", "yanxi-education-2019.txt")
CHANGES = ("ingest", "replace", "remove", "reindex", "rebuild")
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Look:
    """What a fresh process finds in a library, first as a reader, then as the next writer."""

    digest: str
    """As of `Library.digest`."""
    reports: int
    half_visible: int
    """Visible chunks that a reader finds by their words or by their vectors, but not by both."""
    to_read: float
    """Seconds from opening to the first hits of both indexes."""
    to_write: float
    """Seconds that the next writer takes to put right what was left over; 0 when nothing was."""
    problems: tuple[str, ...]
    """What `Library.verify` finds after that."""


def embedder() -> Embedder:
    """The bundled embedder, loaded once in the parent."""
    if not _LOADED:
        _LOADED.append(load_embedder(None))
    return _LOADED[0]


_LOADED: list[Embedder] = []


def forked(function: Callable[..., T], *arguments: Any) -> T:  # noqa: ANN401 - whatever the function takes
    """The result of a function that runs in a child of its own. Raises RuntimeError when the child dies."""
    embedder()
    ours, theirs = _FORK.Pipe(duplex=False)
    child = _FORK.Process(target=_told, args=(theirs, function, *arguments))
    child.start()
    theirs.close()
    try:
        result: T = ours.recv()
    except EOFError:
        child.join()
        raise RuntimeError(f"{function.__name__} ended with {child.exitcode}") from None
    child.join()
    return result


def begun(function: Callable[..., object], *arguments: Any) -> multiprocessing.process.BaseProcess:  # noqa: ANN401
    """A child that runs this function; the caller ends it."""
    embedder()
    child = _FORK.Process(target=function, args=arguments)
    child.start()
    return child


def _told(to: Connection, function: Callable[..., object], *arguments: object) -> None:
    to.send(function(*arguments))


class Kept:
    """A library of a few sample reports in `work/store`, read from `work/in`, that is put back before each trial."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._times = folder, 0
        self.work = self._begun()
        self._known = forked(read, self.work)
        self._in_one_folder = forked(_make, self.work, self._known)
        if self._in_one_folder:
            shutil.copytree(self.work, folder / "kept")

    def restore(self, change: str) -> None:
        """The library as it was, and the files as a change will find them."""
        if self._in_one_folder:
            shutil.rmtree(self.work)
            shutil.copytree(self._folder / "kept", self.work)
        else:  # what is on servers is not copied with its folder: it is made anew, in another
            self.work = self._begun()
            forked(_make, self.work, self._known)
        set_files(self.work, change)

    def _begun(self) -> Path:
        """A folder with the files, and no library yet."""
        self._times += 1
        work = self._folder / f"work-{self._times}"
        (work / "in").mkdir(parents=True)
        for name in BASE:
            shutil.copyfile(SAMPLES / name, work / "in" / name)
        return work


def _make(folder: Path, known: Known) -> bool:
    """Make the library; whether all of it is in the folder."""
    opened(folder / "store", create=True).close()
    perform(folder, "ingest", known)
    return (folder / "store" / "library.sqlite3").exists()


def opened(store: Path, *, create: bool = False) -> Library:
    """The library in this folder, with the embedder that the parent has loaded."""
    return Library.open(store, create=create, embedder=embedder())


def set_files(folder: Path, change: str) -> None:
    """Put the files on disk into the state that a change will find."""
    files = folder / "in"
    if change == "ingest":
        for name in ADDED:
            shutil.copyfile(SAMPLES / name, files / name)
    elif change == "replace":
        for name in BASE[:3]:
            more = f"\n{'<p>' * name.endswith('html')}本机关另行补充公开了若干条信息。\n".encode()
            (files / name).write_bytes((SAMPLES / name).read_bytes() + more)
    elif change == "remove":
        for name in BASE[:2]:
            (files / name).unlink()


def read(folder: Path) -> Known:
    """What confined readers make of the files, by name: so that a trial need not wait for it."""
    paths = sorted((folder / "in").iterdir())
    return {path.name: said for path, said in zip(paths, read_all(paths, read_report, 1), strict=True)}


def perform(folder: Path, change: str, known: Known | None = None) -> None:
    """Make a change to the library; with what is `known` of its files they are not read again."""
    if known is None:
        _perform(folder, change)
        return

    def recalled(paths: Sequence[Path], _reader: Reader, _jobs: int) -> Iterator[Reading | Rejected]:
        return (known[path.name] for path in paths)

    with patch.object(build, "read_all", recalled):
        _perform(folder, change)


def _perform(folder: Path, change: str) -> None:
    if change == "rebuild":
        rebuild_from_files(Settings(store=folder / "store"))
        return
    with opened(folder / "store") as library:
        if change == "reindex":
            library.reindex()
        else:
            ingest([folder / "in"], library, prune=change == "remove")


def look(store: Path) -> Look:
    """Read what is there, then write to it as the next writer would, then verify all of it."""
    started = time.perf_counter()
    with opened(store) as library:
        infos = library.reports()
        vector = library.embedder.encode_queries(["政府信息公开"])[0]
        hits = [*library.words.search("政府信息公开", 10), *library.vectors.search(vector, 10)]
        assert not infos or library.chunks(hit.chunk_id for hit in hits)
        to_read = time.perf_counter() - started
        seen = library.verify()
        left_over = (store / "unfinished").exists()
        started = time.perf_counter()
        with library.writing("look"):
            to_write = time.perf_counter() - started if left_over else 0.0
        after = library.verify() if left_over else seen
        half = 2 * seen.chunks - seen.found_by_vector - seen.found_by_words
        said = tuple(f"{one.kind} {one.where}: {one.problem}" for one in after.problems)
        if after.digest != seen.digest:
            said = (*said, "the next writer changed what the library says")
        strange = [place.name for place in sorted(store.iterdir()) if not _PART.fullmatch(place.name)]
        indexes = [name for name in ("words", "vectors") if len(list(store.glob(f"{name}*"))) > 1]
        said += tuple(f"left over: {name}" for name in (*strange, *indexes))
        return Look(after.digest, after.reports, half, to_read, to_write, said)


_PART = re.compile(r"library\.sqlite3(-wal|-shm)?|lock|files|(words|vectors)(-\d+)?")
