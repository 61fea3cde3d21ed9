"""The sample reports: rebuilt byte for byte, true to the form's identities, and saying what truth.json says."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest
from docx import Document
from lxml import html

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
TRUTH: list[dict[str, Any]] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
BY_FILE = pytest.mark.parametrize("record", TRUTH, ids=lambda record: record["file"])
PLANTED = {record["file"]: record["planted"] for record in TRUTH if record["planted"]}
Rows = list[list[str]]


def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "samples.build", "--out", tmp_path], cwd=ROOT, check=True, capture_output=True
    )
    rebuilt = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    committed = {path.relative_to(SAMPLES): path.read_bytes() for path in (SAMPLES / "reports").iterdir()}
    committed[Path("truth.json")] = (SAMPLES / "truth.json").read_bytes()
    assert rebuilt.keys() == committed.keys()
    assert [str(name) for name in rebuilt if rebuilt[name] != committed[name]] == []


def test_four_agencies_report_four_years_in_six_formats() -> None:
    assert len({record["agency"] for record in TRUTH}) == 4
    assert {(record["agency"], record["year"]) for record in TRUTH} == set(
        itertools.product({record["agency"] for record in TRUTH}, (2019, 2020, 2021, 2022))
    )
    assert {Path(record["file"]).suffix for record in TRUTH} == {".txt", ".html", ".pdf", ".docx", ".xlsx", ".md"}
    assert sum((SAMPLES / "reports" / record["file"]).stat().st_size for record in TRUTH) < 3_000_000


@BY_FILE
def test_tables_are_complete_and_add_up(record: dict[str, Any]) -> None:
    rows = requests(record)
    assert len(rows) == (23 if record["form"] == "disclosure-2019" else 25)
    assert all(len(values) == 7 and sum(values[:6]) == values[6] for values in rows.values())
    closed, (new, carried_in, carried_out) = rows["（七）总计"], opening_and_closing(rows)
    assert [a + b for a, b in zip(new, carried_in, strict=True)] == [
        a + b for a, b in zip(closed, carried_out, strict=True)
    ]
    review = [int(cell["value"]) for cell in record["cells"] if cell["table"] == "review"]
    assert len(review) == 15
    assert all(sum(review[i : i + 4]) == review[i + 4] for i in (0, 5, 10))


@BY_FILE
def test_results_add_up_to_their_total_unless_planted(record: dict[str, Any]) -> None:
    rows = requests(record)
    wrong = [i for i, total in enumerate(rows["（七）总计"]) if sum(part[i] for part in results(rows)) != total]
    planted = PLANTED.get(record["file"], {}).get("kind") == "column_sum"
    assert wrong == ([0, 6] if planted else [])


def test_what_is_left_over_is_what_the_next_year_starts_with() -> None:
    pairs = [(a, b) for a, b in itertools.pairwise(TRUTH) if a["agency"] == b["agency"]]
    assert len(pairs) == 12
    for before, after in pairs:
        assert opening_and_closing(requests(before))[2] == opening_and_closing(requests(after))[1]


@BY_FILE
def test_every_row_stands_in_the_file(record: dict[str, Any]) -> None:
    path = SAMPLES / "reports" / record["file"]
    if path.suffix == ".txt":
        body = path.read_text(encoding="utf-8")
        missing = [
            row for row in record["glued"] if (row["row"][-1] if row["row"] else "总计") + row["raw"] not in body
        ]
    else:
        printed = [[clean(cell) for cell in row if clean(cell)] for row in table_rows(path)]
        missing = [expected for expected in expected_rows(record) if not any(map(ends_with(expected), printed))]
    assert missing == []


@BY_FILE
def test_prose_facts_and_contact_stand_in_the_file(record: dict[str, Any]) -> None:
    body = clean(text_of(SAMPLES / "reports" / record["file"]))
    said = [record["title"], *record["contact"].values(), *record["problems"], *record["improvements"]]
    said += [f"{fact['value']}{fact['unit']}" for fact in record["prose"] if fact["unit"] not in ("人次", "%")]
    said += [fact["value"] for fact in record["prose"]]
    assert [words for words in said if clean(words) not in body] == []


def test_exactly_two_contradictions_are_planted() -> None:
    assert {file: planted["kind"] for file, planted in PLANTED.items()} == {
        "yanxi-education-2020.html": "column_sum",
        "jichuan-2021.html": "prose_vs_table",
    }


def test_the_planted_column_sum_is_in_the_file() -> None:
    planted = PLANTED["yanxi-education-2020.html"]
    printed = [[clean(c) for c in row] for row in table_rows(SAMPLES / "reports" / "yanxi-education-2020.html")]
    figures = {row[-8]: [int(n) for n in row[-7:]] for row in printed if len(row) >= 8 and row[-1].isdigit()}
    columns = (0, 6)
    assert [str(figures["（七）总计"][i]) for i in columns] == planted["stated"]
    assert [str(sum(part[i] for part in results(figures))) for i in columns] == planted["computed"]


def test_the_planted_sentence_is_in_the_file() -> None:
    planted = PLANTED["jichuan-2021.html"]
    (record,) = (record for record in TRUTH if record["file"] == "jichuan-2021.html")
    phrase = planted["place"]["phrase"]
    assert planted["stated"][0] in phrase
    assert phrase in clean(text_of(SAMPLES / "reports" / "jichuan-2021.html"))
    assert [str(requests(record)["（七）总计"][6])] == planted["computed"] != planted["stated"]


def test_the_page_in_gb18030_says_so() -> None:
    page = (SAMPLES / "reports" / "yanxi-finance-2019.html").read_bytes()
    assert b'charset="gb18030"' in page
    assert "砚溪县财政局" in page.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        page.decode("utf-8")


@pytest.mark.parametrize("file", ["yanxi-2019.txt", "yanxi-finance-2022.txt", "yanxi-education-2019.txt"])
def test_glued_requests_can_be_cut_in_one_way_by_all_identities(file: str) -> None:
    (record,) = (record for record in TRUTH if record["file"] == file)
    glued = {row["row"][-1]: row for row in record["glued"] if row["table"] == "requests"}
    assert sum(row["cuts"] == 1 for row in glued.values()) > len(glued) * 0.8
    readings = {label: [cut for cut in cuts(row["raw"], 7) if sum(cut[:6]) == cut[6]] for label, row in glued.items()}
    assert {label: len(cut) for label, cut in readings.items()} == {label: row["cuts"] for label, row in glued.items()}
    tables = [dict(zip(readings, choice, strict=True)) for choice in itertools.product(*readings.values())]
    assert [table for table in tables if balanced(table)] == [requests(record)]


def test_undecidable_rows_have_more_than_one_reading() -> None:
    undecidable = [row for record in TRUTH for row in record.get("undecidable", [])]
    assert len(undecidable) == 12
    assert all(row["table"] == "art20" and row["cuts"] > 1 for row in undecidable)


def requests(record: dict[str, Any]) -> dict[str, list[int]]:
    """Table 3 by the last label of each row."""
    rows: dict[str, list[int]] = {}
    for cell in record["cells"]:
        if cell["table"] == "requests":
            rows.setdefault(cell["row"][-1], []).append(int(cell["value"]))
    return rows


def opening_and_closing(rows: dict[str, list[int]]) -> list[list[int]]:
    """New requests, those carried in and those carried out."""
    return [values for label, values in rows.items() if label[:2] in ("一、", "二、", "四、")]


def results(rows: dict[str, list[int]]) -> list[list[int]]:
    """The rows that （七）总计 adds up."""
    return [
        values for label, values in rows.items() if label[:2] not in ("一、", "二、", "四、") and "总计" not in label
    ]


def balanced(rows: dict[str, list[int]]) -> bool:
    """Do the balance and the column sums hold in every column?"""
    new, carried_in, carried_out = opening_and_closing(rows)
    closed = rows["（七）总计"]
    return all(
        sum(part[i] for part in results(rows)) == closed[i] and new[i] + carried_in[i] == closed[i] + carried_out[i]
        for i in range(7)
    )


def cuts(raw: str, count: int) -> Iterator[list[int]]:
    """All readings of a digit string as `count` numbers without leading zeros; spaces separate."""
    raw = raw.lstrip()
    if count == 0:
        yield from [] if raw else [[]]
        return
    for end in range(1, len(raw) + 1):
        if re.fullmatch(r"0|[1-9]\d*", raw[:end]):
            yield from ([int(raw[:end]), *rest] for rest in cuts(raw[end:], count - 1))


def expected_rows(record: dict[str, Any]) -> list[list[str]]:
    """Each row of truth as the last label and the printed values."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for cell in record["cells"]:
        key = (cell["table"], *cell["row"])
        rows.setdefault(key, list(map(clean, cell["row"][-1:]))).append(cell.get("raw", cell["value"]))
    return list(rows.values())


