"""Words that a paraphrase may not add to its evidence."""

from __future__ import annotations

import pytest

from assistant.llm.guarded import added


@pytest.mark.parametrize(
    "sentence",
    [
        "It received roughly {f1}.",
        "It received {f1} or so.",
        "It received some {f1}.",
        "It received just over {f1}.",
        "该县大概收到{f1}。",
        "该县收到{f1}上下。",
        "该县收到的申请差不多是{f1}。",
    ],
)
def test_an_exact_figure_may_not_become_a_rough_one(sentence: str) -> None:
    assert added(sentence, "全年收到申请143件。") == "约数"
    assert added(sentence, "全年收到申请约143件。") is None


@pytest.mark.parametrize("sentence", ["Some of the reports name {f1}.", "上下级机关转来{f1}。", "It received {f1}."])
def test_a_word_of_another_sense_is_free(sentence: str) -> None:
    assert added(sentence, "全年收到申请143件。") is None
