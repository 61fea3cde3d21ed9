"""The staff desk: who gets in, what staff can do to the library, and what they see of it."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sites import site
from starlette.testclient import TestClient

from assistant.errors import UsageError
from assistant.journal import Journal
from assistant.library import Library
from assistant.settings import Settings
from assistant.web.desk.check_pages import EXPORTS
from assistant.web.desk.sessions import Attempts, Sessions
from assistant.web.desk.users import Users, hashed
from assistant.web.desk.words import words_for
from assistant.web.halves import half
from ingest.build import ingest

PASSWORD = "一个相当长的密码 1"
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def entry() -> str:
    return f"li:{hashed(PASSWORD)}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A store of three reports, made once."""
    folder = tmp_path_factory.mktemp("made") / "store"
    with Library.open(folder, create=True) as opened:
        ingest([samples / "yanxi-2021.pdf", samples / "yanxi-2022.docx", samples / "yanxi-education-2020.html"], opened)
    return folder


@pytest.fixture
def library(tmp_path: Path, made: Path) -> Iterator[Library]:
    """A copy of it, for one test to change."""
    shutil.copytree(made, tmp_path / "store")
    with Library.open(tmp_path / "store") as opened:
        yield opened


@pytest.fixture
def desk(library: Library, entry: str, tmp_path: Path) -> Iterator[TestClient]:
    """A browser at the desk, not yet signed in."""
    settings = Settings(store=library.settings.store, staff_users=entry, evaluations=tmp_path / "evaluations")
    with TestClient(site(library, settings), follow_redirects=True) as client:
        yield client


@pytest.fixture
def inside(desk: TestClient) -> TestClient:
    """A browser at the desk, signed in."""
    reply = desk.post("/desk/in", data={"name": "li", "password": PASSWORD}, headers=OURS)
    assert reply.status_code == 200 and "报告库" in reply.text
    return desk


# The door


def test_without_users_there_is_no_desk(library: Library) -> None:
    with TestClient(site(library)) as client:
        assert {client.get(path).status_code for path in ("/desk", "/desk/check", "/desk/static/desk.js")} == {404}
        assert client.post("/desk/mcp", json={}).status_code == 404


@pytest.mark.parametrize("path", ["/desk", "/desk/check", "/desk/audit", "/desk/evaluations", "/desk/report/x"])
def test_nothing_is_shown_before_signing_in(desk: TestClient, path: str) -> None:
    reply = desk.get(path)
    assert reply.status_code == 401 and 'type="password"' in reply.text and "yanxi" not in reply.text
    assert desk.post(path, headers=OURS).status_code in (401, 404, 405)


def test_a_wrong_password_is_refused_and_soon_no_more_are_tried(desk: TestClient) -> None:
    tried = [desk.post("/desk/in", data={"name": "li", "password": "x" * 12}, headers=OURS) for _ in range(6)]
    assert [one.status_code for one in tried] == [401] * 5 + [429]
    assert desk.post("/desk/in", data={"name": "li", "password": PASSWORD}, headers=OURS).status_code == 429


