"""Hours of use in little: python -m bench.soaking [--minutes 30] [--visitors 3]

The app serves the samples; visitors ask without a pause, each in a session of its own, and every few seconds another
process replaces a report. First so many ask as the app remembers answers and sessions at the most: until then it has to
grow. From then on the time counts: each half minute the app's memory, threads, open files and living Python objects are
noted, and the files of its store. Memory and objects may grow by 5 %; threads and open files by two, since one question
more or less may be under way at a look.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from socket import create_connection

import httpx

from assistant.settings import Settings
from assistant.web.kept import MOST
from assistant.web.sessions import MOST_SESSIONS
from bench.trials import SAMPLES, begun, forked, opened
from bench.visiting import crowd
from ingest.build import ingest

_PORT = 7914
_PUBLISH_EVERY = 5.0
_LOOKS = 60
"""So many looks over the whole time, and at most one in half a minute."""
_GROWTH = 1.05
_IN_USE = 2
"""Threads, or files, by which two looks differ when one question more is under way."""
_WARM = max(MOST, MOST_SESSIONS)
"""Visitors after whom the app remembers as much as it ever will."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The app at one moment."""

    at: float
    megabytes: float
    threads: int
    files: int
    """Open files and sockets."""
    objects: int
    """Living Python objects that may hold others, thousands."""


def _serve(store: Path, notes: Path, every: float) -> None:
    """The app's process, with a thread that notes how it is."""
    from app import serve

    threading.Thread(target=_note, args=(notes, every), daemon=True).start()
    serve(Settings(store=store, port=_PORT, questions_a_minute=0))


def _note(notes: Path, every: float) -> None:
    started = time.monotonic()
    while True:
        time.sleep(every)
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        sample = Sample(
            round(time.monotonic() - started, 1),
            pages * os.sysconf("SC_PAGE_SIZE") / 2**20,
            threading.active_count(),
            len(list(Path("/proc/self/fd").iterdir())),
            len(gc.get_objects()) // 1000,
        )
        with notes.open("a", encoding="ascii") as out:
            out.write(json.dumps(asdict(sample)) + "\n")


def _publish(store: Path, folder: Path) -> None:
    """Another process: replace a report by a slightly other one, again and again."""
    file = folder / "yanxi-2019.txt"
    number = 0
    while True:
        number += 1
        text = (SAMPLES / file.name).read_bytes() + f"\n本机关另行补充公开了第{number % 7}批信息。\n".encode()
        file.write_bytes(text)
        with opened(store) as library:
            ingest([file], library)
        time.sleep(_PUBLISH_EVERY)


def _fill(store: Path) -> None:
    with opened(store, create=True) as library:
        ingest([SAMPLES], library)


@dataclass
class Visits:
    """What became of the visitors so far."""

    visitors: int
    """At a time."""
    asked: int = 0
    failed: int = 0

    async def crowds(self, until: Callable[[], bool]) -> None:
        """One crowd after the other, of new visitors each."""
        while not until():
            said = await crowd(f"http://127.0.0.1:{_PORT}", self.visitors, self.asked)
            self.asked += len(said)
            self.failed += sum(one.outcome != "answered" for one in said)


def soak(seconds: float, visits: Visits, folder: Path, *, warm: int = _WARM) -> tuple[list[Sample], list[int]]:
    """The notes from the `warm`th visitor on, and the number of the store's files at each of them."""
    store, notes = folder / "store", folder / "notes.jsonl"
    forked(_fill, store)
    every = max(1.0, min(30.0, seconds / _LOOKS))
    command = [sys.executable, "-m", "bench.soaking", "--serve", str(store), str(notes), str(every)]
    app = subprocess.Popen(command, cwd=Path(__file__).parents[1])
    writer = begun(_publish, store, folder)
    counts: list[int] = []
    try:
        _wait()
        begun_at = time.monotonic()
        asyncio.run(visits.crowds(lambda: visits.asked >= warm))
        print(f"warm after {visits.asked} visitors, {time.monotonic() - begun_at:.0f} s", flush=True)
        notes.write_text("", encoding="ascii")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            asyncio.run(visits.crowds(_past(min(end, time.monotonic() + every))))
            counts.append(sum(1 for place in store.rglob("*") if place.is_file()))
        lines = notes.read_text("ascii").splitlines()
        return [Sample(**json.loads(line)) for line in lines], counts
    finally:
        writer.kill()
        app.terminate()
        app.wait(30)


def _past(moment: float) -> Callable[[], bool]:
    return lambda: time.monotonic() >= moment


def _wait() -> None:
    for _ in range(600):
        try:
            create_connection(("127.0.0.1", _PORT), timeout=1).close()
            if httpx.get(f"http://127.0.0.1:{_PORT}/readyz", timeout=5).status_code == 200:
                return
        except (OSError, httpx.HTTPError):
            pass
        time.sleep(0.2)
    raise RuntimeError("the app did not start")


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> int:
    """Run it and print what grew; the exit code is 1 when something grew too much."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--visitors", type=int, default=3)
    parser.add_argument("--serve", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        store, notes, every = options.serve
        _serve(Path(store), Path(notes), float(every))
        return 0
    with tempfile.TemporaryDirectory(prefix="baogao-soaking-", ignore_cleanup_errors=True) as folder:
        tempfile.tempdir = folder  # what the writer leaves over, which is killed at the end, goes with it
        visits = Visits(options.visitors)
        samples, files = soak(60 * options.minutes, visits, Path(folder))
    part = max(1, len(samples) // 4)
    print(f"then {options.minutes:g} minutes: {visits.asked} questions in all, {visits.failed} not answered; ", end="")
    print(f"{len(samples)} looks, of which the first and the last quarter are compared")
    grown = []
    for name in ("megabytes", "objects", "threads", "files"):
        first = _middle([getattr(one, name) for one in samples[:part]])
        last = _middle([getattr(one, name) for one in samples[-part:]])
        grown.append(last > (first * _GROWTH if name in ("megabytes", "objects") else first + _IN_USE))
        print(f"{name:10} {first:.0f} at first, {last:.0f} at last ({100 * (last / first - 1):+.1f} %)")
    stored = _middle([float(n) for n in files[:part]]), _middle([float(n) for n in files[-part:]])
    print(f"files of the store: {stored[0]:.0f} at first, {stored[1]:.0f} at last")
    return int(any(grown) or visits.failed > 0 or stored[1] > 1.2 * stored[0])


if __name__ == "__main__":
    sys.exit(main())
