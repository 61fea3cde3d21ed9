"""What sort of sentence a question wants, and the words that it must hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.passages.page import plain
from assistant.search.content import QUOTED, content_words


class Want(StrEnum):
    """What sort of thing answers."""

    DEFINITION = "definition"
    WHY = "why"
    WHO = "who"
    NAME = "name"
    WHEN = "when"
    WHERE = "where"
    ABOUT = "about"
    DOCUMENT = "document"
    WHETHER = "whether"
    LIST = "list"
    HOW = "how"
    FACT = "fact"


_ASKED: tuple[tuple[Want, re.Pattern[str]], ...] = (
    (
        Want.DEFINITION,
        re.compile(
            r"^什么是|什么叫|是什么意思|指(?:的是)?什么|是?指哪|的?(?:含义|定义)|怎么(?:定义|理解)"
            r"|what (?:is|does) .* mean"
        ),
    ),
    (Want.WHY, re.compile(r"为什么|为何|原因|因为什么|什么缘故|凭什么不|\bwhy\b")),
    (
        Want.NAME,
        re.compile(
            r"(?<![长任人记编员])(?:叫|叫做|名叫|称为)什么(?:名字?|名称)?|(?:名字|名称)(?:是|叫)什么|什么名[字称]"
        ),
    ),
    (
        Want.WHO,
        re.compile(
            r"哪一?(?:支|位|名)[\u4e00-\u9fff]{2}|谁|哪一?(?:个|家|些)?(?:部门|单位|股室|科|股|处(?![理罚置])|办公室|小组|专班|机关|机构|处室|科室|局|人员|领导|公司|企业|城市|地方政府|媒体)"
            r"|什么(?:部门|单位|机构|人)|联系人|负责人|叫什么名字|\bwho\b"
        ),
    ),
    (Want.HOW, re.compile(r"(?:用|采[用取]|有|想)了?什么(?:好|新)?(?:办法|方式|方法|手段|途径|渠道|形式)")),
    (
        Want.DOCUMENT,
        re.compile(r"(?:哪|什么)[一个份项些部]?(?:(?:政策|规范性|制度|管理)?文件|办法|通知|规定|方案|条例|意见|规范|规划|制度文件|依据|[^，。]{0,4}(?:规范|办法|通知|方案))|依据(?:是|有)?(?:什么|哪些)|文号"),
    ),
    (
        Want.WHEN,
        re.compile(
            r"什么时候|何时|哪一?个?[天年月日]|哪个季度|几[月日号]|几点(?![问意建措要])|时间是|多久|多长时间|什么时间|哪段时间"
            r"|期限|\bwhen\b"
        ),
    ),
    (
        Want.ABOUT,
        re.compile(
            r"关于什么|(?:涉及|关于|集中在|集中于|围绕)[^，。]{0,4}(?:哪|什么)|主要(?:内容|事项|方面)?是(?:哪|什么)"
            r"|about what"
        ),
    ),
    (
        Want.WHERE,
        re.compile(r"在?哪里|哪儿|(?<!如)何处|什么地方|哪[一个些]*(?:地方|场所|渠道|途径|媒介|媒体|地点|平台|网站|栏目|专栏)(?![和与及、])|在哪|\bwhere\b"),
    ),
    (
        Want.WHETHER,
        re.compile(r"有没有|有无|是否|是不是|能否|可否|([\u4e00-\u9fff])[没不]\1|吗[？?]?$|(?:了|过)没有?[？?]?$"
            r"|^(?:is|are|was|were|did|does|has|have)\b"),
    ),
    (
        Want.LIST,
        re.compile(
            r"哪[些几]|几[个项条点类种]?方面|有什么"
            r"|什么(?:措施|工作|内容|任务|目标|职责|职能|样的)|做了什么|分别|\bwhich\b"
        ),
    ),
    (Want.HOW, re.compile(r"怎[么样]|如何|什么样|\bhow\b")),
)  # fmt: skip
_ONLY_ASKS = re.compile(
    r"为了|因为|由于|不了|不到|多长时间|多久|多长|程度|什么样|样子|了解到?|得知|阶段|下阶段|毛病|详细|请问|究竟|到底|分别|各自|都有|还有|拿来|之后|以后|以前|期间"
)
"""What joins a question together and is no thing that the report must speak of."""
_INTERROGATIVE = re.compile(r"^(?:哪|什么|何|几|谁)[一个份项些部]*(?:文件|依据)?")
_DONE = re.compile(r"(?<=[\u4e00-\u9fff])(?<![通超经越度难路])过(?=[\u4e00-\u9fff]{1,8}(?:吗|没有|没)?[？?]?$)")
"""“收过费吗”: the mark of the past between a verb and its object."""
_DOUBT = re.compile(r"([\u4e00-\u9fff])[没不]\1")
"""“收没收…”: a verb that only asks."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question as the search for its sentence sees it."""

    text: str
    want: Want
    words: tuple[str, ...]
    quoted: tuple[str, ...]
    """Names that the question quotes: a sentence without them does not answer."""

    @property
    def plural(self) -> bool:
        """Whether it asks for several things."""
        return self.want is Want.LIST or _ASKED[-2][1].search(self.text) is not None


def wanted_of(question: str) -> Wanted:
    """Read a question from which agencies and years have been taken out."""
    text = _DONE.sub("", question.lower())
    want, phrase = next(((want, m.group()) for want, asked in _ASKED if (m := asked.search(text))), (Want.FACT, ""))
    quoted = tuple(plain(name) for name in QUOTED.findall(text))
    words = content_words(_said(text, phrase, want))
    return Wanted(text, want, tuple(word for word in words if not _ONLY_ASKS.fullmatch(word)) or words, quoted)


def _said(text: str, phrase: str, want: Want) -> str:
    """A question without the phrase that only asks ("哪份文件") and without "…没…"."""
    asks = phrase.startswith(("哪", "什么", "何", "几", "谁", "叫", "名"))
    left = _INTERROGATIVE.sub(" ", phrase) if want is Want.DOCUMENT else " "  # "哪些规划": plans are what is asked for
    return _DOUBT.sub(" ", text.replace(phrase, left) if asks else text)
