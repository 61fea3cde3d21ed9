"""Drafts as press releases, posts, speeches, questions with answers and summaries over years put them."""

from __future__ import annotations

import pytest

from assistant.checking import check
from assistant.library import Library

_MARKS = {"supported": "+", "contradicted": "-", "not_found": "?"}


def verdicts(library: Library, text: str) -> str:
    return "".join(_MARKS[claim.verdict.value] for claim in check(library, text).claims)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("霁川市2022年\n每办结100件申请，就有10件不予公开。", "+"),
        ("霁川市2022年败诉（结果纠正）的诉讼案件2件。", "+"),
        ("霁川市2022年败诉（结果纠正）的诉讼案件12件。", "-"),
        ("砚溪县财政局2022年11件申请中个人10件、企业1件。", "+++"),
        ("砚溪县2021年新收143件，创三年新高，同比多25件。", "++"),
        ("砚溪县2021年复议5件、诉讼1件，总计6件，上年是7件。", "++++"),
        ("砚溪县2021年规范性文件制发9件、废止6件，年末有效87件，净增3件。", "++++"),
        ("砚溪县2020年行政处罚较行政强制多1529件。", "+"),
        ("砚溪县2020年行政强制98件。", "+"),
        ("砚溪县2020年行政强制89件。", "-"),
        ("砚溪县2021年收到群众申请143件，办结146件，公开47件（不含部分公开）。", "+++"),
        ("霁川市2021年复议76件、诉讼47件，合计123件，其中被纠正13件。", "++++"),
        ("霁川市2021年制定规章2件、规范性文件24件，现行有效件数分别为13件和201件。", "++++"),
        ("霁川市2021年日均收到申请7.1件。", "+"),
    ],
)
def test_what_a_number_counts_is_read_from_roundabout_words(sample_library: Library, text: str, expected: str) -> None:
    assert verdicts(sample_library, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("砚溪县不予公开由2020年的13件增加到2021年的18件，增加5件。", "+++"),
        ("砚溪县2020年复议4件、诉讼3件，2021年分别为5件、1件。", "++++"),
        ("砚溪县2022年新收96件；2021年新收143件，减少47件。", "+++"),
        ("砚溪县2021年公开率41.8%；2020年公开率58.3%，下降16.5个百分点。", "+++"),
        ("砚溪县2022年新收96件，不到2021年的七成。", "++"),
        ("砚溪县2022年新收96件，不到2021年的六成。", "+-"),
        ("砚溪县2022年度情况\n加上2021年结转的4件，应办理100件。", "++"),
        ("砚溪县历年申请情况（2019—2022年）\n三年新收335件。\n由74件增至118件，再增至143件。", "?+++"),
        ("砚溪县2021年网站公开信息3052条，较上一年的3317条少了265条，降幅8%。", "++++"),
        ("砚溪县2020年公众号推送1124条，上年为758条，增长48.3%。", "+++"),
        ("砚溪县2021年上半年新收申请143件。", "?"),
    ],
)
def test_the_year_of_a_number_is_its_own(sample_library: Library, text: str, expected: str) -> None:
    assert verdicts(sample_library, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("霁川市、砚溪县2021年情况\n霁川市自然人申请占86.3%，砚溪县占91.6%，后者高5.3个百分点。", "+++"),
        ("霁川市2021年予以公开占41.2%，部分公开占9.2%，前者高31.9个百分点。", "+++"),
        ("霁川市、砚溪县2021年\n霁川市新收2604件，砚溪县143件。两地予以公开的比例分别为41.2%和32.2%。", "++++"),
    ],
)
def test_the_latter_and_the_former(sample_library: Library, text: str, expected: str) -> None:
    assert verdicts(sample_library, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("砚溪县2021年建专区14个，平均每个2万元左右。", "++"),
        ("砚溪县2021年建专区14个，平均每个3万元左右。", "+-"),
        ("砚溪县教育体育局2022年校园开放日33场，场均225人次左右。", "++"),
        ("霁川市2022年公开信息20874条，其中政策类1563条、重点领域9482条，二者合计占52.9%。", "++++"),
        ("砚溪县2020年网站公开信息3317条，疫情防控与脱贫攻坚合计740条。", "++"),
        ("砚溪县2019年概况类信息117条、目录类信息821条，两类占比不到三分之一。", "+++"),
        ("砚溪县2019年概况类信息117条、目录类信息821条，两类占比不到四分之一。", "++-"),
        ("霁川市2020年新媒体账号清理后剩287个，减少三成。", "++"),
        ("霁川市2020年新媒体账号清理后剩287个，减少四成。", "+-"),
        ("砚溪县2019年县长信箱办理来信643件，平均每月53.6件。", "++"),
        ("霁川市2022年政策类信息1563条、重点领域信息9482条，后者比前者多7919条。", "+++"),
    ],
)
def test_what_follows_from_several_numbers_of_a_sentence(sample_library: Library, text: str, expected: str) -> None:
    assert verdicts(sample_library, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("砚溪县2021年乡镇专区建设花费28.6万元。", "+"),
        ("砚溪县2021年专区建设投入26.8万元。", "-"),
        ("有142名群众代表参加了砚溪县2022年的开放日。", "+"),
        ("有124名群众代表参加了砚溪县2022年的开放日。", "-"),
        ("霁川市2022年政策解读材料139篇。", "-"),
        ("霁川市2022年网站一年发布信息2万多条。", "+"),
        ("砚溪县2022年收费3540.18万元，比上年少收322.29万元。", "++"),
        ("砚溪县2022年收费3540.18万元，比上年少收322.92万元。", "+-"),
        ("砚溪县2022年受理量是三年来最少的一年，比最多的2021年少47件。", "++"),
        ("砚溪县2021年热线办结率为99.04%，未办结127件。", "++"),
        ("霁川市2022年答复书抽查600份，有12份不合格。", "+-"),
        ("砚溪县教育体育局2022年信息量比2019年多127条。", "+"),
        ("砚溪县教育体育局2022年\n公开信息从2021年的341条跃升到365条。", "++"),
        ("砚溪县教育体育局2022年\n公开信息从2021年的314条跃升到365条。", "?+"),
    ],
)
def test_other_words_for_the_same_thing_and_none_for_another(sample_library: Library, text: str, expected: str) -> None:
    assert verdicts(sample_library, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("砚溪县2022年未能提供信息的24件，大部分（19件）是因为我们不掌握。", "++"),
        ("砚溪县2022年未能提供信息的24件，大部分（14件）是因为我们不掌握。", "+-"),
        ("霁川市2022年收到2418件，绝大部分（2067件）由公民个人提出。", "++"),
        ("砚溪县2022年办结98件，公开占58.2%。", "++"),
        ("砚溪县2022年办结98件，公开占37.8%。", "+-"),
        ("砚溪县2022年办结98件，每10件中约有6件得到公开。", "++"),
        ("砚溪县2022年规范性文件由年初的87件变为年末的84件。", "++"),
        ("砚溪县2022年规范性文件由年初的78件变为年末的84件。", "-+"),
    ],
)
def test_a_number_before_what_it_counts(sample_library: Library, text: str, expected: str) -> None:
    assert verdicts(sample_library, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("霁川市政府办公室主任就2022年政务公开工作接受专访\n去年我们收到2418件，比前年少186件。", "++"),
        ("霁川市政府办公室主任就2022年政务公开工作接受专访\n去年我们收到2604件。", "-"),
        ("霁川市政府办公室主任就2022年政务公开工作接受专访\n今年要让公开率达到60%。", "?"),
        ("霁川市2022年政务公开工作总结\n去年我市收到申请2418件。", "+"),
        ("霁川市2022年政务公开工作总结\n去年我市收到申请2604件。今年2418件，比去年减少186件。", "+++"),
        ("霁川市2022年政务公开工作总结\n去年我市收到申请2640件。", "-"),
    ],
)
def test_last_year_counts_from_when_a_draft_speaks(sample_library: Library, text: str, expected: str) -> None:
    assert verdicts(sample_library, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("霁川市政务公开两年对比（2021、2022年）\n信访类不予处理：100件降到77件，降幅23%。", "+++"),
        ("霁川市政务公开两年对比（2021、2022年）\n行政复议：67件降到61件。", "-+"),
        ("霁川市政务公开两年对比（2021、2022年）\n新闻发布会：58场变64场。", "++"),
        ("霁川市政务公开两年对比（2021、2022年）\n行政许可：31.8万件、32.7万件。", "++"),
        ("砚溪县教育体育局2021年\n9件申请办结8件。", "++"),
        ("砚溪县2021年办结146件。没有给信息的，主要是不掌握的41件。", "++"),
        ("砚溪县2021年办结146件，其中给出信息的（含部分公开）61件。", "+?"),
        ("砚溪县教育体育局2021年公布了11处体育场馆的开放时段。", "+"),
    ],
)
def test_no_number_of_another_year_or_thing_is_called_wrong(sample_library: Library, text: str, expected: str) -> None:
    assert verdicts(sample_library, text) == expected


