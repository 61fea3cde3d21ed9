"""Sentences that a report took over from last year's: a remark, for what is new each year should read so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer import Finding, Severity
from assistant.audit.findings import Numbers, finding
from assistant.audit.material import Material
from assistant.language.numerals import numbers_in
from assistant.language.sentences import sentences

_SHORTEST = 25
"""Shorter sentences are alike by chance."""
_FIXED = re.compile(
    r"条例|依据|根据|本报告|编制|统计|下载|联系|电话|勾稽|邮编|没有其他|无其他|信息处理费|主办|承办|版权|备案|标识码|浏览|分辨率|结果维持|结果纠正|网站.{0,4}www"
)
"""What every report says in the same words."""
_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?")
_FEW = 2
_MUCH = 0.5


def check(before: Material, after: Material) -> Iterator[Finding]:
    """One remark when problems and improvements, or most of the text, are last year's word for word."""
    old = {key for key, _, _, _ in _sentences(before)}
    new = list(_sentences(after))
    same = [one for one in new if one[0] in old]
    problems = [one for one in same if any("问题" in part or "改进" in part for part in one[3])]
    numbers = [one for one in same if any(number.unit for number in numbers_in(one[0]))]
    if len(problems) < _FEW and not numbers and (not new or len(same) / len(new) < _MUCH or len(same) < _FEW):
        return
    shown = (numbers or problems or same)[:3]
    what = "连同数字" if numbers else "“问题及改进”部分" if problems else "多数文字"
    said = (
        f"有 {len(same)} 句（共 {len(new)} 句）与 {before.info.year} 年报告逐字相同，{what}，"
        f"如“{shown[0][0][:40]}…”。请确认是否沿用了上年的文字。"
    )
    numbers_ = Numbers(str(len(same)), str(len(new)), f"{len(same)} / {len(new)}")
    sources = [after.source(start, end) for _, start, end, _ in shown]
    yield finding(after, "repeated_text", Severity.REMARK, "正文 · 与上年重复", numbers_, sources, said)


def _sentences(material: Material) -> Iterator[tuple[str, int, int, tuple[str, ...]]]:
    for paragraph in material.paragraphs:
        for start, end in sentences(paragraph.text):
            text = paragraph.text[start:end]
            key = _YEAR.sub("", text).strip()
            if len(key) >= _SHORTEST and not _FIXED.search(key) and sum(c.isdigit() for c in key) < len(key) / 3:
                yield key, paragraph.start + start, paragraph.start + end, paragraph.section
