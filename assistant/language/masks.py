"""Plain characters; and what looks like a number and counts nothing: dates, document numbers, contacts, titles."""

from __future__ import annotations

import re

_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_NARROW |= {ord("％"): ord("%"), ord("．"): ord("."), ord("　"): ord(" "), ord("\xa0"): ord(" ")}
_SIGN = re.compile(
    r"[↑⬆↓⬇](?=\s*\d)|(?<=[同环]比)[+＋−－-](?=\d)|(?<=[比较]上年)[+＋−－-](?=\d)|(?<=[比较]去年)[+＋−－-](?=\d)"
)
_WIDE_COMMA = re.compile(r"(?<=[\d０-９])，(?=[０-９]{3}(?![\d０-９]))")
_MASKS = (
    re.compile(r"\b(?:[Ii]n|[Dd]uring|[Oo]f|[Ss]ince|[Ff]rom|[Tt]o)\s+(?:19|20)\d{2}\b"),
    re.compile(r"《[^《》\n]{1,120}》"),
    re.compile(r"https?://\S+|www\.\S+|[\w.]+@[\w.]+"),
    re.compile(r"[〔\[（(]\s*(?:19|20)\d{2}\s*[〕\]）)]\s*\d*\s*号?"),
    re.compile(r"(?:19|20)\d{2}\s*(?:年度?)?\s*(?:到|至|—+|-|–|~|～|－)\s*(?:19|20)\d{2}\s*年?度?"),
    re.compile(r"(?:19|20)\d{2}(?=(?:[、和与及](?:19|20)\d{2})*[、和与及](?:19|20)\d{2}\s*年)"),
    re.compile(r"(?:19|20)\d{2}\s*[年./-]\s*(?:度|\d{1,2}\s*[月./-]\s*(?:\d{1,2}\s*日?)?)?"),
    re.compile(r"(?<!\d)\d{2}年度?(?!来|内|间|以)"),
    re.compile(r"二[〇零○]?[〇零○一二三四五六七八九]{2}年度?"),
    re.compile(r"\d{1,2}\s*月(?:份|\s*\d{1,2}\s*[日号])?|(?<!\d)\d{1,2}\s*日(?!均|常)"),
    re.compile(r"[一二三四五六七八九十]{1,3}月(?:份|[一二三四五六七八九十]{1,3}[日号])?"),
    re.compile(
        r"第\s*[\d一二三四五六七八九十百、和至-]+\s*(?:条|款|项|号|届|次|章|节|期|批|位|名|季度|方)?(?:第?（[一二三四五六七八九十]+）项?)?"
    ),
    re.compile(r"(?<![\d.])\d{3,4}[-—－]\d{7,8}(?:[-转]\d+)?|(?<!\d)1\d{10}(?!\d)|邮(?:政编码|编)[:：]?\s*\d{6}"),
    re.compile(r"(?<!\d)12\d{3}(?=[^\d，。；、]{0,8}(?:热线|平台|系统|专线))"),
    re.compile(r"(?m)(?:^|\t)\s*(?:\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)])"),
    re.compile(r"(?<=[。；：”])\s*(?:\d{1,2}[.、．](?=[^\d])|[（(]\d{1,2}[）)])"),
    re.compile(r"\d{1,2}[:：]\d{2}|\d+\s*号(?:楼|院|文|令)?"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]|[（(]\d{1,2}[）)]"),
    re.compile(
        r"[三四六]公开|五公开|[三二]安全一稳定|(?<!成)[一二三四五六七八九十]是(?![一-鿿]{0,3}的)|三类内部|四类过程|六稳|六保|双随机|一公开|[两一]书"
    ),
)


def narrow(text: str) -> str:
    """The text with plain digits, letters and signs (“同比+20%” is 增); every character keeps its place."""
    plain = _WIDE_COMMA.sub(",", text).translate(_NARROW)
    return _SIGN.sub(lambda match: "增" if match.group() in "+＋↑⬆" else "降", plain)


def masked(text: str) -> str:
    """The text in narrow characters, with all that looks like a number and counts nothing blanked out."""
    plain = narrow(text)
    for mask in _MASKS:
        plain = mask.sub(lambda m: "□" * len(m.group()), plain)
    return plain
