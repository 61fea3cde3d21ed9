"""Copies of a library: taken while others read and write, and taken back into an empty one.

    <copy>/library.sqlite3   every row, whichever database the library is in
    <copy>/files/            the original files
    <copy>/copy.json         what it is; written last, so that a folder without it is no copy

The indexes are derived and are not copied.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from assistant import clock
from assistant.errors import LibraryError
from assistant.store import schema
from assistant.store.copying import copy_reports, digest
from assistant.store.database import Database
from assistant.store.originals import Originals

_TRIES = 20
_SAID = "copy.json"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds."""

    folder: str
    created: str
    """UTC, ISO 8601."""
    schema: int
    reports: int
    digest: str
    """As of `Library.digest`."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was found whole."""

    said: Copied
    database: Database
    originals: Path


def back_up(database: Database, originals: Originals, folder: Path) -> Copied:
    """Write a copy into this folder, which must not be there or be empty, and be outside the library.

    Raises LibraryError when it cannot be written. A folder that a failure leaves behind is no copy: it ends in ".part".
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LibraryError(f"{folder} 已有内容，请另选备份位置。The folder is not empty; choose another.")
    part = folder.with_name(folder.name + ".part")
    try:
        if part.exists():
            shutil.rmtree(part)
        (part / "files").mkdir(parents=True)
        for _ in range(_TRIES):
            said = _snapshot(database, part, folder)
            if _files(part, originals):
                break
        else:
            raise LibraryError(
                "资料库变化太快，未能备份，请稍后再试。The library changes too fast to be copied; try again."
            )
        (part / _SAID).write_text(json.dumps(asdict(said), ensure_ascii=False, indent=2), encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise LibraryError(f"备份无法写入：{error}。The copy cannot be written.") from error
    return said


@contextmanager
def opened(folder: Path) -> Iterator[Copy]:
    """The copy in this folder, found whole. Raises LibraryError when it is none, damaged, or of another version."""
    try:
        said = Copied(**json.loads((folder / _SAID).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise LibraryError(f"{folder} 不是完整的备份（{error}）。The folder is no whole copy.") from error
    if said.schema != schema.VERSION:
        raise LibraryError(
            f"备份的格式是 {said.schema}，本版本为 {schema.VERSION}：请用写下它的版本恢复，再用本版本运行 "
            "baogao library rebuild --from-files。The copy is of another version: restore it with that version, then "
            "run `baogao library rebuild --from-files` with this one."
        )
    with closing(Database.at(folder / "library.sqlite3")) as database:
        with database.reading() as connection:
            if digest(connection) != said.digest:
                raise LibraryError(f"{folder} 的内容与其记录不符，备份已损坏。The copy is damaged.")
            for sha256, place in _needed(connection, Originals(folder / "files")):
                if not place.is_file() or hashlib.sha256(place.read_bytes()).hexdigest() != sha256:
                    raise LibraryError(
                        f"备份里的原始文件 {place.name} 缺失或已损坏。An original is missing or damaged."
                    )
        yield Copy(said, database, folder / "files")


def _snapshot(source: Database, part: Path, folder: Path) -> Copied:
    """Every row of one state of the source."""
    for old in part.glob("library.sqlite3*"):
        old.unlink()
    now = clock.now()
    with closing(Database.at(part / "library.sqlite3")) as target:
        target.create()
        with source.reading() as rows, target.writing(0) as connection:
            copy_reports(rows, connection)
        with target.reading() as connection:
            count = len(_needed(connection, Originals(part)))
            return Copied(str(folder), now, schema.VERSION, count, digest(connection))


def _files(part: Path, originals: Originals) -> bool:
    """Copy the originals of the snapshot and what is noted of them; False when a writer has removed one meanwhile."""
    kept = Originals(part / "files")
    with closing(Database.at(part / "library.sqlite3")) as database, database.reading() as connection:
        needed = _needed(connection, kept)
    kept.sweep({place for _, place in needed})  # of an earlier try
    for _, place in needed:
        for copy in (place, kept.beside(place)):
            if copy == place and place.exists():
                continue
            try:
                shutil.copyfile(originals.folder / copy.name, copy)
            except FileNotFoundError:
                if copy == place:
                    return False
    return True


def _needed(connection: Connection, originals: Originals) -> list[tuple[str, Path]]:
    """The digest and the place of every report's original."""
    found = connection.execute(select(schema.reports.c.sha256, schema.reports.c.file))
    return [(row.sha256, originals.place(row.sha256, row.file)) for row in found]
