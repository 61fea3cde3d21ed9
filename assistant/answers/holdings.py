"""What is asked of the library itself: which reports, agencies and years are loaded, what it can do; a greeting."""

from __future__ import annotations

import re

from assistant import phrasing
from assistant.answer import Answer
from assistant.run import Run

_REPORTS = r"的?(?:政府信息公开)?(?:工作)?(?:年度|年)?(?:报告|年报)"
_HOW_MANY = r"(?:哪些|哪几|多少|几)[个份家年]?(?:机关|单位|部门|地方|地区|年份|年度|年)?"
_LOADED = re.compile(
    r"(?:你|你们|这里|这儿|系统|库里|报告库|目前|现在|都|一共|总共|可以|能)*"
    rf"(?:(?:载入|收录|查|查到|查询)了?{_HOW_MANY}(?:{_REPORTS})?|(?:有|收|覆盖|包含|涵盖)了?{_HOW_MANY}{_REPORTS})"
    r"|(?:for )?(?:which|what|how many) (?:reports?|agencies|years)(?: of reports?)?(?: of| for| from)?"
    r" ?(?:are|is|have|do|does|can)?(?: there| you| been| loaded| available| covered| have| know| hold)+(?: for| of)?"
)
_GREETS = re.compile(
    r"(?:你好|您好|大家好|早上好|下午好|嗨|在吗|在么|谢谢|多谢|感谢|再见)[你您们啦了啊呀吗]*"
    r"|(?:请问)?(?:你|您|这)是(?:谁|什么|干什么的|做什么的)"
    r"|(?:请问)?[你您](?:能|会|可以)(?:做|干|回答|帮我做|查)(?:些|点)?什么(?:问题)?|(?:怎么|如何|怎样)(?:用|使用|提问|问)"
    r"|hello|hi|hey|help|thanks?|thank you|good (?:morning|afternoon|evening)"
    r"|who are you|what (?:can|do) (?:you|i) (?:do|ask|answer)|how do (?:you|i|this) (?:work|ask|use this)"
)
_SIGNS = re.compile(r"[\s，。？！、,.?!]+")


def answer(run: Run) -> Answer | None:
    """A question back that says what is loaded: no report states it, so that nothing could be cited for it."""
    inquiry, draft = run.inquiry, run.draft
    rest = inquiry.text
    for mention in inquiry.mentions:
        rest = rest.replace(mention.text, "")
    rest = _SIGNS.sub(" " if draft.language == "en" else "", rest.lower()).strip()
    greets = not inquiry.mentions and _GREETS.fullmatch(rest) is not None
    if not greets and _LOADED.fullmatch(rest) is None:
        return None
    named = [agency for mention in inquiry.mentions for agency in mention.agencies]
    loaded = run.catalog.of(named or run.catalog.agencies, run.question.scope)
    if not loaded:
        return None
    if not greets:
        draft.note(phrasing.loaded(loaded, draft.language))
    return draft.asked_back(phrasing.clarify("anything", draft.language))
