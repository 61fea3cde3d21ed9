"""Which reports a question is about: one fits, several fit, or none does — and then why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Reason, Scope, Status
from assistant.catalog import Catalog, Target
from assistant.language import tense
from assistant.understanding.inquiry import OF_TWO, OVER_REPORTS, Inquiry, Kind, Operation


@dataclass(frozen=True, slots=True)
class Resolved:
    """The reports that a question is about, by agency and year."""

    targets: tuple[Target, ...]
    missing: tuple[tuple[str, int], ...] = ()
    """Agency and year that were asked for beside them and are not loaded."""
    assumed_year: bool = False
    """True when the question names no year and the report is simply the only one, or the latest."""
    undated: tuple[str, ...] = ()
    """Ids of reports that state no year, of agencies that are named."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why no report can be chosen, and what could be chosen instead."""

    status: Status
    reason: Reason
    asked: str
    """What was asked for and is not there, or is not clear: an agency, a year."""
    choices: tuple[Target, ...] = field(default=())


def resolve(inquiry: Inquiry, catalog: Catalog, scope: Scope) -> Resolved | Unresolved:
    """Choose the reports. Exactly one fit is taken, several are asked back, none is refused with what is there."""
    known = {m: catalog.undated(m.agencies, scope) for m in inquiry.mentions if not catalog.of(m.agencies, scope)}
    undated = tuple(report_id for ids in known.values() for report_id in ids)
    if not undated:
        return _dated(inquiry, catalog, scope)
    rest = tuple(mention for mention in inquiry.mentions if not known.get(mention))
    if not rest:
        return Resolved((), undated=undated)
    resolved = _dated(replace(inquiry, mentions=rest), catalog, scope)
    return replace(resolved, undated=undated) if isinstance(resolved, Resolved) else resolved


def _dated(inquiry: Inquiry, catalog: Catalog, scope: Scope) -> Resolved | Unresolved:
    """The reports that state a year: nearly all."""
    candidates = catalog.within(scope)
    if not candidates:
        return Unresolved(Status.REFUSED, Reason.REPORT_NOT_LOADED, scope.agency or inquiry.stranger or "")
    if not inquiry.mentions:
        everyone = _unnamed(inquiry, candidates)
        return everyone if isinstance(everyone, Unresolved) else _years(inquiry, candidates, everyone, catalog)
    agencies = _named(inquiry, catalog, scope)
    if isinstance(agencies, Unresolved):
        return agencies
    return _years(inquiry, catalog.of(agencies, scope), agencies, catalog)


def _unnamed(inquiry: Inquiry, candidates: Sequence[Target]) -> tuple[str, ...] | Unresolved:
    """The agencies of a question that names none."""
    if inquiry.stranger:
        return Unresolved(Status.REFUSED, Reason.REPORT_NOT_LOADED, inquiry.stranger, _latest(candidates, inquiry))
    loaded = tuple(dict.fromkeys(target.agency for target in candidates))
    if len(loaded) == 1 or inquiry.everyone or (inquiry.kind is Kind.TEXT and not inquiry.general):
        return loaded
    return Unresolved(Status.CLARIFY, Reason.AMBIGUOUS, "agency", _latest(candidates, inquiry))


def _named(inquiry: Inquiry, catalog: Catalog, scope: Scope) -> tuple[str, ...] | Unresolved:
    """The agencies that the mentions mean."""
    chosen: list[str] = []
    for mention in inquiry.mentions:
        fits = list(dict.fromkeys(target.agency for target in catalog.of(mention.agencies, scope)))
        if not fits:
            around = _latest(catalog.within(scope), inquiry)
            return Unresolved(Status.REFUSED, Reason.REPORT_NOT_LOADED, mention.text, around)
        if mention.group:
            chosen.extend(fits)
            continue
        if len(fits) > 1 or mention.place_only:
            choices = _latest(catalog.of(fits, scope), inquiry)
            return Unresolved(Status.CLARIFY, Reason.AMBIGUOUS, mention.text, choices)
        chosen.extend(fits)
    return tuple(dict.fromkeys(chosen))


