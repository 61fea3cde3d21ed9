"""`python -m bench.reading [REPORTS]`: the form's cells as Baogao and as other readers read them, on the same files.

REPORTS is a folder with reports and their `gold.json`; without it only our samples are read. The others give rows of
cells; a row whose label is the form's counts with its last numbers, one for each column: the kindest reading of what
they return. The others are optional (`pip install baogao[bench]`): what is not installed is left out.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

from assistant.forms import Form, forms
from assistant.report import FigureStatus
from ingest.labels import fold, matches
from ingest.numbers import cell_number
from ingest.reading import read_report

Rows = list[list[str]]
Cells = dict[str, Decimal | None]
_SAMPLES = Path(__file__).parents[1] / "samples"
_TABLES = ("art20", "requests", "review")


def of_rows(rows: Rows, form: Form) -> Cells:
    """The form's cells in rows of strings, whatever the reader."""
    found: Cells = {}
    for row in rows:
        numbers = [number.value for text in row if (number := cell_number(text))]
        for table in form.tables:
            for block in table.blocks:
                width = len(block.columns)
                named = table.layout == "single" and len(numbers) == width == len([t for t in row if t.strip()])
                for line in block.rows:
                    labelled = any(line.label and matches(text, line.label, line.variants) for text in row)
                    if (named or labelled) and len(numbers) >= width:
                        values = zip(block.columns, numbers[-width:], strict=True)
                        found |= {table.measure(line, column): value for column, value in values}
    return found


def _pipes(text: str) -> Rows:
    lines = (line for line in text.splitlines() if "|" in line)
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def html2text_rows(path: Path) -> Rows:
    """html2text's Markdown, its rows."""
    converter = import_module("html2text").HTML2Text(bodywidth=0)
    return _pipes(converter.handle(path.read_text("utf-8", "replace")))


def markitdown_rows(path: Path) -> Rows:
    """MarkItDown's Markdown, its rows."""
    return _pipes(import_module("markitdown").MarkItDown().convert(str(path)).text_content)


def pandas_rows(path: Path) -> Rows:
    """The rows of pandas.read_html."""
    frames = import_module("pandas").read_html(StringIO(path.read_text("utf-8", "replace")), header=None)
    return [[re.sub(r"\.0$", "", str(cell)) for cell in row] for frame in frames for row in frame.to_numpy().tolist()]


def pdfplumber_rows(path: Path) -> Rows:
    """The rows of pdfplumber's tables, page by page."""
    with import_module("pdfplumber").open(path) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    return [[(cell or "").replace("\n", "") for cell in row] for table in tables for row in table]


OTHERS: Mapping[str, tuple[Callable[[Path], Rows], tuple[str, ...]]] = {
    "html2text": (html2text_rows, (".html",)),
    "markitdown": (markitdown_rows, (".html", ".pdf", ".docx", ".xlsx", ".csv", ".md", ".txt")),
    "pandas": (pandas_rows, (".html",)),
    "pdfplumber": (pdfplumber_rows, (".pdf",)),
}


def score(true: Mapping[str, Decimal | None], read: Mapping[str, Decimal | None], declared: set[str]) -> Counter[str]:
    """right, wrong, invented (a value where the source states none), declared, absent."""
    counts: Counter[str] = Counter()
    for measure, value in true.items():
        ours = read.get(measure)
        if ours is not None:
            counts["right" if ours == value else "wrong" if value is not None else "invented"] += 1
        elif value is not None:
            counts["declared" if measure in declared else "absent"] += 1
    return counts


def samples() -> Iterator[tuple[Path, Form, Cells]]:
    """Our samples with every cell that their maker wrote."""
    codes = {form.code: form for form in forms()}
    for record in json.loads((_SAMPLES / "truth.json").read_text("utf-8")):
        form = codes[record["form"]]
        names = {
            (table.code, row.path, column.path): table.measure(row, column)
            for table in form.tables
            for row, column in table.cells()
        }
        cells = {
            names[cell["table"], tuple(cell["row"]), tuple(cell["col"])]: Decimal(cell["value"])
            for cell in record["cells"]
        }
        yield _SAMPLES / "reports" / record["file"], form, dict(cells)


