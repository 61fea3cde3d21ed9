"""What programs can ask: the named endpoints, and the tools of the Model Context Protocol."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sites import site
from starlette.testclient import TestClient

from assistant.library import Library
from assistant.settings import Settings
from assistant.web.desk.users import hashed

QUESTION = "砚溪县2021年收到多少件申请？"
PASSWORD = "correct horse 1"
ACCEPT = {"accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def client(sample_library: Library) -> Iterator[TestClient]:
    settings = Settings(store=sample_library.settings.store, staff_users=f"li:{hashed(PASSWORD)}", questions_a_minute=0)
    with TestClient(site(sample_library, settings)) as opened:
        yield opened


def called(client: TestClient, name: str, *data: Any) -> Any:  # noqa: ANN401 - JSON
    """The result of an endpoint, asked as curl would."""
    reply = client.post(f"/gradio_api/call/{name}", json={"data": list(data)})
    assert reply.status_code == 200, reply.text
    events = client.get(f"/gradio_api/call/{name}/{reply.json()['event_id']}").text
    kind, _, rest = events.removeprefix("event: ").partition("\ndata: ")
    return kind, json.loads(rest.split("\n\n")[0])


def test_the_endpoints_give_the_contracts_shapes(client: TestClient) -> None:
    kind, (answer,) = called(client, "ask", QUESTION, None, None)
    assert kind == "complete" and answer["status"] == "answered"
    assert answer["figures"][0]["value"] == "143" and answer["citations"][0]["file"] == "yanxi-2021.pdf"
    _, (follow,) = called(client, "ask", "那予以公开的呢？", [{"question": QUESTION, "answer": ""}], None)
    assert follow["figures"][0]["value"] == "47"
    _, (passages,) = called(client, "search", "存在的主要问题", 3, {"year": 2021})
    assert [one["rank"] for one in passages] == [1, 2, 3] and {one["source"]["year"] for one in passages} == {2021}
    _, (figures,) = called(client, "lookup", "砚溪县", 2021, "review", "", "", "", 100)
    assert len(figures) == 15 and figures[0]["source"]["quote"] == figures[0]["raw"]
    _, (reports,) = called(client, "reports")
    assert len(reports) == 16
    _, (read,) = called(client, "reading", reports[0]["report_id"], 5, 40)
    assert (read["start"], read["end"], len(read["text"])) == (5, 45, 40)


@pytest.mark.parametrize(
    "name, data",
    [
        ("ask", ["x" * 2000, None, None]),
        ("ask", [QUESTION, ["not a turn"], None]),
        ("ask", [QUESTION, None, {"year": "twenty"}]),
        ("ask", [QUESTION, None, {"agencies": ["砚溪县"]}]),
        ("search", ["申请", 5000, None]),
        ("lookup", ["砚溪县", 2021, "", "", "", "no-such-status", 10]),
        ("reading", ["no-such-report", 0, 10]),
    ],
)
def test_wrong_input_is_an_error_and_not_a_crash(client: TestClient, name: str, data: list[Any]) -> None:
    kind, _ = called(client, name, *data)
    assert kind == "error"


@pytest.mark.parametrize("name", ["check", "audit", "page", "translate"])
def test_nothing_else_can_be_called(client: TestClient, name: str) -> None:
    assert client.post(f"/gradio_api/call/{name}", json={"data": []}).status_code == 404


def rpc(client: TestClient, path: str, method: str, params: dict[str, Any], **headers: str) -> Any:  # noqa: ANN401
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return client.post(path, json=body, headers={**ACCEPT, **headers})


def test_the_public_tools_only_read(client: TestClient) -> None:
    tools = rpc(client, "/mcp", "tools/list", {}).json()["result"]["tools"]
    assert {one["name"] for one in tools} == {"ask", "search", "lookup"}
    assert all(one["annotations"]["readOnlyHint"] for one in tools)
    result = rpc(client, "/mcp", "tools/call", {"name": "ask", "arguments": {"question": QUESTION}}).json()["result"]
    assert result["structuredContent"]["figures"][0]["value"] == "143"
    wrong = rpc(client, "/mcp", "tools/call", {"name": "search", "arguments": {"query": " "}}).json()["result"]
    assert wrong["isError"] and "query" in wrong["content"][0]["text"]
    for name, arguments in (
        ("lookup", {"agencies": "砚溪县"}),
        ("ask", {"question": QUESTION, "scope": {"when": 2021}}),
    ):
        wrong = rpc(client, "/mcp", "tools/call", {"name": name, "arguments": arguments}).json()["result"]
        assert wrong["isError"] and re.search("agencies|when", wrong["content"][0]["text"]), "no filter is passed over"


def test_the_staffs_tools_want_a_password_and_check_and_audit(client: TestClient) -> None:
    assert rpc(client, "/desk/mcp", "tools/list", {}).status_code == 401
    wrong = base64.b64encode(b"li:wrong password").decode()
    assert rpc(client, "/desk/mcp", "tools/list", {}, authorization=f"Basic {wrong}").status_code == 401
    right = {"authorization": "Basic " + base64.b64encode(f"li:{PASSWORD}".encode()).decode()}
    tools = rpc(client, "/desk/mcp", "tools/list", {}, **right).json()["result"]["tools"]
    assert {one["name"] for one in tools} == {"ask", "search", "lookup", "check", "audit"}
    call = {"name": "check", "arguments": {"text": "砚溪县2021年收到政府信息公开申请144件。"}}
    result = rpc(client, "/desk/mcp", "tools/call", call, **right).json()["result"]["structuredContent"]
    assert result["summary"]["contradicted"] == 1 and result["claims"][0]["correct"] == "143"
    found = rpc(client, "/desk/mcp", "tools/call", {"name": "audit", "arguments": {}}, **right).json()["result"]
    assert found["structuredContent"]["reports"] == 16
    call = {"name": "audit", "arguments": {"report_ids": ["no-such-report"]}}
    wrong_report = rpc(client, "/desk/mcp", "tools/call", call, **right).json()["result"]
    assert wrong_report["isError"] and "there is no such report" in wrong_report["content"][0]["text"]
