"""Who is let in, how often, and what those who are not are told."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sites import site
from starlette.testclient import TestClient

from assistant.answer import Question
from assistant.errors import LibraryError
from assistant.journal import Journal
from assistant.library import Library
from assistant.maintenance import NOTICE, Maintenance
from assistant.masking import masked
from assistant.pipeline import LONGEST_QUESTION, Assistant
from assistant.settings import Settings
from assistant.web import logs
from assistant.web.feedback import Feedback
from assistant.web.kept import KeptAnswers
from assistant.web.rates import Rates, neighbourhood

QUESTION = "砚溪县2021年收到多少件申请？"
HERE = ("127.0.0.1", 50000)


@contextmanager
def visited(library: Library, tmp_path: Path, **changes: Any) -> Iterator[TestClient]:  # noqa: ANN401
    """The site, whose switches lie in a folder of this test's own."""
    settings = replace(library.settings, store=tmp_path, **changes)
    with TestClient(site(library, settings), client=HERE, raise_server_exceptions=False) as client:
        yield client


def asked(client: TestClient, **headers: str) -> Any:  # noqa: ANN401 - httpx's
    return client.post("/gradio_api/call/ask", json={"data": [QUESTION, None, None]}, headers=headers)


def chatted(client: TestClient, session: str, number: int) -> Any:  # noqa: ANN401 - httpx's
    body = {"data": [QUESTION, 0, None, "中文"], "fn_index": number, "session_hash": session}
    return client.post("/gradio_api/queue/join", json=body)


def events(client: TestClient) -> dict[str, int]:
    """The page's events by what starts them."""
    every = client.get("/config").json()["dependencies"]
    return {target[1]: one["id"] for one in every for target in one["targets"]}


# How often


def test_the_sixteenth_question_of_a_minute_is_refused_with_the_time_to_wait(
    sample_library: Library, tmp_path: Path
) -> None:
    with visited(sample_library, tmp_path) as client:
        assert [asked(client).status_code for _ in range(16)] == [200] * 15 + [429]
        refused = asked(client)
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.json()["code"] == "rate" and refused.headers["retry-after"] in refused.json()["detail"]
        assert "content-security-policy" in refused.headers
        assert chatted(client, "one", events(client)["submit"]).status_code == 429, "the chat and the endpoint are one"
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": {}}}
        assert client.post("/mcp", json=call).status_code == 429


def test_the_chat_counts_questions_and_not_votes(sample_library: Library, tmp_path: Path) -> None:
    with visited(sample_library, tmp_path, questions_a_minute=3) as client:
        known = events(client)
        assert [chatted(client, "one", known["like"]).status_code for _ in range(6)] == [200] * 6
        assert [chatted(client, "one", known["submit"]).status_code for _ in range(4)] == [200] * 3 + [429]
        assert chatted(client, "one", 10_000).status_code == 429, "an event that nobody knows counts as a question"


