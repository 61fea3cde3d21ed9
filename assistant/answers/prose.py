"""Answers made of the reports' own sentences: figures that they state, passages that answer, the nearest of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import clauses, counted, passages, phrasing
from assistant.answer import Answer, Reason
from assistant.answers import comparisons, each
from assistant.language import tense
from assistant.language.phases import last_in, may_answer, phases_in, without_phases
from assistant.run import Run
from assistant.search.retriever import search
from assistant.sources import source_of_chunk
from assistant.understanding import english, words
from assistant.understanding.inquiry import Inquiry, Kind, Operation
from assistant.understanding.operations import WORDS
from assistant.understanding.question import actions_in, understand
from assistant.understanding.spans import masked

_NEAR = 0.3
"""A passage that holds less of the question than this is not shown as the nearest: it is about something else."""
_CHANGED = re.compile(r"增长|增加|增幅|净[增减]|上升|提高|提升|减少|下降|降低|降幅|同比|[较比]上年")
_BY = re.compile(r"(?:增长|增加|净[增减]|上升|提高|提升|减少|下降|降低)了?约?\s*$")
"""What stands before the number that says by how much something changed."""
_OF_CHANGE = re.compile(r"增|升|涨|提高|减|降|跌|变化|变动|同比|环比|较|比|%|％|百分|率")
"""What a question says that may be answered by how much something changed."""
_SHARE_SAID = re.compile(r"占|比例|比重|率|份额|之[一二三四五六七八九十]")
_RATE = re.compile(r"[\u4e00-\u9fff](?<![效频税利汇])率(?!先)|增速|增幅|降幅")
_NAMED_RATE = re.compile(r"[\u4e00-\u9fff]{2}(?<!增长)(?<!下降)(?<!上升)(?<!增加)(?<![效频税利汇])率(?!先)")
_DOUBTS = re.compile(r"有没有|是不是|对不对|能不能|([\u4e00-\u9fff])[没不]\1")
"""Negations that only make a question."""
_WORDS_ASKED = re.compile(
    r"哪(?!一?年)|什么|谁|怎[么样]|如何|为何|含义|定义|吗[？?]?$|有没有|是否|多久|多长时间"
    r"|\b(?:who|which|where|when|why|what)\b",
    re.IGNORECASE,
)
_NUMBER_ASKED = re.compile(
    r"最[多少高低大小长短快慢]|平均|排名|增长|下降|超过|多少|(?<!哪)几|占比|比例|百分|总数|数量"
    r"|how (?:many|much)|number|total|share|percentage|average|most|least",
    re.IGNORECASE,
)
_WORDS_ONLY = re.compile(r"都[^，。\d]{1,8}了?[吗么][？?]?$|哪\s*\d+\s*[个件条项家份篇次名]")
"""“都结案了吗”, “哪5件”: no number answers."""
_NONE = 0.9
_NONE_SAID = re.compile(r"没有|未(?:发生|产生|收取|收到|出现)|无(?=[\u4e00-\u9fff])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*年(?:度|的)?|^的|今年|去年|前年")
_SPAN_OR_VERB = re.compile(r"累计|总共|当年|本年|全年|[发出印](?=\s|$)")
_EXTREMES = ("平均", "年均", "最多", "最少", "最高", "最低", "最长", "最短")


def shares(run: Run) -> Answer | None:
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
    operands = [run.draft.operand(figure, clauses.clause(figure)) for figure in (part, whole)]
    label = f"{clauses.clause(part)} ÷ {clauses.clause(whole)}"
    return comparisons.share_of(run.draft, run.targets[0], label, part.value, whole.value, operands)


def figures(run: Run) -> Answer | None:
    """Figures of sentences, by what they count."""
    if run.inquiry.kind is not Kind.FIGURE or run.inquiry.divided is not None:
        return None
    if _WORDS_ONLY.search(run.inquiry.text) and not _NUMBER_ASKED.search(run.inquiry.text):
        return None
    in_percent = run.inquiry.operation in (Operation.SHARE, Operation.GROWTH) or _RATE.search(run.inquiry.text)
    unit = "%" if in_percent and run.inquiry.unit != "个百分点" else run.inquiry.unit
    plain = run.inquiry.operation in (Operation.VALUE, Operation.TOTAL)
    actions = actions_in(run.inquiry.text) if plain else []
    # The stage of a budget is compared on its own: that a sentence speaks of 决算 does not make it speak of the thing.
    staged = phases_in(run.inquiry.text)
    content, focus = (without_phases(said) if staged else said for said in (run.inquiry.content, run.inquiry.focus))
    content = WORDS.sub(" ", content) if run.inquiry.operation in (Operation.GREATER, Operation.GROWTH) else content
    content = " ".join(word for word in content.split() if word not in words.ASIDE)
    found = counted.find(run.library, run.report_ids, content, unit, focus, actions)
    fitting = counted.of_span_said([one for one in found if _same_kind(one, run)], run.inquiry.topic)
    leaders = counted.nearest(counted.in_its_unit(counted.leaders(fitting), unit), _asked_words(run)) or _told_apart(
        run, unit, actions
    )
    if not leaders:
        return None
    if len(leaders) > 1 and len({one.figure.report_id for one in leaders}) == 1:
        return _several_fit(run, leaders)
    lines = []
    for one in leaders if len(run.targets) > 1 else leaders[:1]:
        figure = one.figure
        stated = run.draft.state(figure, clauses.clause(figure))
        value = phrasing.rough(figure, run.draft.language)
        named = phrasing.report_of(figure.agency, figure.year, run.draft.language) if figure.agency else ""
        head = named or figure.source.title
        lines.append(
            f"{head}{run.draft.signs.colon}{clauses.clause(figure).strip()} → **{value}** {run.draft.marks([stated])}"
        )
    lines = [*_greater(run, leaders), *lines]
    return run.draft.answered("\n".join(lines), min(leaders[0].score, 0.99))


def _greater(run: Run, leaders: Sequence[counted.Counted]) -> list[str]:
    """Which of two agencies' sentence figures is more, where that is asked and each states one in the same unit."""
    stated = [one.figure for one in leaders if one.figure.value is not None]
    two = len({figure.agency for figure in stated}) == len(stated) == 2 == len(run.targets)
    if run.inquiry.operation is not Operation.GREATER or not two or stated[0].unit != stated[1].unit:
        return []
    high = max(stated, key=lambda figure: figure.value or 0)
    return [f"**{high.agency}**更高。" if run.draft.language == "zh" else f"**{high.agency}** is higher."]


