"""Measure the check at the door on sentences that keep a passage's words: true to it, or turned in their sense.

    python -m bench.sense [FILE…] [--show]

A file holds passages (`P …`), each followed by sentences said of it: `+ …` is true to it, `- …` is turned. Numbers of a
sentence become the handles that the passage gives them, as a model would write them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.llm.evidence import Evidence
from assistant.llm.grounding import Context, check
from assistant.report import Source
from assistant.understanding.agencies import AgencyNames
from evals.statistics import percentile

SETS = Path(__file__).with_name("sense")


def main() -> None:
    """Check every sentence, print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="default: all of ours")
    parser.add_argument("--show", action="store_true", help="print the sentences that are judged wrongly")
    options = parser.parse_args()
    for file in options.files or sorted(SETS.glob("*.txt")):
        counts = {True: [0, 0], False: [0, 0]}
        times: list[float] = []
        for passage, sentence, true in sentences_of(file):
            started = time.perf_counter()
            fault = fault_of(passage, sentence)
            times.append(1000 * (time.perf_counter() - started))
            counts[true][0] += 1
            counts[true][1] += (fault is None) is true
            if options.show and (fault is None) is not true:
                print(f"{'blocked' if true else 'passed'}: {sentence} | {fault or passage}")
        (true_of, kept), (turned_of, caught) = counts[True], counts[False]
        print(f"{file.name}: turned {turned_of}, caught {caught}; true {true_of}, passed {kept}; "
              f"p50 {percentile(times, 0.5):.1f} ms a sentence")  # fmt: skip


def sentences_of(file: Path) -> Iterator[tuple[str, str, bool]]:
    """(passage, sentence, whether it is true to it), in the file's order."""
    passage = ""
    for line in file.read_text("utf-8").splitlines():
        kind, _, text = line.partition(" ")
        if kind == "P":
            passage = text
        elif kind in ("+", "-"):
            yield passage, text, kind == "+"


def fault_of(passage: str, sentence: str) -> str | None:
    """What the check at the door says of a sentence whose only evidence is the passage; None when it passes."""
    source = Source("r", "a.html", "报告", None, None, (), None, None, None, (), (), None, 0, len(passage), passage)
    evidence = Evidence("zh")
    mark = evidence.add_passage(source)
    for bound in sorted(evidence.figures.values(), key=lambda one: -len(one.shown)):
        sentence = sentence.replace(bound.shown, "{" + bound.handle + "}")
    context = Context(evidence, AgencyNames(()), "")
    return check(f"{sentence}[{mark}]", context, lambda _: 1).fault


if __name__ == "__main__":
    main()
