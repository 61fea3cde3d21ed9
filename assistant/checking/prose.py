"""Claims that the forms cannot answer, against the reports' own sentences and their other tables.

A figure answers a claim when its clause says what the claim's clause says, in the same manner (a value, a share, a
change upwards). To support a claim it must state the same number; to contradict one the two clauses must say nearly
the same words, and no other figure may fit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant import counted, figures
from assistant.answer import Scope
from assistant.catalog import Catalog
from assistant.checking.frame import Operation
from assistant.checking.manner import before_change, operation_of
from assistant.checking.pieces import Piece, clauses_in, pieces_of
from assistant.checking.scoping import Scoping
from assistant.language.masks import narrow
from assistant.language.number import Bound, Kind, Number
from assistant.language.numerals import numbers_in
from assistant.library import Library
from assistant.report import USABLE, Figure, Source
from assistant.sources import source_of
from assistant.understanding.measures import hits_in
from assistant.understanding.spans import masked

_SUPPORTS = 0.6
_CONTRADICTS = 0.8
_SAYS_BACK = 0.45
_SAY_THE_SAME = 1.4
"""What the two sides of a contradiction must cover of each other, added."""
_CONTEXT = 0.35
_SAME_SUBJECT = 0.25
_MARGIN = 0.1
_IDLE = re.compile(
    r"其中|全年|共计?|累计|合计|总计|达到?|分别|约|(?<!平)均|已经?|了|为|超过?|近|余|多|的|仅|[，。；：、“”\"'（）()□＿\s]|\d+(?:\.\d+)?|"
    r"(?:19|20)\d{2}年度?|[%％]|本年|今年|当年|年度|截至|年底|通过|有|[较比]上年|同比"
)
_QUOTED = re.compile(r"[“\"]([^”\"]{2,20})[”\"]")
_LEFT_OVER = re.compile(r"其他|其它|其余|剩余")
_PILED_UP = re.compile(r"^(?!.*(?:全年|[本当]年|年内)).*(?:累计|截至|截止|至今)", re.DOTALL)
_TURNED = re.compile(r"[未没]|不(?!动产|断|含|同|仅|予)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A number that a report states outside its form, with the words around it."""

    number: Number
    operation: Operation
    direction: int
    years: tuple[int, ...]
    own: frozenset[str]
    clause: frozenset[str]
    sentence: frozenset[str]
    named: frozenset[str]
    """The words of the names in quotation marks."""
    turned: bool
    words: str
    source: Source
    raw: str


@dataclass(frozen=True, slots=True)
class Match:
    """An entry with how well it fits a claim, 0..1."""

    entry: Entry
    near: float
    """How much of the claim's own words its clause says."""
    back: float
    """How much of its own words the claim says."""
    score: float
    firm: bool = True
    """Whether it may contradict: both count the whole or the rest of it, a year or what has piled up."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: a piece, the words of its sentence before it, and the year it is about."""

    piece: Piece
    context: str
    year: int | None
    said: str = ""
    """The piece's words with all names, of which its own words leave out those of the scope."""
    by_name: bool = False
    """Whether only a clause that names the year will do: the report is another year's."""

    def fits(self, entry: Entry) -> bool:
        """Whether an entry is about the year."""
        if self.year is None or not entry.years:
            return not self.by_name
        return self.year in entry.years


