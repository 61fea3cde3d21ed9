"""Ask every case and keep the answers. Asking is apart from scoring: stored answers can be scored again."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import assistant
import ingest
from assistant import wire
from assistant.answer import Question, Turn
from assistant.library import Library
from assistant.prompting import Prompts
from evals.cases import Case, Kind
from evals.dataset import Suite
from evals.engine import EMBEDDED, Engine
from evals.records import Answers, Record

Put = Callable[[Case, Question, Record], Record]
Progress = Callable[[str, int, int], object]
"""Told the suite's name, the cases done and all of its cases."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: `limit` draws that many cases (whole conversations) with the seed; each is asked `repeat` times."""

    limit: int | None = None
    seed: int = 0
    repeat: int = 1
    jobs: int = 1
    limit_s: float | None = None
    """Seconds after which a case counts as failed; the others go on."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that a result depends on, recorded with it."""

    version: str
    code: str
    """A digest of the product's source."""
    library: str
    """A digest of the reports and of what was read from them."""
    embedder: str
    engine: str
    prompts: str
    seed: int
    date: str
    machine: str
    judge: str | None = None
    """The model that judged the answers, and its prompt's version; no answer depends on it."""

    @property
    def answering(self) -> str:
        """The part that an answer depends on; the date and the machine do not change it."""
        return "|".join((self.version, self.code, self.library, self.embedder, self.engine, self.prompts))


def configuration(library: Library, seed: int, engine: str = EMBEDDED) -> Configuration:
    """What is being measured."""
    held = sorted((r.sha256, r.report_id, r.tables, r.figures, r.chunks) for r in library.reports())
    return Configuration(
        version=_version(),
        code=_code(),
        library=_digest(held),
        embedder=library.settings.embedder or "bundled",
        engine=engine,
        prompts="none" if engine == EMBEDDED else " ".join(Prompts.load().ids()),
        seed=seed,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        machine=f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}",
    )


def answer(
    suite: Suite, engine: Engine, key: str, answers: Answers, options: Options, progress: Progress | None = None
) -> list[Record]:
    """Ask the suite's cases; what `answers` holds for this `key` is not asked again. In the suite's order.

    A case that fails is a record with its error; the others are asked all the same.
    """
    put = partial(_put, engine, options.limit_s)
    work = [(unit, repeat) for repeat in range(options.repeat) for unit in units(suite, options)]

    def run(item: tuple[Sequence[Case], int]) -> list[Record]:
        return _converse(suite.name, *item, put, key, answers)

    total = sum(len(unit) for unit, _ in work)
    found: list[Record] = []
    if progress is not None:
        progress(suite.name, 0, total)
    with ThreadPoolExecutor(max_workers=options.jobs) as pool:
        for records in pool.map(run, work):
            found += records
            if progress is not None:
                progress(suite.name, len(found), total)
    return found


def units(suite: Suite, options: Options) -> list[tuple[Case, ...]]:
    """What is asked in one go: single cases, and whole conversations in order. `limit` counts cases."""
    grouped: dict[str, list[Case]] = {}
    for case in suite.cases:
        name = f"c:{case.conversation}" if case.conversation else f"i:{case.id}"
        grouped.setdefault(name, []).append(case)
    whole = [tuple(cases) for cases in grouped.values()]
    if options.limit is None:
        return whole
    chosen: set[int] = set()
    taken = 0
    for place in random.Random(options.seed).sample(range(len(whole)), len(whole)):
        if taken < options.limit:
            chosen.add(place)
            taken += len(whole[place])
    return [unit for place, unit in enumerate(whole) if place in chosen]


def _converse(suite: str, cases: Sequence[Case], repeat: int, put: Put, key: str, answers: Answers) -> list[Record]:
    turns: list[Turn] = []
    records = []
    for case in cases:
        asked = Question(case.question, (*case.history, *turns), case.scope)
        own = _digest([key, suite, case.id, repeat, case.kind, wire.to_json(asked), wire.to_json(case.audited)])
        record = answers.get(own)
        if record is None:
            record = put(case, asked, Record(own, suite, case.id, repeat, {}, None, 0.0))
            answers.add(record)
        records.append(record)
        turns.append(Turn(case.question, str(record.answer.get("answer") or "")))
    return records


def _put(engine: Engine, limit_s: float | None, case: Case, asked: Question, blank: Record) -> Record:
    """One case put to the engine; what it raises, or how long it hangs, is the record's error."""
    started = time.perf_counter()
    try:
        found = within(limit_s, lambda: _put_by_kind(engine, case, asked))
    except Exception as error:  # noqa: BLE001 - a defect of what is measured is a failed case, not the end of the run
        return replace(blank, error=f"{type(error).__name__}: {error}", seconds=_since(started))
    return replace(blank, answer=found, seconds=_since(started))


def _put_by_kind(engine: Engine, case: Case, asked: Question) -> Mapping[str, Any]:
    if case.kind is Kind.CLAIMS:
        return engine.check(case.question, case.scope)
    if case.audited is not None:
        return engine.audit(case.audited)
    return engine.ask(asked)


def within(limit_s: float | None, work: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """What `work` returns. Raises TimeoutError when it takes longer: its thread is left behind and holds up nothing."""
    if limit_s is None:
        return work()
    done: Queue[Mapping[str, Any] | Exception] = Queue()

    def run() -> None:
        try:
            done.put(work())
        except Exception as error:  # noqa: BLE001 - raised again below, in the thread that waits
            done.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        found = done.get(timeout=limit_s)
    except Empty:
        raise TimeoutError(f"{limit_s:g} 秒内没有回答 / no answer within {limit_s:g} s") from None
    if isinstance(found, Exception):
        raise found
    return found


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 4)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:24]


def _version() -> str:
    try:
        return metadata.version("baogao")
    except metadata.PackageNotFoundError:
        return "(not installed)"


@cache
def _code() -> str:
    """The product's source decides its answers: a changed line asks everything anew."""
    folders = [Path(folder) for package in (assistant, ingest) for folder in package.__path__]
    files = sorted(file for folder in folders for ending in ("*.py", "*.yaml") for file in folder.rglob(ending))
    return _digest([[file.name, hashlib.sha256(file.read_bytes()).hexdigest()] for file in files])
