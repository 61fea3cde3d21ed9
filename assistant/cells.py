"""The cells of tables without a form that answer a question: the tables are found first, then each is read.

A table is found by the words of its rows, its headings, its caption and the report that holds it (`tables.finding`).
What a question does with records (the largest, a count) is worked out by `tables.working`; else the cells are chosen by
`tables.reading`; `BOUNDS` says how sure that choice must be, and how much of the question it must explain, to be an
answer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from assistant.catalog import Catalog
from assistant.language.places import listed, narrowest, without_level
from assistant.library import Library, ReportInfo
from assistant.report import Cell, Path, Source, Table
from assistant.sources import source_at

if TYPE_CHECKING:
    from assistant.tables.finding import Candidate
    from assistant.tables.reading import Prepared, Reading
    from assistant.tables.working import Worked

MOST_TABLES, MOST_TRIED = 5, 20
"""Tables that are read for one question, and that are looked at because they may have no form; ranges need as many."""
_CLOSE = 0.12
"""A second reading that comes this near to the best one makes the question ambiguous."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What must be known of cells before they are given as an answer; `bench.table_bounds` measures them."""

    trust: float
    """The least trust in the choice."""
    named: float
    """The least trust when the question holds the labels of all their rows whole and little else."""
    margin: float
    """How far the likeliest cell that was left out must stay behind the unlikeliest that was chosen."""
    unexplained: float
    """The most of a question's content that may stay unexplained, among many tables."""
    unexplained_in_one: float
    """The same in the only table: what the question calls the whole table need not stand in it."""

    def allow(self, found: Found) -> bool:
        """Whether cells may be given; those that a rule named or worked out answer for themselves."""
        if found.how is not How.LIKELY:
            return True
        most = self.unexplained_in_one if found.only else self.unexplained
        if found.named and found.left_over <= self.unexplained:
            return found.trust >= self.named and found.margin >= self.margin
        return found.trust >= self.trust and found.left_over <= most and found.margin >= self.margin


BOUNDS = Bounds(trust=0.65, named=0.65, margin=0.2, unexplained=0.4, unexplained_in_one=0.7)
"""Chosen out of fold on IM-TQA train: see models/baogao-tables-zh/README.md."""


class How(Enum):
    """How cells were matched to a question."""

    NAMED = "named"
    """By a row's label that the question holds whole, and its column."""
    WORKED = "worked"
    """By a condition or an order over the records."""
    LIKELY = "likely"
    """By labels that fit the question best, as the bundled model weighs them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a table answers."""

    info: ReportInfo
    table: Table
    cells: tuple[Cell, ...]
    """The cells asked for; of a computed number, those that it is made of."""
    rows: tuple[Path, ...]
    """The labels that lead to each cell's row, outermost first."""
    cols: tuple[Path, ...]
    score: float
    """How well it fits, 0..1."""
    act: str | None = None
    """What was done with the records ("name", "value", "count", "difference"), or None for cells that were read."""
    by: tuple[Cell | None, ...] = ()
    """Beside each cell, the one that it was ordered by."""
    value: Decimal | None = None
    """A count or a difference."""
    skipped: int = 0
    """Records that state no number and could not be compared."""
    how: How = How.LIKELY
    trust: float = 1.0
    margin: float = 1.0
    left_over: float = 0.0
    """The share of the question's content that nothing explains."""
    named: bool = False
    """Whether the question holds a label of every cell's row whole."""
    only: bool = False
    """Whether no other table was found."""
    silent: tuple[str, ...] = ()
    """Tables that the question asks together with this one and that answer nothing: their captions."""


def find(library: Library, catalog: Catalog, question: str, report_ids: Collection[str] | None) -> list[list[Found]]:
    """What tables answer, best first. Tables that the question asks together ("A区和B区…") are one answer."""
    from assistant.tables.finding import (
        companions,
        find_tables,
        may_stand_in,
    )  # numpy, the model: not on the path of a form's figure

    candidates = find_tables(library, question, report_ids)
    reader = _Reader(library, catalog, question, only=len(candidates) == 1)
    answers: list[list[Found]] = []
    seen: set[str] = set()
    for candidate in candidates[:MOST_TRIED]:
        if candidate.key in seen or not may_stand_in(candidate, candidates[0]):
            continue
        group = companions(question, candidate, candidates)
        seen |= {one.key for one in group}
        answer = reader.answer(group, candidates[0].score)
        if answer:
            answers.append(answer)
        if reader.read >= MOST_TABLES:
            break
    return sorted(answers, key=lambda answer: -max(one.score for one in answer))