@dataclass(slots=True)
class Sentences:
    """The numbers of the reports' sentences, each report read once."""

    library: Library
    catalog: Catalog
    _known: dict[str, list[Entry]] = field(default_factory=dict)

    def find(self, report_ids: Collection[str], asked: Asked) -> list[Match]:
        """The numbers that may answer a claim, best first."""
        piece, context = asked.piece, asked.context
        assert piece.number is not None
        operation, direction = operation_of(piece)
        own, around = _content(_said(piece, operation)), _content(context)
        names = _content(asked.said)
        if not own | around:
            return []
        turned = _turned(piece)
        found = []
        for report_id in report_ids:
            for entry in self.entries(report_id):
                if (entry.operation, entry.direction, entry.turned) != (operation, direction, turned):
                    continue
                if not asked.fits(entry):
                    continue
                if not _units(piece.number, entry.number):
                    continue
                match = _match(entry, own, around, names) or _distinct(piece.number, entry, own, around)
                if match is not None:
                    found.append(replace(match, firm=_same_span(piece.words, entry.words)))
        return sorted(found, key=lambda match: -match.score)

    def entries(self, report_id: str) -> list[Entry]:
        """Every number that the report states outside its form."""
        if report_id not in self._known:
            self._known[report_id] = [*self._prose(report_id), *self._tables(report_id)]
        return self._known[report_id]

    def _prose(self, report_id: str) -> Iterator[Entry]:
        info = self.catalog.info(report_id)
        scoping = Scoping(self.catalog, Scope(report_id=report_id))
        for paragraph in self.library.paragraphs(report_id):
            if not any(char.isdigit() for char in paragraph.text) and not numbers_in(paragraph.text):
                continue
            context, sentence = "", -1
            for clause in clauses_in(paragraph.text):
                scoping.enter(clause)
                context = context if clause.sentence == sentence else ""
                sentence = clause.sentence
                for piece in pieces_of(clause):
                    if piece.number is not None and piece.number.unit:  # digits of a glued table have none
                        source = source_of(info, paragraph, *_sentence(paragraph.text, piece))
                        yield _entry(piece, context, scoping.when.years, source)
                context += clause.text

    def _tables(self, report_id: str) -> Iterator[Entry]:
        for figure in figures.select(self.library, report_ids=[report_id], of_form=False):
            if figure.table == "prose" or figure.value is None or figure.status not in USABLE:
                continue
            words = "".join((*figure.row, *figure.col))
            yield Entry(
                _number_of(figure),
                Operation.SHARE if figure.unit == "%" else Operation.VALUE,
                0,
                (),
                frozenset(_content(words)),
                frozenset(_content(f"{words} {figure.table}")),
                frozenset(_content(figure.table)),
                frozenset(),
                False,
                words,
                figure.source,
                figure.raw,
            )


def verdict(number: Number, matches: Sequence[Match]) -> tuple[str, Match | None]:
    """("supported" | "contradicted" | "not_found", the match that says so)."""
    best = matches[0] if matches else None
    if best is None:
        return "not_found", None
    holding = next((match for match in matches if agrees(number, match.entry.number)), None)
    if holding is not None and holding.score >= best.score - 2 * _MARGIN:
        return "supported", holding
    rivals = {m.entry.number.value * m.entry.number.scale for m in matches if m.score >= best.score - _MARGIN}
    alike = best.near >= _CONTRADICTS and best.back >= _SAYS_BACK and best.near + best.back >= _SAY_THE_SAME
    open_ = best.entry.number.agrees(number.value * number.scale)  # “98.5%以上” does not deny 99.02%
    if alike and best.firm and len(rivals) == 1 and holding is None and not open_:
        return "contradicted", best
    return "not_found", best


def agrees(number: Number, stated: Number) -> bool:
    """Whether a claim's number may stand for a report's, itself perhaps a rough one."""
    value = stated.value * stated.scale
    return number.agrees(value) or (
        number.bound is not Bound.EXACT and stated.bound is not Bound.EXACT and number.value * number.scale == value
    )


def _entry(piece: Piece, context: str, years: tuple[int, ...], source: Source) -> Entry:
    assert piece.number is not None
    operation, direction = operation_of(piece)
    own = _content(_said(piece, operation))
    return Entry(
        piece.number,
        operation,
        direction,
        years,
        frozenset(own),
        frozenset(own | _content(piece.clause.text)),
        frozenset(own | _content(context + piece.clause.text)),
        frozenset(gram for name in _QUOTED.findall(piece.before) for gram in _content(name)),
        _turned(piece),
        piece.words,
        source,
        piece.clause.text[piece.number.start : piece.number.end],
    )


