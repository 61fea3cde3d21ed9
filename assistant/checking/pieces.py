"""A draft cut into the pieces that can each be a claim: a clause, or what belongs to one number of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.checking.wrapped import unwrapped
from assistant.language.masks import narrow
from assistant.language.number import Kind, Number
from assistant.language.numerals import numbers_in
from assistant.language.sentences import sentences
from assistant.understanding.measures import hits_in

_CLAUSE_END = re.compile(
    r"[，；：。！？\n（）()【】]|(?<!\d),|,(?!\d)|[;:!?]|(?m:^[ \t]*[一二三四五六七八九十]{1,3}、)"
)
_ITEM_END = re.compile(r"、|和|及|与|以及")
_THAN = re.compile(r"[比较]\s*$")
_PER = re.compile(r"每(?:[\u4e00-\u9fff]{2})?\s*$")
_AMONG = re.compile(
    r"(?:[^，、。\d]{0,6}?(?:申请|案件|答复|的))?(?:中|里面?|里头|当中)(?![心国央小学医标期介断止文秋型层级共])"
)
"""“11件申请中个人10件”: the first number is what the second is among."""
_DONE = re.compile(r"(?:[^，。、\d]{0,6}申请)?(?=(?:共|已|全部)?(?:办结|收到|受理|接到|征集到?|答复))")
"""“9件申请办结8件”, “19期收到诉求348件”: what was done is said of the second number."""
_WHOLE = re.compile(r"[^，。；、\d]{1,14}的")
_MOST = re.compile(r"(?:大部分|大多数|多数|大头|一半|半数|最多的?)$")
"""“大部分（19件）是因为不掌握”."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between its marks, `text = draft[start:end]`."""

    start: int
    end: int
    text: str
    sentence: int
    """Which sentence of the draft it belongs to."""
    paragraph: int
    numbers: tuple[Number, ...]
    """The numbers in it; their places are those in the clause."""
    aside: bool = False
    """Whether it stands in parentheses."""
    goes_on: bool = False
    """Whether its sentence goes on after “；”."""
    whole_line: bool = False
    """Whether it is a line of its own without a mark: a heading, as far as its look goes."""
    behind: str = ""
    """Of a number in parentheses after “大部分”: the words after them, which say what it counts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One number of a clause, with the words that belong to it; or a clause without any."""

    clause: Clause
    number: Number | None
    before: str
    after: str
    start: int
    end: int
    aside: bool = False
    """Whether the number only says how large the whole is: “占115件办结件的51.3%”."""

    @property
    def counts_per(self) -> bool:
        """Whether the number only says out of how many: “每100件申请中”."""
        return self.number is not None and self.number.kind is Kind.COUNT and bool(_PER.search(self.before))

    @property
    def is_mark(self) -> bool:
        """Whether the number is only what the next one is measured from: “比3000件多1件”."""
        if self.number is None or not _THAN.search(self.before):
            return False
        behind = self.clause.text[self.number.end :]
        return self.number is not self.clause.numbers[-1] and behind.lstrip()[:1] in tuple("多少高低")

    @property
    def words(self) -> str:
        """What is said besides the number."""
        return f"{self.before} {self.after}".strip()


def clauses_in(text: str) -> list[Clause]:
    """The clauses of a draft, in order."""
    flat = narrow(unwrapped(text))
    numbers = numbers_in(flat)
    found: list[Clause] = []
    for index, (start, end) in enumerate(sentences(flat)):
        paragraph = flat.count("\n", 0, start)
        at = start
        for mark in [*_CLAUSE_END.finditer(flat, start, end), None]:
            if mark is not None and any(n.start < mark.end() and mark.start() < n.end for n in numbers):
                continue
            stop = mark.start() if mark else end
            piece = flat[at:stop]
            lead = len(piece) - len(piece.lstrip())
            body = piece.strip()
            if body:
                own = [n for n in numbers if at <= n.start and n.end <= stop]
                begin = at + lead
                found.append(
                    Clause(
                        begin,
                        begin + len(body),
                        body,
                        index,
                        paragraph,
                        tuple(_shifted(number, begin) for number in own),
                        flat.count("（", start, begin) + flat.count("(", start, begin)
                        > flat.count("）", start, begin) + flat.count(")", start, begin),
                        flat[:start].rstrip(" ")[-1:] in (";", "；"),
                        _is_line(flat, begin, begin + len(body)),
                    )
                )
            at = mark.end() if mark else end
    return _with_reasons(found)


def _with_reasons(clauses: list[Clause]) -> list[Clause]:
    """The clauses, where a number in parentheses has the words after it that say what it counts."""
    found = list(clauses)
    for place in range(1, len(found) - 1):
        before, own, behind = found[place - 1 : place + 2]
        alone = own.aside and len(own.numbers) == 1 and not behind.numbers and not behind.aside
        touches = own.start - before.end == 1 and behind.start - own.end == 1
        if alone and touches and behind.sentence == own.sentence and _MOST.search(before.text):
            found[place] = replace(own, behind=behind.text)
    return found


def _is_line(text: str, start: int, end: int) -> bool:
    return text[:start].rstrip(" \t#*")[-1:] in ("", "\n") and text[end:].lstrip(" \t*")[:1] in ("", "\n")


def pieces_of(clause: Clause) -> list[Piece]:
    """The clause as one piece a number; the words between two numbers go with the second, or, in a list of
    “3件予以公开”, with the first.
    """
    if not clause.numbers:
        return [Piece(clause, None, clause.text, "", clause.start, clause.end)]
    return list(_cut(clause, clause.numbers))


def _cut(clause: Clause, numbers: Sequence[Number]) -> Iterator[Piece]:
    text = clause.text
    postfix = _counts_first(text, numbers)
    floor = 0
    for place, number in enumerate(numbers):
        limit = numbers[place + 1].start if place + 1 < len(numbers) else len(text)
        before = text[floor : number.start]
        after = text[number.end : limit]
        if place + 1 < len(numbers) and _is_aside(before, after, numbers[place + 1]):
            floor = number.start - 1
            yield Piece(
                clause, number, "", after[:-1], clause.start + number.start, clause.start + limit - 1, aside=True
            )
            continue
        among = _AMONG.match(after) if place + 1 < len(numbers) else None
        if among is not None:
            floor = number.end + among.end()
            after = among.group()
        elif place + 1 < len(numbers):
            cut = _ITEM_END.search(after) if postfix else None
            done = _DONE.match(after) if cut is None else None
            keep = cut.start() if cut else done.end() if done else len(after) if postfix else 0
            floor = number.end + (cut.end() if cut else keep)
            after = after[:keep]
        begin = clause.start + (number.start - len(before.lstrip(" 、和及与")))
        end = clause.start + number.end + len(after)
        yield Piece(clause, number, before.lstrip(" 、"), after, begin, end)


def _is_aside(before: str, after: str, following: Number) -> bool:
    return before.endswith("占") and following.kind is Kind.PERCENT and bool(_WHOLE.fullmatch(after))


def _counts_first(text: str, numbers: Sequence[Number]) -> bool:
    """Whether the clause says its numbers before what they count."""
    first = text[: numbers[0].start]
    behind = text[numbers[0].end : numbers[1].start if len(numbers) > 1 else len(text)]
    named = [hit for hit in hits_in(first) if hit.concept is not None]
    return not named and any(hit.concept is not None for hit in hits_in(behind)) and "占" not in first


def _shifted(number: Number, by: int) -> Number:
    return replace(number, start=number.start - by, end=number.end - by)
