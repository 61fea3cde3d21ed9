"""Our suites agree with the samples' truth: every value, every sum and share in exact decimals, every quote."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Status
from evals.dataset import Case, Evidence, load
from evals.evaluation import ours
from evals.normal import numbers, plain
from samples.facts import load as load_facts

ROOT = Path(__file__).resolve().parents[1]
CASES = [pytest.param(case, id=case.id) for name in ours() for case in load(name).cases]
SIZES = {"figures": 120, "text": 60, "refusals": 60, "followups": 40}
FEWEST = {"value": 60, "sum": 10, "share": 6, "difference": 6, "growth": 6, "series": 5, "comparable": 5, "prose": 10}


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
            if Status.ANSWERED not in case.expect.statuses:
                assert not case.expect.figures
                assert not case.expect.evidence
