"""Ingestion of real files: every file has one fate, and a bad one costs the others nothing."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
import readers

from assistant.errors import LibraryBusyError
from assistant.library import Library
from ingest.build import ingest
from ingest.outcome import IngestOutcome
from ingest.reading import read_report

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    return made


def write(folder: Path, name: str, *, agency: str = "青禾市水利局", year: int = 2023, said: str = "1204条") -> Path:
    """A small report as a text file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"{agency}{year}年政府信息公开工作年度报告\n\n一、总体情况\n\n"
        f"{year}年，本局主动公开政府信息{said}，均已在门户网站发布。\n",
        encoding="utf-8",
    )
    return path


def names(entries: object) -> list[str]:
    assert isinstance(entries, tuple)
    return [Path(entry.file).name for entry in entries]


def rejections(outcome: IngestOutcome) -> dict[str, str]:
    return {Path(entry.file).name: entry.code for entry in outcome.rejected}


def test_files_become_reports_with_their_counts(library: Library, folder: Path) -> None:
    path = write(folder, "a.txt")
    outcome = ingest([path], library)
    [entry] = outcome.ingested
    report = library.report(entry.report_id)
    assert report == read_report(path)
    assert (entry.file, entry.title, entry.agency, entry.year) == (str(path), report.title, "青禾市水利局", 2023)
    assert (entry.figures, entry.tables, entry.sections) == (len(report.figures), 0, len(report.sections))
    assert entry.chunks == library.reports()[0].chunks == 1
    assert library.original(entry.report_id).read_bytes() == path.read_bytes()


def test_the_outcome_is_the_documented_json(library: Library, folder: Path) -> None:
    write(folder, "a.txt")
    (folder / "note.zip").write_bytes(b"PK")
    outcome = json.loads(json.dumps(asdict(ingest([folder], library))))
    assert set(outcome) == {"ingested", "unchanged", "removed", "rejected", "seconds"}
    promised = "file report_id title agency region year form pages sections tables figures chunks warnings seconds"
    assert set(outcome["ingested"][0]) == {*promised.split(), "coverage"}
    assert set(outcome["rejected"][0]) == {"file", "code", "reason"}


def test_each_report_says_how_much_of_its_form_was_read(library: Library, samples: Path) -> None:
    outcome = ingest([samples / "jichuan-2021.html", samples / "yanxi-finance-2022.txt"], library)
    whole, glued = outcome.ingested
    assert {(part.table, part.rows, part.found, part.missing) for part in whole.coverage} == {
        ("art20", 6, 6, 0),
        ("requests", 25, 25, 0),
        ("review", 1, 1, 0),
    }
    assert [part.held == part.identities for part in whole.coverage] == [True, True, True]
    assert next(part for part in whole.coverage if part.table == "requests").identities == 25 + 2 * 7
    assert sum(part.repaired for part in glued.coverage) > 0, "its rows are glued together"
    assert sum(part.ambiguous for part in glued.coverage) > 0


def test_folders_are_walked_in_order_without_hidden_files_and_nothing_is_lost_silently(
    library: Library, folder: Path
) -> None:
    for name, year in (("b/z.txt", 2019), ("a.txt", 2020), ("b/c/y.txt", 2021)):
        write(folder, name, year=year)
    for hidden in (".a.txt", ".git/b.txt", "~$lock.txt"):
        write(folder, hidden)
    (folder / "b" / "film.mp4").write_bytes(b"ftyp")
    outcome = ingest([folder, folder / "a.txt"], library)
    assert names(outcome.ingested) == ["a.txt", "y.txt", "z.txt"]
    assert rejections(outcome) == {"film.mp4": "unsupported"}


def test_what_is_named_is_judged_by_what_it_is(library: Library, folder: Path) -> None:
    named = write(folder, "report.download")
    outcome = ingest([named, folder / "gone.txt"], library)
    assert names(outcome.ingested) == ["report.download"]
    assert rejections(outcome) == {"gone.txt": "not_found"}


