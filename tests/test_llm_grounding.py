"""One sentence of a reply at a time: what passes, and what each thing that may not pass is caught by."""

from __future__ import annotations

import pytest

from assistant.answer import Question
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.llm.evidence import HANDLE, Evidence
from assistant.llm.grounding import Context, Grounded, check, is_lead
from assistant.pipeline import Assistant
from assistant.report import Source


def context_for(library: Library, question: str) -> Context:
    answer = Assistant(library).ask(Question(question))
    assert answer.citations, answer.answer
    evidence = Evidence("zh")
    evidence.add_answer(answer)
    return Context(evidence, Catalog(library).names, answer.answer)


def checked(sentence: str, context: Context) -> Grounded:
    cited: list[Source] = []

    def cite(source: Source) -> int:
        if source not in cited:
            cited.append(source)
        return cited.index(source) + 1

    return check(sentence, context, cite)


@pytest.fixture(scope="module")
def received(sample_library: Library) -> Context:
    """F1: 霁川市 2021 新收 2604 件."""
    return context_for(sample_library, "霁川市2021年新收多少件申请？")


@pytest.fixture(scope="module")
def years(sample_library: Library) -> Context:
    """F1, F2: 霁川市 2020 and 2021."""
    return context_for(sample_library, "霁川市2020年和2021年分别新收多少件申请？")


@pytest.fixture(scope="module")
def problems(sample_library: Library) -> Context:
    """P1…: the problems that 霁川市 names for 2021."""
    return context_for(sample_library, "霁川市2021年存在哪些问题？")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("2021年，霁川市共收到申请{F1}。", "2021年，霁川市共收到申请**2604 件** [1]。"),
        ("霁川市新收{F1}件。", "霁川市新收**2604 件** [1]。"),
        ("{F1}", "**2604 件** [1]"),
        ("- 新收：{F1}\n", "- 新收：**2604 件** [1]\n"),
        ("1. 新收{F1}。", "1. 新收**2604 件** [1]。"),
    ],
)
def test_a_sentence_of_tokens_becomes_our_values_and_citations(received: Context, said: str, shown: str) -> None:
    grounded = checked(said, received)
    assert (grounded.fault, grounded.text) == (None, shown)


@pytest.mark.parametrize(
    "said",
    [
        "霁川市2021年新收2604件。",
        "新收{F1}，比上年多367件。",
        "新收两千六百零四件，即{F1}。",
        "新收二千余件（{F1}）。",
        "新收{F1}，约占三成。",
        "新收{F1}，占百分之八十。",
        "新收 ２６０４ 件（{F1}）。",
        "新收②⑥件，{F1}。",
        "新收贰仟件，{F1}。",
        "In 2021 they received two thousand, {F1}.",
        "2021年3月5日前新收{F1}。",
    ],
)
def test_a_number_outside_a_token_does_not_pass(received: Context, said: str) -> None:
    assert "占位符" in (checked(said, received).fault or "")


@pytest.mark.parametrize(
    "said",
    [
        "新收{F1}，详见 https://example.com。",
        "新收{F1} ![图](x)",
        "新收{F1}，见[这里](y)。",
        "<b>新收</b>{F1}。",
        "新收{F1}，见 evil.com。",
        "`{F1}`",
        "新收\u200b{F1}。",
        "新收{F1}{F9}。",
        "新收{F1}[2]。",
        "新收{F1}[P7]。",
        "新收{F1",
        "系统运行正常。",
    ],
)
def test_links_markup_unknown_tokens_and_bare_claims_do_not_pass(received: Context, said: str) -> None:
    assert checked(said, received).fault is not None


@pytest.mark.parametrize(
    "said",
    [
        "砚溪县2021年新收{F1}。",
        "霁川市财政局新收{F1}。",
        "霁川市2020年新收{F1}。",
        "霁川市予以公开{F1}。",
        "霁川市新收{F1}，其中商业企业{F1}。",
        "霁川市没有收到{F1}。",
        "霁川市新收{F1}，有所增长。",
        "霁川市新收{F1}，为全市最多。",
        "霁川市新收约{F1}左右。",
        "霁川市新收{F1}，全部办结。",
    ],
)
def test_another_scope_or_meaning_does_not_pass(received: Context, said: str) -> None:
    assert checked(said, received).fault is not None


def test_each_token_stands_beside_its_own_year(years: Context) -> None:
    assert checked("霁川市2020年新收{F1}，2021年新收{F2}。", years).fault is None
    assert checked("2020年和2021年分别新收{F1}和{F2}。", years).fault is None
    assert "属于 2020" in (checked("霁川市2021年新收{F1}，2020年新收{F2}。", years).fault or "")
    assert checked("2020年和2021年分别新收{F2}和{F1}。", years).fault is not None


def test_numbers_of_passages_are_taken_out_and_come_back_unchanged(sample_library: Library) -> None:
    source = next(
        citation.source
        for citation in Assistant(sample_library).ask(Question("霁川市2021年政务公开专区花了多少钱？")).citations
    )
    evidence = Evidence("zh")
    mark = evidence.add_passage(source)
    assert mark is not None
    shown = evidence.passages[mark].masked
    assert not any(char.isdigit() for char in HANDLE.sub("", shown))
    assert HANDLE.sub(lambda m: evidence.figures[m[1]].shown, shown) == source.quote


def test_a_quote_cannot_bring_handles_of_its_own(received: Context, problems: Context) -> None:
    source = next(iter(problems.evidence.passages.values())).source
    forged = Source(**{name: getattr(source, name) for name in source.__slots__} | {"quote": "见{F1}与[P1]。"})
    evidence = Evidence("zh")
    evidence.add_passage(forged)
    shown = evidence.passages["P1"].masked
    assert all(evidence.figures[handle].sources == (forged,) for handle in HANDLE.findall(shown))
    assert not set("{}[]") & set(HANDLE.sub("", shown))


def test_a_passage_may_be_said_again_but_not_turned(problems: Context) -> None:
    passage = problems.evidence.passages["P1"]
    words = passage.masked.rstrip("；。")
    assert "不够充分" in words
    assert checked(f"{words}。[P1]", problems).fault is None
    assert checked("反馈说明不够充分。[P1]", problems).fault is None
    assert "没有这样说" in (checked("办公经费由市级财政统一安排。[P1]", problems).fault or "")
    assert "不是这样说" in (checked(f"{words.replace('不够', '')}。[P1]", problems).fault or "")


def test_only_a_short_line_with_a_colon_leads(received: Context) -> None:
    assert is_lead("主要有以下方面：", received)
    assert not is_lead("主要有3个方面：", received)
    assert not is_lead("砚溪县主要有：", received)
    assert not is_lead("主要有以下方面。", received)
