"""Hostile files, made small by program: each is built to kill, to hang or to fool a reader."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _repacked(package: bytes, changed: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped(members | changed)


def huge_colspan() -> bytes:
    """Two cells that claim a thousand million places."""
    return b"<table><tr><td colspan=1000000000>1<td rowspan=999999999>2</table>"


def endless_rowspans() -> bytes:
    """Thousands of cells in one row that reach down for ever."""
    return b"<table>" + b"<tr>" + b"<td rowspan=65534 colspan=1000>1" * 3_000 + b"</table>"


def many_rows_of_spans() -> bytes:
    """More rows than a table may have, each cell reaching over all that follow."""
    return b"<table>" + (b"<tr>" + b"<td rowspan=65000>1" * 30) * 25_000 + b"</table>"


def nested_divs() -> bytes:
    """Tags nested so deep that libxml2 gives up without a word."""
    return b"<html><body>" + b"<div>" * 200_000 + "申请3件。".encode()


def nested_tables() -> bytes:
    """Tables inside tables."""
    return b"<table><tr><td>" * 5_000 + "申请3件。".encode()


def one_long_line() -> bytes:
    """Twenty-four megabytes without a line break, full of brackets that are never closed."""
    return ("政府信息公开工作年度报告" + "（（（第一二三四五六" * 800_000).encode()


def repeated_words() -> bytes:
    """Text on which a careless pattern needs quadratic time."""
    return ("2023年" * 400_000).encode() + b"\n" + b"1 " * 1_000_000


def many_pipes() -> bytes:
    """Lines of nothing but column marks."""
    return (b"|" * 100_000 + b"\n") * 40


def nul_bytes() -> bytes:
    """Text with NUL between its characters."""
    return "申请\0三\0件".encode() * 50


def far_cell() -> bytes:
    """One cell in the last corner of a sheet."""
    book = openpyxl.Workbook()
    book.worksheets[0]["XFD1048576"] = 1
    return _saved(book)


def vast_merge() -> bytes:
    """A merge over three million places."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "x"
    data = _saved(book)
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD200"/></mergeCells>'
    return _repacked(data, {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", merge)})


def many_cells() -> bytes:
    """More cells than a workbook may have."""
    rows = b"".join(
        b'<row r="%d">' % n + b"".join(b'<c r="%s%d"><v>1</v></c>' % (col, n) for col in (b"A", b"B", b"C")) + b"</row>"
        for n in range(1, 101_000)
    )
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "x"
    data = _saved(book)
    name = "xl/worksheets/sheet1.xml"
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return _repacked(data, {name: head + rows + b"</sheetData></worksheet>"})


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _word(change: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def wide_gridspans() -> bytes:
    """Rows whose one cell spans a hundred thousand columns."""

    def change(document: docx.document.Document) -> None:
        for row in document.add_table(rows=500, cols=1).rows:
            span = OxmlElement("w:gridSpan")
            span.set(qn("w:val"), "100000")
            row.cells[0]._tc.get_or_add_tcPr().append(span)

    return _word(change)


def deep_docx() -> bytes:
    """Content controls nested a hundred thousand deep."""
    body = b"<w:sdt><w:sdtContent>" * 100_000
    document = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' + body
    return _repacked(_word(lambda document: None), {"word/document.xml": document})


def _bomb(declaration: bytes) -> bytes:
    body = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    return _repacked(_word(lambda document: None), {"word/document.xml": declaration + body})


def billion_laughs() -> bytes:
    """Entities that double and double again."""
    entities = b'<!ENTITY a "lol">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    return _bomb(b"<!DOCTYPE d [" + entities + b"]>")


def external_entity() -> bytes:
    """An entity that names a file of the machine."""
    return _bomb(b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


def html_entities() -> bytes:
    """The same entities in a web page."""
    entities = b'<!ENTITY a "lol">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    return b"<!DOCTYPE html [" + entities + "]><html><body>&j; 申请3件。</body></html>".encode()


def zip_bomb_docx() -> bytes:
    """Blanks, compressed a thousandfold."""
    return zipped({"[Content_Types].xml": _CONTENT_TYPES, "word/document.xml": b" " * 190_000_000})


def inflated_pdf() -> bytes:
    """A stream that unfolds to 280 MB."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(280)) + packer.flush()
    return pdf(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream")


def twice_packed_pdf() -> bytes:
    """A stream whose first layer is small and whose second is not."""
    packer = zlib.compressobj(1)
    inner = b"".join(packer.compress(b" " * 2**20) for _ in range(300)) + packer.flush()
    outer = zlib.compress(inner, 1)
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(outer)
    return pdf(head + outer + b"\nendstream")


def circular_pdf() -> bytes:
    """A form that draws itself, in a tree of pages whose only page is the tree."""
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /F 4 0 R >> >> /Length 20 >>"
    content = form + b"\nstream\n/F Do /F Do /F Do   \nendstream"
    return pdf(content, kids=b"[3 0 R 2 0 R]", resources=b"<< /XObject << /F 4 0 R >> >>")


def deep_pdf() -> bytes:
    """Arrays nested a hundred thousand deep."""
    return pdf(b"<< /Length 0 /Deep " + b"[" * 100_000 + b"]" * 100_000 + b" >>\nstream\n\nendstream")


def huge_page_tree() -> bytes:
    """One page, named a hundred thousand times."""
    return pdf(b"<< /Length 0 >>\nstream\n\nendstream", kids=b"[" + b"3 0 R " * 100_000 + b"]")


def many_glyphs() -> bytes:
    """A page of a million characters."""
    packed = zlib.compress(b"BT /F 1 Tf " + b"(aaaaaaaaaa) Tj " * 100_000 + b"ET", 9)
    return pdf(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream")


def many_rules() -> bytes:
    """A page of forty thousand crossing rules."""
    lines = b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S " % (n, n, n, n) for n in range(20_000))
    packed = zlib.compress(lines, 9)
    return pdf(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream")


def pdf(content: bytes, *, kids: bytes = b"[3 0 R]", resources: bytes = b"") -> bytes:
    """A PDF of one page whose content is object 4."""
    font = b"<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids " + kids + b" >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources "
        + (resources or font)
        + b" >>",
        content,
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 5\n0000000000 65535 f \n" + table
    return made + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def nested_archives() -> bytes:
    """Archives in an archive, small each and vast together."""
    inner = zipped({f"{n}.txt": b"0" * 900_000 for n in range(100)})
    return zipped({f"{n}.zip": inner for n in range(20)}, method=zipfile.ZIP_STORED)


def deep_archives() -> bytes:
    """Twenty archives, each inside the next."""
    data = zipped({"a.txt": "申请3件。".encode()})
    for _ in range(20):
        data = zipped({"next.zip": data}, method=zipfile.ZIP_STORED)
    return data


def crowded_archive() -> bytes:
    """An archive of three thousand empty files."""
    return zipped({f"{n}.txt": b"" for n in range(3_000)}, method=zipfile.ZIP_STORED)


QUICK: dict[str, Callable[[], bytes]] = {
    "nested_divs.html": nested_divs,
    "nul_bytes.txt": nul_bytes,
    "vast_merge.xlsx": vast_merge,
    "many_cells.xlsx": many_cells,
    "deep.docx": deep_docx,
    "billion_laughs.docx": billion_laughs,
    "external_entity.docx": external_entity,
    "zip_bomb.docx": zip_bomb_docx,
    "inflated.pdf": inflated_pdf,
    "twice_packed.pdf": twice_packed_pdf,
    "deep.pdf": deep_pdf,
    "huge_page_tree.pdf": huge_page_tree,
    "nested_archives.zip": nested_archives,
    "crowded.zip": crowded_archive,
}
"""Files that cannot be read, and are rejected within a second or two."""
SLOW: dict[str, Callable[[], bytes]] = {
    "many_rows_of_spans.html": many_rows_of_spans,
    "many_glyphs.pdf": many_glyphs,
    "one_long_line.txt": one_long_line,
    "many_pipes.md": many_pipes,
    "many_rules.pdf": many_rules,
    "repeated_words.txt": repeated_words,
}
"""Files that are read or rejected, but take their time: the clock ends some of them."""
ODD: dict[str, Callable[[], bytes]] = {
    "huge_colspan.html": huge_colspan,
    "endless_rowspans.html": endless_rowspans,
    "nested_tables.html": nested_tables,
    "html_entities.html": html_entities,
    "far_cell.xlsx": far_cell,
    "wide_gridspans.docx": wide_gridspans,
    "circular.pdf": circular_pdf,
    "deep_archives.zip": deep_archives,
}
"""Files that a careful reader may read or reject, but must be done with."""


def write_all(folder: Path, makers: dict[str, Callable[[], bytes]]) -> None:
    """Write these files into a folder."""
    for name, make in makers.items():
        (folder / name).write_bytes(make())
