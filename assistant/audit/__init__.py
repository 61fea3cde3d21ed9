"""A report against itself, against its form and against the same agency's neighbouring years.

An error is certain: no reading of the report makes it agree. Everything else that wants a look is a remark, and what
could not be read is no finding at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from assistant.answer import Audited, Finding, Scope, Severity
from assistant.audit import arithmetic, claims, identities, neighbours, repeated, wording
from assistant.audit.decisions import with_decisions
from assistant.audit.material import Material, load
from assistant.audit.text import prose_text
from assistant.catalog import Catalog
from assistant.checking.pieces import clauses_in
from assistant.checking.readings import Reader
from assistant.errors import LibraryError, UsageError
from assistant.library import Library, ReportInfo

__all__ = ["audit", "selected"]

_EVERYWHERE = Scope()


def audit(library: Library, report_ids: Collection[str] | None = None) -> Audited:
    """Audit these reports, or all of them. Raises LibraryError when one is not in the library."""
    infos = library.reports()
    wanted = {info.report_id for info in infos} if report_ids is None else set(report_ids)
    unknown = wanted - {info.report_id for info in infos}
    if unknown:
        raise LibraryError(f"资料库里没有编号为 {'、'.join(sorted(unknown))} 的报告。The library has no such report.")
    findings: list[Finding] = []
    catalog = Catalog(library)
    for group in _agencies(infos):
        if any(info.report_id in wanted for info in group):
            findings.extend(_audited(library, catalog, group, wanted))
    findings.sort(key=lambda finding: finding.severity is not Severity.ERROR)
    return Audited(tuple(with_decisions(library, findings)), len(wanted))


def selected(library: Library, named: Sequence[str], scope: Scope = _EVERYWHERE) -> list[str] | None:
    """The ids of the reports that are named by id or file name and lie in the scope; None when all are meant.

    Raises UsageError when a name fits no report.
    """
    if not named and scope == _EVERYWHERE:
        return None
    infos = library.reports()
    within = set(Catalog(library).report_ids(scope))
    chosen = [info.report_id for info in infos if not named or {info.report_id, info.file} & set(named)]
    for name in named:
        if not any(name in (info.report_id, info.file) for info in infos):
            raise UsageError(f"没有编号或文件名为“{name}”的报告（见 baogao reports） / no such report")
    return [report_id for report_id in chosen if report_id in within]


def _agencies(infos: Sequence[ReportInfo]) -> Iterator[list[ReportInfo]]:
    """The reports of each agency by year; one without an agency or a year has no neighbours."""
    groups: dict[str, list[ReportInfo]] = {}
    for info in infos:
        groups.setdefault(info.agency if info.agency and info.year else info.report_id, []).append(info)
    for group in groups.values():
        yield sorted(group, key=lambda info: info.year or 0)


def _audited(
    library: Library, catalog: Catalog, group: Sequence[ReportInfo], wanted: Collection[str]
) -> Iterator[Finding]:
    materials = load(library, group)
    ordered = [materials[info.report_id] for info in group]
    reader = Reader(library, {report_id: material.cells for report_id, material in materials.items()})
    for material in ordered:
        if material.info.report_id in wanted:
            yield from identities.check(material)
            yield from _of_text(reader, catalog, material)
    for before, after in _neighbours(ordered):
        about = after if after.info.report_id in wanted else before
        if about.info.report_id in wanted:
            yield from neighbours.check(before, after, about)
        if after.info.report_id in wanted:
            yield from repeated.check(before, after)


def _of_text(reader: Reader, catalog: Catalog, material: Material) -> Iterator[Finding]:
    """What the sentences say; a number that two checks find wrong is found once."""
    text = prose_text(material)
    clauses = clauses_in(text)
    seen: set[tuple[int, str]] = set()
    for found in (*claims.check(reader, catalog, material, text, clauses), *arithmetic.check(material, text, clauses)):
        key = (found.evidence[0].start // 1 if found.kind != "prose_ratio" else found.evidence[0].end, found.stated)
        if key not in seen:
            seen.add(key)
            yield found
    yield from wording.check(material)


def _neighbours(ordered: Sequence[Material]) -> Iterator[tuple[Material, Material]]:
    """Each report with the year before it; of two versions of a year the one that holds more of the form."""
    best: dict[int, Material] = {}
    for material in ordered:
        year = material.info.year
        if year is not None and (year not in best or _read(material) >= _read(best[year])):
            best[year] = material
    for first, second in pairwise(sorted(best)):
        if second == first + 1:
            yield best[first], best[second]


def _read(material: Material) -> int:
    return sum(figure.value is not None for figure in material.cells.values())
