"""What a visitor can do with answers and conversations, in a real Chromium."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.request import urlopen

import pytest
from browsing import Visit, serious
from openpyxl import load_workbook
from playwright.sync_api import Route

pytestmark = pytest.mark.browser

ONE = "砚溪县2021年收到多少件申请？"
TREND = "霁川市2019到2022年每年新收多少？"


def deed(visit: Visit, name: str) -> None:
    visit.page.locator(f"#bg-talk [data-do={name}]").last.click()


def test_a_figure_stands_large_with_its_unit_its_agency_and_its_year(visit: Visit) -> None:
    visit.ask(ONE)
    (card,) = visit.texts("#bg-talk .bg-card")
    assert "143" in card and "件" in card and "砚溪县 · 2021 年" in card and "本年新收" in card
    size = visit.page.locator(".bg-value b").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 28
    visit.ask("砚溪县2019年予以公开多少件？")
    assert "还原" in visit.texts("#bg-talk .bg-card")[-1], "how a figure was read is said in words"


def test_a_difference_stands_beside_the_two_figures_that_it_is_made_of(visit: Visit) -> None:
    visit.ask("Compare applications received by 砚溪县财政局 and 砚溪县教育局 in 2021")
    first, second, computed = visit.texts("#bg-talk .bg-card")
    assert "砚溪县财政局 · 2021" in first and "5 items" in first
    assert "砚溪县教育体育局 · 2021" in second and "9 items" in second
    assert "-4 items" in computed and "5 − 9 = -4" in computed and "derived" in computed
    assert "requests received" in visit.texts("#bg-proof figcaption")[0], "the chart is in the language of the answer"


def test_the_figures_of_a_trend_stand_large_in_one_card(visit: Visit, phone: Visit) -> None:
    for one in (visit, phone):
        one.ask(TREND)
        (card,) = one.texts("#bg-talk .bg-card")
        assert card.count("霁川市") == 1 and card.count("本年新收") == 1 and "件" in card
        years = one.texts("#bg-talk .bg-together li")
        assert [year[:4] for year in years] == ["2019", "2020", "2021", "2022"] and "2604" in years[2]
        size = one.page.locator(".bg-together b").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        high = one.page.locator(".bg-together").evaluate("e => e.getBoundingClientRect().height")
        assert size >= 24 and high < 260


def test_an_order_has_a_chart_whose_cells_are_told_apart(visit: Visit) -> None:
    visit.ask("2021年哪个机关收到的申请最多？")
    assert visit.page.locator("#bg-proof .bg-chart a.bg-bar").count() == 4
    operands = visit.texts("#bg-proof .bg-formula li")
    assert operands[0].startswith("霁川市 · 2021 年") and len(set(operands)) == 4


def test_an_answer_can_be_asked_again_edited_and_followed(visit: Visit) -> None:
    visit.ask(ONE)
    deed(visit, "retry")
    visit.page.wait_for_function("() => document.querySelector('#bg-talk .bg-exchange[data-n=\"1\"] .bg-next')")
    assert visit.texts(".bg-question") == [ONE]
    visit.page.locator("#bg-talk .option").first.click()
    visit.answer_after(1)
    visit.page.locator("#bg-talk [data-do=edit]").first.click()
    visit.page.wait_for_function("() => document.querySelector('#bg-box textarea').value.includes('2021')")
    assert "第 1 个问题" in visit.page.inner_text("#bg-notice")
    visit.page.fill("#bg-box textarea", "砚溪县2022年收到多少件申请？")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("() => document.querySelectorAll('.bg-question').length === 1")
    visit.answer_after(0)
    assert visit.texts(".bg-question") == ["砚溪县2022年收到多少件申请？"]
    assert visit.page.locator("#bg-notice").count() == 0


def test_a_vote_with_its_reason_reaches_the_staff(visit: Visit, site_store: Path) -> None:
    visit.ask(ONE)
    deed(visit, "dislike")
    visit.page.fill("#bg-notice input", "<b>口径</b>不对")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#bg-said.shown")
    kept = site_store / "feedback.jsonl"
    visit.page.wait_for_timeout(300)
    vote = json.loads(kept.read_text("utf-8").splitlines()[-1])
    assert (vote["useful"], vote["reason"], vote["question"]) == (False, "<b>口径</b>不对", ONE)


def test_a_link_reopens_the_answer(visit: Visit) -> None:
    visit.page.evaluate("() => navigator.clipboard.writeText = async (text) => { window.copied = text }")
    visit.ask("砚溪县2021年收到多少件申请？")
    visit.ask("那2022年呢？")
    deed(visit, "link")
    visit.page.wait_for_selector("#bg-said.shown")
    link = visit.page.evaluate("window.copied")
    assert link.startswith(visit.address + "/#ask=")
    visit.page.goto("about:blank")
    visit.page.goto(link)
    assert "96" in visit.answer_after(0)
    assert len(visit.texts(".bg-question")) == 1


def test_a_link_is_answered_in_the_language_that_was_chosen(visit: Visit) -> None:
    visit.page.locator("#bg-language label", has_text="English").click()
    visit.page.wait_for_function("() => document.querySelector('#bg-head h1').textContent.startsWith('Baogao')")
    visit.page.goto("about:blank")
    visit.page.goto(f"{visit.address}/#ask=How%20many%20requests%20did%20Yanxi%20receive%20in%202021%3F")
    assert "143 items" in visit.answer_after(0)
    assert visit.texts("#bg-talk .bg-acts button")[0] == "Copy"
    assert visit.page.inner_text("#bg-box .submit-button") == "Send"


def test_a_copy_is_markdown_with_its_citation(visit: Visit) -> None:
    visit.page.evaluate("() => navigator.clipboard.writeText = async (text) => { window.copied = text }")
    visit.ask(ONE)
    deed(visit, "copy")
    visit.page.wait_for_selector("#bg-said.shown")
    copied = visit.page.evaluate("window.copied")
    assert copied.startswith("## ") and "143 件" in copied and "yanxi-2021.pdf" in copied


def test_conversations_are_kept_in_this_browser_and_can_be_opened_renamed_exported_and_deleted(visit: Visit) -> None:
    page = visit.page
    page.evaluate("() => localStorage.removeItem('baogao.conversations')")
    visit.ask(ONE)
    visit.ask("那予以公开的呢？")
    page.click("[data-do=new]")
    page.wait_for_selector("#bg-talk .example")
    page.click("[data-do=list]")
    assert page.locator("#bg-list li").count() == 1
    page.get_by_role("button", name="改名").click()
    page.fill("#bg-list input", "我的<i>第一次</i>")
    page.keyboard.press("Enter")
    assert page.inner_text("#bg-list .bg-open") == "我的<i>第一次</i>"
    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
    exported = Path(download.value.path()).read_text("utf-8")
    assert "143 件" in exported and "yanxi-2021.pdf" in exported and "予以公开" in exported
    page.reload()
    page.wait_for_selector("#bg-talk .example")
    page.click("[data-do=list]")
    page.click("#bg-list .bg-open")
    visit.answer_after(1)
    assert visit.texts(".bg-question") == [ONE, "那予以公开的呢？"]
    page.click("[data-do=list]")
    page.get_by_role("button", name="删除").click()
    page.get_by_role("button", name="确定删除？").click()
    page.wait_for_selector("#bg-talk .example")
    assert "还没有对话" in page.inner_text("#bg-list")


def test_a_trend_has_a_chart_whose_bars_lead_to_their_cells_and_files_of_its_figures(visit: Visit) -> None:
    visit.ask(TREND)
    bars = visit.page.locator("#bg-proof .bg-bar")
    assert [bar.get_attribute("aria-label") for bar in bars.all()] == [
        "2019 年 1862 件",
        "2020 年 2237 件",
        "2021 年 2604 件",
        "2022 年 2418 件",
    ]
    bars.nth(2).click()
    assert visit.page.locator(".bg-chosen #cite-1-3").count() == 1
    visit.page.click("#bg-proof .bg-chart summary")
    assert "2604 件" in visit.page.inner_text("#bg-proof .bg-chart table")
    links = [one.get_attribute("href") or "" for one in visit.page.locator("#bg-proof .bg-files a").all()]
    with urlopen(visit.address + links[0]) as reply:
        rows = list(csv.reader(io.StringIO(reply.read().decode("utf-8-sig"))))
    assert [row[3] for row in rows] == ["数值", "1862", "2237", "2604", "2418"]
    with urlopen(visit.address + links[1]) as reply:
        sheet = load_workbook(io.BytesIO(reply.read())).worksheets[0]
    assert [cell.value for cell in sheet["D"]] == ["数值", 1862, 2237, 2604, 2418]


def test_the_page_of_a_pdf_is_shown_with_the_cited_place_framed(visit: Visit) -> None:
    visit.ask(ONE)
    visit.page.click("#bg-proof .bg-page summary")
    visit.page.wait_for_function("() => document.querySelector('.bg-sheet img')?.naturalWidth > 600")
    sheet, frame = (visit.page.locator(name).first.bounding_box() for name in (".bg-sheet", ".bg-frame"))
    assert sheet and frame
    assert sheet["x"] <= frame["x"] and frame["x"] + frame["width"] <= sheet["x"] + sheet["width"]
    assert 4 < frame["height"] < sheet["height"] / 10
    assert "yanxi-2021.pdf" in (visit.page.get_attribute(".bg-sheet img", "alt") or "")


def test_large_type_dark_mode_and_language_stay_chosen(visit: Visit) -> None:
    page = visit.page
    assert page.locator("#bg-head h1").evaluate("e => e.currentCSSZoom") == 1
    page.click("[data-do=large]")
    page.click("[data-do=dark]")
    page.get_by_text("English", exact=True).click()
    page.wait_for_selector("#bg-proof h2:text('Evidence')")
    page.reload()
    page.wait_for_selector("#bg-proof h2:text('Evidence')")
    assert page.locator("#bg-head h1").evaluate("e => e.currentCSSZoom") == 1.25
    assert page.get_attribute("[data-do=dark]", "aria-pressed") == "true"
    visit.ask("How many applications did 砚溪县 receive in 2021?")
    assert serious(visit.page) == []
    page.evaluate("() => localStorage.clear()")


def test_nobody_is_kept_out(visit: Visit) -> None:
    assert serious(visit.page) == []
    visit.ask(TREND)
    visit.ask("砚溪县2019年行政许可处理决定数量是多少？")
    visit.ask("收到多少件申请？")
    visit.page.click("#bg-proof summary >> nth=0")
    assert serious(visit.page) == []


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    page = visit.page
    page.keyboard.type(ONE)
    page.keyboard.press("Enter")
    visit.answer_after(0)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#bg-proof .bg-original, #bg-talk a.bg-mark')"):
            break
    assert page.evaluate("document.activeElement.matches('#bg-proof .bg-original, #bg-talk a.bg-mark')")
    page.locator(".bg-answer a.bg-mark").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('bg-chosen')")


def test_a_question_in_line_says_so_until_it_is_let_through(visit: Visit) -> None:
    held: list[Route] = []
    visit.page.route("**/queue/join*", lambda route: held.append(route))
    visit.page.fill("#bg-box textarea", ONE)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#bg-notice[role=status]")
    assert "排队" in visit.page.inner_text("#bg-notice")
    held[0].continue_()
    assert "143" in visit.answer_after(0)
    assert visit.page.locator("#bg-notice").count() == 0


def test_when_an_answer_breaks_off_the_page_loads_anew_once_the_server_is_there_again(visit: Visit) -> None:
    page = visit.page
    page.route("**/queue/data*", lambda route: route.abort())
    page.fill("#bg-box textarea", ONE)
    with page.expect_event("load", timeout=30_000):
        page.keyboard.press("Enter")
        page.wait_for_selector(".toast-body")
        page.unroute("**/queue/data*")
    page.wait_for_selector("#bg-talk .example")
    assert "143" in visit.ask(ONE)
    visit.complaints.clear()  # Chromium reports the broken connection by itself


def test_a_question_that_is_turned_away_stays_in_the_box_with_a_sentence(visit: Visit) -> None:
    busy = '{"detail": "busy"}'
    visit.page.route("**/queue/join*", lambda route: route.fulfill(status=503, body=busy))
    visit.page.fill("#bg-box textarea", ONE)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#bg-notice[role=alert]")
    assert "请过几秒再试" in visit.page.inner_text("#bg-notice")
    assert visit.page.input_value("#bg-box textarea") == ONE
    visit.page.wait_for_selector(".toast-body", state="attached")
    assert not visit.page.locator(".toast-body").first.is_visible(), "gradio's own words say it a second time"
    visit.page.unroute("**/queue/join*")
    visit.page.route("**/queue/join*", lambda route: route.abort())
    visit.page.press("#bg-box textarea", "Enter")
    visit.page.wait_for_function("() => document.querySelector('#bg-notice')?.textContent.includes('连不上服务器')")
    assert visit.page.input_value("#bg-box textarea") == ONE
    visit.page.unroute("**/queue/join*")
    visit.page.wait_for_timeout(300)
    assert "143" in visit.ask(ONE)
    visit.complaints.clear()  # Chromium reports a 503 by itself
