"""What is loaded, at a glance: a line, and a matrix of agencies and years."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import phrasing
from assistant.catalog import Catalog
from assistant.web.markup import text
from assistant.web.wording import Words

_MOST_AGENCIES = 200
_MOST_GAPS = 12


def line(catalog: Catalog, words: Words) -> str:
    """How many reports of how many agencies, and the years, as a sentence."""
    if not catalog.reports:
        return words.nothing_loaded
    years = sorted({info.year for info in catalog.reports if info.year})
    span = "—" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return words.loaded.format(reports=len(catalog.reports), agencies=len(catalog.agencies), years=span)


def matrix(catalog: Catalog, words: Words, *, unfolded: bool) -> str:
    """The matrix, foldable; reports without an agency or a year stand below it by their files."""
    if not catalog.reports:
        return f'<p class="bg-hint">{text(words.nothing_loaded)}</p>'
    years = sorted({year for agency in catalog.agencies for year in catalog.years(agency)})
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    rows = "".join(
        f'<tr><th scope="row">{text(agency)}</th>{_row(catalog, agency, years, words)}</tr>'
        for agency in catalog.agencies[:_MOST_AGENCIES]
    )
    more = len(catalog.agencies) - _MOST_AGENCIES
    rest = f'<p class="bg-remark">{text(words.more_agencies.format(more))}</p>' if more > 0 else ""
    marks = phrasing.signs(words.code)
    others = [info.file for info in catalog.reports if not (info.agency and info.year)]
    files = (
        f'<p class="bg-remark">{text(words.other_files)}{text(marks.between.join(others[:20]))}</p>' if others else ""
    )
    table = (
        f'<div class="bg-table" tabindex="0"><table><thead><tr><th scope="col">{text(words.agency)}</th>{head}</tr>'
        f"</thead><tbody>{rows}</tbody></table></div>"
    )
    return (
        f'<details class="bg-coverage"{" open" if unfolded else ""}><summary>{text(words.coverage)}</summary>'
        f"{table + _gaps(catalog, years, words) if years else ''}{rest}{files}</details>"
    )


def _gaps(catalog: Catalog, years: list[int], words: Words) -> str:
    """In a sentence the years that are missing between an agency's first and last."""
    gaps = {agency: _between(catalog.years(agency), years) for agency in catalog.agencies}
    marks = phrasing.signs(words.code)
    listed = [f"{agency} {marks.between.join(map(str, missing))}" for agency, missing in gaps.items() if missing]
    if not listed:
        return f'<p class="bg-remark">{text(words.nothing_missing)}</p>'
    more = "…" if len(listed) > _MOST_GAPS else ""
    said = words.missing.format(sum(map(len, gaps.values()))) + marks.semicolon.join(listed[:_MOST_GAPS]) + more
    return f'<p class="bg-remark">{text(said)}</p>'


def _between(held: Sequence[int], years: Sequence[int]) -> list[int]:
    """The years between the first and the last of those that are held, and not among them."""
    return [year for year in years if held and min(held) < year < max(held) and year not in held]


def _row(catalog: Catalog, agency: str, years: list[int], words: Words) -> str:
    held = set(catalog.years(agency))
    cells = []
    for year in years:
        if year not in held:
            cells.append(f'<td class="bg-none"><span role="img" aria-label="{text(words.not_loaded)}">–</span></td>')
            continue
        versions = len(catalog.versions.get((agency, year), ()))
        said = words.versions.format(versions) if versions else words.has_report
        count = f"<small>{versions}</small>" if versions else ""
        cells.append(
            f'<td><span class="bg-dot" role="img" aria-label="{text(said)}" title="{text(said)}"></span>{count}</td>'
        )
    return "".join(cells)
