"""The library over real SQLite, tantivy and Chroma: what goes in comes out, a crash leaves one state or the other."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from making import AGENCY, make_report, original

from assistant.errors import EmbedderMismatchError, LibraryBusyError, LibraryError
from assistant.library import Library, Publication
from assistant.report import Report
from assistant.search.embedding import Vectors
from assistant.settings import Settings
from assistant.store import statements
from ingest.chunker import chunks_of

ROOT = Path(__file__).parent.parent
OLD = make_report(("水库除险加固完成三座。",))
NEW = make_report(("河道清淤完成九公里。",))
OTHER = make_report(("供水管网改造。",), year=2022, file="水利局2022.html")


class LengthEmbedder:
    """A real, if poor, embedder of another kind than the bundled one."""

    name = "length"
    fingerprint = "length-1"
    dimension = 4
    weight = 0.5

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_documents(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        angles = np.array([[len(text), len(text) / 2, len(text) / 3, 1.0] for text in texts], dtype=np.float32)
        return np.asarray(np.cos(angles.reshape(-1, 4)), dtype=np.float32)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def library(store: Path) -> Iterator[Library]:
    with Library.open(store, create=True) as opened:
        yield opened


def publish(library: Library, *reports: Report) -> None:
    library.publish_many([Publication(report, chunks_of(report), original(report)) for report in reports])


def found(library: Library, words: str) -> list[str]:
    """The texts of the visible chunks that a word search finds."""
    hits = library.words.search(words, 10)
    return [chunk.text for chunk in library.chunks(hit.chunk_id for hit in hits).values()]


def assert_in_step(library: Library) -> None:
    """Both indexes and the files hold exactly what the truth holds."""
    truth = {chunk.chunk_id: i.report_id for i in library.reports() for chunk in chunks_of(library.report(i.report_id))}
    assert library.words.ids() == truth
    assert library.vectors.ids() == truth
    kept = {library.original(info.report_id) for info in library.reports()}
    noted = {place.with_suffix(".json") for place in kept}
    assert set((library.settings.store / "files").iterdir()) == kept | noted
    assert not (library.settings.store / "unfinished").exists()


# What goes in comes out


def test_a_report_comes_out_exactly_as_it_went_in(library: Library) -> None:
    report = make_report()
    publish(library, report, OTHER)
    assert library.report(report.report_id) == report
    assert library.report(OTHER.report_id) == OTHER


def test_a_report_without_agency_year_or_anything_else_comes_out_too(library: Library) -> None:
    bare = make_report((), agency=None, year=None, file="x.txt")
    bare = replace(bare, region=None, form=None, pages=None, tables=(), figures=(), sections=(), warnings=())
    publish(library, bare)
    assert library.report(bare.report_id) == bare


def test_the_parts_of_a_report_can_be_had_alone(library: Library) -> None:
    report = make_report()
    publish(library, report, OTHER)
    identity = report.report_id
    assert library.text(identity) == report.text
    assert library.sections(identity) == list(report.sections)
    assert library.paragraphs(identity) == list(report.paragraphs)
    assert library.tables(identity) == list(report.tables)
    assert library.table(identity, "t1") == report.tables[0]
    assert library.original(identity).read_bytes() == original(report)
    assert library.original(identity).name == f"{report.sha256}.html"
    chunks = chunks_of(report)
    assert list(library.chunks([chunks[-1].chunk_id, "none", chunks[0].chunk_id]).values()) == [chunks[-1], chunks[0]]


@pytest.mark.sqlite
def test_decimals_are_kept_to_the_last_digit_and_never_as_floats(library: Library, store: Path) -> None:
    publish(library, make_report())
    values = [str(figure.value) for figure in library.report(make_report().report_id).figures if figure.value]
    assert values == ["12", "1204", "33.50", "12345678901234567890.0100"]
    raw = sqlite3.connect(store / "library.sqlite3")
    kinds = raw.execute("SELECT DISTINCT typeof(value) FROM figures WHERE value IS NOT NULL").fetchall()
    raw.close()
    assert kinds == [("text",)]


def test_the_listing_counts_and_is_ordered_by_agency_year_and_file(library: Library) -> None:
    unknown = make_report(("甲。",), agency=None, year=None, file="a.txt")
    publish(library, make_report(), OTHER, unknown)
    listed = library.reports()
    assert [info.file for info in listed] == ["a.txt", OTHER.file, make_report().file]
    last = listed[-1]
    assert (last.agency, last.year, last.tables, last.figures, last.chunks) == (AGENCY, 2023, 1, 5, 2)
    assert last.warnings == make_report().warnings
    assert last.ingested_at.endswith("Z")


@pytest.mark.parametrize("part", ["report", "text", "sections", "paragraphs", "tables", "original", "remove"])
def test_an_unknown_report_is_named(library: Library, part: str) -> None:
    with pytest.raises(LibraryError, match="r-unknown"):
        getattr(library, part)("r-unknown")


def test_an_unknown_table_is_named(library: Library) -> None:
    publish(library, OLD)
    with pytest.raises(LibraryError, match="t9"):
        library.table(OLD.report_id, "t9")


# Opening


def test_there_is_no_library_where_none_was_made(store: Path) -> None:
    with pytest.raises(LibraryError, match="baogao ingest"):
        Library.open(store)
    assert not store.exists()


@pytest.mark.sqlite
def test_a_file_that_is_no_database_is_refused(store: Path) -> None:
    store.mkdir()
    (store / "library.sqlite3").write_bytes(b"not a database at all, but long enough to look like one" * 20)
    with pytest.raises(LibraryError, match="无法读写"):
        Library.open(store)


@pytest.mark.sqlite
def test_a_newer_library_is_refused(store: Path) -> None:
    Library.open(store, create=True).close()
    raw = sqlite3.connect(store / "library.sqlite3")
    raw.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    raw.commit()
    raw.close()
    with pytest.raises(LibraryError, match="99"):
        Library.open(store)


@pytest.mark.parametrize("url", ["nonsense", "nosuchdatabase://host/name"])
def test_an_address_that_cannot_be_used_is_a_clear_error(store: Path, url: str) -> None:
    with pytest.raises(LibraryError, match="BAOGAO_DATABASE_URL"):
        Library.open(Settings(store=store, database_url=url), create=True)


def test_another_database_address_is_used(store: Path, tmp_path: Path) -> None:
    settings = Settings(store=store, database_url=f"sqlite:///{tmp_path / 'elsewhere.db'}")
    with Library.open(settings, create=True) as library:
        publish(library, OLD)
    with Library.open(settings) as library:
        assert library.report(OLD.report_id) == OLD
    assert not (store / "library.sqlite3").exists()


def test_looking_up_loads_no_index_library() -> None:
    heavy = "{'chromadb', 'tantivy', 'numpy', 'rjieba', 'torch', 'sentence_transformers'}"
    code = f"import sys, assistant.figures; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout == "[]\n"


# Replacing and removing


def test_publishing_again_replaces_in_one_step(library: Library) -> None:
    publish(library, OLD, OTHER)
    publish(library, NEW)
    assert library.report(NEW.report_id) == NEW
    assert len(library.reports()) == 2
    assert any("清淤" in text for text in found(library, "河道清淤"))
    assert not any("水库" in text for text in found(library, "水库除险加固"))
    assert_in_step(library)


def test_a_chunk_that_did_not_change_is_still_found(library: Library) -> None:
    publish(library, OLD)
    longer = make_report(("水库除险加固完成三座。",))
    publish(library, replace(longer, warnings=("读法改进",)))
    assert any("水库" in text for text in found(library, "水库除险加固"))
    assert library.report(OLD.report_id).warnings == ("读法改进",)
    assert_in_step(library)


def test_a_report_may_replace_one_of_another_id(library: Library) -> None:
    publish(library, OLD)
    moved = make_report(("水库。",), report_id="r-new")
    library.publish(moved, chunks_of(moved), original(moved), replaces=[OLD.report_id])
    assert [info.report_id for info in library.reports()] == ["r-new"]
    assert_in_step(library)


def test_the_chunks_of_many_reports_are_named_part_by_part(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    years = [make_report((f"{year}年供水管网改造。",), year=year, file=f"{year}.html") for year in range(2017, 2022)]
    publish(library, *years)
    own = {chunk.chunk_id: report.report_id for report in years for chunk in chunks_of(report)}
    reports = [report.report_id for report in years]
    monkeypatch.setattr(statements, "_PART", 2)
    assert library.chunk_ids(reports, len(own)) == own
    assert library.chunk_ids(reports, len(own) - 1) is None
    assert library.chunk_ids([], 0) == {}


def test_a_report_that_lost_all_its_chunks_leaves_none(library: Library) -> None:
    publish(library, OLD)
    library.publish(OLD, [], original(OLD))
    assert library.words.ids() == {}
    assert library.vectors.ids() == {}
    assert library.reports()[0].chunks == 0


@pytest.mark.sqlite
def test_removal_leaves_nothing(library: Library, store: Path) -> None:
    publish(library, make_report(), OTHER)
    library.remove(make_report().report_id, OTHER.report_id)
    assert library.reports() == []
    assert_in_step(library)
    raw = sqlite3.connect(store / "library.sqlite3")
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'meta'")]
    rows = {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    raw.close()
    assert set(rows) >= {"reports", "sections", "paragraphs", "tables", "cells", "figures", "chunks"}
    assert set(rows.values()) == {0}


def test_every_commit_is_a_new_generation_and_reading_is_none(library: Library) -> None:
    publish(library, OLD)
    first = library.generation()
    library.report(OLD.report_id)
    assert library.generation() == first
    publish(library, OTHER)
    second = library.generation()
    library.remove(OTHER.report_id)
    assert first < second < library.generation()


# What may not enter


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": "x" * 500}, "not in the text"),
        ({"agency": "别的局"}, "names another"),
        ({"file": "../x.html"}, "plain name"),
        ({"sha256": "0" * 64}, "已改变"),
    ],
)
def test_a_report_that_contradicts_itself_does_not_enter(library: Library, change: dict[str, str], why: str) -> None:
    report = make_report()
    fields = {name: getattr(report, name) for name in Report.__slots__} | change
    with pytest.raises(LibraryError, match=why):
        library.publish(Report(**fields), [], original(report))
    assert library.reports() == []


def test_a_figure_must_quote_the_text(library: Library) -> None:
    report = make_report()
    wrong = replace(report.figures[0], source=replace(report.figures[0].source, quote="13"))
    with pytest.raises(LibraryError, match="quotes what the text does not say"):
        library.publish(replace(report, figures=(wrong,)), [], original(report))


def test_a_failing_batch_leaves_nothing_of_its_other_reports(library: Library) -> None:
    with pytest.raises(LibraryError):
        publish(library, OTHER, replace(OLD, sha256="0" * 64))
    assert library.reports() == []
    publish(library, OLD)
    with library.writing():
        pass
    assert_in_step(library)


# One writer


def test_a_second_writer_is_refused_within_a_second_naming_the_first(library: Library, store: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from assistant.library import Library\n"
        "with Library.open(Path(sys.argv[1])) as library, library.writing():\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, store], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        started = time.monotonic()
        with pytest.raises(LibraryBusyError, match=str(holder.pid)):
            publish(library, OLD)
        assert time.monotonic() - started < 1
        assert library.reports() == []
    finally:
        holder.kill()
        holder.communicate()
    publish(library, OLD)
    assert len(library.reports()) == 1


def test_a_reader_goes_on_while_another_library_writes(library: Library, store: Path) -> None:
    publish(library, OLD)
    with Library.open(store) as reader, library.writing():
        assert reader.report(OLD.report_id) == OLD


def test_a_reader_in_another_process_finds_what_was_published_since(library: Library, store: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from assistant.library import Library\n"
        "with Library.open(Path(sys.argv[1])) as library:\n"
        "    vector = library.embedder.encode_queries(['河道清淤'])[0]\n"
        "    for line in sys.stdin:\n"
        "        hits = [*library.words.search('河道清淤', 9), *library.vectors.search(vector, 9)]\n"
        "        print(sorted({c.report_id for c in library.chunks(h.chunk_id for h in hits).values()}), flush=True)\n"
    )
    publish(library, OTHER)
    command = [sys.executable, "-c", code, str(store)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        print("search", file=reader.stdin, flush=True)
        assert reader.stdout.readline().strip() == str([OTHER.report_id])
        publish(library, NEW)
        print("search", file=reader.stdin, flush=True)
        assert reader.stdout.readline().strip() == str(sorted([NEW.report_id, OTHER.report_id]))
        reader.stdin.close()


# Crashes

CRASH = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, "tests")
from making import original
from test_library import NEW
from assistant.store import indexes, publishing, statements
from assistant import library
from ingest.chunker import chunks_of

def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

owner, name = sys.argv[2].split(":")
setattr(eval(owner), name, die)
with library.Library.open(Path(sys.argv[1])) as opened:
    opened.publish(NEW, chunks_of(NEW), original(NEW))
"""


