"""What is measured. The embedded engine answers, checks and audits without a model; others can stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from assistant import wire
from assistant.answer import Question, Scope
from assistant.audit import audit
from assistant.checking import check
from assistant.engine import assistant_for
from assistant.errors import BaogaoError
from assistant.library import Library
from evals import planted
from evals.cases import Audited
from evals.errors import EvaluationError

Json = dict[str, Any]
EMBEDDED = "embedded"


class Engine(Protocol):
    """A program under test: the JSON of the contract for a question, a draft and a report."""

    def ask(self, question: Question) -> Mapping[str, Any]:
        """The answer to a question; `usage` with `input_tokens` and `output_tokens` where a model was used."""

    def check(self, draft: str, scope: Scope) -> Mapping[str, Any]:
        """The claims of a draft, under `claims`."""

    def audit(self, audited: Audited) -> Mapping[str, Any]:
        """What is wrong with a report, under `findings`."""


class Baogao:
    """Baogao over a library, with a model or without; `reports` are the files that planted faults are made in."""

    def __init__(self, library: Library, llm: str | None = None, reports: tuple[Path, ...] = ()) -> None:
        self._library = library
        self._assistant = assistant_for(library, replace(library.settings, llm=llm))
        self._reports = reports

    def ask(self, question: Question) -> Json:
        """The assistant's answer."""
        found: Json = wire.to_json(self._assistant.ask(question))
        return found

    def check(self, draft: str, scope: Scope) -> Json:
        """The claims of a draft against the library."""
        found: Json = wire.to_json(check(self._library, draft, scope))
        return found

    def audit(self, audited: Audited) -> Json:
        """The findings on a report, in a library of its own with its neighbours."""
        with planted.library_of(audited, self._reports, self._library.settings) as (library, report_id):
            found: Json = wire.to_json(audit(library, (report_id,)))
            return found


def engine(name: str, library: Library, reports: tuple[Path, ...] = ()) -> Engine:
    """The engine of this name: "embedded", or a model as `BAOGAO_LLM` names one.

    Raises EvaluationError when it is none.
    """
    try:
        return Baogao(library, None if name == EMBEDDED else name, reports)
    except BaogaoError as error:
        raise EvaluationError(f"没有引擎“{name}” / no such engine: {error}") from error
