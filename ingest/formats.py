"""What a file really is -> its reader. The bytes decide first, the name second."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path

from ingest import docx, html, legacy, mail, pdf, scan, sheet, text, xls
from ingest.blocks import Document, GridBlock
from ingest.cleaning import invisible
from ingest.encoding import decode, is_utf16
from ingest.limits import LIMITS, refusal
from ingest.package import check_package

__all__ = ["LIMITS", "SUPPORTED_SUFFIXES", "decode", "read"]

_HTML_SUFFIXES = frozenset({".html", ".htm", ".shtml", ".xhtml"})
_PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"})
_SHEET_TEXT_SUFFIXES = frozenset({".csv", ".tsv"})
_TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})
_WORD_SUFFIXES = frozenset({".docx", ".docm", ".doc", ".wps", ".rtf", ".odt"})
_WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods"})
_MAIL_SUFFIXES = frozenset({".eml", ".mht", ".mhtml"})
SUPPORTED_SUFFIXES = (
    frozenset({".pdf", ".zip"})
    | _WORD_SUFFIXES
    | _WORKBOOK_SUFFIXES
    | _PICTURE_SUFFIXES
    | _MAIL_SUFFIXES
    | _HTML_SUFFIXES
    | _SHEET_TEXT_SUFFIXES
    | _TEXT_SUFFIXES
)
"""The suffixes that a walk through a folder picks up, in lower case."""

_DATA_SUFFIXES = frozenset({".json", ".jsonl", ".xml", ".yaml", ".yml", ".toml", ".py", ".js", ".css", ".svg"})
_NEVER_TEXT = _PICTURE_SUFFIXES | {".zip"}
_HEAD = 4_096
_MIMETYPE_WITHIN = 120
_OLE_ENTRY = 128
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = re.compile(rb"\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*|BM.{4}\0{4}", re.DOTALL)
_PAGE_STARTS = ("<!doctype html", "<html", "<head", "<body", "<meta", "<table", "<div", "<p>", "<p ")


def read(path: Path) -> Document:
    """The file's blocks in reading order.

    Raises ReadingError with the code "not_found", "unreadable", "empty", "too_large", "unsupported", "encrypted",
    "damaged" or "no_text"; its message says what is wrong and what to do.
    """
    head = _head(path)
    document = _dispatch(path, head)
    if not any(isinstance(block, GridBlock) or block.text for block in document.blocks):
        raise refusal("no_text", path, "里没有文字，扫描件请先做文字识别（OCR）", "holds no text; scans need OCR first")
    return document


def _dispatch(path: Path, head: bytes) -> Document:
    if b"%PDF-" in head[:1024]:
        return pdf.read(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_package(path)
    if head.startswith(_OLE):
        return _read_ole(path)
    if head.startswith(b"{\\rtf"):
        return legacy.read(path, "docx", docx.read)
    if _PICTURE.match(head):
        return scan.document(path)
    if mail.is_mail(head):
        return _read_mail(path)
    return _read_text(path)


def _read_mail(path: Path) -> Document:
    content, is_page, attached = mail.body(_bytes(path))
    document = html.read(content) if is_page else text.read(content)
    if not attached:
        return document
    names = "、".join(attached)
    note = f"附件未读取，请另存后导入：{names} / attachments are not read; save and ingest them"
    return replace(document, warnings=(*document.warnings, note))


def _head(path: Path) -> bytes:
    """The first bytes of a regular, non-empty file within the size limit."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refusal("unsupported", path, "不是普通文件，请指定文件本身", "is not a regular file")
        if status.st_size > LIMITS.file_bytes:
            size = f"{status.st_size / 2**20:.0f} MiB"
            limit = f"{LIMITS.file_bytes / 2**20:.0f} MiB"
            zh, en = f"有 {size}，超过上限 {limit}，请拆分", f"has {size}, the limit is {limit}"
            raise refusal("too_large", path, zh, en)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError as error:
        raise refusal("not_found", path, "不存在，请检查路径", "does not exist; check the path") from error
    except OSError as error:
        raise refusal("unreadable", path, f"无法读取，请检查权限（{error.strerror}）", "cannot be read") from error
    if not head:
        raise refusal("empty", path, "是空文件，请重新下载", "is empty; download it again")
    return head