def test_the_same_bytes_change_nothing(library: Library, folder: Path) -> None:
    write(folder, "a.txt")
    [entry] = ingest([folder], library).ingested
    generation = library.generation()
    again = ingest([folder], library)
    assert (again.ingested, again.removed, again.rejected) == ((), (), ())
    assert [(Path(kept.file).name, kept.report_id) for kept in again.unchanged] == [("a.txt", entry.report_id)]
    assert library.generation() == generation


def test_copies_are_read_once_and_share_the_fate_of_the_first(library: Library, folder: Path) -> None:
    for name in ("a.txt", "copy/b.txt"):
        write(folder, name)
    for name in ("refused.txt", "refused2.txt"):
        write(folder, name, said="2件")
    outcome = ingest([folder], library, reader=readers.faulty)
    assert (names(outcome.ingested), names(outcome.unchanged)) == (["a.txt"], ["b.txt"])
    assert rejections(outcome) == {"refused.txt": "damaged", "refused2.txt": "damaged"}


def test_a_changed_file_replaces_its_report(library: Library, folder: Path) -> None:
    write(folder, "a.txt", said="1204条")
    [first] = ingest([folder], library).ingested
    write(folder, "a.txt", said="1300条")
    outcome = ingest([folder], library)
    assert [entry.report_id for entry in outcome.ingested] == [first.report_id]
    assert outcome.removed == ()
    [info] = library.reports()
    assert "1300条" in library.text(info.report_id)


def test_a_file_that_turns_out_to_be_of_another_year_leaves_no_ghost(library: Library, folder: Path) -> None:
    write(folder, "a.txt", year=2022)
    [first] = ingest([folder], library).ingested
    write(folder, "a.txt", year=2023)
    outcome = ingest([folder], library)
    assert [entry.report_id for entry in outcome.removed] == [first.report_id]
    assert [info.year for info in library.reports()] == [2023]


def test_another_version_beside_the_first_is_named_not_swapped(library: Library, folder: Path) -> None:
    for _ in range(2):
        write(folder, "a.txt", said="1204条")
        write(folder, "other/a.txt", said="1300条")
        outcome = ingest([folder], library)
        [refused] = outcome.rejected
        assert (Path(refused.file).parent.name, refused.code) == ("other", "duplicate")
        assert str(folder / "a.txt") in refused.reason
        assert "1204条" in library.text(library.reports()[0].report_id)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bad_file_costs_the_others_nothing(
    library: Library, folder: Path, caplog: pytest.LogCaptureFixture, jobs: int
) -> None:
    for year in (2019, 2020, 2021):
        write(folder, f"{year}.txt", year=year)
    write(folder, "refused.txt", said="1件")
    write(folder, "bug.txt", said="2件")
    seen: list[tuple[str, int, int]] = []
    outcome = ingest([folder], library, jobs=jobs, reader=readers.faulty, progress=lambda *step: seen.append(step))
    assert names(outcome.ingested) == ["2019.txt", "2020.txt", "2021.txt"]
    assert rejections(outcome) == {"refused.txt": "damaged", "bug.txt": "failed"}
    assert len(library.reports()) == 3
    assert [done for _, done, _ in seen] == [1, 2, 3, 4, 5]
    assert [record.levelno for record in caplog.records if "bug.txt" in record.message] == [logging.ERROR]


def test_a_file_that_kills_its_process_costs_the_others_nothing(library: Library, folder: Path) -> None:
    for year in (2019, 2020, 2021):
        write(folder, f"{year}.txt", year=year)
    write(folder, "a/crash.txt", said="1件")
    write(folder, "b/crash.txt", said="2件")
    outcome = ingest([folder], library, jobs=2, reader=readers.faulty)
    assert names(outcome.ingested) == ["2019.txt", "2020.txt", "2021.txt"]
    assert [entry.code for entry in outcome.rejected] == ["failed", "failed"]


