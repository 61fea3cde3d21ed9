"""A draft read from clause to clause: what each number states, of whom and when, and the claim it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Claim, ClaimScope, Scope, Verdict
from assistant.catalog import Catalog, Target
from assistant.checking.dated import earlier_of, goes_on, year_of
from assistant.checking.entries import Entries
from assistant.checking.frame import Frame, Meaning, per_hundred, remember
from assistant.checking.judging import Judge, unclear_year
from assistant.checking.naming import columns_of, quantities_named, topic_in
from assistant.checking.operation import Operation
from assistant.checking.pieces import Clause, Piece, clauses_in, pieces_of
from assistant.checking.readings import Reader
from assistant.checking.relating import Relating
from assistant.checking.scoping import Scoping
from assistant.checking.shares import Shares
from assistant.checking.statement import Statement
from assistant.checking.tabular import Cell, cells_in
from assistant.checking.wrapped import made_whole
from assistant.understanding.measures import hits_in
from assistant.understanding.spans import masked
from assistant.understanding.terms import Term

_INCLUDES = re.compile(r"不?(?:含|包括|包含)")
"""“（含部分公开）”: what is counted too is not what is counted."""
_IN_TURN = re.compile(r"分别|各占|各为|依次")
_LIKENED = re.compile(r"[\s□的是为仅约只有相当于不到足超过近达]*")
_CHANGES = (Operation.GROWTH, Operation.DIFFERENCE, Operation.POINTS, Operation.MULTIPLE)


class Checker:
    """Walks through a draft once, sentence by sentence, as a reader does."""

    def __init__(self, reader: Reader, catalog: Catalog, scope: Scope, *, sentences: bool = True) -> None:
        self._catalog = catalog
        self._scoping = Scoping(catalog, scope)
        self._reader = reader
        self._frame = Frame()
        stated = Entries(reader.library, catalog) if sentences else None
        self._judge = Judge(reader, catalog, self._scoping, self._frame, stated)
        self._relating = Relating(reader, catalog, self._scoping, self._frame)
        self._text = ""

    def claims(self, text: str, clauses: Sequence[Clause] | None = None) -> Iterator[Claim]:
        """The claims of a draft, in order."""
        if clauses is not None:
            yield from self._claims(text, clauses, [])
            return
        whole, places = made_whole(text)
        flat, cells = cells_in(whole)
        for claim in self._claims(whole, clauses_in(flat), cells):
            start, end = places[claim.start], places[claim.end - 1] + 1
            yield replace(claim, start=start, end=end, text=text[start:end])

    def _claims(self, text: str, clauses: Sequence[Clause], cells: list[Cell]) -> Iterator[Claim]:
        self._text = text
        before: Clause | None = None
        context = ""
        for clause in clauses:
            while cells and cells[0].start < clause.start:
                yield from self._cell(cells.pop(0))
            self._scoping.enter(clause)
            same = before is not None and before.sentence == clause.sentence
            if not same:
                asked = before is not None and text[before.end : before.end + 1] in ("？", "?")
                self._frame.begin_sentence(answers=asked, goes_on=clause.goes_on)
                context = ""
            kept = self._frame.kept()
            yield from self._clause(clause, context)
            if clause.aside and clause.numbers:
                self._frame.restore(kept)
            context += clause.text
            before = clause
        for cell in cells:
            yield from self._cell(cell)

    def _cell(self, cell: Cell) -> Iterator[Claim]:
        """The claim of a number of a table."""
        line = self._text.count("\n", 0, cell.start)
        for clause in clauses_in(cell.sentence):
            clause = replace(clause, sentence=-1 - cell.start, paragraph=line, whole_line=False)
            self._scoping.enter(clause)
            self._frame.begin_sentence()
            for claim in self._clause(clause, ""):
                if cell.counted or claim.verdict is not Verdict.NOT_FOUND:
                    yield replace(claim, start=cell.start, end=cell.end, text=self._text[cell.start : cell.end])

    def _clause(self, clause: Clause, context: str) -> Iterator[Claim]:
        pieces = pieces_of(clause)
        shared = self._shared_out(clause, pieces)
        for place, piece in enumerate(pieces):
            if piece.number is None:
                claim = self._relating.claim(clause, context)
                self._frame.see(clause.text)
                if clause.whole_line:
                    self._frame.take_topic(topic_in(masked(clause.text, self._scoping.hidden, "□"), self._frame))
                if not (clause.aside and _INCLUDES.match(clause.text)) or hits_in(self._frame.pending):
                    self._frame.pending += masked(clause.text, self._scoping.hidden, "□")
                if claim is not None:
                    yield claim
                continue
            if piece.counts_per:
                self._frame.per = piece.number.value
            if piece.counts_per or piece.is_mark:
                continue
            piece = per_hundred(piece, self._frame)
            meaning = shared.meaning(piece, place, self._frame, self._scoping.hidden)
            year = shared.year(place) or year_of(self._scoping, pieces, place, meaning)
            agency = shared.agency(place) or self._scoping.agency_of(piece)
            with self._scoping.narrowed(agency, year):
                meaning = self._existing(self._of_other_year(piece, meaning), piece, place)
                claim = self._stated(
                    piece, meaning, context, None if year else earlier_of(self._scoping, pieces, place)
                )
                if meaning.operation is Operation.SHARE and len(meaning.terms) == 1:
                    self._frame.shares += ((meaning, tuple(self._scoping.targets(self._scoping.years))),)
            remember(self._frame, piece, meaning)
            if claim is not None:
                yield claim
            context += piece.before

    def _shared_out(self, clause: Clause, pieces: Sequence[Piece]) -> Shares:
        """What “分别” gives to each of several numbers."""
        scoping, mark = self._scoping, _IN_TURN.search(clause.text)
        if mark is None or len(pieces) < 2:
            listed = len(pieces) > 1 and all(not f"{piece.before}{piece.after}".strip(" 、和") for piece in pieces[1:])
            years = tuple(scoping.years) if len(scoping.years) == len(pieces) or scoping.said else scoping.span
            return Shares(len(pieces), years=years if listed and scoping.when.base is None else ())
        head = clause.text[: mark.start()]
        agencies = tuple(mention.agencies[0] for mention in scoping.mentions) or scoping.alongside
        return Shares(
            len(pieces),
            agencies,
            next((years for years in (scoping.when.years or scoping.said,) if len(years) == len(pieces)), ()),
            self._in_turn(
                masked(head, [span for span in self._scoping.hidden if span[1] <= len(head)], "□"), len(pieces)
            ),
            pieces[0],
        )

    def _in_turn(self, head: str, count: int) -> tuple[Term, ...]:
        """The quantities that “分别” hands the numbers to: those named before it, or those last stated."""
        columns = columns_of(head, self._frame.recent[-count:])
        if len(columns) == count:
            return columns
        named = quantities_named(head, self._frame) if head.strip(" □同比") else ()
        targets = self._scoping.targets(self._scoping.years)
        named = tuple(t for t in named if any(self._reader.quantity(target, t).figures for target in targets)) or named
        recent = self._frame.recent
        return named if len(named) == count else recent[-count:] if len(named) < 2 and len(recent) >= count else named

    def _of_other_year(self, piece: Piece, meaning: Meaning) -> Meaning:
        """“不到2021年的四成”: a share of another year's, which is a multiple."""
        said = masked(piece.clause.text, self._scoping.hidden, "□")[: piece.number.start if piece.number else 0]
        whole = self._scoping.when.of_base and _LIKENED.fullmatch(said)
        if meaning.operation is not Operation.SHARE or not whole or not self._frame.last:
            return meaning
        return Meaning(Operation.MULTIPLE, self._frame.last, None, 0, False, False, "")

    def _stated(self, piece: Piece, meaning: Meaning, context: str, earlier: int | None) -> Claim | None:
        """The claim of a piece with a number, which the report of the year `earlier` may state."""
        span = self._scoping.span if self._scoping.open_years and goes_on(piece) else ()
        proven = self._frame.proven
        for year in span:  # “由297条增至341条，再增至365条” in a draft about several years
            self._frame.proven = proven
            with self._scoping.narrowed(None, year):
                claim = self._claim(self._statement(piece, meaning, context))
            if claim is not None and claim.verdict is Verdict.SUPPORTED:
                return claim
        claim = self._claim(self._statement(piece, meaning, context))
        told = self._scoping.told_since if "去年" in piece.clause.text else None
        for year in [one for one in (told, earlier) if one is not None]:
            if claim is None or claim.verdict is Verdict.SUPPORTED:
                break
            with self._scoping.narrowed(None, year):
                other = self._claim(self._statement(piece, meaning, context))
            claim = other if other is not None and other.verdict is Verdict.SUPPORTED else claim
        return claim

    def _statement(self, piece: Piece, meaning: Meaning, context: str) -> Statement:
        assert piece.number is not None
        targets, base = self._reports(meaning)
        return Statement(piece, piece.number, meaning, targets, base, context, self._scoping.hidden)

    def _existing(self, meaning: Meaning, piece: Piece, place: int) -> Meaning:
        """Of several quantities of one name, as a row of table 2 has in all forms together, the reports' own."""
        if len(meaning.terms) < 2:
            return meaning
        targets = self._scoping.targets(self._scoping.years)
        there = tuple(term for term in meaning.terms if any(self._reader.quantity(t, term).figures for t in targets))
        last = self._frame.last[0] if place and len(self._frame.last) == 1 else None
        alike = tuple(t for t in there if last is not None and set(t.cols) & set(last.cols))  # “制定规章2件、文件26件”
        counted = tuple(t for t in there if t.cols == ("decisions",) and piece.number and piece.number.unit == "件")
        some = next((one for one in (alike, counted) if len(one) == 1), there or meaning.terms)
        return replace(meaning, terms=some)

    def _reports(self, meaning: Meaning) -> tuple[list[Target], list[Target]]:
        """The reports that a claim is about, and those that it compares with."""
        scoping, when = self._scoping, self._scoping.when
        years: Sequence[int] = scoping.years
        if scoping.compared_years and meaning.than is None and meaning.operation in _CHANGES and when.base is None:
            first, latest = scoping.compared_years
            return scoping.targets([latest]), scoping.targets([first])
        if meaning.operation in _CHANGES and years:
            if len(set(scoping.said)) > 1 and not when.years and not when.compares:
                years = scoping.said[-2:]  # “由2021年的25件增加到2022年的37件，增幅48%”
            latest, first = max(years), min(years)
            named = next((year for year in when.years if year < latest and year not in years), None)
            base = when.base or (first if len(years) > 1 else named or latest - 1)
            if len(scoping.compared) == 1:
                own = scoping.targets([latest])
                with scoping.narrowed(scoping.compared[0], when.base or latest):
                    return own, scoping.targets(scoping.years)
            return scoping.targets([latest]), scoping.targets([base])
        found = scoping.targets(years)
        if not found and not years:
            found = [t for agency in scoping.agencies for t in self._only(agency)]
        complete = len(found) == len(scoping.agencies) * len(years) if years else True
        return (found if complete else []), []

    def _only(self, agency: str) -> list[Target]:
        """The only report of an agency, where it has just one."""
        years = self._catalog.years(agency)
        target = self._catalog.target(agency, years[0]) if len(years) == 1 else None
        return [target] if target else []

    def _claim(self, statement: Statement) -> Claim | None:
        piece, meaning = statement.piece, statement.meaning
        judgement = self._judge.judged(statement)
        if judgement.verdict is Verdict.NOT_FOUND and statement.is_no_claim:
            return None
        if judgement.verdict is Verdict.CONTRADICTED and self._scoping.open_years:
            judgement = unclear_year(judgement)
        target = statement.targets[0] if statement.targets else None
        agencies, years = self._scoping.agencies, self._scoping.years
        return Claim(
            text=self._text[piece.start : piece.end],
            start=piece.start,
            end=piece.end,
            value=statement.number.value,
            unit=statement.number.unit or None,
            scope=ClaimScope(
                target.agency if target else agencies[0] if len(agencies) == 1 else None,
                target.year if target else years[-1] if years else None,
            ),
            verdict=judgement.verdict,
            correct=judgement.correct,
            evidence=tuple(dict.fromkeys(judgement.evidence)),
            explanation=judgement.explanation,
            kind=meaning.operation.value,
        )
