"""What a piece of a draft claims: which operation, on which quantities of the forms, out of what was said before."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

from assistant.checking.frame import Average, Frame, Meaning, puts_beside
from assistant.checking.manner import before_change, counted_words, operation_said, words_of
from assistant.checking.naming import speaks_of_requests, terms_named, unexplained
from assistant.checking.operation import Operation
from assistant.checking.pieces import Piece
from assistant.checking.scoping import FORMER
from assistant.language.number import RATIO, Bound
from assistant.understanding.inquiry import Operation as Asked
from assistant.understanding.measures import Term, hits_in, joined, rate_in
from assistant.understanding.quantities import quantities_in

_SHARE_MARK = re.compile(r"占比|占|比重|比例")
_SUM = re.compile(r"共计?|合计|累计|总计|总共|一共|之和|总数|两者|二者|三者|相加|加起来|加在一起")
_AND = re.compile(r"和|与|及|、|加|含|连同")
_EACH = re.compile(r"各为?有?\s*$|各自|均为\s*$")
_MAY_INCLUDE_OLD = re.compile(r"(?<!新)收到|受理|接收|接到|共收|收件|办理|处理|申请总")
_STRICTLY_NEW = re.compile(r"新收|新接收|本年新|新增|新提")
_THAN = re.compile(r"^(?P<head>.*?)(?:较|(?<![占环同])比(?![例重])|是|为|相当于)(?P<than>[^□]{2,}?)(?:数量?)?的?$")
_OUTCOMES = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}
_OF = re.compile(r"^(?:[刚约近正恰好]*(?:超过|过|占|达到?|相当于|是|为)?了?)(?P<whole>[^，]{2,})的$")
"""“刚过办结数的一半”: the share of what was last stated."""
_HOW_MANY = re.compile(r"([两二三四五六])(?:项|者|类|种|部分)")
_PAIR = re.compile(r"([前后])者(?:约?占|约?为|是|相当于)[前后]者的")
_LIKENED = re.compile(r"^(?P<part>[^，]{2,}?)(?:恰好|正好|大约|约)?(?:相当于|等于|是|为)(?P<whole>[^，]{2,}?)的$")
_NET = re.compile(r"净[增减]")
_PREDICATE = re.compile(r"[\s□，]*(?:全部|全|均|都|皆|主要|大多|多数|内容|涉及)")
"""“收到14件，全部为网络申请，比上年多3件”: what is said of the number before, and no other subject."""
_CHANGE = dict.fromkeys((Operation.GROWTH, Operation.DIFFERENCE, Operation.MULTIPLE), True)
_APART = re.compile(r"(?:两者|二者)?(?:之间)?(?:相差|差距为?|差额为?)")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_AVERAGE = re.compile(r"(?:月均|平均每个?月|每个?月平均|每个?月(?=[大约]*$))|(?P<year>年均|平均每年|每年平均)")
_GOES_ON = re.compile(
    r"(?:相同|一样|持平|相比|[□和与及、同跟猛激陡骤锐]|大幅|迅速|快速|(?:[增升减降提]|增长|增加|上升|下降|减少|提高|降低|提升|回落)(?:至|到|为)|[两三四][地家者]|[两三四]个?单位|其中|共计?|合计|总计|均|为|有|约|达到?|全部|已|的|同样|数量|总数|也|仅|只|\s)+"
)


def meaning_of(piece: Piece, frame: Frame, hidden: list[tuple[int, int]]) -> Meaning:
    """Read a piece. `hidden` are the stretches of its clause that name agencies and years."""
    number = piece.number
    assert number is not None
    before, after = words_of(piece, hidden)
    operation, direction = operation_said(number, before, after)
    if number.unit == RATIO:
        return _ratio(before, frame)
    if operation is Operation.VALUE and _AVERAGE.search(before):
        return _average(piece, frame, hidden)
    if operation is Operation.SHARE:
        return _share(before, after, frame)
    if operation is Operation.POINTS and _APART.search(before):
        return Meaning(operation, frame.last or frame.recent[-1:], None, 0, False, False, "", unsigned=True)
    if operation is Operation.POINTS or (operation is Operation.GROWTH and _is_share(before)):
        share = _share(before_change(before), after, frame)
        return replace(share, operation=Operation.POINTS, direction=direction)
    if operation is Operation.VALUE and _APART.search(before):
        return _apart(before, frame)
    if operation in (Operation.GROWTH, Operation.DIFFERENCE, Operation.MULTIPLE):
        beside = _beside(before, operation, direction, frame)
        if beside is not None:
            return beside
    text = counted_words(before, after, operation)
    terms, left = terms_named(text, frame)
    bare = not terms and not left
    if bare and frame.pending and not (_CHANGE.get(operation) and _PREDICATE.match(frame.pending)):
        text = f"{frame.pending} {text}"
        terms, left = terms_named(text, frame)
        bare = not terms and not left
    if bare and operation is Operation.VALUE and _SUM.search(before) and len(frame.recent) > 1:
        return Meaning(Operation.SUM, _added(frame, before), None, 0, False, False, "")
    said_again = not text.strip(" □和及与、") and number.bound is not Bound.EXACT  # “603件，超过600件”
    said_again = said_again or (
        not piece.clause.text[: number.start].strip() and not after.strip()
    )  # “不予处理（88件）”
    said_again = said_again or (bool(before.strip()) and not f"{before}{after}".strip(" □") and bool(frame.last))
    inherits = (
        operation is not Operation.VALUE or said_again or puts_beside(piece) or _GOES_ON.fullmatch(text.strip(" □"))
    )
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
        operation,
        tuple(terms),
        None,
        direction,
        bool(_EACH.search(before)),
        widens,
        left,
        either_end=either,
        or_else=_same_outcome(terms, frame.outcome),
    )


def _beside(before: str, operation: Operation, direction: int, frame: Frame) -> Meaning | None:
    """A change from another quantity of the same report, not from another year; None when it is none."""
    said = before_change(before)
    pair = FORMER.search(said)
    if pair is not None and len(set(frame.recent[-2:])) == 2:
        first, second = frame.recent[-2:] if pair[1] == "前" else frame.recent[:-3:-1]
        return Meaning(operation, (first,), None, direction, False, False, "", than=second)
    net = frame.recent[-2:]
    if (
        _NET.search(before)
        and [term.cols for term in net] == [("issued",), ("repealed",)]
        and net[0].rows == net[1].rows
    ):
        return Meaning(
            operation, net[:1], None, direction, False, False, "", than=net[1]
        )  # “制发9件、废止6件，净增3件”
    if frame.measured_from is not None:
        of, odd = terms_named(said, frame)
        if len(of) == 1 and not odd and of[0] != frame.measured_from:
            return Meaning(operation, of, None, direction, False, False, "", than=frame.measured_from)
    if frame.than is not None and not said.strip(" □的还又"):
        return Meaning(operation, frame.last, None, direction, False, False, "", than=frame.than)
    compared = _THAN.search(said)
    if compared is None:
        return None
    than, rest = terms_named(compared["than"], frame)
    head = compared["head"].strip(" □，")
    terms, left = terms_named(head, frame) if head else (frame.last, "")
    if len(than) != 1 or rest or len(terms) != 1 or left or than == terms:
        return None
    return Meaning(operation, terms, None, direction, False, False, "", than=than[0])


def _same_outcome(terms: tuple[Term, ...], outcome: str) -> tuple[Term, ...]:
    """A procedure that is named alone may still be of the outcome that led the procedure before it."""
    if not outcome or len(terms) != 1 or not all(col.endswith("_total") for col in terms[0].cols):
        return ()
    cols = tuple(col.replace("_total", f"_{outcome}") for col in terms[0].cols)
    return (replace(terms[0], cols=cols, zh=f"{terms[0].zh.split('·')[0]}·{_OUTCOMES.get(outcome, outcome)}"),)


def _ratio(before: str, frame: Frame) -> Meaning:
    """“自然人与法人的申请之比为6.3比1”, “二者之比”: the first as a multiple of the second."""
    terms, left = terms_named(re.sub(r"之比|比例|比值", " ", before), frame)
    pair = terms if len(terms) == 2 else frame.recent[-2:] if not terms and not left else ()
    if len(pair) != 2 or len(left) > 1:
        return Meaning(Operation.MULTIPLE, (), None, 0, False, False, "＊＊")
    return Meaning(Operation.MULTIPLE, pair[:1], None, 0, False, False, "", than=pair[1])


def _apart(before: str, frame: Frame) -> Meaning:
    """“法律服务机构与商业企业的申请相差8件”: a difference either way."""
    terms, left = terms_named(_APART.sub(" ", before), frame)
    pair = terms if len(terms) == 2 else tuple(dict.fromkeys(frame.recent))[-2:] if not terms and not left else ()
    if len(pair) != 2 or len(left) > 1:
        return Meaning(Operation.DIFFERENCE, (), None, 0, False, False, "＊＊")
    return Meaning(Operation.DIFFERENCE, pair[:1], None, 0, False, False, "", than=pair[1], unsigned=True)


def _average(piece: Piece, frame: Frame, hidden: list[tuple[int, int]]) -> Meaning:
    """“平均每月260件”: a twelfth of the year's; “年均”: what the years have together, over their number."""
    found = _AVERAGE.search(piece.before)
    if found is None:
        return Meaning(Operation.VALUE, (), None, 0, False, False, "＊＊")
    words = piece.before[: found.start()] + piece.before[found.end() :]
    whole = meaning_of(replace(piece, before=words), frame, [*hidden, _place_of(piece, found)])
    terms = whole.terms or (frame.last if not whole.left else ())
    return replace(whole, terms=terms, average=Average.YEAR if found["year"] else Average.MONTH)


