"""Whether a sentence holds the sort of thing that a question asks for: a day, a place, a name, a company."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.passages.page import Sentence
from assistant.passages.scale import SYNONYM, held
from assistant.passages.wanted import Want, Wanted
from assistant.search.content import content_words

FITS: dict[Want, re.Pattern[str]] = {
    Want.DEFINITION: re.compile(r"指|即|是"),
    Want.WHY: re.compile(
        r"因|由于|受.{1,12}(?:影响|限制|制约)|原因|所致|导致|致使|造成|使得|鉴于|为了|随着|because|due to"
    ),
    Want.WHO: re.compile(
        r"由|负责|牵头|[局厅处科室部委院会组馆队]|公司|集团|大学|专家|教授|律师|老师|人员|团队|人民|同志|[省市县区]长|主任|书记"
        r"|联系人|单位|[省市县区州旗镇乡村]|俱乐部|[男女][足篮排]|by "
    ),
    Want.NAME: re.compile(r"[“《「『]|(?:名为|名称为|简称|叫做?)|有限公司|股份公司"),
    Want.WHEN: re.compile(
        r"\d\s*(?:个)?(?:[年月日号时天周]|工作日|小时|分钟|季度)|[一二三四五六七八九十两]\s*个?(?:[年月日天周]|工作日|小时|季度)"
        r"|[每上下当前次今明去][年月周天日旬]|[年月季周]底|[年月]初|季度|半年|期间|以来|(?<![\d.])(?:19|20)\d{2}(?![\d.])"
    ),
    Want.WHERE: re.compile(
        r"[区镇乡路街楼层馆室库]|网|场所|中心|栏|地址|(?<!同一)平台|厅|窗口|公众号|微信|微博|客户端|村|城市|市"
    ),
    Want.ABOUT: re.compile(r"涉及|关于|集中|主要[是为有]|围绕|包括|内容|分别"),
    Want.DOCUMENT: re.compile(r"《[^》]+》|〔\d{4}〕|(?:规划|纲要|方案|办法|规定|条例|制度)(?=[（、，。；])"),
}
"""What a sentence must hold to answer a question of this sort."""
_MUST = frozenset((Want.WHEN, Want.WHO, Want.NAME, Want.WHERE, Want.DOCUMENT))
"""Where a sentence that holds no such thing is no answer at all."""
_BARE_YEAR = re.compile(
    r"(?:19|20)\d{2}\s*年度?(?!\s*(?:\d{1,2}\s*月|[底初末上下]))|(?<!\d)(?:19|20)\d{2}(?!\s*[年\d]|\s*[-/.]\s*\d)"
)
_COMPANY_ASKED = re.compile(r"(?:哪一?家|哪个|什么)(?:公司|企业)|公司叫")
_COMPANY = re.compile(r"公司|集团|企业")
_COMPANY_NAMED = re.compile(r"[\u4e00-\u9fff]{2}(?:公司|企业|集团)|[“《][^”》]+[”》]")
_ANY_COMPANY = re.compile(
    r"(?:第三方|专业|评估|测评|相关|有关|物业|保险|[国民]有|民营|[省市]属|[一多]家|各类|外包|技术|服务|运维|建设|承建|科技|涉[农旅外])+"
    r"(?:公司|企业)"
)
"""A company that is spoken of and not named."""
_ROLE_ASKED = re.compile(
    r"([\u4e00-\u9fff]?(?:[市县区镇州省局厅院校部处科行事队团村会]长|主任|书记|主编|编辑|主持人|发言人|负责人|联系人|经理|总裁|作者|律师))"
    r"(?:是|叫|由)?(?:谁|什么名字|哪[一位])"
)
"""A person who is asked for by office: the sentence must speak of that office."""
_YEAR_ASKED = re.compile(r"哪一?年")
_NUMERAL = r"[\d一二三四五六七八九十两]"
_PLACED = r"(?<![全各本我我该这那两几同社园专园片景自贸灾])"
_MUST_HOLD: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(kind))
    for asked, kind in (
        (r"哪一?个?月|几月", rf"{_NUMERAL}\s*月"),
        (r"几点(?![问意建措要])|几点钟", r"\d{1,2}\s*[:：点时]"),
        (r"多长时间|多久|几天|几个(?:小时|工作日|月)", rf"{_NUMERAL}\s*个?(?:工作日|小时|分钟|季度|[天日周月年])"),
        (
            r"哪一?条(?:大?[路街道巷])",
            r"[\u4e00-\u9fff]{2,}(?<!道)(?<!公)(?<!铁)(?<!网)(?<!思)[路街巷](?!径|线|演|由)|大道",
        ),
        (r"哪一?个(?:区(?!域)|县)", rf"[\u4e00-\u9fff]{_PLACED}[区县](?!域)"),
        (r"哪一?个(?:镇|乡(?!村))", r"[\u4e00-\u9fff]{2,}[镇乡]"),
        (r"哪一?[家所座个些]银行|银行是哪", r"[\u4e00-\u9fff]{2,}银行(?!业)"),
        (r"哪一?[家所座个些](?:医院|卫生院)", r"[\u4e00-\u9fff]{2,}(?:医院|卫生院)"),
        (r"哪一?[家所座个些](?:学校|小学|中学|大学|高校|院校)", r"[\u4e00-\u9fff]{2,}(?:学校|小学|中学|大学|学院)"),
        (r"哪一?[家所个些]法院", r"[\u4e00-\u9fff]{2,}法院"),
        (r"哪一?[间个](?:会议室|办公室|房间)", r"\d+\s*(?:办公|会议)?室|[\u4e00-\u9fff\d]号?(?:会议室|厅)"),
        (r"哪[些位个](?:专家|老师|教授|律师|讲师)", r"专家|教授|老师|讲师|律师|研究员"),
        (r"什么材料|哪些材料|带什么", r"材料|证明|身份证|证件|申请表"),
    )
)
"""Things that are asked for by their kind ("哪条路"), and what a sentence must hold to name one."""
_TITLED = re.compile(r"文件|办法|方案|通知|规定|条例|规划|[日晨晚时周]报|杂志|期刊|书|节目|栏目|歌|报告|丛书|手册|指南")
_NAMED = re.compile(
    r"[“「『]([^”」』]{1,24})[”」』]|《([^》]{1,40})》|(?:名为|名称为|简称|叫做?)([^，。；]{1,24})|([\u4e00-\u9fff]{4,}公司)"
)
_BESIDE = 14
"""How far from a name the thing stands whose name it is."""
_LISTED = re.compile(
    r"(?:哪(?:[些几]个?|\d+[个件条项家份])|什么)(?P<behind>[^，。？?]{0,8})|(?P<before>[^，。？?]{0,8})(?:分别)?(?:是|有|叫)(?:哪[些几]个?|什么)"
)
_GENERAL = re.compile(
    r"问题|不足|短板|困难|措施|举措|做法|工作|内容|任务|目标|职责|职能|方面|方式|方法|办法|形式|渠道|途径|手段|亮点|特点|特色|变化|进展|经验|成[效果绩就]"
    r"|原因|建议|打算|计划|安排|要求|情况|事[项情]|领域|类型|种类|类别|环节|部分|东西|信息|数据|活动|行动|动作|改进|部署|服务|文件"
)
"""Things that are asked for by a word so wide that a sentence gives them without saying it."""
_CLASSIFIER = r"[个条项件家篇期场名位次种类份座所处部台辆只支款批起例]"
_SPECIFIC = 8
"""So many characters before a thing say which it is: "邀请专家开展政务公开业务培训2次"."""
_KIND = re.compile(
    r"[\u4e00-\u9fff](?<![里中内上年时月])哪(?:[些几]个?|\d+[个件条项家份])([\u4e00-\u9fff]+)(?=$|[，。？?])"
)
"""What a list is asked of, with what narrows it: "办了哪些业务培训"; before a verb it may be something else."""
_WORD = 2
_JOINS = re.compile(r".、|和|与|及")
"""A heading that is about several things; "五、…" only counts."""
_ENUMERATES = re.compile(r"[、：:“《（]|和|及|与|分别|包括")


def answering(wanted: Wanted, sentences: Sequence[Sentence]) -> bool:
    """Whether one of the sentences, or what stands over it, holds the sort of thing that is asked for."""
    role = _ROLE_ASKED.search(wanted.text)
    if role and not any(role[1][-2:] in one.text + one.over for one in sentences):
        return False
    return any(holds(wanted, one) for one in sentences)


def holds(wanted: Wanted, sentence: Sentence) -> bool:
    """Whether a sentence, or what stands over it, holds the sort of thing that is asked for.

    A bare year does not say when, unless a year is asked for: a report names its own in every other sentence.
    """
    if _COMPANY_ASKED.search(wanted.text):
        named = _ANY_COMPANY.sub(" ", sentence.text)
        return _COMPANY.search(named) is not None and _COMPANY_NAMED.search(named) is not None
    said = sentence.text + sentence.over
    if wanted.want is Want.WHEN and not _YEAR_ASKED.search(wanted.text):
        said = _BARE_YEAR.sub(" ", said)
    if any(not kind.search(said) for kind in _must_hold(wanted.text)):
        return False
    if wanted.want is Want.NAME and not _names(wanted, sentence.plain):
        return False
    if wanted.want in (Want.LIST, Want.NAME) and _only_counts(wanted, sentence.plain):
        return False
    if wanted.want is Want.LIST and not _lists(wanted, sentence):
        return False
    return wanted.want not in _MUST or FITS[wanted.want].search(said) is not None


@lru_cache
def _must_hold(question: str) -> tuple[re.Pattern[str], ...]:
    """What a sentence must hold to name a thing of the kind that is asked for."""
    return tuple(kind for asked, kind in _MUST_HOLD if asked.search(question))


def _names(wanted: Wanted, text: str) -> bool:
    """Whether a sentence gives a name beside the thing whose name is asked for; the title of a paper names only it."""
    for name in _NAMED.finditer(text):
        if name[2] and not _TITLED.search(wanted.text):
            continue
        around = text[max(0, name.start() - _BESIDE) : name.end() + _BESIDE]
        if name[4] or any(word in around for word in wanted.words):
            return True
    return False


def _only_counts(wanted: Wanted, text: str) -> bool:
    """Whether a sentence only says how many there are of what it should list ("曝光了16个问题")."""
    return any(_counted(word, text) for word in _to_be_listed(wanted))


@lru_cache
def _to_be_listed(wanted: Wanted) -> tuple[str, ...]:
    """The things that a question wants listed, and their number as it states it ("16个问题")."""
    asked = _LISTED.search(wanted.text)
    near = (asked["behind"] or asked["before"] or "") if asked else ""
    things = [word for word in wanted.words if word in near and not word.isascii()]
    told = [re.search(rf"\d+{_CLASSIFIER}?{re.escape(word)}", wanted.text) for word in things]
    return (*things, *(found.group() for found in told if found))


def _lists(wanted: Wanted, sentence: Sentence) -> bool:
    """Whether a sentence, or a heading about that alone, speaks of the things that are to be listed."""
    asked = _KIND.search(wanted.text)
    kind = next((word for word in reversed(wanted.words) if asked and asked[1].endswith(word)), "")
    if len(kind) < _WORD or kind.isascii() or _GENERAL.search(kind) or held(kind, sentence.plain) >= SYNONYM:
        return True
    headings = (*sentence.paragraph.section[-2:], sentence.head)
    return any(kind in heading for heading in headings if not _JOINS.search(heading))


def _counted(word: str, text: str) -> bool:
    if word not in text:
        return False
    number = r"" if word[:1].isdigit() else rf"\d+{_CLASSIFIER}?"
    counted = re.compile(
        rf"(?P<before>[^，。；]*?)(?:{number}{re.escape(word)}|{re.escape(word)}\d+{_CLASSIFIER}?)(?P<behind>[\u4e00-\u9fff]{{0,4}}[（：:]|，?(?:分别|包括|即))?"
    )
    found = list(counted.finditer(text))
    if len(found) < text.count(word) or not found:
        return False
    return not any(
        one["behind"] or _ENUMERATES.search(one["before"]) or len(one["before"]) >= _SPECIFIC for one in found
    )


def novel(sentence: Sentence, wanted: Wanted) -> int:
    """How many words a sentence says that neither the question nor its headings do."""
    known = wanted.text + sentence.over
    return sum(word not in known for word in content_words(sentence.plain))


def quoted_in(wanted: Wanted, sentence: Sentence) -> bool:
    """Whether a sentence, or what stands over it, holds every name that the question quotes."""
    return all(name in sentence.plain or name in sentence.over for name in wanted.quoted)
