"""Zip packages (docx, xlsx) looked at before a library unpacks them."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from ingest.limits import LIMITS, refusal

_ENCRYPTED = 0x1
_PROLOGUE = 4_096
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_RATIO_FLOOR = 2**20
"""Small members compress well honestly; only bigger ones are measured by their ratio."""


def check_package(path: Path) -> frozenset[str]:
    """The names of the members, once the package is known to be harmless to unpack.

    Raises ReadingError: "damaged" (no zip, or a document type declaration inside), "encrypted", "too_large".
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            check_members(path, members)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_prologue(path, package, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise refusal("damaged", path, "已损坏，请重新下载", f"is damaged ({error})") from error
    return frozenset(member.filename for member in members)


def check_members(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Refuse a package that is encrypted, has too many members, or expands beyond the limits.

    Raises ReadingError: "encrypted", "too_large".
    """
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise refusal("encrypted", path, "有密码保护，请去掉密码后再导入", "has a password; remove it first")
    if len(members) > LIMITS.zip_members:
        zh = f"内含 {len(members)} 个部件，超过上限 {LIMITS.zip_members} 个，请另存后再导入"
        raise refusal("too_large", path, zh, f"has {len(members)} members, the limit is {LIMITS.zip_members}")
    expanded = sum(member.file_size for member in members)
    if expanded > LIMITS.zip_expanded:
        zh = f"解压后有 {expanded // 2**20} MiB，超过上限 {LIMITS.zip_expanded // 2**20} MiB，请拆分"
        raise refusal("too_large", path, zh, "expands beyond the limit; split it")
    for member in members:
        if member.file_size > max(_RATIO_FLOOR, LIMITS.zip_ratio * member.compress_size):
            zh = f"的部件 {member.filename} 压缩比超过 {LIMITS.zip_ratio}，请另存后再导入"
            raise refusal("too_large", path, zh, "is compressed beyond the limit; save it anew")


def _check_prologue(path: Path, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Office never writes a document type declaration; entities could be hidden in one."""
    with package.open(member) as part:
        prologue = part.read(_PROLOGUE).replace(b"\0", b"")
    if _DOCTYPE.search(prologue):
        zh = f"的部件 {member.filename} 含有 DTD 声明，不是 Office 写出的文件，请另存后再导入"
        raise refusal("damaged", path, zh, "holds a document type declaration; save it anew")
