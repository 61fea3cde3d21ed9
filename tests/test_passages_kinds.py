"""A sentence answers who, when, where or by what name only where it holds such a thing."""

from __future__ import annotations

import pytest

from assistant.answer import Question, Status
from assistant.library import Library, ReportInfo
from assistant.passages import contacts, topics
from assistant.passages.fitting import answering
from assistant.passages.page import sentences_of
from assistant.passages.wanted import Want, wanted_of
from assistant.pipeline import Assistant
from assistant.report import Paragraph

_INFO = ReportInfo("", "", None, None, None, None, "", "", "", 0, 0, 0, (), None, None, None, ())


@pytest.mark.parametrize(
    ("question", "sentence", "answers"),
    [
        ("系统什么时候上线的", "新系统于2031年6月上线运行。", True),
        ("系统什么时候上线的", "新系统2031年底投入使用。", True),
        ("系统什么时候上线的", "2031年，全县加快新系统建设。", False),
        ("系统哪年上线的", "2031年，新系统上线。", True),
        ("窗口什么时候开放", "窗口每周一至周五开放。", True),
        ("培训请了谁", "邀请专家授课两次。", True),
        ("网站由哪家公司维护", "与第三方评估公司开展合作。", False),
        ("网站由哪家公司维护", "网站由云帆数码公司维护。", True),
        ("公众号叫什么", "开通“云汐发布”官方公众号。", True),
        ("评估公司叫什么名字", "与第三方评估公司开展合作。", False),
        ("访谈是哪个月做的", "开展访谈、座谈等活动5次。", False),
        ("访谈是哪个月做的", "9月开展访谈。", True),
        ("创新园位于哪条路", "创新园正式启用，产值翻番。", False),
        ("创新园位于哪条路", "创新园建在云帆路。", True),
        ("诉求多长时间办结", "诉求均可在30分钟内办结。", True),
        ("诉求多长时间办结", "诉求均已办结。", False),
        ("关停的新媒体叫什么名称", "按照《新媒体管理办法》关停新媒体2个。", False),
        ("关停的新媒体叫什么名称", "关停新媒体“云汐之声”。", True),
        ("曝光的16个问题是哪些", "节目曝光了16个问题。", False),
        ("曝光的问题有哪些", "节目曝光了停车难、积水等3个问题。", True),
        ("公开了哪些规划", "发布了文化发展规划、村庄规划等。", True),
        ("执行什么制度", "落实信息发布三审。", True),
        ("组织了哪些培训", "定期组织开展政府信息监督评议。", False),
        ("组织了哪些培训", "推进教育医疗优质均衡。", False),
        ("组织了哪些培训", "邀请专家开展全县政务公开业务培训2次。", True),
        ("组织了哪些培训", "共举办培训2次。", False),
        ("罚了哪些银行", "拟订银行业、保险业有关草案。", False),
        ("罚了哪些银行", "对云汐银行、霁川银行处以罚款。", True),
    ],
)
def test_the_kind_of_thing_that_is_asked_for(question: str, sentence: str, answers: bool) -> None:
    (one,) = sentences_of(_INFO, [Paragraph(sentence, 0, len(sentence), ())])
    assert answering(wanted_of(question), [one]) is answers


def test_what_only_asks_is_no_word_that_the_report_must_hold() -> None:
    assert wanted_of("微信公众号叫什么").want is Want.NAME
    assert wanted_of("对错敏信息如何处理").want is Want.HOW
    assert wanted_of("用了什么办法推动公开").want is Want.HOW
    assert wanted_of("依据什么办法建设查阅场所").want is Want.DOCUMENT
    assert wanted_of("申请主要集中在哪些方面").want is Want.ABOUT
    assert "公众号" in wanted_of("微信公众号叫什么").words
    assert wanted_of("哪支球队夺得冠军").words == ("夺得", "冠军")
    assert "规划" in wanted_of("公开了哪些规划").words
    assert "文件" not in "".join(wanted_of("印发了哪份文件").words)


def test_where_something_stands_is_not_the_address_of_the_agency() -> None:
    assert contacts.asked("在哪里？") and contacts.asked("办公室设在哪")
    assert not contacts.asked("户籍管理子栏目设在哪里？")


def test_the_list_of_problems_may_be_asked_for_in_many_words() -> None:
    assert topics.asked("报告列出的问题有哪些") and not topics.narrowed("报告列出的问题有哪些")


def test_another_s_telephone_is_not_the_report_s(sample_library: Library) -> None:
    info = next(info for info in sample_library.reports() if any(c.kind == "telephone" for c in info.contacts))
    ask = Assistant(sample_library).ask
    assert ask(Question(f"{info.agency}{info.year}年报告的联系电话是多少")).status is Status.ANSWERED
    for other in ("网站值班室的电话是多少", "派出所的电话是多少"):
        assert ask(Question(f"{info.agency}{info.year}年{other}")).status is Status.REFUSED


def test_who_holds_an_office_is_answered_only_by_a_sentence_that_speaks_of_it() -> None:
    text = "成立智能机器人公司，设立创新中心。"
    (one,) = sentences_of(_INFO, [Paragraph(text, 0, len(text), ())])
    assert not answering(wanted_of("智能机器人公司的董事长是谁"), [one])
    assert answering(wanted_of("由谁成立智能机器人公司"), [one])
