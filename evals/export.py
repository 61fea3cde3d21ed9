"""Results in the formats of other evaluation tools, for those who want to score them there.

python -m evals.export ragas results/results.jsonl figures text > ragas.json
python -m evals.export ragchecker results/results.jsonl text > ragchecker.json
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import BaogaoError
from evals import records
from evals.cases import Case, Kind
from evals.dataset import load

Json = dict[str, Any]
NO_ANSWER = "（不能回答）"
"""The reference of a question that has no answer."""
Pair = tuple[Case, Mapping[str, Any]]
"""A case and its line of results.jsonl."""


def ragas(pairs: Iterable[Pair]) -> list[Json]:
    """Ragas' single-turn samples."""
    return [
        {
            "user_input": case.question,
            "response": item["answer"].get("answer", ""),
            "retrieved_contexts": [citation["quote"] for citation in item["answer"].get("citations", ())],
            "reference": _reference(case),
            "reference_contexts": _proofs(case),
        }
        for case, item in pairs
    ]


def ragchecker(pairs: Iterable[Pair]) -> Json:
    """RAGChecker's checking inputs."""
    return {
        "results": [
            {
                "query_id": case.id,
                "query": case.question,
                "gt_answer": _reference(case),
                "response": item["answer"].get("answer", ""),
                "retrieved_context": [
                    {"doc_id": f"{citation['file']}:{citation['start']}", "text": citation["quote"]}
                    for citation in item["answer"].get("citations", ())
                ],
            }
            for case, item in pairs
        ]
    }


FORMATS: dict[str, Callable[[Iterable[Pair]], object]] = {"ragas": ragas, "ragchecker": ragchecker}


def _reference(case: Case) -> str:
    """The right answer in words: the reference, else what the answer must hold."""
    expect = case.expect
    figures = [f"{figure.value:f}{figure.unit or ''}" for figure in expect.figures]
    return expect.reference or "；".join([*figures, *(words[0] for words in expect.text)]) or NO_ANSWER


def _proofs(case: Case) -> list[str]:
    return [
        one.quote or " / ".join((*(one.row or ()), *(one.col or ()), one.value or "")) for one in case.expect.evidence
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the first answer of each case in another tool's format."""
    parser = argparse.ArgumentParser(prog="python -m evals.export", description="Results for other tools.")
    parser.add_argument("format", choices=sorted(FORMATS))
    parser.add_argument("results", type=Path, metavar="RESULTS", help="a results.jsonl")
    parser.add_argument("suites", nargs="+", metavar="SUITE", help="the suites that the results are of")
    options = parser.parse_args(arguments)
    try:
        cases = {
            (suite.name, case.id): case
            for suite in map(load, options.suites)
            for case in suite.cases
            if case.kind is Kind.QUESTION
        }
        lines = [item for item in records.read(options.results) if item["repeat"] == 0]
    except BaogaoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    pairs = [(cases[key], item) for item in lines if (key := (item["suite"], item["case"])) in cases]
    sys.stdout.write(json.dumps(FORMATS[options.format](pairs), ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
