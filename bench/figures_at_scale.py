"""Measure figure questions over a large library: python -m bench.figures_at_scale STORE [--questions N] [--seed N]

The library is one that `bench.synthetic` made. The mix is what people ask: one cell, a group of rows, a share, a
change, a series of years, a county's bodies beside one another. Every agency is asked for by one of its names. The time
on the clock depends on what else the machine does; the processor's time, printed beside it, hardly does.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import time
from datetime import date
from pathlib import Path

from assistant.answer import Question, Status
from assistant.library import Library
from assistant.pipeline import Assistant
from bench.synthetic import place_of

Taken = tuple[float, float]
"""Seconds on the clock, and of the processor."""
KINDS = {
    "cell": "{agency}{year}年新收多少件申请？",
    "column": "{year}年{agency}商业企业提出的申请有几件",
    "group": "{agency}{year}年不予公开一共多少件",
    "licences": "{agency}{year}年行政许可处理决定数量是多少？",
    "share": "{agency}{year}年公开率是多少",
    "change": "{agency}{year}年新收申请比上年增加多少件",
    "series": "{agency}历年新收申请分别多少",
    "rank": "{agency}哪一年新收申请最多",
    "bodies": "{place}各局{year}年新收申请各多少件",
}


def main() -> int:
    """Ask, and print the times of each kind and of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with Library.open(options.store) as library:
        started = time.perf_counter()
        assistant = Assistant(library)
        agencies = assistant.catalog.agencies
        opened = time.perf_counter() - started
        print(f"{date.today().isoformat()} · Python {platform.python_version()} · {os.cpu_count()} cores")
        print(
            f"{len(assistant.catalog.reports)} reports of {len(agencies)} agencies; the catalogue took {opened:.2f} s"
        )
        times: dict[str, list[Taken]] = {kind: [] for kind in KINDS}
        answered = 0
        for number in range(options.questions):
            kind = list(KINDS)[number % len(KINDS)]
            text = question(kind, draw.choice(agencies), draw)
            began = time.perf_counter(), time.process_time()
            answer = assistant.ask(Question(text))
            times[kind].append((time.perf_counter() - began[0], time.process_time() - began[1]))
            answered += answer.status is Status.ANSWERED
    for kind, taken in times.items():
        show(kind, taken)
    show("all", [one for taken in times.values() for one in taken])
    print(f"{answered} of {options.questions} answered")
    return 0


def question(kind: str, agency: str, draw: random.Random) -> str:
    """A question of this kind about an agency, in one of its names."""
    place = place_of(agency)
    name = draw.choice([agency, agency[agency.index("市") + 1 :]])
    return KINDS[kind].format(agency=name, place=place, year=draw.randrange(2020, 2024))


def show(name: str, taken: list[Taken]) -> None:
    """Print p50 and p95, on the clock and of the processor."""
    clock, processor = (sorted(times) for times in zip(*taken, strict=True))
    shown = [f"p50 {_ms(times, 0.5):7.1f} ms   p95 {_ms(times, 0.95):7.1f} ms" for times in (clock, processor)]
    print(f"{name:16} {shown[0]}   processor {shown[1]}")


def _ms(ordered: list[float], part: float) -> float:
    return ordered[int(len(ordered) * part)] * 1000


if __name__ == "__main__":
    sys.exit(main())
