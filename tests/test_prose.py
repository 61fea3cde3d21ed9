from __future__ import annotations

import time
from decimal import Decimal

import pytest

from ingest.contacts import contacts_in
from ingest.prose import figures_in


def found(text: str) -> list[tuple[str, str]]:
    return [(str(figure.value), figure.unit) for figure in figures_in(text, offset=0)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind"),
    [
        ("全年公开信息 1523 条。", "1523", "条", "count"),
        ("全年公开信息１，５２３条。", "1523", "条", "count"),
        ("累计浏览1,204,883次。", "1204883", "次", "count"),
        ("阅读总量达27万次。", "270000", "次", "count"),
        ("阅读总量达1.5亿次。", "150000000", "次", "count"),
        ("关注用户1.25万人。", "12500", "人", "count"),
        ("投入资金36万元。", "36", "万元", "amount"),
        ("收取信息处理费 4120.5 元。", "4120.5", "元", "amount"),
        ("一般公共预算收入31.6亿元。", "31.6", "亿元", "amount"),
        ("按期答复率100%。", "100", "%", "percent"),
        ("办结率达９８．５％。", "98.5", "%", "percent"),
        ("满意率提高0.4个百分点。", "0.4", "个百分点", "points"),
        ("落实网站24小时值守。", "24", "小时", "duration"),
        ("新建绿地 3.2 公顷。", "3.2", "公顷", "measure"),
        ("制作图解七期。", "7", "期", "count"),
        ("收到两件申请。", "2", "件", "count"),
        ("共召开二十一次会议。", "21", "次", "count"),
        ("申请总数：6；", "6", "", "count"),
        ("视频号粉丝数3021，", "3021", "", "count"),
    ],
)
def test_a_figure_has_value_unit_and_kind(text: str, value: str, unit: str, kind: str) -> None:
    [figure] = figures_in(text, offset=0)
    assert (figure.value, figure.unit, figure.kind) == (Decimal(value), unit, kind)
    assert text[figure.start : figure.end] == figure.raw


@pytest.mark.parametrize(
    "text",
    [
        "统计时段为2022年3月1日到2022年9月30日。",
        "自 2020 年 1 月 1 日起施行。",
        "《实施办法》（国办发〔2016〕80号）和第711号令",
        "（国令第 711 号）",
        "依据第二十条、第20条第3项的规定",
        "电话：0797-1234567，邮编：342700",
        "地址：中心路12号3幢2单元5层，传真：010-66000000；",
        "1.加强领导。2.压实责任。（1）一是抓落实；",
        "全面支持IPv6和5G网络，乘坐G331次",
        "学习十九届五中全会精神，围绕“六稳”“六保”“五公开”",
        "连续三年列全省第2位，获第一名",
        "推进“高效办成一件事”，落实“一件事一次办”",
        "报告共六个部分，包括三个方面",
        "编号：20240015；索引号014314799",
        "印发《关于办好10件民生实事的通知》",
        "在3-5个工作日内",
        "2024年7月（第7、8期）",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "approx"),
    [
        ("发布信息5500 余条", "余"),
        ("共 200 余人次参加", "余"),
        ("服务群众100多万人次", "多"),
        ("约30人", "约"),
        ("近 40 家", "近"),
        ("超过60%", "超过"),
        ("不低于4%的权重", "不低于"),
        ("满意率99.9%以上", "以上"),
        ("压缩至30分钟以内", "以内"),
        ("发布5500条", None),
    ],
)
def test_rough_numbers_say_so(text: str, approx: str | None) -> None:
    [figure] = figures_in(text, offset=0)
    assert figure.approx == approx


def test_the_unit_of_a_rough_number_is_plain() -> None:
    [figure] = figures_in("培训 200 余人次。", offset=0)
    assert (figure.raw, figure.value, figure.unit) == ("200 余人次", Decimal(200), "人次")
    [money] = figures_in("安排经费10余万元。", offset=0)
    assert (money.value, money.unit, money.approx) == (Decimal(10), "万元", "余")


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("全年公开信息 1523 条，其中重点领域信息公开 88 条。", ["全年公开信息", "其中重点领域信息公开"]),
        ("涉及自然人12件、商业企业3件。", ["涉及自然人", "商业企业"]),
        ("刊登规章、规范性文件等52件。", ["刊登规章、规范性文件等"]),
        ("回复率达 100%。", ["回复率"]),
        ("发布202条，占总发布数量的45%。", ["发布", "占总发布数量"]),
        ("不予公开35件，占4.3%。", ["不予公开", "不予公开占"]),
        ("工业、投资分别增长7.5%、11%。", ["工业、投资分别增长", "工业、投资分别增长"]),
        ("粮食产量80万吨、增长5%。", ["粮食产量", "粮食产量增长"]),
        ("组织4次全覆盖检查。", ["组织全覆盖检查"]),
        ("举办培训2次，共计 90 余人次参加培训。", ["举办培训", "参加培训"]),
        ("政务新媒体由120个关停整合至66个。", ["政务新媒体由", "关停整合至"]),
    ],
)
def test_the_subject_says_what_is_counted(text: str, subjects: list[str]) -> None:
    assert [figure.subject for figure in figures_in(text, offset=0)] == subjects


