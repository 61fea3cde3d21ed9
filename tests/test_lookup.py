from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from making import AGENCY, made_chunks, make_report, original

from assistant.catalog import Catalog, Target
from assistant.library import Library
from assistant.lookup import Quantity, quantity, same_definition
from assistant.report import FigureStatus
from assistant.understanding.terms import Term, joined, terms_in


def look(library: Library, agency: str, year: int, words: str) -> Quantity:
    (mention,) = Catalog(library).names.find(agency)
    target = Catalog(library).target(mention.agencies[0], year)
    assert target is not None
    return quantity(library, target, joined(terms_in(words)))


def test_one_cell_is_its_value(sample_library: Library) -> None:
    one = look(sample_library, "霁川市", 2021, "新收")
    assert (one.value, one.unit, one.status) == (Decimal(2604), "件", FigureStatus.REPORTED)
    assert [figure.measure for figure in one.figures] == ["requests.received.total"]


def test_a_group_is_the_sum_of_its_cells_in_the_forms_order(sample_library: Library) -> None:
    one = look(sample_library, "霁川市", 2021, "不予公开")
    assert one.value == Decimal(6 + 25 + 9 + 38 + 59 + 33 + 44 + 77)
    assert [figure.value for figure in one.figures] == [6, 25, 9, 38, 59, 33, 44, 77]


@pytest.mark.parametrize(("year", "value"), [(2019, 42), (2020, 68), (2021, 87), (2022, 87)])
def test_other_handling_counts_once_in_either_form(sample_library: Library, year: int, value: int) -> None:
    assert look(sample_library, "霁川市", year, "其他处理").value == value


def test_amounts_keep_their_unit_and_decimals(sample_library: Library) -> None:
    one = look(sample_library, "霁川市", 2019, "政府集中采购总金额")
    assert (str(one.value), one.unit) == ("86213.47", "万元")


def test_a_cell_that_cannot_be_decided_has_no_value(sample_library: Library) -> None:
    one = look(sample_library, "砚溪县", 2019, "规范性文件对外公开总数量")
    assert (one.value, one.status) == (None, FigureStatus.AMBIGUOUS)
    assert one.figures[0].basis


def test_a_reconstructed_cell_says_so(sample_library: Library) -> None:
    one = look(sample_library, "砚溪县", 2019, "新收")
    assert (one.value, one.status) == (Decimal(74), FigureStatus.RECONSTRUCTED)


def test_what_a_form_does_not_have_has_no_cells(sample_library: Library) -> None:
    one = look(sample_library, "霁川市", 2021, "政府集中采购总金额")
    assert (one.value, one.unit, one.status, one.figures) == (None, None, None, ())


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("新收", True),
        ("其他处理", True),
        ("行政许可处理决定", True),
        ("规范性文件总量", False),
        ("行政事业性收费金额", False),
    ],
)
def test_definitions_across_the_two_forms(sample_library: Library, words: str, same: bool) -> None:
    first, second = (look(sample_library, "霁川市", year, words) for year in (2020, 2021))
    assert same_definition(first, second) is same
    assert same_definition(first, first)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Library, Target]]:
    """A report whose one cell of the form, the penalties decided, is blank."""
    report = make_report()
    blank = [
        replace(figure, measure="art20.penalties.decisions") if figure.status is FigureStatus.BLANK else figure
        for figure in report.figures
    ]
    report = replace(report, figures=tuple(blank))
    with Library.open(tmp_path / "store", create=True) as library:
        library.publish(report, made_chunks(report), original(report))
        target = Catalog(library).target(AGENCY, 2023)
        assert target is not None
        yield library, target


def test_a_blank_cell_has_no_value_and_a_printed_zero_has(
    made: tuple[Library, Target], sample_library: Library
) -> None:
    library, target = made
    blank = quantity(library, target, Term("art20", ("penalties",), ("decisions",), "行政处罚", "penalties"))
    assert (blank.status, blank.value) == (FigureStatus.BLANK, None)
    zero = look(sample_library, "砚溪县财政局", 2019, "新收")
    assert (zero.status, zero.value) == (FigureStatus.REPORTED, Decimal(0))


def test_cells_that_the_report_lacks_are_no_cells_of_the_quantity(made: tuple[Library, Target]) -> None:
    library, target = made
    one = quantity(library, target, Term("requests", ("received",), ("total",), "新收", "received"))
    assert (one.figures, one.value, one.status) == ((), None, None)
