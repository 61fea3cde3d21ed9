"""From Question to Answer: one visible list of steps. A step gives an Answer, which ends the run, or None."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant import counted, figure_answers, passages, phrasing
from assistant.answer import Answer, Question, Reason, Status, Turn
from assistant.catalog import Catalog, Target
from assistant.draft import Draft
from assistant.library import Library
from assistant.retriever import search
from assistant.sources import source_of_chunk
from assistant.understanding.question import LONGEST_QUESTION, Inquiry, Kind, Operation, understand, unexplained
from assistant.understanding.scope import Resolved, Unresolved, resolve
from assistant.wire import utf8

__all__ = ["LONGEST_QUESTION", "STEPS", "Assistant", "Run"]

_NEAR = 0.3
"""A passage that holds less of the question than this is not shown as the nearest: it is about something else."""
_CHANGED = re.compile(r"增长|增加|增幅|上升|提高|提升|减少|下降|降低|降幅|同比|[较比]上年")
_RATE = re.compile(r"[\u4e00-\u9fff](?<![效频税利汇])率(?!先)")
_EXTREMES = ("平均", "最多", "最少", "最高", "最低", "最长", "最短")
_LAST_YEAR = re.compile(r"比?(?:上一?年|去年|上年度)|同比|year[- ]on[- ]year")
_TURNED = re.compile(r"[没未非不除]|以外|之外|其余|剩下")
_PART_OF_YEAR = re.compile(r"[上下]半年|季度|(?:\d|[一二三四五六七八九十])月|月份|每[天日周月]|截至|\bQ[1-4]\b")
_FORM_UNITS = frozenset({None, "件", "个", "项", "元", "份"})


@dataclass(slots=True)
class Run:
    """What the steps of one question know."""

    library: Library
    catalog: Catalog
    question: Question
    inquiry: Inquiry
    draft: Draft
    targets: tuple[Target, ...] = ()
    assumed_year: bool = False

    @property
    def report_ids(self) -> list[str]:
        """The reports that the question is about; of several years, the latest first."""
        if not self.targets:
            return self.catalog.report_ids(self.question.scope)
        return [target.report_id for target in sorted(self.targets, key=lambda t: -t.year)]


class Assistant:
    """Answers questions about the reports of one library, without a model server."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._catalog = Catalog(library)

    @property
    def catalog(self) -> Catalog:
        """What is loaded now."""
        if self._catalog.generation != self.library.generation():
            self._catalog = Catalog(self.library)
        return self._catalog

    def ask(self, question: Question) -> Answer:
        """Answer one question. Raises LibraryError when the library cannot be read."""
        started = time.perf_counter()
        question = replace(
            question,
            text=utf8(question.text),
            history=tuple(Turn(utf8(turn.question), turn.answer) for turn in question.history),
        )
        text = question.text.strip()[:LONGEST_QUESTION]
        catalog = self.catalog
        inquiry = understand(text, question.history, catalog.names)
        draft = Draft(question.text, inquiry.standalone, phrasing.language_of(text))
        run = Run(self.library, catalog, question, inquiry, draft)
        answer = next(answer for step in STEPS if (answer := step(run)) is not None)
        return replace(answer, seconds=round(time.perf_counter() - started, 4))


def _empty(run: Run) -> Answer | None:
    if run.inquiry.text and len(run.question.text) <= LONGEST_QUESTION:
        return None
    zh = "请输入问题。" if not run.inquiry.text else f"问题太长，请不超过 {LONGEST_QUESTION} 字。"
    return run.draft.refused(Reason.OUT_OF_SCOPE, zh)


def _personal(run: Run) -> Answer | None:
    if run.inquiry.kind is not Kind.PERSONAL:
        return None
    return run.draft.refused(Reason.PERSONAL, phrasing.refusal(Reason.PERSONAL, "", run.draft.language))


def _scope(run: Run) -> Answer | None:
    resolved = resolve(run.inquiry, run.catalog, run.question.scope)
    if isinstance(resolved, Resolved):
        run.targets, run.assumed_year = resolved.targets, resolved.assumed_year
        for agency, year in resolved.missing:
            zh, en = f"没有载入 {agency} {year} 年的报告。", f"No report of {agency} for {year} is loaded."
            run.draft.note(zh if run.draft.language == "zh" else en)
        return None
    # A report whose agency and year are unknown can still be read, when the scope leaves only such.
    nameless = not run.inquiry.mentions and run.inquiry.stranger is None and not run.catalog.within(run.question.scope)
    return None if nameless and run.report_ids else _unresolved(run, resolved)


def _unresolved(run: Run, unresolved: Unresolved) -> Answer:
    draft, language = run.draft, run.draft.language
    draft.suggest(*(_question_for(run.inquiry, target) for target in unresolved.choices))
    if unresolved.choices:
        draft.note(phrasing.loaded(unresolved.choices, language))
    if unresolved.status is Status.CLARIFY:
        return draft.asked_back(phrasing.clarify(unresolved.asked, language))
    return draft.refused(unresolved.reason, phrasing.refusal(unresolved.reason, unresolved.asked, language))


