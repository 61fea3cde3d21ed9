"""What sort of sentence a question wants, and the words that it must hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

from assistant.passages.page import Page, Sentence, plain
from assistant.search import synonyms
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
            r"哪一?(?:支|位|名)[\u4e00-\u9fff]{2}|谁|哪一?(?:个|家|些)?(?:部门|单位|机关|机构|处室|科室|局|人员|领导|公司|企业|城市|地方政府|媒体)"
            r"|什么(?:部门|单位|机构|人)|联系人|负责人|叫什么名字|\bwho\b"
        ),
    ),
    (
        Want.DOCUMENT,
        re.compile(r"(?:哪|什么)[一个份项些部]?(?:(?:政策|规范性|制度|管理)?文件|办法|通知|规定|方案|条例|意见|规范|规划|制度文件|依据|[^，。]{0,4}(?:规范|办法|通知|方案))|依据(?:是|有)?(?:什么|哪些)|文号"),
    ),
    (Want.WHEN, re.compile(r"什么时候|何时|哪一?[天年月日]|几[月日号点]|时间是|多久|什么时间|哪段时间|期限|\bwhen\b")),
    (
        Want.WHERE,
        re.compile(r"在?哪里|哪儿|何处|什么地方|哪[一个些]*(?:地方|场所|渠道|途径|媒介|媒体|地点|平台|网站|栏目|专栏)(?![和与及、])|在哪|\bwhere\b"),
    ),
    (
        Want.ABOUT,
        re.compile(
            r"关于什么|(?:涉及|关于|集中在|集中于|围绕)[^，。]{0,4}(?:哪|什么)|主要(?:内容|事项|方面)?是(?:哪|什么)"
            r"|about what"
        ),
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
FITS: dict[Want, re.Pattern[str]] = {
    Want.DEFINITION: re.compile(r"指|即|是"),
    Want.WHY: re.compile(r"因|由于|受.{1,12}影响|原因|所致|鉴于|because|due to"),
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
_INTERROGATIVE = re.compile(r"^(?:哪|什么|何|几|谁)[一个份项些部]*(?:文件|依据)?")
_YEAR_ASKED = re.compile(r"哪一?年")
_PARTIAL = 3
"""From this many characters on a word counts in part when only a part of it is there."""
_COMPOUND = 4
"""A word of so many characters is mostly two words."""
_LIGHT = re.compile(
    r"执行|遵循|坚持|采[用取纳]|实行|开展|进行|运用|[使利]用|通过|按照|依据|根据|设[在于]|位于|叫做|名叫|称为|列[出举]|汇总|负责|承担|提出"
    r"|涉及|包[括含]|围绕|[夺获]得|需要|打算|准备|用来|针对|具体|内容|方[式法]|形式|做法|主要|属于|来自|安排|对待|处理|最[后终]|集中|履行|来讲"
)
"""Words with which a question joins what it is about; the report mostly says them in others."""
_LIGHTER = 0.4
SYNONYM, HEADING = 0.8, 0.75
"""What a word counts for that stands there in another word, or only over the sentence."""
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
    return Wanted(text, want, content_words(_said(text, phrase, want)), quoted)


def _said(text: str, phrase: str, want: Want) -> str:
    """A question without the phrase that only asks ("哪份文件") and without "…没…"."""
    asks = phrase.startswith(("哪", "什么", "何", "几", "谁", "叫", "名"))
    left = _INTERROGATIVE.sub(" ", phrase) if want is Want.DOCUMENT else " "  # "哪些规划": plans are what is asked for
    return _DOUBT.sub(" ", text.replace(phrase, left) if asks else text)


class Scale:
    """How much each word tells: the rarer among the sentences searched, the more."""

    def __init__(self, pages: Iterable[Page], wanted: Wanted) -> None:
        self.words = wanted.words
        texts = [one.plain + one.over for page in pages for one in page.sentences]
        self.weights = {w: _rarity(w, texts) * (_LIGHTER if _LIGHT.fullmatch(w) else 1.0) for w in wanted.words}
        self.total = sum(self.weights.values())

    def covered(self, own: str, over: str = "") -> float:
        """The share of the question, by weight, that a text holds itself or has over it; 0..1."""
        if not self.total:
            return 0.0
        shares = (max(held(word, own), HEADING * held(word, over)) * self.weights[word] for word in self.words)
        return sum(shares) / self.total

    def dense(self, text: str) -> float:
        """A little for a sentence that speaks of nothing else, and for words side by side as they are asked."""
        filled = sum(len(word) * text.count(word) for word in self.words) / max(len(text), 1)
        joined = sum(first + second in text for first, second in zip(self.words, self.words[1:], strict=False))
        return 0.1 * min(filled, 0.5) + 0.02 * min(joined, 2)


def _rarity(word: str, texts: Sequence[str]) -> float:
    forms = (word, *synonyms.alternatives().get(word, ()))
    seen = sum(any(form in text for form in forms) for text in texts)
    return log((len(texts) + 1) / (seen + 0.5)) + 0.1


def held(word: str, text: str) -> float:
    """How far a text holds a word: whole, in another word for it, or in part."""
    if not text:
        return 0.0
    if word in text:
        return 1.0
    if any(other in text for other in synonyms.alternatives().get(word, ())):
        return SYNONYM
    if len(word) < _PARTIAL or word.isascii():
        return 0.0
    if len(word) == _COMPOUND:
        return (held(word[:2], text) + held(word[2:], text)) / 2
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    share = sum(pair in text for pair in pairs) / len(pairs)
    return share if share >= 0.5 else 0.0


def answering(wanted: Wanted, sentences: Sequence[Sentence]) -> bool:
    """Whether one of the sentences, or what stands over it, holds the sort of thing that is asked for.

    A bare year does not say when, unless a year is asked for: a report names its own in every other sentence.
    """
    if _COMPANY_ASKED.search(wanted.text):
        return any(_COMPANY_NAMED.search(_ANY_COMPANY.sub(" ", one.text)) for one in sentences)
    role = _ROLE_ASKED.search(wanted.text)
    if role and not any(role[1][-2:] in one.text + one.over for one in sentences):
        return False
    fits = FITS[wanted.want] if wanted.want in _MUST else None
    if fits is None:
        return True
    bare = wanted.want is Want.WHEN and not _YEAR_ASKED.search(wanted.text)
    said = (one.text + one.over for one in sentences)
    return any(fits.search(_BARE_YEAR.sub(" ", text) if bare else text) for text in said)


def novel(sentence: Sentence, wanted: Wanted) -> int:
    """How many words a sentence says that neither the question nor its headings do."""
    known = wanted.text + sentence.over
    return sum(word not in known for word in content_words(sentence.plain))


def quoted_in(wanted: Wanted, sentence: Sentence) -> bool:
    """Whether a sentence, or what stands over it, holds every name that the question quotes."""
    return all(name in sentence.plain or name in sentence.over for name in wanted.quoted)
