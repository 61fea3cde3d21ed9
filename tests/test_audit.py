from __future__ import annotations

from pathlib import Path

import pytest
from making import make_report, original

from assistant import wire
from assistant.answer import Severity
from assistant.audit import audit, selected
from assistant.audit.decisions import decide
from assistant.errors import UsageError
from assistant.library import Library
from ingest.reading import read_report


def test_the_planted_column_sum_is_found_with_its_columns(sample_library: Library) -> None:
    (found,) = [f for f in audit(sample_library).findings if f.kind == "column_sum"]
    assert (found.file, found.severity, found.stated, found.computed) == (
        "yanxi-education-2020.html",
        Severity.ERROR,
        "6",
        "7",
    )
    assert "自然人" in found.where
    assert all(source.cell is not None for source in found.evidence)


def test_what_does_not_add_up_in_real_reports_is_found(real_library: Library) -> None:
    errors = [(f.file, f.kind, f.stated, f.computed) for f in audit(real_library).findings if f.is_open_error]
    assert ("pingtan-2020.txt", "column_sum", "21", "27") in errors
    assert ("pingtan-police-2021.txt", "balance", "1", "2") in errors
    assert ("pingtan-2020.txt", "prose_sum", "2602", "2603") in errors
    assert ("pingtan-2019.txt", "prose_sum", "2599", "2533") in errors
    assert ("shanghai-office-2019.html", "prose_vs_table", "258", "275") in errors
    assert ("shanghai-office-2019.html", "prose_vs_table", "265", "337") in errors
    assert ("shanghai-kewei-2024.md", "prose_sum", "2139", "2160") in errors
    assert [error[1:] for error in errors if error[0] == "shicheng-2020.txt"] == [("prose_ratio", "47.5", "52.55")]


def test_both_readings_of_a_rate_are_shown(real_library: Library) -> None:
    (rate,) = [f for f in audit(real_library).findings if f.file == "shicheng-2020.txt" and f.kind == "prose_ratio"]
    assert "52.55%" in rate.explanation
    assert "47.45%" in rate.explanation


def test_a_difference_of_scope_is_no_error(real_library: Library) -> None:
    assert not [f for f in audit(real_library).findings if f.file == "pingtan-2022.txt" and f.is_open_error]


def test_the_samples_hold_what_was_planted_and_nothing_else(sample_library: Library) -> None:
    errors = [(f.file, f.kind, f.stated, f.computed) for f in audit(sample_library).findings if f.is_open_error]
    assert sorted(errors) == [
        ("jichuan-2021.html", "prose_vs_table", "2538", "2583"),
        ("yanxi-education-2020.html", "column_sum", "6", "7"),
    ]


@pytest.mark.parametrize(
    ("list_", "wrong"),
    [
        ("一是全力稳增长。二是推动转型。三是因地制宜发展产业。四是由点到面推开。五是保障民生。", []),
        ("一是全力稳增长。二是推动转型。四是保障民生。", ["四是"]),
    ],
)
def test_a_point_may_begin_with_any_word_and_a_gap_is_remarked(tmp_path: Path, list_: str, wrong: list[str]) -> None:
    report = make_report([list_])
    with Library.open(tmp_path / "store", create=True) as library:
        library.publish(report, [], original(report))
        found = [f.stated for f in audit(library).findings if f.kind == "numbering"]
    assert found == wrong


def test_a_finding_is_the_json_of_the_contract(sample_library: Library) -> None:
    report = wire.to_json(audit(sample_library))
    assert report["reports"] == 16
    assert {"report_id", "file", "kind", "severity", "where", "stated", "computed", "formula", "evidence"} <= report[
        "findings"
    ][0].keys()


def test_reports_are_chosen_by_id_or_file_name(sample_library: Library) -> None:
    (chosen,) = selected(sample_library, ["jichuan-2021.html"]) or []
    assert sample_library.report(chosen).file == "jichuan-2021.html"
    with pytest.raises(UsageError, match="nothing"):
        selected(sample_library, ["nothing.pdf"])


def test_a_decision_needs_a_known_verdict(sample_library: Library) -> None:
    with pytest.raises(UsageError):
        decide(sample_library, "x", "perhaps")


def test_each_finding_has_an_id_of_its_own(real_library: Library) -> None:
    """Three tables that a report lacks are three findings: a decision on one leaves the others open."""
    ids = [finding.finding_id for finding in audit(real_library).findings]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("removed", [False, True])
def test_a_decision_survives_reading_the_same_file_again(samples: Path, tmp_path: Path, removed: bool) -> None:
    """Staff dismiss a finding; the file is read anew, or removed and brought back; the finding is still dismissed."""
    path = samples / "yanxi-education-2020.html"
    with Library.open(tmp_path / "store", create=True) as library:
        report = read_report(path)
        library.publish(report, [], path.read_bytes())
        (found,) = [f for f in audit(library).findings if f.is_open_error]
        decide(library, found.finding_id, "dismissed", "已与单位核实", "王")
        if removed:
            library.remove(found.report_id)
            assert not list(audit(library).findings)
        library.publish(read_report(path), [], path.read_bytes())
        (again,) = [f for f in audit(library).findings if f.finding_id == found.finding_id]
    assert again.decision is not None
    assert (again.decision.verdict, again.decision.note, again.decision.author) == ("dismissed", "已与单位核实", "王")
    assert not again.is_open_error
