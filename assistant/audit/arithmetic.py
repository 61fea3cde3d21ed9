"""The arithmetic inside a report's sentences: shares of numbers that stand beside them, and lists that must add up.

Only numbers of one sentence are compared. A list that is not closed may leave something out; parts that together are
more than their whole, or a closed list that is less, are errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import dropwhile, groupby

from assistant.answer import Finding, Severity
from assistant.arithmetic import plain
from assistant.audit.findings import Numbers, finding
from assistant.audit.material import Material
from assistant.checking.meaning import Operation, operation_of
from assistant.checking.pieces import Clause, Piece, pieces_of
from assistant.language.numerals import Bound, Kind, Number

_FROM = re.compile(r"[由从](?:[^，。；]{0,12}的)?\s*$")
_TO = re.compile(r"(?:[增减降升提压缩整合精简][^，。；\d]{0,6})?(?:至|到|为|成)\s*$")
_REDUCED = re.compile(r"(?:清理|压减|压缩|精简|减少|削减|关停|下降|降幅|缩减|缩短|整合|注销)")
_GROWN = re.compile(r"(?:增长|增幅|上升|提高|增加|提升|扩大)")
_SHARE = re.compile(r"占比?[^，。；]{0,10}$|[一-鿿]{2,4}率(?:为|达到?|是|约)?\s*$|比[例重](?:为|达到?|是)?\s*$")
_RATE = re.compile(r"([一-鿿]{2})率(?:为|达到?|是)?\s*$")
_PARTS = re.compile(r"其中|包括|包含|涉及|含|分别")
_REST = re.compile(r"^\s*[（(]?(?:其他|其它|其余|剩余)")
_ADDED = re.compile(r"^\s*(?:共计?|合计|总计|总共|一共)\s*(?:为|达)?\s*$")
_RUNNING = re.compile(r"累计")


_CHANGES = (Operation.DIFFERENCE, Operation.GROWTH, Operation.POINTS)


@dataclass(frozen=True, slots=True)
class Stated:
    """One number of a sentence, with the clause it stands in."""

    piece: Piece
    number: Number
    operation: Operation

    @property
    def value(self) -> Decimal:
        """The number in its kind's own unit."""
        return self.number.value * self.number.scale

    @property
    def is_count(self) -> bool:
        """Whether it counts things or money."""
        return self.operation is Operation.VALUE and self.number.kind in (Kind.COUNT, Kind.MONEY)

    @property
    def shown(self) -> str:
        """The number as it is shown."""
        return f"{plain(self.number.value)}{self.number.unit}"


def check(material: Material, text: str, clauses: Sequence[Clause]) -> Iterator[Finding]:
    """Every share that its own numbers do not give, and every list that does not add up."""
    pieces = [piece for clause in clauses for piece in pieces_of(clause) if piece.number is not None]
    for _, group in groupby(pieces, key=lambda piece: piece.clause.sentence):
        line = [Stated(piece, piece.number, operation_of(piece)[0]) for piece in group if piece.number is not None]
        if len(line) < 2:
            continue
        yield from _ratios(material, text, line)
        yield from _lists(material, text, line)


def _ratios(material: Material, text: str, line: Sequence[Stated]) -> Iterator[Finding]:
    for place, one in enumerate(line):
        if one.number.kind is not Kind.PERCENT or one.number.bound not in (Bound.EXACT, Bound.ABOUT):
            continue
        before = [other for other in line[:place] if other.is_count]
        if len(before) < 2:
            continue
        if before[-1].number.unit != before[-2].number.unit:
            yield from _rate(material, text, before, one)
            continue
        first, second = before[-2], before[-1]
        if _FROM.search(first.piece.before) and _TO.search(second.piece.before):
            yield from _from_to(material, text, first, second, one)
        elif one.operation is Operation.SHARE and _SHARE.search(one.piece.before):
            named = list(_named_share(material, text, before, one))
            yield from named or _share(material, text, before, one)


def _from_to(material: Material, text: str, first: Stated, second: Stated, one: Stated) -> Iterator[Finding]:
    """“由314个整合至149个，清理率达47.5%”: what was cleared, or what was kept? Both readings are shown."""
    if not first.value:
        return
    words = one.piece.before
    down = first.value > second.value
    changed = abs(first.value - second.value) * 100 / first.value
    kept = second.value * 100 / first.value
    if (_REDUCED.search(words) and down) or (_GROWN.search(words) and not down):
        if one.number.agrees(changed):
            return
    elif (
        one.number.agrees(changed)
        or one.number.agrees(kept)
        or not (_REDUCED.search(words) or _GROWN.search(words) or "率" in words)
    ):
        return
    a, b = plain(first.value), plain(second.value)
    low, high = (b, a) if down else (a, b)
    formula = f"({high} - {low}) ÷ {a} = {_two(changed)}%"
    other = f"；{b} ÷ {a} = {_two(kept)}% 是{'保留' if down else '现在与原来'}的比例" if one.number.agrees(kept) else ""
    said = f"“{_clean(words)}{one.shown}”：按{'减少' if down else '增加'}的部分计算 {formula}{other}。"
    if other:
        said += "两种读法都列出，请确认要说的是哪一种。"
    yield _found(material, text, "prose_ratio", Severity.ERROR, (first, second, one), (one, changed), formula, said)


