"""What a draft has said so far, and what one piece of it claims."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from assistant.catalog import Target
from assistant.checking.entries import Entry
from assistant.checking.operation import Operation
from assistant.checking.pieces import Piece
from assistant.language.number import Bound, Kind
from assistant.understanding.measures import Concept, concepts, hits_in
from assistant.understanding.quantities import whole_of
from assistant.understanding.terms import Term

_BESIDE = re.compile(r"(?:较|比|相较于?|相比于?|是|为|相当于)")


class Average(StrEnum):
    """Over what a number is an average."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


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
    average: Average | None = None
    """Whether the number is the average of a month or of the years."""
    or_else: tuple[Term, ...] = ()
    """What else the number may count: “尚未审结的复议案件37件，诉讼案件7件”."""
    unsigned: bool = False
    """Whether a difference may go either way: “相差8件”."""
    between: bool = False
    """Whether a change in points is between the two shares that the sentence has just stated."""
    than: Term | None = None
    """What a change starts from where it is no other year: “比法律服务机构少8件”, “为上年结转数的3倍”."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A number of the draft that a sentence of a report states."""

    words: str
    """What the draft says around it."""
    start: int
    entry: Entry
    beside: bool = False
    """Whether the number is only what the one before it is compared with: “较上一年的3317条少了265条”."""


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
    outcome: str = ""
    """The outcome that the last number of a procedure was of, where it leads: “尚未审结的复议案件”."""
    measured_from: Term | None = None
    """What the rest of the sentence is measured from: “与办结的3050件相比，”."""
    shares: tuple[tuple[Meaning, tuple[Target, ...]], ...] = ()
    """The shares that the sentence has stated, each with its reports: “两地公开率…，相差8.6个百分点”."""
    per: Decimal | None = None
    """Out of how many the next number is: “每100件申请中，有96件”."""
    pending: str = ""
    """The clauses of the sentence since its last number: “公开类答复（予以公开与部分公开）共57件”."""
    answers: bool = False
    """Whether the sentence before was a question: `pending` then begins with what it asked for."""
    than: Term | None = None
    """What the clause has just put beside the last quantity: “较上年结转的34件增加69件”."""
    proven: tuple[Proven, ...] = ()
    """The numbers of the sentence that only sentences of the reports state: what an open share or change is of."""
    rate: Proven | None = None
    """The last share that a sentence of a report states: what “下降0.02个百分点” is of."""
    subject: str = ""
    """The words of the sentence's last number."""
    foreign: bool = False
    """Whether the sentence speaks of other things than requests ("诉求", "来信")."""

    def settle(self, term: Term) -> None:
        """The row of a quantity just stated is the row of what follows it."""
        row = next(
            (c for c in concepts().values() if (c.table, c.axis, c.members) == (term.table, "row", term.rows)), None
        )
        if row is not None and term.table == "requests":
            self.row, self.fresh = row, True

    def take_topic(self, terms: tuple[Term, ...]) -> None:
        """A heading names what the bare numbers below it count."""
        self.last = terms if len(terms) == 1 else self.last

    def begin_sentence(self, *, answers: bool = False, goes_on: bool = False) -> None:
        """A sentence begins: what was named before is only a background now.

        `answers`: the sentence before asked for what this one states; `goes_on`: it goes on after “；”.
        """
        self.recent, self.fresh, self.foreign, self.share = (), False, False, None
        self.pending = self.pending if answers else ""
        self.answers = answers
        self.shares = self.shares if goes_on else ()
        self.proven, self.rate, self.subject, self.outcome, self.per = (), None, "", "", None
        self.measured_from = None

    def kept(self) -> tuple[Concept | None, bool, tuple[Term, ...], Term | None, bool]:
        """What a parenthesis leaves as it was: “收到75件（含上年结转1件），其中自然人72件”."""
        return self.row, self.fresh, self.last, self.antecedent, self.widens

    def restore(self, kept: tuple[Concept | None, bool, tuple[Term, ...], Term | None, bool]) -> None:
        """Go back to what was kept before a parenthesis."""
        self.row, self.fresh, self.last, self.antecedent, self.widens = kept

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