def test_a_file_that_changes_under_the_reader_is_not_kept(library: Library, folder: Path) -> None:
    write(folder, "a.txt")
    assert rejections(ingest([folder], library, reader=readers.touching)) == {"a.txt": "changed"}
    assert library.reports() == []


def test_processes_give_what_one_process_gives(library: Library, samples: Path, tmp_path: Path) -> None:
    outcome = ingest([samples], library, jobs=2)
    assert outcome.seconds > 0
    with Library.open(tmp_path / "single", create=True) as single:
        alone = ingest([samples], single)
        assert names(outcome.ingested) == names(alone.ingested)
        assert outcome.rejected == alone.rejected == ()
        for info in single.reports():
            assert library.report(info.report_id) == single.report(info.report_id)
            assert library.original(info.report_id).read_bytes() == (samples / info.file).read_bytes()


def test_a_dry_run_says_everything_and_changes_nothing(library: Library, folder: Path) -> None:
    kept = write(folder, "a.txt", year=2022)
    ingest([folder], library)
    kept.unlink()
    write(folder, "b.txt")
    before = library.generation(), library.reports()
    outcome = ingest([folder], library, dry_run=True, prune=True)
    assert (names(outcome.ingested), names(outcome.removed)) == (["b.txt"], ["a.txt"])
    assert (library.generation(), library.reports()) == before


def test_prune_removes_what_left_the_folder_and_nothing_else(library: Library, folder: Path, tmp_path: Path) -> None:
    gone, changed, moved = (write(folder, f"{year}.txt", year=year) for year in (2019, 2020, 2021))
    elsewhere = write(tmp_path / "elsewhere", "2022.txt", year=2022)
    ingest([folder, elsewhere], library)
    gone.unlink()
    changed.write_bytes(b"\0" * 64)
    (folder / "sub").mkdir()
    moved.rename(folder / "sub" / "2021.txt")
    assert ingest([folder], library).removed == ()
    outcome = ingest([folder], library, prune=True)
    assert names(outcome.removed) == ["2019.txt"]
    assert len(outcome.rejected) == 1
    assert [info.file for info in library.reports()] == ["2020.txt", "2021.txt", "2022.txt"]


def test_a_report_that_moved_to_another_folder_is_not_pruned_from_the_old(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    path = write(folder, "a.txt")
    ingest([folder], library)
    new = tmp_path / "new"
    new.mkdir()
    path.rename(new / "a.txt")
    ingest([new], library)
    assert ingest([folder], library, prune=True).removed == ()
    (new / "a.txt").unlink()
    assert names(ingest([new], library, prune=True).removed) == ["a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_folder_that_cannot_be_opened_prunes_nothing(library: Library, folder: Path) -> None:
    write(folder, "closed/a.txt")
    ingest([folder], library)
    (folder / "closed").chmod(0)
    outcome = ingest([folder], library, prune=True)
    (folder / "closed").chmod(0o755)
    assert (outcome.removed, rejections(outcome)) == ((), {"closed": "unreadable"})


def test_one_ingestion_at_a_time(library: Library, folder: Path, tmp_path: Path) -> None:
    write(folder, "a.txt")
    with Library.open(tmp_path / "store") as other, other.writing(), pytest.raises(LibraryBusyError):
        ingest([folder], library)


def test_workers_do_not_outlive_a_killed_ingestion(folder: Path, tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from ingest.reading import read_report; from ingest.workers import read_all\n"
        "results = read_all(sorted(Path(sys.argv[1]).iterdir()), read_report, 2)\n"
        "next(results)\n"
        "print(Path(f'/proc/self/task/{os.getpid()}/children').read_text(), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    script = tmp_path / "killed.py"
    script.write_text(code, encoding="utf-8")
    for year in range(2010, 2024):
        write(folder, f"{year}.txt", year=year)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.run([sys.executable, script, folder], env=environment, capture_output=True, text=True)
    workers = [int(pid) for pid in killed.stdout.split()]
    assert len(workers) == 2
    deadline = time.monotonic() + 10
    while any(_alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_alive(pid) for pid in workers)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
