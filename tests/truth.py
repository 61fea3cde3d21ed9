"""What samples/truth.json says, and how a report that was read differs from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.report import Figure, FigureStatus, Report
from assistant.report import Path as Labels

Truth = dict[str, Any]
Key = tuple[str, Labels, Labels]

TRUTH: list[Truth] = json.loads((Path(__file__).parents[1] / "samples" / "truth.json").read_text(encoding="utf-8"))
BY_NAME: dict[str, Truth] = {record["file"]: record for record in TRUTH}


def form_figures(report: Report) -> dict[Key, Figure]:
    """The figures of the report's standard form, by table, row and column."""
    return {(f.table, f.row, f.col): f for f in report.figures if f.measure}


def cells_of(record: Truth) -> dict[Key, Decimal]:
    """Every cell of the sample's form with the value its maker wrote there."""
    return {(cell["table"], tuple(cell["row"]), tuple(cell["col"])): Decimal(cell["value"]) for cell in record["cells"]}


def undecidable(record: Truth) -> set[tuple[str, Labels]]:
    """The rows whose digits can be cut in more than one way."""
    return {(row["table"], tuple(row["row"])) for row in record.get("undecidable", ())}


def wrong(report: Report, record: Truth) -> list[str]:
    """The values that the file does not state: the one fault that nothing excuses."""
    true = cells_of(record)
    return [
        f"{key}: read {figure.value}, the file states {true.get(key, 'no such cell')}"
        for key, figure in form_figures(report).items()
        if figure.value is not None and figure.value != true.get(key)
    ]


def unsaid(report: Report, record: Truth) -> list[Key]:
    """The cells of the form for which the reading has neither a value nor a status that says why."""
    figures = form_figures(report)
    return [key for key in cells_of(record) if key not in figures or not _declared(figures[key])]


def _declared(figure: Figure) -> bool:
    open_ = (FigureStatus.BLANK, FigureStatus.AMBIGUOUS, FigureStatus.MISSING)
    return figure.value is not None or (figure.status in open_ and bool(figure.basis))


def unproved(report: Report) -> Iterator[str]:
    """The figures whose source does not hold what they say."""
    for figure in report.figures:
        source = figure.source
        if report.text[source.start : source.end] != source.quote:
            yield f"{figure.figure_id}: the quote is not what stands at {source.start}"
        if figure.value is None or figure.measure is None:
            continue
        stated, quoted = re.sub(r"\D", "", str(figure.value)), re.sub(r"\D", "", source.quote)
        if stated not in quoted:
            yield f"{figure.figure_id}: {figure.value} is not in “{source.quote}”"
