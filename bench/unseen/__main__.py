"""`python -m bench.unseen [SEED] [KIND…]`: invented reports in the kinds that sites and offices make, each read once.

Each document has numbers of its own, drawn from the seed. A cell is right when it has the value that was written,
declared when it has a status that says why it has none, wrong when it has any other value: also a nought where the
file writes a dash, and one of two where the file states two.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import ModuleType

from assistant.errors import ReadingError
from assistant.report import Report as Reading
from bench.parity import Cells, cells_of
from bench.unseen import (
    office,
    office_marked,
    pages,
    pages_cells,
    pages_columns,
    pages_order,
    printed,
    printed_marked,
    texts,
    texts_marked,
)
from bench.unseen.facts import invented
from bench.unseen.traditional import traditional
from ingest.reading import read_report
from samples.facts import Report

Key = tuple[str, tuple[str, ...], tuple[str, ...]]
Open = Callable[[Report], set[Key]]
Make = Callable[[Report], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a document is made; `states_not` names the cells whose value the file does not state."""

    suffix: str
    make: Make
    states_not: Open = lambda _report: set()
    after_2020: bool = True
    largest: int = 60


def _zero(report: Report) -> set[Key]:
    return {key for key, value in cells_of(report).items() if value == 0}


def _differing(report: Report) -> set[Key]:
    other = cells_of(pages_columns.other_scope(report))
    return {key for key, value in cells_of(report).items() if key[0] == "requests" and value != other[key]}


def _thirds(report: Report) -> set[Key]:
    return {key for key, value in cells_of(report).items() if pages_cells.third(value)}


def _zeros(mark: str) -> Callable[[Report], bytes]:
    return pages.simple(pages.of_values(lambda text: mark if text == "0" else text))


_ORDERS = (
    "kinds_swapped outcomes_swapped outcomes_total_first suits_first article_columns_swapped article_rows_swapped"
    " review_upright requests_turned without_totals organisations_summed with_shares subtotal_rows rows_before"
    " year_before_above beside_last_year header_each_ten"
)
_MARKDOWN = "note_marks raised_marks struck struck_html links code mathematics nearly_digits"
_TEXT = "glued glued_rows commas pairs columns_first labels_then_numbers two_years"
_WORD = "computed moved alternate vanished struck noted late_rows deleted_rows"
_WORKBOOK = "scaled rounded with_units zero_dash hidden_format commented errors sheets helper_columns"


def _named(module: ModuleType, names: str) -> Iterator[tuple[str, Make]]:
    """A module's makers of documents, called by their names in words."""
    return ((name.replace("_", " "), getattr(module, name)) for name in names.split())


