"""Files to reports: what the reading says is what the file says, and what it cannot say it declares."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import gold
import pytest
from truth import BY_NAME, TRUTH, Truth, cells_of, form_figures, undecidable, unproved, unsaid, wrong

from assistant.errors import ReadingError
from assistant.report import FigureStatus, Report
from ingest.formats import read
from ingest.reading import read_report, report_of

SAMPLES = Path(__file__).parents[1] / "samples" / "reports"
BY_FILE = pytest.mark.parametrize("record", TRUTH, ids=lambda record: record["file"])
VALUED = {FigureStatus.REPORTED, FigureStatus.RECONSTRUCTED}

reading = cache(read_report)


@BY_FILE
def test_every_decidable_cell_of_a_sample_is_read_and_none_wrong(record: Truth) -> None:
    report = reading(SAMPLES / record["file"])
    assert wrong(report, record) == []
    assert unsaid(report, record) == []
    figures = form_figures(report)
    without = {key for key in cells_of(record) if figures[key].value is None}
    assert {(table, row) for table, row, _ in without} == undecidable(record)
    assert {figures[key].status for key in without} <= {FigureStatus.AMBIGUOUS}


@BY_FILE
def test_a_sample_is_named_right(record: Truth) -> None:
    report = reading(SAMPLES / record["file"])
    assert report.agency is not None
    assert report.agency in record["agency"] and record["region"] in report.agency
    assert (report.year, report.form, report.region) == (record["year"], record["form"], record["region"])
    assert report.file == record["file"]
    assert report.sha256 == hashlib.sha256((SAMPLES / record["file"]).read_bytes()).hexdigest()


@BY_FILE
def test_the_figures_of_a_sample_are_proved(record: Truth) -> None:
    assert list(unproved(reading(SAMPLES / record["file"]))) == []


@BY_FILE
def test_status_and_value_agree(record: Truth) -> None:
    report = reading(SAMPLES / record["file"])
    assert len({figure.figure_id for figure in report.figures}) == len(report.figures)
    for figure in report.figures:
        assert (figure.value is not None) == (figure.status in VALUED), figure
        assert figure.basis or figure.status is FigureStatus.REPORTED, figure
        assert figure.unit or figure.value is None or not figure.measure or "amount" in figure.measure


@BY_FILE
def test_a_form_figure_of_a_grid_stands_in_its_cell(record: Truth) -> None:
    report = reading(SAMPLES / record["file"])
    tables = {table.table_id: table for table in report.tables}
    for figure in report.figures:
        if figure.value is None or not figure.measure:
            continue
        assert figure.source.table_id and figure.source.cell
        cell = tables[figure.source.table_id].at(*figure.source.cell)
        assert cell is not None
        assert (cell.start, cell.end, cell.text) == (figure.source.start, figure.source.end, figure.raw)
        assert tables[figure.source.table_id].kind == figure.table
    if report.pages:
        assert all(figure.source.page for figure in report.figures if figure.value is not None)


def test_harvested_rows_are_marked_as_reconstructed_with_their_rule() -> None:
    record = BY_NAME["yanxi-2019.txt"]
    figures = form_figures(reading(SAMPLES / record["file"]))
    rebuilt = [f for f in figures.values() if f.status is FigureStatus.RECONSTRUCTED]
    assert len(rebuilt) > 150
    assert all("只有一种切分" in (figure.basis or "") for figure in rebuilt)
    assert all("H1" in (figure.basis or "") for figure in rebuilt if figure.table == "requests")
    assert all("H4" in (figure.basis or "") for figure in rebuilt if figure.table == "review")


def test_reading_the_same_bytes_gives_the_same_report() -> None:
    path = SAMPLES / "yanxi-finance-2020.docx"
    assert read_report(path) == report_of(read(path), path.name, path.read_bytes())


def test_a_file_that_is_no_report_is_refused_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"\x00\x01\x02")
    with pytest.raises(ReadingError):
        read_report(path)


# Real reports, where they are here.

COMPLETE = ("huaian-2024.pdf", "shanghai-office-2019.html", "shuyang-devreform-2023.html")


def figures_of(report: Report) -> dict[str, tuple[FigureStatus, str | None]]:
    return {f.measure: (f.status, None if f.value is None else f"{f.value:f}") for f in report.figures if f.measure}


def test_no_figure_of_a_real_report_is_wrong_or_invented(shared_reports: Path) -> None:
    faults = []
    right = stated = 0
    for record in gold.load(shared_reports):
        read_figures = figures_of(reading(shared_reports / record["file"]))
        for measure, value in gold.measures(record).items():
            found = read_figures.get(measure, (None, None))[1]
            if found is not None and found != (None if value is None else f"{value:f}"):
                faults.append(f"{record['file']} {measure}: read {found}, printed {value}")
            right += value is not None and found is not None
            stated += value is not None
    assert faults == []
    assert right / stated > 0.95


@pytest.mark.parametrize("file", COMPLETE)
def test_a_real_report_with_whole_tables_is_read_completely(shared_reports: Path, file: str) -> None:
    [record] = [record for record in gold.load(shared_reports) if record["file"] == file]
    read_figures, printed = figures_of(reading(shared_reports / file)), gold.measures(record)
    assert read_figures.keys() == printed.keys()
    for measure, value in printed.items():
        status = FigureStatus.BLANK if value is None else FigureStatus.REPORTED
        assert read_figures[measure] == (status, None if value is None else f"{value:f}"), measure


def test_the_figures_of_real_reports_are_proved(shared_reports: Path) -> None:
    for record in gold.load(shared_reports):
        assert list(unproved(reading(shared_reports / record["file"]))) == [], record["file"]


def test_a_lost_row_is_declared(shared_reports: Path) -> None:
    report = reading(shared_reports / "shicheng-2020.txt")
    figures = {figure.measure: figure for figure in report.figures if figure.measure}
    assert figures["requests.received.total"].status is FigureStatus.MISSING
    assert figures["requests.granted.natural"].value == 3
    assert any("缺" in warning for warning in report.warnings)


def test_an_empty_form_has_no_values(shared_reports: Path) -> None:
    report = reading(shared_reports / "template-2021-form.docx")
    figures = [figure for figure in report.figures if figure.measure]
    assert len(figures) == 200
    assert {figure.status for figure in figures} == {FigureStatus.BLANK}
