"""What a piece of a draft claims: which operation, on which quantities of the forms, out of what was said before."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.checking.pieces import Piece
from assistant.language.numerals import Bound, Kind, Number
from assistant.understanding import words
from assistant.understanding.measures import Concept, Term, concepts, hits_in, joined, rate_in, terms_in
from assistant.understanding.quantities import whole_of
from assistant.understanding.spans import masked


class Operation(StrEnum):
    """What a number says of its quantity; the values are the kinds of a Claim."""

    VALUE = "value"
    SHARE = "share"
    GROWTH = "growth"
    DIFFERENCE = "difference"
    POINTS = "points"
    MULTIPLE = "multiple"
    SUM = "sum"


_UP = "增长|上升|提高|增加|提升|扩大|上涨|攀升|增幅|增|升|涨|多出|多|高"
_DOWN = "下降|减少|降低|回落|下滑|缩减|降幅|减|降|少|低"
_TAIL = r"(?:率|幅|幅度|比例|数|量)?(?:了|为|达到?|超过|约|近|是)?\s*[:：]?\s*$"
_CHANGED = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_TAIL}")
_NOT_CHANGED = re.compile(
    r"(?:新增|增设|增开|增发|提升为|多达|高达|少于|低于|多于|高于|不少|至少|不低|最多|最高|最少|最低|减至)" + _TAIL
)
_CHANGED_AFTER = re.compile(r"^的(?:大幅)?(?:(?P<up>增长|增幅|提升|上升)|(?P<down>下降|降幅|减少))")
_TO = re.compile(r"(?:增|升|减|降|提|涨|增长|增加|上升|下降|减少|提高|降低|提升)(?:至|到|为)了?\s*$")
_SHARE_MARK = re.compile(r"占比|占|比重|比例")
_SUM = re.compile(r"共计?|合计|累计|总计|总共|一共|之和|总数|两者|二者|三者|相加")
_AND = re.compile(r"和|与|及|、|加")
_EACH = re.compile(r"各为?有?\s*$|各自|均为\s*$")
_MAY_INCLUDE_OLD = re.compile(r"(?<!新)收到|受理|接收|接到|共收|收件|办理|处理|申请总")
_STRICTLY_NEW = re.compile(r"新收|新接收|本年新|新增|新提")
_VERB_ONLY = re.compile(r"办结|办理|处理|答复|回复|受理|收到|接收|接到|结转")
_REQUESTS = re.compile(r"(?<!许可)(?<!行政)申请(?!人|执行|注册|登记|材料|书|表|渠道)")
_FILLER = re.compile(
    r"相关|有关|引发|引起|导致|而(?!且)|连同|加上|连带|另外|转入|依法依规|依法|依规|依照|按时|按期|及时|规范|妥善|严格|均|全部|已经?|其中|涉及|包括|主要|较|比|同比|环比|相比|去年|上一?年|上年度|同期|"
    r"[全各本我该][省市县区州局委办镇]|各级|行政机关|机关|部门|单位|全年|年内|期间|数据|显示|据|统计|办件|案件|案|事项|达到?|约|超过?|近|仅|只|"
    r"新|累计|增长|增加|上升|提高|提升|下降|减少|降低|回落|幅度?|增幅|降幅|持平|略有|有所|大幅|明显|基本|同样|占比?|方面|类|来自|提出|提交的?|的?为|"
    r"属于?|因|以|由于|理由|依|对|向|将|后|另|另有|还有|此外|同时|并|按照?|规定|法定|期限|时限|件数|数为|人民|政府|公众|群众(?=申请)|公民|社会|"
    r"继续|当年|当期|上述|所有|总体|工作|情况|部分(?!公开)|分别|依次|高|低|多|少|增|减|升|降|倍|番|翻|实际|正式|共有|仍有|尚有|余下|剩余|其余|最终|经|"
    r"作出|做出|产生|发生|出现|存在|全县|全市|成功|顺利|圆满|一定|左右|以上|以下|余|条|件|个|次|项|宗|份|起|例|□|＿|点|一|两者|二者|三者|"
    r"[两三四][地家县市]|[两三四]个?单位|两项|三项|之和|相加|即|也就是说?|相当于|接近|率|比重|比例|每|平均|该|此|这|其|之|所|者|且|而|但|则|又|再|从|由|至|到|升至|降至|增至|减至|达|逐年|连续|数量|量|上"
)
_HOW_MANY = {"两项": 2, "二项": 2, "两者": 2, "二者": 2, "两类": 2, "三项": 3, "三者": 3, "三类": 3, "四项": 4}
_COMPARING = re.compile(
    r"逐年|连年|连续[两二三四五]年|持续|递增|递减|攀升|走高|走低|上涨|回落|下滑|多于|高于|大于|超过|多过|少于|低于|小于|不及|不如|"
    r"最多|最高|最大|最少|最低|最小|居首位?|首位|位居|位列|排名?|居|列|第[一二三四五六七八九十\d]+位?|榜首|末位|相同|一样|不变|相当|历年|各年|"
    r"之[中间]|当中|[两二三四五]年(?:来|间|中)?|稳步|小幅|显著|趋势|呈|态势|任何|一件|该年"
)
_GOES_ON = re.compile(
    r"(?:[两三四][地家者]|[两三四]个?单位|其中|共计?|合计|总计|均|为|有|约|达到?|全部|已|的|同样|数量|总数|也|仅|只|\s)+"
)
_BACKGROUND = re.compile(r"(?:所有|已|全部)?(?:办结|办理|答复|处理)(?:的)?[^，。；]{0,6}?[中里](?=[^，。；]{2})")
"""“办结的申请中予以公开8件”: what the number is among, not what it counts."""
_CARRIED_TO = re.compile(r"(?:结转|顺延|转)(?:至|到|入)\s*(?:19|20)\d{2}\s*年度?(?:继续办理)?")
_APPLIED = re.compile(r"申请|提出|提交|来自")
_NEGATIVE = re.compile(r"[没未非不]|除|以外|之外")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is claimed. `terms` is () where the forms do not know what is counted."""

    operation: Operation
    terms: tuple[Term, ...]
    whole: Term | None
    """Of a share: what it is said to be a share of; None when the piece leaves it open."""
    direction: int
    """Of a change: 1 up, -1 down, 0 not said."""
    each: bool
    """Whether the number is said of every term by itself."""
    widens: bool
    """Whether the words may count what was carried over from last year as well."""
    left: str
    """The words that nothing explains: the sign that something else is counted."""
    others: tuple[Term, ...] = ()
    """What else the number may be a share of something of: “予以公开…件、部分公开…件，占…”."""
    either_end: bool = False
    """Whether “结转” leaves open from which year or into which."""


