"""What a library of any size costs: python -m bench.growth STORE [--reports N …] [--text] [--questions N] [--seed N]

Fills a library with synthetic reports (`bench.synthetic`: about 200 figures and 15 paragraphs each, as many as in real
ones), both indexes included, and at each of the sizes asks figure questions and text questions in a process of its own.
With `--text` the reports have their paragraphs alone, and no figures. Prints seconds, memory, disk, and p50 and p95 of
the answers, on the clock and of the processor alone. A library that an earlier run left is filled on.
BAOGAO_DATABASE_URL and BAOGAO_CHROMA_URL are respected: the disk is then that of the store alone, and the servers are
asked for theirs.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from assistant.answer import Question
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.report import Report
from assistant.search.retriever import search
from assistant.settings import Settings
from bench.figures_at_scale import KINDS, Taken, question, show
from bench.prose import with_prose
from bench.synthetic import fill, place_of, reports

_PROSE = 14
_WARM = 9
"""Of each kind of question at least one is asked before the clock runs: what a process loads once is not counted."""
_TEXTS = ("{agency}{year}年养老服务做了什么", "{place}农村供水的情况", "{year}年门户网站改版有什么进展")


def main() -> int:
    """Fill, ask, print, at each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--reports", type=int, nargs="+", default=[10_000], metavar="N")
    parser.add_argument("--text", action="store_true", help="paragraphs alone, no figures")
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    settings = replace(Settings.from_environment(), store=options.store)
    with Library.open(settings, create=True) as library:
        there = len(library.reports())
    made = islice(_made(max(options.reports), options.seed, options.text), there, None)
    for size in sorted(options.reports):
        print(f"{date.today().isoformat()} · {os.cpu_count()} cores · {size} reports{' of text' * options.text}")
        if size > there:
            started = time.perf_counter()
            with Library.open(settings) as library:
                fill(library, islice(made, size - there), chunks=True)
            took, there = time.perf_counter() - started, size
            print(f"filled up to it in {took:.0f} s, peak memory of the writer {_peak()} MiB")
        print(f"the store takes {_mebibytes(options.store)} MiB: {_parts(options.store)}", flush=True)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
            other.submit(_ask, settings, options.questions, options.seed, options.text).result()
    return 0


def _made(count: int, seed: int, text: bool) -> Iterator[Report]:
    for report in reports(count, seed):
        whole = with_prose(report, _PROSE)
        yield replace(whole, form=None, figures=()) if text else whole


def _ask(settings: Settings, questions: int, seed: int, text: bool) -> None:
    """Ask, in a process that has written nothing."""
    before = _peak()
    with Library.open(settings) as library:
        started = time.perf_counter()
        assistant = Assistant(library)
        agencies = list(assistant.catalog.agencies)
        print(
            f"opened in {time.perf_counter() - started:.2f} s: {len(agencies)} agencies, {library.words.count()} chunks"
        )
        draw = random.Random(seed)
        kinds = list(KINDS)
        figures = [question(kinds[n % len(kinds)], draw.choice(agencies), draw) for n in range(questions)]
        texts = [_text(_TEXTS[n % len(_TEXTS)], draw.choice(agencies), draw) for n in range(questions // 3)]
        if not text:
            _asked("figure questions", figures, lambda one: assistant.ask(Question(one)))
        _asked("text questions", texts, lambda one: assistant.ask(Question(one)))
        _asked("searches", texts, lambda one: search(library, one))
    print(f"peak memory of the process that asks {_peak()} MiB ({before} before it opened the library)", flush=True)


def _text(form: str, agency: str, draw: random.Random) -> str:
    return form.format(agency=agency, place=place_of(agency), year=draw.randrange(2020, 2024))


def _asked(name: str, questions: Sequence[str], ask: Callable[[str], object]) -> None:
    for one in questions[:_WARM]:
        ask(one)
    taken: list[Taken] = []
    for one in questions:
        started = time.perf_counter(), time.process_time()
        ask(one)
        taken.append((time.perf_counter() - started[0], time.process_time() - started[1]))
    show(name, taken)


def _peak() -> int:
    """This process's own, which `getrusage` takes over from the process that began it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024


def _mebibytes(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) // 2**20


def _parts(store: Path) -> str:
    folders = [one for one in sorted(store.iterdir()) if one.is_dir()]
    files = sum(one.stat().st_size for one in store.iterdir() if one.is_file()) // 2**20
    return ", ".join([f"database {files}", *(f"{one.name} {_mebibytes(one)}" for one in folders)])


if __name__ == "__main__":
    sys.exit(main())