def test_a_list_number_is_cut_off_the_count_behind_it() -> None:
    assert found("一是推进公开。2.3个领域编制目录。") == [("3", "个")]
    assert found("人均2.5件") == [("2.5", "件")]


def test_offsets_are_those_of_the_report() -> None:
    text = "前文。全年受理9件。"
    [figure] = figures_in(text[3:], offset=3)
    assert text[figure.start : figure.end] == "9件"


def test_contacts_are_found_with_their_kinds_and_places() -> None:
    text = (
        "请与办公室联系（地址：清源县行政中心3号楼，电话：0797-1234567、1234568，电话/传真：010-66001122，"
        "邮编：342700，邮箱：a.b@example.cn），或登录网站（https://www.example.gov.cn/xxgk）。"
    )
    contacts = contacts_in(text, offset=100)
    assert [(c.kind, c.value) for c in contacts] == [
        ("address", "清源县行政中心3号楼"),
        ("telephone", "0797-1234567"),
        ("telephone", "1234568"),
        ("fax", "010-66001122"),
        ("telephone", "010-66001122"),
        ("postcode", "342700"),
        ("email", "a.b@example.cn"),
        ("website", "https://www.example.gov.cn/xxgk"),
    ]
    assert all(text[c.start - 100 : c.end - 100] == c.value for c in contacts)


def test_an_address_keeps_its_own_brackets_and_not_the_sentences() -> None:
    [address] = contacts_in("（地址：商务中心7层701室（东））")
    assert address.value == "商务中心7层701室（东）"


def test_hostile_text_costs_little() -> None:
    started = time.process_time()
    for text in ("1" * 50_000, "约" * 50_000, "《" * 20_000, "1,111" * 10_000, "地址：" * 10_000, "一" * 50_000):
        figures_in(text, offset=0)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("培训两千三百余人次。", "2300", "人次", "余"),
        ("发放宣传册一万二千份。", "12000", "份", None),
        ("较上年增加近三千万元。", "3000", "万元", "近"),
        ("涉及金额三百六十五万八千元。", "3658000", "元", None),
        ("满意度达百分之九十八点五。", "98.5", "%", None),
        ("答复用时不超过十五个工作日。", "15", "个工作日", "不超过"),
        ("全年收到申请零件。", "0", "件", None),
    ],
)
def test_chinese_numerals_are_numbers(text: str, value: str, unit: str, approx: str | None) -> None:
    [figure] = figures_in(text, offset=0)
    assert (str(figure.value), figure.unit, figure.approx) == (value, unit, approx)


@pytest.mark.parametrize("text", ["增幅在5%至8%之间。", "申请零件加工许可。", "发放一万二份材料。", "落实二十条措施。"])
def test_ranges_names_and_unclear_numerals_state_no_number(text: str) -> None:
    assert found(text) == []


def test_a_change_states_both_its_ends() -> None:
    assert found("公开率由5%提高至8%。") == [("5", "%"), ("8", "%")]


def test_scope_and_period_are_carried() -> None:
    text = "2023年1月至12月，共发布信息1234条，其中政务微信发布800条（含上年结转5条），同比增长12%。"
    figures = figures_in(text, offset=0)
    assert [figure.scope for figure in figures] == [(), ("其中", "含上年结转"), ("含上年结转",), ("同比",)]
    assert {figure.period for figure in figures} == {"2023年1月至12月"}


def test_numbers_dealt_out_over_years_have_no_period_of_their_own() -> None:
    figures = figures_in("2019年、2020年分别受理21件、30件。", offset=0)
    assert [(str(figure.value), figure.period) for figure in figures] == [("21", None), ("30", None)]


def test_a_total_of_what_was_said_before_does_not_count_the_last_part() -> None:
    [*_, total] = figures_in("受理申请21件，上年结转3件，共24件。", offset=0)
    assert total.subject == "上年结转等合计"