def _rate(material: Material, text: str, before: Sequence[Stated], one: Stated) -> Iterator[Finding]:
    """“规范性文件14件，配发解读材料12篇，解读率85.71%”: the part has the rate's name, the whole its own unit.

    Only a remark: the whole may be another one.
    """
    whole, part = before[-2], before[-1]
    named = _RATE.search(one.piece.before)
    follows = one.piece.clause.start - part.piece.clause.end <= 1
    if named is None or named[1] not in part.piece.before or not follows or not part.value <= whole.value:
        return
    value = part.value * 100 / whole.value if whole.value else Decimal(0)
    if whole.value and not one.number.agrees(value):
        formula = f"{plain(part.value)} ÷ {plain(whole.value)} = {_two(value)}%"
        said = f"“{_clean(one.piece.before)}{one.shown}”：{part.shown}比{whole.shown}，{formula}，请核对。"
        yield _found(material, text, "prose_ratio", Severity.REMARK, (whole, part, one), (one, value), formula, said)


def _named_share(material: Material, text: str, before: Sequence[Stated], one: Stated) -> Iterator[Finding]:
    """“重点领域9482条、…，重点领域信息占比45.42%”: the share names its part, one of those that a whole lists."""
    words = _pairs(re.split(r"占", one.piece.before)[0])
    for place, whole in enumerate(before):
        parts = _parts(text, whole, before[place + 1 :])
        fits = [part for part in parts if len(words & _pairs(part.piece.before)) >= 2]
        if len(fits) != 1 or one.number.agrees(fits[0].value * 100 / whole.value):
            continue
        value = fits[0].value * 100 / whole.value
        formula = f"{plain(fits[0].value)} ÷ {plain(whole.value)} = {_two(value)}%"
        said = f"“{_clean(one.piece.before)}{one.shown}”：{fits[0].shown}占{whole.shown}，{formula}。"
        yield _found(material, text, "prose_ratio", Severity.ERROR, (whole, fits[0], one), (one, value), formula, said)
        return


def _pairs(words: str) -> set[str]:
    plain_words = re.sub(r"其中|信息|[^一-鿿]", "", words)
    return {plain_words[i : i + 2] for i in range(len(plain_words) - 1)}


def _share(material: Material, text: str, before: Sequence[Stated], one: Stated) -> Iterator[Finding]:
    part = before[-1]
    wholes = [other for other in before[:-1] if other.number.unit == part.number.unit and other.value >= part.value]
    pairs = [(p, w) for i, p in enumerate(before) for w in before[:i] if w.value and p.number.unit == w.number.unit]
    if not wholes or any(one.number.agrees(p.value * 100 / w.value) for p, w in pairs):
        return
    if any(one.number.agrees((p.value + q.value) * 100 / w.value) for p, w in pairs for q, _ in pairs if p is not q):
        return
    # The clause must follow the part directly, and there must be one whole that the part is said to be of.
    follows = one.piece.clause is part.piece.clause or one.piece.clause.start - part.piece.clause.end <= 1
    said_so = _PARTS.search(text[wholes[-1].piece.start : part.piece.end]) or "率" in one.piece.before
    if not follows or not said_so or len({whole.value for whole in wholes}) > 1:
        return
    whole = wholes[-1]
    value = part.value * 100 / whole.value
    formula = f"{plain(part.value)} ÷ {plain(whole.value)} = {_two(value)}%"
    said = f"“{_clean(one.piece.before)}{one.shown}”：{part.shown}占{whole.shown}，{formula}。"
    near = abs(one.number.value - value) < 2 * one.number.step
    severity = Severity.REMARK if near else Severity.ERROR
    yield _found(material, text, "prose_ratio", severity, (whole, part, one), (one, value), formula, said)


def _lists(material: Material, text: str, line: Sequence[Stated]) -> Iterator[Finding]:
    for place, whole in enumerate(line):
        if not whole.is_count:
            continue
        if _ADDED.search(whole.piece.before) and not _RUNNING.search(whole.piece.before):
            yield from _added_up(material, text, line[:place], whole)
            continue
        parts = _parts(text, whole, line[place + 1 :])
        if len(parts) > 1:
            yield from _listed(material, text, whole, parts)


def _parts(text: str, whole: Stated, rest: Sequence[Stated]) -> list[Stated]:
    """The numbers behind a whole that are parts of it."""
    parts: list[Stated] = []
    rest = list(dropwhile(lambda one: one.operation in _CHANGES, rest))  # “…20874条，比上年减少1444条，其中…”
    if not rest or not _PARTS.search(text[whole.piece.end : rest[0].piece.start] + rest[0].piece.before):
        return parts
    verb = whole.piece.before.strip()[:2]
    depth = _depth(text[whole.piece.end : rest[0].piece.start])
    for one in rest:
        if _depth(text[whole.piece.end : one.piece.start]) > depth:
            continue  # a breakdown of a part, in brackets of its own
        if not one.is_count or one.number.unit != whole.number.unit or one.value > whole.value:
            break
        inner = parts and "其中" in one.piece.before
        again = parts and verb and one.piece.before.strip().startswith(verb)
        if inner or again or _ADDED.search(one.piece.before):
            break
        parts.append(one)
    return parts


