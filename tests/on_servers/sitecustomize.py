"""Every library of a test on servers: loaded by the tests, and by Python itself in the processes that they start.

With BAOGAO_TEST_DATABASE_URL (PostgreSQL) and BAOGAO_TEST_CHROMA_URL set, `Library.open` puts each store's database
into a schema of its own and its vectors onto the Chroma server, unless the settings name a database themselves.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from assistant.library import Library
    from assistant.settings import Settings

DATABASE = os.environ.get("BAOGAO_TEST_DATABASE_URL")
CHROMA = os.environ.get("BAOGAO_TEST_CHROMA_URL")


def on_servers(settings: Settings, create: bool) -> Settings:
    """The settings with the servers in them; `create` makes the schema."""
    if DATABASE is None or settings.database_url is not None:
        return settings
    schema = "s" + hashlib.sha256(str(Path(settings.store).resolve()).encode()).hexdigest()[:20]
    if create:
        import psycopg

        with psycopg.connect(DATABASE.replace("+psycopg", "")) as connection:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}".encode())
    address = f"{DATABASE}?options={quote(f'-csearch_path={schema}')}"
    return replace(settings, database_url=address, chroma_url=CHROMA)


def redirect(module: ModuleType) -> None:
    """Make `Library.open` of `assistant.library` open on the servers."""
    opened = module.Library.open.__func__

    def open_on_servers(
        cls: type[Library], /, where: Settings | Path, *, create: bool = False, **more: object
    ) -> Library:
        settings = module.Settings(store=where) if isinstance(where, Path) else where
        library: Library = opened(cls, on_servers(settings, create), create=create, **more)
        return library

    module.Library.open = classmethod(open_on_servers)


class _Redirecting(MetaPathFinder, Loader):
    """Finds `assistant.library` as ever, and redirects it once it is loaded."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name == "assistant.library" else None
        if spec is not None and spec.loader is not None:
            self._loader, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """Python's own way of making a module."""

    def exec_module(self, module: ModuleType) -> None:
        """Load the module, then redirect it."""
        self._loader.exec_module(module)
        redirect(module)


if DATABASE is not None:
    sys.meta_path.insert(0, _Redirecting())
