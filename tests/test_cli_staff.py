"""`baogao check` and `baogao audit` as a publishing pipeline uses them: JSON, exit codes, formats, hostile drafts."""

from __future__ import annotations

import io
import json
import os
import signal
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from commanding import baogao, document, one_line

from assistant.cli import main
from assistant.library import Library
from ingest import drafts

RIGHT = "霁川市2021年新收政府信息公开申请2604件。"
WRONG = "霁川市2021年新收政府信息公开申请2640件。"
SHAPES = {
    "claim": "text start end value unit scope verdict correct evidence explanation kind",
    "finding": "report_id file kind severity where stated computed formula evidence explanation finding_id decision",
    "source": "report_id file title agency year section page table_id cell row col bbox start end quote",
}
"""The keys of the public JSON, in order."""
CLAIM, FINDING, SOURCE = (keys.split() for keys in SHAPES.values())
STARTS = {"text": "", "md": "# ", "html": "<!doctype html>", "sarif": "{", "junit": "<?xml"}


@pytest.fixture(scope="module")
def store(sample_library: Library) -> Path:
    """The store of the sample reports."""
    return sample_library.settings.store


def test_a_checked_draft_has_the_contracts_keys(store: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"{WRONG}{RIGHT}", encoding="utf-8")
    made = document(baogao(store, "check", draft, "--json"), 3)
    assert list(made) == ["claims", "summary"]
    assert [list(claim) for claim in made["claims"]] == [CLAIM] * 2
    wrong, right = made["claims"]
    assert (wrong["verdict"], wrong["value"], wrong["correct"], wrong["unit"]) == ("contradicted", "2640", "2604", "件")
    assert (right["verdict"], right["correct"]) == ("supported", None)
    assert list(wrong["scope"].items()) == [("agency", "霁川市"), ("year", 2021)]
    assert (WRONG + RIGHT)[wrong["start"] : wrong["end"]] == wrong["text"]
    assert all(list(source) == SOURCE for source in wrong["evidence"])
    assert made["summary"] == {"supported": 1, "contradicted": 1, "not_found": 0, "claims": 2}


def test_standard_input_is_a_draft_and_a_right_one_is_exit_code_zero(store: Path) -> None:
    made = document(baogao(store, "check", "-", "--json", stdin=RIGHT), 0)
    assert [claim["verdict"] for claim in made["claims"]] == ["supported"]


def test_an_audit_has_the_contracts_keys(store: Path) -> None:
    made = document(baogao(store, "audit", "--json"), 3)
    assert list(made) == ["findings", "reports"]
    assert made["reports"] == 16
    assert made["findings"]
    for finding in made["findings"]:
        assert list(finding) == FINDING
        assert finding["severity"] in ("error", "remark")
        assert all(list(source) == SOURCE for source in finding["evidence"])
    clean = document(baogao(store, "audit", "yanxi-2021.pdf", "--json"), 0)
    assert (clean["reports"], [f for f in clean["findings"] if f["severity"] == "error"]) == (1, [])


@pytest.mark.parametrize(
    ("arguments", "code"), [(["check", "none.docx"], 1), (["check", "none.txt"], 1), (["audit", "none.docx"], 2)]
)
def test_what_is_not_there_is_one_line(
    store: Path, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--store", str(store)]) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert arguments[1] in line


def bomb() -> bytes:
    """A Word file whose text unfolds to a thousand times its size."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 40_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.docx", bomb()),
        ("cut.docx", bomb()[:20_000]),
        ("broken.pdf", b"%PDF-1.7\nthis is not one"),
        ("empty.txt", b""),
        ("blank.txt", b" \n"),
        ("bytes.txt", bytes(range(256)) * 40),
    ],
)
def test_a_hostile_draft_is_one_sentence(
    store: Path, tmp_path: Path, name: str, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert main(["check", str(tmp_path / name), "--json", "--store", str(store)]) == 1
    said = capsys.readouterr()
    (line,) = said.err.splitlines()
    assert said.out == ""
    assert name in line


def kill_itself(_: Path) -> str:
    """What a draft can do to its reader at worst."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return ""


def test_a_draft_that_crashes_its_reader_crashes_nothing_else(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(drafts, "extracted", kill_itself)
    (tmp_path / "evil.pdf").write_bytes(b"%PDF")
    assert main(["check", str(tmp_path / "evil.pdf"), "--store", str(store)]) == 1
    assert "evil.pdf" in capsys.readouterr().err


@pytest.mark.parametrize("form", STARTS)
def test_text_formats_are_printed(store: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(WRONG, encoding="utf-8")
    for command in (["check", str(draft)], ["audit", "jichuan-2020.docx"]):
        code = main([*command, "--store", str(store), "--format", form])
        out = capsys.readouterr().out
        assert code in (0, 3)
        assert out.lower().startswith(STARTS[form])
        if form == "sarif":
            json.loads(out)
        elif form == "junit":
            ElementTree.fromstring(out.encode())


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_office_formats_are_files(store: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(WRONG, encoding="utf-8")
    for command in (["check", str(draft)], ["audit"]):
        out = tmp_path / f"out.{form}"
        assert main([*command, "--store", str(store), "--format", form, "--out", str(out)]) == 3
        said = (
            str([[c.value for c in row] for row in openpyxl.load_workbook(out).active or ()]) if form == "xlsx" else ""
        )
        said += "".join(p.text for p in docx.Document(str(out)).paragraphs) if form == "docx" else ""
        assert ("2640" if command[0] == "check" else "表三") in said
        assert main([*command, "--store", str(store), "--format", form]) == 2
    assert capsys.readouterr().out == ""


def test_the_public_side_is_closed_and_opened_by_a_command(tmp_path: Path) -> None:
    assert document(baogao(tmp_path, "maintenance", "--json")) == {"maintenance": False, "notice": ""}
    shut = document(baogao(tmp_path, "maintenance", "on", "下午两点恢复", "--json"))
    assert shut == {"maintenance": True, "notice": "下午两点恢复"}
    assert document(baogao(tmp_path, "maintenance", "off", "--json"))["maintenance"] is False
    assert "none" in one_line(baogao(tmp_path / "none", "maintenance", "on"))
