"""Sentences that are kept in both languages, “中文 / English”: the half that a page's reader wants."""

from __future__ import annotations

import re

_CHINESE = re.compile("[\u4e00-\u9fff]")
_BETWEEN = re.compile(r" / ")
_QUOTED = re.compile("“.*?”")


def half(text: str, code: str) -> str:
    """The Chinese or the English half; a sentence that has no halves stays whole.

    Names may be Chinese in the English half, or hold the sign between the halves: it is cut where most of the Chinese
    stands before and least behind, what is quoted not counted.
    """
    ours = _QUOTED.sub(lambda match: "_" * len(match.group()), text)
    cuts = [(_chinese(ours[: one.start()]) - _chinese(ours[one.end() :]), one) for one in _BETWEEN.finditer(ours)]
    more, cut = max(cuts, key=lambda pair: pair[0], default=(0, None))
    if cut is None or more <= 0:
        return text
    return text[: cut.start()] if code == "zh" else text[cut.end() :]


def _chinese(text: str) -> int:
    return len(_CHINESE.findall(text))
