"""The libraries that suites ask: the store, or one made of the reports that a suite brings."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from assistant.errors import LibraryError
from assistant.library import Library
from assistant.settings import Settings
from evals.dataset import Suite
from evals.errors import EvaluationError
from ingest.build import ingest


class Libraries:
    """Opens each library once; suites that bring the same reports share one. Close by leaving the `with` block."""

    def __init__(self, settings: Settings, *, over_store: bool = False) -> None:
        self._settings = settings
        self._over_store = over_store
        self._stack = ExitStack()
        self._open: dict[tuple[Path, ...], Library] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def of(self, suite: Suite) -> Library:
        """The suite's library. Raises EvaluationError when a report is missing or unreadable, or there is no store."""
        reports = () if self._over_store else suite.reports
        if reports not in self._open:
            try:
                self._open[reports] = self._made(reports) if reports else self._stored()
            except LibraryError as error:
                raise EvaluationError(f"{suite.name}：{error}") from error
        return self._open[reports]

    def _stored(self) -> Library:
        return self._stack.enter_context(Library.open(self._settings))

    def _made(self, reports: tuple[Path, ...]) -> Library:
        for path in reports:
            if not path.exists():
                raise EvaluationError(f"缺少报告“{path}” / {path} is missing")
        folder = self._stack.enter_context(TemporaryDirectory(prefix="baogao-eval-"))
        own = replace(self._settings, store=Path(folder), database_url=None)
        library = self._stack.enter_context(Library.open(own, create=True))
        outcome = ingest(reports, library)
        if outcome.rejected:
            raise EvaluationError(outcome.rejected[0].reason)
        return library
