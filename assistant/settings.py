"""One frozen Settings, the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError


@dataclass(frozen=True)
class Settings:
    """What can be configured. Field `x` is read from `BAOGAO_X`."""

    store: Path = Path("data")
    """The folder that holds the library."""
    database_url: str | None = None
    """An SQLAlchemy URL; None means SQLite inside the store."""
    embedder: str | None = None
    """A sentence-transformers name or folder; None means the bundled model."""
    host: str = "127.0.0.1"
    port: int = 7860

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings. Raises UsageError when a value cannot be understood."""
        env = os.environ if environ is None else environ

        def text(name: str) -> str | None:
            return env.get(f"BAOGAO_{name}", "").strip() or None

        port = text("PORT") or str(cls.port)
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise UsageError(f"BAOGAO_PORT 必须是 1–65535 之间的整数，现为“{port}” / must be a port number")
        return cls(
            store=Path(text("STORE") or cls.store),
            database_url=text("DATABASE_URL"),
            embedder=text("EMBEDDER"),
            host=text("HOST") or cls.host,
            port=int(port),
        )
