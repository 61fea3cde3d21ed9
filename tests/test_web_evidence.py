"""The HTML of the pages: what is shown is what the report holds, and nothing that was written by others is HTML."""

from __future__ import annotations

import asyncio
import html
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html as parser
from making import made_chunks, make_report, original
from sites import in_loop
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answer import Answer, Citation, Question, Reason, Status
from assistant.catalog import Catalog
from assistant.errors import BaogaoError
from assistant.library import Library
from assistant.maintenance import Maintenance
from assistant.pipeline import Assistant
from assistant.report import Cell, Contact, Table
from assistant.web import coverage, evidence, markup
from assistant.web.address import listen, shown
from assistant.web.conversation import Conversation, Exchange
from assistant.web.examples import Examples
from assistant.web.gate import Gate
from assistant.web.guard import LONGEST_BODY, Guard
from assistant.web.language import EN, ZH, words
from assistant.web.limits import Limits
from assistant.web.metrics import Metrics
from assistant.web.tables import Marks, table_html
from assistant.web.turnstile import BusyError, SlowError, Turnstile
from ingest.build import ingest

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</div><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "![x](http://outside.example/x.png)",
    "[x](javascript:alert(1)) **b** $$x$$ `c` {{7*7}} ${7*7}",
    "www.outside.example http://outside.example a@outside.example",
    "&lt;b&gt; &#60;i&#62;",
)
TRUTH: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "samples" / "truth.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("store"), create=True) as opened:
        ingest([samples], opened)
        yield opened


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return Assistant(library)


def parsed(text: str) -> parser.HtmlElement:
    return parser.fragment_fromstring(text, create_parent="main")


def told(element: parser.HtmlElement) -> str:
    return str(element.text_content())


def shown_evidence(assistant: Assistant, question: str, number: int = 1) -> tuple[Answer, parser.HtmlElement]:
    answer = assistant.ask(Question(question))
    return answer, parsed(evidence.evidence(assistant.library, Exchange(number, question, answer), ZH))


def test_the_evidence_says_what_its_report_says_of_itself_and_what_was_noticed(tmp_path: Path) -> None:
    told_by = replace(
        make_report(HOSTILE),
        parent=HOSTILE[0],
        published=None,
        period=(date(2021, 1, 1), date(2021, 12, 31)),
        contacts=(Contact("telephone", HOSTILE[1]), Contact("website", "http://outside.example")),
        warnings=("发布日期 2020-01-01 早于统计期限的最后一天 2021-12-31",),
    )
    with Library.open(tmp_path / "store", create=True) as opened:
        opened.publish(told_by, made_chunks(told_by), original(told_by))
        answer = Answer("问", "问", Status.ANSWERED, None, "[1]", citations=(Citation(1, told_by.figures[0].source),))
        element = parsed(evidence.evidence(opened, Exchange(1, "问", answer), ZH))
    (about,) = element.xpath(".//details[@class='bg-about']")
    stated = dict(zip(map(told, about.xpath(".//dt")), map(told, about.xpath(".//dd")), strict=True))
    assert stated["统计期限"] == "2021-01-01 – 2021-12-31" and stated["发布日期"] == "报告没有写明"
    assert stated["上级机关"] == HOSTILE[0] and stated["电话"] == HOSTILE[1]
    assert "早于统计期限" in told(about), "a conflict is said in words"
    assert not about.xpath(".//img | .//script | .//a"), "a website is text: links lead to our own evidence only"


# Text stays text


@pytest.mark.parametrize("raw", HOSTILE)
def test_text_of_others_reads_the_same_and_is_never_markup(raw: str) -> None:
    for made in (markup.text(raw), markup.question(raw)):
        element = parsed(made)
        assert told(element) == raw
        assert not element.xpath(".//img | .//script | .//a | .//b | .//strong")
    assert not set(markup.text(raw)) & set("<>\"'")


@pytest.mark.parametrize("raw", HOSTILE)
def test_an_answer_that_quotes_hostile_text_shows_it_as_text(raw: str) -> None:
    quoted = Answer("问", "问", Status.REFUSED, Reason.NOT_STATED, f"原文：{raw} [1]", notes=(raw,), suggestions=(raw,))
    element = parsed(markup.answer(quoted, 1, ZH))
    assert told(element).count(raw.replace("**", "")) == 2
    assert not element.xpath(".//img | .//script | .//a")
    assert not [name for one in element.iter() for name in one.attrib if name.startswith("on")]


