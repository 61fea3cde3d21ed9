"""The same facts in every format give the same figures, cell for cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from truth import BY_NAME, form_figures

from assistant.report import Report
from bench.parity import cells_of, compared, written
from ingest.blocks import Document, GridBlock, TextBlock
from ingest.cleaning import nfc
from ingest.formats import read
from ingest.numbers import is_numeric
from ingest.reading import read_report, report_of
from samples.facts import load

SAMPLES = Path(__file__).parents[1] / "samples" / "reports"
NAMES = ("jichuan-2022.html", "yanxi-2020.html", "yanxi-2022.docx", "yanxi-finance-2021.xlsx")


def stated(report: Report) -> dict[object, tuple[object, str]]:
    return {key: (figure.value, figure.status.value) for key, figure in form_figures(report).items()}


def as_html(document: Document) -> str:
    lines = []
    for block in document.blocks:
        if isinstance(block, TextBlock):
            lines.append(f"<p>{block.text}</p>")
            continue
        rows = "".join(
            "<tr>"
            + "".join(
                f'<td rowspan="{c.rowspan}" colspan="{c.colspan}">{c.text}</td>' for c in block.cells if c.row == row
            )
            + "</tr>"
            for row in range(block.n_rows)
        )
        lines.append(f"<table>{rows}</table>")
    return f"<!doctype html><meta charset=utf-8>{''.join(lines)}"


def as_markdown(document: Document) -> str:
    lines = []
    for block in document.blocks:
        if isinstance(block, TextBlock):
            lines += [block.text, ""]
        else:
            lines += [f"| {' | '.join(row)} |" for row in expanded(block)] + [""]
    return "\n".join(lines)


def as_tabs(document: Document) -> str:
    lines = []
    for block in document.blocks:
        if isinstance(block, TextBlock):
            lines += [block.text, ""]
        else:
            lines += ["\t".join(row) for row in expanded(block)] + [""]
    return "\n".join(lines)


def expanded(grid: GridBlock) -> list[list[str]]:
    """The grid's rows; a number stands once, where it begins, a label in every place that it covers."""
    rows = [[""] * grid.n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                first = (row, col) == (cell.row, cell.col)
                rows[row][col] = cell.text if first or not is_numeric(cell.text) else ""
    return rows


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("write", "suffix"), [(as_html, ".html"), (as_markdown, ".md"), (as_tabs, ".txt")])
def test_a_report_is_the_same_in_every_format(name: str, write: object, suffix: str, tmp_path: Path) -> None:
    document = read(SAMPLES / name)
    whole = report_of(document, name, b"")
    path = tmp_path / f"report{suffix}"
    path.write_text(write(document), "utf-8")  # type: ignore[operator]
    again = report_of(read(path), name, b"")
    assert again.form == BY_NAME[name]["form"]
    assert stated(again) == stated(whole)


def test_the_facts_of_a_sample_are_the_same_from_every_writer(tmp_path: Path) -> None:
    facts = next(one for one in load() if one.file == "yanxi-finance-2021.xlsx")
    true = cells_of(facts)
    for name, path in written(facts, tmp_path):
        assert compared(read_report(path), true) == {"right": len(true)}, name


def test_radicals_that_a_browser_prints_for_characters_are_read_as_characters() -> None:
    assert nfc("第⼆⼗条 ⺠政局⻓") == "第二十条 民政局长"
