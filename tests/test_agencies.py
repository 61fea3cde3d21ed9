from __future__ import annotations

import time

import pytest

from assistant.language.places import listed, place_names, split
from assistant.understanding.agencies import AgencyNames

COUNTY, FINANCE, EDUCATION, CITY = "砚溪县", "砚溪县财政局", "砚溪县教育体育局", "霁川市人民政府"
NAMES = AgencyNames([COUNTY, FINANCE, EDUCATION, CITY])


def found(text: str, names: AgencyNames = NAMES) -> list[tuple[str, tuple[str, ...]]]:
    return [(mention.text, mention.agencies) for mention in names.find(text)]


@pytest.mark.parametrize(
    ("agency", "places", "body"),
    [
        ("砚溪县财政局", ("砚溪县",), "财政局"),
        ("云麓省霁川市青禾区发展和改革委员会", ("云麓省", "霁川市", "青禾区"), "发展和改革委员会"),
        ("海岚综合实验区公安局", ("海岚综合实验区",), "公安局"),
        ("砚溪县", ("砚溪县",), ""),
        ("苏州市姑苏区司法局", ("苏州市", "姑苏区"), "司法局"),
        ("贵州省贵阳市", ("贵州省", "贵阳市"), ""),
        ("达州市达川区", ("达州市", "达川区"), ""),
        ("凉山州财政局", ("凉山州",), "财政局"),
        ("新乡市红旗区民政局", ("新乡市", "红旗区"), "民政局"),
        ("锡林郭勒盟正蓝旗", ("锡林郭勒盟", "正蓝旗"), ""),
        ("济南市市中区财政局", ("济南市", "市中区"), "财政局"),
        ("双江拉祜族佤族布朗族傣族自治县公安局", ("双江拉祜族佤族布朗族傣族自治县",), "公安局"),
        ("国家税务总局", (), "国家税务总局"),
        ("国家税务总局霁川市税务局", ("霁川市",), "税务局"),
        ("国家金融监督管理总局浙江监管局", (), "浙江监管局"),
        ("国家发展和改革委员会", (), "国家发展和改革委员会"),
    ],
)
def test_a_name_is_its_places_and_its_body(agency: str, places: tuple[str, ...], body: str) -> None:
    assert split(agency) == (places, body)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("请问杭州市富阳区和建德市成交的地块", ("杭州市富阳区", "建德市")),
        ("甲县、乙县与丙县各收多少件", ("甲县", "乙县", "丙县")),
        ("在2022年陇县和砚溪县的小区中", ("陇县", "砚溪县")),
        ("砚溪县2021年和2022年", ()),
        ("城区和小区的数量", ()),
    ],
)
def test_places_side_by_side_are_seen(text: str, places: tuple[str, ...]) -> None:
    assert listed(text) == places


def test_a_place_is_known_with_and_without_its_suffix() -> None:
    assert place_names(("云麓省", "霁川市")) == {"霁川市", "云麓省霁川市", "霁川"}
    assert place_names(("陇县",)) == {"陇县"}, "one character is no name"
    assert place_names(()) == set()


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("砚溪县财政局2021年", FINANCE),
        ("砚溪财政局2021年", FINANCE),
        ("县财政局2021年", FINANCE),
        ("财政局2021年", FINANCE),
        ("教体局收了几件", EDUCATION),
        ("砚溪县教体局收了几件", EDUCATION),
        ("砚溪2020年", COUNTY),
        ("砚溪县人民政府2020年", COUNTY),
        ("砚溪县政府2020年", COUNTY),
        ("霁川2020年", CITY),
        ("请问霁川市政府去年", CITY),
    ],
)
def test_an_agency_is_found_by_each_of_its_names(text: str, agency: str) -> None:
    assert [agencies for _, agencies in found(text)] == [(agency,)]


@pytest.mark.parametrize(
    "text",
    [
        "苏州市财政局2021年",
        "请问清泉县财政局2021年",
        "北京财政局2021年",
        "新乡市红旗区教体局",
        "霁川市财政局2021年",
        "砚溪县公安局2021年",
        "霁川市教育体育局",
        "砚溪县卫健局",
        "霁川市的财政局",
    ],
)
def test_a_body_that_is_not_loaded_is_named_and_fits_nobody(text: str) -> None:
    mentions = found(text)
    assert [agencies for _, agencies in mentions] == [()]


@pytest.mark.parametrize(
    "text",
    [
        "怎么办理申请",
        "办结多少件",
        "有多少申请最后没办完",
        "各局办结多少件",
        "结果是什么",
        "2021年新收多少件",
        "大局",
        "信息公开办公室在哪里",
        "",
    ],
)
def test_ordinary_words_are_no_agency(text: str) -> None:
    assert found(text) == []


def test_several_agencies_are_found_in_order() -> None:
    assert [a for _, a in found("霁川市和砚溪县财政局、教育体育局各多少")] == [(CITY,), (FINANCE,), (EDUCATION,)]


def test_the_tail_of_another_name_is_not_ours() -> None:
    assert found("南砚溪有多少件", AgencyNames([COUNTY])) == []


def test_a_place_without_its_government_may_mean_any_agency_there() -> None:
    names = AgencyNames([FINANCE, EDUCATION])
    (mention,) = names.find("砚溪县2021年新收多少件")
    assert mention.place_only
    assert set(mention.agencies) == {FINANCE, EDUCATION}


def test_a_body_alone_that_two_places_have_is_both() -> None:
    names = AgencyNames([FINANCE, "霁川市财政局"])
    assert set(found("财政局2021年", names)[0][1]) == {FINANCE, "霁川市财政局"}
    assert found("霁川市财政局2021年", names)[0][1] == ("霁川市财政局",)


def test_no_agencies_find_nothing() -> None:
    assert AgencyNames([]).find("砚溪县财政局") == []


def test_a_long_text_costs_no_time() -> None:
    started = time.process_time()
    NAMES.find("砚溪县财的局委办" * 125)
    assert time.process_time() - started < 1
