"""Measure how long an answer takes, warm and from a cold process.

    python bench/asking.py [--reports FOLDER] [--rounds N]

Builds a library of the reports in a temporary folder. Warm times are those of one process that has answered before;
cold times are whole runs of `python -m assistant ask`, from the start of the interpreter to its exit.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assistant.answer import Question, Status
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.search.retriever import search
from ingest.build import ingest

ROOT = Path(__file__).resolve().parents[1]
FIGURES = (
    "新收多少件申请？",
    "不予公开合计多少件？",
    "公开率是多少？",
    "行政许可处理决定数量是多少？",
    "结转下年度多少件？",
)
TEXTS = ("存在哪些问题？", "有哪些改进措施？", "联系电话和地址是什么？", "信息处理费收取情况如何？")
QUERIES = ("信息处理费收取情况", "新闻发布会 政策解读", "依申请公开 答复 规范", "培训 考核 监督保障")
COLD_RUNS = 5


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=Path, default=ROOT / "samples" / "reports")
    parser.add_argument("--rounds", type=int, default=5, help="how often each warm question is asked (default: 5)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        started = time.perf_counter()
        with Library.open(store, create=True) as library:
            done = ingest([options.reports], library)
            built = time.perf_counter() - started
            print(f"{date.today().isoformat()} · Python {platform.python_version()} · {os.cpu_count()} cores")
            print(f"{len(done.ingested)} reports read in {built:.1f} s")
            _warm(library, options.rounds)
        _cold(store)
    return 0


def _warm(library: Library, rounds: int) -> None:
    assistant = Assistant(library)
    reports = [f"{info.agency}{info.year}年" for info in library.reports() if info.agency and info.year]
    asked = {
        "figure question": [report + words for report in reports for words in FIGURES],
        "text question": [report + words for report in reports for words in TEXTS],
    }
    for name, questions in asked.items():
        answered = sum(assistant.ask(Question(q)).status is Status.ANSWERED for q in questions)
        times = _times(lambda text: assistant.ask(Question(text)), questions * rounds)
        _line(f"warm {name}", times, f"{len(questions)} questions, {answered} answered")
    search(library, QUERIES[0])
    _line("warm search", _times(lambda text: search(library, text), QUERIES * rounds * 10), f"{len(QUERIES)} queries")


def _times(work: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    times = []
    for text in texts:
        started = time.perf_counter()
        work(text)
        times.append(time.perf_counter() - started)
    return times


def _line(name: str, times: list[float], about: str) -> None:
    p95 = sorted(times)[int(len(times) * 0.95)]
    print(f"{name:22} p50 {statistics.median(times) * 1000:7.2f} ms   p95 {p95 * 1000:7.2f} ms   ({about})")


def _cold(store: Path) -> None:
    with Library.open(store) as library:
        first = next(info for info in library.reports() if info.agency and info.year)
    for name, words in (("figure question", FIGURES[0]), ("text question", TEXTS[3])):
        question = f"{first.agency}{first.year}年{words}"
        times = _times(lambda text: _run(store, text), [question] * COLD_RUNS)
        print(f"cold {name:17} median {statistics.median(times):5.2f} s   ({COLD_RUNS} runs)")


def _run(store: Path, question: str) -> None:
    command = [sys.executable, "-m", "assistant", "ask", question, "--store", str(store)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
