"""“这句话对吗：…”: a sentence that is put forward as a whole is checked claim by claim."""

from __future__ import annotations

import re

from assistant import phrasing
from assistant.answer import Answer, Claim, Reason, Verdict
from assistant.run import Run

_LED = re.compile(
    r"\s*(?:请|帮我|麻烦)?(?:核对|核实|核查|检查|看看|判断)?(?:一下)?(?:这|下面|以下|如下|上面)?(?:一?[句段]|几句)?"
    r"(?:话|说法|表述|文字|内容|陈述|数字)?(?:里的数字)?(?:对吗|对不对|是否正确|正确吗|属实吗|是否属实|有没有错|有错吗|准确吗|是否准确)?"
    r"\s*[？?]?\s*[:：]\s*(?P<text>.+)",
    re.DOTALL,
)
_ASKS = re.compile(r"核对|核实|核查|检查|对吗|对不对|正确|属实|有没有错|有错|准确")
_LED_EN = re.compile(
    r"\s*(?:please\s+)?(?:(?:check|verify)\s+(?:this|these|the\s+following)(?:\s+\w+)?"
    r"|(?:is|are)\s+(?:this|these|the\s+following)(?:\s+\w+)?\s+(?:right|true|correct|accurate))"
    r"\s*\??\s*[:：]\s*(?P<text>.+)",
    re.DOTALL | re.IGNORECASE,
)
_VERDICTS = {
    Verdict.SUPPORTED: ("属实", "supported"),
    Verdict.CONTRADICTED: ("不符", "contradicted"),
    Verdict.NOT_FOUND: ("未找到依据", "not found"),
}
_MOST_SOURCES = 3


def checked(run: Run) -> Answer | None:
    """The verdict on every claim of the sentence; None when no sentence is put forward."""
    text = _put_forward(run.question.text)
    if text is None:
        return None
    from assistant.checking import check  # a tenth of a second, which no other question should pay

    for written, meant in run.inquiry.mended:
        text = text.replace(written, meant)  # “Jichuan” of an English sentence
    zh = _language(run) == "zh"
    claims = check(run.library, text, run.question.scope, run.catalog).claims
    if not claims:
        nothing = "这句话里没有可以核对的数字或比较。" if zh else "The sentence has no figure or comparison to check."
        return run.draft.refused(Reason.NOT_STATED, nothing)
    if all(claim.verdict is Verdict.NOT_FOUND for claim in claims):
        said = f"“{claims[0].text}”{run.draft.signs.colon}{_explained(claims[0], zh)}"
        return run.draft.refused(Reason.NOT_STATED, said)
    return run.draft.answered("\n".join(_line(run, claim) for claim in claims), 0.95)


def _put_forward(question: str) -> str | None:
    """The sentence that a question puts forward; None where it puts none."""
    asked = _LED_EN.fullmatch(question)
    if asked is None:
        asked = _LED.fullmatch(question)
        if asked is None or not _ASKS.search(question[: asked.start("text")]):
            return None
    return asked["text"].strip().strip('“”"')


def _language(run: Run) -> str:
    """The language of the answer."""
    return phrasing.language_of(run.question.text)


def _line(run: Run, claim: Claim) -> str:
    marks = "".join(f"[{run.draft.cite(source)}]" for source in claim.evidence[:_MOST_SOURCES])
    zh, stop = _language(run) == "zh", run.draft.signs.stop
    verdict = _VERDICTS[claim.verdict][0 if zh else 1]
    after = "" if zh else " "
    said = f"“{claim.text}”{run.draft.signs.colon}**{verdict}**{stop}{after}{_explained(claim, zh)}"
    return f"- {said} {marks}".rstrip()


def _explained(claim: Claim, zh: bool) -> str:
    from assistant.checking import in_english

    return claim.explanation if zh else in_english.told(claim)