def test_a_hostile_report_is_shown_as_text(tmp_path: Path) -> None:
    report = make_report(HOSTILE)
    source = replace(report.figures[0].source, table_id=None, cell=None)
    with Library.open(tmp_path / "store", create=True) as opened:
        opened.publish(report, made_chunks(report), original(report))
        for paragraph in report.paragraphs:
            cited = replace(source, start=paragraph.start, end=paragraph.end, quote=paragraph.text)
            answer = Answer("问", "问", Status.ANSWERED, None, "[1]", citations=(Citation(1, cited),))
            element = parsed(evidence.evidence(opened, Exchange(1, "问", answer), ZH))
            assert [told(mark) for mark in element.xpath(".//mark")] == [paragraph.text]
            assert not element.xpath(".//img | .//script | .//a[not(@class)]")


def test_answers_keep_their_bold_their_lists_and_the_marks_that_prove_something() -> None:
    source = make_report().figures[0].source
    citations = (Citation(1, source), Citation(2, source))
    given = Answer(
        "问", "问", Status.ANSWERED, None, "前 **12 件** [1][2][3]\n- 甲 [2]\n- 乙\n3. 丙", citations=citations
    )
    element = parsed(markup.answer(given, 7, ZH))
    assert [told(one) for one in element.xpath(".//strong")] == ["12 件"]
    assert [one.get("href") for one in element.xpath(".//a")] == ["#cite-7-1", "#cite-7-2", "#cite-7-2"]
    assert "[3]" in told(element)
    assert [told(one) for one in element.xpath(".//ul[not(ancestor::*[@class='bg-notes'])]/li")] == ["甲 2", "乙"]
    assert [(one.get("value"), told(one)) for one in element.xpath(".//ol/li")] == [("3", "丙")]


# Tables


def grid_of(table: parser.HtmlElement) -> dict[tuple[int, int], str]:
    """The grid that a browser would lay out."""
    grid: dict[tuple[int, int], str] = {}
    for row, line in enumerate(table.xpath(".//tr")):
        col = 0
        for cell in line:
            while (row, col) in grid:
                col += 1
            spans = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            for place in ((r, c) for r in range(spans[0]) for c in range(spans[1])):
                assert (row + place[0], col + place[1]) not in grid, "two cells overlap"
                grid[row + place[0], col + place[1]] = told(cell)
    return grid


def test_every_table_of_the_samples_is_laid_out_as_it_stands(library: Library) -> None:
    tables = [table for info in library.reports() for table in library.tables(info.report_id)]
    assert len(tables) >= 48
    for table in tables:
        laid_out = grid_of(parsed(table_html(table, Marks({}, (), 1), ZH)))
        assert set(laid_out) == {(row, col) for row in range(table.n_rows) for col in range(table.n_cols)}
        for place, text in laid_out.items():
            cell = table.at(*place)
            assert text.split() == (cell.text.split() if cell else [])


def test_an_empty_cell_beside_a_name_heads_no_row(library: Library) -> None:
    """Where merged cells were unrolled the empty ones would lie over the name when the table is scrolled."""
    headers = [
        one
        for info in library.reports()
        for table in library.tables(info.report_id)
        for one in parsed(table_html(table, Marks({}, (), 1), ZH)).xpath(".//th[@scope='row']")
    ]
    assert len(headers) > 300 and all(told(one).strip() for one in headers)


def test_of_a_long_table_the_rows_around_the_cited_one_are_shown_and_the_page_says_so() -> None:
    side = Cell(1, 0, "各县", 0, 0, rowspan=1999)
    cells = [Cell(0, col, f"列{col}", 0, 0) for col in range(3)] + [side]
    cells += [Cell(row, col, f"{row}:{col}", 0, 0) for row in range(1, 2000) for col in (1, 2)]
    table = Table("t", "长表", None, (), None, 2000, 3, tuple(cells), 1, 1, 0, 0)
    element = parsed(table_html(table, Marks.on(table, {(900, 2): [1], (1900, 1): [2]}, (), 4), ZH))
    laid_out = grid_of(element)
    assert laid_out[0, 1] == "列1" and len({row for row, _ in laid_out}) == 51
    assert [told(one) for one in element.xpath(".//*[@class='cited']/mark | .//td/mark")] == ["900:2", "1900:1"]
    assert {laid_out[row, 0] for row in range(1, 51)} == {"各县"}
    assert "2000" in told(element.xpath(".//p")[0]) and "51" in told(element.xpath(".//p")[0])


