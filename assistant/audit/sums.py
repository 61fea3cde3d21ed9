"""Lists in a report's sentences whose items do not add up to what they are said to be parts of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import dropwhile

from assistant.answer import Finding, Severity
from assistant.arithmetic import plain
from assistant.audit.material import Material
from assistant.audit.stated import Stated, found
from assistant.checking.operation import Operation
from assistant.language.number import Bound

PARTS = re.compile(r"其中|包括|包含|涉及|含|分别")
_REST = re.compile(r"^\s*[（(]?(?:其他|其它|其余|剩余)")
_CHANNEL = re.compile(r"网上|网络|线上|在线|平台|信函|邮寄|来信|当面|现场|窗口|上门|传真|邮件|邮箱")
"""How requests come in: a list of three ways or more is usually all of them."""
_ADDED = re.compile(r"^\s*(?:共计?|合计|总计|总共|一共)\s*(?:为|达)?\s*$")
_RUNNING = re.compile(r"累计")
_CHANGES = (Operation.DIFFERENCE, Operation.GROWTH, Operation.POINTS)


def check(material: Material, text: str, line: Sequence[Stated]) -> Iterator[Finding]:
    """Every list of a sentence that does not add up."""
    for place, whole in enumerate(line):
        if not whole.is_count:
            continue
        if _ADDED.search(whole.piece.before) and not _RUNNING.search(whole.piece.before):
            yield from _added_up(material, text, line[:place], whole)
            continue
        parts = parts_of(text, whole, line[place + 1 :])
        if len(parts) > 1:
            yield from _listed(material, text, whole, parts)


def parts_of(text: str, whole: Stated, rest: Sequence[Stated]) -> list[Stated]:
    """The numbers behind a whole that are parts of it."""
    parts: list[Stated] = []
    rest = list(dropwhile(lambda one: one.operation in _CHANGES, rest))  # “…20874条，比上年减少1444条，其中…”
    if not rest or not PARTS.search(text[whole.piece.end : rest[0].piece.start] + rest[0].piece.before):
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
    channels = len(parts) > 2 and all(_CHANNEL.search(part.piece.words) for part in parts)
    if added < whole.value and not (closed or channels):
        return
    if not (closed or channels or _alike(parts) or _in_brackets(text, whole, parts)):
        return
    terms = " + ".join(plain(part.number.value) for part in parts)
    total_ = added / whole.number.scale
    formula = f"{terms} = {plain(total_)} ≠ {plain(whole.number.value)}"
    gap = plain(abs(total_ - whole.number.value))
    said = f"{whole.quoted}的各部分相加为 {plain(total_)}，相差 {gap}。"
    severity = Severity.REMARK if channels and added < whole.value and not closed else Severity.ERROR
    yield found(material, text, "prose_sum", severity, (whole, *parts), (whole, added), formula, said)


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
    said = f"{whole.quoted}：前面各项相加为 {plain(added)}。"
    yield found(material, text, "prose_sum", Severity.ERROR, (*counts, whole), (whole, added), formula, said)


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