def _match(entry: Entry, own: set[str], around: set[str], names: set[str]) -> Match | None:
    near = _covered(own, entry.clause)
    if entry.named and entry.named <= names and _covered(entry.own, own | names) == 1:
        near = max(near, _CONTRADICTS)  # the same name in quotation marks, and nothing that the claim does not say
    wider = _covered(around, entry.sentence) if around else 1.0
    if own and near < _SUPPORTS and _covered(entry.own, own) == 1 and _covered(own, entry.sentence) >= _SUPPORTS:
        near = _SUPPORTS  # the sentence says the rest: “收到公众意见2963条，采纳814条”
    if own and near < _SUPPORTS:
        return None
    if len(own) < 3 and wider < _CONTEXT:
        return None
    back = _covered(entry.own, own | around | names)
    direct = _covered(own, entry.own)
    score = (2 * near + back + direct + (wider if len(own) < 3 else near)) / 5
    return Match(entry, near if own else wider, back, score)


def _said(piece: Piece, operation: Operation) -> str:
    """The words of a piece that say what is counted; those of a change say only how."""
    changes = operation in (Operation.GROWTH, Operation.DIFFERENCE, Operation.POINTS)
    return (before_change(piece.before) if changes else piece.before) + piece.after


def _distinct(number: Number, entry: Entry, own: set[str], around: set[str]) -> Match | None:
    """A number of three digits or more, in the same few words or, of a change, in a sentence on the same."""
    same = number.value == entry.number.value and number.unit == entry.number.unit
    digits = "".join(char for char in str(number.value) if char.isdigit()).strip("0")
    if not same or len(digits) < 3 or not own <= entry.own:
        return None
    if not own and _covered(around, entry.sentence) < _SAME_SUBJECT:
        return None
    return Match(entry, 1.0, _covered(entry.own, own), _SUPPORTS)


def _same_span(said: str, stated: str) -> bool:
    return all(bool(mark.search(said)) == bool(mark.search(stated)) for mark in (_LEFT_OVER, _PILED_UP))


def _sentence(text: str, piece: Piece) -> tuple[int, int]:
    """The sentence around a piece, as far as its line goes."""
    begin = max(text.rfind(mark, 0, piece.start) for mark in "。；\n") + 1
    ends = [end for mark in "。；\n" if (end := text.find(mark, piece.end)) >= 0]
    end = min(ends) + (1 if ends and text[min(ends)] != "\n" else 0) if ends else len(text)
    lead = len(text[begin:end]) - len(text[begin:end].lstrip())
    return begin + lead, begin + len(text[begin:end].rstrip())


def _number_of(figure: Figure) -> Number:
    assert figure.value is not None
    unit = figure.unit or ""
    kind = Kind.PERCENT if unit == "%" else Kind.MONEY if unit.endswith("元") else Kind.COUNT
    scale = {"万元": 10**4, "亿元": 10**8}.get(unit, 1)
    return Number(0, 0, figure.value, unit, kind, Decimal(1), Bound.EXACT, Decimal(scale))


def _content(text: str) -> set[str]:
    return counted.grams(_IDLE.sub(" ", narrow(text)))


def _covered(wanted: Collection[str], have: Collection[str]) -> float:
    return sum(gram in have for gram in wanted) / len(wanted) if wanted else 1.0


def _turned(piece: Piece) -> bool:
    """Whether a piece denies what it counts; “不掌握” in a label of the form denies nothing."""
    said = piece.before + piece.after
    return bool(_TURNED.search(masked(said, [(hit.start, hit.end) for hit in hits_in(said)])))


def _units(number: Number, stated: Number) -> bool:
    if number.kind is not stated.kind:
        return False
    if number.kind is not Kind.COUNT or not number.unit or not stated.unit:
        return True
    return counted.same_unit(number.unit, stated.unit) or counted.same_unit(stated.unit, number.unit)
