"""Two hundred hostile strings through question, title, cell, sentence and file name, in a real Chromium."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from browsing import Visit, serious, served, visiting
from playwright.sync_api import BrowserContext, Page

from assistant.library import Library
from assistant.web.desk.users import hashed
from ingest.chunker import chunks_of
from ingest.reading import read_report

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<script>hacked=1</script>",
    "<img src=x onerror=hacked=1>",
    "<svg/onload=hacked=1>",
    "<iframe src=javascript:hacked=1>",
    "<a href=javascript:hacked=1>x</a>",
    "<form action=//outside.example><input name=q>",
    "<style>*{background:url(//outside.example/x)}</style>",
    "<base href=//outside.example>",
    "<meta http-equiv=refresh content=0;url=//outside.example>",
    "<math><mi xlink:href=data:x,y>",
    "<details open ontoggle=hacked=1>",
    "<object data=//outside.example/x>",
    "![x](//outside.example/x.png)",
    "[x](javascript:hacked=1)",
    "http://outside.example/x",
    "{{hacked=1}}${hacked=1}`${hacked=1}`",
    "$$\\href{javascript:hacked=1}{x}$$",
    "&lt;img src=x onerror=hacked=1&gt;",
    "\u202egnp.exe\u2066\u200b",
    "javascript:hacked=1//",
)
WRAPPERS = ("{}", '">{}', "'>{}", "-->{}", "</td></table>{}", "</textarea>{}", "]]>{}", "<!--{}", "\"'{}", "**{}** [1]")
STRINGS = [wrapper.format(payload) for wrapper, payload in product(WRAPPERS, PAYLOADS)]
PASSWORD = "correct horse 1"
OURS = """a article b blockquote br button caption circle code dd details div dl dt form figcaption figure h1 h2 h3
header img input label li line main mark nav ol p polyline progress rect section small span strong summary sup svg table
tbody td text textarea th thead title tr ul"""
TAGS = frozenset(OURS.split())
ADDRESSES = ("/", "#", "?status=", "?go=1")

LOOK = """(selectors) => selectors.flatMap(s => [...document.querySelectorAll(s + ' *')]).map(e => [
    e.tagName.toLowerCase(),
    e.getAttributeNames().filter(n => n.startsWith('on') || n === 'srcdoc'),
    ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].map(n => e.getAttribute(n)).filter(v => v !== null),
])"""


def harmless(page: Page, *where: str) -> None:
    """No element, attribute or address in these places but our own."""
    looked = page.evaluate(LOOK, list(where))
    assert len(looked) > 5
    assert {tag for tag, _, _ in looked} <= TAGS
    assert [names for _, names, _ in looked if names] == []
    assert [one for _, _, links in looked for one in links if not one.startswith(ADDRESSES) or one[:2] == "//"] == []
    assert page.evaluate("typeof hacked") == "undefined"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[str]:
    """A site with one hostile report: its corner cell and a paragraph hold all strings, its title and name some."""
    folder = tmp_path_factory.mktemp("hostile")
    everything = html.escape(" ".join(STRINGS))
    page = (samples / "yanxi-education-2020.html").read_text("utf-8")
    corner = "（本列数据的勾稽关系为"
    assert corner in page
    page = page.replace(corner, everything + corner, 1)
    page = page.replace("</body>", f"<p>全年编发简报77期，{everything}。</p></body>")
    file = folder / "hostile.html"
    file.write_text(page, "utf-8")
    report = read_report(file)
    name = " ".join(STRINGS[::11]).replace("/", "").replace("\\", "") + ".html"  # no folder fits into a file's name
    title = report.title + " ".join(STRINGS[::9])
    figures = [replace(one, source=replace(one.source, title=title, file=name)) for one in report.figures]
    report = replace(report, title=title, file=name, figures=tuple(figures))
    with Library.open(folder / "store", create=True) as library:
        library.publish(report, chunks_of(report), file.read_bytes())
    with served(folder / "store", {"BAOGAO_STAFF_USERS": f"li:{hashed(PASSWORD)}"}) as address:
        yield address


@pytest.fixture
def guest(browser: BrowserContext, place: str) -> Iterator[Visit]:
    with visiting(browser, place) as made:
        yield made


def test_hostile_questions_stay_text(guest: Visit) -> None:
    assert len(set(STRINGS)) == 200
    batch = ""
    asked = []
    for one in [*STRINGS, ""]:
        if len(batch) + len(one) > 950 or not one:
            asked.append(batch.strip())
            batch = ""
        batch += one + " "
    for question in asked[::2]:
        guest.ask(question)
        assert guest.page.locator(".bg-question").last.evaluate("e => e.textContent") == question
    harmless(guest.page, "#bg-talk", "#bg-proof", "#bg-head")
    guest.page.click("[data-do=list]")
    harmless(guest.page, "#bg-list")
    guest.page.evaluate("() => localStorage.clear()")


def test_hostile_titles_cells_sentences_and_file_names_stay_text(guest: Visit) -> None:
    for question in ("砚溪县教育体育局2020年收到多少件申请？", "砚溪县教育体育局2020年编发简报多少期？"):
        answer = guest.ask(question)
        assert "[1]" in answer or "1" in answer
        harmless(guest.page, "#bg-talk", "#bg-proof")
        assert all(one in guest.page.locator("#bg-proof").evaluate("e => e.textContent") for one in STRINGS[:200:37])
    guest.page.locator("[data-do=copy]").last.click()


def test_the_desk_shows_hostile_reports_as_text(guest: Visit) -> None:
    page = guest.page
    page.context.clear_cookies()  # a second try begins signed out
    guest.complaints.clear()
    page.goto(guest.address + "/desk")
    page.fill("[name=name]", "li")
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    page.wait_for_selector("table.list")
    harmless(page, "main")
    assert serious(page) == []
    page.click("tbody a")
    page.wait_for_selector("article:is(.alone, .beside)")
    harmless(page, "main")
    assert serious(page) == []
    page.goto(guest.address + "/desk/check")
    page.fill("#draft", "砚溪县教育体育局2020年收到申请5件。" + "\n".join(STRINGS))
    page.click("button.main")
    page.wait_for_selector(".marked")
    harmless(page, "main")
    assert serious(page) == []
    page.goto(guest.address + "/desk/audit?go=1")
    harmless(page, "main")
    assert serious(page) == []
    guest.complaints.clear()  # the sign-in page answers 401, which Chromium reports
