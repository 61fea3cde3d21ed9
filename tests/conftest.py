"""Fixtures that every test may use.

With BAOGAO_TEST_DATABASE_URL and BAOGAO_TEST_CHROMA_URL set (`make test-servers`) every library of the tests, in their
own process and in those that they start, stands in PostgreSQL and on a Chroma server.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import ARGUMENTS, Visit, chromium, served, visiting
from playwright.sync_api import BrowserContext, sync_playwright

ON_SERVERS = "BAOGAO_TEST_DATABASE_URL" in os.environ
if ON_SERVERS and "sitecustomize" not in os.environ.get("PYTHONPATH", ""):
    folder = str(Path(__file__).parent / "on_servers")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
    sys.path.insert(0, folder)
    sys.modules.pop("sitecustomize", None)
    import sitecustomize  # noqa: F401

from assistant.library import Library  # noqa: E402
from ingest.build import ingest  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The project's own sample reports."""
    return ROOT / "samples" / "reports"


@pytest.fixture(scope="session")
def shared_reports() -> Path:
    """Real reports that stand beside a development checkout; tests that need them are skipped elsewhere."""
    folder = ROOT.parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip(f"real reports are not here: {folder}")
    return folder


@pytest.fixture(scope="session")
def sample_library(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of all sample reports, made once; tests only read it."""
    with Library.open(tmp_path_factory.mktemp("samples") / "store", create=True) as library:
        outcome = ingest([samples], library)
        assert not outcome.rejected
        yield library


@pytest.fixture(scope="session")
def real_library(shared_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of the real reports, where they are here."""
    with Library.open(tmp_path_factory.mktemp("real") / "store", create=True) as library:
        ingest([shared_reports], library)
        yield library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library, for one test to fill."""
    with Library.open(tmp_path / "store", create=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def site_store(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The store of the site that browsers visit."""
    folder = tmp_path_factory.mktemp("site") / "store"
    with Library.open(folder, create=True) as library:
        ingest([samples], library)
    return folder


@pytest.fixture(scope="session")
def address(site_store: Path) -> Iterator[str]:
    """The address of the site."""
    with served(site_store, {}) as where:
        yield where


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a busy machine gradio's page now and then loses an event: what a browser sees may be looked at again."""
    for item in items:
        if ON_SERVERS and item.get_closest_marker("sqlite"):
            item.add_marker(pytest.mark.skip(reason="looks into the files of a library in one folder"))
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
    """One browser for all tests: what a page loads once is in its cache."""
    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed (apt install chromium fonts-noto-cjk): the browser tests did not run")
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        context = launched.new_context()
        context.set_default_timeout(60_000)  # on a busy machine
        yield context
        context.close()
        launched.close()


@pytest.fixture
def visit(browser: BrowserContext, address: str) -> Iterator[Visit]:
    """A visit on a wide screen."""
    with visiting(browser, address) as made:
        yield made


@pytest.fixture
def phone(browser: BrowserContext, address: str) -> Iterator[Visit]:
    """A visit on a phone."""
    with visiting(browser, address, width=390, height=844) as made:
        yield made
