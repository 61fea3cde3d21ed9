"""Foreign files are read in confined children: a hostile one is rejected with its reason, its neighbours are kept."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

from assistant.errors import ReadingError
from assistant.library import Library
from bench import hostile
from ingest import allowance, sandbox
from ingest.build import ingest
from ingest.outcome import Ingested, IngestOutcome, Rejected
from ingest.sandbox import Lost, confined

GOOD = "青禾市水利局{year}年政府信息公开工作年度报告\n\n一、总体情况\n\n{year}年，本局主动公开政府信息1204条。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    for year in (2020, 2021, 2022):
        (made / f"{year}.txt").write_text(GOOD.format(year=year), encoding="utf-8")
    return made


def codes(outcome: IngestOutcome, folder: Path) -> dict[str, str]:
    return {str(Path(entry.file).relative_to(folder)): entry.code for entry in outcome.rejected}


def names(outcome: IngestOutcome) -> list[str]:
    return [Path(entry.file).name for entry in outcome.ingested]


def test_hostile_files_are_rejected_and_their_neighbours_ingested(library: Library, folder: Path) -> None:
    hostile.write_all(folder, hostile.QUICK)
    outcome = ingest([folder], library, jobs=2)
    assert names(outcome) == ["2020.txt", "2021.txt", "2022.txt"]
    rejected = {name.partition("/")[0]: code for name, code in codes(outcome, folder).items()}
    assert set(rejected) == {*hostile.QUICK}
    assert "failed" not in rejected.values(), "each has a reason of its own"
    assert all(" / " in entry.reason for entry in outcome.rejected)


def test_odd_files_are_read_or_rejected_but_never_lost(library: Library, folder: Path) -> None:
    hostile.write_all(folder, hostile.ODD)
    outcome = ingest([folder], library, jobs=2)
    entries: list[Ingested | Rejected] = [*outcome.ingested, *outcome.rejected]
    fates = {Path(entry.file).relative_to(folder).parts[0] for entry in entries}
    assert {*hostile.ODD} <= fates
    assert "1204条" in library.text(next(info.report_id for info in library.reports() if info.file == "2021.txt"))


def test_what_is_no_file_is_never_opened(library: Library, folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "up").symlink_to(folder.parent)
    with (folder / "sparse.txt").open("wb") as file:
        file.truncate(2**40)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / "socket.txt"))
    outcome = ingest([folder], library)
    listener.close()
    assert names(outcome) == ["2020.txt", "2021.txt", "2022.txt"]
    assert codes(outcome, folder) == {
        "pipe.txt": "unsupported",
        "zero.txt": "unsupported",
        "socket.txt": "unsupported",
        "sparse.txt": "too_large",
        "loop.txt": "not_found",
        "gone.txt": "not_found",
    }


def test_the_members_of_an_archive_stay_inside_it(library: Library, tmp_path: Path) -> None:
    archive = tmp_path / "in" / "年报.zip"
    archive.parent.mkdir()
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("2020.txt", GOOD.format(year=2020))
        made.writestr("深/2021.txt", GOOD.format(year=2021))
        made.writestr("../out.txt", GOOD.format(year=2022))
        made.writestr("/etc/out.txt", GOOD.format(year=2022))
        made.writestr("C:\\out.txt", GOOD.format(year=2022))
        made.writestr(link, "/etc/passwd")
        made.writestr("film.mp4", b"x")
        made.writestr("__MACOSX/._2020.txt", b"x")
    outcome = ingest([archive.parent], library)
    assert [Path(entry.file).relative_to(archive.parent).as_posix() for entry in outcome.ingested] == [
        "年报.zip/2020.txt",
        "年报.zip/深/2021.txt",
    ]
    assert set(codes(outcome, archive).values()) == {"unsupported"}
    assert len(outcome.rejected) == 5
    assert not (tmp_path / "out.txt").exists()
    again = ingest([archive.parent], library, prune=True)
    assert (len(again.unchanged), again.ingested, again.removed) == (2, (), ())
    archive.unlink()
    assert len(ingest([archive.parent], library, prune=True).removed) == 2


def test_names_that_a_chinese_windows_packed_are_read(library: Library, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("XXXX.txt", GOOD.format(year=2020))
    archive.write_bytes(archive.read_bytes().replace(b"XXXX", "年报".encode("gb18030")))
    assert names(ingest([archive], library)) == ["年报.txt"]


# What a child may do


def test_a_child_has_no_network(tmp_path: Path) -> None:
    assert confined(reach_out) == ["PermissionError", "PermissionError", "local"]


def reach_out() -> list[str]:
    """What becomes of a socket in this process, in one that it starts, and of a local one."""
    said = []
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except OSError as error:
        said.append(type(error).__name__)
    code = "import socket\ntry: socket.socket()\nexcept OSError as error: print(type(error).__name__)"
    said.append(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip())
    socket.socketpair()[0].close()
    return [*said, "local"]


def test_a_child_has_bounds_on_memory_time_and_files(tmp_path: Path) -> None:
    with pytest.raises(ReadingError) as swollen:
        confined(swell)
    assert swollen.value.code == "too_large"
    with pytest.raises(Lost) as endless:
        confined(write_without_end, tmp_path / "endless")
    assert endless.value.code in ("too_large", "failed")
    assert (tmp_path / "endless").stat().st_size <= 2**30
    with pytest.raises(Lost) as crashed:
        confined(os._exit, 7)
    assert crashed.value.code == "failed"
    assert confined(os.getpid) != os.getpid(), "after all this there is a child again"


def swell() -> int:
    return len(bytearray(2**31))


def write_without_end(path: Path) -> None:
    with path.open("wb") as file:
        while True:
            file.seek(2**29, os.SEEK_CUR)
            file.write(b"0")


@pytest.mark.parametrize("work", ["burn", "sleep"])
def test_work_without_end_is_ended(work: str) -> None:
    with pytest.raises(Lost) as endless:
        confined({"burn": burn, "sleep": time.sleep}[work], 60, seconds=1)
    assert endless.value.code == "too_slow"
    assert "burn" not in str(endless.value)


def burn(seconds: float) -> float:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds


def test_work_that_earns_time_gets_it() -> None:
    assert confined(earn, seconds=1) == 3


def earn() -> float:
    for _ in range(3):
        allowance.extend(1)
        burn(0.5)
    return 3


def test_what_a_child_leaves_behind_goes_with_it() -> None:
    folder = Path(confined(tempfile.mkdtemp))
    assert folder.is_dir()
    sandbox.dismiss()
    assert not folder.exists()


def test_one_child_serves_many_files() -> None:
    assert len({confined(os.getpid) for _ in range(5)}) == 1
