"""Several processes write to one library: python -m bench.writers [--trials 20]

In each trial two or three processes start at once, each with files of its own. One gets the right to write; the others
are refused, are told which process it is, and try again until they are done. Then the library must be what one process
would have made of all the files, and every chunk must be found by its words and by its vector.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from os import getpid
from pathlib import Path

from assistant.errors import LibraryBusyError
from bench.trials import SAMPLES, Look, embedder, forked, look, opened
from ingest.build import ingest

_SOON = 1.0
"""Seconds within which a second writer is refused."""
_FILES = (
    ("yanxi-2019.txt", "yanxi-2020.html"),
    ("yanxi-education-2019.txt", "yanxi-education-2021.md"),
    ("yanxi-finance-2022.txt", "yanxi-finance-2019.html"),
)
_FORK = get_context("fork")


@dataclass(frozen=True, slots=True)
class Written:
    """What happened to one writer."""

    pid: int
    refusals: tuple[tuple[float, int], ...]
    """Each time it was refused: the seconds until then, and the process that it was told of."""


def write(store: Path, files: list[Path]) -> Written:
    """Ingest these files, trying again for as long as another process writes."""
    refusals = []
    while True:
        started = time.perf_counter()
        try:
            with opened(store) as library:
                ingest(files, library)
        except LibraryBusyError as error:
            named = re.search(r"Process (\d+)", str(error))
            refusals.append((time.perf_counter() - started, int(named[1]) if named else 0))
            time.sleep(0.1)
            continue
        return Written(getpid(), tuple(refusals))


def trial(folder: Path, writers: int) -> tuple[list[Written], Look]:
    """So many writers at once on one new library; what happened to each, and what is there afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    forked(_make, folder)
    with ProcessPoolExecutor(writers, mp_context=_FORK) as crew:
        jobs = [crew.submit(write, folder, [SAMPLES / name for name in names]) for names in _FILES[:writers]]
        made = [job.result() for job in jobs]
    return made, forked(look, folder)


def _make(store: Path) -> None:
    opened(store, create=True).close()


def _alone(folder: Path, writers: int) -> str:
    """The digest of what one process makes of all the files."""
    forked(_make, folder)
    forked(write, folder, [SAMPLES / name for names in _FILES[:writers] for name in names])
    return forked(look, folder).digest


def main() -> int:
    """Run the trials and print what became of them; the exit code is 1 when one was bad."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=20)
    options = parser.parse_args()
    embedder()
    failed = False
    with tempfile.TemporaryDirectory(prefix="baogao-writers-") as folder:
        for writers in (2, 3):
            alone = _alone(Path(folder, f"alone-{writers}"), writers)
            made = [trial(Path(folder, "store"), writers) for _ in range(-(-options.trials // 2))]
            wrong = sum(look.digest != alone or look.half_visible > 0 or bool(look.problems) for _, look in made)
            refusals = [(one, refusal) for each, _ in made for one in each for refusal in one.refusals]
            slowest = max((seconds for _, (seconds, _) in refusals), default=0.0)
            pids = {one.pid for each, _ in made for one in each}
            nameless = sum(named not in pids - {one.pid} for one, (_, named) in refusals)
            failed |= wrong > 0 or slowest > _SOON or nameless > 0
            print(
                f"{writers} writers, {len(made)} trials: {wrong} libraries with a chunk lost; "
                f"{len(refusals)} refusals, the slowest after {slowest:.2f} s, {nameless} without the first's number"
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
