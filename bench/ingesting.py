"""How fast files are read, what hostile files cost, and what becomes of good files that were damaged at random.

python -m bench.ingesting speed      # reports and pages a second of processor time, and a run over 1,000 files
python -m bench.ingesting shares     # milliseconds a report in the parsing libraries and in our own code
python -m bench.ingesting hostile    # every hostile file: its fate and seconds
python -m bench.ingesting mutate 200 # so many damaged copies of each format
"""

from __future__ import annotations

import cProfile
import pstats
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.library import Library
from bench import hostile
from ingest.build import ingest
from ingest.chunker import chunks_of
from ingest.reading import read_report
from ingest.workers import read_all

SAMPLES = Path(__file__).parents[1] / "samples" / "reports"
_REPEATS = 5
_LIBRARIES = ("site-packages", "zipfile", "zlib", "ingest/html.py _parse")
"""lxml's functions are not traced; `_parse` does little but call them."""


def speed() -> None:
    """Processor time of one process for each format, then the clock and the parent's memory over 1,000 files."""
    for suffix in (".html", ".txt", ".md", ".docx", ".xlsx", ".pdf"):
        files = sorted(SAMPLES.glob(f"*{suffix}"))
        pages = sum(read_report(path).pages or 0 for path in files)
        times = []
        for _ in range(_REPEATS):
            started = time.process_time()
            for path in files:
                chunks_of(read_report(path))
            times.append(time.process_time() - started)
        rate = f"{len(files) / min(times):6.1f} reports/s"
        print(f"{suffix:6} {rate}" + (f"  {pages / min(times):6.1f} pages/s" if pages else ""))
    _thousand()


def shares() -> None:
    """Processor time of each format inside the parsing libraries, entered from our code, and of the whole."""
    print(f"{'':6}{'whole, ms':>12}{'libraries':>12}{'share':>8}   (a profiler counts, so that all is slower)")
    for suffix in (".html", ".txt", ".docx", ".xlsx", ".pdf"):
        files = sorted(SAMPLES.glob(f"*{suffix}"))
        for path in files:
            read_report(path)
        profile = cProfile.Profile(time.process_time)
        profile.enable()
        for path in files * _REPEATS:
            chunks_of(read_report(path))
        profile.disable()
        whole, inside = (1_000 * seconds / len(files) / _REPEATS for seconds in _inside(pstats.Stats(profile)))
        print(f"{suffix:6}{whole:>12.1f}{inside:>12.1f}{inside / whole:>8.0%}")


def _inside(stats: pstats.Stats) -> tuple[float, float]:
    """Seconds of the whole, and of the calls from our own files into those of the parsing libraries."""
    calls = stats.stats  # type: ignore[attr-defined]
    inside = sum(
        edge[3]
        for (file, _, name), (*_, callers) in calls.items()
        if any(library in f"{file} {name}" for library in _LIBRARIES)
        for (caller, _, _), edge in callers.items()
        if caller.startswith(str(SAMPLES.parents[1])) and "site-packages" not in caller
    )
    return stats.total_tt, inside  # type: ignore[attr-defined]


def _thousand() -> None:
    """1,000 different files of HTML and text, read by one child for each processor and published."""
    originals = [path for path in sorted(SAMPLES.iterdir()) if path.suffix in (".html", ".txt")]
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "files")
        files.mkdir()
        for number in range(1_000):
            path = originals[number % len(originals)]
            copy = files / f"{path.stem}-{number}{path.suffix}"
            copy.write_bytes(path.read_bytes() + f"\n<!-- {number} -->".encode())
        marks: list[int] = []

        def watch(_file: str, done: int, _total: int) -> None:
            if done % 250 == 0:
                marks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024)

        with Library.open(Path(folder, "store"), create=True) as library:
            outcome = ingest([files], library, jobs=2, progress=watch)
        rate = len(outcome.ingested) / outcome.seconds
        print(f"1,000 files: {outcome.seconds:.0f} s, {rate:.1f}/s with publishing, {len(outcome.rejected)} rejected")
        print(f"parent's peak memory after each 250: {marks} MiB")


def attack() -> None:
    """Each hostile file alone, its fate and its seconds."""
    with tempfile.TemporaryDirectory() as folder:
        for name, make in {**hostile.QUICK, **hostile.ODD, **hostile.SLOW}.items():
            path = Path(folder, name)
            path.write_bytes(make())
            with Library.open(Path(folder, "store"), create=True) as library:
                outcome = ingest([path], library, dry_run=True)
            fate = outcome.rejected[0].code if outcome.rejected else "read"
            print(f"{name:28} {path.stat().st_size:>10,} bytes  {outcome.seconds:5.1f} s  {fate}")


def mutate(copies: int) -> None:
    """Damaged copies of a sample of each format; a reader may read or refuse them, and nothing else."""
    chance = random.Random(1)
    for suffix in (".html", ".txt", ".md", ".docx", ".xlsx", ".pdf"):
        original = sorted(SAMPLES.glob(f"*{suffix}"))[0].read_bytes()
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder, f"{number}{suffix}") for number in range(copies)]
            for path in paths:
                path.write_bytes(bytes(_damaged(original, chance)))
            started = time.perf_counter()
            fates = Counter(getattr(result, "code", "read") for result in read_all(paths, read_report, 2))
        print(f"{suffix:6} {copies} copies, {time.perf_counter() - started:5.1f} s  {dict(fates)}")


def _damaged(data: bytes, chance: random.Random) -> Iterator[int]:
    """The bytes with some changed, or cut short, or a stretch left out or doubled."""
    kind = chance.choice(("flip", "cut", "drop", "double"))
    one, other = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    other = min(other, one + 2_000)
    if kind == "flip":
        changed = bytearray(data)
        for _ in range(chance.randint(1, 30)):
            changed[chance.randrange(len(data))] = chance.randrange(256)
        yield from changed
    elif kind == "cut":
        yield from data[:one]
    elif kind == "drop":
        yield from data[:one] + data[other:]
    else:
        yield from data[:other] + data[one:]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["speed"]:
            speed()
        case ["shares"]:
            shares()
        case ["hostile"]:
            attack()
        case ["mutate", *count]:
            mutate(int(count[0]) if count else 1_000)
        case _:
            sys.exit(__doc__)
