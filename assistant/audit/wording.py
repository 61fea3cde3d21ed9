"""What is wrong in a report's wording: impossible dates, last year's phrases, numbering with a gap, missing parts."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from assistant.answer import Finding, Severity
from assistant.audit.findings import Numbers, finding
from assistant.audit.material import Material
from assistant.report import Paragraph

_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?")
_MONTH_DAY = re.compile(r"(?<![年\d])\s*(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")
_PERIOD = re.compile(
    r"统计(?:期限|周期|时限|时间|期|数据|口径)?[^。；]{0,12}?(?P<first>(?:19|20)\d{2})\s*年\s*1\s*月(?:\s*1\s*日)?[^。；\d]{0,10}"
    r"(?:(?P<last>(?:19|20)\d{2})\s*年\s*)?12\s*月\s*31\s*日"
)
_MARK = re.compile(
    r"(?:^|(?<=[。；;：:，,、”）)\s\d])|(?<=[\u4e00-\u9fff])(?<![统唯单第专合万如若])(?=一是))"
    r"(?P<n>[一二三四五六七八九十])是(?!否|的)"
)
_ANNOUNCED = re.compile(
    r"(?P<n>[两二三四五六七八九])(?:个|项|点|方面|大)?(?:方面)?(?:的)?(?:问题|不足|措施|举措|短板|困难|工作)[^。]{0,8}[：:。]"
)
_NUMERALS = {char: number for number, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_SHOWN = 28


def check(material: Material) -> Iterator[Finding]:
    """Dates, the report's period, the numbering of its lists, and the parts of the form that it lacks."""
    for paragraph in material.paragraphs:
        yield from _dates(material, paragraph)
        yield from _period(material, paragraph)
        yield from _announced(material, paragraph)
        yield from _plans(material, paragraph)
    yield from _numbering(material)
    yield from _lacking(material)


def _dates(material: Material, paragraph: Paragraph) -> Iterator[Finding]:
    for match in (*_DATE.finditer(paragraph.text), *_MONTH_DAY.finditer(paragraph.text)):
        year = int(match.groupdict().get("year") or 2020)
        month, day = int(match["month"]), int(match["day"] or 1)
        if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            continue
        said = f"“{match.group().strip()}”不是一个存在的日期。"
        yield _at(material, paragraph, match, ("date", Severity.ERROR), match.group().strip(), "", said)


def _period(material: Material, paragraph: Paragraph) -> Iterator[Finding]:
    """The period that the numbers are of must be the report's year: a phrase left over from last year is not."""
    year = material.info.year
    for match in _PERIOD.finditer(paragraph.text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        if first > last:
            said = f"统计期限的起止年份颠倒：{first} 年至 {last} 年。"
        elif year is not None and (first, last) != (year, year):
            said = f"统计期限写作 {first} 年至 {last} 年，而本报告是 {year} 年度报告，可能是沿用了上年的文字。"
        else:
            continue
        stated = str(first if first != year else last)
        yield _at(material, paragraph, match, ("date", Severity.ERROR), stated, str(year or ""), said)


def _plans(material: Material, paragraph: Paragraph) -> Iterator[Finding]:
    """What will be done is next year's: “{the report's year}年，我局将…” among the improvements."""
    year = material.info.year
    if year is None or not any("改进" in heading or "计划" in heading for heading in paragraph.section):
        return
    match = re.search(rf"(?:^|[。；]){year}年[，,]?[^。；，]{{0,12}}?(?:将|拟|计划|打算)", paragraph.text)
    if match is not None:
        said = f"改进措施写的是下一年的打算，这里写作 {year} 年，可能应为 {year + 1} 年。"
        yield _at(material, paragraph, match, ("date", Severity.REMARK), str(year), str(year + 1), said)


def _numbering(material: Material) -> Iterator[Finding]:
    """“一是…二是…”: a list may run over paragraphs of one section, but it begins with one and leaves none out."""
    expected, section = 1, None
    for paragraph in material.paragraphs:
        if paragraph.section != section:
            expected, section = 1, paragraph.section
        for match in _MARK.finditer(paragraph.text):
            number = _NUMERALS[match["n"]]
            if number not in (1, expected):
                want = next(char for char, value in _NUMERALS.items() if value == expected and char != "两")
                said = f"列举的序号不连续：这里是“{match['n']}是”，按次序应为“{want}是”。"
                kind = ("numbering", Severity.REMARK)
                yield _at(material, paragraph, match, kind, f"{match['n']}是", f"{want}是", said)
            expected = min(number + 1, 10)


def _announced(material: Material, paragraph: Paragraph) -> Iterator[Finding]:
    """“存在三个问题：一是…二是…”: as many as were announced."""
    for match in _ANNOUNCED.finditer(paragraph.text):
        count = 0
        for mark in _MARK.finditer(paragraph.text, match.end() - 1):
            if _NUMERALS[mark["n"]] != count + 1:
                break
            count += 1
        said = _NUMERALS[match["n"]]
        if count >= 2 and count != said:
            why = f"前面说有{match['n']}项，后面列出 {count} 项。"
            yield _at(material, paragraph, match, ("numbering", Severity.REMARK), str(said), str(count), why)


def _lacking(material: Material) -> Iterator[Finding]:
    """Sections, tables and rows that reading did not find. They may be lost in the file: a remark."""
    for warning in material.info.warnings:
        kind = "missing_section" if "一节" in warning else "missing_table" if warning.startswith("缺表") else ""
        if not kind and re.search(r"：缺 \d+ 行", warning):
            kind = "missing_row"
        if kind:
            said = warning.partition(" / ")[0]
            where = said if kind == "missing_table" else said.partition("：")[0]
            numbers = Numbers("", "", said)
            why = f"{said}。可能是报告缺项，也可能是文件在转换时丢失，请对照原件。"
            yield finding(material, kind, Severity.REMARK, where, numbers, [], why)


def _at(
    material: Material,
    paragraph: Paragraph,
    match: re.Match[str],
    kind: tuple[str, Severity],
    stated: str,
    computed: str,
    said: str,
) -> Finding:
    start = paragraph.start + match.start()
    end = min(paragraph.end, paragraph.start + max(match.end(), match.start() + _SHOWN))
    where = " › ".join(("正文", *paragraph.section[-1:]))
    numbers = Numbers(stated, computed, f"{stated} ≠ {computed}" if computed else stated)
    return finding(material, kind[0], kind[1], where, numbers, [material.source(start, end)], said)