def _question_for(inquiry: Inquiry, target: Target) -> str:
    """The question again, about one report."""
    if inquiry.terms and inquiry.operation is Operation.VALUE:
        return f"{target.agency}{target.year}年{'、'.join(term.zh for term in inquiry.terms[:2])}是多少？"
    named = [*((m.start, m.end) for m in inquiry.mentions if m.text in inquiry.text), *inquiry.years.spans]
    rest = list(inquiry.text)
    for start, end in named:
        rest[start:end] = " " * (end - start)
    return f"{target.agency}{target.year}年{''.join(rest).replace(' ', '')}"


def _figures(run: Run) -> Answer | None:
    """The forms' own quantities: exact lookup, before anything is searched."""
    inquiry = run.inquiry
    if inquiry.kind is not Kind.FIGURE or not inquiry.terms or not run.targets:
        return None
    if inquiry.unit not in _FORM_UNITS or inquiry.operation is Operation.UNSUPPORTED or _counts_something_else(run):
        return None
    if inquiry.unit == "元" and not figure_answers.may_be_money(run.library, run.targets, inquiry.terms):
        return None
    if inquiry.operation is Operation.COMPARABLE and len(run.targets) > 1:
        return figure_answers.comparable(run.library, run.draft, run.targets, inquiry.terms)
    if inquiry.operation in (Operation.DIFFERENCE, Operation.GROWTH):
        return _change(run)
    if inquiry.operation is Operation.SHARE:
        return _share(run)
    return figure_answers.values(run.library, run.draft, run.targets, inquiry.terms, inquiry.content)


def _counts_something_else(run: Run) -> bool:
    """Whether words are left that the dictionary does not explain: "收到群众诉求多少件" is not about requests.

    A negation or a part of the year turns the meaning of any question, that of a share or a change as well.
    """
    left = unexplained(run.inquiry)
    if _TURNED.search(left) or _PART_OF_YEAR.search(run.inquiry.text):
        return True
    return run.inquiry.operation is Operation.VALUE and len(re.sub(r"[a-zA-Z\d\s]", "", left)) > 1


def _unsupported(run: Run) -> Answer | None:
    """An operation that is recognised and not offered, on quantities that the forms have."""
    inquiry = run.inquiry
    if inquiry.operation is not Operation.UNSUPPORTED or not inquiry.terms or not run.targets:
        return None
    zh, en = (
        "排名、平均、占比变化一类的问题请先逐年逐机关查询",
        "ranks, averages and changes of a share are not offered",
    )
    run.draft.suggest(*(_question_for(replace(inquiry, operation=Operation.VALUE), t) for t in run.targets[:4]))
    asked = phrasing.refusal(Reason.NOT_COMPUTABLE, zh if run.draft.language == "zh" else en, run.draft.language)
    return run.draft.refused(Reason.NOT_COMPUTABLE, asked)


def _share(run: Run) -> Answer | None:
    part, whole = run.inquiry.terms, run.inquiry.denominator
    if len(part) != 1 or len(whole) != 1:
        return None
    if len(run.targets) > 1:
        return figure_answers.shares(run.library, run.draft, run.targets, part[0], whole[0])
    return figure_answers.share(run.library, run.draft, run.targets[0], part[0], whole[0])


def _change(run: Run) -> Answer | None:
    percent = run.inquiry.operation is Operation.GROWTH
    term = figure_answers.only(run.library, run.targets, run.inquiry.terms)
    if term is None:
        return figure_answers.values(run.library, run.draft, run.targets, run.inquiry.terms, run.inquiry.content)
    if len(run.targets) == 1 and _LAST_YEAR.search(run.inquiry.text):
        target = run.targets[0]
        before = run.catalog.target(target.agency, target.year - 1)
        if before is None:
            there = [t for y in run.catalog.years(target.agency) if (t := run.catalog.target(target.agency, y))]
            unresolved = Unresolved(Status.REFUSED, Reason.YEAR_NOT_COVERED, str(target.year - 1), tuple(there))
            return _unresolved(run, unresolved)
        return figure_answers.change(run.library, run.draft, before, target, term, percent=percent)
    if len(run.targets) != 2:
        return figure_answers.values(run.library, run.draft, run.targets, run.inquiry.terms, run.inquiry.content)
    first, second = run.targets
    return figure_answers.change(run.library, run.draft, first, second, term, percent=percent)