@pytest.mark.parametrize("record", TRUTH, ids=lambda record: record["file"])
def test_the_cited_cell_holds_the_true_value(assistant: Assistant, record: dict[str, Any]) -> None:
    cell = next(c for c in record["cells"] if c["row"] == ["一、本年新收政府信息公开申请数量"] and c["col"] == ["总计"])
    answer, element = shown_evidence(assistant, f"{record['agency']}{record['year']}年新收多少件政府信息公开申请？")
    assert answer.status is Status.ANSWERED
    (cited,) = element.xpath(".//*[contains(@class, 'cited')]")
    assert told(cited.xpath("./mark")[0]) == cell["value"]
    assert cell["value"] in cited.get("aria-label")
    assert record["file"] in told(element.xpath(".//*[@class='bg-place']")[0])
    rebuilt = assistant.library.table(answer.citations[0].source.report_id, answer.citations[0].source.table_id or "")
    assert (ZH.reconstructed in told(element)) is rebuilt.reconstructed


def test_a_reconstructed_figure_says_how_it_was_read(assistant: Assistant) -> None:
    _, element = shown_evidence(assistant, "砚溪县2019年予以公开多少件？")
    assert "还原" in told(element.xpath(".//*[@class='bg-how']")[0])


def test_a_damaged_place_is_shown_as_it_stands(assistant: Assistant) -> None:
    answer, element = shown_evidence(assistant, "砚溪县2019年行政许可处理决定数量是多少？")
    assert answer.reason is Reason.DAMAGED
    glued = answer.citations[0].source.quote
    assert told(element.xpath(".//*[contains(@class, 'cited')]/mark")[0]) == glued
    assert "无法确定" in told(element.xpath(".//*[@class='bg-how']")[0])


# Passages, computations, what is loaded


def test_the_cited_sentences_are_marked_in_their_paragraph(assistant: Assistant) -> None:
    answer, element = shown_evidence(assistant, "砚溪县财政局2022年存在哪些主要问题？")
    assert len(answer.citations) > 1
    assert [told(one) for one in element.xpath(".//mark")] == [one.source.quote for one in answer.citations]
    (paragraph,) = [
        one
        for one in assistant.library.paragraphs(answer.citations[0].source.report_id)
        if answer.citations[0].source.quote in one.text
    ]
    for number in element.xpath(".//blockquote/span"):
        number.drop_tree()
    assert told(element.xpath(".//blockquote")[0]) == paragraph.text


@pytest.mark.parametrize(
    "question",
    [
        "霁川市2019年不予公开占办结的比例",
        "砚溪县2022年新收申请比上年增加多少？",
        "砚溪县2020年新收和予以公开各多少件？",
        "霁川市2020年存在哪些问题？",
        "砚溪县2019年行政许可处理决定数量",
    ],
)
def test_every_mark_leads_to_one_place_in_the_evidence(assistant: Assistant, question: str) -> None:
    answer, element = shown_evidence(assistant, question, number=3)
    message = parsed(markup.answer(answer, 3, ZH))
    targets = [one.get("id") for one in element.xpath(".//*[@id]")]
    marks = [*message.xpath(".//a"), *element.xpath(".//a[@class='bg-mark']")]
    assert all(one.get("aria-label") == f"依据 {one.text}" for one in marks)
    links = {one.get("href")[1:] for one in marks}
    assert targets and len(targets) == len(set(targets))
    assert links <= set(targets) and set(targets) == {markup.anchor(3, one.n) for one in answer.citations}


def test_a_computation_shows_its_formula_and_links_each_operand(assistant: Assistant) -> None:
    answer, element = shown_evidence(assistant, "霁川市2019年不予公开占办结的比例")
    assert answer.derivation is not None
    (formula,) = element.xpath(".//*[@class='bg-formula']")
    assert answer.derivation.formula in told(formula)
    assert [int(told(one)) for one in formula.xpath(".//a")] == [one.citation for one in answer.derivation.operands]


def test_evidence_outlives_the_removal_of_its_report(tmp_path: Path) -> None:
    report = make_report()
    cell, sentence = report.figures[0].source, report.figures[2].source
    answer = Answer("问", "问", Status.ANSWERED, None, "[1]", citations=(Citation(1, cell), Citation(2, sentence)))
    with Library.open(tmp_path / "store", create=True) as opened:
        opened.publish(report, made_chunks(report), original(report))
        opened.remove(report.report_id)
        element = parsed(evidence.evidence(opened, Exchange(1, "问", answer), ZH))
    assert [told(one) for one in element.xpath(".//mark")] == [cell.quote, sentence.quote]


