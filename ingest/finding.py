"""Which files are meant: paths, folders and archives → the files to read, in a fixed order."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import ReadingError
from ingest.archive import Member, is_archive, unpack
from ingest.formats import SUPPORTED_SUFFIXES
from ingest.limits import LIMITS
from ingest.outcome import Rejected
from ingest.overrides import SIDECAR
from ingest.sandbox import Lost, confined

_HEAD = 64


@dataclass(frozen=True, slots=True)
class Found:
    """The files of an ingestion. A file of an archive is named `archive.zip/member`."""

    files: dict[Path, str]
    """Each file, as it was named or found, with the SHA-256 of its bytes."""
    unpacked: dict[Path, Path]
    """Where the files of archives lie for now."""
    folders: tuple[Path, ...]
    """The folders that were walked to the end, resolved: what is not in `present` is not there."""
    present: frozenset[Path]
    """Every file that is there, resolved, read or not."""
    rejected: tuple[Rejected, ...]

    def place(self, path: Path) -> Path:
        """Where the bytes of a file are."""
        return self.unpacked.get(path, path)


def find(paths: Iterable[Path], scratch: Path) -> Found:
    """The files at these paths and under these folders, without hidden ones, each once; archives go to `scratch`.

    What is not there, cannot be opened, or lies in a folder with a suffix that is not read, is rejected.
    """
    search = _Search(scratch)
    for path in paths:
        is_folder = path.is_dir()
        listed, closed = _walk(path) if is_folder else ([path], [])
        search.rejected += [_unreadable(Path(error.filename), error) for error in closed]
        if is_folder and not closed:
            search.folders.append(path.resolve())
        for file in listed:
            search.take(file, named=not is_folder)
    return search.found()


@dataclass
class _Search:
    scratch: Path
    files: dict[Path, str] = field(default_factory=dict)
    unpacked: dict[Path, Path] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)
    present: set[Path] = field(default_factory=set)
    rejected: list[Rejected] = field(default_factory=list)

    def found(self) -> Found:
        """Everything so far."""
        return Found(self.files, self.unpacked, tuple(self.folders), frozenset(self.present), tuple(self.rejected))

    def take(self, file: Path, *, named: bool) -> None:
        """Take in a file; one that was not named itself must have a suffix that is read."""
        try:
            resolved = file.resolve()
        except (OSError, RuntimeError):  # a link that leads to itself
            self.rejected.append(Rejected(str(file), "not_found", _NOT_THERE.format(name=file.name)))
            return
        if resolved in self.present:
            return
        self.present.add(resolved)
        if not named and file.suffix.lower() not in SUPPORTED_SUFFIXES:
            self.rejected.append(_unsupported(file))
            return
        try:
            digest, head = _digest(file)
        except ReadingError as error:
            self.rejected.append(Rejected(str(file), error.code, str(error)))
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                self.present.discard(resolved)
            self.rejected.append(_unreadable(file, error))
        else:
            if is_archive(head):
                self._open(file, resolved, digest)
            else:
                self.files[file] = digest

    def _open(self, archive: Path, resolved: Path, digest: str) -> None:
        folder = self.scratch / str(len(self.unpacked)) / digest
        folder.mkdir(parents=True)
        try:
            members: list[Member] = confined(unpack, archive, folder)
        except ReadingError as error:
            self.rejected.append(Rejected(str(archive), error.code, str(error)))
            return
        except Lost as lost:
            reason = f"压缩包“{archive.name}”{lost.zh} / {archive.name} {lost.en}"
            self.rejected.append(Rejected(str(archive), lost.code, reason))
            return
        if not members:
            self.files[archive] = digest
        for member in members:
            self._member(archive / member.name, resolved / member.name, member)

    def _member(self, path: Path, resolved: Path, member: Member) -> None:
        self.present.add(resolved)
        if member.place is None:
            self.rejected.append(Rejected(str(path), member.code, member.reason))
        elif path.suffix.lower() not in SUPPORTED_SUFFIXES:
            self.rejected.append(_unsupported(path))
        else:
            self.unpacked[path] = member.place
            self.files[path] = _digest(member.place)[0]


def _walk(folder: Path) -> tuple[list[Path], list[OSError]]:
    """The files under a folder, by path, and the folders in it that cannot be opened; links are not followed."""
    found: list[Path] = []
    closed: list[OSError] = []
    for parent, names, files in os.walk(folder, onerror=closed.append):
        names[:] = [name for name in names if not name.startswith(".")]
        seen = (file for file in files if not file.startswith((".", "~$")) and not file.endswith(SIDECAR))
        found += [Path(parent, file) for file in seen]
    return sorted(found), closed


def _digest(file: Path) -> tuple[str, bytes]:
    """The digest of a file and its first bytes. Raises ReadingError for what is no file of a bearable size."""
    state = file.stat()
    if not stat.S_ISREG(state.st_mode):
        zh = f"“{file.name}”不是普通文件，请指定文件本身"
        raise ReadingError("unsupported", f"{zh} / {file.name} is not a regular file")
    if state.st_size > LIMITS.file_bytes:
        size, limit = f"{state.st_size / 2**20:.0f} MiB", f"{LIMITS.file_bytes / 2**20:.0f} MiB"
        zh = f"文件“{file.name}”有 {size}，超过上限 {limit}，请拆分"
        raise ReadingError("too_large", f"{zh} / {file.name} has {size}, the limit is {limit}")
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
        opened.seek(0)
        return hashlib.file_digest(opened, "sha256").hexdigest(), head


def _unsupported(file: Path) -> Rejected:
    kinds = "、".join(sorted(suffix.lstrip(".") for suffix in SUPPORTED_SUFFIXES))
    return Rejected(str(file), "unsupported", f"不是支持的格式（{kinds}）/ {file.name} has no supported format")


_NOT_THERE = "文件“{name}”不存在，请检查路径 / {name} does not exist"


def _unreadable(file: Path, error: OSError) -> Rejected:
    if isinstance(error, FileNotFoundError):
        return Rejected(str(file), "not_found", _NOT_THERE.format(name=file.name))
    reason = f"文件“{file.name}”无法读取（{error.strerror}），请检查权限 / {file.name} cannot be read"
    return Rejected(str(file), "unreadable", reason)
