"""What a piece of a draft claims: which operation, on which quantities of the forms, out of what was said before."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

from assistant.checking.comparing import APART, apart, beside_another, between_shares, ratio
from assistant.checking.frame import Average, Frame, Meaning, puts_beside
from assistant.checking.manner import COMES_TO, before_change, counted_words, operation_said, words_of
from assistant.checking.naming import opened_in, terms_named, without_comparing
from assistant.checking.operation import Operation
from assistant.checking.pieces import Piece
from assistant.checking.portions import SUM_MARK, added, is_share, share_of
from assistant.language.number import RATIO, Bound
from assistant.understanding.measures import concepts, hits_in, rate_in
from assistant.understanding.terms import Term, joined

_AND = re.compile(r"和|与|及|、|加|含|连同")
_EACH = re.compile(r"各为?有?\s*$|各自|均为\s*$")
_MAY_INCLUDE_OLD = re.compile(r"(?<!新)收到|受理|接收|接到|共收|收件|办理|处理|申请总")
_STRICTLY_NEW = re.compile(r"新收|新接收|本年新|新增|新提")
_OUTCOMES = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}
_PREDICATE = re.compile(
    r"[\s□，]*(?:全部|全|均|都|皆|主要|大多|多数|内容|涉及|创|为历|为近|居|连续|保持|持续|逐年|总体|首次)"
)
"""“收到14件，全部为网络申请，比上年多3件”: what is said of the number before, and no other subject."""
_OPENED_OR_PARTLY = re.compile(r"(?<![予以意准全部])公开[和及与、或]部分公开")
_CHANGE = dict.fromkeys((Operation.GROWTH, Operation.DIFFERENCE, Operation.MULTIPLE), True)
_AVERAGE = re.compile(
    r"(?P<day>日均|平均每天|每天平均)|(?:月均|平均每个?月|每个?月平均|每个?月(?=[大约]*$))|(?P<year>年均|平均每年|每年平均)"
)
_GOES_ON = re.compile(
    rf"(?:{COMES_TO}|变|是|峰值|高峰|最高点|最低点|谷底|相同|一样|持平|相比|[由从到至□和与及、同跟猛激陡骤锐]|大幅|一路|迅速|快速|[两三四][地家者]|[两三四]个?单位|其中|共计?|合计|总计|均|为|有|约|达到?|全部|已|的|同样|数量|总数|也|仅|只|\s)+"
)


def meaning_of(piece: Piece, frame: Frame, hidden: list[tuple[int, int]]) -> Meaning:
    """Read a piece. `hidden` are the stretches of its clause that name agencies and years."""
    number = piece.number
    assert number is not None
    before, after = (_OPENED_OR_PARTLY.sub("予以公开或部分公开", words) for words in words_of(piece, hidden))
    operation, direction = operation_said(number, before, after)
    if number.unit == RATIO:
        return ratio(before, frame)
    if operation is Operation.VALUE and _AVERAGE.search(before):
        return _average(piece, frame, hidden)
    if operation is Operation.SHARE:
        bare = not before.strip(" □为是达到约占")
        asked = frame.pending if bare and (frame.answers or rate_in(frame.pending)) else ""  # “占多少？超过七成”
        return share_of(f"{asked}{before}", after, frame)
    if operation is Operation.POINTS:
        shares = between_shares(before, after, direction, frame)
        if shares is not None:
            return shares
    if operation is Operation.POINTS or (operation is Operation.GROWTH and is_share(before)):
        share = share_of(before_change(before), after, frame)
        return replace(share, operation=Operation.POINTS, direction=direction)
    if operation is Operation.VALUE and APART.search(before):
        return apart(before, frame)
    if operation in (Operation.GROWTH, Operation.DIFFERENCE, Operation.MULTIPLE):
        beside = beside_another(before, operation, direction, frame)
        if beside is not None:
            return beside
    text = counted_words(before, after, operation)
    if text.lstrip(" □").startswith("的") and frame.pending:
        text = f"{frame.pending}{text}"  # “败诉（结果纠正）的诉讼案件”
    terms, left = terms_named(text, frame)
    among = _handled(text, piece, frame)
    if among is not None:
        return among
    opened = opened_in(text, frame) if operation is Operation.VALUE else ()
    if opened:
        return Meaning(operation, opened[:1], None, 0, False, False, "", or_else=opened[1:])
    bare = not terms and not left
    if bare and frame.pending and not (_CHANGE.get(operation) and _PREDICATE.match(frame.pending)):
        text = f"{without_comparing(frame.pending) if _CHANGE.get(operation) else frame.pending} {text}"
        text += piece.clause.behind
        terms, left = terms_named(text, frame)
        bare = not terms and not left
    if bare and operation is Operation.VALUE and SUM_MARK.search(before) and len(frame.recent) > 1:
        return Meaning(Operation.SUM, added(frame, before), None, 0, False, False, "")
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
            every = tuple(dict.fromkeys([*terms, *others]))
            return Meaning(operation, every, None, direction, False, frame.widens, "")
    if (
        operation is Operation.VALUE
        and len(terms) > 1
        and (SUM_MARK.search(before) or _AND.search(text))
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


def _handled(text: str, piece: Piece, frame: Frame) -> Meaning | None:
    """“75件中公开21件”: the requests that came in or were handled, which need no name; None for anything else."""
    behind = piece.after.strip() in ("中", "里", "里面", "里头", "当中")
    if not behind or text.strip(" □其这中里面头当") or not frame.last or frame.last[0].table != "requests":
        return None
    received, handled = (
        Term("requests", concept.members, ("total",), concept.zh, concept.en)
        for concept in (concepts()["received"], concepts()["total"])
    )
    return Meaning(Operation.VALUE, (received,), None, 0, False, True, "", or_else=(handled,))


def _same_outcome(terms: tuple[Term, ...], outcome: str) -> tuple[Term, ...]:
    """A procedure that is named alone may still be of the outcome that led the procedure before it."""
    if not outcome or len(terms) != 1 or not all(col.endswith("_total") for col in terms[0].cols):
        return ()
    cols = tuple(col.replace("_total", f"_{outcome}") for col in terms[0].cols)
    return (replace(terms[0], cols=cols, zh=f"{terms[0].zh.split('·')[0]}·{_OUTCOMES.get(outcome, outcome)}"),)


def _average(piece: Piece, frame: Frame, hidden: list[tuple[int, int]]) -> Meaning:
    """“平均每月260件”: a twelfth of the year's; “年均”: what the years have together, over their number."""
    found = _AVERAGE.search(piece.before)
    if found is None:
        return Meaning(Operation.VALUE, (), None, 0, False, False, "＊＊")
    words = piece.before[: found.start()] + piece.before[found.end() :]
    whole = meaning_of(replace(piece, before=words), frame, [*hidden, _place_of(piece, found)])
    terms = whole.terms or (frame.last if not whole.left else ())
    return replace(whole, terms=terms, average=_span_of(found))


def _span_of(found: re.Match[str]) -> Average:
    return Average.YEAR if found["year"] else Average.DAY if found["day"] else Average.MONTH


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
