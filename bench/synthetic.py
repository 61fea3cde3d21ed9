"""Libraries of any size to measure on: synthetic reports on the standard forms, published as values, no files read.

    python -m bench.synthetic STORE [--reports N] [--seed N] [--chunks] [--prose N]

Agencies are made-up places with the usual bodies; the same seed gives the same library. Every table satisfies the
form's identities, and what one year leaves over is what the next one begins with. About 200 figures a report.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product
from pathlib import Path

from assistant.forms import Column, Form, FormTable, Row, form_of_year
from assistant.library import Library, Publication
from assistant.report import Figure, FigureStatus, Paragraph, Report, Section, Source
from bench.prose import with_prose
from ingest.chunker import chunks_of

FIRST_YEAR, YEARS = 2019, 5
_BATCH = 100
_SYLLABLES = "安宁泽川溪岭桐枫岚澄湖沅汀棠荔苍翠鹿雁鹭松柏兰芷云霞星辰清和永嘉丰瑞景澜"
_BODIES = ("人民政府", "财政局", "教育局", "民政局", "公安局", "司法局", "水利局", "审计局", "统计局", "发展和改革局")


def agencies(count: int) -> list[str]:
    """This many names of agencies, at most 25,200: counties with names of their own, then districts, each with the same
    ten bodies.
    """
    names = [c + d for c, d in product(_SYLLABLES, _SYLLABLES) if c != d]
    city = _SYLLABLES
    places = (
        f"{city[n // 35 % 36]}{city[(n // 35 + 7) % 36]}市{name}{kind}"
        for kind in "县区"
        for n, name in enumerate(names)
    )
    return list(islice((place + body for place in places for body in _BODIES), count))


def place_of(agency: str) -> str:
    """The county or district whose body this is."""
    return agency.removesuffix(next(body for body in _BODIES if agency.endswith(body)))


def reports(count: int, seed: int = 1) -> Iterator[Report]:
    """This many reports, five years of one agency after the other."""
    for number, agency in enumerate(agencies(-(-count // YEARS))):
        draw = random.Random(f"{seed}/{agency}")
        left = draw.randrange(20)
        for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
            if number * YEARS + year - FIRST_YEAR >= count:
                return
            form = form_of_year(year)
            assert form is not None
            report, left = _report(agency, year, form, draw, left)
            yield report


def fill(library: Library, made: Iterable[Report], *, chunks: bool = False) -> None:
    """Publish these reports; with `chunks` they can be searched as well. Raises LibraryError."""
    made = iter(made)
    while batch := list(islice(made, _BATCH)):
        library.publish_many([Publication(r, chunks_of(r) if chunks else (), original(r)) for r in batch])


def original(report: Report) -> bytes:
    """The bytes of the file that a report would have been read from."""
    return report.text.encode()


@dataclass(slots=True)
class _Page:
    """A report's text as it grows, and the figures that quote it."""

    report_id: str
    agency: str
    year: int
    form: Form
    text: str
    figures: list[Figure]

    def write(self, table: FormTable, row: Row, column: Column, value: Decimal) -> None:
        """Add a cell to the text and its figure."""
        start, raw = len(self.text), f"{value:f}"
        self.text += raw + "\t"
        source = Source(
            report_id=self.report_id,
            file=f"{self.report_id}.txt",
            title=f"{self.agency}{self.year}年政府信息公开工作年度报告",
            agency=self.agency,
            year=self.year,
            section=(table.section,),
            page=None,
            table_id=None,
            cell=None,
            row=row.path,
            col=column.path,
            bbox=None,
            start=start,
            end=start + len(raw),
            quote=raw,
        )
        self.figures.append(
            Figure(
                figure_id=f"{self.report_id}-{len(self.figures)}",
                report_id=self.report_id,
                agency=self.agency,
                region=None,
                year=self.year,
                form=self.form.code,
                table=table.code,
                row=row.path,
                col=column.path,
                measure=table.measure(row, column),
                raw=raw,
                value=value,
                unit=column.unit,
                status=FigureStatus.REPORTED,
                basis=None,
                source=source,
            )
        )


def _report(agency: str, year: int, form: Form, draw: random.Random, carried_in: int) -> tuple[Report, int]:
    report_id = "s" + hashlib.sha256(f"{agency}{year}".encode()).hexdigest()[:12]
    opening = f"{year}年，本机关主动公开政府信息{draw.randrange(100, 9000)}条。"
    page = _Page(report_id, agency, year, form, f"一、总体情况\n{opening}\n", [])
    begin = len("一、总体情况\n")
    paragraph = Paragraph(opening, begin, begin + len(opening), ("一、总体情况",))
    left = 0
    for table in form.tables:
        start_of_table = table.section
        page.text += start_of_table + "\n"
        values, left_here = _values(table, draw, carried_in)
        left = left_here if left_here is not None else left
        for row, column in table.cells():
            if (key := (row.code, column.code)) in values:
                page.write(table, row, column, Decimal(values[key]))
        page.text += "\n"
    report = Report(
        report_id=report_id,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        region=None,
        year=year,
        form=form.code,
        file=f"{report_id}.txt",
        sha256=hashlib.sha256(page.text.encode()).hexdigest(),
        pages=None,
        text=page.text,
        sections=(Section(("一、总体情况",), 0, len(page.text), None),),
        paragraphs=(paragraph,),
        tables=(),
        figures=tuple(page.figures),
        warnings=(),
    )
    return report, left


def _values(table: FormTable, draw: random.Random, carried_in: int) -> tuple[Mapping[tuple[str, str], int], int | None]:
    if table.code == "requests":
        return _requests(table, draw, carried_in)
    cells = {(row.code, column.code): draw.randrange(400) for row, column in table.cells()}
    for rule in table.identities:
        for row in {row for row, _ in cells}:
            cells[row, rule.left[0]] = sum(cells[row, part] for part in rule.right)
    return cells, None


def _requests(table: FormTable, draw: random.Random, carried_in: int) -> tuple[Mapping[tuple[str, str], int], int]:
    """Table 3, from the ways of handling up: totals, then what came in so that the balance holds."""
    applicants = [column.code for column in table.columns if column.code != "total"]
    ways = [row.code for row in table.rows if not row.instead_of]
    ways = [code for code in ways if code not in ("received", "carried_in", "total", "carried_out")]
    cells = {
        (way, who): draw.randrange(30) if who == "natural" else draw.randrange(3) for way in ways for who in applicants
    }
    for who in applicants:
        cells["total", who] = sum(cells[way, who] for way in ways)
        cells["carried_in", who] = carried_in if who == "natural" else 0
        cells["carried_out", who] = draw.randrange(20) if who == "natural" else 0
        cells["received", who] = cells["total", who] + cells["carried_out", who] - cells["carried_in", who]
    for row in {row for row, _ in cells}:
        cells[row, "total"] = sum(cells[row, who] for who in applicants)
    return cells, cells["carried_out", "natural"]


def main() -> int:
    """Make a library and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chunks", action="store_true", help="write the search indexes as well")
    parser.add_argument("--prose", type=int, default=0, metavar="N", help="so many paragraphs more a report")
    options = parser.parse_args()
    started = time.perf_counter()
    with Library.open(options.store, create=True) as library:
        made = reports(options.reports, options.seed)
        fill(library, (with_prose(one, options.prose) if options.prose else one for one in made), chunks=options.chunks)
    print(f"{options.reports} reports in {time.perf_counter() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
