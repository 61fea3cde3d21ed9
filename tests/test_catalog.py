"""What is in the library, as answering sees it: versions of one report, scopes, and what was published since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.answer import Question, Scope
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.pipeline import Assistant
from ingest.build import ingest


@pytest.fixture
def two_versions(tmp_path: Path, samples: Path) -> Path:
    """One report as it was harvested, digits glued, and as a page whose tables are whole."""
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(samples / "yanxi-2019.txt", folder / "a.txt")
    page = (samples / "yanxi-2020.html").read_text("utf-8")
    (folder / "b.html").write_text(page.replace("2020", "2019"), "utf-8")
    return folder


def test_of_two_versions_the_one_that_holds_more_of_the_form_answers(two_versions: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "store", create=True) as library:
        outcome = ingest([two_versions], library)
        assert len(outcome.ingested) == 2 and not outcome.rejected
        catalog = Catalog(library)
        agency = catalog.agencies[0]
        target = catalog.target(agency, 2019)
        assert target is not None and catalog.info(target.report_id).file == "b.html"
        assert catalog.versions[agency, 2019] == ("a.txt", "b.html")
        only = catalog.within(Scope(file="a.txt"))
        assert [catalog.info(one.report_id).file for one in only] == ["a.txt"], "a scope may still name the other file"


def test_an_assistant_sees_what_was_published_after_it_was_made(tmp_path: Path, samples: Path) -> None:
    with Library.open(tmp_path / "store", create=True) as library:
        assistant = Assistant(library)
        question = Question("砚溪县财政局2019年新收多少件申请？")
        assert assistant.ask(question).reason is not None
        ingest([samples / "yanxi-finance-2019.html"], library)
        assert [str(figure.value) for figure in assistant.ask(question).figures] == ["0"]


def test_a_scope_takes_any_name_of_an_agency(sample_library: Library) -> None:
    catalog = Catalog(sample_library)
    assert {target.agency for target in catalog.within(Scope(agency="霁川"))} == {"霁川市"}
    assert [target.year for target in catalog.within(Scope(agency="砚溪县财政局", year=2021))] == [2021]
    assert catalog.within(Scope(agency="云岭县")) == []
