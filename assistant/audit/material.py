"""What an audit looks at: one report as the library holds it, without its grids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant import figures
from assistant.forms import Form, FormTable, forms
from assistant.library import Library, ReportInfo
from assistant.report import USABLE, Figure, FigureStatus, Paragraph, Section, Source
from assistant.sources import source_at


@dataclass(frozen=True)
class Material:
    """One report, ready to be audited."""

    info: ReportInfo
    cells: Mapping[str, Figure]
    """The form's cells by measure."""
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]

    @cached_property
    def form(self) -> Form | None:
        """The form that the report follows."""
        return next((form for form in forms() if form.code == self.info.form), None)

    def cell(self, table: str, row: str, column: str) -> Figure | None:
        """One cell of the form; None where the form has none of this name."""
        return self.cells.get(".".join(part for part in (table, row, column) if part))

    def rows_read(self, table: FormTable, codes: Iterable[str]) -> list[str]:
        """The rows that stand in the report for these: one row may be printed in the place of several."""
        printed = {
            code: row.code
            for row in table.rows
            for code in row.instead_of
            if any(self.cell(table.code, row.code, column.code) for column in table.columns)
        }
        return list(dict.fromkeys(printed.get(code, code) for code in codes))

    def source(self, start: int, end: int) -> Source:
        """The place of a stretch of the report's prose."""
        home = next((p for p in self.paragraphs if p.start <= start < p.end), None)
        if home is None:
            return source_at(self.info, (start, start), "")
        quote = home.text[start - home.start : end - home.start]
        span = start, start + len(quote)
        return source_at(self.info, span, quote, section=home.section, page=home.page, bbox=home.box)


def load(library: Library, infos: Collection[ReportInfo]) -> dict[str, Material]:
    """These reports, by id."""
    cells: dict[str, dict[str, Figure]] = {info.report_id: {} for info in infos}
    standard = {form.code for form in forms()}
    for of_form in (True, None):  # of a report in another form every cell that has a measure
        ids = [info.report_id for info in infos if (info.form in standard) is (of_form is True)]
        for figure in figures.select(library, report_ids=ids, of_form=of_form) if ids else ():
            if figure.measure is not None:
                cells[figure.report_id][figure.measure] = figure
    return {
        info.report_id: Material(
            info,
            cells[info.report_id],
            tuple(library.paragraphs(info.report_id)),
            tuple(library.sections(info.report_id)),
        )
        for info in infos
    }


def usable(figure: Figure | None) -> bool:
    """Whether a cell states a number of its own."""
    return figure is not None and figure.status in USABLE and figure.value is not None


def blank(figure: Figure | None) -> bool:
    """Whether a cell is there and empty."""
    return figure is not None and figure.status is FigureStatus.BLANK
