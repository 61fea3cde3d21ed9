"""Our suites agree with the samples' truth: every value, every sum and share in exact decimals, every quote."""

from __future__ import annotations

import json
import operator
import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Status
from evals.cases import Case, Evidence, Kind
from evals.dataset import load
from evals.evaluation import ours
from evals.normal import numbers, plain
from evals.planted import put
from samples.facts import load as load_facts

ROOT = Path(__file__).resolve().parents[1]
CASES = [pytest.param(case, id=case.id) for name in ours() for case in load(name).cases if case.kind is Kind.QUESTION]
LEADING = [
    pytest.param(case, id=case.id)
    for case in load("figures").cases
    if case.operation in ("rank", "count", "extreme", "compare")
]
CLAIMS = [pytest.param(case, id=case.id) for case in load("checks").cases if case.kind is Kind.CLAIMS]
AUDITS = [pytest.param(case, id=case.id) for case in load("checks").cases if case.kind is Kind.AUDIT]
SIZES = {"figures": 180, "text": 60, "refusals": 60, "followups": 40, "checks": 60}
FEWEST = {
    **{"value": 60, "sum": 10, "share": 6, "difference": 6, "growth": 6, "series": 5, "comparable": 5, "prose": 10},
    **{"average": 5, "extreme": 8, "compare": 4, "rank": 4, "top": 4, "count": 5, "trend": 3, "carry-over": 3},
    "whether": 7,
}


def _truth() -> dict[str, dict[str, Any]]:
    records = json.loads((ROOT / "samples" / "truth.json").read_text("utf-8"))
    return {record["file"]: record for record in records}


TRUTH = _truth()
CELLS = {
    (file, cell["table"], tuple(cell["row"]), tuple(cell["col"])): Decimal(cell["value"])
    for file, record in TRUTH.items()
    for cell in record["cells"]
}
PROSE = {r.file: plain("".join([*r.preamble, *(text for part in r.sections for text in part)])) for r in load_facts()}


def cell_value(one: Evidence) -> Decimal:
    assert one.row is not None
    assert one.col is not None
    return CELLS[one.file, one.table or "", one.row, one.col]


def total(cells: Iterable[Evidence]) -> Decimal:
    return sum(map(cell_value, cells), Decimal(0))


def computed(case: Case) -> list[Decimal]:
    """What follows from the truth of the cells that the case names as its evidence."""
    roles: dict[str | None, list[Evidence]] = defaultdict(list)
    for one in case.expect.evidence:
        roles[one.role].append(one)
    match case.operation:
        case "sum":
            return [total(roles["term"])]
        case "average":
            return [total(roles["term"]) / len(roles["term"])]
        case "extreme":
            least = re.search("最少|least|fewest", case.question) is not None
            return [(min if least else max)(map(cell_value, roles["term"]))]
        case "top":
            return sorted(alike(roles[None]), reverse=True)[: len(roles[None])]
        case "share":
            return [100 * total(roles["part"]) / total(roles["whole"])]
        case "difference":
            return [total(roles["after"]) - total(roles["before"])]
        case "growth":
            before = total(roles["before"])
            return [100 * (total(roles["after"]) - before) / before]
        case _:
            return [cell_value(one) for one in roles[None]]


@pytest.mark.parametrize("case", CASES)
def test_every_expected_value_follows_from_the_truth(case: Case) -> None:
    for one in case.expect.evidence:
        if one.quote is None:
            assert one.value is not None
            assert Decimal(one.value) == cell_value(one)
        for quote in (one.quote, *one.also):
            assert quote is None or plain(quote) in PROSE[one.file]
        assert all(Decimal(one.value or "0") in numbers(quote) for quote in one.also if any(map(str.isdigit, quote)))
    expected = case.expect.figures
    if case.operation == "prose":
        (figure,) = expected
        assert {"value": f"{figure.value:f}", "unit": figure.unit} in [
            {"value": item["value"], "unit": item["unit"]} for item in TRUTH[case.expect.evidence[0].file]["prose"]
        ]
        assert figure.value in numbers(case.expect.evidence[0].quote or "")
    elif expected:
        places = [abs(int(figure.value.as_tuple().exponent)) for figure in expected]
        rounded = [
            value.quantize(Decimal(1).scaleb(-n), ROUND_HALF_UP)
            for value, n in zip(computed(case), places, strict=True)
        ]
        assert [figure.value for figure in expected] == rounded


@pytest.mark.parametrize("case", CASES)
def test_every_expected_text_stands_in_its_report(case: Case) -> None:
    if case.operation != "text":
        return
    prose = PROSE[case.expect.evidence[0].file]
    assert all(any(plain(word) in prose for word in words) for words in case.expect.text)
    record = TRUTH[case.expect.evidence[0].file]
    assert not case.expect.items or list(case.expect.items) in (record["problems"], record["improvements"])


def alike(cells: list[Evidence]) -> list[Decimal]:
    """The same cell of every agency in the year, or of every year of the agency, that the cells are about."""
    records = [TRUTH[one.file] for one in cells]
    years, agencies = {r["year"] for r in records}, {r["agency"] for r in records}
    row, col = cells[0].row, cells[0].col
    by, wanted = ("year", years) if len(years) == 1 else ("agency", agencies)
    same = [r for r in TRUTH.values() if r[by] in wanted]
    return [CELLS[r["file"], cells[0].table or "", row or (), col or ()] for r in same]


