"""What is in the library, as answering needs it: which agency has a report for which year, and who is called what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant import figures
from assistant.answer import Scope
from assistant.library import Library, ReportInfo
from assistant.report import USABLE
from assistant.understanding.agencies import AgencyNames
from assistant.understanding.naming import ALIASES, aliases_in


@dataclass(frozen=True, slots=True)
class Target:
    """One report that a question is about."""

    agency: str
    year: int
    report_id: str
    form: str | None


class Catalog:
    """A snapshot of the library's listing. Build it anew when the library's generation changes."""

    def __init__(self, library: Library) -> None:
        self.generation = library.generation()
        self.reports: tuple[ReportInfo, ...] = tuple(library.reports())
        versions: dict[tuple[str, int], list[ReportInfo]] = defaultdict(list)
        for info in self.reports:
            if info.agency and info.year:
                versions[info.agency, info.year].append(info)
        self._infos = {info.report_id: info for info in self.reports}
        self._targets = {key: _target(library, key, infos) for key, infos in versions.items()}
        self.versions = {key: tuple(info.file for info in infos) for key, infos in versions.items() if len(infos) > 1}
        years: dict[str, list[int]] = defaultdict(list)
        for agency, year in sorted(self._targets):
            years[agency].append(year)
        self._years = {agency: tuple(listed) for agency, listed in years.items()}
        self._all = tuple(sorted(self._targets.values(), key=lambda t: (t.agency, t.year, t.report_id)))
        self._undated: dict[str, list[ReportInfo]] = defaultdict(list)
        for info in self.reports:
            if info.agency and not info.year:
                self._undated[info.agency].append(info)
        self.names = AgencyNames([*self._years, *self._undated], aliases_in(library.settings.store / ALIASES))

    def info(self, report_id: str) -> ReportInfo:
        """The listing of one report. Raises KeyError."""
        return self._infos[report_id]

    @property
    def agencies(self) -> tuple[str, ...]:
        """Every agency that has a report with a year, in the order of their names."""
        return tuple(self._years)

    def years(self, agency: str) -> tuple[int, ...]:
        """The report years of an agency, ascending."""
        return self._years.get(agency, ())

    def target(self, agency: str, year: int) -> Target | None:
        """The report of an agency for a year; of several versions the one that holds more of the form."""
        return self._targets.get((agency, year))

    def of(self, agencies: Iterable[str], scope: Scope) -> list[Target]:
        """The targets of these agencies that the caller's scope leaves, by agency and year."""
        if scope != Scope():
            chosen = set(agencies)
            return [target for target in self.within(scope) if target.agency in chosen]
        return [self._targets[agency, year] for agency in sorted(set(agencies)) for year in self.years(agency)]

    def within(self, scope: Scope) -> Sequence[Target]:
        """The targets that the caller's scope leaves. An agency in a scope may be any of its names."""
        if scope == Scope():
            return self._all
        wanted = self._named(scope.agency) if scope.agency else None
        files = {info.report_id for info in self.reports if scope.file in (None, info.file)}
        return [
            target
            for target in sorted(self._candidates(scope), key=lambda t: (t.agency, t.year, t.report_id))
            if target.report_id in files
            and (wanted is None or target.agency in wanted)
            and scope.year in (None, target.year)
        ]

    def undated(self, agencies: Iterable[str], scope: Scope) -> list[str]:
        """The reports of these agencies that state no year, as far as the caller's scope leaves them."""
        if not self._undated or scope.year is not None:
            return []
        left = set(self.report_ids(scope)) if scope != Scope() else None
        found = [info.report_id for agency in agencies for info in self._undated.get(agency, ())]
        return [report_id for report_id in found if left is None or report_id in left]

    def report_ids(self, scope: Scope) -> list[str]:
        """Every report that the caller's scope leaves, with or without an agency and a year."""
        wanted = self._named(scope.agency) if scope.agency else None
        return [
            info.report_id
            for info in self.reports
            if scope.report_id in (None, info.report_id)
            and scope.file in (None, info.file)
            and scope.year in (None, info.year)
            and (wanted is None or info.agency in wanted)
        ]

    def _candidates(self, scope: Scope) -> list[Target]:
        if scope.report_id is None and scope.file is None:
            return list(self._targets.values())
        return [  # A scope that names one file means that very file, not a better version of the same report.
            Target(info.agency, info.year, info.report_id, info.form)
            for info in self.reports
            if info.agency and info.year and scope.report_id in (None, info.report_id)
        ]

    def _named(self, name: str) -> set[str]:
        return {agency for mention in self.names.find(name) for agency in mention.agencies} | {name}


def _target(library: Library, key: tuple[str, int], infos: Sequence[ReportInfo]) -> Target:
    best = infos[0] if len(infos) == 1 else max(infos, key=lambda info: (_cells_read(library, info), info.file))
    return Target(*key, best.report_id, best.form)


def _cells_read(library: Library, info: ReportInfo) -> int:
    found = figures.select(library, report_ids=[info.report_id], of_form=True)
    return sum(figure.status in USABLE for figure in found)