def _place_of(piece: Piece, found: re.Match[str]) -> tuple[int, int]:
    """Where a stretch of the words before the number stands in the clause."""
    assert piece.number is not None
    begin = piece.number.start - len(piece.before)
    return begin + found.start(), begin + found.end()


def _inherits_row(text: str) -> bool:
    """Whether a text names an applicant and no row, so that its row is the one before."""
    axes = {(hit.concept.table, hit.concept.axis) for hit in hits_in(text) if hit.concept is not None}
    return axes == {("requests", "col")}


def _without_parts(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """“公开类答复（予以公开与部分公开）”: of a whole that is named beside all its parts, the whole."""
    rows = {row for term in terms for row in term.rows}
    whole = next((term for term in terms if set(term.rows) == rows and len(term.rows) > 1), None)
    return (whole,) if whole is not None and len(terms) > 1 and len({term.cols for term in terms}) == 1 else terms


def _is_share(before: str) -> bool:
    """Whether what changed is a share: “公开率比上年提高…”."""
    return bool(_SHARE_MARK.search(before)) or rate_in(before) is not None


def _share(before: str, after: str, frame: Frame) -> Meaning:
    text = f"{before} {after}"
    rate = rate_in(text)
    if rate is not None and not any(hit.concept and hit.start < text.find("率") < hit.end for hit in hits_in(text)):
        if frame.foreign and not speaks_of_requests(text):
            return Meaning(Operation.SHARE, (), None, 0, False, False, "＊＊")
        top, bottom = _rate_terms(rate.numerator, rate.denominator, frame, text)
        return Meaning(
            Operation.SHARE, top, bottom, 0, False, False, unexplained(re.sub("|".join(rate.words), "", text))
        )
    pair = _PAIR.search(before)
    if pair is not None and len(set(frame.recent[-2:])) == 2:
        basis, part = frame.recent[-2:] if pair[1] == "后" else frame.recent[:-3:-1]
        return Meaning(Operation.SHARE, (part,), basis, 0, False, False, "")
    mark = _SHARE_MARK.search(before)
    halved = _OF.match(before.strip(" □")) if mark is None and not after.strip(" □") else None
    if halved is not None and frame.last:
        of, odd = terms_named(halved["whole"], frame)
        if len(of) == 1 and not odd and of != frame.last:
            return Meaning(Operation.SHARE, frame.last, of[0], 0, False, False, "")
    likened = _LIKENED.match(before.strip(" □")) if mark is None and not after.strip(" □") else None
    if likened is not None:
        (parts, odd), (wholes, more) = terms_named(likened["part"], frame), terms_named(likened["whole"], frame)
        if len(parts) == len(wholes) == 1 and not odd and not more:
            return Meaning(Operation.SHARE, parts, wholes[0], 0, False, False, "")
    left, right = (before[: mark.start()], before[mark.end() :] + after) if mark else (before + after, "")
    whole_terms, whole_left = terms_named(right, frame) if right.strip(" □的总数量比重例之为约达") else ((), "")
    whole = None
    if whole_terms:
        whole = next((t for t in whole_terms if t.cols == ("total",)), whole_terms[0])
        shadow = _with_row(frame, whole)
    else:
        shadow = frame
    terms, rest = terms_named(left, shadow)
    if frame.share is not None and not terms and not rest and not mark and not _SUM.search(left):
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
    count = _HOW_MANY.search(words_)
    runs = [frame.recent[-_COUNTS[count[1]] :]] if count else [frame.recent, frame.recent[-2:], frame.recent[-3:]]
    found: list[Term] = []
    for run in runs:
        try:
            found.append(joined(list(dict.fromkeys(run))))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def _with_row(frame: Frame, whole: Term) -> Frame:
    """The frame in which “自然人占新收的…” means the 自然人 of 新收."""
    row = next((h.concept for h in hits_in(whole.zh) if h.concept and h.concept.axis == "row"), frame.row)
    return replace(frame, row=row)


def _rate_terms(
    numerator: tuple[str, ...], denominator: tuple[str, ...], frame: Frame, text: str
) -> tuple[tuple[Term, ...], Term | None]:
    named = any(hit.concept and hit.concept.axis == "procedure" for hit in hits_in(text))
    inherits = frame.procedure is not None and denominator == ("procedure",) and not named
    prefix = frame.procedure.words[0] if frame.procedure is not None and inherits else ""
    terms, whole, _ = quantities_in(f"{prefix} {text}", Asked.SHARE)
    return tuple(terms), (whole[0] if whole else None)
