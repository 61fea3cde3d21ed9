from __future__ import annotations

import pytest

from assistant.library import Library
from assistant.search.retriever import search


def test_the_chunk_that_says_it_comes_first(sample_library: Library) -> None:
    best = search(sample_library, "政务公开专区实行星级评定", k=3)[0]
    assert "星级评定" in best.chunk.text


def test_scores_fall_and_no_chunk_comes_twice(sample_library: Library) -> None:
    found = search(sample_library, "新闻发布会", k=20)
    assert len(found) > 5
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.chunk.chunk_id for one in found}) == len(found)


@pytest.mark.parametrize("k", [1, 3, 1000])
def test_no_more_than_k(sample_library: Library, k: int) -> None:
    assert 0 < len(search(sample_library, "依申请公开", k=k)) <= k


def test_only_the_reports_asked(sample_library: Library) -> None:
    wanted = [info.report_id for info in sample_library.reports() if info.year == 2022]
    found = search(sample_library, "新闻发布会", k=50, report_ids=wanted)
    assert found
    assert {one.chunk.report_id for one in found} <= set(wanted)
    assert search(sample_library, "新闻发布会", report_ids=[]) == []


def test_the_same_query_gives_the_same_order(sample_library: Library) -> None:
    first, second = (search(sample_library, "培训 考核", k=10) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("query", ["", "   ", "\n", "\x00", "🙂"])
def test_nothing_asked_finds_nothing(sample_library: Library, query: str) -> None:
    assert search(sample_library, query) == []


@pytest.mark.parametrize(
    "query", ['"', "(", "a AND", "title:x", "*", "\\", "+-&&||!(){}[]^~?:", "'; DROP TABLE reports", "申" * 2000]
)
def test_queries_are_words_and_never_a_query_language(sample_library: Library, query: str) -> None:
    assert isinstance(search(sample_library, query, k=3), list)
