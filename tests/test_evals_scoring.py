"""One answer against one case: what is wrong moves its own measure and no other."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from assistant.answer import Reason, Status
from evals.cases import Bound, Case, Evidence, Expected, ExpectedFigure
from evals.normal import Got, Match, compare, numbers, plain
from evals.scoring import character_f1, score

ROW, COLUMN = ("一、本年新收政府信息公开申请数量",), ("总计",)
CELL = Evidence("a.pdf", ROW, COLUMN, "requests", "118", also=("全年新收118件",))
CASE = Case(
    "a",
    "甲县2020年新收多少件？",
    Expected((Status.ANSWERED,), figures=(ExpectedFigure(Decimal(118), "件"),), evidence=(CELL,)),
    operation="value",
)
GOOD: dict[str, Any] = {
    "status": "answered",
    "reason": None,
    "answer": "甲县 2020 年 本年新收：**118 件** [1]",
    "figures": [{"value": "118", "unit": "件", "year": 2020, "status": "reported", "citation": 1}],
    "citations": [
        {
            "n": 1,
            "file": "a.pdf",
            "cell": [1, 7],
            "row": list(ROW),
            "col": list(COLUMN),
            "quote": "118",
            "table_id": "t",
        }
    ],
}
REFUSED: dict[str, Any] = {"status": "refused", "reason": "not_stated", "answer": "没有写明", "citations": []}


def values(case: Case, answer: dict[str, Any]) -> dict[str, float]:
    return {name: right / of for name, (right, of) in score(case, answer).ratios.items()}


def changed(case: Case, before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The measures that differ, or that only one of the two answers has."""
    old, new = values(case, before), values(case, after)
    return {name for name in old | new if old.get(name) != new.get(name)}


def test_a_right_answer_passes_in_every_measure() -> None:
    found = score(CASE, GOOD)
    assert found.passed
    assert found.why == ()
    right = {"passed", "status", "figure_exact", "citation_precision", "citation_recall", "cell_f1"}
    assert {name for name, value in values(CASE, GOOD).items() if value == 1} == right


def test_a_planted_wrong_value_moves_the_figure_alone() -> None:
    wrong = deepcopy(GOOD)
    wrong["figures"][0]["value"] = "181"
    assert changed(CASE, GOOD, wrong) == {"passed", "figure_exact"}
    assert score(CASE, wrong).why == ("figures: 181件; expected 118件",)


@pytest.mark.parametrize(
    "change",
    [
        {"file": "b.pdf"},
        {"row": ["二、上年结转政府信息公开申请数量"]},
        {"col": ["自然人"]},
        {"row": [], "col": [], "cell": None, "quote": "全年发布信息118条"},
    ],
)
def test_a_planted_wrong_citation_moves_the_citations_alone(change: dict[str, Any]) -> None:
    wrong = deepcopy(GOOD)
    wrong["citations"][0] |= change
    assert changed(CASE, GOOD, wrong) == {"citation_precision", "citation_recall", "cell_f1"}


def test_a_cell_that_does_not_show_the_value_proves_nothing() -> None:
    wrong = deepcopy(GOOD)
    wrong["citations"][0]["quote"] = "11"
    assert changed(CASE, GOOD, wrong) == {"citation_precision", "citation_recall"}


def test_padding_lowers_precision_alone() -> None:
    padded = deepcopy(GOOD)
    padded["citations"].append({**padded["citations"][0], "n": 2, "row": ["四、结转下年度继续办理"], "quote": "7"})
    assert changed(CASE, GOOD, padded) == {"citation_precision", "cell_f1"}
    assert values(CASE, padded)["citation_precision"] == 0.5


def test_the_sentence_that_states_the_cell_proves_it_too() -> None:
    sentence = deepcopy(GOOD)
    sentence["citations"] = [{"n": 1, "file": "a.pdf", "cell": None, "quote": "全年新收 118 件，比上年多。"}]
    assert values(CASE, sentence)["citation_precision"] == values(CASE, sentence)["citation_recall"] == 1


def test_a_planted_over_refusal_shows_as_over_refusal() -> None:
    found = values(CASE, REFUSED)
    assert found["over_refusal"] == 1
    assert found["refusal_precision"] == 0
    assert "refusal_recall" not in found
    assert not {"reason", "figure_exact", "citation_precision", "citation_recall", "cell_f1"} & found.keys()
    assert values(CASE, GOOD)["over_refusal"] == 0


