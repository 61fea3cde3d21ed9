"""What became of a claim, in English. The explanation itself is written in Chinese, as the reports are."""

from __future__ import annotations

import re

from assistant.answer import Claim, Verdict

_WAYS = {"增长": "up", "增加": "up", "上升": "up", "下降": "down", "减少": "down", "持平": "unchanged"}
_WAYS |= {"高于": "higher", "低于": "lower", "相等": "equal"}
_FIGURE = re.compile(r"-?[\d.]+")
_CHANGED = re.compile(rf"(?P<way>{'|'.join(_WAYS)})(?:(?P<by>[\d.]+)(?P<unit>\D*))?")
_PLACE = re.compile(r"第 (\d+)")


def told(claim: Claim) -> str:
    """The verdict as a sentence, with the right figure where there is one."""
    whose = ", ".join(str(part) for part in (claim.scope.agency, claim.scope.year) if part)
    of = f" ({whose})" if whose else ""
    if claim.verdict is Verdict.SUPPORTED:
        return f"The reports say the same{of}."
    if claim.verdict is Verdict.NOT_FOUND:
        return f"The reports that are loaded do not decide this{of}."
    correct = claim.correct or ""
    if _FIGURE.fullmatch(correct):
        return f"The reports say {correct}, not {_number(claim)}{of}."
    right = _changed(correct)
    if right is None:
        return f"The reports say otherwise{of}."  # in words of a relation: the Chinese sentence has them
    return f"The reports say {right} instead{of}."


def _changed(correct: str) -> str | None:
    """The right direction or place; None for what only the Chinese sentence says."""
    place = _PLACE.fullmatch(correct)
    if place is not None:
        return f"rank {place[1]}"
    found = _CHANGED.fullmatch(correct)
    if found is None:
        return None
    word, unit = _WAYS[found["way"]], {"%": "%", "个百分点": " percentage points"}.get(found["unit"] or "", "")
    return f"{word} {found['by']}{unit}" if found["by"] else word


def _number(claim: Claim) -> str:
    return "that" if claim.value is None else f"{claim.value:f}"
