"""Answers about the report itself: when it came out, what days it covers, which agency stands above its own."""

from __future__ import annotations

from dataclasses import replace

from assistant import phrasing
from assistant.answer import Answer, Reason
from assistant.answers import prose
from assistant.passages import page, particulars
from assistant.passages.particulars import Particular
from assistant.run import Run

_NAMES = {
    Particular.PUBLISHED: ("发布日期", "the day it was published"),
    Particular.DELIVERED: ("作报告的日期", "the day it was delivered"),
    Particular.PERIOD: ("统计期限", "the period it covers"),
    Particular.PARENT: ("上级机关", "the agency above"),
}


def answer(run: Run) -> Answer | None:
    """The sentence that states it; where only the file's own data do, they are named beside the refusal."""
    kind = particulars.asked(prose.about(run.inquiry))
    agencies = {target.agency for target in run.targets}
    if kind is None or not run.report_ids or len(agencies) > 1:
        return None
    first = page.read(run.library, run.catalog, run.report_ids[0])
    pages = [first, *(page.read(run.library, run.catalog, other) for other in run.report_ids[1:16])]
    zh = run.draft.language == "zh"
    for one in pages:
        found = particulars.find(one, kind)
        if found is not None:
            line = f"{found.text} [{run.draft.cite(found.source())}]"
            if kind is Particular.PARENT and one.info.parent and not particulars.states_parent(found, one.info.parent):
                line = f"{_named(one.info.parent, zh)} [{run.draft.cite(found.source())}]"
            lead = phrasing.quoting(found.source(), run.draft.language)
            return run.draft.answered(f"{lead}\n{line}", particulars.SURE)
    kept = first.info.published if kind is Particular.PUBLISHED else None
    if kept is not None:
        told = f"随文件的信息记为 {kept}，正文里没有这一句。", f"The file's own data say {kept}; no sentence does."
        run.draft.note(told[not zh])
    return replace(run.draft.refused_for(Reason.NOT_STATED, _NAMES[kind][not zh]), confidence=0.0)


def _named(parent: str, zh: bool) -> str:
    return f"由机构名称看，上级是{parent}" if zh else f"By the agency's own name: {parent}"
