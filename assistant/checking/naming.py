"""Which quantities of the forms the words of a draft name, and which of its words nothing explains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.frame import Frame
from assistant.understanding import words
from assistant.understanding.measures import Concept, concepts, hits_in
from assistant.understanding.spans import masked
from assistant.understanding.terms import Term, terms_in

_VERB_ONLY = re.compile(r"办结|办理|处理|答复|回复|受理|收到|接收|接到|结转")
_REQUESTS = re.compile(r"(?<!许可)(?<!行政)申请(?!人|执行|注册|登记|材料|书|表|渠道)")
_FILLER = re.compile(
    r"得到|保持(?:了)?|主力军?|为主|各种|种种|原因|问(?!题|卷|效|责)|答(?!复|疑|辩)|峰值|高峰|谷底|大家看|可以看[到出]|可以说|总的来?看|总体来?看|从[数量据上]+来?看|具体来?[看说]|应该说|值得注意的是|需要说明的是|差不多|一下子|足足|整整|几乎|收取|年底|年末|还(?=有|剩)|相同|一样|[略稍猛激陡骤锐]|含|净(?=[增减多少\s]|$)|我们|咱们|一次性|目前|前者|后者|现(?=有[^效])|刚好|恰好|正好|(?<!不)是|加起来|相关|有关|引发|引起|导致|而(?!且)|连同|加上|连带|另外|转入|依法依规|依法|依规|依照|按时|按期|及时|规范|妥善|严格|均|全部|已经?|其中|涉及|包括|主要|较|比|同比|环比|相比|去年|上一?年|上年度|同期|"
    r"[全各本我该][省市县区州局委办镇]|各级|行政机关|机关|部门|单位|全年|年内|期间|数据|显示|据|统计|办件|案件|案|事项|达到?|约|超过?|近|仅|只|"
    r"新|累计|增长|增加|上升|提高|提升|下降|减少|降低|回落|幅度?|增幅|降幅|持平|略有|有所|大幅|明显|基本|同样|占比?|方面|类|来自|提出|提交的?|的?为|"
    r"属于?|因|以|由于|理由|依|对|向|将|后|另|另有|还有|此外|同时|并|按照?|规定|法定|期限|时限|件数|数为|人民|政府|公众|公民|社会|"
    r"继续|当年|当期|上述|所有|总体|工作|情况|部分(?!公开)|分别|依次|高|低|多|少|增|减|升|降|倍|番|翻|实际|正式|共有|仍有|尚有|余下|剩余|其余|最终|经|"
    r"作出|做出|产生|发生|出现|存在|全县|全市|成功|顺利|圆满|一定|左右|以上|以下|余|条|件|个|次|项|宗|份|起|例|□|＿|点|一|两者|二者|三者|"
    r"[两三四][地家县市]|[两三四]个?(?:单位|机关|部门|局|县|市|区|委)|[两二三四五六](?:项|者|类|种|部分)|之和|相加|即|也就是说?|相当于|接近|率|比重|比例|每|平均|该|此|这|其|之|所|者|且|而|但|则|又|再|从|由|至|到|升至|降至|增至|减至|达|逐年|连续|数量|量|上"
)
_COMPARING = re.compile(
    r"逐年|连年|连续[两二三四五]年|持续|递增|递减|攀升|走高|走低|上涨|回落|下滑|多于|高于|大于|超过|多过|少于|低于|小于|不及|不如|"
    r"峰值|顶峰|高峰|最多|最高|最大|最少|最低|最小|居首位?|首位|位居|位列|排名?|居|列|第[一二三四五六七八九十\d]+位?|榜首|末位|相同|一样|不变|相当|历年|各年|"
    r"之[中间]|当中|[两二三四五]年(?:来|间|中)?|稳步|小幅|显著|趋势|呈|态势|任何|一件|该年|的一年|的年份"
)
_BACKGROUND = re.compile(r"(?:所有|已|全部)?(?:办结|办理|答复|处理)(?:的)?[^，。；]{0,6}?[中里](?=[^，。；]{2})")
"""“办结的申请中予以公开8件”: what the number is among, not what it counts."""
_MOSTLY = re.compile(r"申请(?:人|者)?(?:中|里|以|的)?(?:绝大多数|绝大部分|大多数|大部分|多数|主要)(?:是|为|来自)?")
"""“申请人绝大多数是自然人”."""
_CARRIED_TO = re.compile(
    r"(?:结转|顺延|转)(?:至|到|入)\s*(?:(?:19|20)\d{2}\s*年度?|□+)(?:继续办理)?|"
    r"(?:结转|顺延|转)(?:至|到|入)?(?:下一?年度?|次年|第二年)继续办理"
)
_APPLICANTS_ALL = re.compile(r"群众(?=(?:提出|提交)?的?(?:政府)?(?:信息)?(?:公开)?申请)")
_OPENED = re.compile(r"(?:其中|已|依法|准予|答复|给予|最终|能够?|得到|获得?|有|约|的|了|\s)*公开(?:的|了)?")
_MANY = re.compile(r"绝?大(?:多数|部分)|大头")
_STILL_VALID = re.compile(
    r"(?:年底|年末|期末|目前|累计|现存|现|仍|还)(?:还|仍|共)?(?:有|为)?\s*有效(?![期率果性地益])的?|^[\s□]*有效的?\s*$"
)
"""“年末有效189件”, “还有87件有效”: in force, where documents are spoken of."""
_AT_AN_END = re.compile(r"(?:年初|期初|年底|年末|期末)的?\s*$")
"""“由年初的84件变为年末的87件”: the same at the beginning or the end of a year."""
_KINDS_OF_TEXT = re.compile(r"一览表?|汇总表?|统计表?|分析|对比|比较|变化|走势|趋势|历年|情况|数据|简况|小结|表\s*\d*")
_OTHER = re.compile(r"(?:其他|其它)(?:的|情形|情况|结果)?")
_CHANNEL = re.compile(r"网上|线上|网络|信函|邮寄|当面|现场|电子邮件|传真|来信|窗口")
_APPLIED = re.compile(r"申请|提出|提交|来自")


def opened_in(text: str, frame: Frame) -> tuple[Term, ...]:
    """“办结35件，公开9件”: granted in full or, by others, in part too; () where nothing or more is said."""
    if not _OPENED.fullmatch(text.strip(" □")) or not frame.last or frame.last[0].table != "requests":
        return ()
    return tuple(
        Term("requests", concept.members, ("total",), concept.zh, concept.en)
        for concept in (concepts()["granted"], concepts()["opened"])
    )


def quantities_named(text: str, frame: Frame) -> tuple[Term, ...]:
    """The quantities that a clause without a number names; () when it speaks of anything else."""
    said = without_comparing(text)
    terms, left = terms_named(said, frame)
    if not terms and not left and not hits_in(said):
        return frame.last  # “行政诉讼47件，与上年持平”
    return terms if len(left) < 2 else ()


def without_comparing(text: str) -> str:
    """A text without the words that rank or compare: “受理量是三年来最少的一年” speaks of 受理量."""
    return _COMPARING.sub(" ", text)


def columns_of(head: str, rows: Sequence[Term]) -> tuple[Term, ...]:
    """“规章13件、规范性文件60件，对外公开总数分别为…”: the column that a text names of each of these quantities."""
    axes = {hit.concept.axis for hit in hits_in(head) if hit.concept is not None}
    if axes not in ({"col"}, {"outcome"}) or unexplained(head):
        return ()
    named = [terms_in(f"{row.zh.split('·')[0]} {head}") for row in rows]
    return tuple(terms[0] for terms in named if len(terms) == 1)


def topic_in(heading: str, frame: Frame) -> tuple[Term, ...]:
    """The quantities that a heading is about: “…申请情况一览”."""
    terms, left = terms_named(_KINDS_OF_TEXT.sub(" ", heading), frame)
    return terms if not left else ()


def terms_named(text: str, frame: Frame) -> tuple[tuple[Term, ...], str]:
    """The quantities that words name, with what the frame adds; and the words that nothing explains."""
    text = _MOSTLY.sub(" ", re.sub(r"\s+", " ", text))  # “carried 78 requests over”
    if frame.art20_row is not None or any(hit.concept and hit.concept.table == "art20" for hit in hits_in(text)):
        text = _AT_AN_END.sub("现行有效", _STILL_VALID.sub("现行有效", text))
    text = _BACKGROUND.sub(" ", _without_examples(_CARRIED_TO.sub("结转下年度继续办理", text)))
    named = [hit.concept for hit in hits_in(text) if hit.concept is not None]
    axes = {(concept.table, concept.axis) for concept in named}
    left = unexplained(text)
    if frame.last and _OTHER.fullmatch(text.strip(" □")):
        other = _other_of(frame.last[0])
        if other is not None:
            return (other,), ""
    if (
        frame.foreign
        and not left
        and not speaks_of_requests(text)
        and axes <= {("requests", "row")}
        and _VERB_ONLY.search(text)
    ):
        return (), "＊＊"  # “办结13157件” in a sentence about a hotline
    prefix = ""
    if ("requests", "row") not in axes and ("requests", "col") in axes:
        part = "其中" in text
        applied = _APPLIED.search(text) is not None
        inherits = frame.row is not None and ((frame.fresh and part) or ((frame.fresh or part) and not applied))
        prefix = frame.row.words[0] if frame.row is not None and inherits else "新收"
    elif ("review", "outcome") in axes and ("review", "procedure") not in axes:
        both = _outcome_of_all(text, frame)
        if both is not None:
            return (both,), left
        if frame.procedure is None:
            return (), left
        prefix = frame.procedure.words[0]
    elif ("art20", "col") in axes and ("art20", "row") not in axes and not axes - {("art20", "col")}:
        prefix = frame.art20_row.words[0] if frame.art20_row and not terms_in(text) else ""
    elif not axes:
        if not speaks_of_requests(text):
            return (), left
        prefix = "新收"
    found = terms_in(f"{prefix} {text}")
    return tuple(found), left


def _outcome_of_all(text: str, frame: Frame) -> Term | None:
    """“复议351件、诉讼46件，合计397件，其中被纠正69件”: the outcome of all the procedures just added."""
    whole = frame.last[0] if len(frame.last) == 1 else None
    outcomes = [hit.concept for hit in hits_in(text) if hit.concept is not None and hit.concept.axis == "outcome"]
    several = whole is not None and {"review_total", "direct_total"} <= set(whole.cols)
    if whole is None or not several or len(outcomes) != 1:
        return None
    cols = tuple(f"{col.split('_')[0]}_{outcome}" for col in whole.cols for outcome in outcomes[0].members)
    return replace(whole, cols=cols, zh=f"行政复议、行政诉讼·{outcomes[0].zh}", en=f"both: {outcomes[0].en}")


def _other_of(last: Term) -> Term | None:
    """“其中维持3件、纠正1件、其他5件”: the other outcome of the procedure."""
    if last.table == "requests":
        return _other_request(last)
    if last.table != "review" or any(col.endswith("_total") for col in last.cols):
        return None
    cols = tuple(dict.fromkeys(f"{col.split('_')[0]}_other" for col in last.cols))
    zh, en = last.zh.split("·")[0], last.en.split(":")[0]
    return replace(last, cols=cols, zh=f"{zh}·其他结果", en=f"{en}: other outcome")


def _other_request(last: Term) -> Term | None:
    """“逾期不补正71件、逾期不缴费6件、其他110件”; “商业企业53件、其他4件”."""
    if last.cols == ("total",) and len(last.rows) == 1 and last.rows[0] in ("other_not_corrected", "other_not_paid"):
        rest = concepts()["other_rest"]
        return replace(last, rows=rest.members, zh=rest.zh, en=rest.en)
    kinds = [concepts()[code].members for code in ("granted", "partial", "denied", "unable", "refused")]
    if last.cols == ("total",) and last.rows in kinds:  # “无法提供25件、其他1件”
        rest = concepts()["other"]
        return replace(last, rows=rest.members, zh=rest.zh, en=rest.en)
    if len(last.cols) == 1 and last.cols[0] in ("enterprise", "research", "welfare", "legal"):
        head = last.zh.partition("（")[0]
        return replace(last, cols=("other",), zh=f"{head}（其他）", en=f"{last.en.partition(' (')[0]} (other)")
    return None


def speaks_of_requests(text: str) -> bool:
    """Whether a text says 申请 and means requests for information."""
    return _REQUESTS.search(text) is not None


def _without_examples(text: str) -> str:
    """“因本机关不掌握等原因无法提供”: one reason stands for its kind, and the kind is meant."""
    hits = [hit for hit in hits_in(text) if hit.concept is not None]
    for one in hits:
        behind = re.match(
            r"(?:、[^，。；]{1,8}?)?(?:相关|有关)?(?:政府)?(?:信息)?等(?:原因|理由|情形|情况|缘由)?", text[one.end :]
        )
        if behind and any(_holds(other.concept, one.concept) for other in hits):
            return masked(text, [(one.start, one.end + behind.end())], " ")
    return text


def _holds(whole: Concept | None, part: Concept | None) -> bool:
    return whole is not None and part is not None and set(part.members) < set(whole.members)


def unexplained(text: str) -> str:
    """The words of a piece that neither the dictionary nor the grammar of statements explains."""
    plain = _APPLICANTS_ALL.sub("", re.sub(r"[“”\"'《》]", "", text))
    rest = masked(plain, [(hit.start, hit.end) for hit in hits_in(plain)], " ")
    rest = _MANY.sub(" ", re.sub(r"\d[\d,.]*", " ", rest))
    rest = _FILLER.sub(" ", words.FILLER.sub(" ", rest))
    labels = [hit.concept.zh for hit in hits_in(plain) if hit.concept is not None]
    said = (word.replace("_", "") for word in re.findall(r"\w+", rest))
    by = "".join(_CHANNEL.findall(text))  # how they came is nothing that the forms count
    return by + "".join(word for word in said if len(word) < 2 or not any(word in label for label in labels))
