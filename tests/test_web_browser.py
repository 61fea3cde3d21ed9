"""The web app in a real Chromium: asked as a visitor asks, over a library of the sample reports."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from browsing import ROOT, Visit, served, visiting
from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser

TRUTH: list[dict[str, Any]] = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))


def true_total(record: dict[str, Any], row: str) -> str:
    """The cell of a row and the column 总计 as the sample's maker wrote it."""
    cells = (c for c in record["cells"] if c["row"][-1:] == [row] and c["col"] == ["总计"])
    return str(next(cells)["value"])


def test_the_page_opens_in_chinese_with_the_box_focused_and_says_what_is_loaded(visit: Visit) -> None:
    page = visit.page
    assert page.title() == "报告 Baogao"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert "已载入 16 份报告" in page.inner_text("#bg-head")
    assert page.locator("#bg-proof .bg-dot").count() == 16
    assert page.locator("#bg-talk .example").count() == 4


def test_opening_the_page_asks_nothing(browser: BrowserContext, site_store: Path) -> None:
    with served(site_store, {"BAOGAO_QUESTIONS_A_MINUTE": "1"}) as address, visiting(browser, address) as visit:
        assert "143" in visit.ask("砚溪县2021年收到多少件申请？")


def test_a_figure_is_answered_and_its_cell_is_shown(visit: Visit) -> None:
    for file in ("yanxi-2021.pdf", "yanxi-2019.txt", "yanxi-finance-2021.xlsx", "jichuan-2022.html"):
        record = next(one for one in TRUTH if one["file"] == file)
        value = true_total(record, "一、本年新收政府信息公开申请数量")
        answer = visit.ask(f"{record['agency']}{record['year']}年收到多少件政府信息公开申请？")
        assert f"{value} 件" in answer
        assert visit.texts("#bg-proof .cited mark") == [value]
        assert visit.texts("#bg-proof .bg-place")[0].startswith(file)


def test_a_mark_opens_the_cell_that_it_stands_for(visit: Visit) -> None:
    visit.ask("霁川市2019年不予公开占办结的比例是多少？")
    cited = visit.page.locator("#bg-proof td:has(#cite-1-9)")
    visit.page.locator(".bg-answer a.bg-mark").last.click()
    visit.page.wait_for_selector("#bg-proof .bg-chosen")
    assert visit.page.locator(".bg-chosen #cite-1-9").count() == 1
    visible = (
        "e => { const b = e.getBoundingClientRect(); return e.contains(document.elementFromPoint(b.x + 9, b.y + 9)) }"
    )
    assert cited.evaluate(visible)
    assert visit.page.url.rstrip("/") == visit.address


def test_a_question_about_text_marks_the_sentences(visit: Visit) -> None:
    record = next(one for one in TRUTH if one["file"] == "yanxi-finance-2022.txt")
    answer = visit.ask(f"{record['agency']}{record['year']}年存在哪些主要问题？")
    marked = visit.texts("#bg-proof blockquote mark")
    assert len(marked) == len(record["problems"])
    for problem, mark in zip(record["problems"], marked, strict=True):
        assert problem in answer and problem in mark


def test_a_follow_up_keeps_the_agency_and_the_year(visit: Visit) -> None:
    record = next(one for one in TRUTH if one["file"] == "yanxi-2021.pdf")
    visit.ask(f"{record['agency']}{record['year']}年收到多少件申请？")
    value = true_total(record, "（一）予以公开")
    assert f"{value} 件" in visit.ask("那予以公开的呢？")
    assert visit.texts("#bg-proof .cited mark") == [value]
    assert len(visit.texts("#bg-proof .bg-earlier summary")) == 1


def test_a_clarification_is_a_button_that_asks(visit: Visit) -> None:
    assert "请先确认" in visit.ask("收到多少件申请？")
    option = visit.page.locator("#bg-talk .option").nth(1)
    question = option.inner_text()
    option.click()
    assert "件" in visit.answer_after(1)
    assert visit.texts(".bg-question")[-1] == question
    assert len(visit.texts("#bg-proof .cited mark")) == 1


def test_an_example_asks_and_clearing_brings_the_examples_back(visit: Visit) -> None:
    example = visit.page.locator("#bg-talk .example").first
    question = example.inner_text().strip()
    example.click()
    visit.answer_after(0)
    assert visit.texts(".bg-question") == [question]
    visit.page.click("[data-do=new]")
    visit.page.wait_for_selector("#bg-talk .example")
    assert visit.texts(".bg-question") == [] and visit.texts("#bg-proof .cited") == []


