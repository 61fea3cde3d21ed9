"""Structured logs: one line of JSON on standard error for each record. Personal data and keys are masked."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from assistant.masking import masked

LOG = logging.getLogger("baogao.web")
FIELDS = ("id", "session", "method", "path", "status", "seconds", "question", "user", "reason")
"""What a record may carry besides its message, through `extra`."""
_LONGEST = 8_000
"""Characters of a message or a trace."""


class JsonLines(logging.Formatter):
    """A record as a line of JSON."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(one for one in secrets if one)

    def format(self, record: logging.LogRecord) -> str:
        """One line; `trace` is there for an error that nobody expected."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"time": at, "level": record.levelname.lower(), "logger": record.name}
        line["message"] = self._clean(record.getMessage())
        for name in FIELDS:
            value = getattr(record, name, None)
            if value is not None:
                line[name] = self._clean(value) if isinstance(value, str) else value
        if record.exc_info:
            line["trace"] = self._clean(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[key]")
        return masked(text[-_LONGEST:])


def begin(level: str, secrets: Iterable[str] = (), out: TextIO | None = None) -> None:
    """Send all records of this process there (standard error) from now on; `level` is `warning` or `info`."""
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(JsonLines(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOG.setLevel(logging.INFO if level == "info" else logging.WARNING)
