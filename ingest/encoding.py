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
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "先回则任取据处府信息公开申請請務機關報告開資訊這個們來時國會對發經過為說產種後學與無"
)
"""The commonest characters of Chinese, with those of our reports."""
_ASCII_TEXT = re.compile(r"[\t\r\n\x20-\x7e]")
_MARKS_OF_CHINESE = frozenset("，。、；：？！（）《》“”—％０１２３４５６７８９　")
_PLAIN = 0.4
_MANY, _GIBBERISH = 100, 0.1
"""Of more Chinese characters than these a greater share is common: in reports a half, in random bytes a fiftieth."""
_LOST = "\ufffd"
_TOLERATED_LOSS = 0.001


def decode(data: bytes) -> str:
    """The text of a file in its own encoding.

    UTF-8 is tried before the declared charset: pages are often saved anew as UTF-8 with their old declaration, and
    text in another encoding is hardly ever valid UTF-8. Raises ReadingError("damaged") when no encoding fits.
    """
    text = _by_mark(data)
    if text is None:
        text = _unmarked_utf16(data) or _utf8(data) or _likeliest(data) or _lenient(data)
    return _restored(text)


def is_utf16(data: bytes) -> bool:
    """Whether bytes with NULs among them are UTF-16 without its mark, and no binary file."""
    return bool(_unmarked_utf16(data))


def _utf8(data: bytes) -> str:
    """UTF-8, of which the last character may have been cut."""
    return next((text for end in range(4) if (text := _strict(data[: len(data) - end], "utf-8"))), "")


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 that has lost its mark: it has NULs, and read in one order of bytes it is plain text."""
    head = data[:_DECLARED_WITHIN]
    if head.count(0) < 2:
        return ""
    likeness, order = max((_plainness(head, order), order) for order in ("utf-16-le", "utf-16-be"))
    return _strict(data[: len(data) // 2 * 2], order) if likeness >= _PLAIN else ""


def _plainness(head: bytes, order: str) -> float:
    """The share of ASCII text, everyday Chinese and its punctuation in bytes read so, 0..1."""
    text = head[: len(head) // 2 * 2].decode(order, "replace")
    return sum(
        _ASCII_TEXT.match(char) is not None or char in _COMMON or char in _MARKS_OF_CHINESE for char in text
    ) / len(text)


def _likeliest(data: bytes) -> str:
    """Of the declared charset, GB18030 and Big5, the one that gives the most everyday characters; the first of equals.

    A page may declare one and be written in another, and the bytes of one are often valid in the other: so are those of
    many a file that is no text at all. Raises ReadingError("damaged") for such.
    """
    readings = [text for name in (_declared(data), "gb18030", "big5hkscs") if (text := _strict(data, name))]
    text = max(readings, key=_everyday, default="")
    if len(_CJK.findall(text)) > _MANY and _everyday(text) < _GIBBERISH:
        raise _damaged()
    return text


def _everyday(text: str) -> float:
    """The share of a text's Chinese characters that are among the commonest, 0..1."""
    chinese = _CJK.findall(text)
    return sum(char in _COMMON for char in chinese) / len(chinese) if chinese else 0.0


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
