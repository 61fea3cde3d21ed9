"""Glued digits: the true cut, or the truth among the candidates, never a wrong one."""

from __future__ import annotations

import random
import sys

import pytest
from filling import FORM_2019, FORM_2021, fill_requests, fill_review

from assistant.forms import Form, FormTable
from ingest.repair import MOST_DIGITS, TooManyCutsError, cuts, may_be_fewer, row_cuts, settle

MOST_STEPS = 3_000_000
"""Calls of functions: about twice what the longest of these strings takes."""
REQUESTS = FORM_2021.table("requests")
REVIEW = FORM_2021.table("review")
ART20 = FORM_2019.table("art20")


def text_of(values: list[int]) -> tuple[str, ...]:
    return tuple(map(str, values))


def test_cuts_are_all_ways_without_leading_zeros() -> None:
    assert cuts("105", 2) == (("10", "5"),)
    assert cuts("1203", 2) == (("1", "203"), ("120", "3"))
    assert cuts("000", 3) == (("0", "0", "0"),)
    assert cuts("00", 3) == ()
    assert cuts("", 0) == ((),)


def test_a_minus_opens_a_number_only_where_a_change_stands() -> None:
    assert cuts("27-1", 2, (False, True)) == (("27", "-1"),)
    assert cuts("27-1", 2) == ()
    assert cuts("27--1", 2, (False, True)) == ()


def test_too_many_ways_are_refused_not_sampled() -> None:
    with pytest.raises(TooManyCutsError):
        cuts("1" * 40, 7)


@pytest.mark.parametrize("digits", ["1" * 28, "9" * 60, "1234567890" * 6, "12" * 30, "1" * 5_000])
@pytest.mark.parametrize("table", [REQUESTS, REVIEW], ids=lambda table: table.code)
def test_a_string_too_long_for_its_row_is_left_after_little_work(table: FormTable, digits: str) -> None:
    steps = 0

    def step(_frame: object, event: str, _arg: object) -> None:
        nonlocal steps
        steps += event == "call"

    sys.setprofile(step)
    try:
        found = row_cuts(digits, table.columns, table.sums)
    finally:
        sys.setprofile(None)
    assert found == ()
    assert steps < MOST_STEPS


def test_a_long_string_without_identities_is_not_cut() -> None:
    assert row_cuts("1" * 5_000, ART20.blocks[0].columns, ART20.sums) == ()


@pytest.mark.parametrize(
    ("digits", "values"),
    [("713000074", "71 3 0 0 0 0 74"), ("0000000", "0 0 0 0 0 0 0"), ("10203120001200000", None)],
)
def test_a_row_that_adds_up_in_one_way_is_cut(digits: str, values: str | None) -> None:
    ways = row_cuts(digits, REQUESTS.columns, REQUESTS.sums)
    assert ways == ((tuple(values.split()),) if values else ())


def test_the_fifteen_cells_of_review_are_cut_by_their_three_totals() -> None:
    assert row_cuts("310041000100000", REVIEW.columns, REVIEW.sums) == (tuple("310041000100000"),)
    assert row_cuts("310051000100000", REVIEW.columns, REVIEW.sums) == ()


def test_a_row_without_identity_keeps_all_its_cuts() -> None:
    assert row_cuts("4500", ART20.blocks[1].columns, ART20.sums) == (("4", "50", "0"), ("45", "0", "0"))


@pytest.mark.parametrize(
    ("digits", "block", "fewer"),
    [("000", 0, False), ("007", 0, False), ("211", 0, True), ("100", 0, True), ("27-1", 3, False), ("27", 3, True)],
)
def test_blank_cells_leave_no_trace_among_glued_digits(digits: str, block: int, fewer: bool) -> None:
    assert may_be_fewer(digits, ART20.blocks[block].columns) is fewer


@pytest.mark.parametrize("largest", [9, 60, 900, 20_000])
def test_random_rows_are_cut_right_or_left_open(largest: int) -> None:
    chance = random.Random(largest)
    unique = rows = 0
    for _ in range(20):
        for values in fill_requests(FORM_2021, chance, largest).values():
            ways = row_cuts("".join(map(str, values)), REQUESTS.columns, REQUESTS.sums)
            too_long = len("".join(map(str, values))) > MOST_DIGITS * 7
            assert text_of(values) in ways or (too_long and not ways), values
            unique += ways == (text_of(values),)
            rows += 1
    assert rows == 500
    assert unique / rows > 0.7


def test_random_reviews_are_cut_right_or_left_open() -> None:
    chance = random.Random(4)
    for largest in (3, 30, 400):
        for _ in range(60):
            values = fill_review(chance, largest)
            ways = row_cuts("".join(map(str, values)), REVIEW.columns, REVIEW.sums)
            assert text_of(values) in ways, values


@pytest.mark.parametrize("form", [FORM_2019, FORM_2021], ids=lambda form: form.code)
def test_random_tables_are_settled_right_or_not_at_all(form: Form) -> None:
    table = form.table("requests")
    chance = random.Random(7)
    settled = 0
    for case in range(60):
        filled = fill_requests(form, chance, (9, 99, 999)[case % 3])
        ways = {c: row_cuts("".join(map(str, v)), table.columns, table.sums) for c, v in filled.items()}
        known = {code: cut[0] for code, cut in ways.items() if len(cut) == 1}
        open_rows = {code: cut for code, cut in ways.items() if len(cut) > 1}
        for code, cut in settle(table, known, open_rows).items():
            assert cut == text_of(filled[code])
            settled += 1
    assert settled > 20


def test_two_open_rows_are_decided_together() -> None:
    rows = {row.code: [0] * 7 for row in REQUESTS.rows if not row.instead_of}
    rows["granted"] = rows["total"] = rows["received"] = [12, 1, 0, 1, 0, 0, 14]
    glued = "".join(map(str, rows["granted"]))
    ways = row_cuts(glued, REQUESTS.columns, REQUESTS.sums)
    assert len(ways) > 1
    known = {code: text_of(values) for code, values in rows.items() if code not in ("granted", "total")}
    assert settle(REQUESTS, known, {"granted": ways, "total": ways}) == {
        "granted": text_of(rows["granted"]),
        "total": text_of(rows["total"]),
    }
    assert settle(REQUESTS, {}, {"granted": ways}) == {}


def test_the_one_row_of_the_older_form_stands_for_three() -> None:
    rows = {row.code: [0] * 7 for row in REQUESTS.rows if not row.code.startswith("other_")}
    rows["other_all"] = rows["total"] = rows["received"] = [12, 1, 0, 1, 0, 0, 14]
    ways = row_cuts("12101" + "00" + "14", REQUESTS.columns, REQUESTS.sums)
    known = {code: text_of(values) for code, values in rows.items() if code != "other_all"}
    assert settle(REQUESTS, known, {"other_all": ways}) == {"other_all": text_of(rows["other_all"])}
