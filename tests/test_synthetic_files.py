from __future__ import annotations

import json
from pathlib import Path

import pytest
from truth import unsaid, wrong

from bench.files import DAMAGE, FORMATS, write
from ingest.reading import read_report

GLUED = {"text-glued", "text-lines", "text-spaced"}
"""Formats whose digits cannot always be cut again."""


def test_every_format_holds_what_the_truth_says(tmp_path: Path) -> None:
    records = write(tmp_path, len(FORMATS), seed=5, formats=list(FORMATS), ways=[])
    assert {record["format"] for record in records} == set(FORMATS)
    assert json.loads((tmp_path / "truth.json").read_text(encoding="utf-8")) == records
    for record in records:
        report = read_report(tmp_path / record["file"])
        assert (report.agency, report.year, report.form) == (record["agency"], record["year"], record["form"])
        assert wrong(report, record) == []
        lost = sum(figure.value is None for figure in report.figures if figure.measure)
        assert (lost == 0) is (record["format"] not in GLUED)


@pytest.mark.parametrize("way", DAMAGE)
def test_a_damaged_file_is_read_right_or_its_loss_declared(way: str, tmp_path: Path) -> None:
    for record in write(tmp_path, 2, seed=7, formats=["html-cms", "docx"], ways=[way]):
        report = read_report(tmp_path / record["file"])
        assert record["damage"] == way
        assert wrong(report, record) == []
        assert unsaid(report, record) == []


def test_damage_of_one_run_does_not_reach_the_next(tmp_path: Path) -> None:
    names = ["html-cms"]
    clean = write(tmp_path, 1, seed=5, formats=names, ways=[])[0]["file"]
    before = (tmp_path / clean).read_bytes()
    write(tmp_path, 1, seed=5, formats=names, ways=["lose_rows"])
    assert (tmp_path / clean).read_bytes() != before
    write(tmp_path, 1, seed=5, formats=names, ways=[])
    assert (tmp_path / clean).read_bytes() == before
