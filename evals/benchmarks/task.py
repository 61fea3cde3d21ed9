"""A public data set as documents and questions, and how Baogao does on it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.answer import Answer, Question, Scope, Status
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.search.retriever import search
from assistant.tables.finding import find_tables
from evals import ranking, statistics
from evals.normal import plain
from evals.scoring import character_f1
from ingest.build import ingest

K = 10
_CANDIDATES = 50
"""Chunks that are looked at to find the best K documents."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question of the data set."""

    id: str
    question: str
    document: str
    """The file that answers it; empty where none is given."""
    answers: tuple[str, ...] = ()
    """Right spans or values; none where they are not given."""
    cells: frozenset[tuple[int, int]] = frozenset()
    """Right cells, by the place where each begins in its table's grid."""
    answerable: bool = True
    sentences: tuple[str, ...] = ()
    """Sentences that hold the answer, wherever they stand."""
    facts: tuple[tuple[str, ...], ...] = ()
    """What must be found among all documents: of each entry one of its spellings."""
    result: tuple[str, ...] = ()
    """The values that a right answer consists of, as a database would return them."""
    beside: tuple[str, ...] = ()
    """Further files that answer it together with `document`: the second table of a comparison."""


@dataclass(frozen=True, slots=True)
class Task:
    """Documents to make a library of, and questions about them."""

    name: str
    documents: Mapping[str, str]
    """By file name; the name's ending is the format."""
    items: Sequence[Item]
    search: bool
    """Whether the evidence must be found among all documents; else each question names its own document."""
    tables: bool = False
    """Whether the documents are tables: then the order in which tables are tried is measured as well."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on a task."""

    task: str
    questions: int
    documents: int
    rejected: int
    """Documents that could not be read; their questions count as wrong."""
    metrics: dict[str, float] = field(default_factory=dict)


def measure(task: Task, limit: int | None = None, seed: int = 0, jobs: int = 1) -> Measured:
    """Build a library of the task's documents and ask its questions, or `limit` of them drawn with the seed."""
    items = list(task.items)
    if limit is not None and limit < len(items):
        items = random.Random(seed).sample(items, limit)
    needed = task.documents if task.search else {item.document: task.documents[item.document] for item in items}
    with TemporaryDirectory(prefix="baogao-benchmark-") as name:
        folder = Path(name)
        for file, text in needed.items():
            (folder / file).write_text(text, "utf-8")
        with Library.open(folder / "store", create=True) as library:
            outcome = ingest([folder / file for file in needed], library, jobs=jobs)
            found = _searched(library, items) if task.search else _asked(library, items)
            found |= _tables_first(library, items) if task.tables else {}
    return Measured(task.name, len(items), len(needed), len(outcome.rejected), found)


def _searched(library: Library, items: Sequence[Item]) -> dict[str, float]:
    """Documents by their rank; sentences by whether a returned chunk holds them; refusals where none has an answer."""
    found = _retrieval(library, [item for item in items if item.document and not item.facts and item.answerable])
    found |= _sentences(library, [item for item in items if item.sentences])
    found |= _facts(library, [item for item in items if item.facts])
    asked = [item for item in items if item.result]
    if any(not item.answerable for item in items):
        asked = list(items)
    assistant = Assistant(library)
    pairs = [(item, assistant.ask(Question(item.question, scope=_scope(item)))) for item in asked]
    found |= _results([pair for pair in pairs if pair[0].result])
    return found | (_confidence(pairs) if any(not item.answerable for item in items) else {})


def _scope(item: Item) -> Scope:
    """The document that a question of facts, or without an answer, is asked about; else all are searched."""
    return Scope(file=item.document) if item.facts or (not item.answerable and item.document) else Scope()


def _facts(library: Library, items: Sequence[Item]) -> dict[str, float]:
    """The share of the questions whose facts all stand in the five best chunks, and of the single facts that do."""
    if not items:
        return {}
    whole = single = total = 0
    for item in items:
        text = " ".join(plain(one.chunk.text) for one in search(library, item.question, 5))
        held = [any(plain(one) in text for one in spellings) for spellings in item.facts]
        whole, single, total = whole + all(held), single + sum(held), total + len(held)
    return {"all_facts@5": whole / len(items), "fact_recall@5": single / total}


def _results(pairs: Sequence[tuple[Item, Answer]]) -> dict[str, float]:
    """Exact match of a result: all of its numbers and nothing else are asserted, or all of its words are said."""
    if not pairs:
        return {}
    right = sum(same_result(item.result, answer) for item, answer in pairs)
    wrong = sum(a.status is Status.ANSWERED and not same_result(item.result, a) for item, a in pairs)
    return {"result_exact": right / len(pairs), "result_wrong": wrong / len(pairs)}


