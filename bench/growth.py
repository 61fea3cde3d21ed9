"""What a library of any size costs: python -m bench.growth STORE [--reports N] [--questions N] [--seed N]

Fills an empty library with synthetic reports (`bench.synthetic`: about 200 figures and 15 paragraphs each, as many as
in real ones), both indexes included, then asks figure questions and text questions. Prints seconds, memory, disk, and
p50 and p95 of the answers.
BAOGAO_DATABASE_URL and BAOGAO_CHROMA_URL are respected: the disk is then that of the store alone, and the servers are
asked for theirs.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.answer import Question
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.search.retriever import search
from assistant.settings import Settings
from bench.figures_at_scale import KINDS, question
from bench.synthetic import fill

_PROSE = 14
_TEXTS = ("{agency}{year}年养老服务做了什么", "{place}农村供水的情况", "{year}年门户网站改版有什么进展")


def main() -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    settings = replace(Settings.from_environment(), store=options.store)
    print(f"{date.today().isoformat()} · {os.cpu_count()} cores · {options.reports} reports")
    with Library.open(settings, create=True) as library:
        if library.reports():
            print("the library is not empty: only asking")
        else:
            started = time.perf_counter()
            fill(library, options.reports, seed=options.seed, chunks=True, prose=_PROSE)
            print(f"published in {time.perf_counter() - started:.0f} s, peak memory {_peak()} MiB")
    print(f"the store takes {_mebibytes(options.store)} MiB: {_parts(options.store)}")
    with Library.open(settings) as library:
        started = time.perf_counter()
        assistant = Assistant(library)
        agencies = list(assistant.catalog.agencies)
        print(f"opened in {time.perf_counter() - started:.2f} s: {len(agencies)} agencies")
        draw = random.Random(options.seed)
        kinds = list(KINDS)
        figures = [question(kinds[n % len(kinds)], draw.choice(agencies), draw) for n in range(options.questions)]
        texts = [_text(_TEXTS[n % len(_TEXTS)], draw.choice(agencies), draw) for n in range(options.questions // 3)]
        _asked("figure questions", figures, lambda one: assistant.ask(Question(one)))
        _asked("text questions", texts, lambda one: assistant.ask(Question(one)))
        _asked("searches", texts, lambda one: search(library, one))
    print(f"peak memory {_peak()} MiB")
    return 0


def _text(form: str, agency: str, draw: random.Random) -> str:
    return form.format(agency=agency, place=agency[: agency.index("县") + 1], year=draw.randrange(2020, 2024))


def _asked(name: str, questions: Sequence[str], ask: Callable[[str], object]) -> None:
    ask(questions[0])
    times = []
    for one in questions:
        started = time.perf_counter()
        ask(one)
        times.append(1000 * (time.perf_counter() - started))
    p95 = sorted(times)[int(len(times) * 0.95)]
    print(f"{name:17} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms", flush=True)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _mebibytes(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) // 2**20


def _parts(store: Path) -> str:
    folders = [one for one in sorted(store.iterdir()) if one.is_dir()]
    files = sum(one.stat().st_size for one in store.iterdir() if one.is_file()) // 2**20
    return ", ".join([f"database {files}", *(f"{one.name} {_mebibytes(one)}" for one in folders)])


if __name__ == "__main__":
    sys.exit(main())
