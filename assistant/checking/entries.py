"""The numbers that reports state outside their forms, in sentences and in other tables, with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant import counted, figures
from assistant.answer import Scope
from assistant.catalog import Catalog
from assistant.checking.manner import COMES_TO, before_change, operation_of
from assistant.checking.operation import Operation
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

_IDLE = re.compile(
    COMES_TO + r"|"
    r"类信息|(?<=[\u4e00-\u9fff])类(?=[约占共达的\s\d□]|$)|再|被|现在|还(?![款贷原])|涉及|渠道|途径|方式|(?:压减|压降|精简|整合|归并|合并|缩减)(?:至|到|为)|变(?:为|成|到)?$|^[由从自](?=\s|\d|$)|并[为成]|只(?=[占有是]|$)|到场|到会|"
    r"全部|所有|是(?!否)|其中|参加|出席|邀请|全年|一年(?!级)|一路|大致|共计?|累计|合计|总计|达到?|分别|约|(?<!平)均|已经?|了|为|超过?|近|余|多|的|仅|[，。；：、“”\"'（）()□＿\s]|\d+(?:\.\d+)?|"
    r"(?:19|20)\d{2}年度?|[%％]|本年|今年|当年|年度|截至|年底|目前|开展|实施|通过|有|[较比]上年|同比"
)
_ALIKE = (
    (re.compile(r"(?:发布|公布)(?!会)"), "公开"),
    (re.compile(r"信息(?:公开)?量"), "公开信息"),
    (re.compile(r"(?<=公开|推送|报送)量"), ""),
    (re.compile(r"互联网|网上|线上|网络"), "网络"),
    (re.compile(r"来信|信件|邮寄|信函"), "信函"),
    (re.compile(r"花费了?|花了|耗资|出资|总?投资|投入"), "投入"),
    (re.compile(r"建[设成立]"), "建"),
    (re.compile(r"政策(?=解读)"), ""),
    (re.compile(r"发送|推出"), "推送"),
    (re.compile(r"受益|受惠"), "惠及"),
    (re.compile(r"参加培训|参与培训|参训"), "参训"),
)
"""One word for what has several: “网站发布信息” and “网站公开信息”, “耗资” and “投入”."""
_QUOTED = re.compile(r"[“\"]([^”\"]{2,20})[”\"]")
SHARE_MARK = re.compile(r"占比|占|比重|比例")
_ATTRIBUTE = re.compile(r"[未没不][^，。；]{1,12}的")
"""“关停未规范管理的账号”: what is denied is not the number."""
_TURNED = re.compile(r"[未没]|不(?!动产|断|含|同|仅|予)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A number that a report states outside its form, with the words around it."""

    number: Number
    operation: Operation
    direction: int
    years: tuple[int, ...]
    """The years that its clause names."""
    standing: tuple[int, ...]
    """The years that the sentences before have said it is about."""
    own: frozenset[str]
    clause: frozenset[str]
    sentence: frozenset[str]
    named: frozenset[str]
    """The words of the names in quotation marks."""
    turned: bool
    words: str
    subject: frozenset[str]
    """Of a share or change whose own words leave it out, what it is of: the words of the number before."""
    source: Source
    raw: str

    @property
    def value(self) -> Decimal:
        """The number in its kind's own unit."""
        return self.number.value * self.number.scale


@dataclass(slots=True)
class Entries:
    """The numbers of the reports outside their forms, each report read once."""

    library: Library
    catalog: Catalog
    _known: dict[str, list[Entry]] = field(default_factory=dict)

    def of(self, report_id: str) -> list[Entry]:
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
            context, subject, pending, sentence = "", "", "", -1
            for clause in clauses_in(paragraph.text):
                scoping.enter(clause)
                if clause.sentence != sentence:
                    context, subject, pending = "", "", ""
                sentence = clause.sentence
                closes = paragraph.text[max(clause.start - 1, 0)] in "）)"
                pending += "" if clause.numbers else clause.text
                for piece in pieces_of(clause):
                    if piece.number is not None and not content(piece.words) and pending and closes:
                        piece = replace(piece, before=pending + piece.before)  # “金额（以合同为准）为251.25万元”
                    if piece.number is not None and piece.number.unit:  # digits of a glued table have none
                        source = source_of(info, paragraph, *_sentence(paragraph.text, piece))
                        entry = _entry(piece, context, scoping, source)
                        of = set[str]() if names_its_own(piece) else content(subject)
                        yield replace(entry, subject=frozenset(of))
                        subject = piece.words if entry.operation is Operation.VALUE else subject
                pending = "" if clause.numbers else pending
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
                (),
                frozenset(content(words)),
                frozenset(content(f"{words} {figure.table}")),
                frozenset(content(figure.table)),
                frozenset(),
                False,
                words,
                frozenset(),
                figure.source,
                figure.raw,
            )


def _entry(piece: Piece, context: str, scoping: Scoping, source: Source) -> Entry:
    assert piece.number is not None
    operation, direction = operation_of(piece)
    own = content(counted_in(piece, operation))
    return Entry(
        piece.number,
        operation,
        direction,
        scoping.when.years,
        scoping.led or scoping.years,
        frozenset(own),
        frozenset(own | content(piece.clause.text)),
        frozenset(own | content(context + piece.clause.text)),
        frozenset(gram for name in _QUOTED.findall(piece.before) for gram in content(name)),
        turned(piece),
        piece.words,
        frozenset(),
        source,
        piece.clause.text[piece.number.start : piece.number.end],
    )


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


def content(text: str) -> set[str]:
    """The bigrams of the words that say what is counted."""
    return counted.grams(_IDLE.sub(" ", _alike(narrow(text))))


def _alike(text: str) -> str:
    for pattern, word in _ALIKE:
        text = pattern.sub(word, text)
    return text


def turned(piece: Piece) -> bool:
    """Whether a piece denies what it counts; “不掌握” in a label of the form denies nothing."""
    said = _QUOTED.sub("", _ATTRIBUTE.sub("", piece.before + piece.after))
    return bool(_TURNED.search(masked(said, [(hit.start, hit.end) for hit in hits_in(said)])))


def names_its_own(piece: Piece) -> bool:
    """Whether a piece says itself what is counted or what its share or change is of."""
    operation, _ = operation_of(piece)
    if operation is Operation.SHARE:
        return bool(content(SHARE_MARK.split(piece.before)[0]) or not SHARE_MARK.search(piece.before))
    return operation is Operation.VALUE or bool(content(before_change(piece.before)))


def counted_in(piece: Piece, operation: Operation) -> str:
    """The words of a piece that say what is counted; those of a change say only how."""
    changes = operation in (Operation.GROWTH, Operation.DIFFERENCE, Operation.POINTS)
    return (before_change(piece.before) if changes else piece.before) + piece.after
