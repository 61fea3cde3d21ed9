"""Reading and embedding spread over a Ray cluster: the same sandbox, retries and outcomes as on one machine.

The only importer of ray. A task gets a file's bytes (nodes need no common disk), reads them in the node's own confined
child and embeds the chunks there. What a lost node had begun, Ray begins anew on another; what it gives up on is read
here. Every node must have this version of Baogao and the embedder's files. Ray runs whatever it is sent: keep the
cluster on a private network.
"""

from __future__ import annotations

import logging
import socket
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from assistant.errors import UsageError
from assistant.library import Embedded
from ingest.limits import LIMITS
from ingest.outcome import Rejected
from ingest.overrides import SIDECAR
from ingest.workers import Reader, Reading, read_all

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)
_PATIENCE = 5
"""Seconds within which a cluster's head must answer."""
_RETRIES = 3
"""How often Ray begins a task anew whose worker or node was lost."""
_AHEAD = 8
"""Files under way for each processor of the cluster: enough to keep it busy, few enough to keep in memory."""

Embed = Callable[[Sequence[str]], tuple[str, "NDArray[np.float32]"]]
"""Texts → the embedder's fingerprint and their vectors, of shape (n, d). Importable."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file on its way to a node."""

    name: str
    data: bytes
    sidecar: bytes | None


def reading_on(address: str, embed: Embed) -> Callable[[Sequence[Path], Reader, int], Iterator[Reading | Rejected]]:
    """As `ingest.workers.read_all`, on the cluster at this address ("auto", or "host:port" of its head).

    Raises UsageError when ray is not installed or no cluster answers.
    """
    try:
        import ray
    except ModuleNotFoundError:
        raise UsageError(
            "--ray 需要安装 ray：pip install 'baogao[ray]' / --ray needs the extra `ray` to be installed"
        ) from None
    if not ray.is_initialized():
        try:
            _reach(address)
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        except (OSError, RuntimeError, ValueError) as error:
            raise UsageError(f"Ray 集群 {address} 无法连接：{error} / the Ray cluster cannot be reached") from error
    return partial(_read_all, embed)


def _reach(address: str) -> None:
    """Ray itself knocks for minutes where nobody answers. Raises OSError."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=_PATIENCE).close()


def _read_all(embed: Embed, paths: Sequence[Path], reader: Reader, _jobs: int) -> Iterator[Reading | Rejected]:
    """What became of each file, in the order of `paths`; the processors are the cluster's."""
    import ray

    task: Any = ray.remote(max_retries=_RETRIES, num_cpus=1)(_read)
    resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call,unused-ignore]
    most = _AHEAD * max(1, int(resources.get("CPU", 1)))
    waiting = deque(range(len(paths)))
    under_way: dict[Any, int] = {}
    ready: dict[int, Reading | Rejected] = {}
    for wanted in range(len(paths)):
        while wanted not in ready:
            while waiting and len(under_way) < most and waiting[0] < wanted + 2 * most:
                number = waiting.popleft()
                file = _packed(paths[number])
                if file is None:
                    ready[number] = _read_here(paths[number], reader)
                else:
                    under_way[task.remote(file, reader, embed)] = number
            if under_way:
                done, _ = ray.wait(list(under_way), num_returns=1)
                number = under_way.pop(done[0])
                ready[number] = _received(done[0], paths[number], reader)
        yield ready.pop(wanted)


def _packed(path: Path) -> _File | None:
    """The file with its sidecar; None for one whose fate is better told here: it cannot be read, or is too large."""
    beside = path.with_name(path.name + SIDECAR)
    try:
        if path.stat().st_size > LIMITS.file_bytes:
            return None
        return _File(path.name, path.read_bytes(), beside.read_bytes() if beside.is_file() else None)
    except OSError:
        return None


def _received(reference: Any, path: Path, reader: Reader) -> Reading | Rejected:  # noqa: ANN401 - Ray's own
    """The result of a task, under the path that the file has here."""
    import ray

    try:
        result: Reading | Rejected = ray.get(reference)
    except ray.exceptions.RayError as error:
        _log.warning("%s was given up by the cluster (%s) and is read here", path, type(error).__name__)
        return _read_here(path, reader)
    return replace(result, file=str(path)) if isinstance(result, Rejected) else replace(result, path=path)


def _read_here(path: Path, reader: Reader) -> Reading | Rejected:
    return next(read_all([path], reader, 1))


def _read(file: _File, reader: Reader, embed: Embed) -> Reading | Rejected:
    """On a node: read a file in its confined child, and embed what was read."""
    with TemporaryDirectory(prefix="baogao-ray-") as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.data)
        if file.sidecar is not None:
            path.with_name(path.name + SIDECAR).write_bytes(file.sidecar)
        result = _read_here(path, reader)
    if isinstance(result, Rejected) or not result.chunks:
        return result
    fingerprint, vectors = embed([chunk.text for chunk in result.chunks])
    return replace(result, embedded=Embedded(fingerprint, tuple(vectors)))
