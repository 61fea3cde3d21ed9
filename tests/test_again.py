"""Questions that are offered instead of one that cannot be answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Question, Reason, Status
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.pipeline import Assistant
from ingest.build import ingest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("霁川市2035年不予公开占比是多少？", "霁川市2022年不予公开占比是多少？"),
        ("霁川市2035年新收申请比2021年多多少？", "霁川市2022年新收申请比2021年多多少？"),
        ("How many requests did 霁川市 get in 2035?", "How many requests did 霁川市 get in 2022?"),
    ],
)
def test_another_year_takes_the_place_of_one_that_is_not_loaded(
    sample_library: Library, question: str, first: str
) -> None:
    assistant = Assistant(sample_library)
    refused = assistant.ask(Question(question))
    assert refused.status is Status.REFUSED and refused.suggestions[0] == first
    assert assistant.ask(Question(first)).status is Status.ANSWERED


def test_an_english_question_that_names_no_agency_is_offered_with_one(sample_library: Library) -> None:
    asked_back = Assistant(sample_library).ask(Question("How many requests were received in 2021?"))
    assert any("霁川市" in one and "2021" in one for one in asked_back.suggestions)


@pytest.mark.parametrize(
    "question", ["砚溪县2019年和2022年的口径可以比较吗", "Can the figures of 砚溪县 in 2019 and 2022 be compared?"]
)
def test_whether_reports_compare_is_asked_back_where_no_quantity_is_named(
    sample_library: Library, question: str
) -> None:
    assistant = Assistant(sample_library)
    asked_back = assistant.ask(Question(question))
    assert asked_back.status is Status.CLARIFY and len(asked_back.suggestions) > 3
    decided = [assistant.ask(Question(one)) for one in asked_back.suggestions]
    assert {one.reason for one in decided} == {None, Reason.NOT_COMPARABLE}


def test_of_an_unknown_quantity_it_is_not_asked_back(sample_library: Library) -> None:
    assert (
        Assistant(sample_library).ask(Question("砚溪县2019年和2022年的满意度口径可以比较吗")).status is Status.REFUSED
    )


def test_a_figure_of_the_forms_is_offered_of_reports_with_a_form_only(library: Library, tmp_path: Path) -> None:
    plain = tmp_path / "work.txt"
    plain.write_text("虚明市人民政府2023年工作报告\n\n一、主要工作\n\n全年新建公园12个。\n", encoding="utf-8")
    ingest([plain, *sorted((ROOT / "samples" / "reports").glob("yanxi-20*"))], library, jobs=1)
    ingest([ROOT / "samples" / "reports" / "jichuan-2021.html"], library, jobs=1)
    assert "虚明市人民政府" in Catalog(library).agencies
    asked_back = Assistant(library).ask(Question("收到多少件申请？"))
    assert [one[:3] for one in asked_back.suggestions] == ["砚溪县", "霁川市"]


def test_an_english_name_that_is_not_loaded_gives_its_place_to_one_that_is(sample_library: Library) -> None:
    assistant = Assistant(sample_library)
    refused = assistant.ask(Question("How many applications did Springfield receive in 2021?"))
    assert refused.suggestions and all("Springfield" not in one for one in refused.suggestions)
    assert {assistant.ask(Question(one)).status for one in refused.suggestions} == {Status.ANSWERED}
    assert assistant.ask(Question("Who is the president of France?")).suggestions == ()
