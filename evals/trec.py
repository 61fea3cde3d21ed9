"""TREC's formats: relevance judgements (qrels) and ranked runs, out of a side-by-side run and back in for scoring.

python -m evals.trec results/trec/text.baogao.qrels results/trec/text.baogao.run
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.errors import EvaluationError, at

Run = Mapping[str, Sequence[str]]
"""query → documents, best first."""


def write_qrels(file: Path, relevant: Mapping[str, Sequence[str]]) -> None:
    """`query 0 document 1`, a line a relevant document."""
    lines = [f"{_word(query)} 0 {_word(name)} 1\n" for query, names in relevant.items() for name in names]
    file.write_text("".join(lines), "utf-8")


def write_run(file: Path, run: Run, tag: str) -> None:
    """`query Q0 document rank score tag`; the scores fall by one from rank to rank."""
    lines = [
        f"{_word(query)} Q0 {_word(name)} {rank} {len(names) - rank + 1} {_word(tag)}\n"
        for query, names in run.items()
        for rank, name in enumerate(names, 1)
    ]
    file.write_text("".join(lines), "utf-8")


def read_qrels(file: Path) -> dict[str, list[str]]:
    """Query → its relevant documents; a query that has none is kept with an empty list. Raises EvaluationError."""
    found: dict[str, list[str]] = {}
    for number, (query, _, name, grade) in _rows(file, 4):
        names = found.setdefault(query, [])
        if _number(file, number, "relevance", grade) > 0:
            names.append(name)
    return found


def read_run(file: Path) -> dict[str, list[str]]:
    """Query → documents by falling score, ties by name as in trec_eval. Raises EvaluationError."""
    scores: dict[str, dict[str, float]] = {}
    for number, (query, _, name, _, score, _) in _rows(file, 6):
        if name in scores.setdefault(query, {}):
            raise at(file, number, "document", f"“{name}”重复", f"{name} occurs twice for this query")
        scores[query][name] = _number(file, number, "score", score)
    return {query: sorted(of, key=lambda name: (of[name], name), reverse=True) for query, of in scores.items()}


def _rows(file: Path, columns: int) -> list[tuple[int, list[str]]]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise at(file, None, "", f"读不到：{error}", "cannot be read") from None
    rows = [(number, line.split()) for number, line in enumerate(lines, 1) if line.strip()]
    for number, row in rows:
        if len(row) != columns:
            raise at(file, number, "", f"应有 {columns} 列，现有 {len(row)} 列", f"must have {columns} columns")
    if not rows:
        raise at(file, None, "", "是空的", "is empty")
    return rows


def _number(file: Path, line: int, field: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise at(file, line, field, f"“{text}”不是数字", "must be a number") from None


def _word(text: str) -> str:
    """TREC's columns are cut at white space."""
    return "_".join(text.split())


def main(arguments: Sequence[str] | None = None) -> int:
    """Score a run against judgements and print the metrics as JSON."""
    parser = argparse.ArgumentParser(prog="python -m evals.trec", description="Score a TREC run.")
    parser.add_argument("qrels", type=Path, metavar="QRELS")
    parser.add_argument("run", type=Path, metavar="RUN")
    options = parser.parse_args(arguments)
    try:
        relevant = {query: names for query, names in read_qrels(options.qrels).items() if names}
        run = read_run(options.run)
        from evals import ranking  # pytrec_eval may be absent: then this says so.

        found = ranking.retrieval(run, relevant)
    except EvaluationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps({"queries": len(relevant), **found}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