def test_the_panel_keeps_earlier_evidence_folded(assistant: Assistant) -> None:
    conversation = Conversation()
    for question in ("砚溪县2021年新收多少件？", "你好吗", "砚溪县2022年新收多少件？"):
        conversation = conversation.with_answer(question, assistant.ask(Question(question)))
    element = parsed(evidence.panel(assistant.library, conversation, "", ZH))
    assert [told(one) for one in element.xpath(".//section[@class='bg-earlier']/details/summary")] == [
        "砚溪县2021年新收多少件？"
    ]
    assert [told(one) for one in element.xpath(".//mark[not(ancestor::details)]")] == ["96"]
    assert ZH.evidence_hint in evidence.panel(assistant.library, Conversation(), "", ZH)


def test_what_is_loaded_is_a_line_and_a_matrix(library: Library) -> None:
    catalog = Catalog(library)
    assert coverage.line(catalog, ZH) == "已载入 16 份报告 · 4 个机关 · 2019–2022"
    element = parsed(coverage.matrix(catalog, EN, unfolded=True))
    heads = [told(one) for one in element.xpath(".//tbody//th")]
    assert heads == list(catalog.agencies)
    assert len(element.xpath(".//td/span[@aria-label]")) == 16


def test_only_the_years_between_an_agencys_first_and_last_are_called_missing(samples: Path, tmp_path: Path) -> None:
    chosen = [samples / f"jichuan-{year}.{kind}" for year, kind in ((2019, "pdf"), (2021, "html"), (2022, "html"))]
    with Library.open(tmp_path / "store", create=True) as opened:
        ingest([*chosen, samples / "yanxi-2020.html"], opened)
        said, english = (html.unescape(coverage.matrix(Catalog(opened), one, unfolded=True)) for one in (ZH, EN))
    assert "(1): 霁川市 2020" in english and "、" not in english
    assert "缺 1 份：霁川市 2020" in said
    assert "砚溪县 20" not in said


def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    with Library.open(tmp_path / "store", create=True) as opened:
        assert coverage.line(Catalog(opened), ZH) == ZH.nothing_loaded
        assert "baogao ingest" in html.unescape(coverage.matrix(Catalog(opened), EN, unfolded=True))
        assert Examples(Assistant(opened)).questions("zh") == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_examples_are_about_what_is_loaded_and_are_answered(assistant: Assistant, language: str) -> None:
    questions = Examples(assistant).questions(language)
    assert len(set(questions)) == 4
    for question in questions:
        assert any(agency in question for agency in assistant.catalog.agencies)
        assert assistant.ask(Question(question)).status is Status.ANSWERED


# Words and conversation


def test_both_languages_have_a_word_for_every_reason() -> None:
    for reason in Reason:
        refused = Answer("问", "问", Status.REFUSED, reason, "")
        assert ZH.status(refused) and EN.status(refused) and ZH.status(refused) != EN.status(refused)
    assert words("en") is EN and words("zh") is ZH and words(None) is ZH


def test_a_conversation_forgets_its_oldest_exchanges_and_never_reuses_a_number() -> None:
    answer = Answer("问", "问", Status.ANSWERED, None, "答")
    conversation = Conversation()
    for number in range(30):
        conversation = conversation.with_answer(str(number), answer)
    assert [one.number for one in conversation.exchanges] == list(range(11, 31))
    assert conversation.turns[-1].question == "29" and conversation.turns[-1].answer == "答"


# The door


def guarded(behind: ASGIApp) -> Guard:
    """The guard before something, with nobody asking too often and no maintenance."""
    limits = Limits(0, Maintenance(Path("there is no such store")), asks=lambda _: True)
    return Guard(behind, limits, Gate(lambda: 0, 1, 0), Metrics())


def requested(path: str, body: bytes = b"", *, length: bool = True, method: str = "POST") -> tuple[int, dict[str, str]]:
    """What the guard answers when an application behind it reads the whole body."""
    sent: list[Message] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                await send({"type": "http.response.start", "status": 400, "headers": []})
                return
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    parts = [body[at : at + 1000] for at in range(0, len(body), 1000)] or [b""]
    messages = iter({"type": "http.request", "body": part, "more_body": part is not parts[-1]} for part in parts)

    async def receive() -> Message:
        return next(messages)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-length", str(len(body)).encode())] if length else []
    in_loop(guarded(behind)({"type": "http", "method": method, "path": path, "headers": headers}, receive, send))
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize("path", ["/", "/gradio_api/queue/join", "/assets/index.js", "/original/r1"])
def test_the_routes_in_use_are_open_and_carry_the_headers(path: str) -> None:
    status, headers = requested(path, b"x" * 100)
    assert status == 200
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "script-src-attr 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://x",
        "/gradio_api/call/page",
        "/desk",
        "/login",
        "/original/../../etc/passwd",
        "/monitoring",
        "/docs",
    ],
)
def test_every_other_route_is_closed(path: str) -> None:
    assert requested(path)[0] == 404