def _shares_in_prose(run: Run) -> Answer | None:
    """A share of two sentence figures: “…占…” where the forms do not know the two sides."""
    if run.inquiry.divided is None or len(run.targets) != 1:
        return None
    left, _ = run.inquiry.divided
    content = understand(left, (), run.catalog.names).content
    leaders = counted.leaders(
        [hit for hit in counted.find(run.library, run.report_ids, content, None) if hit.figure.unit != "%"]
    )
    if len(leaders) != 1:
        return None
    part = leaders[0].figure
    whole = counted.whole_of(part, run.library)
    if whole is None or part.value is None or whole.value is None:
        return None
    operands = [run.draft.operand(figure, counted.clause(figure)) for figure in (part, whole)]
    label = f"{counted.clause(part)} ÷ {counted.clause(whole)}"
    fraction = f"{part.value:f} ÷ {whole.value:f}"
    return figure_answers.ratio(run.draft, run.targets[0], label, part.value, whole.value, fraction, operands)


def _prose_figures(run: Run) -> Answer | None:
    """Figures of sentences, by what they count."""
    if run.inquiry.kind is not Kind.FIGURE or run.inquiry.divided is not None:
        return None
    in_percent = run.inquiry.operation in (Operation.SHARE, Operation.GROWTH) or _RATE.search(run.inquiry.text)
    unit = "%" if in_percent and run.inquiry.unit != "个百分点" else run.inquiry.unit
    found = counted.find(run.library, run.report_ids, run.inquiry.content, unit)
    leaders = counted.leaders([one for one in found if _same_operation(one, run.inquiry)])
    if not leaders:
        return None
    if len(leaders) > 1 and len({one.figure.report_id for one in leaders}) == 1:
        return _several_fit(run, leaders)
    lines = []
    for one in leaders if len(run.targets) > 1 else leaders[:1]:
        figure = one.figure
        stated = run.draft.state(figure, counted.clause(figure))
        about = "" if figure.basis is None else figure.basis
        value = (
            phrasing.number(figure.value, figure.unit, run.draft.language) if figure.value is not None else figure.raw
        )
        head = f"{figure.agency} {figure.year} 年" if figure.agency else figure.source.title
        lines.append(f"{head}：{counted.clause(figure).strip()} → **{about}{value}** {run.draft.marks([stated])}")
    return run.draft.answered("\n".join(lines), min(leaders[0].score, 0.99))


def _same_operation(one: counted.Counted, inquiry: Inquiry) -> bool:
    """A change, an average or a rank is answered only by a clause that speaks of one."""
    if inquiry.operation in (Operation.GROWTH, Operation.DIFFERENCE):
        return _CHANGED.search(counted.clause(one.figure)) is not None
    if inquiry.operation is Operation.UNSUPPORTED:
        return any(word in counted.clause(one.figure) for word in _EXTREMES if word in inquiry.text)
    return True


def _several_fit(run: Run, leaders: list[counted.Counted]) -> Answer:
    zh = run.draft.language == "zh"
    lines = [("原文有几处数字都符合，请说明要哪一个：" if zh else "Several figures fit; which one do you mean?")]
    for one in leaders[:5]:
        n = run.draft.cite(one.figure.source)
        lines.append(f"- {counted.clause(one.figure).strip()} [{n}]")
    return run.draft.asked_back("\n".join(lines))


def _sentences(run: Run) -> Answer | None:
    """The sentences that answer, word for word."""
    if run.inquiry.kind is not Kind.TEXT:
        return None
    found = passages.find(run.library, run.catalog, run.inquiry.topic, run.inquiry.content, run.report_ids)
    if not found:
        return None
    numbered = len(found) > 2
    lines = []
    for index, one in enumerate(found, 1):
        n = run.draft.cite(one.source)
        lines.append((f"{index}. " if numbered else "") + f"{one.source.quote} [{n}]")
    first = found[0].source
    title = f"《{first.title}》" if run.draft.language == "zh" else f"“{first.title}”"
    if run.assumed_year and len({target.year for target in run.targets}) > 1:
        years = "、".join(str(target.year) for target in run.targets)
        run.draft.note(f"未指明年份，按 {first.year} 年的报告回答；已载入 {years} 年。")
    return run.draft.answered(f"{title}：\n" + "\n".join(lines), min(found[0].score, 0.99))


def _nothing(run: Run) -> Answer:
    """Nothing answers: say so, and show the nearest passage."""
    wanted = counted.grams(run.inquiry.content)
    for passage in search(run.library, run.inquiry.topic, 1, run.report_ids):
        chunk = passage.chunk
        if counted.covered(wanted, chunk.text) < _NEAR:
            continue
        source = source_of_chunk(run.library, run.catalog.info(chunk.report_id), chunk)
        n = run.draft.cite(source)
        zh = f"最接近的原文在 {phrasing.place(source, 'zh')} [{n}]"
        run.draft.note(
            zh if run.draft.language == "zh" else f"The nearest passage: {phrasing.place(source, 'en')} [{n}]"
        )
    asked = "这一点" if run.draft.language == "zh" else "this"
    return run.draft.refused(Reason.NOT_STATED, phrasing.refusal(Reason.NOT_STATED, asked, run.draft.language))


STEPS: tuple[Callable[[Run], Answer | None], ...] = (
    _empty,
    _personal,
    _scope,
    _figures,
    _shares_in_prose,
    _prose_figures,
    _unsupported,
    _sentences,
    _nothing,
)