def _read_package(path: Path) -> Document:
    """A zip package is what its members say: Word, Excel, or something else."""
    members = check_package(path)
    if "word/document.xml" in members:
        return docx.read(path)
    if "xl/workbook.xml" in members:
        return sheet.read(path)
    kind = "docx" if _is_open_document(path, b"text") else "xlsx" if _is_open_document(path, b"spreadsheet") else ""
    if kind:
        return legacy.read(path, kind, docx.read if kind == "docx" else sheet.read)
    if "OFD.xml" in members:
        raise refusal("unsupported", path, "是 OFD 版式文件，请另存为 PDF 或 Word", "is an OFD file; save it as PDF")
    raise refusal("unsupported", path, "是压缩包或不支持的格式，请解压后再导入", "is an archive; unpack it first")


def _is_open_document(path: Path, what: bytes) -> bool:
    """OpenDocument files name their type in their first, uncompressed member."""
    return b"mimetypeapplication/vnd.oasis.opendocument." + what in _head(path)[:_MIMETYPE_WITHIN]


def _read_ole(path: Path) -> Document:
    """Old Office files, and the wrapper that Office puts around a file with a password."""
    data = path.read_bytes()
    if _named(data, "EncryptedPackage"):
        raise refusal("encrypted", path, "有密码保护，请去掉密码后再导入", "has a password; remove it first")
    if _named(data, "WordDocument"):
        return legacy.read(path, "docx", docx.read)
    if _named(data, "Workbook") or _named(data, "Book"):
        return xls.read(path)
    zh = "是不支持的旧版文件，请另存为 docx、xlsx 或 PDF"
    raise refusal("unsupported", path, zh, "is an old file of another kind; save it as docx, xlsx or PDF")


def _named(data: bytes, stream: str) -> bool:
    """Whether a compound file has a stream of this name: entries of its directory are 128 bytes long."""
    name = f"{stream}\0".encode("utf-16-le")
    return any(found.start() % _OLE_ENTRY == 0 for found in re.finditer(re.escape(name), data))


def _read_text(path: Path) -> Document:
    suffix = path.suffix.lower()
    data = _bytes(path)
    if suffix in _NEVER_TEXT:
        raise refusal("damaged", path, "的内容与其格式不符，请重新下载", "is not what its name says; download it again")
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if suffix in _DATA_SUFFIXES or (b"\0" in data and not marked and not is_utf16(data)):
        zh = "不是支持的格式，请提供 PDF、Word、Excel、网页或文本文件"
        raise refusal("unsupported", path, zh, "has no supported format")
    content = decode(data)
    if not content.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"):
        raise refusal("empty", path, "里只有空白，请重新下载", "holds nothing but white space")
    document = _read_content(content, suffix)
    count = invisible(content)
    if not count:
        return document
    note = f"去除零宽、改变文字方向等看不见的字符 {count} 个 / {count} invisible characters were removed"
    return replace(document, warnings=(*document.warnings, note))


def _read_content(content: str, suffix: str) -> Document:
    if suffix in _HTML_SUFFIXES or _looks_like_page(content):
        return html.read(content)
    if suffix in _SHEET_TEXT_SUFFIXES:
        return sheet.read_csv(content)
    return text.read(content)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LIMITS.text_bytes + 1)
    except OSError as error:
        raise refusal("unreadable", path, f"无法读取，请检查权限（{error.strerror}）", "cannot be read") from error
    if len(data) > LIMITS.text_bytes:
        limit = f"{LIMITS.text_bytes // 2**20} MiB"
        raise refusal("too_large", path, f"文字超过 {limit}，请拆分", f"has more than {limit} of text")
    return data


def _looks_like_page(content: str) -> bool:
    start = content.lstrip("\ufeff \t\r\n")[:_HEAD].lower()
    while start.startswith(("<!--", "<?xml")):
        _, _, start = start.partition("-->" if start.startswith("<!--") else "?>")
        start = start.lstrip()
    return start.startswith(_PAGE_STARTS)