@dataclass(slots=True)
class Frame:
    """What the sentences before have put in place: a part of a term that a piece leaves out is taken from here."""

    row: Concept | None = None
    procedure: Concept | None = None
    art20_row: Concept | None = None
    last: tuple[Term, ...] = ()
    antecedent: Term | None = None
    """The last quantity stated as a whole: what “其中” and an open share are of."""
    recent: tuple[Term, ...] = ()
    """The quantities that the sentence has stated so far: what “两项合计” adds."""
    fresh: bool = False
    """Whether the row was named in this sentence."""
    share: tuple[tuple[Term, ...], Term | None] | None = None
    """The last share: what “超过八成，不到九成” goes on about."""
    widens: bool = False
    """Whether the row was named in words that may count last year's as well."""
    pending: str = ""
    """The clauses of the sentence since its last number: “公开类答复（予以公开与部分公开）共57件”."""
    foreign: bool = False
    """Whether the sentence speaks of other things than requests ("诉求", "来信")."""

    def settle(self, term: Term) -> None:
        """The row of a quantity just stated is the row of what follows it."""
        row = next(
            (c for c in concepts().values() if (c.table, c.axis, c.members) == (term.table, "row", term.rows)), None
        )
        if row is not None and term.table == "requests":
            self.row, self.fresh = row, True

    def begin_sentence(self) -> None:
        """A sentence begins: what was named before is only a background now."""
        self.recent, self.fresh, self.foreign, self.share, self.pending = (), False, False, None, ""

    def see(self, text: str) -> None:
        """Take in the concepts that a text names."""
        for hit in hits_in(text):
            concept = hit.concept
            if concept is None:
                continue
            match (concept.table, concept.axis):
                case ("requests", "row"):
                    self.row, self.fresh = concept, True
                case ("review", "procedure"):
                    self.procedure = concept
                case ("art20", "row"):
                    self.art20_row = concept