def ends_with(expected: Sequence[str]) -> Callable[[Sequence[str]], bool]:
    """Does a printed row end with the expected label and values?"""
    return lambda row: list(row[-len(expected) :]) == list(expected)


def clean(text: str) -> str:
    """Without any white space, no-break spaces included."""
    return re.sub(r"\s+", "", text)


def table_rows(path: Path) -> Rows:
    """The cells of every table row of a file, a merged cell once."""
    return {".html": html_rows, ".pdf": pdf_rows, ".docx": docx_rows, ".xlsx": xlsx_rows, ".md": markdown_rows}[
        path.suffix
    ](path)


def html_rows(path: Path) -> Rows:
    return [[cell.text_content() for cell in row.iter("td")] for row in html_tree(path).iter("tr")]


def html_tree(path: Path) -> html.HtmlElement:
    data = path.read_bytes()
    encoding = re.search(rb'charset="([\w-]+)"', data)
    assert encoding is not None
    return html.fromstring(data.decode(encoding[1].decode()))


def pdf_rows(path: Path) -> Rows:
    with pdfplumber.open(path) as pdf:
        return [[cell or "" for cell in row] for page in pdf.pages for table in page.extract_tables() for row in table]


def docx_rows(path: Path) -> Rows:
    tables = Document(str(path)).tables
    return [[cell.text for cell in dict.fromkeys(row.cells)] for table in tables for row in table.rows]


def xlsx_rows(path: Path) -> Rows:
    sheets: Iterable[Any] = openpyxl.load_workbook(path).worksheets
    return [["" if value is None else str(value) for value in row] for sheet in sheets for row in sheet.values]


def markdown_rows(path: Path) -> Rows:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip("|").split("|") for line in lines if line.startswith("|")]


def text_of(path: Path) -> str:
    """All the text of a file in reading order."""
    if path.suffix in (".txt", ".md"):
        return path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return str(html_tree(path).text_content())
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    return "\n".join("".join(row) for row in xlsx_rows(path))