def test_an_address_that_is_forwarded_is_believed_only_from_a_named_proxy(
    sample_library: Library, tmp_path: Path
) -> None:
    with visited(sample_library, tmp_path, questions_a_minute=1) as client:
        codes = [asked(client, **{"x-forwarded-for": f"203.0.113.{n}"}).status_code for n in range(2)]
        assert codes == [200, 429]
    trusting = {"questions_a_minute": 1, "trusted_proxies": ("127.0.0.0/8",)}
    with visited(sample_library, tmp_path, **trusting) as client:
        assert [asked(client, **{"x-forwarded-for": f"203.0.113.{n}"}).status_code for n in (1, 2, 1)] == [
            200,
            200,
            429,
        ]
        spoofed = asked(client, **{"x-forwarded-for": "198.51.100.7, 203.0.113.1"})
        assert spoofed.status_code == 429, "what the visitor wrote before the proxy is not believed"
        number = events(client)["submit"]
        body = {"data": [QUESTION, 0, None, "中文"], "fn_index": number, "session_hash": "moving"}
        sent = [
            client.post("/gradio_api/queue/join", json=body, headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code
            for n in (11, 12)
        ]
        assert sent == [200, 429], "a session is counted wherever it comes from"


def test_a_minute_slides_and_a_household_counts_once() -> None:
    now = [0.0]
    rates = Rates(2, clock=lambda: now[0])
    assert (rates.wait("a"), rates.wait("a"), rates.wait("b")) == (0, 0, 0)
    now[0] = 20
    assert rates.wait("a") == 40 and rates.wait("a", "b") == 40 and rates.wait("b") == 0
    now[0] = 60
    assert rates.wait("a") == 0
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("::ffff:192.0.2.1") == "192.0.2.1"


def test_a_question_has_an_end(sample_library: Library, tmp_path: Path) -> None:
    with visited(sample_library, tmp_path) as client:
        reply = client.post("/gradio_api/call/ask", json={"data": ["长" * (LONGEST_QUESTION + 1), None, None]})
        said = client.get(f"/gradio_api/call/ask/{reply.json()['event_id']}").text
        assert "event: error" in said
        assert client.post("/gradio_api/call/ask", content=b"x" * 200_000).status_code == 413


# The switch


def test_maintenance_closes_the_public_side_within_five_seconds_and_opens_it_again(
    sample_library: Library, tmp_path: Path
) -> None:
    now = [0.0]
    switch, looking = Maintenance(tmp_path), Maintenance(tmp_path, clock=lambda: now[0])
    assert looking.notice() == ""
    switch.on("  正在更新 <b>2025</b> 年报告  ")
    now[0] = 5
    assert looking.notice() == "正在更新 <b>2025</b> 年报告"
    switch.off()
    now[0] = 10
    assert looking.notice() == ""
    switch.off()
    switch.on()
    assert switch.read() == NOTICE


def test_during_maintenance_visitors_read_why_and_staff_and_monitors_go_on(
    sample_library: Library, tmp_path: Path
) -> None:
    Maintenance(tmp_path).on("正在更新 <b>")
    with visited(sample_library, tmp_path) as client:
        shown = client.get("/")
        assert shown.status_code == 503 and "正在更新 &lt;b&gt;" in shown.text and shown.headers["retry-after"] == "60"
        assert asked(client).json() == {"detail": "正在更新 <b>", "code": "maintenance"}
        assert client.post("/mcp", json={}).status_code == 503
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json() == {"status": "maintenance"}
        assert client.get("/metrics").status_code == 200


# What is known of the server


def test_the_state_of_the_server_can_be_asked(
    sample_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with visited(sample_library, tmp_path) as client:
        assert client.get("/healthz").json() == client.get("/readyz").json() == {"status": "ok"}
        event = asked(client).json()["event_id"]
        client.get(f"/gradio_api/call/ask/{event}")
        told = client.get("/metrics").text
        assert 'baogao_answers_total{reason="",status="answered"} 1.0' in told and "baogao_reports 16.0" in told
        assert 'baogao_requests_total{kind="ask",status="200"} 1.0' in told and QUESTION not in told
        assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.1"}).status_code == 404

        def fails() -> None:
            raise LibraryError(f"cannot read {tmp_path}/library.sqlite3")

        monkeypatch.setattr(sample_library, "reports", fails)
        reply = client.get("/readyz")
        assert (reply.status_code, reply.json()) == (503, {"status": "library"})


def test_a_visitor_of_the_internet_sees_no_metrics(sample_library: Library, tmp_path: Path) -> None:
    settings = replace(sample_library.settings, store=tmp_path)
    with TestClient(site(sample_library, settings), client=("8.8.8.8", 1)) as client:
        assert client.get("/metrics").status_code == 404 and client.get("/healthz").status_code == 200


# What is told and what is kept


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log of this test."""
    root, level = logging.getLogger(), logs.LOG.level
    before = root.handlers[:], root.level
    written = io.StringIO()
    logs.begin("info", ["sk-geheim"], written)
    yield written
    root.handlers[:], root.level = before[0], before[1]
    logs.LOG.setLevel(level)


def test_what_breaks_is_told_by_an_id_that_the_log_knows(
    sample_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    secret = f"cannot read {tmp_path}/library.sqlite3 with sk-geheim"

    def fails(*_: object, **__: object) -> None:
        raise LibraryError(secret)

    with visited(sample_library, tmp_path) as client:
        monkeypatch.setattr(Assistant, "ask", fails)
        said = client.get(f"/gradio_api/call/ask/{asked(client).json()['event_id']}").text
        assert "event: error" in said and str(tmp_path) not in said and "Traceback" not in said
        monkeypatch.setattr(sample_library, "original", lambda _: 1 / 0)
        report = sample_library.reports()[0].report_id
        reply = client.get(f"/original/{report}")
    assert reply.status_code == 500 and "division" not in reply.text and str(tmp_path) not in reply.text
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    broken = next(line for line in lines if line["message"] == "a request broke")
    assert (
        broken["id"] == reply.json()["id"] == reply.headers["x-request-id"] and "ZeroDivisionError" in broken["trace"]
    )
    failed = next(line for line in lines if line["message"] == "a request failed")
    assert str(tmp_path) in failed["trace"] and "sk-geheim" not in log.getvalue()


def test_each_request_has_an_id_of_ours_and_a_line_without_its_question(
    sample_library: Library, tmp_path: Path, log: io.StringIO
) -> None:
    with visited(sample_library, tmp_path) as client:
        reply = asked(client, **{"x-request-id": "forged"})
        client.get(f"/gradio_api/call/ask/{reply.json()['event_id']}")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert reply.headers["x-request-id"] != "forged"
    assert [one["status"] for one in lines if one.get("id") == reply.headers["x-request-id"]] == [200]
    assert "砚溪" not in log.getvalue() and "127.0.0.1" not in log.getvalue()


def test_questions_are_logged_only_where_that_is_set_and_without_personal_data(
    sample_library: Library, tmp_path: Path, log: io.StringIO
) -> None:
    question = "张三13912345678问：砚溪县2021年收到多少件申请？"
    sample = replace(sample_library.settings, log="questions")
    kept, sample_library.settings = sample_library.settings, sample
    try:
        with visited(sample_library, tmp_path) as client:
            reply = client.post("/gradio_api/call/ask", json={"data": [question, None, None]})
            client.get(f"/gradio_api/call/ask/{reply.json()['event_id']}")
    finally:
        sample_library.settings = kept
    logged = [json.loads(line) for line in log.getvalue().splitlines()]
    (line,) = [one for one in logged if one["message"] == "question"]
    assert line["question"] == "张三[电话]问：砚溪县2021年收到多少件申请？"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13912345678。", "电话[电话]。"),
        ("+86 139-1234-5678", "[电话]"),
        ("(010)62345678 或 0797-5712345", "[电话] 或 [电话]"),
        ("身份证11010519491231002X", "身份证[证件号]"),
        ("110105491231002", "[证件号]"),
        ("写信到 li.ming@example.gov.cn，谢谢", "写信到 [邮箱]，谢谢"),
        ("2021年收到14096件，占96171.6万", "2021年收到14096件，占96171.6万"),
        ("文号〔2021〕12345678号", "文号〔2021〕12345678号"),
        ("证号110105491231002", "证号[证件号]"),
        ("合计123456789012345元", "合计123456789012345元"),
        ("流水号202112345678901234", "流水号202112345678901234"),
    ],
)
def test_personal_data_is_masked_and_figures_are_not(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_a_vote_is_kept_without_personal_data(tmp_path: Path) -> None:
    votes = Feedback(tmp_path, 365)
    asked = {"question": "我的电话13912345678，2021年收到多少件？", "answer": "143 件", "status": "answered"}
    assert votes.keep(useful=False, reason="回复 li@example.cn", **asked)
    (vote,) = votes.latest()
    assert (vote.question, vote.reason) == ("我的电话[电话]，2021年收到多少件？", "回复 [邮箱]")


def test_votes_deeds_and_answers_are_kept_for_a_bounded_time(sample_library: Library, tmp_path: Path) -> None:
    votes, journal, answers = Feedback(tmp_path, 30), Journal(tmp_path), KeptAnswers(clock=lambda: now[0])
    now = [0.0]
    asked = {"question": "2021年收到多少件？", "answer": "143 件", "status": "answered"}
    votes.keep(useful=True, reason="old", **asked)
    journal.note("li", "ingest", ["old.html"])
    answers.keep("token", Assistant(sample_library).ask(Question(QUESTION)))
    assert answers.answer("token")
    for file, days in ((tmp_path / "feedback.jsonl", 31), (tmp_path / "journal.jsonl", 1100)):
        line = json.loads(file.read_text("utf-8"))
        line["at"] = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    now[0] += 25 * 3600
    assert answers.answer("token") is None
    votes.keep(useful=True, reason="new", **asked)
    journal.note("li", "ingest", ["new.html"])
    assert [vote.reason for vote in votes.latest()] == ["new"]
    assert [deed.about for deed in journal.latest()] == [("new.html",)]
    for name in ("feedback.jsonl", "journal.jsonl"):
        assert "old" not in (tmp_path / name).read_text("utf-8")


def test_the_new_settings_are_read_and_refused_by_name() -> None:
    from assistant.errors import UsageError

    read = Settings.from_environment(
        {
            "BAOGAO_TRUSTED_PROXIES": "10.0.0.1, 192.168.0.0/16",
            "BAOGAO_QUESTIONS_A_MINUTE": "0",
            "BAOGAO_VOTES_KEPT_DAYS": "30",
            "BAOGAO_LOG": "info",
        }
    )
    assert read.trusted_proxies == ("10.0.0.1", "192.168.0.0/16")
    assert (read.questions_a_minute, read.votes_kept_days, read.log) == (0, 30, "info")
    for name, value in (("TRUSTED_PROXIES", "proxy.local"), ("QUESTIONS_A_MINUTE", "-1"), ("LOG", "debug")):
        with pytest.raises(UsageError, match=f"BAOGAO_{name}"):
            Settings.from_environment({f"BAOGAO_{name}": value})