def golden(folder: Path) -> Iterator[tuple[Path, Form, Cells]]:
    """Real reports with the cells that somebody copied out of them."""
    for record in json.loads((folder / "gold.json").read_text("utf-8")):
        form = next(form for form in forms() if form.code.endswith(record["form"]))
        yield folder / record["file"], form, dict(_golden_cells(record, form))


def _golden_cells(record: Mapping[str, Any], form: Form) -> Iterator[tuple[str, Decimal | None]]:
    requests, art20, review = form.table("requests"), form.table("art20"), form.table("review")
    for row, (_, stated) in zip(_rows_of(record, form), (record["table_requests"] or {}).items(), strict=False):
        for column in requests.columns:
            yield (
                requests.measure(row, column),
                _decimal(stated.get(column.label) if isinstance(stated, dict) else None),
            )
    for label, stated in (record["table_art20"] or {}).items():
        for block in art20.blocks:
            for row in block.rows:
                if fold(label.split("(")[0]) in map(fold, (row.label, *row.variants)):
                    values = stated if isinstance(stated, list) else [None if isinstance(stated, dict) else stated]
                    for column, value in zip(block.columns, [*values, *[None] * len(block.columns)], strict=False):
                        yield art20.measure(row, column), _decimal(value)
    for column, value in zip(review.columns, record["table_review"] or (), strict=False):
        yield review.measure(review.rows[0], column), _decimal(value)


def _rows_of(record: Mapping[str, Any], form: Form) -> list[Any]:
    """The form's rows in the order of the record's: with one row for （六） where the record has one."""
    rows = form.table("requests").rows
    single = {code for row in rows for code in row.instead_of}
    one = len(record["table_requests"] or {}) < len([row for row in rows if not row.instead_of])
    return [row for row in rows if not (row.code in single if one else row.instead_of)]


def _decimal(value: str | int | float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value).removesuffix("元"))


def measure(cases: Sequence[tuple[Path, Form, Cells]]) -> dict[str, dict[str, Any]]:
    """Each reader's counts over the files that it can open, with its seconds."""
    totals: dict[str, Counter[str]] = {}
    for path, form, true in cases:
        started = time.process_time()
        figures = {figure.measure: figure for figure in read_report(path).figures if figure.measure}
        open_ = (FigureStatus.AMBIGUOUS, FigureStatus.MISSING, FigureStatus.BLANK)
        declared = {name for name, figure in figures.items() if figure.status in open_}
        counts = score(true, {name: figure.value for name, figure in figures.items()}, declared)
        _add(totals, "baogao", counts, time.process_time() - started)
        for name, (reader, suffixes) in OTHERS.items():
            if path.suffix not in suffixes:
                continue
            started = time.process_time()
            try:
                rows = reader(path)
            except ImportError:
                continue
            except Exception as error:  # noqa: BLE001 - another's reader may fail in any way; it is counted and named
                print(f"{name} {path.name}: {type(error).__name__}", file=sys.stderr)
                rows = []
            _add(totals, name, score(true, of_rows(rows, form), set()), time.process_time() - started)
    return {name: dict(counts) for name, counts in totals.items()}


def _add(totals: dict[str, Counter[str]], name: str, counts: Counter[str], seconds: float) -> None:
    totals.setdefault(name, Counter()).update(counts)
    totals[name].update(files=1, milliseconds=round(seconds * 1000))


def main(arguments: Sequence[str]) -> None:
    """Print the counts over our samples, and over the reports of a folder with its gold.json."""
    for name, cases in [("samples", list(samples())), *((folder, list(golden(Path(folder)))) for folder in arguments)]:
        print(f"{Path(name).name}")
        columns = ("files", "right", "wrong", "invented", "declared", "absent", "milliseconds")
        print(f"{'':12}" + "".join(f"{column:>14}" for column in columns))
        for reader, counts in measure(cases).items():
            print(f"{reader:12}" + "".join(f"{counts.get(column, 0):>14}" for column in columns))


if __name__ == "__main__":
    main(sys.argv[1:])
