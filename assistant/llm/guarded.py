"""Words that a paraphrase may not add, drop or turn: more and less, some and all, done and not done, why.

A reply's sentence may use a class of such words only where its evidence does, and may not say without a negation what
its evidence says with one.
"""

from __future__ import annotations

import re

_CLASSES = {
    "more": r"增加|增长|上升|提高|提升|增多|多于|高于|超过|大于|increas|rose\b|rise|more than|higher|grew|exceed",
    "less": r"减少|下降|降低|下滑|少于|低于|小于|不足|decreas|fell\b|fewer|lower|drop|less than",
    "about": r"大约|约(?!束|谈|定)|左右|接近|近(?=[\s{])|将近|余(?=[件条个项次人])"
    r"|大概|大致|差不多|(?<=[\d}件条个项次人])\s*上下"
    r"|about|approximately|nearly|around|roughly|\bcirca\b|\bor so\b|thereabouts|close to|just (?:over|under)"
    r"|\bsome(?=\s*[\d{])",
    "all": r"全部|所有|均(?!衡)|一律|全都|(?<![健完安齐])全(?=[额数体])|\ball\b|\bevery|\beach\b|entire",
    "most": r"最多|最高|最大|首位|第一位|居首|\bmost\b|highest|largest",
    "least": r"最少|最低|最小|末位|least|lowest|smallest",
    "majority": r"多数|大部分|过半|半数|几乎|绝大|翻番|倍|majority|almost|mostly",
    "because": r"因为|由于|因此|导致|所以|because|due to|therefore|as a result",
    "not": r"没有|未(?!来)|并非|(?<!差)不(?!断|仅|同|动产|含)|无(?!障碍|线|偿)|\bnot?\b|never|without|n't\b|none\b",
}
_PATTERNS = {name: re.compile(words, re.IGNORECASE) for name, words in _CLASSES.items()}
_NAMES = {
    "more": "增加",
    "less": "减少",
    "about": "约数",
    "all": "全部",
    "most": "最多",
    "least": "最少",
    "majority": "多数",
    "because": "因果",
    "not": "否定",
}
_DENIED = re.compile(
    r"(?:没有|未能|未曾|尚未|未|并非|不[够太甚尽足]|不(?!断|仅|同|动产|含|予)|无(?!障碍|线|偿))([\u4e00-\u9fff]{2})"
)


def classes_in(text: str) -> set[str]:
    """The classes of guarded words in a text."""
    return {name for name, pattern in _PATTERNS.items() if pattern.search(text)}


def added(sentence: str, evidence: str) -> str | None:
    """The first class of guarded words that a sentence uses and its evidence does not, in a word; None when none."""
    new = classes_in(sentence) - classes_in(evidence)
    return next((_NAMES[name] for name in _CLASSES if name in new), None)


def undenied(sentence: str, evidence: str) -> str | None:
    """A word that the evidence denies and the sentence asserts; None when there is none."""
    if _PATTERNS["not"].search(sentence):
        return None
    return next((word for word in _DENIED.findall(evidence) if word in sentence), None)
