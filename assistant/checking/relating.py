"""What a clause without a number claims: a rank, a rise, an equality, nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Claim, ClaimScope
from assistant.catalog import Catalog, Target
from assistant.checking.frame import Frame
from assistant.checking.pieces import Clause
from assistant.checking.readings import Reader
from assistant.checking.relations import About, relation_in
from assistant.checking.scoping import Scoping
from assistant.understanding.spans import masked

_RUNNING = re.compile(r"连续([两二三四五])年")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_AMONG_YEARS = re.compile(
    r"近([两二三四五])年|([两二三四五])年(?:来|中|间|里)|历年|历史|峰值|最[多高少低]的(?:年份)?是"
)
_ALL_YEARS = re.compile(r"历年|逐年|连年|年年|一年比一年")


_SUBJECT = re.compile(r"(?:没有?|未)[^，。；]*的$")
"""“没有给信息的，主要是…”: whom the sentence is about, and no claim that there was none."""


@dataclass(frozen=True, slots=True)
class Relating:
    """Finds the reports that a relation is said among, and judges it."""

    reader: Reader
    catalog: Catalog
    scoping: Scoping
    frame: Frame

    def claim(self, clause: Clause, context: str) -> Claim | None:
        """The claim of a clause that states no number."""
        scoping, when = self.scoping, self.scoping.when
        if scoping.stranger is not None or not scoping.agencies or not scoping.years or "\t" in clause.text:
            return None  # cells of a table make no sentence
        years = when.years or ([when.base, *scoping.years] if when.base and len(scoping.years) == 1 else scoping.years)
        latest = max(scoping.years)
        text = masked(clause.text, self.scoping.hidden, "□")
        if _SUBJECT.search(text):
            return None
        if _ALL_YEARS.search(clause.text) and len(scoping.agencies) == 1 and len(years) < 2:
            years = self.catalog.years(scoping.agencies[0])
        running = _RUNNING.search(clause.text)
        if running and len(years) < 2:
            years = list(range(latest - _COUNTS[running[1]], latest + 1))
        targets = scoping.targets(years)
        if len(scoping.compared) == 1 and len(scoping.agencies) == 1:
            with scoping.narrowed(scoping.compared[0], None):
                targets = [*targets[-1:], *scoping.targets([latest])]
        about = About(
            targets if scoping.compared or len(scoping.agencies) > 1 or len(years) > 1 else scoping.targets([latest]),
            scoping.targets([when.base or latest - 1]),
            lambda: self._rivals(latest, context + clause.text),
            bool(scoping.mentions),
            when.compares,
        )
        relation = relation_in(text, self.frame, about, self.reader)
        if relation is None:
            return None
        judgement = relation.judgement
        return Claim(
            text=clause.text,
            start=clause.start,
            end=clause.end,
            value=None,
            unit=None,
            scope=ClaimScope(scoping.agencies[0] if len(scoping.agencies) == 1 else None, latest),
            verdict=judgement.verdict,
            correct=judgement.correct,
            evidence=judgement.evidence,
            explanation=judgement.explanation,
            kind=relation.kind,
        )

    def _rivals(self, year: int, text: str) -> list[list[Target]]:
        """Whom “最多” is said among: the years that the clause speaks of, else all agencies of the year.

        “2021年最多” without an agency may be said among the agency's years. A report that speaks of itself says nothing
        about the others in the library.
        """
        among = _AMONG_YEARS.search(text)
        if among is not None and len(self.scoping.agencies) == 1:
            count = _COUNTS.get(among[1] or among[2] or "", 0)
            known = self.catalog.years(self.scoping.agencies[0])
            spoken = [years for years in (self.scoping.earlier, self.scoping.said, known) if len(years) == count]
            years = (spoken[0] if spoken else range(year - count + 1, year + 1)) if count else known
            found = self.scoping.targets(years)
            return [found] if len(found) == len(years) else []
        if self.scoping.fixed:
            return []
        everyone = [self.catalog.target(agency, year) for agency in self.catalog.agencies]
        agencies = [target for target in everyone if target is not None]
        if len(self.scoping.agencies) == 1 and self.scoping.when.years:
            return [self.scoping.targets(self.catalog.years(self.scoping.agencies[0])), agencies]
        return [agencies]