def test_hostile_text_stays_text(visit: Visit) -> None:
    hostile = (
        "<img src=x onerror=alert(1)>",
        "![x](http://outside.example/x.png) [y](javascript:alert(1)) **z** $$q$$ www.outside.example",
        "</div></section><script>alert(1)</script>{{7*7}}${7*7}",
    )
    for text in hostile:
        visit.ask(f"砚溪县2021年收到多少件申请？ {text}")
        assert visit.texts(".bg-question")[-1] == f"砚溪县2021年收到多少件申请？ {text}"
    visit.ask("砚溪县2022年收到多少件申请？")
    written = ":is(#bg-talk, #bg-proof)"
    assert visit.page.locator(f"{written} :is(img, script, iframe, form, input, object, style)").count() == 0
    assert visit.page.locator(".bg-question :is(a, strong, .katex)").count() == 0


def test_the_language_switch_changes_the_words_and_keeps_the_conversation(visit: Visit) -> None:
    visit.ask("砚溪县2021年收到多少件申请？")
    visit.page.get_by_text("English", exact=True).click()
    visit.page.wait_for_selector("#bg-proof h2:text('Evidence')")
    assert visit.page.get_attribute("#bg-box textarea", "placeholder") == "Ask a question"
    assert visit.texts("#bg-box .submit-button") == ["Send"]
    assert visit.texts("[data-do=new]") == ["New conversation"]
    assert "16 reports" in visit.page.inner_text("#bg-head")
    assert visit.page.evaluate("document.documentElement.lang") == "en"
    assert visit.texts(".bg-question") == ["砚溪县2021年收到多少件申请？"]
    assert "143" in visit.ask("How many applications did 砚溪县 receive in 2021?")
    visit.page.get_by_text("中文", exact=True).click()
    visit.page.wait_for_selector("#bg-proof h2:text('依据')")


def test_visitors_do_not_see_each_other(browser: BrowserContext, address: str, visit: Visit) -> None:
    with visiting(browser, address) as other:
        visit.ask("砚溪县2021年收到多少件申请？")
        assert other.texts(".bg-question") == []
        assert "请先确认" in other.ask("予以公开的呢？"), "another visitor's question must not be its context"


def test_on_a_phone_the_evidence_is_below_and_nothing_is_cut_off(phone: Visit) -> None:
    phone.ask("砚溪县2021年收到多少件申请？")
    chat, proof = (phone.page.locator(name).bounding_box() for name in ("#bg-talk", "#bg-proof"))
    assert chat and proof and proof["y"] > chat["y"] + chat["height"]
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.page.locator(".bg-answer a.bg-mark").click()
    phone.page.wait_for_function("""() => { const b = document.querySelector(".bg-chosen")?.getBoundingClientRect();
        return b && b.top >= 0 && b.bottom <= innerHeight && b.left >= 0 && b.right <= innerWidth }""")


def test_the_original_file_is_a_download_of_the_very_bytes(visit: Visit, samples: Path) -> None:
    visit.ask("砚溪县2021年收到多少件申请？")
    with visit.page.expect_download() as download:
        visit.page.click("#bg-proof .bg-original")
    assert download.value.suggested_filename == "yanxi-2021.pdf"
    assert Path(download.value.path()).read_bytes() == (samples / "yanxi-2021.pdf").read_bytes()
    link = visit.page.get_attribute("#bg-proof .bg-original", "href")
    with urlopen(f"{visit.address}{link}") as reply:
        assert reply.headers["Content-Disposition"].startswith("attachment")
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("path", ["/original/none", "/original/..%2f..%2flibrary.sqlite3", "/gradio_api/file=app.py"])
def test_nothing_else_is_served(address: str, path: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(address + path).close()
    assert refused.value.code == 404
    refused.value.close()


def test_a_taken_port_fails_at_once_and_says_so(address: str, site_store: Path) -> None:
    port = address.rsplit(":", 1)[1]
    started = time.monotonic()
    second = subprocess.run(
        [sys.executable, "-m", "assistant", "serve", "--store", site_store, "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert second.returncode == 1 and second.stdout == ""
    assert f"127.0.0.1:{port}" in second.stderr and "Traceback" not in second.stderr
    assert time.monotonic() - started < 60