def test_a_post_with_labels_arrows_and_no_full_stops(sample_library: Library) -> None:
    post = (
        "一图读懂｜砚溪县2022年政府信息公开年报\n【主动公开】网站2748条，公众号“砚溪发布”1393条\n"
        "【依申请】新收96件↓32.9%，办结98件，结转2件\n【复议诉讼】复议2件，诉讼3件"
    )
    assert verdicts(sample_library, post) == "+++++++-"


def test_an_answer_is_about_what_was_asked(sample_library: Library) -> None:
    known = "霁川市2022年问答\n问：全年收到多少申请？答：2418件，比上年少186件。"
    unknown = "霁川市2022年问答\n复议61件，诉讼47件。\n问：网上申请占多少？答：超过七成。"
    assert verdicts(sample_library, known) == "++"
    assert verdicts(sample_library, unknown) == "++?"


def test_a_speech_names_the_year_before_beside_its_own(sample_library: Library) -> None:
    speech = (
        "在砚溪县2022年政务公开推进会上的讲话\n2021年新收申请143件，2020年118件，多了25件。\n"
        "不予公开的18件里，内部事务和行政查询各5件。\n今年一季度收到申请41件。\n12345热线受理诉求13284件。"
    )
    assert verdicts(sample_library, speech) == "+++++?+"


def test_a_numbered_list_is_read_like_sentences(sample_library: Library) -> None:
    text = "砚溪县2021年情况\n一、新收143件。\n二、公开61件（含部分公开14件），公开率41.8%。\n三、行政许可2.14万件。"
    assert verdicts(sample_library, text) == "+++++"