KINDS: Mapping[str, Kind] = {
    "traditional characters": Kind("html", pages.in_traditional),
    "layout tables": Kind("html", pages.nested),
    "layout tables 2019": Kind("html", pages.nested, after_2020=False),
    "one table split": Kind("html", pages.split),
    "wild spans": Kind("html", pages.wild_spans),
    "headers as lines": Kind("html", pages.headers_as_lines),
    "on a site": Kind("html", pages.on_a_site),
    "mojibake": Kind("html", pages.mojibake),
    "boxes": Kind("html", pages.boxes),
    "notes between rows": Kind("html", pages.notes_between),
    "tfoot first": Kind("html", pages.foot_first),
    "raised marks": Kind("html", pages.foot_notes),
    "struck out": Kind("html", pages.struck),
    "full width": Kind("html", pages.simple(pages.of_values(pages.full_width))),
    "thousands ,": Kind("html", pages.simple(pages.thousands(",")), largest=9_000),
    "thousands ，": Kind("html", pages.simple(pages.thousands("，")), largest=9_000),
    "thousands space": Kind("html", pages.simple(pages.thousands(" ")), largest=9_000),
    "zeros —": Kind("html", _zeros("—"), _zero),
    "zeros ／": Kind("html", _zeros("／"), _zero),
    "zeros 无": Kind("html", _zeros("无"), _zero),
    "zeros 零": Kind("html", _zeros("零")),
    "zeros ○": Kind("html", _zeros("○")),
    "zeros …": Kind("html", _zeros("……"), _zero),
    "units in cells": Kind("html", pages.simple(pages.of_values(lambda t: t if "." in t else f"{t} 件"))),
    "notes in cells": Kind("html", pages.simple(pages.of_values(lambda t: f"{t}（含线上1件）" if t != "0" else t))),
    "total first": Kind("html", pages_columns.total_first),
    "more columns": Kind("html", pages_columns.more_columns),
    "numbered rows": Kind("html", pages_columns.numbered),
    "two scopes": Kind("html", pages_columns.two_scopes, _differing),
    "hidden rows": Kind("html", pages_columns.hidden_rows),
    "fields": Kind("html", pages_columns.inputs),
    "digits apart, zero width": Kind("html", pages_columns.in_pieces("&#8203;"), largest=9_000),
    "digits apart, tags": Kind("html", pages_columns.in_pieces("</b><b>"), largest=9_000),
    "spaces align": Kind("txt", texts.aligned),
    "drawn": Kind("txt", texts.drawn),
    "bars": Kind("txt", texts.bars),
    "a cell a line": Kind("txt", texts.cell_a_line),
    "a cell a line 2019": Kind("txt", texts.cell_a_line, after_2020=False),
    "wide spaces": Kind("txt", texts.wide_spaces),
    "tabs, UTF-16": Kind("txt", texts.tabs_with_blanks),
    "markdown, spans repeated": Kind("md", texts.markdown),
    "markdown, first row": Kind("md", texts.markdown_first_row),
    "markdown with HTML": Kind("md", texts.markdown_with_html),
    "CSV GB18030": Kind("csv", texts.comma_separated),
    "CSV semicolons": Kind("csv", texts.semicolons),
    "Word, nested": Kind("docx", office.nested),
    "Word, text boxes": Kind("docx", office.text_boxes),
    "Word, tracked": Kind("docx", office.tracked),
    "Word, controls": Kind("docx", office.controls),
    "Word, four tables": Kind("docx", office.in_pieces),
    "Word, raised marks": Kind("docx", office.with_footnotes),
    "rtf": Kind("rtf", office.converted("rtf")),
    "odt": Kind("odt", office.converted("odt")),
    "xls": Kind("xls", office.converted("xls")),
    "ods": Kind("ods", office.converted("ods")),
    "workbook, one sheet": Kind("xlsx", office.one_sheet),
    "workbook, as text": Kind("xlsx", office.as_text, largest=9_000),
    "workbook, hidden": Kind("xlsx", office.hidden),
    "workbook, year before": Kind("xlsx", office.year_before),
    "PDF turned": Kind("pdf", printed.turned),
    **{f"PDF {style}": Kind("pdf", printed.printed(style)) for style in printed.STYLES},
    **{name: Kind("html", make) for name, make in _named(pages_order, _ORDERS)},
    "rows before 2019": Kind("html", pages_order.rows_before, after_2020=False),
    "article columns swapped 2019": Kind("html", pages_order.article_columns_swapped, after_2020=False),
    "beside last year 2019": Kind("html", pages_order.beside_last_year, after_2020=False),
    "decimals .0": Kind("html", pages_cells.decimals(1)),
    "decimals .00": Kind("html", pages_cells.decimals(2)),
    **{
        f"minus {name}": Kind("html", pages_cells.signs(minus), after_2020=False)
        for name, minus in {
            "in full": lambda t: f"\u2212{t}",
            "small": lambda t: f"\ufe63{t}",
            "in brackets": lambda t: f"({t})",
            "in wide brackets": lambda t: f"（{t}）",
            "in words": lambda t: f"减{t}",
            "as a mark": lambda t: f"▼{t}",
            "behind": lambda t: f"{t}-",
            "dash": lambda t: f"–{t}",
            "in red": lambda t: f'<span style="color:red">{t}</span>',
        }.items()
    },
    "spelled out": Kind("html", pages_cells.spelled_out, largest=900),
    "letters apart": Kind("html", pages_cells.letter_spaced(" "), largest=900),
    "letters apart, hard": Kind("html", pages_cells.letter_spaced("&nbsp;"), largest=900),
    "letters apart, wide": Kind("html", pages_cells.letter_spaced("　"), largest=900),
    "in yuan": Kind("html", pages_cells.in_yuan),
    **{
        f"two in a cell {mark}": Kind("html", pages_cells.two_in_a_cell(mark), _thirds)
        for mark in ("/", "<br>", " ", "→", "(", "~", "：", "或")
    },
    "arrows": Kind("html", pages_cells.arrows),
    "twins, style": Kind("html", pages_cells.small_twins('style="display:none"')),
    "twins, hidden": Kind("html", pages_cells.small_twins("hidden")),
    "twins, class": Kind("html", pages_cells.small_twins('class="visible-xs d-md-none"')),
    "twins, aria": Kind("html", pages_cells.small_twins('class="sr-only" style="position:absolute;left:-9999px"')),
    "tool tips": Kind("html", pages_cells.tool_tips),
    "inserted": Kind("html", pages_cells.inserted),
    "ruby": Kind("html", pages_cells.ruby),
    "note links": Kind("html", pages_cells.note_links),
    "marks by style": Kind("html", pages_cells.marks_by_style),
    "line breaks": Kind("html", pages_cells.line_breaks, largest=9_000),
    "many in one cell": Kind("html", pages_cells.many_in_one_cell),
    "doubled by print": Kind("html", pages_cells.doubled_by_print),
    **{f"markdown, {name}": Kind("md", make) for name, make in _named(texts_marked, _MARKDOWN)},
    **{f"text, {name}": Kind("txt", make) for name, make in _named(texts_marked, _TEXT)},
    "text, zeros dropped": Kind("txt", texts_marked.zeros_dropped, _zero),
    "text, zeros dropped 2019": Kind("txt", texts_marked.zeros_dropped, _zero, after_2020=False),
    "text, glued 2019": Kind("txt", texts_marked.glued, after_2020=False),
    "text, folded 40": Kind("txt", texts_marked.folded(40)),
    "text, folded 72": Kind("txt", texts_marked.folded(72)),
    "CSV thousands": Kind("csv", texts_marked.quoted_thousands, largest=9_000),
    "CSV thousands unquoted": Kind("csv", texts_marked.unquoted_thousands, largest=9_000),
    **{f"Word, {name}": Kind("docx", make) for name, make in _named(office_marked, _WORD)},
    "Word, two lines": Kind("docx", office_marked.two_lines, _thirds),
    **{f"workbook, {name}": Kind("xlsx", make) for name, make in _named(office_marked, _WORKBOOK)},
    **{f"PDF {name}": Kind("pdf", make) for name, make in printed_marked.MAKE.items() if name != "thousands"},
    "PDF thousands": Kind("pdf", printed_marked.MAKE["thousands"], largest=9_000),
    "PDF broken digits": Kind("pdf", printed_marked.MAKE["broken digits"], largest=9_000),
}