def meaning_of(piece: Piece, frame: Frame, hidden: list[tuple[int, int]]) -> Meaning:
    """Read a piece. `hidden` are the stretches of its clause that name agencies and years."""
    number = piece.number
    assert number is not None
    before, after = words_of(piece, hidden)
    operation, direction = _operation(number, before, after)
    if operation is Operation.SHARE:
        return _share(before, after, frame)
    if operation is Operation.POINTS or (operation is Operation.GROWTH and _is_share(before)):
        changed = _CHANGED.search(before)
        share = _share(before[: changed.start()] if changed else before, after, frame)
        return replace(share, operation=Operation.POINTS, direction=direction)
    text = _counted_words(before, after, operation)
    terms, left = _terms(text, frame)
    bare = not terms and not left
    if bare and frame.pending:
        text = f"{frame.pending} {text}"
        terms, left = _terms(text, frame)
        bare = not terms and not left
    if bare and operation is Operation.VALUE and _SUM.search(before) and len(frame.recent) > 1:
        return Meaning(Operation.SUM, _added(frame, before), None, 0, False, False, "")
    said_again = not text.strip(" □和及与、") and number.bound is not Bound.EXACT  # “603件，超过600件”
    inherits = operation is not Operation.VALUE or said_again or _GOES_ON.fullmatch(text.strip(" □"))
    if bare and frame.foreign:
        return Meaning(operation, (), None, direction, False, False, "＊＊")
    if bare and inherits and frame.last:
        terms = frame.last
        if operation in (Operation.GROWTH, Operation.DIFFERENCE, Operation.MULTIPLE):
            others = [frame.antecedent] if frame.antecedent else []
            return Meaning(operation, tuple(dict.fromkeys([*terms, *others])), None, direction, False, False, "")
    if (
        operation is Operation.VALUE
        and len(terms) > 1
        and (_SUM.search(before) or _AND.search(text))
        and not _EACH.search(before)
    ):
        with suppress(ValueError):
            terms, operation = (joined(terms),), Operation.SUM
    terms = _without_parts(terms)
    widens = frame.widens if not _STRICTLY_NEW.search(text) and _inherits_row(text) else False
    widens = widens or (bool(_MAY_INCLUDE_OLD.search(text)) and not _STRICTLY_NEW.search(text))
    either = "结转" in text and not re.search(r"上一?年|去年|下一?年|次年|[到至入]", text)
    return Meaning(
        operation, tuple(terms), None, direction, bool(_EACH.search(before)), widens, left, either_end=either
    )


def quantities_named(text: str, frame: Frame) -> tuple[Term, ...]:
    """The quantities that a clause without a number names; () when it speaks of anything else."""
    said = _COMPARING.sub(" ", text)
    terms, left = _terms(said, frame)
    if not terms and not left and not hits_in(said):
        return frame.last  # “行政诉讼47件，与上年持平”
    return terms if len(left) < 2 else ()


def _inherits_row(text: str) -> bool:
    """Whether a text names an applicant and no row, so that its row is the one before."""
    axes = {(hit.concept.table, hit.concept.axis) for hit in hits_in(text) if hit.concept is not None}
    return axes == {("requests", "col")}