CONDITION = re.compile(r"terms ([<>=]) (\d+)")
RANK = re.compile(r"rank (\d+) of term (\d+)")
TRIALS = {"<": operator.lt, ">": operator.gt, "=": operator.eq}


@pytest.mark.parametrize("case", LEADING)
def test_what_an_answer_leads_with_follows_from_the_truth(case: Case) -> None:
    terms = [one for one in case.expect.evidence if one.role == "term"]
    values = list(map(cell_value, terms))
    match case.operation:
        case "count":
            found = CONDITION.fullmatch(case.provenance or "")
            assert found is not None
            assert found[2] in case.question or found[2] == "0"
            count = sum(TRIALS[found[1]](value, Decimal(found[2])) for value in values)
            assert f"{count}份" in case.expect.lead
        case "rank":
            found = RANK.fullmatch(case.provenance or "")
            assert found is not None
            mine = values[int(found[2]) - 1]
            assert int(found[1]) == 1 + sum(value > mine for value in values)
            assert f"第{found[1]}" in case.expect.lead
        case "compare":
            best = TRUTH[terms[values.index(max(values))].file]["agency"]
            assert case.expect.lead[0].removesuffix("多") in best
        case _:
            (expected,) = case.expect.figures
            best = TRUTH[terms[values.index(expected.value)].file]
            (led,) = case.expect.lead
            assert led == str(best["year"]) or led in best["agency"]


def possible(case: Case, words: str) -> set[Decimal]:
    """Everything that follows from the evidence of a claims case: values, sums, shares, differences and growth."""
    evidence = case.expect.evidence
    found = {value for one in evidence if one.quote is not None for value in numbers(one.quote)}
    cells = {cell_value(one) for one in evidence if one.quote is None}
    found |= {value / 10_000 for value in cells} if "亿" in words else cells
    roles: dict[str | None, list[Evidence]] = defaultdict(list)
    for one in evidence:
        roles[one.role].append(one)
    found |= {total(roles["term"])} if roles["term"] else set()
    if roles["whole"]:
        found.add(100 * total(roles["part"]) / total(roles["whole"]))
    if roles["after"]:
        change = total(roles["after"]) - total(roles["before"])
        found |= {abs(change), abs(100 * change / total(roles["before"]))}
    return found


def rounded(values: Iterable[Decimal], like: Decimal) -> set[Decimal]:
    return {value.quantize(Decimal(1).scaleb(int(like.as_tuple().exponent)), ROUND_HALF_UP) for value in values}


@pytest.mark.parametrize("case", CLAIMS)
def test_every_verdict_follows_from_the_truth(case: Case) -> None:
    for claim in case.expect.claims:
        known = possible(case, claim.text)
        assert case.question.count(claim.text) == 1
        match = re.search(r"[\d.]+", plain(claim.text))
        assert match is not None
        stated = Decimal(match.group())
        assert (stated in rounded(known, stated)) == (claim.verdict == "supported"), claim
        if claim.verdict == "contradicted":
            assert claim.correct is not None
            assert claim.correct in rounded(known, claim.correct)


@pytest.mark.parametrize("case", [case for case in load("checks").cases if case.kind is Kind.AUDIT], ids=lambda c: c.id)
def test_every_planted_fault_is_there_and_every_clean_report_is_as_it_was(case: Case, tmp_path: Path) -> None:
    assert case.audited is not None
    source = ROOT / "samples" / "reports" / case.audited.report
    copy = tmp_path / source.name
    copy.write_bytes(source.read_bytes())
    for plant in case.audited.plants:
        put(copy, plant)
    assert (copy.read_bytes() != source.read_bytes()) == bool(case.audited.plants)
    required = [one for one in case.expect.findings if not one.optional]
    shipped = bool(TRUTH[case.audited.report].get("planted"))
    assert bool(required) == (bool(case.audited.plants) or shipped)
    assert all(one.stated is None or one.stated != one.computed for one in required)


def test_refusals_for_damage_ask_about_rows_that_nobody_can_cut() -> None:
    damaged = [case for case in load("refusals").cases if "damaged" in case.tags]
    undecidable = {row["row"][-1] for record in TRUTH.values() for row in record.get("undecidable", ())}
    assert damaged
    assert all(any(label in case.question for label in undecidable) for case in damaged)


@pytest.mark.parametrize("name", ours())
def test_the_suites_are_as_large_as_they_claim(name: str) -> None:
    assert len(load(name).cases) >= SIZES[name]


def test_the_figures_cover_every_operation_and_the_hard_negatives() -> None:
    cases = load("figures").cases
    for operation, fewest in FEWEST.items():
        assert sum(case.operation == operation for case in cases) >= fewest, operation
    tags = {tag for name in ours() for case in load(name).cases for tag in case.tags}
    assert tags >= {
        "zero",
        "neighbour",
        "swapped-year",
        "digit-transposition",
        "not-loaded",
        "english",
        "reconstructed",
    }
    assert len({case.conversation for case in load("followups").cases}) == 20


def test_what_cannot_be_answered_expects_no_evidence() -> None:
    for name in ours():
        for case in load(name).cases:
            if case.kind is Kind.QUESTION and Status.ANSWERED not in case.expect.statuses:
                assert not case.expect.figures
                assert not case.expect.evidence