_SCALE = {"元": Decimal("0.0001")}
"""A figure that states its amount in 元 is the form's amount in 万元."""


def compared(reading: Reading, true: Cells, unsaid: set[Key]) -> tuple[Counter[str], list[str]]:
    """right, wrong, declared and absent cells; cells without a stated value are right when they have none."""
    read = {(f.table, f.row, f.col): f for f in reading.figures if f.measure}
    counts: Counter[str] = Counter()
    faults = []
    for key, value in true.items():
        figure = read.get(key)
        unstated = key in unsaid
        if figure is None:
            counts["absent"] += 1
        elif figure.value is None:
            counts["right" if unstated else "declared"] += 1
        elif figure.value * _SCALE.get(figure.unit or "", 1) == value and not unstated:
            counts["right"] += 1
        else:
            counts["wrong"] += 1
            faults.append(f"{'/'.join((key[0], *key[1], *key[2]))}: {value} read as {figure.value} ({figure.raw})")
    return counts, faults


def read_once(name: str, seed: str, folder: Path) -> tuple[Counter[str], list[str]]:
    """Make one document of a kind and read it: its cells' counts, and what is wrong with them or with its name."""
    kind = KINDS[name]
    report = invented(f"{seed}/{name}", after_2020=kind.after_2020, largest=kind.largest)
    path = folder / f"年报.{kind.suffix}"
    path.write_bytes(kind.make(report))
    true = cells_of(report)
    try:
        reading = read_report(path)
    except ReadingError as error:
        return Counter(cells=len(true), declared=len(true)), [f"rejected: {error}"]
    counts, faults = compared(reading, true, kind.states_not(report))
    named = traditional(report.name) if name.startswith("traditional") else report.name
    if (reading.agency, reading.year) != (named, report.year):
        counts["misnamed"] += 1
        faults.append(f"{named} {report.year} read as {reading.agency} {reading.year}")
    counts["cells"] = len(true)
    return counts, faults


def main(arguments: list[str]) -> None:
    """Print the counts of each kind, what is wrong, and who and when the report was taken to be."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it tells of every font that a browser embeds
    seed, wanted = (arguments[0] if arguments else "1"), arguments[1:]
    total: Counter[str] = Counter()
    for name in wanted or KINDS:
        with tempfile.TemporaryDirectory() as folder:
            counts, faults = read_once(name, seed, Path(folder))
        total.update(counts, documents=1, whole=int(counts["right"] == counts["cells"]))
        print(f"{name:26}" + " ".join(f"{what} {counts[what]:4}" for what in ("right", "declared", "absent", "wrong")))
        for fault in faults[:6]:
            print(f"    {fault[:160]}")
    print(dict(total))


if __name__ == "__main__":
    main(sys.argv[1:])
