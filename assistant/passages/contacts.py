"""Telephone numbers, addresses and the like: the sentence that holds what is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.passages.page import Page, Sentence
from assistant.passages.scale import Scale, held

_ADDRESS = r"(?<!网络)(?<!查阅)(?<!下载)地\s*址|(?:路|街|巷|道|弄)[^，。；（]{0,4}?\d+\s*号"
_PHONE = r"\d{3,4}\s*[-—－]+\s*\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)12345(?!\d)"
_SITE_ASKED = r"网址|网站(?:地址|是什么|是多少|叫)|(?:哪里|怎么|哪儿|何处|可以)下载|下载(?:地址|网址)|website"
_CONTACTS = {
    r"电话|(?<!文件)(?<!证)号码|telephone|phone": _PHONE,
    r"地址|办公(?:室|地点|场所)?(?:设)?在哪|^\W*(?:单位|机关|部门|局|政府|你们)?(?:设)?在哪(?:里|儿|个地方)?[？?]?$"
    r"|address|where is": _ADDRESS,
    r"邮编|邮政编码|postcode|zip": r"邮\s*(?:政编码|编)",
    r"邮箱|电子邮件|e-?mail": r"[\w.]+@[\w.]+",
    r"传真|fax": r"传\s*真",
    _SITE_ASKED: r"www\.|https?[:/]",
    r"联系方式|怎么联系|如何联系|(?:与|和|跟|应当?|该)谁联系|找谁|联系(?:谁|哪)|contact": r"联系",
    r"统计.{0,8}(?:时间|期限|时限|时段|周期|范围)|时间段": r"\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:起)?\s*[至到为—－-]",
}

_OTHERS = re.compile(
    r"(?<!办公)室$|所$|站$|中心|[科处队厅]$|窗口|公司|医院|学校|大学|[馆园店厂]$|协会|值班|投诉|举报|监督|热线|纪检|信访|法院|仲裁|[省市县区镇局院校]长|书记|主任"
)
"""Words that name another desk or body than the one whose report it is: its contacts are not the report's own."""
_OWN = re.compile(r"网站$|网址|报告|政府|信息公开|政务公开|机关|单位|部门")


def asked(question: str) -> list[str]:
    """The patterns of the contacts that a question asks for; “联系” alone only when nothing more exact is asked."""
    kinds = [pattern for words, pattern in _CONTACTS.items() if re.search(words, question, re.IGNORECASE)]
    return [kind for kind in kinds if kind != "联系"] or kinds


def find(pages: Sequence[Page], kinds: Sequence[str], scale: Scale) -> list[Sentence]:
    """For each contact asked for, the sentence that holds it; of several reports the first that holds any."""
    for page in pages:
        chosen: dict[int, Sentence] = {}
        for kind in kinds:
            held = [one for one in page.sentences if re.search(kind, one.text)]
            if held:
                best = max(held, key=lambda one: _score(one, kinds, scale))
                chosen[best.number] = best
        if chosen and _told(chosen.values(), scale):
            return [chosen[number] for number in sorted(chosen)]
    return []


def _told(chosen: Iterable[Sentence], scale: Scale) -> bool:
    """Whether one of the sentences speaks of whom the question narrows itself to ("值班的电话")."""
    whose = [word for word in scale.words if _OTHERS.search(word) and not _OWN.search(word)]
    best = max((sum(held(word, one.plain + one.over) for word in whose) for one in chosen), default=0.0)
    return best >= len(whose) / 2


def _score(one: Sentence, kinds: Sequence[str], scale: Scale) -> float:
    held = sum(1 for kind in kinds if re.search(kind, one.text))
    return held / len(kinds) + 0.3 * scale.covered(one.plain) + (0.2 if "联系" in one.text else 0)
