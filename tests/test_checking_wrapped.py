"""Drafts whose lines a page has broken."""

from __future__ import annotations

import pytest

from assistant.checking import check
from assistant.library import Library

_MARKS = {"supported": "+", "contradicted": "-", "not_found": "?"}


def verdicts(library: Library, text: str) -> str:
    return "".join(_MARKS[claim.verdict.value] for claim in check(library, text).claims)


@pytest.mark.parametrize(
    "broken",
    [
        "2022年，霁川市新收申请2418件，比上年减少186件，下降7.1%。办结的申请中，予\n以公开1073件、部分公开210件，两项合计占52.6%。",
        "2022年，霁川市新收申请2418件，比上年减少186件，下降7.1%。办结的申请中，予以公开\n1073件、部分公开210件，两项合计占52.6%。",
        "2022年，霁川市新收申请2418件，比上年减少186件，下降7.1%。办结的申请中，\n予以公开1073件、部分公开210件，两项合计占52.6%。",
        "2022年，霁川市新收申请2418件，比上年减少186件，下降7.1%。办结的申请中，予以公开1073件、部分公\n开210件，两项合计占52.6%。",
    ],
)
def test_a_line_that_a_page_broke_is_read_on(sample_library: Library, broken: str) -> None:
    assert verdicts(sample_library, broken) == "++++++"


def test_a_claim_keeps_its_place_in_the_draft(sample_library: Library) -> None:
    text = "2022年，霁川市新收申请2418件，比上年减少186件，下降7.1%。办结的申请中，予\n以公开1037件、部分公开210件。"
    claim = next(one for one in check(sample_library, text).claims if one.correct == "1073")
    assert text[claim.start : claim.end] == claim.text == "予\n以公开1037件"


def test_items_of_a_list_are_not_run_together(sample_library: Library) -> None:
    text = (
        "霁川市2022年政府信息公开申请办理情况一览（截至2022年底统计数）\n新收政府信息公开申请，全市合计2418件\n"
        "其中予以公开的政府信息公开申请，全市合计1073件\n经复议纠正的政府信息公开案件，全市合计5件"
    )
    assert verdicts(sample_library, text) == "+++"
