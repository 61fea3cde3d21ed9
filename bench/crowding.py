"""Bad files among good ones: python -m bench.crowding [--good 100] [--malformed 60] [--hostile 30]

Malformed files are good ones of every format that were cut, emptied, misnamed or overwritten, so that none can be read;
hostile ones are those of `bench.hostile`. All bad files must be rejected with a reason of their own, all good ones be
ingested, and the process that ingests may grow by 50 MB at most over what the good files alone need.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from assistant.library import Library
from bench import hostile
from bench.trials import SAMPLES, forked, opened
from ingest.build import ingest
from ingest.outcome import IngestOutcome

_MOST_MEGABYTES = 50
_FORMATS = (".pdf", ".docx", ".xlsx", ".html", ".txt", ".md")


def write_good(folder: Path, count: int) -> None:
    """So many different reports, after the samples in HTML and text."""
    originals = [path for path in sorted(SAMPLES.iterdir()) if path.suffix in (".html", ".txt", ".md")]
    for number, path in enumerate(islice(cycle(originals), count)):
        data = path.read_bytes() + f"\n<!-- {number} -->\n".encode()
        Path(folder, f"good-{number}{path.suffix}").write_bytes(data)


def write_malformed(folder: Path, count: int) -> None:
    """So many files that are no reports any more: each of the ways for each format in turn."""
    every: list[Callable[[bytes], bytes]] = [
        lambda data: b"",
        lambda data: bytes(255 - byte for byte in data[:20_000]),
        lambda data: zlib.compress(data)[2:],
        lambda data: b"\x00" * 3_000,
        lambda data: b"\x89PNG\r\n\x1a\n" + data[:500],
        lambda data: b"%PDF-1.7\n%%EOF\n",
        lambda data: b"PK\x03\x04" + data[4:400],
        lambda data: b"MZ" + bytes(range(256)) * 20,
        lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data[:2_000],
    ]
    cut: list[Callable[[bytes], bytes]] = [
        lambda data: data[:40],
        lambda data: data[: len(data) // 50],
    ]  # of a text that would leave a shorter text
    originals = {suffix: next(SAMPLES.glob(f"*{suffix}")).read_bytes() for suffix in _FORMATS}
    pairs = [(suffix, way) for way in every for suffix in _FORMATS]
    pairs += [(suffix, way) for way in cut for suffix in _FORMATS[:3]]
    for number, (suffix, way) in enumerate(islice(cycle(pairs), count)):
        data = way(originals[suffix]) + b" " * (number // len(pairs))
        Path(folder, f"malformed-{number}{suffix}").write_bytes(data)


def write_hostile(folder: Path, count: int) -> None:
    """So many hostile files that cannot be read, none twice the same."""
    for number, (name, make) in enumerate(islice(cycle(sorted(hostile.QUICK.items())), count)):
        data = make() + b"\n" * (number // len(hostile.QUICK))
        Path(folder, f"hostile-{number}-{name}").write_bytes(data)


def take_in(folder: Path, store: Path) -> tuple[IngestOutcome, float]:
    """What became of the files, and the megabytes at which this process peaked."""
    with opened(store, create=True) as library:
        outcome = ingest([folder], library, jobs=2)
    return outcome, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(good: int, malformed: int, bad: int, folder: Path) -> bool:
    """Ingest the good files alone, then all of them; says what came of it, and whether it was as it should be."""
    alone, among = folder / "good", folder / "all"
    for place in (alone, among):
        place.mkdir()
        write_good(place, good)
    write_malformed(among, malformed)
    write_hostile(among, bad)
    before = forked(take_in, alone, folder / "store-good")[1]
    outcome, peak = forked(take_in, among, folder / "store-all")
    read = {Path(one.file).name for one in outcome.ingested}
    unread = {Path(one.file).name.split("/")[0]: one for one in outcome.rejected}
    strays = sorted(name for name in read if not name.startswith("good"))
    unclear = sorted(name for name, one in unread.items() if not one.reason.strip() or "Traceback" in one.reason)
    with Library.open(folder / "store-all") as library:
        problems = library.verify().problems
    print(f"{len(read) - len(strays)} of {good} good files ingested, {len(strays)} bad ones read: {strays}")
    print(f"{len(unread)} of {malformed + bad} bad files rejected, {len(unclear)} without a clear reason: ", end="")
    print(dict(Counter(one.code for one in outcome.rejected)))
    print(f"{outcome.seconds:.0f} s; peak {peak:.0f} MB, {peak - before:+.0f} MB over the good files alone; ", end="")
    print(f"{len(problems)} problems in the library")
    whole = len(read) == good and not strays and not unclear and not problems
    return whole and peak - before <= _MOST_MEGABYTES


def main() -> int:
    """Run it; the exit code is 1 when something was not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--good", type=int, default=100)
    parser.add_argument("--malformed", type=int, default=60)
    parser.add_argument("--hostile", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baogao-crowding-") as folder:
        return int(not run(options.good, options.malformed, options.hostile, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