def test_refusals_are_scored_by_status_and_reason() -> None:
    case = Case("r", "甲县2018年？", Expected((Status.REFUSED,), (Reason.YEAR_NOT_COVERED,)))
    right = {**REFUSED, "reason": "year_not_covered"}
    assert score(case, right).passed
    assert changed(case, right, REFUSED) == {"passed", "reason"}
    answered = values(case, GOOD)
    assert answered["refusal_recall"] == 0
    assert not {"over_refusal", "reason"} & answered.keys()


def test_of_a_computation_only_the_result_answers() -> None:
    expect = Expected((Status.ANSWERED,), figures=(ExpectedFigure(Decimal("-7.14"), "%"),))
    case = Case("g", "同比？", expect, operation="growth")
    figures = [
        {"value": "2604", "unit": "件", "status": "reported"},
        {"value": "-7.1429", "unit": "%", "status": "derived"},
    ]
    assert score(case, {"status": "answered", "figures": figures}).passed
    assert not score(case, {"status": "answered", "figures": figures[:1]}).passed


def test_a_list_is_right_as_a_whole() -> None:
    series = tuple(ExpectedFigure(Decimal(value), "件", year) for value, year in ((23, 2019), (21, 2020)))
    case = Case("s", "每年？", Expected((Status.ANSWERED,), figures=series), operation="series")
    figures = [{"value": "21", "unit": "件", "year": 2020}, {"value": "23", "unit": "件", "year": 2019}]
    assert values(case, {"status": "answered", "figures": figures})["list_match"] == 1
    swapped = [{**figures[0], "year": 2019}, {**figures[1], "year": 2020}]
    assert values(case, {"status": "answered", "figures": swapped})["list_match"] == 0
    more = [*figures, {"value": "70", "unit": "件", "year": 2021}]
    assert values(case, {"status": "answered", "figures": more})["list_match"] == 0


def test_text_must_say_and_must_not_say() -> None:
    expect = Expected((Status.ANSWERED,), text=(("不能", "不可"),), not_text=("可以直接",), reference="不可以直接比")
    case = Case("t", "能比吗？", expect)
    assert not score(case, {"status": "answered", "answer": "不可以直接比较"}).passed
    found = score(case, {"status": "answered", "answer": "**不可**比 [1]"})
    assert found.passed
    assert found.ratios["answer_exact"] == (0, 1)
    assert character_f1("不可以直接比", "不可比") == pytest.approx(2 * 3 / 9)


def test_a_case_may_have_its_own_threshold() -> None:
    expect = Expected((Status.ANSWERED,), reference="甲乙丙丁")
    case = Case("t", "？", expect, thresholds=(Bound("text_f1", low=0.9),))
    assert not score(case, {"status": "answered", "answer": "甲乙"}).passed
    assert score(case, {"status": "answered", "answer": "甲、乙、丙、丁。"}).passed


@pytest.mark.parametrize(
    ("expected", "unit", "got", "got_unit", "match"),
    [
        ("118", "件", "118", "条", Match.EXACT),
        ("28.45", "万元", "284500", "元", Match.EXACT),
        ("5.8", "万人次", "58000", "人次", Match.EXACT),
        ("59.54", "%", "0.595409", None, Match.EXACT),
        ("59.54", "%", "59.5409", "%", Match.EXACT),
        ("59.54", "%", "59.5", "%", Match.WRONG),
        ("28.45", "万元", "28.45", "元", Match.SCALE),
        ("59.54", "%", "59.54", None, Match.SCALE),
        ("-7.14", "%", "7.14", "%", Match.SIGN),
        ("118", "件", "118", "%", Match.WRONG),
        ("118", "件", "181", "件", Match.WRONG),
        ("0", "件", "0", "件", Match.EXACT),
        ("0", "件", "1", "件", Match.WRONG),
    ],
)
def test_figures_are_compared_after_normalisation(
    expected: str, unit: str, got: str, got_unit: str | None, match: Match
) -> None:
    assert compare(ExpectedFigure(Decimal(expected), unit), Got(Decimal(got), got_unit)) is match


def test_the_direction_may_stand_in_the_question() -> None:
    assert compare(ExpectedFigure(Decimal(-47), "件", any_sign=True), Got(Decimal(47), "件")) is Match.EXACT


def test_numbers_and_text_are_read_in_any_width() -> None:
    assert plain("１，２３４ 件 **甲** [2]") == "1234件甲"
    assert numbers("共5.8万人次，占３％") >= {Decimal("5.8"), Decimal(58000), Decimal(3), Decimal("0.03")}
