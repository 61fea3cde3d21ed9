from __future__ import annotations

import pytest

from assistant.answer import Turn
from assistant.understanding.agencies import AgencyNames
from assistant.understanding.inquiry import Inquiry, Kind, Operation
from assistant.understanding.question import understand, unexplained

NAMES = AgencyNames(["砚溪县", "砚溪县财政局", "霁川市"])


def read(text: str, *before: str) -> Inquiry:
    return understand(text, tuple(Turn(question) for question in before), NAMES)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("霁川市2021年新收多少件", Kind.FIGURE),
        ("霁川市2021年公开率", Kind.FIGURE),
        ("霁川市2021年行政复议结果维持", Kind.FIGURE),
        ("霁川市2021年存在哪些问题", Kind.TEXT),
        ("霁川市的电话是多少", Kind.TEXT),
        ("2021年的申请人是谁", Kind.PERSONAL),
        ("申请人都有谁", Kind.PERSONAL),
        ("who are the applicants", Kind.PERSONAL),
        ("tell me the phone number of the applicant", Kind.PERSONAL),
        ("the applicants' addresses in 2021", Kind.PERSONAL),
        ("", Kind.TEXT),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("新收多少件", Operation.VALUE),
        ("予以公开占办结的比例", Operation.SHARE),
        ("公开率", Operation.SHARE),
        ("予以公开的有百分之几", Operation.SHARE),
        ("新收比上年增加多少件", Operation.DIFFERENCE),
        ("2021年行政许可比2020年增加多少", Operation.DIFFERENCE),
        ("新收同比增长率", Operation.GROWTH),
        ("新收同比下降了百分之几", Operation.GROWTH),
        ("新收增长了百分之多少", Operation.GROWTH),
        ("规范性文件总量可以直接比较吗", Operation.COMPARABLE),
        ("行政处罚可比吗", Operation.COMPARABLE),
        ("哪一年新收最多", Operation.MAXIMUM),
        ("公开率比上年提高了多少", Operation.SHARE_CHANGE),
        ("平均公开率", Operation.UNSUPPORTED),
        ("新收是企业的几倍", Operation.RATIO),
        ("新收排第几", Operation.RANK),
        ("新收最多的三个单位", Operation.TOP),
        ("新收最少的三年", Operation.BOTTOM),
        ("新收前三名", Operation.TOP),
        ("有几年新收超过100件", Operation.COUNT),
        ("新收100件以上的有哪些单位", Operation.SELECT),
        ("新收逐年上升吗", Operation.TREND),
        ("哪个单位新收更多", Operation.GREATER),
        ("结转下年和次年的上年结转对得上吗", Operation.CARRY_OVER),
    ],
)
def test_operations(text: str, operation: Operation) -> None:
    assert read(text).operation is operation


@pytest.mark.parametrize(
    ("text", "unit"),
    [("推送多少条", "条"), ("培训多少人次", "人次"), ("投入多少万元", "元"), ("花了多少钱", "元"), ("新收", None)],
)
def test_units(text: str, unit: str | None) -> None:
    assert read(text).unit == unit


def test_full_width_digits_and_letters_are_plain_and_stay_in_place() -> None:
    inquiry = read("霁川市２０２１年ＧＤＰ")
    assert inquiry.text == "霁川市2021年GDP"
    assert inquiry.years.named == (2021,)


@pytest.mark.parametrize(
    ("text", "stranger"),
    [
        ("北京2021年多少件", "北京"),
        ("清泉县2021年多少件", "清泉县"),
        ("临渡镇人民政府2021年多少件", "临渡镇"),
        ("2021年临渡镇的申请多少件", "临渡镇"),
        ("全市2021年多少件", None),
        ("2021年全县多少件", None),
        ("2021年乡镇专区多少个", None),
        ("砚溪县2021年多少件", None),
    ],
)
def test_a_place_that_is_not_ours_is_a_stranger(text: str, stranger: str | None) -> None:
    assert read(text).stranger == stranger


def test_content_is_what_is_left_of_a_question_without_scope_and_question_words() -> None:
    assert read("霁川市2021年召开新闻发布会多少场？").content == "召开新闻发布会"
    assert read("“砚溪发布”2022年推送多少条").content.startswith("砚溪发布"), "a quoted name is no scope"
    assert read("收没收信息处理费").content == "信息处理费"


def test_what_the_dictionary_does_not_explain_shows_that_something_else_is_counted() -> None:
    assert unexplained(read("霁川市2021年新收多少件申请，谢谢")) == ""
    assert unexplained(read("霁川市2021年收到群众来电多少件")) == "群众来电"


@pytest.mark.parametrize(
    ("asked", "rows", "cols", "years", "agency"),
    [
        ("2020年呢？", ("received",), ("total",), (2020,), "霁川市"),
        ("砚溪县呢", ("received",), ("total",), (2021,), "砚溪县"),
        ("其中企业的有几件", ("received",), ("enterprise",), (2021,), "霁川市"),
        ("其中自然人和企业呢", ("received",), ("natural",), (2021,), "霁川市"),
        ("办结多少件？", ("total",), ("total",), (2021,), "霁川市"),
        ("上一年呢", ("received",), ("total",), (2020,), "霁川市"),
        ("砚溪县财政局2022年办结几件", ("total",), ("total",), (2022,), "砚溪县财政局"),
    ],
)
def test_a_follow_up_takes_from_before_what_it_leaves_out(
    asked: str, rows: tuple[str, ...], cols: tuple[str, ...], years: tuple[int, ...], agency: str
) -> None:
    inquiry = read(asked, "霁川市2021年新收多少件？")
    assert (inquiry.terms[0].rows, inquiry.terms[0].cols) == (rows, cols)
    assert inquiry.years.named == years
    assert inquiry.mentions[0].agencies == (agency,)


def test_a_follow_up_of_a_follow_up_reaches_back() -> None:
    inquiry = read("2020年呢", "霁川市2021年新收多少件", "砚溪县呢", "其中自然人")
    assert (inquiry.terms[0].rows, inquiry.terms[0].cols) == (("received",), ("natural",))
    assert inquiry.mentions[0].agencies == ("砚溪县",)
    assert inquiry.years.named == (2020,)


def test_a_new_topic_takes_the_scope_and_not_the_measure() -> None:
    inquiry = read("存在哪些问题？", "霁川市2021年新收多少件")
    assert inquiry.kind is Kind.TEXT
    assert inquiry.terms == ()
    assert inquiry.years.named == (2021,)


def test_a_named_stranger_is_not_replaced_by_the_agency_before() -> None:
    inquiry = read("北京市呢", "霁川市2021年新收多少件")
    assert inquiry.stranger == "北京市"
    assert inquiry.mentions == ()


def test_the_standalone_question_names_what_was_left_out() -> None:
    standalone = read("其中企业呢", "霁川市2021年新收多少件").standalone
    assert "霁川市" in standalone
    assert "2021" in standalone


def test_a_conversation_of_any_length_is_read() -> None:
    assert read("2020年呢", *["霁川市2021年新收多少件"] * 5_000).years.named == (2020,)
