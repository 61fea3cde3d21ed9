"""What a person says of a file goes before what the file says, and is not forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ReadingError
from assistant.library import Library
from ingest.build import ingest
from ingest.overrides import Overrides, sidecar

TEXT = "青禾市水利局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n2023年，本局主动公开政府信息1204条。\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def facts(library: Library) -> list[tuple[str | None, str | None, int | None]]:
    return [(info.agency, info.region, info.year) for info in library.reports()]


def test_options_and_sidecars_are_applied_to_known_files_too(library: Library, report: Path) -> None:
    ingest([report], library)
    assert facts(library) == [("青禾市水利局", "青禾市", 2023)]
    (entry,) = ingest([report], library, given=Overrides(agency="云岭县水务局")).ingested
    assert facts(library) == [("云岭县水务局", "云岭县", 2023)]
    assert any("云岭县水务局" in warning and "青禾市水利局" in warning for warning in entry.warnings)
    assert [one.report_id for one in ingest([report], library).unchanged] == [entry.report_id]
    Path(f"{report}.baogao.yaml").write_text("agency: 云岭县水务局\nyear: 2022\n", encoding="utf-8")
    outcome = ingest([report.parent], library)
    assert (len(outcome.ingested), outcome.rejected) == (1, ())
    assert facts(library) == [("云岭县水务局", "云岭县", 2022)]
    assert ingest([report.parent], library).ingested == ()


def test_options_go_before_a_sidecar(library: Library, report: Path) -> None:
    Path(f"{report}.baogao.yaml").write_text("agency: 甲县水务局\ntitle: 旧题\n", encoding="utf-8")
    ingest([report], library, given=Overrides(agency="乙县水务局"))
    assert [(info.agency, info.title) for info in library.reports()] == [("乙县水务局", "旧题")]


@pytest.mark.parametrize("content", ["year: soon", "colour: red", "[1, 2]", "agency: [1]", "a: b: c", "agency: ''"])
def test_a_sidecar_that_cannot_be_understood_rejects_its_report(library: Library, report: Path, content: str) -> None:
    Path(f"{report}.baogao.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError):
        sidecar(report)
    (rejected,) = ingest([report], library).rejected
    assert rejected.code == "sidecar"
    assert "a.txt.baogao.yaml" in rejected.reason
