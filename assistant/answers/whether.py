"""The word that answers a question of yes or no, before the figures that prove it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.answers import values
from assistant.answers.comparisons import Pair
from assistant.run import Run
from assistant.understanding.claims import claim_in
from assistant.understanding.question import understand

YES, NO = ("是。", "Yes. "), ("不是。", "No. ")
_THERE_IS, _THERE_IS_NONE = ("有。", "Yes. "), ("没有。", "No. ")
_ZH = re.compile(
    r"比(?P<other>[^，。？]{2,24}?)(?:更|还|要|都)*(?:(?P<more>[多高])|(?P<less>[少低]))"
    r"(?:了|些|一些|出来)?(?:[吗么？?]|$)"
)
_AGAINST_ANOTHER = re.compile(r"超过|多于|大于|高于|少于|小于|低于|不到|达到|exceed", re.IGNORECASE)
_EN = re.compile(
    r"\b(?:(?P<more>more|higher)|(?P<less>fewer|less|lower))\b[^?.]*?\bthan\b(?P<other>[^?.]*)", re.IGNORECASE
)


_DOUBLED = re.compile(r"翻(?:了)?(?:(?P<times>[一两三四]?)番|一?倍)|\bdoubled?\b", re.IGNORECASE)
_DOUBLINGS = {"一": 1, "两": 2, "三": 3, "四": 4}


def doubled(text: str) -> int:
    """How many doublings a question speaks of: “翻倍” and “翻番” are one, “翻两番” two; 0 where it speaks of none."""
    match = _DOUBLED.search(text)
    return _DOUBLINGS.get(match["times"] or "", 1) if match else 0


def of_values(run: Run, answer: Answer) -> Answer:
    """“有没有…”, “是2538件吗”, “超过一千件吗” are answered by the figures, and in a word where they decide."""
    found = [figure.value for figure in answer.figures]
    if answer.status is not Status.ANSWERED or not found or None in found:
        return answer
    claim = claim_in(run.inquiry.text)
    if claim is None and _AGAINST_ANOTHER.search(run.inquiry.text):
        return answer  # “是否超过新收申请”: more than another quantity, not more than none
    if claim is None:
        return _led(run, answer, _THERE_IS if any(found) else _THERE_IS_NONE)
    if len(found) > 1:
        return answer
    value = found[0]
    assert value is not None
    other = None if claim.holds(value) else values.stated_otherwise(run.library, run.targets[0], claim.value)
    if other is not None:  # the report itself says so elsewhere, in a wider or narrower sense: no verdict
        n = run.draft.cite(other.source)
        run.draft.note(
            f"同一报告正文另有“{other.source.quote}”[{n}]，口径可能不同（例如是否含上年结转）。"
            if run.draft.language == "zh"
            else f"The same report also says “{other.source.quote}” [{n}], perhaps of something wider or narrower."
        )
        return run.draft.answered(answer.answer, answer.confidence)
    return _led(run, answer, YES if claim.holds(value) else NO)


def of_pair(run: Run, answer: Answer, pair: Pair) -> Answer:
    """“…比…多吗”, "more … than …?": which side is spoken of is read from the words; unclear, and no word is said."""
    doublings = doubled(run.inquiry.text)
    if doublings and answer.status is Status.ANSWERED and pair.first.value is not None and pair.second.value:
        return _led(run, answer, YES if pair.first.value >= pair.second.value * 2**doublings else NO)
    match = _ZH.search(run.inquiry.text) or _EN.search(run.inquiry.text)
    if answer.status is not Status.ANSWERED or match is None:
        return answer
    other = understand(match["other"], (), run.catalog.names)
    agencies = {agency for mention in other.mentions for agency in mention.agencies}
    years = pair.first.target.agency == pair.second.target.agency
    named = [one.target.year in other.years.named if years else one.target.agency in agencies
             for one in (pair.first, pair.second)]  # fmt: skip
    sides = [one for one, said in zip((pair.first, pair.second), named, strict=True) if said]
    if other.years.relative and years:
        sides = [min((pair.first, pair.second), key=lambda one: one.target.year)]
    if len(sides) != 1:
        return answer
    spoken = pair.second if sides[0] is pair.first else pair.first
    assert spoken.value is not None and sides[0].value is not None
    more = spoken.value - sides[0].value
    return _led(run, answer, YES if (more > 0 if match["more"] else more < 0) else NO)


def _led(run: Run, answer: Answer, word: tuple[str, str]) -> Answer:
    said = word[run.draft.language != "zh"]
    return replace(answer, answer=(f"{said.rstrip()}\n" if answer.answer.startswith("- ") else said) + answer.answer)
