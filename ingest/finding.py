"""Which files are meant: paths and folders → the files to read, in a fixed order."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.formats import SUPPORTED_SUFFIXES
from ingest.outcome import Rejected


@dataclass(frozen=True, slots=True)
class Found:
    """The files of an ingestion."""

    files: dict[Path, str]
    """Each file, as it was named or found, with the SHA-256 of its bytes."""
    folders: tuple[Path, ...]
    """The folders that were walked to the end, resolved: what is not in `present` is not there."""
    present: frozenset[Path]
    """Every file that is there, resolved, read or not."""
    rejected: tuple[Rejected, ...]


def find(paths: Iterable[Path]) -> Found:
    """The files at these paths and under these folders, without hidden ones, each once.

    What is not there, cannot be opened, or lies in a folder with a suffix that is not read, is rejected.
    """
    files: dict[Path, str] = {}
    folders: list[Path] = []
    present: set[Path] = set()
    rejected: list[Rejected] = []
    for path in paths:
        listed, closed = _walk(path) if path.is_dir() else ([path], [])
        rejected += [_unreadable(Path(error.filename), error) for error in closed]
        if path.is_dir() and not closed:
            folders.append(path.resolve())
        for file in listed:
            if file.resolve() in present:
                continue
            present.add(file.resolve())
            if file is not path and file.suffix.lower() not in SUPPORTED_SUFFIXES:
                rejected.append(_unsupported(file))
                continue
            try:
                files[file] = _digest(file)
            except OSError as error:
                if isinstance(error, FileNotFoundError):
                    present.discard(file.resolve())
                rejected.append(_unreadable(file, error))
    return Found(files, tuple(folders), frozenset(present), tuple(rejected))


def _walk(folder: Path) -> tuple[list[Path], list[OSError]]:
    """The files under a folder, by path, and the folders in it that cannot be opened; links are not followed."""
    found: list[Path] = []
    closed: list[OSError] = []
    for parent, names, files in os.walk(folder, onerror=closed.append):
        names[:] = [name for name in names if not name.startswith(".")]
        found += [Path(parent, file) for file in files if not file.startswith((".", "~$"))]
    return sorted(found), closed


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _unsupported(file: Path) -> Rejected:
    kinds = "、".join(sorted(suffix.lstrip(".") for suffix in SUPPORTED_SUFFIXES))
    return Rejected(str(file), "unsupported", f"不是支持的格式（{kinds}）/ {file.name} has no supported format")


def _unreadable(file: Path, error: OSError) -> Rejected:
    if isinstance(error, FileNotFoundError):
        return Rejected(str(file), "not_found", f"文件“{file.name}”不存在，请检查路径 / {file.name} does not exist")
    reason = f"文件“{file.name}”无法读取（{error.strerror}），请检查权限 / {file.name} cannot be read"
    return Rejected(str(file), "unreadable", reason)
