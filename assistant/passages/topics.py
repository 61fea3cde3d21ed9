"""The two lists that every yearly report has: what is wrong, and what is to be done about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from assistant.passages import points
from assistant.passages.page import Page, Sentence
from assistant.report import Paragraph, Source
from assistant.sources import source_of


class Topic(Enum):
    """What a list of points is about."""

    PROBLEMS = "problems"
    IMPROVEMENTS = "improvements"


_PROBLEMS = re.compile(r"问题|不足|短板|困难|薄弱|差距|problems?|shortcomings?", re.IGNORECASE)
_IMPROVEMENTS = re.compile(
    r"改进|措施|举措|下一步|整改|对策|打算|接下来|今后|下一?年|怎么改|如何改|improvements?|measures", re.IGNORECASE
)
_ASKED = re.compile(
    r"哪[些几两三四五六七八九十]|什么|怎么|怎样|如何|几[点条个]|呢[？?]?$|which|what|how", re.IGNORECASE
)
_NAMED = re.compile(r"(?:存在|主要)的?(?:主要)?(?:问题|不足)|改进(?:措施|情况)|(?:问题|不足|措施)[？?]?$")
_OWN = re.compile(
    r"[两二三四五六七八九十\d]+[个项条点]|提出|列出|列举|总结|反映|查找|梳理|写明|说明|政府信息公开|政务公开|信息公开|公开|政府|工作|存在|主要|报告|自己|本身|承认|认为|指出|提到|仍然?|还|有待|改进|提高|提升|加强|措施|举措|"
    r"问题|不足之?处?|短板|困难|薄弱环节|薄弱|差距|对策|整改|采取|下一步|下一?年|今后|接下来|准备|打算|计划|重点|哪[些几个]*|哪|什么|怎[么样]|"
    r"如何|方面|几[点条个]|做好?|改善|改|以后|未来|目前|明年|有|是|的|了|和|与|及|中|里|在|都|呢|吗|要|来|得|去|对|由|说|problems?|shortcomings?|"
    r"improvements?|measures|\b(?:what|are|the|were|which|did|does|do|report|in|its|year|plan|to|for|of|there)\b|[\W\d_]",
    re.IGNORECASE,
)
"""The words with which the whole list is asked for; what else a question says narrows it."""
_TURN = re.compile(
    r"改进|措施|打算|考虑|计划|思路|今后|下一步|下阶段|下一阶段|下一年|整改|针对|根据(?:上述|以上)|围绕(?:上述|以上)|(?:将|拟|着力|重点)[^。]{0,20}$"
)
"""Words that lead into what is to be done, even where they name the problems: “针对上述问题，…：一是”."""
_TURNS = re.compile(
    r"^(?:下一步|下阶段|下一阶段|今后|接下来|针对|根据(?:上述|以上)|围绕(?:上述|以上)|为此|对此|\d{4}年[，,]?[^。；]{0,8}(?:将|要)"
    r"|我们要|我[局市县区委厅]将|以上问题|这些问题)"
)
"""How the sentence begins that turns from what is wrong to what is to be done."""
_ADMITS = re.compile(
    r"(?:存在|面临|还有|仍有|尚有|不少|一些)[^。；]{0,40}?(?:问题|不足|短板|困难|薄弱|差距|挑战|弱项|改进之处)|主要(?:表现在|是)?：|"
    r"(?:有待|仍需|尚需|还需)[^。；]{0,16}(?:提升|提高|加强|完善|改进|进步|规范|丰富|增强|拓展)|不够"
)
_BARE = re.compile(r"(?:问题|不足|不足之处|短板|困难|薄弱环节|差距|挑战)[。：:]?$")
"""A sentence that only says that there are problems, and leaves it to the next to say which."""
_GOES_ON = re.compile(r"^(?:主要|如[：:部]?|比如|例如|一是|表现|具体)")
_LEAD = 60
_MOST = 12

Found = list[Source]


def asked(question: str) -> list[Topic]:
    """Whether a question asks for the points on problems, on improvements, or on both."""
    if not (_ASKED.search(question) or _NAMED.search(question)):
        return []
    named = [topic for topic, word in zip(Topic, (_PROBLEMS, _IMPROVEMENTS), strict=True) if word.search(question)]
    if len(named) == 2 and re.search(r"(?:针对|解决|改进|整改)[^，。]{0,12}(?:问题|不足|短板)", question):
        return [Topic.IMPROVEMENTS]
    return named


def narrowed(question: str) -> str:
    """What a question says beside asking for the list: "" when it asks for the whole of it."""
    rest = _OWN.sub("", question)
    return rest if len(rest) > 1 else ""


def find(pages: Sequence[Page], topic: Topic) -> Found:
    """Every point of the list about the topic: “一是…二是…三是…”; else what its heading holds; else what admits it."""
    for page in pages:
        if found := _listed(page, topic) or _headed(page, topic) or _told(page, topic):
            return found
    return []


def _listed(page: Page, topic: Topic) -> Found:
    for paragraph in page.paragraphs:
        for lead, spans in points.lists(paragraph.text):
            if len(spans) > 1 and about(lead, paragraph) is topic:
                return [source_of(page.info, paragraph, *span) for span in spans]
    return []


def _headed(page: Page, topic: Topic) -> Found:
    under = [p for p in page.paragraphs if len(p.section) > 1 and about("", p) is topic]
    return [one.source() for p in under[:1] for one in page.of(p)[:_MOST]]


def _told(page: Page, topic: Topic) -> Found:
    """Without a list: from the sentence that admits to problems up to the one that turns away; or from there on."""
    admitted = _admission(page)
    if not admitted:
        return []
    if topic is Topic.PROBLEMS:
        return [one.source() for one in admitted]
    after = page.sentences[admitted[-1].number + 1 :]
    section = admitted[0].paragraph.section
    rest = [one for one in after[:_MOST] if one.paragraph.section == section]
    turned = next((i for i, one in enumerate(rest) if _TURNS.search(one.text) or _TURN.search(one.text)), None)
    return [] if turned is None or not section else [one.source() for one in rest[turned:]]


def _admission(page: Page) -> list[Sentence]:
    about = [one for one in page.sentences if _PROBLEMS.search("".join(one.paragraph.section[-1:]))]
    for sentences in (about, [one for one in page.sentences if re.search(r"清醒|看到|不足|短板", one.text)]):
        first = next((one for one in sentences if _ADMITS.search(one.text) and not _TURNS.search(one.text)), None)
        if first is not None:
            return _to_the_turn(page, first)
    return []


def _to_the_turn(page: Page, first: Sentence) -> list[Sentence]:
    found = [first]
    for one in page.sentences[first.number + 1 : first.number + _MOST]:
        if one.paragraph is not first.paragraph or _TURNS.search(one.text):
            break
        goes_on = found[-1].text.endswith(("；", ";")) or (_BARE.search(found[-1].text) and _GOES_ON.search(one.text))
        if not goes_on and not (_GOES_ON.search(one.text) or _ADMITS.search(one.text)):
            break
        found.append(one)
    return found


def about(lead: str, paragraph: Paragraph) -> Topic | None:
    """Whether a list, by the words that lead into it, or else its heading, is about problems or improvements."""
    tail = re.split(r"[。；]", lead.rstrip("。；：: \n"))[-1][-_LEAD:]
    if _TURN.search(tail):
        return Topic.IMPROVEMENTS
    if _PROBLEMS.search(tail) or "表现" in tail:
        return Topic.PROBLEMS
    heading = paragraph.section[-1] if paragraph.section else ""
    if _PROBLEMS.search(heading):
        return Topic.PROBLEMS
    return Topic.IMPROVEMENTS if _IMPROVEMENTS.search(heading) else None