def remember(frame: Frame, piece: Piece, meaning: Meaning) -> None:
    """Let the frame know what a piece has said."""
    if piece.aside:
        return
    frame.pending, frame.than = "", None
    frame.outcome = _leading_outcome(piece.before) or frame.outcome
    if meaning.operation is Operation.VALUE:
        frame.subject = piece.words
        if frame.proven and frame.proven[-1].start != piece.start:
            frame.proven = ()  # a number since then that no sentence states: an open share is of that one
    if puts_beside(piece) and frame.last and len(meaning.terms) == 1:
        frame.than = meaning.terms[0] if meaning.terms != frame.last else None
        return
    frame.see(piece.words)
    if len(meaning.terms) == 1 and len(meaning.left) < 2:
        frame.settle(meaning.terms[0])
        frame.widens = meaning.widens
    if meaning.operation is Operation.SHARE and meaning.terms:
        frame.share = meaning.terms, meaning.whole
        named = any(hit.concept is not None for hit in hits_in(piece.words))
        if len(meaning.terms) == 1 and named and meaning.terms[0] not in frame.recent:
            frame.recent += meaning.terms
        frame.last = meaning.terms if len(meaning.terms) == 1 else frame.last
    elif meaning.operation is Operation.VALUE:
        frame.share = None
    if len(meaning.terms) == 1 and piece.clause.text.endswith(("相比", "比较", "对比")):
        frame.measured_from = meaning.terms[0]
    if meaning.terms and not meaning.left:
        frame.foreign = False
    elif meaning.operation in (Operation.VALUE, Operation.SHARE) and len(meaning.left) > 1:
        frame.foreign = True
        frame.last = () if meaning.operation is Operation.VALUE else frame.last
    if meaning.operation in (Operation.VALUE, Operation.SUM) and len(meaning.left) < 2:
        frame.last = meaning.terms
        if len(meaning.terms) == 1:
            frame.recent += meaning.terms
        part = "其中" in piece.before or (len(meaning.terms) == 1 and _is_part(meaning.terms[0], frame.antecedent))
        if len(meaning.terms) == 1 and (not part or frame.antecedent is None):
            frame.antecedent = meaning.terms[0]
    elif meaning.terms and meaning.operation in (Operation.GROWTH, Operation.DIFFERENCE):
        frame.last = meaning.terms[:1]


def _is_part(term: Term, whole: Term | None) -> bool:
    """Whether a quantity is one of those that the last whole is made of, or an applicant's."""
    if term.table == "requests" and term.cols != ("total",):
        return True
    same = whole is not None and (whole.table, whole.cols) == (term.table, term.cols)
    return same and whole is not None and set(term.rows) < set(whole.rows)


def _leading_outcome(words: str) -> str:
    """The outcome that words name before their procedure."""
    axes = [hit.concept for hit in hits_in(words) if hit.concept is not None]
    leads = [concept for concept in axes[:-1] if concept.axis == "outcome"]
    return leads[0].members[0] if leads and axes[-1].axis == "procedure" else ""


def per_hundred(piece: Piece, frame: Frame) -> Piece:
    """A number that is said out of so many, as the share that it is."""
    per, number = frame.per, piece.number
    frame.per = None
    if not per or number is None or number.kind is not Kind.COUNT:
        return piece
    bound = Bound.ABOUT if number.bound is Bound.EXACT else number.bound
    share = replace(number, value=number.value * 100 / per, step=100 / per, unit="%", kind=Kind.PERCENT, bound=bound)
    return replace(piece, number=share)


def puts_beside(piece: Piece) -> bool:
    """Whether a number is only what the next one of the clause is compared with: “较上年结转的34件增加69件”."""
    numbers = piece.clause.numbers
    return bool(_BESIDE.match(piece.before)) and len(numbers) > 1 and piece.number is numbers[0]


def default_wholes(term: Term, frame: Frame) -> list[Term]:
    """What a share may be of when the draft does not say: what was last stated as a whole, or what is usual."""
    usual = whole_of(term)
    if usual.cols == term.cols and term.table == "review":
        litigation = concepts()["litigation"]
        cols = tuple(f"{group}_total" for group in ("direct", "after"))
        usual = replace(term, cols=cols, zh=f"{litigation.zh}·总计", en=f"{litigation.en}: total")
    wholes = [usual] if usual.cols != term.cols or usual.rows != term.rows else []
    if frame.antecedent is not None and frame.antecedent.table == term.table and frame.antecedent != term:
        wholes.append(frame.antecedent)
    return list(dict.fromkeys(wholes))
