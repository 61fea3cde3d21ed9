"""Reading on a Ray cluster of several nodes, one of which dies, gives what reading here gives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant import cli
from assistant.errors import UsageError
from assistant.library import Library
from assistant.search.embedding import embed
from ingest.build import ingest
from ingest.cluster import reading_on
from ingest.outcome import IngestOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ray.cluster_utils import Cluster

pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own, of which there are many


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A head without processors and two nodes with one each."""
    pytest.importorskip("ray", reason="ray is not installed (pip install 'baogao[ray]'): no cluster was tried")
    import ray
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    for _ in range(2):
        made.add_node(num_cpus=1)
    yield made
    ray.shutdown()
    made.shutdown()  # type: ignore[no-untyped-call,unused-ignore]


@pytest.fixture
def files(samples: Path, tmp_path: Path) -> Path:
    """Good files of several kinds, one that is damaged, and one with a sidecar."""
    folder = tmp_path / "in"
    folder.mkdir()
    for path in sorted(samples.iterdir()):
        if path.suffix in (".html", ".docx", ".md"):
            shutil.copy(path, folder)
    (folder / "damaged.docx").write_bytes(b"PK\x03\x04 no document")
    first = sorted(folder.glob("*.html"))[0]
    first.with_name(first.name + ".baogao.yaml").write_text("region: 测试省\n", encoding="utf-8")
    return folder


def _fates(outcome: IngestOutcome) -> list[object]:
    done = [replace(one, seconds=0.0) for one in outcome.ingested]
    return [*done, *outcome.rejected]


def test_a_cluster_that_is_not_there_is_named() -> None:
    pytest.importorskip("ray", reason="ray is not installed")
    with pytest.raises(UsageError, match=r"127\.0\.0\.1:9"):
        reading_on("127.0.0.1:9", partial(embed, None))


def test_a_cluster_that_loses_a_node_reads_what_one_machine_reads(
    cluster: Cluster, files: Path, library: Library, tmp_path: Path
) -> None:
    reading = reading_on(cluster.address, partial(embed, None))
    lost: list[str] = []

    def lose(file: str, _done: int, _total: int) -> None:
        if not lost:
            lost.append(file)
            cluster.remove_node(cluster.worker_nodes.copy().pop(), allow_graceful=False)

    spread = ingest([files], library, reading=reading, progress=lose)
    with Library.open(tmp_path / "here", create=True) as here:
        alone = ingest([files], here, jobs=2)
        assert here.digest() == library.digest()
    assert lost
    assert _fates(spread) == _fates(alone)
    assert [one.code for one in spread.rejected] != []
    assert library.verify().problems == ()


def test_vectors_of_another_embedder_are_not_used(cluster: Cluster, files: Path, library: Library) -> None:
    def other(texts: Sequence[str]) -> tuple[str, Any]:
        return "another", embed(None, texts)[1] * 0

    ingest(sorted(files.glob("*.md"))[:1], library, reading=reading_on(cluster.address, other))
    assert library.verify().problems == ()


def test_without_ray_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], samples: Path, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    assert cli.main(["ingest", "--store", str(tmp_path / "s"), "--ray", "auto", str(samples)]) == 2
    assert "baogao[ray]" in capsys.readouterr().err