@dataclass(slots=True)
class _Reader:
    """Reads tables for one question."""

    library: Library
    catalog: Catalog
    question: str
    only: bool
    read: int = 0

    def answer(self, group: Sequence[Candidate], top: float) -> list[Found]:
        """What the tables of one group answer; of each, what is not said of the others.

        Those without an answer are named.
        """
        from assistant.tables.reading import shelved
        from assistant.tables.records import stated_in

        known = [shelved(self.library, one.report_id, one.table_id) for one in group]
        tables = [one.table for one in known]
        if any(table.kind is not None or not table.cells for table in tables):
            return []
        self.read += len(tables)
        infos = [self.catalog.info(one.report_id) for one in group]
        contexts = [_context(info, table) for info, table in zip(infos, tables, strict=True)]
        stated = [stated_in(one, self.question) for one in known] if len(known) > 1 else [set[str]()]
        answers = []
        for place, one in enumerate(known):
            others = {text for number, texts in enumerate(stated) if number != place for text in texts}
            question = self.question
            for text in sorted(others - stated[place], key=len, reverse=True):
                question = question.replace(text, "")
            context = " ".join((contexts[place], *contexts[:place], *contexts[place + 1 :]))
            named = group[place].score / top
            found = self._one(infos[place], one, question, context, named, alone=len(known) == 1)
            if found is not None:
                answers.append(found)
        answered = {(found.info.report_id, found.table.table_id) for found in answers}
        silent = tuple(
            _called(info, one.table)
            for info, one in zip(infos, known, strict=True)
            if (info.report_id, one.table.table_id) not in answered
        )
        if silent and any(found.how is How.WORKED and found.act == "name" for found in answers):
            return []  # what is set side by side is not told in part
        if _half(self.question, [*map(said_of, answers), *silent]):
            return []
        return [replace(found, silent=silent) for found in answers]

    def _one(
        self, info: ReportInfo, known: Prepared, question: str, context: str, named: float, *, alone: bool
    ) -> Found | None:
        from assistant.tables.naming import named as named_whole
        from assistant.tables.reading import read
        from assistant.tables.working import worked

        work = worked(known, question, context, alone=alone)
        if work is not None:
            return _of_work(info, known.table, work, named)
        exact = named_whole(known, question, context)
        if exact is not None:
            return replace(_of_reading(info, known.table, exact, named), how=How.NAMED)
        reading = read(known, question, context)
        if any(cell.heads == "column" for cell in reading.cells):
            return None
        found = replace(_of_reading(info, known.table, reading, named), only=self.only)
        return found if BOUNDS.allow(found) else None


def _of_reading(info: ReportInfo, table: Table, reading: Reading, named: float) -> Found:
    score = reading.trust * (1 - reading.left_over) * named
    found = Found(info, table, reading.cells, reading.rows, reading.cols, score)
    return replace(found, trust=reading.trust, margin=reading.margin, left_over=reading.left_over, named=reading.named)


def _of_work(info: ReportInfo, table: Table, work: Worked, named: float) -> Found:
    found = Found(info, table, work.cells, work.rows, work.cols, (1 - work.left_over) * named, work.act.value)
    return replace(found, by=work.by, value=work.value, skipped=work.skipped, how=How.WORKED)


def _half(question: str, said: Sequence[str]) -> bool:
    """Whether of places that a question lists some stand in what answers and others nowhere."""
    names = [without_level(narrowest(place))[-2:] for place in listed(question)]
    held = [any(name in text for text in said) for name in names]
    return any(held) and not all(held)


def leaders(answers: Sequence[Sequence[Found]]) -> list[Sequence[Found]]:
    """The best answer, and every other one that comes near and says something else."""
    if not answers:
        return []
    best = answers[0]
    bound = max(one.score for one in best) - _CLOSE
    near = (one for one in answers[1:] if max(each.score for each in one) > bound and _said(one) != _said(best))
    return [best, *near]


def said_of(found: Found) -> str:
    """Everything that the table and what stands around it say."""
    return _context(found.info, found.table) + "".join(cell.text for cell in found.table.cells)


def _said(answer: Sequence[Found]) -> list[str]:
    return [cell.text.strip() for found in answer for cell in found.cells]


def _context(info: ReportInfo, table: Table) -> str:
    year = f"{info.year}年" if info.year else ""
    return " ".join((info.title, info.agency or "", year, *table.section, table.caption, table.unit or ""))


def _called(info: ReportInfo, table: Table) -> str:
    return table.caption if table.caption == info.title else f"{info.title} {table.caption}".strip()


def source_of(found: Found, cell: Cell, row: Path, col: Path) -> Source:
    """A cell of a table as the place that proves what it says."""
    info, table = found.info, found.table
    return source_at(
        info,
        (cell.start, cell.end),
        cell.text,
        section=table.section,
        page=cell.page or table.page,
        bbox=cell.box,
        table_id=table.table_id,
        cell=(cell.row, cell.col),
        row=row,
        col=col,
    )
