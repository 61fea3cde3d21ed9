"""ingest.formats: what a file really is, and the refusals."""

from __future__ import annotations

import io
import os
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.errors import ReadingError
from ingest import formats, legacy, scan
from ingest.blocks import GridBlock, TextBlock
from ingest.limits import LIMITS
from ingest.programs import installed

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SENTENCE = "全年共收到申请三十一件，均已按期答复。"


def package(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def code_of(path: Path) -> str:
    with pytest.raises(ReadingError) as caught:
        formats.read(path)
    message = str(caught.value)
    assert path.name in message, "the sentence names the file"
    assert " / " in message, "the sentence has an English half"
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", "\ufeff \n\u3000".encode(), "empty"),
        ("a.txt", b"ab\x00\x01\x02", "unsupported"),
        ("a.json", b"{}", "unsupported"),
        ("a.doc", OLE + b"\0" * 600, "unsupported"),
        ("a.docx", OLE + b"\0" * 120 + "EncryptedPackage\0".encode("utf-16-le"), "encrypted"),
        ("a.xls", OLE + b"\0" * 120 + "Workbook\0".encode("utf-16-le"), "damaged"),
        ("a.docx", b"PK\x03\x04 cut", "damaged"),
        ("a.epub", package({"mimetype": b"x"}), "unsupported"),
        ("a.ofd", package({"OFD.xml": b"<x/>"}), "unsupported"),
        ("a.docx", package({"word/document.xml": b"<!DOCTYPE a><a/>"}), "damaged"),
        ("a.docx", package({"word/document.xml": b" " * 40_000_000}), "too_large"),
        ("a.docx", package({f"m{n}": b"" for n in range(2_001)}), "too_large"),
        ("a.pdf", b"%PDF-1.7\nnothing", "damaged"),
    ],
)
def test_refusals(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert code_of(path) == code


needs_tesseract = pytest.mark.skipif(not scan.available(), reason="tesseract with chi_sim is not installed")
needs_office = pytest.mark.skipif(installed("soffice", "libreoffice") is None, reason="LibreOffice is not installed")


def drawn(lines: list[str]) -> Image.Image:
    """A picture of a page with these lines of figures and letters."""
    picture = Image.new("L", (1650, 800), 255)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((120, 100 + 90 * number), line, fill=0, font=ImageFont.load_default(44))
    return picture


@needs_tesseract
def test_a_broken_picture_is_damaged_and_an_empty_one_has_no_text(tmp_path: Path) -> None:
    broken, empty = tmp_path / "a.pdf", tmp_path / "b.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n....")
    drawn([]).save(empty)
    assert (code_of(broken), code_of(empty)) == ("damaged", "no_text")


def test_without_the_recogniser_a_picture_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    drawn(["2023"]).save(path)
    monkeypatch.setattr(scan, "available", lambda: False)
    with pytest.raises(ReadingError, match="tesseract-ocr-chi-sim") as caught:
        formats.read(path)
    assert caught.value.code == "no_text"


@needs_tesseract
@pytest.mark.parametrize(("suffix", "angle"), [("jpg", 1.2), ("tif", -0.7)])
def test_pictures_are_read_straight_or_not(tmp_path: Path, suffix: str, angle: float) -> None:
    path = tmp_path / f"a.{suffix}"
    drawn(["Report 2023", "received 4817 requests", "refused 306"]).rotate(angle, fillcolor=255).save(path)
    document = formats.read(path)
    said = " ".join(block.text for block in document.blocks if isinstance(block, TextBlock))
    assert ("4817" in said, "306" in said) == (True, True)
    assert document.scanned == {1}
    assert "OCR" in document.warnings[0]


@needs_tesseract
def test_a_table_on_a_picture_keeps_its_cells(tmp_path: Path) -> None:
    numbers = [["7", "0", "13", "20"], ["0", "", "104", "104"], ["58", "1", "0", "59"]]
    picture = Image.new("L", (1650, 600), 255)
    draw = ImageDraw.Draw(picture)
    for row in range(4):
        draw.line((100, 100 + 80 * row, 1300, 100 + 80 * row), fill=0, width=3)
    for col in range(5):
        draw.line((100 + 300 * col, 100, 100 + 300 * col, 340), fill=0, width=3)
    for row, line in enumerate(numbers):
        for col, text in enumerate(line):
            draw.text((220 + 300 * col, 120 + 80 * row), text, fill=0, font=ImageFont.load_default(34))
    path = tmp_path / "a.png"
    picture.rotate(0.6, fillcolor=255).save(path)
    (grid,) = formats.read(path).blocks
    assert isinstance(grid, GridBlock)
    read = [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]
    cells = [pair for a, b in zip(read, numbers, strict=True) for pair in zip(a, b, strict=True)]
    assert all(said == true or "□" in said for said, true in cells)
    assert sum(said == true for said, true in cells) >= 11


@needs_office
def test_office_files_of_other_kinds_are_converted_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(rb"{\rtf1\ansi Received 4817 requests.\par}")
    assert formats.read(path).blocks == (TextBlock("Received 4817 requests."),)
    monkeypatch.setattr(legacy, "installed", lambda *names: None)
    assert code_of(path) == "unsupported"