def test_a_foreign_page_can_neither_sign_in_nor_act(inside: TestClient, library: Library) -> None:
    report = library.reports()[0].report_id
    for headers in ({"origin": "http://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {}):
        assert inside.post("/desk/in", data={"name": "li", "password": PASSWORD}, headers=headers).status_code == 403
        assert inside.post(f"/desk/report/{report}/remove", data={"sure": "yes"}, headers=headers).status_code == 403
    assert len(library.reports()) == 3


def test_what_is_not_there_is_told_and_the_address_of_a_sent_form_leads_back(inside: TestClient) -> None:
    missing = inside.get("/desk/nothing")
    assert missing.status_code == 404 and "没有这个页面" in missing.text
    assert inside.get("/desk/in").url.path == "/desk"
    assert inside.get("/desk/mcp").status_code in (401, 405, 406), "the tools are no page"
    report = next(iter(re.findall(r"/desk/report/[^\"/]+", inside.get("/desk").text)))
    assert inside.get(f"{report}/again").url.path == report


def test_after_a_wrong_password_the_name_stands_and_each_page_has_its_title(desk: TestClient) -> None:
    wrong = desk.post("/desk/in", data={"name": 'l"i', "password": "x" * 12}, headers=OURS)
    assert 'value="l&#34;i"' in wrong.text and wrong.text.count("autofocus") == 1
    desk.post("/desk/in", data={"name": "li", "password": PASSWORD}, headers=OURS)
    assert "<title>核对文稿 · 报告 · 工作台</title>" in desk.get("/desk/check").text


def test_signing_out_ends_the_session_wherever_its_cookie_is(inside: TestClient) -> None:
    cookie = dict(inside.cookies)
    inside.post("/desk/out", headers=OURS)
    inside.cookies.update(cookie)
    assert inside.get("/desk").status_code == 401


def test_sessions_are_signed_end_in_time_and_hang_on_the_password(entry: str) -> None:
    now = [0.0]
    sessions = Sessions(Users.parse(entry), clock=lambda: now[0])
    cookie = sessions.begin("li")
    assert sessions.user(cookie) == "li"
    assert Sessions(Users.parse(entry)).user(cookie) is None, "another server's key"
    for broken in (cookie[:-1], cookie.replace(".", "", 1), "", "a.b.c.d", sessions.begin("nobody"), None):
        assert sessions.user(broken) is None
    now[0] = 9 * 3600
    assert sessions.user(cookie) is None


def test_attempts_are_forgotten_after_a_while() -> None:
    now = [0.0]
    attempts = Attempts(clock=lambda: now[0])
    for _ in range(5):
        attempts.failed("a", "b")
    assert not attempts.allowed("a", "c") and attempts.allowed("c")
    now[0] = 16 * 60
    assert attempts.allowed("a", "b")


@pytest.mark.parametrize("setting", ["li", "li:plain", "li:scrypt$14$8$1$AA$BB", "li:scrypt$99$8$1$AAAAAAAAAAAAAAAA$B"])
def test_a_setting_that_cannot_be_read_is_refused_without_repeating_it(setting: str) -> None:
    with pytest.raises(UsageError) as refused:
        Users.parse(setting)
    assert "baogao staff" in str(refused.value) and "plain" not in str(refused.value)


def test_passwords_are_hashed_with_their_own_salt() -> None:
    first, second = hashed(PASSWORD), hashed(PASSWORD)
    assert first != second and PASSWORD not in first
    assert Users({"li": first}).accepts("li", PASSWORD) and not Users({"li": first}).accepts("wu", PASSWORD)
    with pytest.raises(UsageError):
        hashed("short")


# The library


def test_the_library_lists_state_and_how_much_was_read(inside: TestClient) -> None:
    shown = inside.get("/desk").text
    assert "3 份报告" in shown and "200 / 200" in shown and "yanxi-2022.docx" in shown
    policy = inside.get("/desk").headers["content-security-policy"]
    assert "script-src" not in policy and "default-src 'self'" in policy


def test_an_upload_tells_what_became_of_each_file(inside: TestClient, library: Library, samples: Path) -> None:
    files = [
        ("files", ("jichuan-2022.html", (samples / "jichuan-2022.html").read_bytes())),
        ("files", ("yanxi-2021.pdf", (samples / "yanxi-2021.pdf").read_bytes())),
        ("files", (f"../{HOSTILE}.pdf", b"%PDF-1.4 nothing")),
    ]
    shown = inside.post("/desk/upload", files=files, headers=OURS).text
    assert "已入库" in shown and "内容未变" in shown and "未能入库" in shown
    assert "<img" not in shown and "&lt;img" in shown
    assert {info.file for info in library.reports()} >= {"jichuan-2022.html", "yanxi-2021.pdf"}


def test_a_report_is_removed_only_after_a_second_yes(inside: TestClient, library: Library) -> None:
    report = library.reports()[0]
    asked = inside.get(f"/desk/report/{report.report_id}/remove").text
    assert report.title in asked and len(library.reports()) == 3
    inside.post(f"/desk/report/{report.report_id}/remove", data={"sure": "yes"}, headers=OURS)
    assert report.report_id not in {info.report_id for info in library.reports()}
    assert inside.get(f"/desk/report/{report.report_id}").status_code == 404


def test_reading_again_keeps_the_report_and_its_origin(inside: TestClient, library: Library) -> None:
    report, origins = library.reports()[0], library.origins()
    shown = inside.post(f"/desk/report/{report.report_id}/again", headers=OURS).text
    assert "已入库" in shown
    assert {info.report_id for info in library.reports()} >= {report.report_id} and library.origins() == origins


def test_a_replacement_that_is_no_report_of_this_agency_and_year_costs_nothing(
    inside: TestClient, library: Library, samples: Path
) -> None:
    old = next(info for info in library.reports() if info.file == "yanxi-2022.docx")
    where = f"/desk/report/{old.report_id}/replace"
    bad = inside.post(where, files=[("files", ("x.pdf", b"%PDF-1.4 nothing"))], headers=OURS).text
    assert "未能入库" in bad and old in library.reports()
    other = [("files", ("new.pdf", (samples / "yanxi-education-2022.pdf").read_bytes()))]
    assert "请自行移除" in inside.post(where, files=other, headers=OURS).text, (
        "another agency's report replaces nothing"
    )
    assert old in library.reports()


def test_a_replacement_under_another_name_takes_the_old_ones_place(
    inside: TestClient, library: Library, samples: Path
) -> None:
    old = next(info for info in library.reports() if info.file == "yanxi-education-2020.html")
    data = (samples / old.file).read_bytes().replace(b"</body>", "<p>本报告已更正。</p></body>".encode())
    sent = [("files", ("corrected.html", data))]
    shown = inside.post(f"/desk/report/{old.report_id}/replace", files=sent, headers=OURS).text
    assert "已入库" in shown and "已移除" in shown
    assert {info.file for info in library.reports()} == {"yanxi-2021.pdf", "yanxi-2022.docx", "corrected.html"}


def test_the_report_page_shows_tables_pages_figures_and_identities(inside: TestClient, library: Library) -> None:
    ids = {info.file: info.report_id for info in library.reports()}
    shown = inside.get(f"/desk/report/{ids['yanxi-2021.pdf']}").text
    assert "勾稽关系全部成立" in shown and f'src="/page/{ids["yanxi-2021.pdf"]}/2"' in shown
    assert "2021-01-01 – 2021-12-31" in shown and "<dt>发布日期</dt><dd>2022-03-18</dd>" in shown
    assert "三、收到和处理政府信息公开申请情况" in shown and shown.count('class="bg-table"') == 3
    broken = inside.get(f"/desk/report/{ids['yanxi-education-2020.html']}").text
    assert "不成立" in broken and "≠" in broken, "the planted contradiction"
    assert inside.get(f"/desk/report/{ids['yanxi-2021.pdf']}?status=blank").status_code == 200


# Checking, auditing, evaluations


def test_a_draft_is_marked_in_place_with_verdict_and_evidence(inside: TestClient) -> None:
    draft = f"2021年，砚溪县收到政府信息公开申请143件，其中予以公开50件。{HOSTILE}"
    shown = inside.post("/desk/check", data={"draft": draft}, headers=OURS).text
    assert '<mark class="supported"' in shown and '<mark class="contradicted"' in shown
    assert "47" in shown and "yanxi-2021.pdf" in shown and "<img" not in shown
    plain = re.sub(
        r"<a href=\"#c.*?</a>|<[^>]+>", "", shown.split('class="marked')[1].split(">", 1)[1].split("</div>")[0]
    )
    assert plain.replace("&lt;", "<").replace("&gt;", ">") == draft
    made = inside.post("/desk/check", data={"draft": draft, "export": "json"}, headers=OURS)
    assert made.json()["summary"]["contradicted"] == 1 and "attachment" in made.headers["content-disposition"]


@pytest.mark.parametrize(
    ("form", "begins"), [("md", b"# "), ("html", b"<!doctype html>"), ("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{")]
)
def test_what_is_checked_and_audited_is_exported_in_every_format(inside: TestClient, form: str, begins: bytes) -> None:
    draft = "2021年，砚溪县收到政府信息公开申请144件。"
    checked = inside.post("/desk/check", data={"draft": draft, "export": form}, headers=OURS)
    audited = inside.get(f"/desk/audit?go=1&export={form}")
    for name, made in (("draft", checked), ("audit", audited)):
        assert made.status_code == 200
        assert made.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}-baogao.{form}"
        assert made.headers["content-type"] == EXPORTS[form]
        assert made.content.startswith(begins)
        if begins == b"PK":
            inner = {"docx": "word/comments.xml", "xlsx": "xl/worksheets/sheet1.xml"}[form]
            assert inner in zipfile.ZipFile(io.BytesIO(made.content)).namelist()


def test_a_draft_may_be_a_file_and_an_empty_one_is_said_to_be(inside: TestClient) -> None:
    sent = [("files", ("稿.txt", "砚溪县2021年收到申请144件。".encode()))]
    assert '<mark class="contradicted"' in inside.post("/desk/check", files=sent, headers=OURS).text
    assert inside.post("/desk/check", data={"draft": "  "}, headers=OURS).status_code == 422


def test_a_decision_stays_with_its_finding(inside: TestClient) -> None:
    shown = inside.get("/desk/audit?go=1").text
    finding = re.search(r'name="finding" value="([^"]+)"', shown)
    assert finding and "列合计" in shown
    sent = {"finding": finding[1], "verdict": "confirmed", "note": HOSTILE, "back": "go=1"}
    after = inside.post("/desk/audit", data=sent, headers=OURS).text
    assert "确认有误（li" in after and "<img" not in after


def test_in_english_a_finding_says_what_it_means_before_its_chinese_explanation(inside: TestClient) -> None:
    inside.post("/desk/language", data={"code": "en"}, headers=OURS)
    shown = inside.get("/desk/audit?go=1").text
    assert "The parts of the column do not add up to its total." in shown and "Stated: " in shown
    named = [name.removeprefix("kind ") for name in words_for("en").say if name.startswith("kind ")]
    assert named and all(words_for("en").why(kind) for kind in named)


def test_a_finding_without_figures_shows_none(inside: TestClient, tmp_path: Path) -> None:
    short = "砚溪县2023年政府信息公开工作年度报告\n\n一、总体情况\n\n2023年，砚溪县政府信息公开工作平稳。\n"
    inside.post("/desk/upload", files=[("files", ("yanxi-2023.txt", short.encode()))], headers=OURS)
    shown = inside.get("/desk/audit?go=1").text
    lacking = re.findall(r'<article class="finding".*?</article>', shown, re.DOTALL)
    lacking = [one for one in lacking if "· 缺" in one]
    assert lacking and not any("报告所写：" in one for one in lacking)


def test_a_decision_about_a_claim_stays_with_the_claim_and_goes_into_exports(inside: TestClient) -> None:
    draft = "2021年，砚溪县收到政府信息公开申请144件。"
    shown = inside.post("/desk/check", data={"draft": draft}, headers=OURS).text
    pressed = re.search(r'name="decide" value="(c[0-9a-f]+:confirmed)"', shown)
    assert pressed and "未处理" in shown
    claim = pressed[1].partition(":")[0]
    sent = {"draft": draft, "decide": pressed[1], f"note-{claim}": f"口径{HOSTILE}"}
    after = inside.post("/desk/check", data=sent, headers=OURS).text
    assert "确认有误（li" in after and "<img" not in after
    assert "确认有误（li" in inside.post("/desk/check", data={"draft": draft}, headers=OURS).text
    made = inside.post("/desk/check", data={"draft": draft, "export": "md"}, headers=OURS).text
    assert "处理：确认有误：口径" in made
    other = "2022年，砚溪县收到政府信息公开申请144件。"
    assert "确认有误（li" not in inside.post("/desk/check", data={"draft": other}, headers=OURS).text
    forged = {"draft": draft, "decide": "c0000:confirmed"}
    assert inside.post("/desk/check", data=forged, headers=OURS).status_code == 200
    assert "c0000" not in inside.get("/desk/journal").text


def test_evaluations_are_listed_with_their_trend(inside: TestClient, tmp_path: Path) -> None:
    assert "baogao eval" in inside.get("/desk/evaluations").text
    for name, value in (("first", 0.5), ("second", 0.75)):
        folder = tmp_path / "evaluations" / name
        folder.mkdir(parents=True)
        suite = {"suite": "mine", "title": "我的题 / My cases", "metrics": {"passed": {"value": value}}}
        (folder / "summary.json").write_text(json.dumps({"passed": True, "suites": [suite]}))
        switch = '<input type="radio" id="zh" checked><input type="radio" id="en">'
        (folder / "report.html").write_text(f"{switch}<script>alert(1)</script>")
    shown = inside.get("/desk/evaluations").text
    assert "50.0 %" in shown and "75.0 %" in shown and "<polyline" in shown
    assert "我的题" in shown and "My cases" not in shown
    report = inside.get("/desk/evaluations/first")
    assert "sandbox" in report.headers["content-security-policy"]
    assert inside.get("/desk/evaluations/none").status_code == 404
    assert 'id="zh" checked' in report.text
    inside.post("/desk/language", data={"code": "en"}, headers=OURS)
    assert 'id="en" checked' in inside.get("/desk/evaluations/first").text
    assert "My cases" in inside.get("/desk/evaluations").text


def test_what_staff_do_is_done_even_where_the_journal_cannot_be_written(
    inside: TestClient, library: Library, samples: Path
) -> None:
    journal = library.settings.store / "journal.jsonl"
    journal.unlink()
    journal.mkdir()
    file = ("files", ("jichuan-2022.html", (samples / "jichuan-2022.html").read_bytes()))
    assert inside.post("/desk/upload", files=[file], headers=OURS).status_code == 200
    assert "jichuan-2022.html" in {one.file for one in library.reports()}


def test_what_staff_do_is_written_down(inside: TestClient, library: Library, samples: Path) -> None:
    file = ("files", ("jichuan-2022.html", (samples / "jichuan-2022.html").read_bytes()))
    inside.post("/desk/upload", files=[file], headers=OURS)
    report, gone = library.reports()[0].report_id, library.reports()[0].file
    inside.post(f"/desk/report/{report}/remove", data={}, headers=OURS)
    inside.post(f"/desk/report/{report}/remove", data={"sure": "yes"}, headers=OURS)
    deeds = Journal(library.settings.store).latest()
    assert [(one.who, one.deed, one.about) for one in deeds] == [
        ("li", "remove", (report, gone)),
        ("li", "ingest", ("jichuan-2022.html",)),
        ("li", "sign in", ()),
    ]
    shown = inside.get("/desk/journal").text
    assert "移除" in shown and gone in shown and "jichuan-2022.html" in shown and "登录" in shown
    filtered = inside.get("/desk/journal?deed=ingest&who=li").text
    assert "jichuan-2022.html" in filtered and gone not in filtered
    Journal(library.settings.store).note(HOSTILE, HOSTILE, [HOSTILE])
    assert "<img" not in inside.get("/desk/journal").text


@pytest.mark.parametrize(
    "said, zh, en",
    [
        ("没有这份文件 / there is no such file", "没有这份文件", "there is no such file"),
        (
            "缺表：甲 / 乙情况 / the table “甲 / 乙情况” is missing",
            "缺表：甲 / 乙情况",
            "the table “甲 / 乙情况” is missing",
        ),
        (
            "坏.docx：不是支持的格式 / 坏.docx has no supported format",
            "坏.docx：不是支持的格式",
            "坏.docx has no supported format",
        ),
        ("只有中文", "只有中文", "只有中文"),
        ("a / b", "a / b", "a / b"),
    ],
)
def test_a_sentence_in_two_languages_is_shown_in_one(said: str, zh: str, en: str) -> None:
    assert (half(said, "zh"), half(said, "en")) == (zh, en)


def test_a_claim_is_judged_in_english_where_the_desk_is_english(inside: TestClient) -> None:
    inside.post("/desk/language", data={"code": "en"}, headers=OURS)
    shown = inside.post("/desk/check", data={"draft": "砚溪县2021年收到政府信息公开申请153件。"}, headers=OURS).text
    assert "The reports say 143, not 153 (砚溪县, 2021)." in html.unescape(shown)


def test_an_upload_that_changes_nothing_is_no_deed(inside: TestClient, samples: Path) -> None:
    sent = {"files": ("yanxi-2021.pdf", (samples / "yanxi-2021.pdf").read_bytes())}
    before = inside.get("/desk/journal").text.count('<td class="deed">')
    assert inside.post("/desk/upload", files=sent, headers=OURS).status_code == 200
    assert inside.get("/desk/journal").text.count('<td class="deed">') == before
