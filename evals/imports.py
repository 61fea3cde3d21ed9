"""Other tools' files as suites of ours, with the answers that they hold: what another system said, by our measures.

python -m evals.imports ragas dataset.json --out mine    # writes mine/imported.yaml and mine/answers.jsonl
baogao eval mine/imported.yaml --out mine --score-only   # scores the answers in the file
baogao eval mine/imported.yaml --out ours                # asks Baogao the same questions over your library
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.answer import Status
from assistant.errors import BaogaoError
from evals.errors import EvaluationError, at
from evals.export import NO_ANSWER
from evals.fields import Fields
from evals.records import Record

Json = dict[str, Any]
NAME = "imported"


def ragas(data: object, file: Path) -> list[tuple[Json, Json | None]]:
    """Cases and answers of Ragas' single-turn samples. `reference_contexts` name no file, so they prove nothing here.

    Raises EvaluationError naming the sample and the field.
    """
    found = []
    for number, one in enumerate(_objects(data, file, "samples"), 1):
        case = _case(f"{number:04}", one.string("user_input", required=True), one.string("reference"))
        contexts = [_citation(n, "", text) for n, text in enumerate(one.strings("retrieved_contexts"), 1)]
        found.append((case, _answer(one, contexts)))
    return found


def ragchecker(data: object, file: Path) -> list[tuple[Json, Json | None]]:
    """Cases and answers of RAGChecker's checking inputs. Raises EvaluationError naming the result and the field."""
    results = data.get("results") if isinstance(data, Mapping) else None
    found = []
    for one in _objects(results, file, "results"):
        case_id = one.string("query_id", required=True) or ""
        case = _case(case_id, one.string("query", required=True), one.string("gt_answer"))
        contexts = [
            _citation(n, context.string("doc_id") or "", context.text("text"))
            for n, context in enumerate(one.children("retrieved_context"), 1)
        ]
        found.append((case, _answer(one, contexts)))
    return found


FORMATS: dict[str, Callable[[object, Path], list[tuple[Json, Json | None]]]] = {
    "ragas": ragas,
    "ragchecker": ragchecker,
}


def _objects(data: object, file: Path, name: str) -> list[Fields]:
    if not isinstance(data, list) or not data:
        raise at(file, None, name, "应为非空的列表", "must be a list that is not empty")
    for number, one in enumerate(data):
        if not isinstance(one, dict):
            raise at(file, None, f"{name}[{number}]", "应为对象", "must be an object")
    return [Fields(file, one, path=f"{name}[{number}].") for number, one in enumerate(data)]


def _case(case_id: str, question: str | None, reference: str | None) -> Json:
    answered = reference is not None and reference != NO_ANSWER
    expect = {"status": "answered", "reference": reference} if answered else {"status": "refused"}
    return {"id": case_id, "question": question, "tags": [NAME], "expect": expect}


def _citation(n: int, place: str, text: str) -> Json:
    """A retrieved context as a citation; of a place like "a.pdf:120" the number is where it starts."""
    file, _, start = place.rpartition(":")
    known = bool(file) and start.isdigit()
    return {"n": n, "file": file if known else place, "start": int(start) if known else 0, "quote": text}


def _answer(fields: Fields, citations: Sequence[Json]) -> Json | None:
    """What the file says was answered; None where it holds no answers. An empty one is a refusal."""
    if "response" not in fields:
        return None
    said = fields.text("response")
    status = Status.ANSWERED if said.strip() else Status.REFUSED
    return {"status": status.value, "answer": said, "citations": list(citations), "figures": [], "confidence": 0.0}


def write(pairs: Sequence[tuple[Json, Json | None]], out: Path) -> Path:
    """Write the suite, and the answers beside it; the suite's file."""
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{NAME}.jsonl").write_text(_lines(case for case, _ in pairs), "utf-8")
    (out / f"{NAME}.yaml").write_text(f"suite: {NAME}\ntitle: Imported\ncases: {NAME}.jsonl\n", "utf-8")
    records = [
        Record(f"{NAME}-{case['id']}", NAME, case["id"], 0, answer, None, 0.0).json()
        for case, answer in pairs
        if answer is not None
    ]
    if records:
        (out / "answers.jsonl").write_text(_lines(records), "utf-8")
    return out / f"{NAME}.yaml"


def _lines(items: Iterable[Json]) -> str:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a suite from another tool's file, and print its path."""
    parser = argparse.ArgumentParser(prog="python -m evals.imports", description="Other tools' files as suites.")
    parser.add_argument("format", choices=sorted(FORMATS))
    parser.add_argument("file", type=Path, metavar="FILE", help="the other tool's JSON")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the suite and its answers go")
    options = parser.parse_args(arguments)
    try:
        sys.stdout.write(f"{write(FORMATS[options.format](_read(options.file), options.file), options.out)}\n")
    except BaogaoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _read(file: Path) -> object:
    try:
        return json.loads(file.read_text("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise at(file, error.lineno, "", f"不是合法的 JSON：{error.msg}", "not JSON") from None
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{file}：读不到 / cannot be read: {error}") from None


if __name__ == "__main__":
    raise SystemExit(main())
