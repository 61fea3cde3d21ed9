from __future__ import annotations

import pytest

from assistant.answer import Reason, Scope, Status
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.understanding.question import understand
from assistant.understanding.scope import Resolved, Unresolved, resolve


@pytest.fixture(scope="module")
def catalog(sample_library: Library) -> Catalog:
    return Catalog(sample_library)


def resolved(catalog: Catalog, text: str, scope: Scope | None = None) -> Resolved | Unresolved:
    return resolve(understand(text, (), catalog.names), catalog, scope or Scope())


def pairs(outcome: Resolved | Unresolved) -> list[tuple[str, int]]:
    assert isinstance(outcome, Resolved)
    return [(target.agency, target.year) for target in outcome.targets]


def test_one_agency_and_one_year_are_one_report(catalog: Catalog) -> None:
    assert pairs(resolved(catalog, "砚溪县财政局2021年新收多少件")) == [("砚溪县财政局", 2021)]


def test_agencies_come_in_the_order_of_the_question_and_years_ascend(catalog: Catalog) -> None:
    outcome = resolved(catalog, "砚溪县教育体育局、砚溪县财政局2022年和2020年各新收多少件")
    assert pairs(outcome) == [
        ("砚溪县教育体育局", 2020),
        ("砚溪县教育体育局", 2022),
        ("砚溪县财政局", 2020),
        ("砚溪县财政局", 2022),
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [("历年", [2019, 2020, 2021, 2022]), ("近两年", [2021, 2022]), ("2020年以来", [2020, 2021, 2022])],
)
def test_open_years_are_those_that_are_loaded(catalog: Catalog, text: str, years: list[int]) -> None:
    assert [year for _, year in pairs(resolved(catalog, f"霁川市{text}新收多少件"))] == years


def test_a_year_that_is_missing_beside_others_is_named(catalog: Catalog) -> None:
    outcome = resolved(catalog, "霁川市2018年和2019年新收多少件")
    assert isinstance(outcome, Resolved)
    ((agency, year),) = outcome.missing
    assert (agency[:3], year) == ("霁川市", 2018)


@pytest.mark.parametrize(
    ("text", "status", "reason", "asked"),
    [
        ("霁川市财政局2021年新收多少件", Status.REFUSED, Reason.REPORT_NOT_LOADED, "霁川市财政局"),
        ("清泉县2021年新收多少件", Status.REFUSED, Reason.REPORT_NOT_LOADED, "清泉县"),
        ("霁川市2018年新收多少件", Status.REFUSED, Reason.YEAR_NOT_COVERED, "2018"),
        ("霁川市2030年以来新收多少件", Status.REFUSED, Reason.YEAR_NOT_COVERED, "2030"),
        ("霁川市2021年新收比2018年多多少件", Status.REFUSED, Reason.YEAR_NOT_COVERED, "2018"),
        ("霁川市2023年新收比2022年多多少件", Status.REFUSED, Reason.YEAR_NOT_COVERED, "2023"),
        ("霁川市2017到2023年新收增长百分之多少", Status.REFUSED, Reason.YEAR_NOT_COVERED, "2017、2023"),
        ("霁川市去年新收多少件", Status.CLARIFY, Reason.AMBIGUOUS, "去年"),
        ("霁川市新收多少件", Status.CLARIFY, Reason.AMBIGUOUS, "year"),
        ("2021年新收多少件", Status.CLARIFY, Reason.AMBIGUOUS, "agency"),
    ],
)
def test_why_no_report_can_be_chosen(catalog: Catalog, text: str, status: Status, reason: Reason, asked: str) -> None:
    outcome = resolved(catalog, text)
    assert isinstance(outcome, Unresolved)
    assert (outcome.status, outcome.reason, outcome.asked) == (status, reason, asked)
    assert outcome.choices


def test_choices_are_of_the_year_that_was_asked_for(catalog: Catalog) -> None:
    outcome = resolved(catalog, "2020年新收多少件")
    assert isinstance(outcome, Unresolved)
    assert {target.year for target in outcome.choices} == {2020}
    assert len(outcome.choices) == 4


def test_a_text_question_without_a_year_takes_all_years_and_says_so(catalog: Catalog) -> None:
    outcome = resolved(catalog, "霁川市存在哪些问题")
    assert isinstance(outcome, Resolved)
    assert outcome.assumed_year
    assert len(outcome.targets) == 4


def test_the_callers_scope_narrows_before_the_question_does(catalog: Catalog) -> None:
    assert pairs(resolved(catalog, "新收多少件", Scope(agency="砚溪县财政局", year=2021))) == [("砚溪县财政局", 2021)]
    assert pairs(resolved(catalog, "新收多少件", Scope(file="jichuan-2020.docx")))[0][1] == 2020
    assert isinstance(resolved(catalog, "霁川市2021年新收多少件", Scope(agency="砚溪县财政局")), Unresolved)
    nothing = resolved(catalog, "新收多少件", Scope(agency="清泉县"))
    assert isinstance(nothing, Unresolved)
    assert nothing.reason is Reason.REPORT_NOT_LOADED