def _paired(inquiry: Inquiry, candidates: Sequence[Target]) -> tuple[Target, ...]:
    """Where every agency has a year of its own right behind it ("甲市2024年…比乙县2022年"): those, and no others."""
    mentions, spans, named = inquiry.mentions, sorted(inquiry.years.spans), inquiry.years.named
    if not len(mentions) == len(spans) == len(named) > 1:
        return ()
    if not all(0 <= start - mention.end <= 1 for mention, (start, _) in zip(mentions, spans, strict=True)):
        return ()
    found = [
        target
        for mention, year in zip(mentions, named, strict=True)
        for target in candidates
        if target.agency in mention.agencies and target.year == year
    ]
    return tuple(found) if len(found) == len(mentions) else ()


def _looking_back(inquiry: Inquiry, candidates: Sequence[Target], catalog: Catalog) -> list[Target]:
    """A year without a report of its own is told by the next year's work report, which looks back on it."""
    wanted = {year + 1 for year in inquiry.years.named}
    later = [target for target in candidates if target.year in wanted and target.form is None]
    return [target for target in later if tense.looks_both_ways(catalog.info(target.report_id).title)]


def _years(
    inquiry: Inquiry, candidates: Sequence[Target], agencies: Sequence[str], catalog: Catalog
) -> Resolved | Unresolved:
    years = inquiry.years
    loaded = sorted({target.year for target in candidates})
    if years.named:
        paired = _paired(inquiry, candidates)
        if paired:
            return Resolved(paired)
        fits = [target for target in candidates if target.year in years.named]
        fits = fits or _looking_back(inquiry, candidates, catalog)
        there = {(target.agency, target.year) for target in fits}
        told = {(target.agency, target.year - 1) for target in fits if target.year not in years.named}
        there |= told
        absent = [(agency, year) for agency in agencies for year in years.named if (agency, year) not in there]
        missing = absent if inquiry.mentions else []
        lacking = _lacking_end(inquiry, absent)
        if lacking or not fits:
            asked = "、".join(map(str, lacking or years.named))
            return Unresolved(Status.REFUSED, Reason.YEAR_NOT_COVERED, asked, tuple(candidates))
        return Resolved(_ordered(fits, agencies), tuple(missing) if len(agencies) <= len(candidates) else ())
    if years.relative:
        return Unresolved(Status.CLARIFY, Reason.AMBIGUOUS, years.relative, tuple(candidates))
    if years.since or years.last or years.every or (years.silent and _over_years(inquiry, agencies)):
        kept = [y for y in loaded if y >= (years.since or 0)][-(years.last or len(loaded)) :]
        fits = [target for target in candidates if target.year in kept]
        if not fits:
            return Unresolved(Status.REFUSED, Reason.YEAR_NOT_COVERED, f"{years.since}", tuple(candidates))
        return Resolved(_ordered(fits, agencies))
    if inquiry.kind is Kind.TEXT:
        return Resolved(_ordered(candidates, agencies), assumed_year=True)
    if len(candidates) == len(agencies):
        return Resolved(_ordered(candidates, agencies), assumed_year=True)
    return Unresolved(Status.CLARIFY, Reason.AMBIGUOUS, "year", tuple(candidates))


def _lacking_end(inquiry: Inquiry, absent: Sequence[tuple[str, int]]) -> list[int]:
    """The years that a comparison runs from or to and that are not loaded.

    Only the year before the last may lack: what a report says of the year before it states itself.
    """
    named = inquiry.years.named
    if inquiry.operation not in OF_TWO or len(named) < 2:
        return []
    first, last = min(named), max(named)
    needed = {last} if first == last - 1 else {first, last}
    return sorted(needed & {year for _, year in absent})


def _over_years(inquiry: Inquiry, agencies: Sequence[str]) -> bool:
    """Whether an operation over reports, asked of one agency, can only mean its years."""
    several = OVER_REPORTS - {Operation.TOTAL, Operation.RANK}
    return inquiry.operation in several and inquiry.parts is None and len(agencies) == 1


def _ordered(targets: Sequence[Target], agencies: Sequence[str]) -> tuple[Target, ...]:
    place = {agency: number for number, agency in enumerate(agencies)}
    return tuple(sorted(targets, key=lambda target: (place[target.agency], target.year)))


def _latest(targets: Sequence[Target], inquiry: Inquiry) -> tuple[Target, ...]:
    """One report of each agency: of the year asked for where there is one, else the latest."""
    targets = [target for target in targets if target.year in inquiry.years.named] or targets
    latest: dict[str, Target] = {}
    for target in sorted(targets, key=lambda t: t.year):
        latest[target.agency] = target
    return tuple(latest.values())
