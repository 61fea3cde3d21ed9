from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answer import Question
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.lookup import contradictions, quantity
from assistant.pipeline import Assistant
from assistant.understanding.agencies import AgencyNames
from assistant.understanding.terms import terms_in
from bench.synthetic import agencies, fill, place_of, reports

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("synthetic") / "store", create=True) as library:
        fill(library, reports(20))
        yield library


def test_the_same_seed_makes_the_same_reports() -> None:
    first, again = list(reports(6, seed=3)), list(reports(6, seed=3))
    assert first == again
    assert [report.year for report in first] == [2019, 2020, 2021, 2022, 2023, 2019]
    assert first != list(reports(6, seed=4))


def test_every_table_adds_up_and_carries_over(library: Library) -> None:
    catalog = Catalog(library)
    for agency in catalog.agencies:
        for year in catalog.years(agency):
            target = catalog.target(agency, year)
            assert target is not None
            for words in ("新收", "不予公开", "行政复议", "结转下年"):
                assert contradictions(library, quantity(library, target, terms_in(words)[0])) == []
            after = catalog.target(agency, year + 1)
            if after is not None:
                left, begun = (
                    quantity(library, one, terms_in(words)[0]).value
                    for one, words in ((target, "结转下年"), (after, "上年结转"))
                )
                assert left == begun


def test_a_synthetic_report_is_answered_like_any_other(library: Library) -> None:
    agency = agencies(1)[0]
    target = Catalog(library).target(agency, 2021)
    assert target is not None
    value = quantity(library, target, terms_in("新收")[0]).value
    answer = Assistant(library).ask(Question(f"{agency}2021年新收多少件申请？"))
    assert [figure.value for figure in answer.figures] == [value]
    assert value is not None and value > Decimal(0)


def test_names_are_found_among_thousands_of_agencies() -> None:
    many = agencies(5_000)
    text = f"{many[4321]}2021年新收多少件申请，比{many[77]}多多少件？"
    assert [mention.agencies for mention in AgencyNames(many).find(text)] == [(many[4321],), (many[77],)]


def test_an_alias_of_the_users_own_is_a_name(tmp_path: Path) -> None:
    with Library.open(tmp_path / "store", create=True) as library:
        fill(library, reports(5))
        agency = agencies(1)[0]
        (tmp_path / "store" / "aliases.yaml").write_text(f"市里那个县: {agency}\n", encoding="utf-8")
        mentions = Catalog(library).names.find("市里那个县2021年新收多少件")
    assert [mention.agencies for mention in mentions] == [(agency,)]


def test_names_go_on_with_districts_where_the_counties_end() -> None:
    many = agencies(25_200)
    assert len(set(many)) == 25_200
    assert {place_of(many[0])[-1], place_of(many[-1])[-1]} == {"县", "区"}


def test_growth_is_measured_at_each_size_and_a_library_is_filled_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.growth", str(tmp_path / "store"), "--text", "--questions", "3", "--reports"]
    for sizes in (("5", "10"), ("10", "15")):
        done = subprocess.run([*command, *sizes], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert "3 agencies" in done.stdout
    assert done.stdout.count("filled up to it") == 1
    with Library.open(tmp_path / "store") as library:
        assert {one.report_id for one in library.reports()} == {one.report_id for one in reports(15)}
