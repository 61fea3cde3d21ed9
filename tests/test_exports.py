"""What leaves the house: the same findings in every format, and nothing in them that a reader would execute."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.answer import Checked
from assistant.audit import audit
from assistant.checking import check
from assistant.errors import UsageError
from assistant.exports import listing, markdown, page, pipelines, word, workbook, write
from assistant.library import Library

DRAFT = "霁川市2021年新收申请2604件，办结2538件。\n收到来信12345封。"


@pytest.fixture(scope="module")
def result(sample_library: Library) -> Checked:
    return check(sample_library, DRAFT.replace("2538", "2583").replace("2604", "2640"))


def test_the_workbook_keeps_numbers_as_numbers_and_formulas_as_text(result: Checked) -> None:
    evil = replace(result.claims[0], text="=HYPERLINK(1)", explanation="+cmd|' /C calc'!A0")
    data = workbook.checked(replace(result, claims=(evil, *result.claims[1:])))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet["H2"].data_type == "s"
    assert (sheet["C2"].value, sheet["C2"].data_type) == (2640, "n")
    assert (sheet["E2"].value, sheet["E2"].data_type) == (2604, "n")


def test_the_word_file_holds_the_draft_marked_and_commented(result: Checked) -> None:
    document = docx.Document(io.BytesIO(word.checked(result, DRAFT.replace("2604", "2640").replace("2538", "2583"))))
    assert document.paragraphs[0].text == "霁川市2021年新收申请2640件，办结2583件。"
    marked = [run.text for run in document.paragraphs[0].runs if "w:shd" in run._r.xml]
    assert "霁川市2021年新收申请2640件" in marked
    comments = [comment.text for comment in document.comments]
    assert any("应为：2604件" in text and "jichuan-2021.html" in text for text in comments)


def test_the_listing_ends_with_what_is_wrong(result: Checked) -> None:
    assert listing.checked(result).splitlines()[-1] == "  ✗ 霁川市2021年新收申请2640件 → 2604件"


def test_the_page_is_whole_escapes_and_links_to_the_cited_cell(result: Checked, sample_library: Library) -> None:
    text = DRAFT.replace("2604", "2640") + "\n<script>alert(1)</script>"
    made = page.checked(check(sample_library, text), text, "<b>.txt", sample_library)
    assert "<script" not in made
    assert "&lt;script&gt;" in made
    assert "http" not in made.replace("http-equiv", "")
    assert made.index('✗ <a href="#c1">1. 霁川市2021年新收申请2640件</a> → <b>2604件</b>') < made.index('class="draft"')
    anchor = made.split('class="cited" id="')[1].split('"')[0]
    assert f'href="#{anchor}"' in made


def test_markdown_shows_a_drafts_marks_as_they_are(result: Checked) -> None:
    evil = replace(result.claims[0], text="![x](http://a.b) | <img>")
    shown = markdown.checked(replace(result, claims=(evil,)), "a.txt")
    assert "![x]" not in shown
    assert "\\<img\\>" in shown


def test_markdown_numbers_its_evidence_as_its_claims(sample_library: Library) -> None:
    grown = check(sample_library, "霁川市2021年新收申请2604件，同比增长16.4%。")
    lines = [
        line[:6] for line in markdown.checked(grown, "a.txt").splitlines() if "jichuan" in line and "|" not in line
    ]
    assert lines == ["- （1）j", "- （2）j", "- （2）j"]


def test_pipelines_fail_on_what_is_contradicted(result: Checked, sample_library: Library) -> None:
    suite = ElementTree.fromstring(pipelines.checked_junit(result, "a.txt"))
    assert suite.get("failures") == "1"
    log = json.loads(pipelines.checked_sarif(result, DRAFT, "a.txt"))
    (run,) = log["runs"]
    assert [r["level"] for r in run["results"]][:1] == ["error"]
    audited = json.loads(pipelines.audited_sarif(audit(sample_library)))
    assert {r["level"] for r in audited["runs"][0]["results"]} == {"error"}


def test_a_workbook_needs_a_file(result: Checked, sample_library: Library) -> None:
    with pytest.raises(UsageError, match="--out"):
        write.put(write.rendered_check(result, DRAFT, "a.txt", "xlsx", sample_library), None)


def test_every_format_writes_a_file(result: Checked, sample_library: Library, tmp_path: Path) -> None:
    audited = audit(sample_library)
    for form in ("text", "md", "html", "xlsx", "docx", "sarif", "junit", "json"):
        write.put(write.rendered_check(result, DRAFT, "a.txt", form, sample_library), tmp_path / f"c.{form}")
        write.put(write.rendered_audit(audited, form, sample_library), tmp_path / f"a.{form}")
    assert all(file.stat().st_size > 300 for file in tmp_path.iterdir())
    assert result.claims[0].value == Decimal(2640)