def _depth(text: str) -> int:
    return len(re.findall(r"[（(]", text)) - len(re.findall(r"[）)]", text))


def _listed(material: Material, text: str, whole: Stated, parts: Sequence[Stated]) -> Iterator[Finding]:
    added = sum((part.value for part in parts), Decimal(0))
    rough = any(one.number.bound is not Bound.EXACT for one in (whole, *parts))
    slack = sum((one.number.step * one.number.scale for one in (whole, *parts)), Decimal(0)) / 2
    rough = rough or (whole.number.step < 1 and abs(added - whole.value) <= slack)  # each is rounded by itself
    if added == whole.value or rough or _partitions([part.value for part in parts], whole.value):
        return
    closed = bool(_REST.match(parts[-1].piece.before))
    if added < whole.value and not closed:
        return
    if not (closed or _alike(parts) or _in_brackets(text, whole, parts)):
        return
    terms = " + ".join(plain(part.number.value) for part in parts)
    total_ = added / whole.number.scale
    formula = f"{terms} = {plain(total_)} ≠ {plain(whole.number.value)}"
    gap = plain(abs(total_ - whole.number.value))
    said = f"“{_clean(whole.piece.before)}{whole.shown}”的各部分相加为 {plain(total_)}，相差 {gap}。"
    yield _found(material, text, "prose_sum", Severity.ERROR, (whole, *parts), (whole, added), formula, said)


def _added_up(material: Material, text: str, before: Sequence[Stated], whole: Stated) -> Iterator[Finding]:
    """“A 51件、B 6件，共57件”: what comes before must add up to it."""
    counts = [one for one in before if one.is_count and one.number.unit == whole.number.unit]
    if len(counts) < 2 or any(one.number.bound is not Bound.EXACT for one in (whole, *counts)):
        return
    sums = [
        sum((one.value for one in counts[start:end]), Decimal(0))
        for start in range(len(counts))
        for end in range(start + 1, len(counts) + 1)
    ]
    if whole.value in sums or _subset(counts, whole.value):
        return
    added = sums[len(counts) - 1]
    terms = " + ".join(plain(one.value) for one in counts)
    formula = f"{terms} = {plain(added)} ≠ {plain(whole.value)}"
    said = f"“{_clean(whole.piece.before)}{whole.shown}”：前面各项相加为 {plain(added)}。"
    yield _found(material, text, "prose_sum", Severity.ERROR, (*counts, whole), (whole, added), formula, said)


def _subset(counts: Sequence[Stated], total: Decimal) -> bool:
    """Whether some of the numbers add up to the total: a part may have been listed beside its whole."""
    reached = {Decimal(0)}
    for one in counts[:12]:
        reached |= {value + one.value for value in reached}
    return total in reached


def _partitions(values: Sequence[Decimal], total: Decimal) -> bool:
    """Whether the parts are several complete divisions of the whole, one after another (by applicant, by channel)."""
    run, divisions = Decimal(0), 0
    for value in values:
        run += value
        if run == total:
            run, divisions = Decimal(0), divisions + 1
    return divisions > 0 and run < total


def _alike(parts: Sequence[Stated]) -> bool:
    """Whether the items of a list are of one kind: all hold the same word."""
    words = [
        {text[i : i + 2] for i in range(len(text) - 1)}
        for part in parts
        if (text := re.sub(r"其中|[^一-鿿]", "", part.piece.before + part.piece.after))
    ]
    return len(words) == len(parts) and bool(set.intersection(*words))


def _in_brackets(text: str, whole: Stated, parts: Sequence[Stated]) -> bool:
    between = text[whole.piece.end : parts[0].piece.start + len(parts[0].piece.before)]
    return "（" in between or "(" in between


def _found(
    material: Material,
    text: str,
    kind: str,
    severity: Severity,
    numbers: Sequence[Stated],
    sides: tuple[Stated, Decimal],
    formula: str,
    said: str,
) -> Finding:
    start = min(one.piece.start for one in numbers)
    end = max(one.piece.end for one in numbers)
    one, computed = sides
    shown = computed if one.number.kind is not Kind.PERCENT else Decimal(_two(computed))
    where = f"正文 · {_clean(text[sides[0].piece.start : sides[0].piece.end])}"
    numbers_ = Numbers(one.number.value, shown / one.number.scale, formula)
    return finding(material, kind, severity, where, numbers_, [material.source(start, end)], said)


def _two(value: Decimal) -> str:
    return plain(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _clean(text: str) -> str:
    return " ".join(text.split()).strip("，、；（( ")
