"""Figures of tables that follow no form: named by their headers, or asked back, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Question, Status
from assistant.library import Library
from assistant.pipeline import Assistant
from ingest.build import ingest

BUDGET = """云栖县档案馆2023年部门预算

云栖县档案馆编制2023年部门预算，期限自2023年1月1日至2023年12月31日。

部门收支预算总表

单位：万元

收入\t预算数\t支出\t预算数
财政拨款收入\t812.40\t文化事业支出\t640.15
其他收入\t3.60\t住房保障支出\t175.85
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("budget")
    (folder / "budget.txt").write_text(BUDGET, "utf-8")
    with Library.open(Path(folder / "store"), create=True) as library:
        assert not ingest([folder / "budget.txt"], library).rejected
        yield Assistant(library)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("云栖县档案馆2023年财政拨款收入预算多少万元？", "812.40"),
        ("云栖县档案馆2023年住房保障支出预算数是多少", "175.85"),
        ("云栖县档案馆2023年其他收入有多少", "3.60"),
    ],
)
def test_a_cell_is_found_by_its_own_headers(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(Question(question))
    assert [str(figure.value) for figure in answer.figures] == [value]
    assert answer.citations[0].source.quote == value
    assert answer.citations[0].source.cell is not None


@pytest.mark.parametrize("question", ["云栖县档案馆2023年教育支出预算多少", "云栖县档案馆2023年财政拨款支出多少人"])
def test_what_no_header_names_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(Question(question))
    assert answer.status is not Status.ANSWERED
    assert not answer.figures
