"""How Chroma is reached: in a folder, or on a server of one's own that is the one written in Rust.

Nothing of chromadb is loaded before first use.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlsplit
from urllib.request import urlopen

from assistant.errors import LibraryError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client

_PATIENCE = 10
"""Seconds until a server must have answered its first question."""


def embedded(folder: Path) -> ClientAPI:
    """The client of this process alone, over a folder, which is made when it is not there. Raises OSError."""
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


def address_of(url: str) -> SplitResult:
    """The parts of a server's address. Raises LibraryError."""
    address = urlsplit(url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise LibraryError(
            f"Chroma 的地址应如 http://主机:端口，而不是 {url}。The Chroma address must look like http://host:port."
        )
    return address


def served(address: SplitResult) -> ClientAPI:
    """A client of the server, which must be the one written in Rust. Raises LibraryError, OSError, ValueError."""
    import chromadb
    from chromadb.config import Settings

    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    _confirm(f"{address.scheme}://{address.hostname}:{port}")
    settings = Settings(anonymized_telemetry=False)
    return chromadb.HttpClient(host=str(address.hostname), port=port, ssl=secure, settings=settings)


def collections(url: str) -> list[str]:
    """The names of all indexes on the Chroma server at `url`. Raises LibraryError."""
    from chromadb.errors import ChromaError

    try:
        client = served(address_of(url))
        try:
            return [one.name for one in client.list_collections()]
        finally:
            close(client)
    except (ChromaError, ValueError, OSError) as error:
        raise unusable(error) from error


def close(client: ClientAPI) -> None:
    """Let go of the folder or the server."""
    opened = cast("Client", client)
    servers = [getattr(one, "_server", None) for one in (opened, opened._admin_client)]
    sessions = [getattr(server, "_session", None) for server in servers]
    opened.close()
    for session in sessions:  # to a server, which Chroma's own `close` leaves open
        if session is not None:
            session.close()


def unusable(error: Exception) -> LibraryError:
    """What is wrong with an index, as a sentence."""
    return LibraryError(
        f"向量索引无法使用（{error}），请检查或重建。The vector index cannot be used; check it or rebuild it."
    )


def _confirm(server: str) -> None:
    """Only the Rust server says how its executor is; the one in Python, which lets strangers run code, knows no such
    page. Raises LibraryError, OSError.
    """
    try:
        with urlopen(f"{server}/api/v2/healthcheck", timeout=_PATIENCE) as reply:
            said = json.loads(reply.read(10_000))
    except (HTTPError, ValueError):
        said = None
    if not isinstance(said, dict) or "is_executor_ready" not in said:
        raise LibraryError(
            f"{server} 不是 Rust 版的 Chroma 服务（chroma run），不能使用。It is not Chroma's Rust server."
        )
