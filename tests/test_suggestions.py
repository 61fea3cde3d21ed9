"""Questions that answers offer are understood: what they name is the very cell they were made from."""

from __future__ import annotations

import re

import pytest

from assistant import bases, figures, phrasing
from assistant.answer import Question, Status
from assistant.catalog import Target
from assistant.forms import Form, forms
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.understanding.terms import cell_name, terms_in


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.code)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_cells_name_finds_that_cell_again(form: Form, language: str) -> None:
    target = Target("甲县", 2021, "r", form.code)
    named = 0
    for table in form.tables:
        for row, column in table.cells():
            measure = table.measure(row, column)
            name = cell_name(form, measure, row, column, language)
            if name is not None:
                (term,) = terms_in(phrasing.value_asked(target, name, language))
                assert term.measures(form) == (measure,), name
                assert language == "zh" or name.isascii()
                named += 1
    assert named >= 0.7 * sum(1 for table in form.tables for _ in table.cells()), "most cells can be offered"


@pytest.mark.parametrize(
    "question",
    [
        "How many applications did 霁川市 receive in 2030?",
        "How many applications did 霁川市 receive?",
        "How many applications were received in 2021?",
        "What share of applications did 砚溪县 refuse in 2030?",
        "How many normative documents did 砚溪县财政局 repeal in 2020?",
    ],
)
def test_an_english_question_gets_english_suggestions_that_are_answered(sample_library: Library, question: str) -> None:
    assistant = Assistant(sample_library)
    answer = assistant.ask(Question(question))
    for suggestion in answer.suggestions:
        assert phrasing.language_of(suggestion) == "en" and "2030" not in suggestion
        assert assistant.ask(Question(suggestion)).status is Status.ANSWERED, suggestion
    assert answer.suggestions or answer.status is Status.ANSWERED


def test_the_basis_of_every_figure_can_be_told_in_english(sample_library: Library) -> None:
    """But for what it quotes: the words of a report and of the form's identities."""
    told = 0
    for report in sample_library.reports():
        for figure in figures.select(sample_library, report_ids=[report.report_id]):
            if figure.basis and figure.table != "prose":
                ours = re.sub("“.*?”", "", bases.told(figure.basis, "en"))
                assert not re.search("[\u4e00-\u9fff，。；：（）]", ours), ours
                told += 1
    assert told


@pytest.mark.parametrize(
    ("basis", "told"),
    [
        (
            "原文数字粘连为“2313”，可切分为：2、3、13；2、31、3",
            "the digits run together as “2313”, which can be cut as: 2, 3, 13; 2, 31, 3",
        ),
        ("由扫描件识别（OCR），勾稽关系成立", "recognised on a scan (OCR); the identities hold"),
        ("一句没有人知道的话", "一句没有人知道的话"),
    ],
)
def test_a_basis_in_english_keeps_what_it_quotes(basis: str, told: str) -> None:
    assert bases.told(basis, "en") == told
    assert bases.told(basis, "zh") == basis
