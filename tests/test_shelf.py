"""What was made lately is not made again; what was not asked for longest goes first."""

from __future__ import annotations

import pytest

from assistant.catalog import Catalog
from assistant.library import Library
from assistant.passages.page import read
from assistant.shelf import Shelf


def test_a_value_is_made_once_and_the_one_not_asked_for_longest_goes() -> None:
    shelf, made = Shelf[str, str](2), list[str]()

    def take(key: str) -> str:
        return shelf.take(key, lambda: made.append(key) or key.upper())  # type: ignore[func-returns-value]

    assert [take(key) for key in "abacab"] == list("ABACAB")
    assert made == list("abcb"), "c took the place of b, which a had outlived"
    assert len(shelf) == 2


def test_what_cannot_be_made_is_not_kept() -> None:
    shelf = Shelf[str, int](2)
    with pytest.raises(ZeroDivisionError):
        shelf.take("a", lambda: 1 // 0)
    assert shelf.take("a", lambda: 1) == 1


def test_a_report_is_read_once_for_each_state_of_the_library(sample_library: Library) -> None:
    report = sample_library.reports()[0].report_id
    catalog = Catalog(sample_library)
    assert read(sample_library, catalog, report) is read(sample_library, catalog, report)
    assert read(sample_library, Catalog(sample_library), report) is not read(sample_library, catalog, report)