def same_result(result: Sequence[str], answer: Answer) -> bool:
    """Numbers are compared to two decimals, as databases return binary floats."""
    if answer.status is not Status.ANSWERED:
        return False
    wanted = [_cents(value) for value in result]
    if None not in wanted:
        return sorted(map(str, wanted)) == sorted(str(_cents(str(one.value))) for one in answer.figures)
    said = plain(answer.answer)
    return all(plain(value) in said for value in result)


def _cents(text: str) -> Decimal | None:
    try:
        return Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        return None


def _tables_first(library: Library, items: Sequence[Item]) -> dict[str, float]:
    """How often the table that is tried first is one of a question's tables, and how often the first of them."""
    files = {info.report_id: info.file for info in library.reports()}
    first = [(item, next(iter(find_tables(library, item.question, None)), None)) for item in items]
    best = [(item, None if one is None else files[one.report_id]) for item, one in first]
    right = sum(file in (item.document, *item.beside) for item, file in best)
    return {
        "table_first": right / len(items),
        "first_table_first": sum(file == item.document for item, file in best) / len(items),
    }


def _sentences(library: Library, items: Sequence[Item]) -> dict[str, float]:
    """The share of a question's sentences that the five best chunks hold, averaged over questions."""
    if not items:
        return {}
    total = 0.0
    for item in items:
        texts = [plain(one.chunk.text) for one in search(library, item.question, 5)]
        total += sum(any(plain(one) in text for text in texts) for one in item.sentences) / len(item.sentences)
    return {"sentence_recall@5": total / len(items)}


def _retrieval(library: Library, items: Sequence[Item]) -> dict[str, float]:
    files = {info.report_id: info.file for info in library.reports()}
    runs = {}
    for item in items:
        passages = search(library, item.question, _CANDIDATES)
        runs[item.id] = list(dict.fromkeys(files[one.chunk.report_id] for one in passages))[:K]
    return ranking.retrieval(runs, {item.id: [item.document] for item in items})


def _asked(library: Library, items: Sequence[Item]) -> dict[str, float]:
    assistant = Assistant(library)
    pairs = [(item, assistant.ask(Question(item.question, scope=Scope(file=item.document)))) for item in items]
    return {
        **_cells([(item, answer) for item, answer in pairs if item.cells]),
        **_spans([(item, answer) for item, answer in pairs if item.answers and item.answerable]),
        **_confidence(pairs),
    }


def _cells(pairs: Sequence[tuple[Item, Answer]]) -> dict[str, float]:
    """Exact match of the set of cells, and its F1."""
    if not pairs:
        return {}
    exact = f1 = 0.0
    for item, answer in pairs:
        cited = cited_cells(answer)
        exact += cited == item.cells
        f1 += 2 * len(cited & item.cells) / (len(cited) + len(item.cells))
    return {"cells_exact": exact / len(pairs), "cells_f1": f1 / len(pairs)}


def cited_cells(answer: Answer) -> frozenset[tuple[int, int]]:
    """The cells that an answer rests on; a refusal rests on none."""
    if answer.status is not Status.ANSWERED:
        return frozenset()
    return frozenset(one.source.cell for one in answer.citations if one.source.cell is not None)


def _spans(pairs: Sequence[tuple[Item, Answer]]) -> dict[str, float]:
    """Against the best of the right spans: is it in the answer, and character F1. A refusal has neither."""
    if not pairs:
        return {}
    texts = [plain(answer.answer) if answer.status is Status.ANSWERED else "" for _, answer in pairs]
    held = sum(any(plain(span) in text for span in item.answers) for (item, _), text in zip(pairs, texts, strict=True))
    f1 = sum(
        max(character_f1(span, text) for span in item.answers) for (item, _), text in zip(pairs, texts, strict=True)
    )
    return {"span_in_answer": held / len(pairs), "span_f1": f1 / len(pairs)}


def _confidence(pairs: Sequence[tuple[Item, Answer]]) -> dict[str, float]:
    """Whether the confidence tells what has an answer from what has none; both kinds of wrong refusing beside it."""
    answerable = [item.answerable for item, _ in pairs]
    documents = [item.document or item.id for item, _ in pairs]
    auroc = statistics.auroc([answer.confidence for _, answer in pairs], answerable, documents, seed=0)
    refused = [answer.status is not Status.ANSWERED for _, answer in pairs]
    over = [no for no, has in zip(refused, answerable, strict=True) if has]
    right = [no for no, has in zip(refused, answerable, strict=True) if not has]
    found = {} if auroc is None else {"auroc": auroc.value}
    found |= {"over_refusal": sum(over) / len(over)} if over else {}
    return found | ({"refusal_recall": sum(right) / len(right)} if right else {})
