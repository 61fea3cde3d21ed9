"""Synthetic reports as files: python -m bench.files FOLDER [--reports N] [--formats pdf,docx] [--damage any] [--read]

The reports of `bench.synthetic` with the prose of `bench.prose`, written by the samples' own writers, one file each,
the formats in turn. With `--damage` (names of `bench.damage` by commas, or `any`) the tables of each file have suffered
one of these ways in turn. `truth.json` beside the files holds what every cell said before. `--read` reads the files
back and counts what is right, wrong, declared lost, and absent.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest.mock import patch

from assistant.report import Report
from bench import damage
from bench.damage import GridDamage, first_data_row, states
from bench.parity import WRITERS, cells_in, compared
from bench.prose import with_prose
from bench.synthetic import place_of, reports
from ingest.blocks import GridBlock
from ingest.blocks import GridCell as BlockCell
from ingest.reading import read_report
from samples import grids, write_text
from samples.facts import Report as Facts
from samples.facts import load
from samples.grids import Grid, GridCell
from samples.truth import truth

_PARAGRAPHS = 8
_GLUED = ("text-glued", "text-lines", "text-spaced")
FORMATS: Mapping[str, tuple[str, Callable[[Facts], bytes]]] = {
    **WRITERS,
    **dict.fromkeys(_GLUED, ("txt", write_text.harvested)),
}
"""Name of a format → suffix and writer."""

DAMAGE: Mapping[str, GridDamage] = {
    way.__name__: way
    for way in (
        damage.lose_rows, damage.cut_labels, damage.cut_labels_hard, damage.space_labels, damage.comma_for_point,
        damage.slip_in_labels, damage.blank_zeros, damage.dash_zeros, damage.blank_totals, damage.blank_some,
        damage.note_cells, damage.spoil_cells, damage.merge_across, damage.merge_down, damage.lose_labels,
        damage.split_headers,
    )
}  # fmt: skip
"""The ways that keep a table's columns, as every writer needs them."""


def facts_of(report: Report, sample: Facts) -> Facts:
    """A synthetic report as the writers take it; a sample on the same form lends its headings and its address."""
    assert report.agency is not None and report.year is not None
    opening, *more = [paragraph.text for paragraph in report.paragraphs]
    values = {(f.table, *f.row, *f.col): f.raw for f in report.figures}
    applicants, form = sample.form.applicants, sample.form
    return replace(
        sample,
        agency=report.report_id,
        name=report.agency,
        region=place_of(report.agency),
        year=report.year,
        title=report.title,
        published=datetime.date(report.year + 1, 1, 20),
        index=f"{report.report_id.upper()}-{report.year + 1}-0001",
        art20={
            row: tuple(values["art20", item.banner, row, column] for column in item.columns)
            for item in form.items
            for row in item.rows
        },
        requests={
            code: tuple(int(values["requests", *path, *who]) for who in applicants)
            for code, path in form.request_rows.items()
        },
        review={
            group: tuple(int(values["review", *path, outcome]) for outcome in form.outcomes)
            for group, path in form.review_groups.items()
        },
        preamble=(f"{report.agency}现公布{report.year}年度政府信息公开工作年度报告。",),
        sections=((opening, *more[:3]), (), (), (), tuple(more[3:]), ()),
        numbers={}, sums=(), values={}, problems=(), improvements=(), planted=None,
    )  # fmt: skip


def write(folder: Path, count: int, *, seed: int, formats: Sequence[str], ways: Sequence[str]) -> list[dict[str, Any]]:
    """Write so many files and their truth into this folder; returns the truth, one record a file."""
    samples = {one.form.code: one for one in load()}
    turn, damages = cycle(formats), cycle(ways or [""])
    records = []
    for report in reports(count, seed):
        assert report.form is not None
        name, way = next(turn), next(damages)
        suffix, writer = FORMATS[name]
        file = f"{report.report_id}-{name}.{suffix}"
        facts = facts_of(with_prose(report, _PARAGRAPHS), samples[report.form])
        with _suffered(way, random.Random(f"{seed}/{file}")):
            (folder / file).write_bytes(writer(replace(facts, file=file, format=name)))
        records.append(truth(replace(facts, file=file, format="")) | {"format": name, "damage": way or None})
    (folder / "truth.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    return records


@contextmanager
def _suffered(way: str, chance: random.Random) -> Iterator[None]:
    """Every writer asks `grids` for its tables; meanwhile it gets damaged ones."""
    if not way:
        yield
        return
    article20, requests, review = grids.article20, grids.requests, grids.review

    def after(grid: Grid) -> Grid:
        return _grid(DAMAGE[way](_block(grid), chance), grid.header)

    with (
        patch.object(grids, "article20", lambda facts: [after(grid) for grid in article20(facts)]),
        patch.object(grids, "requests", lambda facts: after(requests(facts))),
        patch.object(grids, "review", lambda facts: after(review(facts))),
    ):
        yield


def _block(grid: Grid) -> GridBlock:
    cells = (BlockCell(cell.row, cell.col, cell.text, cell.rowspan, cell.colspan) for cell in grid.cells)
    return GridBlock(grid.rows, grid.cols, tuple(cells))


def _grid(block: GridBlock, header: int) -> Grid:
    cells = (GridCell(c.row, c.col, c.text, c.rowspan, c.colspan, value=states(c)) for c in block.cells)
    return Grid(block.n_rows, block.n_cols, min(header, first_data_row(block)), tuple(cells))


def main() -> int:
    """Write the files; with `--read` the exit code is 1 when a value was read wrong or left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=140)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", default=",".join(FORMATS), help="names by commas (default: all)")
    parser.add_argument("--damage", default="", help=f"any, or names by commas: {', '.join(DAMAGE)}")
    parser.add_argument("--read", action="store_true", help="read the files back and compare")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    formats = options.formats.split(",")
    ways = list(DAMAGE) if options.damage == "any" else [one for one in options.damage.split(",") if one]
    records = write(options.folder, options.reports, seed=options.seed, formats=formats, ways=ways)
    print(f"{len(records)} files in {options.folder}")
    return _read(options.folder, records) if options.read else 0


def _read(folder: Path, records: list[dict[str, Any]]) -> int:
    totals: dict[str, Counter[str]] = {}
    for record in records:
        counts = compared(read_report(folder / record["file"]), cells_in(record))
        totals.setdefault(record["format"], Counter()).update(counts)
    columns = ("right", "wrong", "declared", "absent")
    print(f"{'':14}" + "".join(f"{column:>10}" for column in columns))
    for name, counts in totals.items():
        print(f"{name:14}" + "".join(f"{counts[column]:>10}" for column in columns))
    return int(any(counts["wrong"] + counts["absent"] for counts in totals.values()))


if __name__ == "__main__":
    sys.exit(main())
