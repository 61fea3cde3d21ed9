from __future__ import annotations

from assistant.search.hits import Hit, lifted, spread

HITS = [Hit("a1", "a", 4.0), Hit("b1", "b", 3.0), Hit("a2", "a", 2.0), Hit("a3", "a", 1.5), Hit("c1", "c", 1.0)]


def test_a_report_that_fits_lifts_its_chunks() -> None:
    assert [hit.chunk_id for hit in lifted(HITS, {"b": 8.0, "a": 2.0}, 1.0, 3)] == ["b1", "a1", "a2"]


def test_the_best_chunk_stays_first_unless_another_report_fits_clearly_better() -> None:
    kept = lifted(HITS, {"b": 8.0, "a": 7.0}, 9.0, 9)
    assert [hit.chunk_id for hit in kept] == ["a1", "b1", "a2", "a3", "c1"]
    assert [hit.score for hit in kept] == sorted((hit.score for hit in kept), reverse=True)
    assert lifted(HITS, {"b": 8.0, "a": 5.0}, 9.0, 9)[0].chunk_id == "b1"


def test_without_reports_the_order_stays() -> None:
    assert [hit.chunk_id for hit in lifted(HITS, {}, 1.0, 9)] == [hit.chunk_id for hit in HITS]


def test_no_report_fills_the_first_places_alone() -> None:
    ordered = spread(HITS, {"a": 5.0, "b": 4.9, "c": 1.0}, 4)
    assert [hit.chunk_id for hit in ordered] == ["a1", "b1", "a2", "c1", "a3"]


def test_a_report_that_clearly_leads_may() -> None:
    assert spread(HITS, {"a": 9.0, "b": 4.9}, 4) == HITS
