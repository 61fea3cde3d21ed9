"""From readings to a verdict, with the right figure, the likely slip and one sentence of explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.answer import Verdict
from assistant.arithmetic import plain
from assistant.checking.frame import Meaning
from assistant.checking.operation import Operation
from assistant.checking.readings import Cited, Reading, Readings
from assistant.language.number import Bound, Kind, Number
from assistant.report import Source

_CHANGES = (Operation.GROWTH, Operation.DIFFERENCE, Operation.POINTS)
_PLACES = Decimal("0.01")
_EXACT_PLACES = 8
"""A sum of the forms has no more decimals than this."""
_BY_CHANCE = 10
_FEWEST_ANAGRAM = 3
"""So many digits are hardly by chance the same in another order."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a claim."""

    verdict: Verdict
    correct: str | None
    evidence: tuple[Source, ...]
    explanation: str


def judge(
    number: Number,
    meaning: Meaning,
    readings: Readings,
    others: Callable[[], Iterable[tuple[str, Decimal]]] = tuple,
) -> Judgement:
    """Supported when a reading holds; contradicted when all are known and none does; else not found.

    `others` gives the same quantity of other years and agencies, each with whose it is; it is called for a
    contradiction.
    """
    holding = next((one for one in readings.found if holds(number, meaning, one)), None)
    if meaning.each and readings.found and not all(holds(number, meaning, one) for one in readings.found):
        holding = None
    if holding is not None:
        note = f"（{holding.note}）" if holding.note else ""
        return Judgement(
            Verdict.SUPPORTED, None, _sources(holding.figures), f"与报告一致：{_said(holding, number)}{note}。"
        )
    if readings.gap or not readings.found:
        gap = readings.gap or "报告没有说明这一项"
        return Judgement(Verdict.NOT_FOUND, None, _sources(readings.evidence), f"无法核对：{gap}。")
    near = next((one for one in readings.found if _just_over(number, one.value)), None)
    if near is not None:
        return Judgement(
            Verdict.NOT_FOUND,
            None,
            _sources(near.figures),
            f"无法核对：{_said(near, number)}，四舍五入后与所写相同，但略高于所写，而“近”通常指尚未达到。",
        )
    first = readings.found[0]
    correct = _correct(number, meaning, first)
    slip = _elsewhere(number, meaning, others) or slip_between(number, first.value)
    hint = f"；{slip}" if slip else ""
    if _is_points(number, meaning, first):
        hint = "；占比的变化应以百分点表述"
    return Judgement(
        Verdict.CONTRADICTED,
        correct,
        _sources(first.figures),
        f"与报告不符：{_said(first, number)}，不是 {_stated(number, meaning)}{hint}。",
    )


def _sources(figures: Iterable[Cited]) -> tuple[Source, ...]:
    return tuple(figure.source for figure in figures)


def holds(number: Number, meaning: Meaning, reading: Reading) -> bool:
    """Whether the value of a reading is one that the claim's number may stand for."""
    value = reading.value
    if meaning.operation is Operation.MULTIPLE:
        if number.kind is Kind.DOUBLINGS:
            doubled = Decimal(2) ** int(number.value)
            return doubled * Decimal("0.95") <= value <= doubled * Decimal("1.15")
        return number.agrees(value * _hundredfold(number))
    if meaning.operation in _CHANGES:
        if value != 0 and not meaning.unsigned and meaning.direction != (1 if value > 0 else -1):
            return False
        if number.kind is Kind.TIMES:
            return number.agrees(abs(value) / 100)
        if meaning.operation is Operation.POINTS and number.kind is Kind.PERCENT:
            return False
        return number.agrees(abs(value))
    return number.agrees(value)


def _hundredfold(number: Number) -> int:
    """A multiple said in percent: “不到2021年的四成”."""
    return 100 if number.kind is Kind.PERCENT else 1


def _just_over(number: Number, value: Decimal) -> bool:
    """“近九成八” of 98.46 %: to the last digit it is the value, though “近” says that it is not reached."""
    return number.bound is Bound.NEARLY and number.rounds_to(value)


def _is_points(number: Number, meaning: Meaning, reading: Reading) -> bool:
    return meaning.operation is Operation.POINTS and number.kind is Kind.PERCENT and number.agrees(abs(reading.value))