def _told_apart(run: Run, unit: str | None, actions: Sequence[Sequence[str]]) -> list[counted.Counted]:
    """Figures of a clause that says what was done, its sentence having said by whom or with what."""
    if unit is None or not actions or run.inquiry.terms:
        return []
    subject = run.inquiry.content
    for word in sorted({word for group in actions for word in group}, key=len, reverse=True):
        subject = subject.replace(word, " ")
    subject = _SPAN_OR_VERB.sub(" ", subject)
    found = counted.of_subject(run.library, run.report_ids, subject, unit, actions)
    fitting = [one for one in found if _same_kind(one, run)]
    return counted.leaders(counted.of_span(fitting, run.inquiry.text))


def _asked_words(run: Run) -> str:
    """The question's own words for what it counts, scope and question words taken out, nouns of the domain kept."""
    spans = [*run.inquiry.years.spans, *((m.start, m.end) for m in run.inquiry.mentions)]
    rest = masked(run.inquiry.topic, spans if run.inquiry.topic == run.inquiry.text else [], " ")
    return words.TEXT_FILLER.sub(" ", words.NUMBER.sub(" ", rest))


def _same_kind(one: counted.Counted, run: Run) -> bool:
    """Whether a figure is of what the question is of: what is done with it, its time, its stage of a budget."""
    return _same_operation(one, run.inquiry) and _same_tense(one, run) and _same_phase(one, run.inquiry)


def _same_phase(one: counted.Counted, inquiry: Inquiry) -> bool:
    """A figure of the budget answers for the budget only: what stands before the number says which it is."""
    asked = phases_in(inquiry.text) or phases_in(inquiry.topic)
    if not asked:
        return True
    figure, source = one.figure, one.figure.source
    told = (clauses.before_in_clause(figure), clauses.clause(figure), clauses.before(figure))
    nearest = tuple(last_in(part) for part in told)
    said = next((phase.value for phase in nearest if phase is not None), "")
    return may_answer(asked, (said, source.quote, *reversed(source.section), source.title))


def _same_tense(one: counted.Counted, run: Run) -> bool:
    """In a report that looks back and ahead, a result answers for a result only, and a plan for a plan."""
    figure = one.figure
    if not tense.looks_both_ways(figure.source.title):
        return True
    wanted = tense.asked(run.inquiry.text, run.inquiry.years.named, figure.year)
    return wanted is None or tense.of(figure, run.library) is wanted


def _same_operation(one: counted.Counted, inquiry: Inquiry) -> bool:
    """A change, an average, a rank, a sum or a negation is answered only by a clause that speaks of it."""
    said = clauses.clause(one.figure)
    if any(rate not in one.figure.source.quote for rate in _NAMED_RATE.findall(inquiry.text)):
        return False  # “清理率” is no other share that the report gives beside the same thing
    if words.NEGATION.search(_DOUBTS.sub("", inquiry.text)) and not words.NEGATION.search(said):
        return False
    if inquiry.operation is Operation.TOTAL:
        return counted.covered(counted.grams(inquiry.focus), said) == 1  # "建议提案一共": no figure is both
    if inquiry.operation is Operation.SHARE and one.figure.unit == "%":
        return _SHARE_SAID.search(said + "".join(one.figure.row)) is not None  # “增长16.4%” is no share
    if inquiry.operation in (Operation.GROWTH, Operation.DIFFERENCE):
        return _CHANGED.search(clauses.clause(one.figure)) is not None
    if not _OF_CHANGE.search(inquiry.text):  # a level is asked for, not its growth
        share = one.figure.unit in ("%", "‰", "个百分点") and _CHANGED.search(clauses.item(one.figure))
        if share or _BY.search(clauses.before_in_clause(one.figure)):
            return False
    if inquiry.operation in (Operation.UNSUPPORTED, Operation.AVERAGE, Operation.MAXIMUM, Operation.MINIMUM):
        return any(word in clauses.clause(one.figure) for word in _EXTREMES if word in inquiry.text)
    return True


