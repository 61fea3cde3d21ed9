"""Small reports made by hand, with every kind of field filled and empty, for the tests of the library."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from assistant.report import (
    Box,
    Cell,
    Chunk,
    Contact,
    Figure,
    FigureStatus,
    Paragraph,
    Path,
    Report,
    Section,
    Source,
    Table,
)
from ingest.chunker import chunks_of

AGENCY = "青禾市水利局"
SENTENCES = ("本局全年发布信息1204条。", "收到“申请”0件，\n收费33.50万元；", "其余见下表。")


def original(report: Report) -> bytes:
    """The bytes of the file that a made report was read from."""
    return f"{report.file}\n{report.text}".encode()


def make_report(
    sentences: Sequence[str] = SENTENCES,
    *,
    agency: str | None = AGENCY,
    year: int | None = 2023,
    file: str = "水利局2023.html",
    report_id: str | None = None,
) -> Report:
    """A report of one section with a paragraph for each sentence, and one table."""
    text, paragraphs = "一、总体情况\n", []
    for sentence in sentences:
        paragraphs.append(
            Paragraph(sentence, len(text), len(text) + len(sentence), ("一、总体情况",), 1, (1.5, 2.0, 3.25, 4.0))
        )
        text += sentence + "\n"
    table, text = _table(text)
    identity = report_id or "r" + hashlib.sha256(f"{agency}{year}{file}".encode()).hexdigest()[:8]
    title = f"{agency}{year}年政府信息公开工作年度报告"
    made = Report(
        report_id=identity,
        title=title,
        agency=agency,
        region="青禾市",
        year=year,
        form="disclosure-2021",
        file=file,
        sha256="",
        pages=2,
        text=text,
        sections=(Section(("一、总体情况",), 0, table.start, 1), Section((), table.start, len(text), None)),
        paragraphs=tuple(paragraphs),
        tables=(table,),
        figures=(),
        warnings=("第 2 页的“表”缺一行\n", "x"),
        parent="青禾市人民政府",
        period=(date(year, 1, 1), date(year, 12, 31)) if year else None,
        published=date(year + 1, 1, 20) if year else None,
        contacts=(Contact("telephone", "0990-1234567", 3, 15), Contact("address", "青禾市东路1号")),
    )
    return _sealed(made, _figures(made))


def _sealed(report: Report, figures: tuple[Figure, ...]) -> Report:
    fields = {name: getattr(report, name) for name in Report.__slots__}
    return Report(**{**fields, "figures": figures, "sha256": hashlib.sha256(original(report)).hexdigest()})


def _table(text: str) -> tuple[Table, str]:
    start = len(text)
    cells = []
    for row, texts in enumerate((("事项", "数量"), ("行政许可", "12"), ("行政处罚", ""))):
        for col, word in enumerate(texts):
            span = 2 if (row, col) == (1, 0) else 1
            box: Box | None = (0.1, 0.2, 0.3, 1e-7) if word else None
            cells.append(Cell(row, col, word, len(text), len(text) + len(word), 1, span, 2, box))
            text += word + "\t"
        text += "\n"
    table = Table(
        table_id="t1",
        caption="处理决定",
        unit="件",
        section=(),
        page=2,
        n_rows=3,
        n_cols=3,
        cells=tuple(cells),
        header_rows=1,
        stub_cols=1,
        start=start,
        end=len(text),
        kind="art20",
        reconstructed=True,
    )
    return table, text


def _figures(report: Report) -> tuple[Figure, ...]:
    reported, blank, rebuilt = FigureStatus.REPORTED, FigureStatus.BLANK, FigureStatus.RECONSTRUCTED
    licences, penalties = ("第二十条第（五）项", "行政许可"), ("第二十条第（六）项", "行政处罚")
    issued = ("本年处理决定数量",)
    return (
        _figure(report, 0, "art20", licences, issued, "art20.licences", "12", Decimal("12"), rebuilt, cell=(1, 1)),
        _figure(report, 1, "art20", penalties, issued, "art20.penalties", "", None, blank, cell=(2, 1)),
        _figure(report, 2, "prose", ("发布信息",), (), None, "1204条", Decimal("1204"), reported),
        _figure(report, 3, "prose", ("收费[a,b]",), (), None, "33.50万元", Decimal("33.50"), reported),
        _figure(report, 4, "处理决定", ("总额",), (), None, "9…", Decimal("12345678901234567890.0100"), reported),
    )


def _figure(
    report: Report,
    number: int,
    table: str,
    row: Path,
    col: Path,
    measure: str | None,
    raw: str,
    value: Decimal | None,
    status: FigureStatus,
    cell: tuple[int, int] | None = None,
) -> Figure:
    start = report.text.index(raw) if raw and raw in report.text else 0
    end = start + len(raw) if raw in report.text else 0
    source = Source(
        report_id=report.report_id,
        file=report.file,
        title=report.title,
        agency=report.agency,
        year=report.year,
        section=("一、总体情况",),
        page=1 if cell is None else 2,
        table_id=None if cell is None else "t1",
        cell=cell,
        row=row,
        col=col[:1],
        bbox=None if cell is None else (0.1, 0.2, 0.3, 0.4),
        start=start,
        end=end,
        quote=report.text[start:end],
    )
    return Figure(
        figure_id=f"{report.report_id}-f{number}",
        report_id=report.report_id,
        agency=report.agency,
        region=report.region,
        year=report.year,
        form=None if table == "prose" else report.form,
        table=table,
        row=row,
        col=col,
        measure=measure,
        raw=raw,
        value=value,
        unit="件" if cell else None,
        status=status,
        basis="行和" if status is FigureStatus.RECONSTRUCTED else None,
        source=source,
    )


def made_chunks(report: Report) -> list[Chunk]:
    """The chunks that ingestion would make of the report."""
    return chunks_of(report)
