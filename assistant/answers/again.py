"""A question that was not clear, asked again with what it left open: the year, the agency, or the quantity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import phrasing
from assistant.answer import Answer
from assistant.answers import figures
from assistant.catalog import Target
from assistant.run import Run
from assistant.understanding.inquiry import Inquiry, Operation
from assistant.understanding.measures import concepts
from assistant.understanding.spans import masked

_MOST = 6
_RELATIVE = re.compile(
    r"(?<![比较])(?:(?P<this>今年|本年度?(?!新|制|废|增|处|收|办))|(?P<last>去年|上一?年度?(?!结转|项目)))|(?P<before>前年)"
)
_NEEDS_TWO = (Operation.DIFFERENCE, Operation.GROWTH, Operation.SHARE_CHANGE)
_FIGURES_AT_LARGE = re.compile(
    r"统计|口径|数据|数字|指标|内容|报告|表格|之间|据|\b(?:which|what|comparable|figures?|data|numbers|reports?)\b",
    re.IGNORECASE,
)
"""What is left of a question that asks whether reports compare, and does not say in what."""
_OFFERED_A_TABLE = 2


def compared_in_what(run: Run) -> Answer | None:
    """“这两年的口径可以比较吗”: whether two reports compare depends on the quantity."""
    inquiry, draft = run.inquiry, run.draft
    targets = [target for target in run.targets if target.form]
    if inquiry.operation is not Operation.COMPARABLE or inquiry.terms or len(targets) < 2:
        return None
    if _FIGURES_AT_LARGE.sub("", inquiry.content).strip():
        return None
    zh = draft.language == "zh"
    ends = (targets[0], targets[-1])
    sides = [f"{one.agency}{one.year}年" if zh else f"{one.agency} in {one.year}" for one in ends]
    tables = dict.fromkeys(concept.table for concept in concepts().values())
    for table in tables:
        rows = [one for one in concepts().values() if one.table == table and one.axis in ("row", "procedure")]
        for one in rows[:_OFFERED_A_TABLE]:
            draft.suggest(
                f"{'和'.join(sides)}的{one.zh}可以比较吗？"
                if zh
                else f"Can {one.en} be compared between {' and '.join(sides)}?"
            )
    if zh:
        return draft.asked_back("请问要比较哪一项数字的口径？各项的口径变化不同。")
    return draft.asked_back("Which figure do you mean? Some were defined anew, others not.")


def fitting(inquiry: Inquiry, choices: Sequence[Target]) -> tuple[Target, ...]:
    """Those of the reports that can hold what is asked: a figure of the forms stands only where there is a form."""
    with_form = tuple(target for target in choices if target.form)
    return with_form if inquiry.terms and with_form else tuple(choices)


def suggestions(inquiry: Inquiry, choices: Sequence[Target]) -> list[str]:
    """Whole questions, the latest year first: the same operation on the same agencies, what was missing filled in."""
    if inquiry.stranger and not inquiry.terms:
        return []  # whatever it asks of a stranger may be no question to any other
    latest_first = sorted(choices, key=lambda target: -target.year)
    agencies = dict.fromkeys(target.agency for target in choices)
    zh = phrasing.language_of(inquiry.text) == "zh"
    if zh and inquiry.terms and inquiry.operation is Operation.VALUE and not inquiry.whether and inquiry.parts is None:
        several = len(agencies) > 1 and len(inquiry.mentions) > 1
        if not several:
            return [figures.asked_of(inquiry, target) for target in latest_first][:_MOST]
    if inquiry.mentions and not _wants_agency(inquiry, choices):
        return _with_years(inquiry, choices)
    return [_with_agency(inquiry, target) for target in latest_first][:_MOST]


def _wants_agency(inquiry: Inquiry, choices: Sequence[Target]) -> bool:
    """Whether one name fits several agencies, or may fit another than the one that is loaded."""
    loaded = {target.agency for target in choices}
    return any(mention.place_only or len(set(mention.agencies) & loaded) > 1 for mention in inquiry.mentions)


def _with_years(inquiry: Inquiry, choices: Sequence[Target]) -> list[str]:
    """For every year that all the agencies have."""
    of: dict[str, set[int]] = {}
    for target in choices:
        of.setdefault(target.agency, set()).add(target.year)
    shared = set.intersection(*of.values())
    back = inquiry.operation in _NEEDS_TWO or "前年" in inquiry.text
    years = sorted((year for year in shared if not back or year - 1 in shared), reverse=True)
    lacking = [year for year in inquiry.years.named if year not in shared]
    if lacking:
        return _instead_of(lacking, [year for year in years if year not in inquiry.years.named], inquiry.text)
    return [_in_year(inquiry, year) for year in years[:_MOST]]


def _instead_of(lacking: Sequence[int], years: Sequence[int], text: str) -> list[str]:
    """The question with other years in place of the one that is not loaded; none where several are not."""
    if len(lacking) > 1 or str(lacking[0]) not in text:
        return []
    return [text.replace(str(lacking[0]), str(year)) for year in years[:_MOST]]


def _in_year(inquiry: Inquiry, year: int) -> str:
    text = inquiry.text
    if phrasing.language_of(text) == "en":
        return _put(text, inquiry.years.spans, str(year), f" in {year}")
    if inquiry.years.relative:
        both = "前年" in text and re.search(r"去年|上一?年", text)

        def named(match: re.Match[str]) -> str:
            return f"{year - 1 if match['before'] and both else year}年"

        return _RELATIVE.sub(named, text)
    if len(inquiry.mentions) == 1 and inquiry.mentions[0].text in text:
        end = text.index(inquiry.mentions[0].text) + len(inquiry.mentions[0].text)
        return f"{text[:end]}{year}年{text[end:]}"
    return f"{year}年{text}"


def _put(text: str, spans: Sequence[tuple[int, int]], said: str, added: str) -> str:
    """An English question with one stretch of it replaced, or with words more at its end where that is not one."""
    if len(spans) == 1:
        (start, end), *_ = spans
        return text[:start] + said + text[end:]
    return f"{text.rstrip(' ?？')}{added}?"


def _with_agency(inquiry: Inquiry, target: Target) -> str:
    if phrasing.language_of(inquiry.text) == "en":
        text = _put(inquiry.text, inquiry.years.spans, str(target.year), f" in {target.year}")
        names = [*(one.text for one in inquiry.mentions), inquiry.stranger or ""]
        spans = [(text.index(name), text.index(name) + len(name)) for name in names if name and name in text]
        return _put(text, spans, target.agency, f" ({target.agency})")
    named = [*((m.start, m.end) for m in inquiry.mentions if m.text in inquiry.text), *inquiry.years.spans]
    rest = masked(inquiry.text, named, " ").replace(" ", "")
    return f"{target.agency}{target.year}年{rest}"