def _several_fit(run: Run, leaders: list[counted.Counted]) -> Answer:
    zh = run.draft.language == "zh"
    lines = [("原文有几处数字都符合，请说明要哪一个：" if zh else "Several figures fit; which one do you mean?")]
    for one in leaders[:5]:
        figure = one.figure
        n = run.draft.cite(figure.source)
        place = " / ".join((figure.table, *figure.row, *figure.col, figure.raw))
        said = clauses.clause(figure).strip() if figure.table == "prose" else place
        lines.append(f"- {said} [{n}]")
    lines = list(dict.fromkeys(lines))
    return run.draft.asked_back("\n".join(lines))


def sentences(run: Run) -> Answer | None:
    """The sentences that answer, word for word."""
    counting = run.inquiry.kind is Kind.FIGURE and not _asks_words(run.inquiry.text)
    if run.inquiry.kind not in (Kind.TEXT, Kind.FIGURE) or (counting and run.inquiry.terms):
        return None
    if each.named(run) and not counting:
        return each.answer(run, _in_chinese(each.without_scope(run.inquiry)))
    told = passages.find(run.library, run.catalog, _in_chinese(about(run.inquiry)), run.report_ids)
    found, run.confidence = list(told.evidence), told.confidence
    if counting:  # a sentence answers "how many" only where it says that there were none
        found = [one for one in found[:1] if one.score >= _NONE and _NONE_SAID.search(one.source.quote)]
    if not found:
        return None
    agencies = {target.agency for target in run.targets}
    if not run.inquiry.mentions and len(agencies) > 1 and not run.inquiry.everyone:
        return None if run.inquiry.stranger else _which_agency(run)
    lines = each.cited(run.draft, found)
    first = found[0].source
    if run.assumed_year and len({target.year for target in run.targets}) > 1:
        years = run.draft.signs.between.join(str(target.year) for target in run.targets)
        run.draft.note(
            f"未指明年份，按 {first.year} 年的报告回答；已载入 {years} 年。"
            if run.draft.language == "zh"
            else f"No year was named: this is the report for {first.year}; loaded: {years}."
        )
    return run.draft.answered(f"{phrasing.quoting(first, run.draft.language)}\n" + "\n".join(lines), run.confidence)


def whether(run: Run, refused: Answer) -> Answer:
    """A question of yes or no that the form cannot answer: the sentence that does, where one surely does."""
    told = passages.find(run.library, run.catalog, about(run.inquiry), run.report_ids)
    if not told.evidence or max(one.score for one in told.evidence) < _NONE:
        return refused
    first = told.evidence[0].source
    lines = each.cited(run.draft, told.evidence)
    return run.draft.answered("\n".join([phrasing.quoting(first, run.draft.language), *lines]), told.confidence)


def _asks_words(text: str) -> bool:
    """Whether a question that speaks of quantities still wants words: “哪份…”, “什么是…率”."""
    return bool(_WORDS_ASKED.search(text)) and not _NUMBER_ASKED.search(text)


def about(inquiry: Inquiry) -> str:
    """The question without the agencies and years that it names: those are the scope."""
    names = sorted({mention.text for mention in inquiry.mentions}, key=len, reverse=True)
    text = inquiry.topic
    for name in names:
        text = text.replace(name, " ")
    return _YEAR.sub(" ", text).strip()


def _in_chinese(asked: str) -> str:
    """What is asked, in the language of the reports."""
    return asked if re.search(r"[\u4e00-\u9fff]", asked) else english.in_chinese(asked)


def _which_agency(run: Run) -> Answer:
    """Several agencies' reports could answer, and none was named."""
    latest = {target.agency: target for target in sorted(run.targets, key=lambda target: target.year)}
    run.draft.note(phrasing.loaded(run.targets, run.draft.language))
    rest = masked(run.inquiry.text, run.inquiry.years.spans, " ").strip()
    run.draft.suggest(*(f"{target.agency}{target.year}年{rest}" for target in latest.values()))
    return run.draft.asked_back(phrasing.clarify("agency", run.draft.language))


def nothing(run: Run) -> Answer:
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
    return replace(run.draft.refused_for(Reason.NOT_STATED, asked), confidence=round(run.confidence, 3))
