"""Figures of tables that follow no form: named by their headers, or asked back, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Question, Status
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.tables.periods import periods_in
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


SALES = """项目名称,区域,成交均价,成交套数,开发商
云栖一号,云栖县城东区,12500.5,31,栖城置业有限公司
望江苑,云栖县城东区,9800,64,望江集团有限公司
松风里,云栖县城东区,15120,12,松风地产有限公司
桂语庭,云栖县城东区,11000,,栖城置业有限公司
"""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("records")
    (folder / "云栖县城东区2021年05月商品房成交表.csv").write_text(SALES, "utf-8")
    with Library.open(Path(folder / "store"), create=True) as library:
        assert not ingest([*folder.glob("*.csv")], library).rejected
        yield Assistant(library)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("松风里的成交均价是多少？", "15120"),
        ("哪个小区的房价最高？", "松风里"),
        ("销量前二的小区里，哪个小区的均价最高？", "云栖一号"),
        ("望江苑和松风里哪个小区的房价更低？", "望江苑"),
        ("望江苑和松风里的成交均价相差多少？", "5320"),
        ("栖城置业有限公司有多少个项目？", "2"),
        ("栖城置业有限公司的项目数量是多少？", "2"),
        ("哪两个小区的房价最低？", "望江苑"),
    ],
)
def test_what_is_done_with_records_is_computed_from_their_cells(records: Assistant, question: str, said: str) -> None:
    answer = records.ask(Question(question))
    assert answer.status is Status.ANSWERED
    assert f"**{said}" in answer.answer
    assert answer.citations


WEST = """项目名称,区域,成交均价,成交套数,开发商
听涛阁,云栖县城西区,9000,20,望江集团有限公司
揽月轩,云栖县城西区,9000,,栖城置业有限公司
枕溪居,云栖县城西区,13000,8,松风地产有限公司
"""


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("districts")
    for name, table in (("东", SALES), ("西", WEST)):
        (folder / f"云栖县城{name}区2021年05月商品房成交表.csv").write_text(table, "utf-8")
    with Library.open(Path(folder / "store"), create=True) as library:
        assert not ingest([*folder.glob("*.csv")], library).rejected
        yield Assistant(library)


def test_all_that_are_the_largest_are_told(districts: Assistant) -> None:
    answer = districts.ask(Question("2021年5月云栖县城西区哪个小区的成交均价最低？"))
    assert "**听涛阁**" in answer.answer
    assert "**揽月轩**" in answer.answer


@pytest.mark.parametrize("other", ["云栖县城西区", "城西区"])
def test_two_tables_that_are_asked_together_answer_both(districts: Assistant, other: str) -> None:
    answer = districts.ask(Question(f"2021年5月云栖县城东区和{other}各自成交均价最高的小区是哪个？"))
    assert "**松风里**" in answer.answer
    assert "**枕溪居**" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "2021年5月云栖县城东区桂语庭和望江苑哪个小区的成交套数更多？",  # 桂语庭 states none: nothing to compare
        "2021年5月云栖县城西区松风里的成交均价是多少？",  # the other district's table does not stand in
        "2021年5月云栖县城东区和云栖县城北区哪个小区的成交均价最高？",  # no table of the second: half is no answer
    ],
)
def test_what_one_side_does_not_state_is_not_decided(districts: Assistant, question: str) -> None:
    assert districts.ask(Question(question)).status is not Status.ANSWERED


@pytest.mark.parametrize("question", ["松风里的绿化率是多少？", "哪个小区的车位最多？", "听涛轩的成交均价是多少？"])
def test_what_the_records_do_not_hold_is_refused(records: Assistant, question: str) -> None:
    assert records.ask(Question(question)).status is not Status.ANSWERED


def test_a_record_without_a_number_is_said_to_be_left_out(records: Assistant) -> None:
    answer = records.ask(Question("销量最低的小区是哪个小区？"))
    assert "**松风里**" in answer.answer
    assert any("1 行" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2022年2月至4月", [(2022, 2), (2022, 3), (2022, 4), (2022, 2)]),
        ("2019年至2021年的", [(2019, None), (2020, None), (2021, None)]),
        ("2019年6月、7月和8月", [(2019, 6), (2019, 7), (2019, 8)]),
        ("2021年12月到2022年1月", [(2021, 12), (2022, 1)]),
        ("2021年09月商品房", [(2021, 9)]),
    ],
)
def test_ranges_and_lists_of_periods_are_spelled_out(text: str, periods: list[tuple[int, int | None]]) -> None:
    assert list(periods_in(text)) == list(dict.fromkeys(periods))