def _without_parts(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """“公开类答复（予以公开与部分公开）”: of a whole that is named beside all its parts, the whole."""
    rows = {row for term in terms for row in term.rows}
    whole = next((term for term in terms if set(term.rows) == rows and len(term.rows) > 1), None)
    return (whole,) if whole is not None and len(terms) > 1 and len({term.cols for term in terms}) == 1 else terms


def remember(frame: Frame, piece: Piece, meaning: Meaning) -> None:
    """Let the frame know what a piece has said."""
    frame.see(piece.words)
    frame.pending = ""
    if len(meaning.terms) == 1 and len(meaning.left) < 2:
        frame.settle(meaning.terms[0])
        frame.widens = meaning.widens
    if meaning.operation is Operation.SHARE and meaning.terms:
        frame.share = meaning.terms, meaning.whole
    elif meaning.operation is Operation.VALUE:
        frame.share = None
    if meaning.terms and not meaning.left:
        frame.foreign = False
    elif meaning.operation is Operation.VALUE and len(meaning.left) > 1:
        frame.foreign, frame.last = True, ()
    if meaning.operation in (Operation.VALUE, Operation.SUM) and len(meaning.left) < 2:
        frame.last = meaning.terms
        if len(meaning.terms) == 1:
            frame.recent += meaning.terms
        part = "其中" in piece.before or (len(meaning.terms) == 1 and meaning.terms[0].cols != ("total",))
        if len(meaning.terms) == 1 and (not part or frame.antecedent is None):
            frame.antecedent = meaning.terms[0]
    elif meaning.terms and meaning.operation in (Operation.GROWTH, Operation.DIFFERENCE):
        frame.last = meaning.terms[:1]


def operation_of(piece: Piece) -> tuple[Operation, int]:
    """What a piece's number says of its quantity, and whether up (1) or down (-1)."""
    assert piece.number is not None
    return _operation(piece.number, piece.before, piece.after)


def words_of(piece: Piece, hidden: list[tuple[int, int]]) -> tuple[str, str]:
    """The words before and after the number, without the names of agencies and years."""
    number = piece.number
    assert number is not None
    offset = piece.clause.start
    whole = masked(piece.clause.text, hidden, "□")
    begin = number.start - len(piece.before)
    behind = number.end + len(piece.after)
    assert offset >= 0
    return whole[max(begin, 0) : number.start], whole[number.end : behind]


def _operation(number: Number, before: str, after: str) -> tuple[Operation, int]:
    changed = None if _TO.search(before) or _NOT_CHANGED.search(before) else _CHANGED.search(before)
    changed = changed or _CHANGED_AFTER.search(after)
    direction = 0 if changed is None else 1 if changed["up"] else -1
    match number.kind:
        case Kind.POINTS:
            return Operation.POINTS, direction
        case Kind.TIMES | Kind.DOUBLINGS:
            return (Operation.GROWTH if direction and number.kind is Kind.TIMES else Operation.MULTIPLE), direction
        case Kind.PERCENT:
            return (Operation.GROWTH, direction) if direction else (Operation.SHARE, 0)
        case _:
            return (Operation.DIFFERENCE, direction) if direction else (Operation.VALUE, 0)


def _counted_words(before: str, after: str, operation: Operation) -> str:
    if operation in (Operation.GROWTH, Operation.DIFFERENCE, Operation.POINTS):
        changed = _CHANGED.search(before)
        before = before[: changed.start()] if changed else before
        return before if before.strip(" □的比较同环") else before + after
    return f"{before} {after}"


def _is_share(before: str) -> bool:
    """Whether what changed is a share: “公开率比上年提高…”."""
    return bool(_SHARE_MARK.search(before)) or rate_in(before) is not None


def _share(before: str, after: str, frame: Frame) -> Meaning:
    text = f"{before} {after}"
    rate = rate_in(text)
    if rate is not None and not any(hit.concept and hit.start < text.find("率") < hit.end for hit in hits_in(text)):
        if frame.foreign and not _REQUESTS.search(text):
            return Meaning(Operation.SHARE, (), None, 0, False, False, "＊＊")
        top, bottom = _rate_terms(rate.numerator, rate.denominator, frame, text)
        return Meaning(Operation.SHARE, top, bottom, 0, False, False, _left(re.sub("|".join(rate.words), "", text)))
    mark = _SHARE_MARK.search(before)
    left, right = (before[: mark.start()], before[mark.end() :] + after) if mark else (before + after, "")
    whole_terms, whole_left = _terms(right, frame) if right.strip(" □的总数量比重例之为约达") else ((), "")
    whole = None
    if whole_terms:
        whole = next((t for t in whole_terms if t.cols == ("total",)), whole_terms[0])
        shadow = replace_row(frame, whole)
    else:
        shadow = frame
    terms, rest = _terms(left, shadow)
    if frame.share is not None and not terms and not rest and not mark:
        return Meaning(Operation.SHARE, frame.share[0], frame.share[1], 0, False, False, "")
    if not terms and len(rest) < 2:
        several = _added(frame, left) if len(frame.recent) > 1 else ()
        terms = several[:1] if several and _SUM.search(left) else frame.last
        others = several if terms == frame.last else several[1:]
        return Meaning(Operation.SHARE, tuple(terms), whole, 0, False, False, whole_left, others=others)
    if len(terms) > 1:
        with suppress(ValueError):
            terms = (joined(list(terms)),)
    return Meaning(Operation.SHARE, tuple(terms), whole, 0, False, False, rest + whole_left)


def _added(frame: Frame, words_: str) -> tuple[Term, ...]:
    """What “合计” and “两项” may add: all that the sentence has stated, or the last so many."""
    count = next((n for word, n in _HOW_MANY.items() if word in words_), None)
    runs = [frame.recent[-count:]] if count else [frame.recent, frame.recent[-2:], frame.recent[-3:]]
    found: list[Term] = []
    for run in runs:
        try:
            found.append(joined(list(dict.fromkeys(run))))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def replace_row(frame: Frame, whole: Term) -> Frame:
    """The frame in which “自然人占新收的…” means the 自然人 of 新收."""
    row = next((h.concept for h in hits_in(whole.zh) if h.concept and h.concept.axis == "row"), frame.row)
    return replace(frame, row=row)


def _rate_terms(
    numerator: tuple[str, ...], denominator: tuple[str, ...], frame: Frame, text: str
) -> tuple[tuple[Term, ...], Term | None]:
    from assistant.understanding.inquiry import Operation as Asked
    from assistant.understanding.quantities import quantities_in

    named = any(hit.concept and hit.concept.axis == "procedure" for hit in hits_in(text))
    inherits = frame.procedure is not None and denominator == ("procedure",) and not named
    prefix = frame.procedure.words[0] if frame.procedure is not None and inherits else ""
    terms, whole, _ = quantities_in(f"{prefix} {text}", Asked.SHARE)
    return tuple(terms), (whole[0] if whole else None)


def _terms(text: str, frame: Frame) -> tuple[tuple[Term, ...], str]:
    """The quantities that words name, with what the frame adds; and the words that nothing explains."""
    text = _BACKGROUND.sub(" ", _without_examples(_CARRIED_TO.sub("结转下年度继续办理", text)))
    named = [hit.concept for hit in hits_in(text) if hit.concept is not None]
    axes = {(concept.table, concept.axis) for concept in named}
    left = _left(text)
    if (
        frame.foreign
        and not left
        and not _REQUESTS.search(text)
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
        if frame.procedure is None:
            return (), left
        prefix = frame.procedure.words[0]
    elif ("art20", "col") in axes and ("art20", "row") not in axes and not axes - {("art20", "col")}:
        prefix = frame.art20_row.words[0] if frame.art20_row and not terms_in(text) else ""
    elif not axes:
        if not _REQUESTS.search(text):
            return (), left
        prefix = "新收"
    found = terms_in(f"{prefix} {text}")
    return tuple(found), left


def _without_examples(text: str) -> str:
    """“因本机关不掌握等原因无法提供”: one reason stands for its kind, and the kind is meant."""
    hits = [hit for hit in hits_in(text) if hit.concept is not None]
    for one in hits:
        behind = re.match(r"(?:相关|有关)?(?:政府)?(?:信息)?等(?:原因|理由|情形|情况|缘由)?", text[one.end :])
        if behind and any(_holds(other.concept, one.concept) for other in hits):
            return masked(text, [(one.start, one.end + behind.end())], " ")
    return text


def _holds(whole: Concept | None, part: Concept | None) -> bool:
    return whole is not None and part is not None and set(part.members) < set(whole.members)


def _left(text: str) -> str:
    """The words of a piece that neither the dictionary nor the grammar of statements explains."""
    plain = re.sub(r"[“”\"'《》]", "", text)
    rest = masked(plain, [(hit.start, hit.end) for hit in hits_in(plain)], " ")
    rest = _FILLER.sub(" ", words.FILLER.sub(" ", rest))
    return "".join(re.findall(r"\w+", rest)).replace("_", "")


def default_wholes(term: Term, frame: Frame) -> list[Term]:
    """What a share may be of when the draft does not say: what was last stated as a whole, or what is usual."""
    usual = whole_of(term)
    wholes = [usual]
    if frame.antecedent is not None and frame.antecedent.table == term.table and frame.antecedent != term:
        wholes.append(frame.antecedent)
    return list(dict.fromkeys(wholes))
