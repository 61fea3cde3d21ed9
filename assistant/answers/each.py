"""Sentences of several reports that a question names: what each of them says, one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import passages, phrasing
from assistant.answer import Answer
from assistant.draft import Draft
from assistant.passages import Evidence
from assistant.run import Run
from assistant.understanding.inquiry import Inquiry
from assistant.understanding.spans import masked

_MOST = 6
"""More reports than these are not told one by one."""
_COMPARES = re.compile(
    r"(?:有|发生)了?(?:什么|哪些|何)(?:新的?)?(?:变化|不同|区别|差别|改变|异同)|(?:变化|不同|区别|异同)(?:是什么|在哪里?|有哪些)"
    r"|相比|对比|比较|分别|各自|[两三四几]年(?:里|间|来)?|(?<![无])比(?=\s|[^，。]{0,3}在)|^[\s，、和与跟同比及较]+"
)
"""What sets reports side by side, and is nothing that one of them says."""


def named(run: Run) -> bool:
    """Whether a question names several years, or several agencies, whose reports can be told one by one."""
    inquiry = run.inquiry
    several = len(inquiry.years.named) > 1 or len(inquiry.mentions) > 1
    return several and 1 < len(run.targets) <= _MOST


def answer(run: Run, about: str) -> Answer | None:
    """What each report says, under its name; a report that says nothing is named in a note."""
    asked = _COMPARES.sub(" ", about)
    lines: list[str] = []
    sure: list[float] = []
    for target in run.targets:
        who = phrasing.who(target, run.draft.language)
        told = passages.find(run.library, run.catalog, asked, [target.report_id])
        if told.evidence:
            lines += [f"**{who}**", *cited(run.draft, told.evidence)]
            sure.append(told.confidence)
        elif run.draft.language == "zh":
            run.draft.note(f"{who}的报告没有写明。")
        else:
            run.draft.note(f"{who}: the report does not state it.")
    return run.draft.answered("\n".join(lines), min(sure)) if lines else None


def without_scope(inquiry: Inquiry) -> str:
    """The question without the agencies and years that it names, however they are strung together."""
    spans = [*inquiry.years.spans, *((mention.start, mention.end) for mention in inquiry.mentions)]
    return masked(inquiry.text, spans, " ").strip()


def cited(draft: Draft, found: Sequence[Evidence]) -> list[str]:
    """Sentences word for word, each with its number; more than two are counted off."""
    numbered = len(found) > 2
    return [
        (f"{index}. " if numbered else "") + f"{one.source.quote} [{draft.cite(one.source)}]"
        for index, one in enumerate(found, 1)
    ]
