"""What only a library on servers does: words in PostgreSQL, its lock, vectors on a Chroma server.

They run under `make test-servers`; the rest of the suite then runs on the same servers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from assistant.errors import IndexReplacedError, LibraryBusyError, LibraryError
from assistant.library import Library
from assistant.search.fulltext import FullText
from assistant.search.lexical import LexicalEntry, LexicalIndex
from assistant.search.retriever import search
from assistant.search.vectors import VectorIndex
from assistant.settings import Settings
from assistant.store.database import Database
from ingest.build import ingest

DATABASE = os.environ.get("BAOGAO_TEST_DATABASE_URL", "")
CHROMA = os.environ.get("BAOGAO_TEST_CHROMA_URL", "")
needs_servers = pytest.mark.skipif(not (DATABASE and CHROMA), reason="no servers here: make test-servers starts them")


@pytest.fixture
def words() -> Iterator[FullText]:
    database = Database.at(DATABASE)
    index = FullText.open(database, "test_words")
    yield index
    index.drop()
    database.close()


def _entries(library: Library) -> list[LexicalEntry]:
    owned = library.chunk_ids([info.report_id for info in library.reports()], 10**6) or {}
    return [LexicalEntry(chunk.chunk_id, chunk.report_id, chunk.text) for chunk in library.chunks(owned).values()]


@needs_servers
def test_postgres_ranks_as_the_folder_does(words: FullText, sample_library: Library, tmp_path: Path) -> None:
    entries, folder = _entries(sample_library), LexicalIndex.open(tmp_path / "words")
    words.write(entries)
    folder.write(entries)
    for question in ("政策解读做得怎么样", "行政诉讼维持了几件", "老旧小区改造", "依申请公开存在的问题"):
        one, other = words.find(question, 10), folder.find(question, 10)
        assert len({hit.chunk_id for hit in one} & {hit.chunk_id for hit in other}) >= 7
        assert one[0].score == pytest.approx(other[0].score, rel=0.1)
        assert next(iter(words.reports(question, 5))) in list(folder.reports(question, 3))


@needs_servers
def test_counts_follow_what_is_written_and_removed(words: FullText) -> None:
    def counted() -> dict[str, int]:
        with words._database.reading() as connection:
            found = connection.execute(words._counts.select().where(words._counts.c.n != 0))
            return {f"{row.owner}/{row.token}": row.n for row in found}

    words.write([LexicalEntry("a1", "a", "政策解读"), LexicalEntry("b1", "b", "政策咨询")])
    before = counted()
    words.write([LexicalEntry("a1", "a", "完全不同的一段话"), LexicalEntry("a2", "a", "还有一段")])
    words.write([LexicalEntry("a1", "a", "政策解读")])
    assert counted() == before
    words.remove(["a", "b"])
    assert counted() == {}


@needs_servers
@pytest.mark.parametrize("table", ["test_words", "test_words_reports"])
def test_tokens_are_stored_without_compression(words: FullText, table: str) -> None:
    kind = f"SELECT attstorage FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attname = 'tokens'"
    with words._database.reading() as connection:
        assert connection.exec_driver_sql(kind).scalar_one() == "e"


@needs_servers
def test_rare_words_are_found_among_many_rows(words: FullText) -> None:
    words.write(LexicalEntry(f"c{i:05}", f"r{i % 40}", "信息公开申请办理情况说明") for i in range(6_000))
    words.write([LexicalEntry("wanted", "other", "信息公开申请中涉及渔业捕捞许可的一件")])
    assert words.search("渔业捕捞许可申请", 3)[0].chunk_id == "wanted"
    assert len(words.search("信息公开申请", 50)) == 50


@needs_servers
def test_a_reader_survives_the_rebuild_of_what_it_has_open(library: Library, samples: Path) -> None:
    ingest(sorted(samples.glob("*.html"))[:1], library)
    with Library.open(library.settings) as reader:
        old_words, old_vectors = reader.words, reader.vectors
        before = [one.chunk.chunk_id for one in search(reader, "政策解读", 5)]
        library.reindex()
        with pytest.raises(IndexReplacedError):
            old_words.find("政策解读", 5)
        with pytest.raises(IndexReplacedError):
            old_vectors.count()
        assert [one.chunk.chunk_id for one in search(reader, "政策解读", 5)] == before


@needs_servers
def test_replicas_see_each_other_at_once_and_one_writes(library: Library, samples: Path) -> None:
    with Library.open(library.settings) as replica:
        assert search(replica, "政策解读", 5) == []
        ingest(sorted(samples.glob("*.html"))[:1], library)
        assert search(replica, "政策解读", 5) == search(library, "政策解读", 5) != []
        with library.writing("ingest"), pytest.raises(LibraryBusyError, match=f"{os.getpid()}.*ingest"):
            replica.remove(replica.reports()[0].report_id)
        replica.remove(replica.reports()[0].report_id)
        assert search(library, "政策解读", 5) == []


@needs_servers
def test_the_lock_goes_with_the_process_that_held_it(library: Library) -> None:
    code = (
        "import os, sys; from pathlib import Path; from assistant.library import Library\n"
        "library = Library.open(Path(sys.argv[1]))\n"
        "with library.writing('ingest'):\n    print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(library.settings.store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(LibraryBusyError, match=str(other.pid)), library.writing():
            pass
        other.kill()
    with library.writing():
        pass


@needs_servers
def test_a_writer_that_lost_the_server_does_not_commit(library: Library) -> None:
    before = library.generation()
    with pytest.raises(LibraryError), library.writing("ingest"):
        with closing(Database.at(DATABASE)) as database, database.reading() as other:
            other.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            )
            other.commit()
        library.relocate({})
    assert library.generation() == before


@pytest.mark.parametrize("answer", [b"{}", b"no JSON", None])
def test_a_server_that_is_not_chromas_rust_one_is_refused(answer: bytes | None) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404 if answer is None else 200)
            self.end_headers()
            self.wfile.write(answer or b"")

        def log_message(self, *_arguments: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(LibraryError, match="Rust"):
            VectorIndex.connect(f"http://127.0.0.1:{server.server_port}").count()
        server.shutdown()


def test_an_address_with_a_password_is_never_shown(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    settings = Settings(store=tmp_path, database_url="postgresql+psycopg://user:geheim@127.0.0.1:9/none")
    with pytest.raises(LibraryError) as raised:
        Library.open(replace(settings))
    assert "geheim" not in str(raised.value)
