"""The basis of a figure for those who read English. Reading states it in Chinese; what it quotes stays as it is."""

from __future__ import annotations

import re

_SENTENCES: tuple[tuple[str, str], ...] = (
    (
        r"原文数字粘连，依据(“.*?”)只有一种切分",
        r"the digits run together in the source; by \1 there is only one way to cut them",
    ),
    (r"原文数字粘连为(“.*?”)，可切分为：([\d、；.…-]*)", r"the digits run together as \1, which can be cut as: \2"),
    (r"原文写作(“.*?”)，不能确定各格数值", r"the source has \1, which does not say what each cell holds"),
    (
        r"原文中标签与数字分开，按次序一一对应，并经(“.*?”)验算",
        r"labels and numbers stand apart in the source; they were paired in order and proved by \1",
    ),
    (r"按(“.*?”)应为 (-?[\d.]+)，空白按 0 计", r"by \1 it should be \2, blanks counted as 0"),
    (r"按(“.*?”)应为 (-?[\d.]+)", r"by \1 it should be \2"),
    (r"单元格空白，不是 0", "the cell is blank, which is not 0"),
    (r"单元格写作(“.*?”)，不是 0", r"the cell says \1, which is not 0"),
    (r"单元格写作(“.*?”)，不能确定数值", r"the cell says \1, which is no certain number"),
    (r"单元格(“.*?”)跨行，不能确定属于哪一行", r"the cell \1 spans rows, and may belong to either"),
    (r"报告中没有这一行，或该行已缺失", "the report has no such row, or has lost it"),
    (r"本报告只列(“.*?”)一行", r"this report has the row \1 only"),
    (r"同一格两处不同：([^；]*)；([^；]*)", r"two places give this cell differently: \1 and \2"),
    (
        r"表中有单元格重复、合并或错位，不能确定各格数值；该行写作：",
        "cells of the table are repeated, merged or displaced, so that none is certain; the row says: ",
    ),
    (r"该行的数字残缺，不能与各列对应", "numbers of the row are missing, so that none belongs to a column for certain"),
    (r"扫描件上此格没有识别出文字", "nothing could be recognised in this cell of the scan"),
    (
        r"扫描件识别（OCR）为“(.*?)”，但(“.*?”)不成立，不能确定",
        r"recognised on the scan (OCR) as “\1”, but \2 does not hold: not certain",
    ),
    (r"由扫描件识别（OCR），勾稽关系成立", "recognised on a scan (OCR); the identities hold"),
    (
        r"由扫描件识别（OCR），两次识别一致，无勾稽关系可验证，请核对原件",
        "recognised on a scan (OCR), twice alike; no identity can prove it: compare it with the original",
    ),
    (r"(?<=: )空白|(?<=and )空白", "blank"),
)
_CODE = re.compile(r"(?<=[“；、])[A-Z]\d (?=\S)")
"""The name of an identity in its form, which nobody who asks knows: “H1 总计 = 自然人 + …”."""
_SIGNS = re.compile("“.*?”|[；、]")
_COMPILED = tuple((re.compile(pattern), english) for pattern, english in _SENTENCES)

ROUGH: dict[str, str] = {
    **dict.fromkeys(("约", "大约", "约为", "左右", "上下", "大致"), "about"),
    **dict.fromkeys(("近", "接近", "将近"), "nearly"),
    **dict.fromkeys(("余", "多", "超", "超过", "逾", "突破", "高于", "多于"), "more than"),
    **dict.fromkeys(("以上", "不低于", "不少于", "至少"), "at least"),
    **dict.fromkeys(("以下", "以内", "不超过", "至多", "不高于"), "at most"),
    **dict.fromkeys(("不足", "低于", "少于", "不到"), "fewer than"),
}
"""The words that make a number a rough one, as they are put before it in English."""


def told(basis: str, language: str) -> str:
    """A basis in the language of the answer, without the names that identities have in their form.

    A sentence that is not known stays as it was written.
    """
    basis = _CODE.sub("", basis)
    if language == "zh":
        return basis
    for pattern, english in _COMPILED:
        basis = pattern.sub(english, basis)
    return _SIGNS.sub(lambda match: {"；": "; ", "、": ", "}.get(match.group(), match.group()), basis)
