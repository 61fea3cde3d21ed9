"""kill -9 at random points: python -m bench.killing [--trials 300] [--seed 1] [--changes ingest,replace,remove]

Each trial takes the same small library, starts a change in a child, kills the child at a random moment of the time
that the change takes, and looks at what is left: first as a reader, then as the next writer. A trial is good when the
library is wholly in its old state or wholly in its new one, nothing is half visible, and the next writer leaves
nothing amiss.
Ctrl-C ends the trials early, and what was made of them is reported.
In every tenth trial of `ingest` and `replace` the files are really read; in the others they were read before, so that
the kill meets what changes the library.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.trials import CHANGES, Kept, Known, Look, begun, forked, look, perform, read

_REALLY = 10
"""Of so many trials one reads its files."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one change that was killed."""

    change: str
    after: float
    """Seconds that the child lived."""
    state: str
    """What the library says: "old", "new", or "lost" when it is neither; a rebuild changes nothing that it says."""
    unfinished: bool
    """Whether the kill came while the indexes could differ from the truth."""
    found: Look


class Killing:
    """Trials on one library in a folder."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._library = Kept(folder)
        self._chance = random.Random(seed)
        self._known: dict[str, Known] = {}
        self._old = forked(look, self._library.work / "store").digest
        self._new: dict[str, str] = {}
        self._seconds: dict[tuple[str, bool], float] = {}

    def trial(self, change: str, *, really: bool) -> Trial:
        """Kill this change once, at random."""
        self._measure(change, really)
        self._library.restore(change)
        seconds = self._chance.uniform(0, 1.1 * self._seconds[change, really])
        child = begun(perform, self._library.work, change, self._known_of(change, really))
        child.join(seconds)
        child.kill()
        child.join()
        unfinished = (self._library.work / "store" / "unfinished").exists()
        found = forked(look, self._library.work / "store")
        state = {self._new[change]: "new", self._old: "old"}.get(found.digest, "lost")
        return Trial(change, seconds, state, unfinished, found)

    def _measure(self, change: str, really: bool) -> None:
        """Once for each change: the seconds that it takes undisturbed, and what the library says afterwards."""
        if (change, really) in self._seconds:
            return
        self._library.restore(change)
        if change not in self._known and change in ("ingest", "replace"):
            self._known[change] = forked(read, self._library.work)
        started = time.perf_counter()
        forked(perform, self._library.work, change, self._known_of(change, really))
        self._seconds[change, really] = time.perf_counter() - started
        self._new[change] = forked(look, self._library.work / "store").digest

    def _known_of(self, change: str, really: bool) -> Known | None:
        return None if really else self._known.get(change)


def run(trials: int, seed: int, changes: list[str], folder: Path) -> list[Trial]:
    """So many trials, the changes in turn; Ctrl-C ends them early."""
    killing = Killing(folder, seed)
    made = []
    with suppress(KeyboardInterrupt):
        for number in range(trials):
            change = changes[number % len(changes)]
            really = change in ("ingest", "replace") and number // len(changes) % _REALLY == _REALLY - 1
            made.append(killing.trial(change, really=really))
            if bad(made[-1]):
                print(f"trial {number}: {made[-1]}", flush=True)
    return made


def bad(trial: Trial) -> bool:
    """Whether anything was lost, half visible or amiss."""
    return trial.state == "lost" or trial.found.half_visible > 0 or bool(trial.found.problems)


def main() -> int:
    """Run the trials and print what became of them; the exit code is 1 when one was bad."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changes", default="ingest,replace,remove", help=",".join(CHANGES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baogao-killing-") as folder:
        tempfile.tempdir = folder  # what the killed leave over goes with it
        made = run(options.trials, options.seed, options.changes.split(","), Path(folder))
    for change in dict.fromkeys(trial.change for trial in made):
        own = [trial for trial in made if trial.change == change]
        states = dict(Counter(trial.state for trial in own))
        inside = sum(trial.unfinished for trial in own)
        print(f"{change:8} {len(own):4} kills, {inside} of them in the midst of writing: {states}")
    lost = sum(trial.state == "lost" for trial in made)
    half = sum(trial.found.half_visible > 0 for trial in made)
    amiss = sum(bool(trial.found.problems) for trial in made)
    slowest = max(trial.found.to_read + trial.found.to_write for trial in made)
    print(f"{len(made)} kills: {lost} lost, {half} half visible, {amiss} amiss after the next writer", end="; ")
    print(f"reopening at most {slowest:.2f} s (to the first hits and the next writer's repair)")
    return int(any(map(bad, made)))


if __name__ == "__main__":
    sys.exit(main())
