"""Lexical search over a real index: on disk, or in PostgreSQL under `make test-servers`."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from assistant.errors import LibraryBusyError, LibraryError
from assistant.search import lexical
from assistant.search.fulltext import FullText
from assistant.search.lexical import LexicalEntry, LexicalIndex, Words
from assistant.store.database import Database

ENTRIES = [
    LexicalEntry("a1", "a", "本机关全年收到政府信息公开申请 3,119 件，予以公开 120 件。"),
    LexicalEntry("a2", "a", "存在的主要问题：政策解读形式单一，培训不够。"),
    LexicalEntry("b1", "b", "本年度收到政府信息公开申请 70 件，结转下年度 4 件。"),
    LexicalEntry("b2", "b", "因政府信息公开被提起行政诉讼 2 件，均维持。"),
]


def _open(folder: Path) -> Words:
    database = os.environ.get("BAOGAO_TEST_DATABASE_URL")
    if database is None:
        return LexicalIndex.open(folder)
    return FullText.open(_on_server(database), "w" + hashlib.sha256(str(folder).encode()).hexdigest()[:20])


@cache
def _on_server(address: str) -> Database:
    return Database.at(address)


@pytest.fixture(scope="module", autouse=True)
def _closing() -> Iterator[None]:
    yield
    if address := os.environ.get("BAOGAO_TEST_DATABASE_URL"):
        _on_server(address).close()


@pytest.fixture
def index(tmp_path: Path) -> Words:
    opened = _open(tmp_path / "words")
    opened.write(ENTRIES)
    return opened


def _ids(index: Words, query: str, k: int = 10, report_ids: list[str] | None = None) -> list[str]:
    return [hit.chunk_id for hit in index.search(query, k, report_ids)]


def test_the_chunk_with_the_rare_words_comes_first(index: Words) -> None:
    hits = index.search("行政诉讼维持了几件", 10)
    assert (hits[0].chunk_id, hits[0].report_id) == ("b2", "b")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert _ids(index, "3119件")[0] == "a1"


def test_scope_is_exact(index: Words) -> None:
    assert _ids(index, "行政诉讼")[0] == "b2"
    assert set(_ids(index, "行政诉讼", report_ids=["a"])) == {"a1", "a2"}
    assert set(_ids(index, "行政诉讼", report_ids=["a", "b"])) == set(_ids(index, "行政诉讼"))
    assert _ids(index, "申请", report_ids=[]) == []
    assert _ids(index, "申请", report_ids=["unknown"]) == []


@pytest.mark.parametrize("k", [1, 3, 40])
def test_a_wide_scope_is_exact_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, k: int) -> None:
    index = _open(tmp_path)
    texts = ["政务公开", "政务公开工作", "政务公开工作培训三次", "农村公路养护"]
    index.write([LexicalEntry(f"c{i}", f"r{i % 7}", texts[i % len(texts)]) for i in range(60)])
    scope = ["r1", "r4", "r6"]
    named = index.search("政务公开培训", k, scope)
    monkeypatch.setattr(lexical, "_WIDE", 0)
    assert index.search("政务公开培训", k, scope) == named
    assert {hit.report_id for hit in named} <= set(scope)
    assert len(named) == min(k, 25)


def test_scope_changes_no_score(index: Words) -> None:
    everywhere = {hit.chunk_id: hit.score for hit in index.search("收到申请多少件", 10)}
    for hit in index.search("收到申请多少件", 10, ["b"]):
        assert hit.score == pytest.approx(everywhere[hit.chunk_id])


def test_scope_finds_a_chunk_that_a_thousand_better_ones_would_hide(tmp_path: Path) -> None:
    index = _open(tmp_path)
    index.write(LexicalEntry(f"c{i}", f"r{i}", "信息公开申请") for i in range(1_000))
    index.write([LexicalEntry("long", "wanted", "信息公开申请" + "，其他说明文字" * 50)])
    assert _ids(index, "信息公开申请", 3, ["wanted"]) == ["long"]


def test_writing_again_replaces_the_report(index: Words) -> None:
    index.write([LexicalEntry("a9", "a", "全文重写，只有一段。")])
    assert index.ids() == {"a9": "a", "b1": "b", "b2": "b"}
    assert index.count() == 3
    assert "a1" not in _ids(index, "予以公开 120 件")


def test_remove_and_clear(index: Words) -> None:
    index.remove(["a", "unknown"])
    assert index.ids() == {"b1": "b", "b2": "b"}
    index.clear()
    assert (index.count(), index.ids(), index.search("申请", 5)) == (0, {}, [])


def test_an_open_reader_sees_a_later_write(tmp_path: Path) -> None:
    reader, writer = _open(tmp_path), _open(tmp_path)
    assert reader.count() == 0
    writer.write(ENTRIES)
    assert reader.count() == 4
    assert _ids(reader, "政策解读")[0] == "a2"


def test_a_failing_write_leaves_the_index_as_it_was(index: Words) -> None:
    def entries() -> Iterator[LexicalEntry]:
        yield LexicalEntry("a9", "a", "新")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        index.write(entries())
    assert index.ids() == {entry.chunk_id: entry.report_id for entry in ENTRIES}
    index.remove(["b"])
    assert index.count() == 2


@pytest.mark.sqlite
def test_a_writer_that_was_killed_before_its_commit_is_no_hindrance(index: Words, tmp_path: Path) -> None:
    committed = tmp_path / "words" / "meta.json"
    before = committed.read_bytes()
    index.remove(["a"])
    assert list(committed.parent.glob("*.del"))
    committed.write_bytes(before)  # as the killed writer leaves it: the new files are there, the commit is not
    after = _open(tmp_path / "words")
    assert after.count() == 4
    after.remove(["a"])
    assert set(after.ids()) == {"b1", "b2"}


@pytest.mark.sqlite
def test_what_cannot_be_committed_is_told_in_a_sentence(index: Words, tmp_path: Path) -> None:
    other = tmp_path / "words" / "meta.json"
    stamp = json.loads(other.read_bytes())["opstamp"]
    with pytest.raises(LibraryError, match="词语索引无法写入"), index._writing() as (chunks, _):  # type: ignore[attr-defined]
        chunks.delete_documents_by_term("report_id", "a")
        for segment in other.parent.glob("*.store"):
            segment.with_name(f"{segment.stem}.{stamp + 1}.del").touch()


@pytest.mark.sqlite
def test_a_second_writer_is_told_so(index: LexicalIndex, tmp_path: Path) -> None:
    other = _open(tmp_path / "words")
    with index._writing(), pytest.raises(LibraryBusyError, match="另一个程序"):
        other.remove(["a"])


def test_ties_are_ordered_by_chunk_id_even_across_the_cut(tmp_path: Path) -> None:
    index = _open(tmp_path)
    names = [f"{i * 7919 % 500:03}" for i in range(500)]
    index.write(LexicalEntry(name, name, "同一句话") for name in names)
    assert _ids(index, "同一句话", 5) == ["000", "001", "002", "003", "004"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('申请") OR (*:*', {"a1", "b1"}),
        ("chunk_id:a2 AND 申请", {"a1", "b1"}),
        ("申请 -收到", {"a1", "b1"}),
        ("+诉讼 申请", {"a1", "b1", "b2"}),
        ("/.*/ 申请~", {"a1", "b1"}),
        ("*:*", set()),
        ("[0 TO 9999]", set()),
    ],
)
def test_a_question_is_never_query_syntax(index: Words, query: str, found: set[str]) -> None:
    assert set(_ids(index, query)) == found


@pytest.mark.parametrize("query", ["", " 　", "？！。", "zzz"])
def test_a_question_without_known_words_finds_nothing(index: Words, query: str) -> None:
    assert index.search(query, 5) == []


def test_no_hits_are_asked_for(index: Words) -> None:
    assert index.search("申请", 0) == []


@pytest.mark.sqlite
def test_a_broken_folder_is_a_library_error(index: Words, tmp_path: Path) -> None:
    (tmp_path / "words/meta.json").write_text("not an index")
    with pytest.raises(LibraryError, match="重建"):
        _open(tmp_path / "words")
    with pytest.raises(LibraryError, match="重建"):
        index.remove(["a"])


def test_the_report_as_a_whole_is_found_by_words_of_different_chunks(index: Words) -> None:
    found = index.reports("政策解读培训和信息公开申请三千件", 5)
    assert max(found, key=lambda report: found[report]) == "a"
    assert set(index.reports("行政诉讼", 5, ["a"])) <= {"a"}


def test_people_s_words_find_officials_words(tmp_path: Path) -> None:
    index = _open(tmp_path)
    index.write(
        [
            LexicalEntry("wages", "r", "开展根治欠薪专项行动，维护劳动者权益。"),
            LexicalEntry("roads", "r", "完成农村公路养护四十公里。"),
            *(LexicalEntry(f"o{i}", "r", f"第{i}项其他事务按期完成。") for i in range(30)),
        ]
    )
    assert index.find("讨薪有人管吗", 1)[0].chunk_id == "wages"


def test_removed_reports_are_gone_as_a_whole(index: Words) -> None:
    index.remove(["a"])
    assert set(index.reports("信息公开申请", 5)) == {"b"}
