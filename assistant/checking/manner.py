"""How a number is said of its quantity: as a value, a share, a change upwards or downwards, a multiple."""

from __future__ import annotations

import re

from assistant.checking.operation import Operation
from assistant.checking.pieces import Piece
from assistant.language.number import Kind, Number
from assistant.understanding.spans import masked

_UP = "增长|上升|提高|增加|提升|扩大|上涨|攀升|增幅|增|升|涨|多[收办投花建用]|多出|多|高"
_DOWN = "压减|压缩|压降|精简|缩减|下降|减少|降低|回落|下滑|缩减|降幅|减|降|少[收办投花建用]|少|低"
_TAIL = r"(?:率|幅|幅度|比例|数|量)?(?:了|为|达到?|超过|约|近|是)?\s*[:：]?\s*$"
_CHANGED = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_TAIL}")
_NOT_CHANGED = re.compile(
    r"(?:(?:新建|新扩?|改造|修复|维修|整治|优化|续建)[和、及]?提升|[双新]增|双减|增设|增开|增发|提升为|多达|高达|少于|低于|多于|高于|不少|至少|不低|最多|最高|最少|最低|减至)"
    + _TAIL
)
_CHANGED_AFTER = re.compile(r"^的(?:大幅)?(?:(?P<up>增长|增幅|提升|上升)|(?P<down>下降|降幅|减少))")
COMES_TO = (
    "(?:增长|增加|上升|下降|减少|提高|降低|提升|回落|跃升|飙升|攀升|上涨|扩大|猛增|激增|骤增|骤降|锐减|缩小|下滑|"
    "[增升减降提涨回跌])(?:至|到|为)"
)
"""How a number is said to have become the one that follows."""
_TO = re.compile(rf"{COMES_TO}了?\s*$")


def operation_of(piece: Piece) -> tuple[Operation, int]:
    """What a piece's number says of its quantity, and whether up (1) or down (-1)."""
    assert piece.number is not None
    return operation_said(piece.number, piece.before, piece.after)


def words_of(piece: Piece, hidden: list[tuple[int, int]]) -> tuple[str, str]:
    """The words before and after the number, without the names of agencies and years."""
    number = piece.number
    assert number is not None
    whole = masked(piece.clause.text, hidden, "□")
    begin = number.start - len(piece.before)
    behind = number.end + len(piece.after)
    return whole[max(begin, 0) : number.start], whole[number.end : behind]


def operation_said(number: Number, before: str, after: str) -> tuple[Operation, int]:
    """As `operation_of`, of a number between these words."""
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


def before_change(before: str) -> str:
    """The words before a number without those of its change: “新收申请比上年增长…” without 增长."""
    changed = _CHANGED.search(before)
    return before[: changed.start()] if changed else before


def counted_words(before: str, after: str, operation: Operation) -> str:
    """The words that name what is counted."""
    if operation in (Operation.GROWTH, Operation.DIFFERENCE, Operation.POINTS):
        before = before_change(before)
        return before if before.strip(" □的比较同环") else before + after
    return f"{before} {after}"
