"""Zip archives of reports: their members laid out as files, within the limits of one archive."""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.errors import ReadingError
from ingest.limits import LIMITS, refusal
from ingest.package import check_members

_ZIP = b"PK\x03\x04"
_PACKAGE_PARTS = re.compile(rb"(?:\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/|ppt/|mimetype|OFD\.xml|Doc_\d)")
"""What the first member of an office file is called."""
_HEAD = 64
_DEPTH = 2
"""Archives inside an archive are opened to this depth."""
_UTF8_NAME = 0x800
_UNSAFE = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:|\0")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name there, and where it was laid out, or why it was not."""

    name: str
    place: Path | None
    code: str = ""
    reason: str = ""


def is_archive(head: bytes) -> bool:
    """Whether a file that begins so is an archive of files and not itself a document."""
    return head.startswith(_ZIP) and not _PACKAGE_PARTS.match(head[30:])


def unpack(archive: Path, folder: Path) -> list[Member]:
    """Lay an archive's files out under `folder`, each in a folder of its own, nested archives included.

    Raises ReadingError: "damaged", "encrypted", "too_large". An empty list means that it is a document after all.
    """
    return list(_Unpacking(folder).members(archive, "", _DEPTH))


@dataclass
class _Unpacking:
    folder: Path
    budget: int = LIMITS.zip_expanded
    count: int = 0

    def members(self, archive: Path, prefix: str, depth: int) -> Iterator[Member]:
        """The members of one archive, its nested archives' members in their place."""
        try:
            with zipfile.ZipFile(archive) as opened:
                listed = opened.infolist()
                check_members(archive, listed)
                if any(member.filename in ("word/document.xml", "xl/workbook.xml", "OFD.xml") for member in listed):
                    return
                self._spend(archive, listed)
                for member in listed:
                    yield from self._member(opened, member, prefix, depth)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise refusal("damaged", archive, "已损坏，请重新下载", f"is damaged ({error})") from error

    def _spend(self, archive: Path, members: list[zipfile.ZipInfo]) -> None:
        self.budget -= sum(member.file_size for member in members)
        self.count += len(members)
        if self.budget < 0 or self.count > LIMITS.zip_members:
            raise refusal("too_large", archive, "解压后过大或文件过多，请拆分", "unpacks to too much; split it")

    def _member(self, opened: zipfile.ZipFile, member: zipfile.ZipInfo, prefix: str, depth: int) -> Iterator[Member]:
        name = _name(member)
        path = PurePosixPath(name)
        if member.is_dir() or path.name.startswith((".", "~$")) or path.parts[0] == "__MACOSX":
            return
        if _UNSAFE.search(name) or stat.S_ISLNK(member.external_attr >> 16):
            reason = f"压缩包内的“{name}”是链接或越出压缩包的路径，未读取 / {name} points outside the archive"
            yield Member(prefix + (path.name or "?"), None, "unsupported", reason)
            return
        place = self.folder / str(len(list(self.folder.iterdir()))) / path.name
        place.parent.mkdir()
        try:
            with opened.open(member) as source, place.open("wb") as target:
                shutil.copyfileobj(source, target)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            reason = f"压缩包内的“{name}”已损坏，请重新下载 / {name} is damaged in its archive ({error})"
            yield Member(prefix + name, None, "damaged", reason)
            return
        nested = False
        with place.open("rb") as file:
            nested = is_archive(file.read(_HEAD))
        if nested and depth > 1:
            try:
                yield from self.members(place, f"{prefix}{name}/", depth - 1)
            except ReadingError as error:
                if error.code == "too_large":  # of all together: what was laid out is not read either
                    raise
                yield Member(prefix + name, None, error.code, str(error))
            return
        yield Member(prefix + name, place)


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name; without the mark of UTF-8 it is in the encoding of the machine that packed it."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = name.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return name.replace("\\", "/")
