"""Bytes of a text or web page -> text: byte order mark, UTF-8, the declared charset, GB18030; mojibake undone."""

from __future__ import annotations

import codecs
import re

from assistant.errors import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 4_096
_CJK = re.compile("[\u3400-\u9fff]")
# 锛 銆 鈥 begin the two-character ruins of ，。“ — Chinese hardly uses them otherwise.
_UTF8_AS_GBK = re.compile("[\u951b\u9286\u9225]")
_HIGH_LATIN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_LOST = "\ufffd"
_TOLERATED_LOSS = 0.001


def decode(data: bytes) -> str:
    """The text of a file in its own encoding.

    UTF-8 is tried before the declared charset: pages are often saved anew as UTF-8 with their old declaration, and
    text in another encoding is hardly ever valid UTF-8. Raises ReadingError("damaged") when no encoding fits.
    """
    text = _by_mark(data)
    if text is None:
        text = _strict(data, "utf-8") or _strict(data, _declared(data)) or _strict(data, "gb18030") or _lenient(data)
    return _restored(text)


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return None


def _declared(data: bytes) -> str:
    """The charset that the head of a page names, GB18030 for its subsets."""
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    name = match[1].decode("ascii").lower() if match else ""
    return "gb18030" if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk", "") else name


def _strict(data: bytes, encoding: str) -> str:
    """The decoded text, empty when it does not fit or the encoding is unknown or not a text encoding."""
    try:
        text = codecs.lookup(encoding).decode(data, "strict")[0]
    except (LookupError, UnicodeError, ValueError, TypeError):
        return ""
    return text if isinstance(text, str) else ""


def _lenient(data: bytes) -> str:
    """A file with a few broken bytes (a cut character at its end): read it if nearly nothing is lost."""
    for encoding in ("utf-8", _declared(data), "gb18030"):
        text = data.decode(encoding, "replace") if _strict(b"", encoding) == "" and _known(encoding) else ""
        if text and text.count(_LOST) <= max(1, _TOLERATED_LOSS * len(text)):
            return text.replace(_LOST, "")
    raise _damaged()


def _known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        return False


def _restored(text: str) -> str:
    """Undoes a wrong decoding that was saved as text; raises where it cannot be undone."""
    for looks_ruined, wrong, right in (
        (_is_utf8_as_gbk, "gb18030", "utf-8"),
        (_is_high_latin, "cp1252", "utf-8"),
        (_is_high_latin, "latin-1", "utf-8"),
        (_is_high_latin, "latin-1", "gb18030"),
    ):
        if looks_ruined(text):
            restored = _again(text, wrong, right)
            if restored:
                return restored
    if _is_utf8_as_gbk(text) or _is_high_latin(text):
        raise _damaged()
    return text


def _is_utf8_as_gbk(text: str) -> bool:
    return len(_UTF8_AS_GBK.findall(text)) > max(3, 0.01 * len(_CJK.findall(text)))


def _is_high_latin(text: str) -> bool:
    high = len(_HIGH_LATIN.findall(text))
    return high > max(20, 0.3 * len(text)) and high > 4 * len(_CJK.findall(text))


def _again(text: str, wrong: str, right: str) -> str:
    try:
        restored = text.encode(wrong).decode(right)
    except UnicodeError:
        return ""
    return restored if _CJK.search(restored) else ""


def _damaged() -> ReadingError:
    return ReadingError(
        "damaged",
        "文字编码无法识别或已成乱码，请用 UTF-8 或 GB18030 重新保存"
        " / The text's encoding is unknown or ruined; save the file anew as UTF-8",
    )
