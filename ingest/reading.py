"""One file → one report: its outline, its standard form, its other tables, and the figures of its sentences."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypedDict, Unpack

from assistant.language.sentences import sentences
from assistant.report import Figure, FigureStatus, Report, Source, Table
from assistant.report import Path as Labels
from ingest.balance import doubted
from ingest.blocks import Document
from ingest.formats import read
from ingest.overrides import Overrides, sidecar
from ingest.particulars import conflicts
from ingest.prose import figures_in
from ingest.readings import Place
from ingest.standard import FormCell, FormReading, form_for, read_form
from ingest.structure import Outline, outline, report_id
from ingest.tables import numbers_in, path_of, to_table, unit_under


def read_report(path: Path, given: Overrides = Overrides()) -> Report:  # noqa: B008 - a frozen value
    """Read a file as a report; what is given, or its sidecar states, goes before what the file says.

    Raises ReadingError with a reason when it cannot be read.
    """
    known = given.over(sidecar(path))
    return report_of(read(path), unicodedata.normalize("NFC", path.name), path.read_bytes(), known)


def report_of(document: Document, file: str, data: bytes, given: Overrides | None = None) -> Report:
    """A document as a report; `file` is the name of the file it was read from, `data` its bytes."""
    parts = outline(document, file)
    if given is not None:
        parts = given.applied(parts)
    tables = [to_table(grid, f"t{number}") for number, grid in enumerate(parts.grids, 1)]
    standard = form_for(parts.text, parts.kind, parts.year)
    form = read_form(standard, parts.text, tables, parts.paragraphs) if standard else None
    if form is not None and document.scanned:
        form = doubted(form, document.scanned)
    report = Report(
        report_id=report_id(parts.agency, parts.year, parts.kind, file),
        title=parts.title,
        agency=parts.agency,
        region=parts.region,
        year=parts.year,
        form=form.form.code if form else None,
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=document.pages,
        text=parts.text,
        sections=parts.sections,
        paragraphs=parts.paragraphs,
        tables=form.tables if form else tuple(tables),
        figures=(),
        warnings=parts.warnings
        + conflicts(parts.year, parts.period, parts.published)
        + (form.warnings if form else ()),
        parent=parts.parent,
        period=parts.period,
        published=parts.published,
        contacts=parts.contacts,
    )
    return replace(report, figures=tuple(_figures(_Maker(report), parts, form)))


def _figures(maker: _Maker, parts: Outline, form: FormReading | None) -> Iterator[Figure]:
    if form is not None:
        for cell in form.cells:
            yield _form_figure(maker, cell)
    for table in maker.report.tables:
        if table.kind is None:
            yield from _table_figures(maker, table)
    yield from _prose_figures(maker, parts)


class _Maker:
    """Makes a report's figures, numbered in the order in which they are made."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.count = 0

    def figure(self, source: Source, raw: str, status: FigureStatus, **stated: Unpack[_Stated]) -> Figure:
        """A figure of the report; what is not stated of it is None."""
        report = self.report
        self.count += 1
        return Figure(
            figure_id=f"{report.report_id}-f{self.count - 1}",
            report_id=report.report_id,
            agency=report.agency,
            region=report.region,
            year=report.year,
            form=report.form,
            table=stated.get("table", "prose"),
            row=source.row,
            col=source.col,
            measure=stated.get("measure"),
            raw=raw,
            value=stated.get("value"),
            unit=stated.get("unit"),
            status=status,
            basis=stated.get("basis"),
            source=source,
            scope=stated.get("scope", ()),
            period=stated.get("period"),
        )


class _Stated(TypedDict, total=False):
    """The fields of a figure that not every figure has."""

    table: str
    measure: str
    value: Decimal | None
    unit: str | None
    basis: str | None
    scope: Labels
    period: str | None


def _source(report: Report, place: Place, section: Labels, row: Labels = (), col: Labels = ()) -> Source:
    return Source(
        report_id=report.report_id,
        file=report.file,
        title=report.title,
        agency=report.agency,
        year=report.year,
        section=section,
        page=place.page,
        table_id=place.table_id,
        cell=place.cell,
        row=row,
        col=col,
        bbox=place.box,
        start=place.start,
        end=place.end,
        quote=report.text[place.start : place.end],
    )


def _form_figure(maker: _Maker, cell: FormCell) -> Figure:
    report = maker.report
    reading, table = cell.reading, cell.table
    found = next((t for t in report.tables if t.table_id == reading.place.table_id), None)
    section = found.section if found else (table.section,)
    source = _source(report, _shown(reading.place, found, reading.status), section, cell.row.path, cell.column.path)
    return maker.figure(
        source,
        reading.raw,
        reading.status,
        table=table.code,
        measure=table.measure(cell.row, cell.column),
        value=reading.value,
        unit=reading.unit,
        basis=reading.basis,
    )


def _shown(place: Place, table: Table | None, status: FigureStatus) -> Place:
    """An empty cell has no words to quote, so the quote of a blank is its whole row."""
    if table is None or place.cell is None or status is not FigureStatus.BLANK or place.end > place.start:
        return place
    row = [cell for cell in table.row_cells(place.cell[0]) if cell.end > cell.start and cell.row == place.cell[0]]
    return replace(place, start=min(c.start for c in row), end=max(c.end for c in row)) if row else place


def _table_figures(maker: _Maker, table: Table) -> Iterator[Figure]:
    for cell, number, status in numbers_in(table):
        place = Place(cell.start, cell.end, cell.page or table.page, cell.box, table.table_id, (cell.row, cell.col))
        source = _source(maker.report, place, table.section, *path_of(table, cell))
        unit = number.unit or unit_under(table.unit, (*source.row, *source.col))
        yield maker.figure(source, cell.text, status, table=table.caption, value=number.value, unit=unit)


def _prose_figures(maker: _Maker, parts: Outline) -> Iterator[Figure]:
    for paragraph in parts.prose:
        spans = sentences(paragraph.text)
        for found in figures_in(paragraph.text, offset=paragraph.start):
            start, end = _sentence(spans, found.start - paragraph.start)
            place = Place(paragraph.start + start, paragraph.start + end, paragraph.page, paragraph.box)
            source = _source(maker.report, place, paragraph.section, (found.subject,) if found.subject else ())
            yield maker.figure(
                source,
                found.raw,
                FigureStatus.REPORTED,
                value=found.value,
                unit=found.unit,
                basis=found.approx,
                scope=found.scope,
                period=found.period,
            )


def _sentence(spans: Sequence[tuple[int, int]], position: int) -> tuple[int, int]:
    return next(span for span in spans if span[0] <= position < span[1])
