from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import clauses, counted, figures
from assistant.library import Library
from assistant.report import Figure


def report_id(library: Library, file: str) -> str:
    return next(info.report_id for info in library.reports() if info.file == file)


def stated(library: Library, file: str, content: str, unit: str | None = None) -> list[str]:
    leaders = counted.leaders(counted.find(library, [report_id(library, file)], content, unit))
    return [str(one.figure.value) for one in leaders]


def prose(library: Library, file: str, raw: str) -> Figure:
    found = figures.select(library, report_ids=[report_id(library, file)], table="prose")
    return next(figure for figure in found if figure.raw.startswith(raw))


@pytest.mark.parametrize(
    ("file", "content", "unit", "value"),
    [
        ("jichuan-2021.html", "召开新闻发布会", "场", "58"),
        ("jichuan-2021.html", "建设政务公开专区", "元", "735.8"),
        ("jichuan-2021.html", "政务公开专区", "个", "128"),
        ("jichuan-2021.html", "培训", "人次", "2048"),
        ("jichuan-2019.pdf", "信函提交", "件", "531"),
        ("jichuan-2019.pdf", "当面提交", "件", "143"),
        ("yanxi-2022.docx", "政府开放日活动", "场", "8"),
    ],
)
def test_a_figure_is_found_by_what_it_counts(
    sample_library: Library, file: str, content: str, unit: str, value: str
) -> None:
    assert stated(sample_library, file, content, unit) == [value]


@pytest.mark.parametrize(
    ("content", "unit"),
    [("新建地铁", "公里"), ("召开新闻发布会", "元"), ("召开新闻发布会", "%"), ("", None), ("？", None)],
)
def test_nothing_is_found_for_other_things_or_other_units(
    sample_library: Library, content: str, unit: str | None
) -> None:
    assert stated(sample_library, "jichuan-2021.html", content, unit) == []


def test_only_the_reports_asked_are_searched(sample_library: Library) -> None:
    assert counted.find(sample_library, [], "新闻发布会", "场") == []
    found = counted.find(sample_library, [report_id(sample_library, "jichuan-2022.html")], "新闻发布会", "场")
    assert {one.figure.year for one in found} == {2022}


def test_an_equal_rival_with_another_value_is_a_leader_too(sample_library: Library) -> None:
    best = counted.find(sample_library, [report_id(sample_library, "jichuan-2021.html")], "新闻发布会", "场")[0]
    rival = replace(best, figure=replace(best.figure, value=best.figure.value and best.figure.value + 1))
    same = replace(best, score=best.score - 0.01)
    far = replace(rival, score=best.score - 0.5)
    assert counted.leaders([best, same, rival, far]) == [best, rival]


def test_the_clause_ends_at_punctuation_and_not_inside_a_number(sample_library: Library) -> None:
    assert clauses.clause(prose(sample_library, "jichuan-2021.html", "58")) == "召开新闻发布会58场"
    assert "735.8万元" in clauses.clause(prose(sample_library, "jichuan-2021.html", "735.8"))


@pytest.mark.parametrize(
    ("asked", "unit", "same"),
    [
        ("元", "万元", True),
        ("钱", "亿元", True),
        ("件", "项", True),
        ("个", "场", True),
        ("次", "场", True),
        ("名", "人", True),
        ("条", "件", False),
        ("人", "人次", False),
        ("件", "万元", False),
        ("个百分点", "个百分点", True),
        ("个百分点", "%", False),
        ("%", "件", False),
    ],
)
def test_units_that_answer_for_one_another(asked: str, unit: str, same: bool) -> None:
    assert counted.same_unit(asked, unit) is same


def test_grams_are_pairs_of_chinese_and_whole_other_words() -> None:
    assert counted.grams("12345热线 PDF，申") == {"12345", "热线", "pdf", "申"}
    assert counted.covered({"热线", "申请"}, "服务热线") == 0.5
    assert counted.covered(set(), "服务热线") == 0.0


def test_a_part_knows_its_whole(real_library: Library) -> None:
    part = next(
        figure
        for figure in figures.select(real_library, table="prose")
        if figure.raw.startswith("682") and "其中" in clauses.clause(figure)
    )
    whole = counted.whole_of(part, real_library)
    assert whole is not None
    assert str(whole.value) == "23156"


def test_what_is_no_part_has_no_whole(sample_library: Library) -> None:
    assert counted.whole_of(prose(sample_library, "jichuan-2021.html", "58"), sample_library) is None


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [("公众号发了多少条", ["784"]), ("公众号累计发了多少条", ["1063"]), ("公众号当年发了多少条", ["784"])],
)
def test_a_year_and_what_has_piled_up_are_told_apart(real_library: Library, asked: str, wanted: list[str]) -> None:
    report = report_id(real_library, "pingtan-transport-2023.txt")
    found = counted.of_subject(real_library, [report], "公众号", "条", [("发送", "发布")])
    assert [str(one.figure.value) for one in counted.of_span(found, asked)] == wanted


def test_what_a_change_began_with_is_no_answer(real_library: Library) -> None:
    found = counted.find(real_library, [report_id(real_library, "shicheng-2020.txt")], "工作群 整合", "个", "整合")
    assert "314" not in {str(one.figure.value) for one in found}