def test_a_page_saved_as_mail_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    message = EmailMessage()
    message["Subject"] = "年报"
    message.set_content("see the page")
    message.add_alternative(f"<p>{SENTENCE}</p>", subtype="html")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="附件.pdf")
    path.write_bytes(message.as_bytes())
    document = formats.read(path)
    assert document.blocks == (TextBlock(SENTENCE),)
    assert "附件.pdf" in document.warnings[0]


def test_missing_and_irregular_files(tmp_path: Path) -> None:
    assert code_of(tmp_path / "absent.pdf") == "not_found"
    assert code_of(tmp_path) == "unsupported"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    path.chmod(0)
    assert code_of(path) == "unreadable"


def test_a_file_beyond_the_size_limit(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(LIMITS.file_bytes + 1)
    assert code_of(path) == "too_large"


def test_an_encrypted_member(tmp_path: Path) -> None:
    data = bytearray(package({"word/document.xml": b"<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert code_of(path) == "encrypted"


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", SENTENCE), ("a", SENTENCE), ("a.docx", SENTENCE), ("a.txt", f"<!-- x --><div>{SENTENCE}</div>")],
)
def test_the_bytes_decide_before_the_name(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert formats.read(path).blocks == (TextBlock(SENTENCE),)


def test_a_package_with_a_changed_byte_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    for number in range(3_000):
        document.add_paragraph(f"{SENTENCE}{number * 7919}")
    document.save(str(path))
    data = bytearray(path.read_bytes())
    start = data.index(b"word/document.xml")
    data[data.index(b"PK\x03\x04", start) - 2_000] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ReadingError) as caught:
        formats.read(path)
    assert caught.value.code == "damaged"


def test_packages_are_known_by_their_members(tmp_path: Path) -> None:
    word, book = tmp_path / "word.xlsx", tmp_path / "book.txt"
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    document.save(str(word))
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["项目", "数"])
    workbook.worksheets[0].append(["许可", 3])
    workbook.save(book)
    assert formats.read(word).blocks == (TextBlock(SENTENCE),)
    assert isinstance(formats.read(book).blocks[0], GridBlock)


def test_csv_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("项目,数\n许可,3\n".encode("gbk"))
    grid = formats.read(path).blocks[0]
    assert isinstance(grid, GridBlock)
    assert [cell.text for cell in grid.cells] == ["项目", "数", "许可", "3"]


def test_a_document_without_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "blank.docx"
    docx.Document().save(str(path))
    assert code_of(path) == "no_text"


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        SENTENCE.encode("utf-8-sig"),
        SENTENCE.encode("utf-16"),
        SENTENCE.encode("gb18030"),
        b"<meta charset=gb2312>" + SENTENCE.encode("gbk"),
        b"<meta charset=gb2312>" + SENTENCE.encode(),
        b"<meta charset=big5>" + SENTENCE.replace("申请", "").encode("big5", "ignore"),
        SENTENCE.encode() * 400 + "末".encode()[:2],
        (SENTENCE * 3).encode().decode("gb18030", "strict").encode() if len(SENTENCE) % 2 == 0 else SENTENCE.encode(),
        (SENTENCE * 3).encode("gb18030").decode("latin-1").encode(),
        (SENTENCE * 3).encode().decode("latin-1").encode(),
    ],
)
def test_decode_finds_the_encoding(data: bytes) -> None:
    text = formats.decode(data)
    assert "全年共收到" in text
    assert "\ufffd" not in text


def test_decode_refuses_what_cannot_be_restored() -> None:
    ruined = ("公开，申请，答复。" * 20).encode().decode("gb18030", "replace").encode()
    no_text = "".join(chr(0x4E00 + 37 * number) for number in range(500)).encode("gb18030")
    for data in (ruined, bytes(range(128, 256)) * 8, no_text):
        with pytest.raises(ReadingError) as caught:
            formats.decode(data)
        assert caught.value.code == "damaged"


def test_a_short_text_cut_within_a_character_is_still_utf8() -> None:
    for end in (1, 2):
        assert formats.decode("水利局二〇二一年报告".encode()[:-end]) == "水利局二〇二一年报"


def test_folder_walks_know_the_suffixes() -> None:
    assert {".pdf", ".docx", ".html", ".txt", ".md", ".xlsx", ".csv"} <= formats.SUPPORTED_SUFFIXES
    assert not {".json", ".exe", ".mp4"} & formats.SUPPORTED_SUFFIXES


PROSE = "本年度新收政府信息公开申请三十一件，已全部答复，其中予以公开二十件。" * 4
TRADITIONAL = "本年度新收政府資訊公開申請三十一件，已全部答覆，其中予以公開二十件。" * 4


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(PROSE, "gb18030"), (TRADITIONAL, "big5"), (PROSE, "utf-16-le"), (PROSE, "utf-16-be"), (PROSE, "utf-8")],
)
@pytest.mark.parametrize("declared", ["gb2312", "big5", "utf-8", "iso-8859-1", "utf-16", "nonsense"])
def test_a_page_that_lies_about_its_charset_is_read(tmp_path: Path, text: str, encoding: str, declared: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(f'<html><meta charset="{declared}"><p>{text}</p></html>'.encode(encoding))
    assert formats.read(path).blocks == (TextBlock(text),)
