"""`baogao library`: what is wrong is found and named, and a library comes back from its files or from a copy."""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from making import make_report, original

from assistant.errors import LibraryBusyError, LibraryError
from assistant.library import Library
from assistant.settings import Settings
from ingest.build import ingest, read_again
from ingest.chunker import chunks_of
from ingest.overrides import SIDECAR
from ingest.rebuilding import rebuild_from_files


@pytest.fixture
def few(samples: Path) -> list[Path]:
    return sorted(path for path in samples.iterdir() if path.suffix in (".html", ".docx"))[:4]


def test_a_whole_library_is_found_whole(library: Library, few: list[Path]) -> None:
    ingest(few, library)
    seen = library.verify()
    assert seen.problems == ()
    assert seen.found_by_vector == seen.found_by_words == seen.chunks > 0


def test_what_is_wrong_is_named_and_repaired(library: Library, few: list[Path]) -> None:
    ingest(few, library)
    first, second, *_ = (info.report_id for info in library.reports())
    library.words.remove([first])
    library.vectors.remove([second])
    assert {("words", first), ("vectors", second)} <= {(one.kind, one.where) for one in library.verify().problems}
    library.repair()
    assert library.verify().problems == ()
    library.original(first).write_bytes(b"changed")
    assert [(one.kind, one.where) for one in library.verify().problems] == [("original", first)]


def test_the_half_done_work_of_a_writer_is_no_problem(library: Library, few: list[Path]) -> None:
    ingest(few, library)
    library.words.remove([library.reports()[0].report_id])
    busy = pytest.raises(LibraryBusyError, match="ingest")
    with Library.open(library.settings.store) as other, library.writing("ingest"), busy:
        other.verify()


def test_shuffled_split_and_repeated_ingestion_give_one_hash(few: list[Path], tmp_path: Path) -> None:
    hashes = set()
    for seed in range(3):
        files = random.Random(seed).sample(few, len(few))
        with Library.open(tmp_path / str(seed), create=True) as library:
            for part in (files[:seed], files[seed:], files):
                ingest(part, library)
            hashes.add(library.digest())
    assert len(hashes) == 1


def test_a_copy_is_taken_while_another_writes_and_comes_back_equal(
    library: Library, few: list[Path], tmp_path: Path
) -> None:
    ingest(few, library)
    with library.writing("ingest"), Library.open(library.settings.store) as other:
        other.back_up(tmp_path / "copy")
    with Library.open(tmp_path / "back", create=True) as back:
        back.restore(tmp_path / "copy")
        assert back.digest() == library.digest()
        assert back.verify().problems == ()
        with pytest.raises(LibraryError, match="not empty"):
            back.restore(tmp_path / "copy")


def test_a_damaged_copy_is_refused(library: Library, few: list[Path], tmp_path: Path) -> None:
    ingest(few, library)
    library.back_up(tmp_path / "copy")
    next((tmp_path / "copy" / "files").iterdir()).write_bytes(b"changed")
    with Library.open(tmp_path / "back", create=True) as back, pytest.raises(LibraryError, match="damaged"):
        back.restore(tmp_path / "copy")


@pytest.mark.sqlite
@pytest.mark.parametrize("fate", ["older", "damaged", "lost"])
def test_the_library_is_read_anew_from_its_files(few: list[Path], tmp_path: Path, fate: str) -> None:
    settings = Settings(store=tmp_path / "store")
    with Library.open(settings, create=True) as library:
        ingest(few, library)
        before, names = library.digest(), [info.file for info in library.reports()]
    database = settings.store / "library.sqlite3"
    if fate == "older":
        raw = sqlite3.connect(database)
        raw.execute("UPDATE meta SET value = '3' WHERE key = 'schema'")
        raw.commit()
        raw.close()
        with pytest.raises(LibraryError, match="rebuild --from-files"):
            Library.open(settings)
    elif fate == "damaged":
        database.write_bytes(b"no database" * 1000)
    else:
        database.unlink()
    shutil.rmtree(settings.store / "words", ignore_errors=True)
    assert not rebuild_from_files(settings).rejected
    with Library.open(settings) as library:
        assert library.digest() == before
        assert [info.file for info in library.reports()] == names
        assert library.verify().problems == ()


@pytest.mark.sqlite
def test_what_a_person_set_is_set_again_when_a_library_or_a_report_is_read_anew(
    library: Library, few: list[Path], tmp_path: Path
) -> None:
    file = tmp_path / "in" / few[0].name
    file.parent.mkdir()
    shutil.copyfile(few[0], file)
    file.with_name(file.name + SIDECAR).write_text(
        "parent: 青禾市人民政府\npublished: 2024-01-20\nperiod: [2023-01-01, 2023-06-30]\n"
        "contacts: {fax: 0990-7654321}\n",
        encoding="utf-8",
    )
    (one,) = ingest([file], library).ingested
    before = library.digest()
    assert library.reports()[0].parent == "青禾市人民政府"
    read_again(one.report_id, library)
    assert library.digest() == before
    library.back_up(tmp_path / "copy")
    with Library.open(tmp_path / "back", create=True) as back:
        back.restore(tmp_path / "copy")
    for store in (library.settings.store, tmp_path / "back"):
        (store / "library.sqlite3").unlink()
        assert not rebuild_from_files(Settings(store=store)).rejected
        with Library.open(store) as anew:
            assert anew.digest() == before


def test_a_copy_is_of_one_state_while_another_publishes_and_removes(library: Library, tmp_path: Path) -> None:
    made = [make_report((f"第{number}版。",)) for number in range(2)]
    states, over = set(), threading.Event()

    def write() -> None:
        with Library.open(library.settings.store) as writer:
            while not over.is_set():
                for report in made:
                    writer.publish(report, chunks_of(report), original(report))
                    states.add(writer.digest())
                writer.remove(made[0].report_id)
                states.add(writer.digest())

    thread = threading.Thread(target=write)
    thread.start()
    try:
        copies = [library.back_up(tmp_path / str(number)) for number in range(5)]
    finally:
        over.set()
        thread.join()
    for number, copy in enumerate(copies):
        with Library.open(tmp_path / f"back-{number}", create=True) as back:
            back.restore(tmp_path / str(number))
            assert back.digest() == copy.digest
            assert copy.digest in states | {digest_of_nothing(tmp_path)}
            assert back.verify().problems == ()


def digest_of_nothing(tmp_path: Path) -> str:
    with Library.open(tmp_path / "nothing", create=True) as nothing:
        return nothing.digest()


def test_an_original_that_cannot_be_read_leaves_the_library_as_it_is(library: Library, few: list[Path]) -> None:
    ingest(few, library)
    before, first = library.digest(), library.reports()[0]
    library.original(first.report_id).write_bytes(b"\x00 no report")
    with pytest.raises(LibraryError, match=first.file):
        rebuild_from_files(library.settings)
    assert library.digest() == before


def test_nobody_publishes_while_the_library_is_read_anew(library: Library, few: list[Path]) -> None:
    ingest(few[:1], library)
    with library.writing("ingest"), pytest.raises(LibraryBusyError):
        rebuild_from_files(library.settings)
