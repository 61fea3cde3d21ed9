"""Answers while another process publishes: python -m bench.publishing [--publishes 100] [--queries 10000]

A writer publishes state after state of the same ten reports, each in one step and with other figures everywhere. Two
processes that have the library open, as a running app has, ask and search meanwhile. Every answer and every search
result must be of one state, and of none that was replaced more than two seconds before the question.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from threading import Event

from assistant.answer import Question, Scope, Status
from assistant.errors import LibraryBusyError
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.report import Report
from assistant.search import searching
from bench import synthetic
from bench.trials import embedder, forked, opened

_REPORTS = 10
_READERS = 2
_LATE = 2.0
"""Seconds within which a running app must see what was published."""
_FORK = get_context("fork")
_SOUGHT = "主动公开政府信息"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer or one search."""

    kind: str
    """"ask" or "search"."""
    at: float
    """When it was asked, on the clock that all processes share."""
    states: frozenset[int]
    """The states that all of it fits; none when it is a mixture."""
    busy: bool = False
    """Whether it was refused because every try met a publication."""


class States:
    """What each state of the library says."""

    def __init__(self, count: int) -> None:
        self._series: dict[tuple[Decimal | None, ...], set[int]] = defaultdict(set)
        self._texts: dict[str, set[int]] = defaultdict(set)
        for state in range(count + 1):
            made = made_of(state)
            self.agency = made[0].agency
            first = [report for report in made if report.agency == self.agency]
            self._series[tuple(_received(report) for report in first)].add(state)
            for report in made:
                self._texts[report.paragraphs[0].text].add(state)

    def of_series(self, values: tuple[Decimal | None, ...]) -> frozenset[int]:
        """The states in which the first agency's years have these values."""
        return frozenset(self._series.get(values, ()))

    def of_passages(self, texts: Iterable[str]) -> frozenset[int]:
        """The states that hold all of these passages; there is one of each report."""
        held = [self._texts.get(text.splitlines()[-1], set()) for text in texts]
        return frozenset(set.intersection(*held)) if len(held) == _REPORTS else frozenset()


def made_of(state: int) -> list[Report]:
    """The reports of one state."""
    return list(synthetic.reports(_REPORTS, seed=state + 1))


def _received(report: Report) -> Decimal | None:
    return next(figure.value for figure in report.figures if figure.measure == "requests.received.total")


def publish(store: Path, state: int) -> None:
    """Make this the state of the library."""
    with opened(store, create=True) as library:
        _publish(library, state)


def _publish(library: Library, state: int) -> None:
    from assistant.library import Publication
    from ingest.chunker import chunks_of

    made = made_of(state)
    library.publish_many([Publication(report, chunks_of(report), synthetic.original(report)) for report in made])


def ask(store: Path, states: States, queries: int, over: Event) -> list[Said]:
    """A reader's life: ask and search in turn, so often and until the writer is done."""
    said: list[Said] = []
    with opened(store) as library:
        assistant = Assistant(library)
        while len(said) < queries or not over.is_set():
            said.append(_asked(assistant, states) if len(said) % 2 else _searched(library, assistant, states))
    return said


def _asked(assistant: Assistant, states: States) -> Said:
    at = time.monotonic()
    try:
        answer = assistant.ask(Question(f"{states.agency}历年新收申请分别多少"))
    except LibraryBusyError:
        return Said("ask", at, frozenset(), busy=True)
    if answer.status is not Status.ANSWERED:
        return Said("ask", at, frozenset())
    return Said("ask", at, states.of_series(tuple(figure.value for figure in answer.figures)))


def _searched(library: Library, assistant: Assistant, states: States) -> Said:
    at = time.monotonic()
    try:
        found = searching.results(library, lambda: assistant.catalog, _SOUGHT, _REPORTS, Scope())
    except LibraryBusyError:
        return Said("search", at, frozenset(), busy=True)
    return Said("search", at, states.of_passages(one.text for one in found))


def write(store: Path, publishes: int, seconds: float) -> list[float]:
    """A writer's life: publish one state after the other, over so many seconds. Returns when each was there."""
    there = []
    with opened(store) as library:
        started = time.monotonic()
        for state in range(1, publishes + 1):
            time.sleep(max(0.0, started + seconds * state / publishes - time.monotonic()))
            _publish(library, state)
            there.append(time.monotonic())
    return there


def run(publishes: int, queries: int, seconds: float, store: Path) -> tuple[list[float], list[Said]]:
    """When each state was there, and what the readers were told."""
    embedder()
    states = States(publishes)
    forked(publish, store, 0)
    with _FORK.Manager() as manager, ProcessPoolExecutor(_READERS + 1, mp_context=_FORK) as crew:
        over = manager.Event()
        readers = [crew.submit(ask, store, states, queries // _READERS, over) for _ in range(_READERS)]
        try:
            there = crew.submit(write, store, publishes, seconds).result()
        finally:
            over.set()
        return there, [one for reader in readers for one in reader.result()]


def lag(one: Said, there: list[float]) -> float:
    """For how long the state of an answer had been replaced when it was asked for; 0 for the newest."""
    state = max(one.states)
    return max(0.0, one.at - there[state]) if state < len(there) else 0.0


def main() -> int:
    """Run it and print what came of it; the exit code is 1 when an answer was mixed or late."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--publishes", type=int, default=100)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=0.0, help="spread the publications over so long")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baogao-publishing-") as folder:
        there, said = run(options.publishes, options.queries, options.seconds, Path(folder, "store"))
    failed = False
    for kind in ("ask", "search"):
        own = [one for one in said if one.kind == kind]
        busy = sum(one.busy for one in own)
        mixed = sum(not one.states and not one.busy for one in own)
        latest = max((lag(one, there) for one in own if one.states), default=0.0)
        seen = len(Counter(max(one.states) for one in own if one.states))
        failed |= mixed > 0 or latest > _LATE
        print(
            f"{kind:6} {len(own):6} answers over {seen} states, {len(there)} publications: {mixed} mixed, "
            f"{busy} asked to wait, latest {latest:.2f} s behind"
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
