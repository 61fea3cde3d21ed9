"""Clean samples damaged by program: every cell is right or declared, never wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import damage
import pytest
from truth import BY_NAME, form_figures, unproved, unsaid, wrong

from assistant.forms import forms
from assistant.report import FigureStatus, Report
from bench import damage as grids
from ingest.blocks import Document, GridBlock
from ingest.formats import read
from ingest.reading import report_of

SAMPLES = Path(__file__).parents[1] / "samples" / "reports"
GRIDS = (
    "jichuan-2022.html",
    "yanxi-2020.html",
    "yanxi-2022.docx",
    "yanxi-education-2021.md",
    "yanxi-finance-2021.xlsx",
)
TEXTS = ("yanxi-2019.txt", "yanxi-education-2019.txt", "yanxi-finance-2022.txt")
FORMS = {form.code: form for form in forms()}
Whole = Callable[[Document, random.Random], Document]

document = cache(lambda name: read(SAMPLES / name))


def damaged(name: str, change: Whole, seed: int = 0) -> Report:
    """A sample after damage; nothing in it may be wrong, left out, or without its proof."""
    report = report_of(change(document(name), random.Random(f"{name}{seed}")), name, b"")
    record = BY_NAME[name]
    assert wrong(report, record) == []
    assert unsaid(report, record) == []
    assert list(unproved(report)) == []
    return report


def share(report: Report, *statuses: FigureStatus) -> float:
    """How much of the form has one of these statuses."""
    found = [figure.status in statuses for figure in form_figures(report).values()]
    return sum(found) / len(found)


VALUED = (FigureStatus.REPORTED, FigureStatus.RECONSTRUCTED)


def on_grids(change: grids.GridDamage) -> Whole:
    return lambda whole, chance: damage.on_grids(whole, change, chance)


@pytest.mark.parametrize("change", grids.GRID_DAMAGE, ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", GRIDS)
def test_damaged_grids_are_right_or_declared(name: str, change: grids.GridDamage) -> None:
    for seed in range(2):
        damaged(name, on_grids(change), seed)


@pytest.mark.parametrize("change", damage.text_damage(forms()[0], random.Random(0)))
@pytest.mark.parametrize("name", TEXTS)
def test_damaged_texts_are_right_or_declared(name: str, change: str) -> None:
    form = FORMS[BY_NAME[name]["form"]]
    for seed in range(3):
        damaged(name, lambda whole, chance: damage.on_text(whole, damage.text_damage(form, chance)[change]), seed)


@pytest.mark.parametrize("name", GRIDS)
@pytest.mark.parametrize("repeat_header", [True, False], ids=["header again", "no header"])
def test_tables_over_two_pages_are_read_on(name: str, repeat_header: bool) -> None:
    for seed in range(3):
        report = damaged(name, lambda d, chance: damage.break_tables(d, chance, repeat_header=repeat_header), seed)
        assert share(report, *VALUED) > 0.95


@pytest.mark.parametrize(
    ("change", "least"),
    [
        (grids.shift, 1.0),
        (grids.repeat_merged, 1.0),
        (grids.pad_cells, 1.0),
        (grids.space_labels, 1.0),
        (grids.comma_for_point, 1.0),
        (grids.slip_in_labels, 1.0),
        (grids.note_cells, 1.0),
        (grids.split_labels, 1.0),
        (grids.split_headers, 0.98),
        (grids.lose_headers, 0.9),
        (grids.cut_labels, 0.9),
        (grids.repeat_cells, 0.75),
        (grids.glue_rows, 0.5),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
@pytest.mark.parametrize("name", GRIDS)
def test_what_damage_leaves_whole_is_read(name: str, change: grids.GridDamage, least: float) -> None:
    assert share(damaged(name, on_grids(change)), *VALUED) >= least


@pytest.mark.parametrize("change", [grids.blank_zeros, grids.dash_zeros, grids.blank_totals], ids=lambda c: c.__name__)
@pytest.mark.parametrize("name", GRIDS)
def test_blank_cells_are_blank_and_nothing_else(name: str, change: grids.GridDamage) -> None:
    report = damaged(name, on_grids(change))
    assert share(report, *VALUED, FigureStatus.BLANK) >= 0.95
    assert share(report, FigureStatus.BLANK) > 0.1


@pytest.mark.parametrize("name", GRIDS)
def test_lost_rows_are_missing_and_the_report_says_so(name: str) -> None:
    report = damaged(name, on_grids(grids.lose_rows))
    assert share(report, FigureStatus.MISSING) > 0.1
    assert any("缺" in warning for warning in report.warnings)


@pytest.mark.parametrize("name", GRIDS)
def test_labels_apart_from_their_numbers_are_put_together_when_proved(name: str) -> None:
    whole = [damaged(name, damage.labels_apart, seed) for seed in range(3)]
    assert max(share(report, FigureStatus.RECONSTRUCTED) for report in whole) > 0.1
    for seed in range(3):
        damaged(name, lambda d, chance: damage.labels_apart(d, chance, lose=0.1), seed)


@pytest.mark.parametrize("name", GRIDS)
def test_two_kinds_of_damage_at_once_are_right_or_declared(name: str) -> None:
    chance = random.Random(f"pairs of {name}")
    for seed in range(16):
        first, second = chance.choices(grids.GRID_DAMAGE, k=2)
        damaged(name, lambda d, c, a=first, b=second: damage.on_grids(damage.on_grids(d, a, c), b, c), seed)  # type: ignore[misc]


HIDING = [
    (grids.repeat_cells, grids.drop_cells), (grids.repeat_cells, grids.blank_totals),
    (grids.merge_across, grids.repeat_cells), (grids.pad_cells, grids.drop_cells),
    (grids.glue_rows, grids.pad_cells), (grids.repeat_cells, grids.glue_rows),
    (grids.blank_some, grids.pad_cells),
    (grids.merge_down, grids.pad_cells), (grids.glue_pairs, grids.repeat_cells),
    (grids.lose_labels, grids.glue_rows), (grids.lose_rows, grids.lose_labels),
]  # fmt: skip
"""Two of these can hide each other in a row: a value that is lost here and one that is repeated there."""


@pytest.mark.parametrize("pair", HIDING, ids=lambda pair: " ".join(change.__name__ for change in pair))
@pytest.mark.parametrize("name", GRIDS)
def test_damage_that_hides_other_damage_is_declared(name: str, pair: tuple[grids.GridDamage, grids.GridDamage]) -> None:
    for seed in range(3):
        damaged(name, lambda d, c: damage.on_grids(damage.on_grids(d, pair[0], c), pair[1], c), seed)


def first_of_several(grid: GridBlock, _: random.Random) -> GridBlock:
    """Of the rows under （六） only the first is left, without its own label."""
    starts = {cell.text[:6]: cell.row for cell in grid.cells if cell.text.startswith(("（六）其他处理", "（七）总计"))}
    if "（六）其他处" not in starts:
        return grid
    first, end = starts["（六）其他处"], starts["（七）总计"]
    bare = grids.rewritten(grid, lambda cell: "" if cell.row == first and cell.text.startswith("1.") else cell.text)
    return grids.without_rows(bare, set(range(first + 1, end)))


@pytest.mark.parametrize("name", ["jichuan-2022.html", "yanxi-2022.docx"])
def test_a_row_that_lost_its_label_is_not_the_row_of_its_group(name: str) -> None:
    damaged(name, on_grids(first_of_several))


@pytest.mark.parametrize("name", GRIDS)
def test_lost_headings_lose_no_figure(name: str) -> None:
    assert share(damaged(name, lambda whole, _: damage.lose_headings(whole)), *VALUED) == 1.0


@pytest.mark.parametrize("name", GRIDS)
def test_tables_printed_twice_are_one_table(name: str) -> None:
    report = damaged(name, lambda whole, _: damage.repeat_tables(whole))
    assert share(report, *VALUED) == 1.0
    assert not any("两次" in warning for warning in report.warnings)


@pytest.mark.parametrize("name", GRIDS)
def test_tables_printed_twice_with_other_figures_have_no_value_there(name: str) -> None:
    report = damaged(name, lambda whole, _: damage.contradict_tables(whole))
    figures = form_figures(report)
    assert all(figure.value == 0 for figure in figures.values() if figure.raw == "0")
    assert all("两处不同" in (f.basis or "") for f in figures.values() if f.status is FigureStatus.AMBIGUOUS)
    assert share(report, FigureStatus.AMBIGUOUS) >= 0.1
    assert any("两次" in warning for warning in report.warnings)
