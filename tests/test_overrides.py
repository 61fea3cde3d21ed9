"""What a person says of a file goes before what the file says, and is not forgotten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant import rendering
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


@pytest.mark.parametrize(
    "content",
    [
        "year: soon",
        "colour: red",
        "[1, 2]",
        "agency: [1]",
        "a: b: c",
        "agency: ''",
        "published: soon",
        "period: [2023-01-01]",
        "contacts: {pigeon: x}",
        "contacts: {postcode: 1}",
    ],
)
def test_a_sidecar_that_cannot_be_understood_rejects_its_report(library: Library, report: Path, content: str) -> None:
    Path(f"{report}.baogao.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError):
        sidecar(report)
    (rejected,) = ingest([report], library).rejected
    assert rejected.code == "sidecar"
    assert "a.txt.baogao.yaml" in rejected.reason


def test_a_report_says_who_stands_above_it_which_days_it_covers_and_whom_to_call(
    library: Library, report: Path
) -> None:
    head = TEXT.replace("青禾市水利局", "青禾市水利局东城分局")
    report.write_text(
        head + "\n统计期限自2023年1月1日起至12月31日止。如有疑问，请与青禾市水利局东城分局办公室联系"
        "（地址：东路1号，邮编：012345，电话：0990-1234567，邮箱：a@b.cn）。\n\n2024年1月20日\n",
        encoding="utf-8",
    )
    ingest([report], library)
    (info,) = library.reports()
    assert (info.parent, info.published) == ("青禾市水利局", date(2024, 1, 20))
    assert info.period == (date(2023, 1, 1), date(2023, 12, 31))
    stated = {contact.kind: contact.value for contact in info.contacts}
    assert stated == {
        "department": "青禾市水利局东城分局办公室",
        "address": "东路1号",
        "postcode": "012345",
        "telephone": "0990-1234567",
        "email": "a@b.cn",
    }
    text = library.text(info.report_id)
    assert all(text[contact.start : contact.end] == contact.value for contact in info.contacts)
    assert library.report(info.report_id).contacts == info.contacts
    shown = rendering.reports([info])
    assert all(fact in shown for fact in ("青禾市水利局", "2023-01-01", "2024-01-20", "012345", "0990-1234567"))


def test_particulars_can_be_set_and_a_conflict_is_noted(library: Library, report: Path) -> None:
    report.write_text(TEXT + "\n电话：0990-1234567。\n\n2022年1月20日\n", encoding="utf-8")
    (entry,) = ingest([report], library).ingested
    assert any("2022-01-20" in warning for warning in entry.warnings)
    Path(f"{report}.baogao.yaml").write_text(
        "published: 2024-01-20\nperiod: [2023-01-01, 2023-06-30]\ncontacts: {telephone: '0990-7654321'}\n",
        encoding="utf-8",
    )
    (entry,) = ingest([report], library, given=Overrides(parent="青禾市人民政府")).ingested
    (info,) = library.reports()
    assert (info.parent, info.published) == ("青禾市人民政府", date(2024, 1, 20))
    assert info.period == (date(2023, 1, 1), date(2023, 6, 30))
    assert [contact.value for contact in info.contacts] == ["0990-7654321"]
    assert any("0990-7654321" in warning and "0990-1234567" in warning for warning in entry.warnings)
    assert not any("早于" in warning for warning in entry.warnings)
    assert ingest([report], library).ingested == ()


@pytest.mark.parametrize(
    ("title", "agency"),
    [("新北市政府資訊公開年度報告", "新北市"), ("清源縣水利局政府信息公開工作年度報告", "清源縣水利局")],
)
def test_titles_in_traditional_characters(library: Library, report: Path, title: str, agency: str) -> None:
    report.write_text(f"2023年{title}\n\n2023年，本局主動公開政府信息1204條。\n", encoding="utf-8")
    ingest([report], library)
    (info,) = library.reports()
    assert (info.title, info.year, info.agency, info.region) == (f"2023年{title}", 2023, agency, agency[:3])
    assert info.form is not None