def _correct(number: Number, meaning: Meaning, reading: Reading) -> str:
    """The right figure in the claim's own unit; for a change in the other direction, the change in words."""
    value = reading.value
    if meaning.operation in _CHANGES:
        direction = 1 if value > 0 else -1 if value < 0 else 0
        if meaning.operation is Operation.POINTS and number.kind is Kind.PERCENT:
            return f"{'提高' if value >= 0 else '下降'}{plain(_round(abs(value), number))}个百分点"
        if direction != meaning.direction and not meaning.unsigned:
            word = {1: "增长" if meaning.operation is not Operation.DIFFERENCE else "增加", -1: "下降", 0: "持平"}[
                direction
            ]
            word = "减少" if direction == -1 and meaning.operation is Operation.DIFFERENCE else word
            return word if direction == 0 else f"{word}{shown(abs(value), number)}"
        return plain(_round(abs(value) / (100 if number.kind is Kind.TIMES else 1), number))
    if meaning.operation is Operation.MULTIPLE:
        value *= _hundredfold(number)
    return plain(_round(value, number))


def _round(value: Decimal, number: Number) -> Decimal:
    """In the claim's unit: a count as it is, a computed ratio to two places or to the claim's own precision."""
    value = value / number.scale
    if number.kind in (Kind.COUNT, Kind.MONEY):
        places = value.as_tuple().exponent
        if isinstance(places, int) and places < -_EXACT_PLACES:  # a quotient
            return value.quantize(_PLACES, ROUND_HALF_UP)
        return value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
    return value.quantize(min(_PLACES, number.step), ROUND_HALF_UP)


def shown(value: Decimal, number: Number) -> str:
    """A value with the claim's unit."""
    return f"{plain(_round(value, number))}{number.unit}"


def _said(reading: Reading, number: Number) -> str:
    if reading.formula:
        return f"{reading.label}，{reading.formula}"
    return f"{reading.label}为 {plain(_round(reading.value, number))} {number.unit}".rstrip()


def _stated(number: Number, meaning: Meaning) -> str:
    word = {1: "增", -1: "减"}.get(meaning.direction, "")
    return f"{word}{plain(_neat(number))}{number.unit}"


def _neat(number: Number) -> Decimal:
    """The claim's value as it is shown: “31.8万件” is 318000, and no more than two decimals."""
    if number.value == number.value.to_integral_value() and number.kind in (Kind.COUNT, Kind.MONEY):
        return number.value.quantize(Decimal(1))
    return number.value if number.value == number.value.quantize(_PLACES) else number.value.quantize(_PLACES)


def slip_between(number: Number, right: Decimal) -> str:
    """The slip of the pen that would make the right value the stated one, in words; "" when none is likely."""
    written = _digits_of_both(number.value * number.scale, abs(right))
    return _slip(number, *written) or _slip(number, *(digits.rstrip("0") for digits in written))


def _slip(number: Number, stated: str, value: str) -> str:
    if not stated or not value or stated == value:
        return ""
    if number.kind in (Kind.COUNT, Kind.MONEY) and stated.rstrip("0") == value.rstrip("0"):
        return "数量级不同，可能多写或漏写了 0，或单位有误"
    if len(stated) == len(value):
        differ = [i for i, (a, b) in enumerate(zip(stated, value, strict=True)) if a != b]
        if len(differ) == 2 and stated[differ[0]] == value[differ[1]] and stated[differ[1]] == value[differ[0]]:
            return "可能是数字写颠倒了"
        if len(stated) >= _FEWEST_ANAGRAM and sorted(stated) == sorted(value):
            return "可能是数字写颠倒了"
        if len(differ) == 1 and len(stated) > 2:
            return "可能是写错了一位数字"
    elif len(stated) > 2 and abs(len(stated) - len(value)) == 1 and _is_dropped(stated, value):
        return "可能是多写或漏写了一位数字"
    return ""


def _elsewhere(number: Number, meaning: Meaning, others: Callable[[], Iterable[tuple[str, Decimal]]]) -> str:
    """Whose figure the stated one is: another year's or another agency's. A single digit fits by chance."""
    if meaning.operation not in (Operation.VALUE, Operation.SUM) or number.value * number.scale < _BY_CHANCE:
        return ""
    whose = next((name for name, value in others() if number.bound is Bound.EXACT and number.agrees(value)), "")
    return f"{whose}的数字才是 {plain(_neat(number))}，可能年份或机关有误" if whose else ""


def _is_dropped(first: str, second: str) -> bool:
    longer, shorter = (first, second) if len(first) > len(second) else (second, first)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _digits_of_both(first: Decimal, second: Decimal) -> tuple[str, str]:
    """The digits of two values at one scale, without the zeros that both end in: 92.0 and 90.2 are 920 and 902."""
    places = min(int(first.as_tuple().exponent), int(second.as_tuple().exponent), 0)
    one, other = (str(int(value.scaleb(-places))) if value else "" for value in (first, second))
    while one.endswith("0") and other.endswith("0"):
        one, other = one[:-1], other[:-1]
    return one, other