@pytest.mark.parametrize(
    ("where", "survivor"),
    [
        ("indexes.Indexes:write_vectors", OLD),
        ("statements:insert_report", OLD),
        ("publishing.Writer:_drop", NEW),
    ],
)
def test_a_crash_leaves_one_state_whole_and_the_next_writer_sweeps(
    library: Library, store: Path, where: str, survivor: Report
) -> None:
    publish(library, OLD, OTHER)
    library.close()
    crashed = subprocess.run([sys.executable, "-c", CRASH, store, where], cwd=ROOT, capture_output=True, text=True)
    assert crashed.returncode == -signal.SIGKILL, crashed.stderr
    with Library.open(store) as reader:
        assert reader.report(OLD.report_id) == survivor
        assert reader.report(OTHER.report_id) == OTHER
        for word in ("水库除险加固", "河道清淤"):
            alive = word in survivor.text
            assert any(word in text for text in found(reader, word)) == alive
        with reader.writing():
            pass
        assert_in_step(reader)


def test_repair_says_what_it_did(library: Library, store: Path) -> None:
    publish(library, OLD, OTHER)
    assert library.repair() == []
    library.words.remove([OLD.report_id])
    (store / "files" / "stray.pdf").write_bytes(b"stray")
    lines = library.repair()
    assert len(lines) == 2
    assert "those of 1." in lines[0]
    assert "stray.pdf" in lines[1]
    assert_in_step(library)


# The embedder


def test_another_embedder_is_refused_only_where_vectors_are_used(library: Library, store: Path) -> None:
    publish(library, OLD)
    library.close()
    with Library.open(store, embedder=LengthEmbedder()) as other:
        assert other.report(OLD.report_id) == OLD
        assert found(other, "水库除险加固")
        with pytest.raises(EmbedderMismatchError, match="baogao reindex"):
            _ = other.embedder
        with pytest.raises(EmbedderMismatchError):
            publish(other, OTHER)


def test_reindexing_takes_the_configured_embedder(library: Library, store: Path) -> None:
    publish(library, OLD, OTHER)
    library.close()
    with Library.open(store, embedder=LengthEmbedder()) as other:
        other.reindex()
        assert other.embedder.dimension == 4
        assert_in_step(other)
    with Library.open(store) as former, pytest.raises(EmbedderMismatchError, match="length"):
        _ = former.embedder


def test_the_lock_names_this_process_to_a_second_library_in_it(library: Library, store: Path) -> None:
    with Library.open(store) as second, library.writing(), pytest.raises(LibraryBusyError, match=str(os.getpid())):
        publish(second, OLD)
