"""What follows from the numbers of the reports' sentences: a share, a sum, a change from the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.catalog import Target
from assistant.checking import derived, prose
from assistant.checking.entries import SHARE_MARK, Entries, Entry, names_its_own
from assistant.checking.frame import Frame, Proven
from assistant.checking.manner import before_change, words_of
from assistant.checking.operation import Operation
from assistant.checking.prose import Asked
from assistant.checking.readings import Readings
from assistant.checking.scoping import FORMER
from assistant.checking.statement import Statement
from assistant.checking.verdicts import Judgement, judge, slip_between
from assistant.language.number import Kind


@dataclass(frozen=True, slots=True)
class Following:
    """Judges a statement by what it should be, computed from numbers that sentences state."""

    entries: Entries
    frame: Frame

    def judged(self, statement: Statement) -> Judgement | None:
        """The verdict on what follows from other numbers of the reports' sentences; None where nothing does."""
        proven, operation = self.frame.proven, statement.meaning.operation
        before, after = words_of(statement.piece, statement.hidden)
        readings = None
        if operation is Operation.SHARE and not proven:
            proven = self._part(statement, before)
        rate = (self.frame.rate,) if self.frame.rate else ()
        siblings = _siblings(self.entries, statement.targets, proven or rate)
        if operation is Operation.SHARE and proven:
            readings = derived.share(before, after, proven, siblings)
            part = None if readings else derived.part_named(SHARE_MARK.split(before)[0], proven, siblings)
            readings = derived.share("", "", (*proven, part), siblings) if part else readings
        elif operation in (Operation.GROWTH, Operation.DIFFERENCE, Operation.MULTIPLE, Operation.POINTS):
            readings = self._change(statement)
        elif operation is Operation.VALUE:
            readings = derived.added(before, proven, statement.number.unit)
            readings = readings or derived.added_by_name(before, siblings, statement.number.unit)
            readings = readings or derived.for_each(before, proven, statement.number, siblings)
            readings = readings or derived.averaged(before, proven, statement.number)
            readings = readings or derived.rest(before, after, siblings, statement.number.unit)
        if readings is None:
            return None
        slip = len(readings.found) == 1 and slip_between(statement.number, readings.found[0].value)
        return judge(statement.number, statement.meaning, replace(readings, gap="") if slip else readings)

    def _part(self, statement: Statement, before: str) -> tuple[Proven, ...]:
        """What a share is of where the sentence has stated no number: “政府网站信息占…”."""
        words = SHARE_MARK.split(before)[0]
        found = self._stated(statement.targets[0], statement, words) if len(statement.targets) == 1 else None
        if found is None or not prose.says_the_same(found) or found.entry.operation is not Operation.VALUE:
            return ()
        return (Proven(words, statement.piece.start, found.entry),)

    def _change(self, statement: Statement) -> Readings | None:
        """How a number has changed that the sentences of this year's and last year's reports state."""
        points = statement.meaning.operation is Operation.POINTS
        rate = (self.frame.rate,) if self.frame.rate else ()
        proven = rate if points else self.frame.proven
        if len(statement.targets) != 1:
            return None
        before, after = words_of(statement.piece, statement.hidden)
        own = names_its_own(replace(statement.piece, before=before, after=after))
        if own:
            found = self._stated(statement.targets[0], statement, before_change(before))
            now, firm = found.entry if found else None, prose.says_the_same(found)
        else:
            now, firm = (proven[-1].entry, True) if proven else (None, False)
        if len(proven) > 1 and not own and _is_earlier(proven[-1], proven[-2], statement):
            return derived.change(statement.meaning.operation, proven[-2].entry, proven[-1].entry, firm=True)
        if len(proven) > 1 and not own and derived.goes_on_from(proven[-2], proven[-1]):
            return derived.change(statement.meaning.operation, proven[-1].entry, proven[-2].entry, firm=True)
        pair = FORMER.search(before) if not points and len(proven) > 1 else None
        if pair is not None:
            first, second = (proven[-2], proven[-1]) if pair[1] == "前" else (proven[-1], proven[-2])
            return derived.change(statement.meaning.operation, first.entry, second.entry, firm=True)
        if now is None:
            return None
        start = derived.started_from(now, self.entries.of(now.source.report_id)) if not own else None
        if start is not None:
            return derived.change(statement.meaning.operation, now, start, firm=True)
        said = before_change(before) if own else proven[-1].words
        earlier = self._earlier(statement, now, said) if len(statement.base) == 1 else None
        if earlier is None:
            return None
        return derived.change(statement.meaning.operation, now, earlier.entry, firm and prose.says_the_same(earlier))

    def _earlier(self, statement: Statement, now: Entry, said: str) -> prose.Match | None:
        """The number before: in the words of this year's report, else in those of the draft."""
        found = (self._stated(statement.base[0], statement, words) for words in (now.words, said))
        return next((one for one in found if one is not None and one.entry.source != now.source), None)

    def _stated(self, target: Target, statement: Statement, words: str) -> prose.Match | None:
        """The number that a report's sentences state for these words."""
        points = statement.meaning.operation is Operation.POINTS
        unit, kind = ("%", Kind.PERCENT) if points else ("", Kind.COUNT)
        number = replace(statement.number, unit=unit, kind=kind)
        piece = replace(statement.piece, number=number, before=words, after="")
        asked = Asked(piece, statement.context, target.year, words)
        return prose.best_of(prose.find(self.entries, [target.report_id], asked))


def _is_earlier(last: Proven, before: Proven, statement: Statement) -> bool:
    """Whether the last number is only what the one before it is compared with: “1124条，上年为758条，增长48.3%”."""
    base, own = ([one.report_id for one in some] for some in (statement.base, statement.targets))
    return last.beside or (last.entry.source.report_id in base and before.entry.source.report_id in own)


def _siblings(entries: Entries, targets: Sequence[Target], proven: Sequence[Proven]) -> list[Entry]:
    """The numbers of the sentence of a report that states the last number, and of the list that it is in."""
    if not proven:
        return []
    last = proven[-1].entry
    return [one for target in targets for one in entries.of(target.report_id) if derived.lists(one, last)]
