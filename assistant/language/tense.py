"""What a sentence's figure is of in a report that looks back and ahead: a result, a plan, or a span of years.

Such reports say last year's result, this year's plan and the record of five years in the same words. The section, the
paragraph's own words and the verb tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.library import Library
from assistant.report import Figure

_PLANS = re.compile(
    r"工作安排|重点工作|主要任务|目标任务|工作打算|工作思路|主要目标|预期目标|重点任务|下一步|今后|工作计划|工作建议|总体要求"
)
_WILL = re.compile(
    r"预期目标|目标是|力争|计划|拟于?|将(?!.{0,6}(?:整合|调整为|纳入|至))|预计|确保.{0,12}(?:达到|以上)|要(?:实现|完成|达到)"
)
_SPAN = re.compile(r"五年(?:来|间|累计)?|十[三四五]五[”\"]?(?:时期|期间|以来)|[三四]年来")
_ASKS_PLAN = re.compile(r"计划|目标|预期|预计|打算|拟|将要|安排|力争|plan|target|expect", re.IGNORECASE)
_ASKS_SPAN = re.compile(r"五年|十[三四五]五|[三四]年来|过去几年|five years", re.IGNORECASE)
_TITLE = re.compile(r"工作报告$|工作报告[（(—]")


class Tense(StrEnum):
    """What a figure is of."""

    RESULT = "result"
    PLAN = "plan"
    SPAN = "span"


def looks_both_ways(title: str) -> bool:
    """Whether a report tells the year before its own and plans its own: a government's work report."""
    return _TITLE.search(title) is not None


def asked(text: str, years: Sequence[int], report_year: int | None) -> Tense | None:
    """Which of them a question wants of such a report; None where it does not say."""
    if _ASKS_SPAN.search(text):
        return Tense.SPAN
    if _ASKS_PLAN.search(text):
        return Tense.PLAN
    if report_year is None or not years:
        return None
    return Tense.PLAN if years[-1] >= report_year else Tense.RESULT


def planned(section: Sequence[str], sentence: str) -> bool:
    """Whether a sentence of such a report tells what is to be done: by the headings over it, or by its own words."""
    return any(_PLANS.search(part) for part in section) or _WILL.search(sentence) is not None


def of(figure: Figure, library: Library) -> Tense:
    """Which of them a sentence's figure is."""
    source = figure.source
    if planned(source.section, source.quote):
        return Tense.PLAN
    paragraph = next((p for p in library.paragraphs(source.report_id) if p.start <= source.start < p.end), None)
    before = paragraph.text[: source.end - paragraph.start] if paragraph else source.quote
    return Tense.SPAN if _SPAN.search(before) else Tense.RESULT
