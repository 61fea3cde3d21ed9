"""What was recognised on a picture is only as certain as the form's identities make it."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from filling import FORM_2021, fill_requests, requests_rows, spanned, table_of

from assistant.report import FigureStatus
from ingest.balance import doubted, equations
from ingest.standard import FormCell, FormReading, read_form

SCANNED = frozenset({3})


def reading(changes: dict[tuple[str, str], str]) -> tuple[FormReading, dict[tuple[str, str], int]]:
    """A form on page 3 with some cells misread, and what it holds in truth."""
    filled = fill_requests(FORM_2021, random.Random(7))
    table = FORM_2021.table("requests")
    rows = requests_rows(FORM_2021, filled)
    columns = [column.code for column in table.columns]
    for (row, column), text in changes.items():
        label = next(r.label for r in table.rows if r.code == row)
        line = next(line for line in rows if line[0] == label)
        line[1 + columns.index(column)] = text
    grid = table_of(rows)
    grid = spanned([replace(cell, page=3) for cell in grid.cells], grid.n_rows, grid.n_cols)
    text = "\n".join("\t".join(row) for row in rows)
    form = read_form(FORM_2021, text, [grid], [])
    assert form is not None
    truth = {(row, column): value for row in filled for column, value in zip(columns, filled[row], strict=True)}
    return form, truth


def cells(form: FormReading) -> dict[tuple[str, str], FormCell]:
    return {(cell.row.code, cell.column.code): cell for cell in form.cells if cell.table.code == "requests"}


def test_a_form_that_adds_up_is_trusted_and_says_that_it_was_recognised() -> None:
    form, truth = reading({})
    found = cells(doubted(form, SCANNED))
    assert {place: found[place].reading.value for place in truth} == truth
    assert all("OCR" in (found[place].reading.basis or "") for place in truth)
    assert "勾稽关系成立" in (found["granted", "natural"].reading.basis or "")
    held = equations(FORM_2021.table("requests"), {place: Decimal(value) for place, value in truth.items()})
    assert all(equation.holds for equation in held)
    assert len(held) == 25 + 2 * 7, "the sums of the rows, balance and sum of the columns"


def test_one_misread_figure_is_the_only_one_in_doubt() -> None:
    form, truth = reading({("granted", "enterprise"): "88"})
    found = cells(doubted(form, SCANNED))
    wrong = {place for place, value in truth.items() if found[place].reading.value not in (value, None)}
    lost = {place for place in truth if found[place].reading.value is None}
    assert wrong == set()
    assert ("granted", "enterprise") in lost
    assert found["granted", "enterprise"].reading.status is FigureStatus.AMBIGUOUS
    assert "88" in (found["granted", "enterprise"].reading.basis or "")
    assert len(lost) <= 2


def test_two_errors_that_agree_in_their_row_are_found_by_the_columns() -> None:
    _, truth = reading({})
    true = truth["partial", "natural"], truth["partial", "total"]
    form, truth = reading({("partial", "natural"): str(true[0] + 7), ("partial", "total"): str(true[1] + 7)})
    found = cells(doubted(form, SCANNED))
    assert {found[place].reading.value for place in (("partial", "natural"), ("partial", "total"))} == {None}


def test_random_misreadings_never_pass_as_certain() -> None:
    chance = random.Random(3)
    for _ in range(60):
        _, truth = reading({})
        hit = chance.sample(sorted(truth), chance.randint(1, 4))
        form, truth = reading({place: str(truth[place] + chance.randint(1, 90)) for place in hit})
        found = cells(doubted(form, SCANNED))
        wrong = {place for place, value in truth.items() if found[place].reading.value not in (value, None)}
        assert wrong == set()


def test_pages_with_text_are_left_as_they_are() -> None:
    form, _ = reading({("granted", "enterprise"): "88"})
    assert doubted(form, frozenset({1, 2})) == form
