"""Sentences that keep a passage's words: true ones pass, turned ones do not. Most stand in bench/sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.llm.sense import turned
from bench.sense import SETS, fault_of, sentences_of

PASSAGE = "我局先审核后公开，答复由办公室承担；培训由四场减为两场，线上课程有所增加；个别单位答复超期，未发生泄密。"


@pytest.mark.parametrize("file", sorted(SETS.glob("*.txt")), ids=lambda file: file.stem)
def test_of_the_sets_nearly_all_turned_sentences_are_caught_and_most_true_ones_pass(file: Path) -> None:
    judged = [(true, fault_of(passage, said) is None) for passage, said, true in sentences_of(file)]
    right = [passed for true, passed in judged if true]
    assert sum(passed for true, passed in judged if not true) <= 1
    assert sum(right) >= 0.8 * len(right)


@pytest.mark.parametrize(
    "said",
    [
        "先审核，后公开。",
        "答复由办公室承担。",
        "培训由四场减为两场。",
        "个别单位答复超期。",
        "没有发生泄密。",
        "线上课程有所增加。",
    ],
)
def test_what_the_passage_says_passes(said: str) -> None:
    assert fault_of(PASSAGE, said) is None


@pytest.mark.parametrize(
    "said",
    [
        "先公开后审核。",
        "办公室由答复承担。",
        "培训有所增加。",
        "线上课程由四场减为两场。",
        "单位答复超期。",
        "多数单位答复超期。",
        "发生泄密。",
        "个别单位发生泄密。",
        "线上课程将有所增加。",
    ],
)
def test_what_it_does_not_say_is_named(said: str) -> None:
    assert "这样说" in (fault_of(PASSAGE, said) or "")


def test_words_of_several_passages_are_not_mixed() -> None:
    passages = ["东乡的公开栏更新及时。", "西乡的公开栏长期空白。"]
    assert turned("西乡的公开栏长期空白。", passages) is None
    assert turned("东乡的公开栏长期空白。", passages) is not None