def test_long_bodies_are_refused_whether_or_not_their_length_is_stated() -> None:
    assert requested("/gradio_api/queue/join", b"x" * LONGEST_BODY)[0] == 200
    assert requested("/gradio_api/queue/join", b"x" * (LONGEST_BODY + 1))[0] == 413
    assert requested("/gradio_api/queue/join", b"x" * (LONGEST_BODY + 1), length=False)[0] == 413


def test_the_gate_lets_a_few_through_keeps_a_line_and_turns_the_rest_away_at_once() -> None:
    async def crowd() -> list[tuple[bool, float]]:
        busy, begun = [1], time.monotonic()
        gate = Gate(lambda: busy[0], 2, 2, patience=1.0)

        async def comes() -> tuple[bool, float]:
            return await gate.admits(), time.monotonic() - begun

        coming = [asyncio.create_task(comes()) for _ in range(4)]
        await asyncio.wait(coming, timeout=0.1)
        assert [one.done() for one in coming] == [True, False, False, True], "one passes, two wait, one is turned away"
        gate.passed()
        await asyncio.wait(coming[:2], timeout=5)
        assert coming[1].done(), "the first in line goes through as soon as there is room"
        return [await one for one in coming]

    told = in_loop(crowd())
    assert [admitted for admitted, _ in told] == [True, True, False, False]
    assert told[2][1] >= 1 > told[3][1], "nobody stands in line for ever"


def test_the_door_says_that_it_is_busy_and_votes_go_on() -> None:
    asked = [0]

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        asked[0] += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})

    limits = Limits(0, Maintenance(Path("there is no such store")), asks=lambda sent: sent.get("fn_index") != 7)
    guard = Guard(behind, limits, Gate(lambda: asked[0], 3, 1), Metrics())

    async def sent(path: str, body: bytes = b"{}") -> int:
        statuses: list[int] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        await guard({"type": "http", "method": "POST", "path": path, "headers": []}, receive, send)
        return statuses[0]

    async def crowd() -> list[int]:
        through = [await sent("/gradio_api/queue/join") for _ in range(3)]
        waiting = asyncio.create_task(sent("/gradio_api/call/ask"))
        await asyncio.sleep(0)
        refused = await sent("/gradio_api/queue/join")
        vote = await sent("/gradio_api/queue/join", b'{"fn_index": 7}')
        asked[0] = 0
        return [*through, refused, vote, await waiting]

    assert in_loop(crowd()) == [200, 200, 200, 503, 200, 200]


def test_a_turnstile_lets_so_many_work_and_wait() -> None:
    async def crowd() -> list[object]:
        turnstile, entered = Turnstile(at_once=2, waiting=1), threading.Event()
        work = asyncio.gather(*(turnstile.run(entered.wait) for _ in range(4)), return_exceptions=True)
        await asyncio.sleep(0.1)
        entered.set()
        return list(await work)

    assert [type(one) for one in in_loop(crowd())] == [bool, bool, bool, BusyError]


def test_whoever_waits_is_told_when_the_time_is_over_however_much_hangs() -> None:
    hanging = threading.Event()

    async def crowd() -> list[object]:
        turnstile = Turnstile(at_once=1, waiting=2, within=0.2)
        hung = await asyncio.gather(*(turnstile.run(hanging.wait) for _ in range(3)), return_exceptions=True)
        hanging.set()
        return [*hung, await turnstile.run(lambda: "served again", within=5)]

    begun = time.monotonic()
    *hung, after = in_loop(crowd())
    assert [type(one) for one in hung] == [SlowError] * 3 and after == "served again"
    assert time.monotonic() - begun < 5


def test_a_taken_port_is_a_clear_sentence() -> None:
    with closing(listen("127.0.0.1", 0)) as bound:
        port = bound.getsockname()[1]
        assert shown(bound) == f"http://127.0.0.1:{port}"
        with pytest.raises(BaogaoError, match=f"127.0.0.1:{port}.*--port"):
            listen("127.0.0.1", port)
    with pytest.raises(BaogaoError, match=r"nowhere\.invalid"):
        listen("nowhere.invalid", 7860)


def test_the_address_of_an_ipv6_socket_is_bracketed() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        bound = listen("::1", 0)
    except BaogaoError as error:
        pytest.skip(f"this machine has no IPv6 loopback: {error}")
    with closing(bound):
        assert shown(bound).startswith("http://[::1]:")
