"""`python -m bench.parity [--printed]`: the facts of every sample in every format, cell for cell.

Each sample's facts are written as a web page, PDF, Word file, workbook, Markdown and clean text by the samples' own
writers, and with `--printed` also as Chromium prints the page and LibreOffice prints and saves the Word file. A cell is
right when it has the value that its maker wrote, declared when it has a status that says why it has none.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.report import Report
from ingest.reading import read_report
from samples import grids, write_docx, write_html, write_pdf, write_text, write_xlsx
from samples.facts import Report as Facts
from samples.facts import load
from samples.truth import truth


def tabbed(facts: Facts) -> bytes:
    """Clean text: a line for each paragraph and each row, tabs between the cells; a label stands once."""
    lines = [facts.title, *facts.preamble]
    tables = {1: grids.article20(facts), 2: [grids.requests(facts)], 3: [grids.review(facts)]}
    for index, (heading, texts) in enumerate(zip(facts.headings, facts.sections, strict=True)):
        lines += [heading, *texts]
        for grid in tables.get(index, []):
            lines += ["\t".join(cell.text for cell in row) for row in grid.by_row()]
    return "\n".join(lines).encode()


WRITERS: Mapping[str, tuple[str, Callable[[Facts], bytes]]] = {
    **dict.fromkeys(write_html.SKINS, ("html", write_html.page)),
    "pdf": ("pdf", write_pdf.document),
    "pdf-repeat": ("pdf", write_pdf.document),
    "docx": ("docx", write_docx.document),
    "xlsx": ("xlsx", write_xlsx.workbook),
    "markdown": ("md", write_text.markdown),
    "text-tabs": ("txt", tabbed),
}
"""Format of a sample → suffix and writer."""

PAPERS = {
    "html-word": b"",
    "html-wps": b"@page{size:A4;margin:15mm}",
    "html-cms": b"@page{size:A4;margin:25mm 20mm}body{font-size:18px;line-height:1.9}",
}
"""Skin of a page → the style it is printed with; other papers cut its tables in other rows."""

Cells = dict[tuple[str, tuple[str, ...], tuple[str, ...]], Decimal]


def cells_of(facts: Facts) -> Cells:
    """Every cell of the form with the value that its maker wrote."""
    return cells_in(truth(facts))


def cells_in(record: Mapping[str, Any]) -> Cells:
    """The same, from a record of the truth."""
    return {(cell["table"], tuple(cell["row"]), tuple(cell["col"])): Decimal(cell["value"]) for cell in record["cells"]}


def compared(report: Report, true: Cells) -> Counter[str]:
    """right, wrong, declared, absent."""
    read = {(f.table, f.row, f.col): f for f in report.figures if f.measure}
    counts: Counter[str] = Counter()
    for key, value in true.items():
        figure = read.get(key)
        if figure is None:
            counts["absent"] += 1
        elif figure.value is None:
            counts["declared"] += 1
        else:
            counts["right" if figure.value == value else "wrong"] += 1
    return counts


def written(facts: Facts, folder: Path) -> Iterator[tuple[str, Path]]:
    """The facts in every format: its name and the file."""
    for name, (suffix, write) in WRITERS.items():
        path = folder / f"{facts.agency}-{name}.{suffix}"
        path.write_bytes(write(replace(facts, format=name)))
        yield name, path


def printed(facts: Facts, folder: Path) -> Iterator[tuple[str, Path]]:
    """The page as Chromium prints it, the Word file as LibreOffice prints and saves it; what is not installed is left
    out.
    """
    word = folder / "word.docx"
    word.write_bytes(write_docx.document(replace(facts, format="docx")))
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    for skin, style in PAPERS.items():
        if not browser:
            break
        page, target = folder / f"{skin}.html", folder / f"{skin}.pdf"
        source = write_html.page(replace(facts, format=skin))
        page.write_bytes(source.replace(b"</head>", b"<style>" + style + b"</style></head>"))
        _run(browser, "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri())
        yield f"{skin}-pdf", target
    if shutil.which("soffice"):
        for kind in ("pdf", "doc"):
            _run("soffice", "--headless", "--convert-to", kind, "--outdir", str(folder), str(word))
            yield f"office-{kind}", folder / f"word.{kind}"


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def main(arguments: list[str]) -> None:
    """Print the counts by format, and what is not right."""
    totals: dict[str, Counter[str]] = {}
    for facts in load():
        true = cells_of(facts)
        with tempfile.TemporaryDirectory() as folder:
            files = list(written(facts, Path(folder)))
            if "--printed" in arguments:
                files += printed(facts, Path(folder))
            for name, path in files:
                started = time.perf_counter()
                counts = compared(read_report(path), true)
                counts["milliseconds"] = round(1000 * (time.perf_counter() - started))
                totals.setdefault(name, Counter()).update(counts)
                if counts["right"] < len(true):
                    print(f"  {facts.file} as {name}: {dict(counts)}")
    columns = ("right", "wrong", "declared", "absent", "milliseconds")
    print(f"{'':14}" + "".join(f"{column:>14}" for column in columns))
    for name, counts in totals.items():
        print(f"{name:14}" + "".join(f"{counts[column]:>14}" for column in columns))


if __name__ == "__main__":
    main(sys.argv[1:])
