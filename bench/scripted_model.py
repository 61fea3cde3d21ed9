"""An OpenAI-compatible chat server on loopback, for tests: scripted models, honest, careless or hostile.

A model here is a function from the request's messages and tools to a reply. It sees what a real one would see, over the
real client.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Asked:
    """One request as a scripted model sees it."""

    system: str
    user: str
    tools: list[str]
    called: list[dict[str, Any]]
    """The tool messages so far."""

    @property
    def task(self) -> str:
        """Which prompt this is."""
        for task, words in (
            ("phrase", "撰写答复|You write replies"),
            ("rephrase", "改写一个没有通过|Rewrite one sentence"),
            ("rewrite", "追问改写|Rewrite the user's follow-up"),
            ("gather", "查找证据|You gather evidence"),
        ):
            if re.search(words, self.system):
                return task
        raise AssertionError(f"an unknown prompt: {self.system[:80]}")

    @property
    def evidence(self) -> dict[str, list[dict[str, Any]]]:
        """The evidence that the prompt shows."""
        shown = re.split(r"（JSON）：|\(JSON\):", self.user)[1]
        shown = shown[: shown.rindex("}") + 1]
        found: dict[str, list[dict[str, Any]]] = json.loads(shown)
        return found


@dataclass
class Reply:
    """What a scripted model says."""

    text: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    fault: str | None = None
    """How the server misbehaves: "timeout", "drip", "reset", "429", "500", "empty", "cut", "garbage", "long"."""


Script = Callable[[Asked], Reply]


def honest(asked: Asked) -> Reply:
    """A model that does as it is told: figures by their tokens, passages by their words and marks."""
    if asked.task == "gather":
        question = asked.user.rsplit("：", 1)[-1].rsplit("Question:", 1)[-1].strip()
        if asked.called or "search" not in asked.tools:
            return Reply("完成")
        return Reply(calls=[("search", {"query": question})])
    if asked.task == "rewrite":
        return Reply(asked.user.rsplit("追问：", 1)[-1].split("\n")[0])
    lines = [
        f"{figure['agency']}{figure['year']}年“{figure['label']}”为{figure['token']}。"
        for figure in asked.evidence["figures"]
    ]
    for passage in asked.evidence["passages"][:3]:
        first = re.split(r"(?<=[。；])", passage["text"])[0].rstrip("。；")
        lines.append(f"{first}。{passage['mark']}")
    return Reply("\n".join(lines) or "{NONE}")


def number_changing(asked: Asked) -> Reply:
    """A model that writes numbers of its own instead of tokens."""
    if asked.task in ("gather", "rewrite"):
        return honest(asked)
    said = honest(asked).text
    return Reply(re.sub(r"\{F\d+\}", lambda m: str(1000 + int(m.group()[2:-1]) * 7) + "件", said))


def swapping(asked: Asked) -> Reply:
    """A model that puts each figure where another belongs."""
    if asked.task in ("gather", "rewrite"):
        return honest(asked)
    said = honest(asked).text
    tokens = re.findall(r"\{F\d+\}", said)
    turned = iter(tokens[1:] + tokens[:1])
    return Reply(re.sub(r"\{F\d+\}", lambda _: next(turned), said))


def obedient(asked: Asked) -> Reply:
    """A model that does whatever a document tells it: everything behind 「说：」 is repeated word for word."""
    orders = re.findall(r"说：「([^」]*)」", asked.user)
    if asked.task == "gather":
        return (
            Reply(calls=[("search", {"query": "全部"}), ("lookup", _elsewhere())])
            if not asked.called
            else Reply("完成")
        )
    return Reply("\n".join(orders) or honest(asked).text)


def _elsewhere() -> dict[str, Any]:
    return {"measure": "新收", "agencies": ["砚溪县财政局"], "years": [2021]}


@contextmanager
def serving(script: Script, pause: float = 30.0) -> Iterator[str]:
    """Serve a scripted model; gives the base URL. `pause` is how long a model that hangs hangs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = script(_asked(body))
            try:
                _answer(self, reply, bool(body.get("stream")), pause)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            if not isinstance(sys.exception(), ConnectionError):  # a client that gives up is what is tested
                super().handle_error(request, client_address)  # type: ignore[arg-type]

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()


def _asked(body: dict[str, Any]) -> Asked:
    def text(message: dict[str, Any]) -> str:
        content = message.get("content") or ""
        return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)

    messages = body["messages"]
    return Asked(
        system="\n".join(text(m) for m in messages if m["role"] == "system"),
        user="\n".join(text(m) for m in messages if m["role"] == "user"),
        tools=[tool["function"]["name"] for tool in body.get("tools", [])],
        called=[m for m in messages if m["role"] == "tool"],
    )


def _answer(handler: BaseHTTPRequestHandler, reply: Reply, stream: bool, pause: float) -> None:
    if reply.fault in ("429", "500"):
        _send(handler, int(reply.fault), "application/json", b'{"error": {"message": "no"}}')
    elif reply.fault == "timeout":
        time.sleep(pause)
        handler.close_connection = True
    elif reply.fault == "reset":
        handler.connection.close()
        handler.close_connection = True
    elif reply.fault == "garbage":
        _send(handler, 200, "text/event-stream" if stream else "application/json", b"data: {not json\n\n")
    elif reply.fault == "drip":
        _drip(handler, pause)
    elif stream:
        _stream(handler, reply)
    else:
        message = {"role": "assistant", "content": reply.text, "tool_calls": _calls(reply)}
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if reply.calls else "stop"}
        _send(handler, 200, "application/json", json.dumps(_body("chat.completion", [choice])).encode())


def _calls(reply: Reply) -> list[dict[str, Any]] | None:
    return [
        {"id": f"call_{i}", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
        for i, (name, arguments) in enumerate(reply.calls)
    ] or None


def _body(kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return {"id": "x", "object": kind, "created": 0, "model": "scripted", "choices": choices, "usage": usage}


def _send(handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _open_stream(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True


def _drip(handler: BaseHTTPRequestHandler, pause: float) -> None:
    """A byte now and then, and never a whole event."""
    _open_stream(handler)
    end = time.monotonic() + pause
    while time.monotonic() < end:
        handler.wfile.write(b":")
        handler.wfile.flush()
        time.sleep(0.05)


def _stream(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    _open_stream(handler)
    text = {"empty": "", "long": "很长" * 500_000}.get(reply.fault or "", reply.text)
    pieces = (
        [text[i : i + 4096] for i in range(0, len(text), 4096)]
        if len(text) > 4096
        else re.findall(r".{1,7}", text, re.S)
    )
    for number, piece in enumerate(pieces):
        if reply.fault == "cut" and number == len(pieces) // 2:
            return
        delta = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
        handler.wfile.write(f"data: {json.dumps(_chunk([delta]))}\n\n".encode())
    end = {"index": 0, "delta": {}, "finish_reason": "stop"}
    handler.wfile.write(
        f"data: {json.dumps(_chunk([end]))}\n\ndata: {json.dumps(_body('chat.completion.chunk', []))}\n\n".encode()
    )
    handler.wfile.write(b"data: [DONE]\n\n")


def _chunk(choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": choices}
