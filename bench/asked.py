"""Ask the questions of a table (bench/questions/*.tsv) over a library, and compare with the answers noted beside them.

    python -m bench.asked bench/questions/real-1.tsv --reports /work/shared/reports
    python -m bench.asked bench/questions/real-1.tsv --store data

A line holds, tab-separated: the question after the earlier ones of its conversation (" >> " between turns), the
outcome (a reason, "clarify", or "answered"), the figures that the answer asserts (";" between them, in any order), and
words that the answer or its notes must hold. An answer with a figure that was not noted is wrong, whatever else it is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assistant.answer import Answer, Question, Status, Turn
from assistant.library import Library
from assistant.pipeline import Assistant
from ingest.build import ingest


@dataclass(frozen=True, slots=True)
class Noted:
    """A question with the answer that was noted before the product was asked."""

    turns: tuple[str, ...]
    outcome: str
    values: tuple[Decimal, ...]
    says: tuple[str, ...]


def read(path: Path) -> list[Noted]:
    """The questions of one table. Raises ValueError for a line that has no outcome."""
    noted = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        turns, outcome, *rest = [*line.split("\t"), "", ""] if "\t" in line else [line, ""]
        if not outcome:
            raise ValueError(f"{path.name}:{number} has no outcome")
        values = tuple(Decimal(value) for value in rest[0].split(";") if value)
        says = tuple(word for word in rest[1].split(";") if word)
        noted.append(Noted(tuple(turns.split(" >> ")), outcome, values, says))
    return noted


def outcome(answer: Answer) -> str:
    """What came of it: "answered", "clarify", or the reason of a refusal."""
    return answer.reason.value if answer.status is Status.REFUSED and answer.reason else answer.status.value


def verdict(noted: Noted, answer: Answer) -> str:
    """One of "right", "wrong" for a figure that was not noted, "missed" for anything else."""
    asserted = sorted(figure.value for figure in answer.figures if figure.value is not None)
    if set(asserted) - set(noted.values):
        return "wrong"
    whole = answer.answer + "\n".join(answer.notes)
    same = outcome(answer) == noted.outcome and asserted == sorted(noted.values)
    return "right" if same and all(word in whole for word in noted.says) else "missed"


def run(library: Library, questions: Sequence[Noted]) -> Iterator[tuple[str, Noted, Answer]]:
    """Each question with its answer and verdict."""
    assistant = Assistant(library)
    for noted in questions:
        before = tuple(Turn(text) for text in noted.turns[:-1])
        answer = assistant.ask(Question(noted.turns[-1], before))
        yield verdict(noted, answer), noted, answer


def main() -> int:
    """Ask, compare, print what is not right and the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path, nargs="+")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--store", type=Path, help="a library that is already there")
    source.add_argument("--reports", type=Path, help="a folder of reports, read into a temporary library")
    options = parser.parse_args()
    questions = [noted for table in options.tables for noted in read(table)]
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or Path(folder) / "store"
        with Library.open(store, create=options.reports is not None) as library:
            if options.reports:
                ingest([options.reports], library)
            counts = _ask(library, questions)
    print(", ".join(f"{name} {counts[name]}" for name in ("right", "missed", "wrong")), f"of {len(questions)}")
    return 3 if counts["wrong"] else 0


def _ask(library: Library, questions: Sequence[Noted]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for said, noted, answer in run(library, questions):
        counts[said] += 1
        if said != "right":
            got = ";".join(str(figure.value) for figure in answer.figures)
            wanted = ";".join(map(str, noted.values))
            print(f"{said}: {' >> '.join(noted.turns)}\n    wanted {noted.outcome} {wanted} {';'.join(noted.says)}")
            print(f"    got    {outcome(answer)} {got} | {answer.answer[:160]}".replace("\n", " ⏎ "))
    return counts


if __name__ == "__main__":
    sys.exit(main())
