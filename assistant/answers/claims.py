"""“这句话对吗：…”: a sentence that is put forward as a whole is checked claim by claim."""

from __future__ import annotations

import re

from assistant import phrasing
from assistant.answer import Answer, Claim, Reason, Verdict
from assistant.run import Run

_PUT_FORWARD = re.compile(
    r"^\s*(?:请|帮我|麻烦)?(?:核对|核实|核查|检查|看看|判断)?(?:一下)?(?:这|下面|以下|如下|上面)?(?:一?[句段]|几句)?"
    r"(?:话|说法|表述|文字|内容|陈述|数字)?(?:里的数字)?(?:对吗|对不对|是否正确|正确吗|属实吗|是否属实|有没有错|有错吗|准确吗|是否准确)?"
    r"\s*[？?]?\s*[:：]\s*(?P<text>.+)$",
    re.DOTALL,
)
_ASKS = re.compile(r"核对|核实|核查|检查|对吗|对不对|正确|属实|有没有错|有错|准确")
_VERDICTS = {Verdict.SUPPORTED: "属实", Verdict.CONTRADICTED: "不符", Verdict.NOT_FOUND: "未找到依据"}
_MOST_SOURCES = 3


def checked(run: Run) -> Answer | None:
    """The verdict on every claim of the sentence; None when no sentence is put forward."""
    asked = _PUT_FORWARD.match(run.question.text)
    if asked is None or not _ASKS.search(run.question.text[: asked.start("text")]):
        return None
    from assistant.checking import check  # a tenth of a second, which no other question should pay

    claims = check(run.library, asked["text"].strip().strip('“”"'), run.question.scope, run.catalog).claims
    if not claims:
        return run.draft.refused_for(Reason.NOT_STATED, "这句话里没有可以核对的数字或比较")
    if all(claim.verdict is Verdict.NOT_FOUND for claim in claims):
        return run.draft.refused_for(Reason.NOT_STATED, f"“{claims[0].text}”：{claims[0].explanation.rstrip('。')}")
    return run.draft.answered("\n".join(_line(run, claim) for claim in claims), 0.95)


def _line(run: Run, claim: Claim) -> str:
    marks = "".join(f"[{run.draft.cite(source)}]" for source in claim.evidence[:_MOST_SOURCES])
    verdict = _VERDICTS[claim.verdict] if phrasing.language_of(run.question.text) == "zh" else claim.verdict.value
    return f"- “{claim.text}”：**{verdict}**。{claim.explanation} {marks}".rstrip()
