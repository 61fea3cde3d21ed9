"""How the web app holds under visitors: python -m bench.visiting [ADDRESS] [--visitors 1 40 200] [--model SECONDS]

Each visitor opens a session as the page does, asks one question and reads the stream to its end. All begin at once.
Without an address it serves the samples itself; with --model there is a model that takes so many seconds for each call.
Seconds count from the moment a question is sent: of two hundred the last leave this process a second or two after the
first, which says nothing about the server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.scripted_model import Asked as Prompt
from bench.scripted_model import Reply, Script, honest, serving

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = (
    "砚溪县2021年收到多少件申请？",
    "霁川市2019到2022年每年新收多少？",
    "砚溪县财政局2022年存在哪些主要问题？",
    "霁川市2021年不予公开占办结的比例是多少？",
)
BUSY = "请过几秒再试"


@dataclass(frozen=True)
class Asked:
    """One visitor: seconds to the first words and to the end, and what became of the question."""

    first: float
    whole: float
    outcome: str


@contextmanager
def served(model: float | None = None) -> Iterator[str]:
    """The samples behind the app, in a process of its own; `model` is the seconds of a call to a scripted model."""
    with ExitStack() as open_:
        environment = {**os.environ, "BAOGAO_QUESTIONS_A_MINUTE": "0"}  # all visitors share one address here
        if model is not None:
            environment["BAOGAO_LLM_BASE_URL"] = open_.enter_context(serving(_slow(model)))
            environment |= {"BAOGAO_LLM": "openai:scripted", "BAOGAO_LLM_API_KEY": "none"}
        yield open_.enter_context(_app(environment))


def _slow(seconds: float) -> Script:
    def script(asked: Prompt) -> Reply:
        time.sleep(seconds)
        return honest(asked)

    return script


@contextmanager
def _app(environment: dict[str, str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, "-m", "assistant", "ingest", "--store", folder, "samples/reports"]
        subprocess.run(run, cwd=ROOT, check=True, capture_output=True)
        command = [sys.executable, "app.py", "--store", folder, "--port", "7913"]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            try:
                yield line.split("Baogao: ")[1].strip()
            finally:
                process.terminate()


async def visit(client: httpx.AsyncClient, function: int, number: int) -> Asked:
    """Ask one question in a session of one's own."""
    session, begun, told = f"bench{number:08d}", time.perf_counter(), ""
    body = {
        "data": [QUESTIONS[number % len(QUESTIONS)], 0, None, "中文"],
        "fn_index": function,
        "session_hash": session,
    }
    first, outcome = 0.0, "error"

    async def noted(name: str, _: object) -> None:
        nonlocal begun
        if name == "http11.send_request_headers.started":
            begun = time.perf_counter()

    try:
        joined = await client.post("/gradio_api/queue/join", json=body, extensions={"trace": noted})
        if joined.status_code == 503:
            seconds = time.perf_counter() - begun
            return Asked(seconds, seconds, "busy")
        joined.raise_for_status()
        async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data: "):
                    continue
                # As little work as can be: what this process is slow at would be taken for the server's slowness.
                if not first:
                    told += line
                    if ("bg-answer" in told and "bg-mark" in told) or BUSY in told:
                        first = time.perf_counter() - begun
                if '"process_completed"' in line:
                    outcome = "busy" if BUSY in told else "answered" if json.loads(line[6:])["success"] else "error"
                    break
    except httpx.HTTPError as error:
        outcome = f"error: {type(error).__name__}"
    whole = time.perf_counter() - begun
    return Asked(first or whole, whole, outcome)


async def crowd(address: str, visitors: int, first: int = 0) -> list[Asked]:
    """So many visitors at once, numbered from `first` on: each number is a session, and asks a question of its own."""
    # A connection that idles is closed before the server does it (after 5 s), as browsers do.
    limits = httpx.Limits(max_connections=None, keepalive_expiry=2)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        config = (await client.get("/config")).json()
        function = next(
            one["id"] for one in config["dependencies"] for target in one["targets"] if target[1] == "submit"
        )
        return list(await asyncio.gather(*(visit(client, function, first + number) for number in range(visitors))))


def report(visitors: int, asked: list[Asked]) -> str:
    """A line of the table."""
    reached = [one for one in asked if one.outcome != "busy"] or asked
    firsts, wholes = sorted(one.first for one in reached), sorted(one.whole for one in reached)

    def at(values: list[float], share: float) -> float:
        return values[min(len(values) - 1, int(share * len(values)))]

    outcomes = {name: sum(one.outcome == name for one in asked) for name in sorted({one.outcome for one in asked})}
    busy = sorted(one.whole for one in asked if one.outcome == "busy")
    told = f"; told busy p50 {at(busy, 0.5):.2f} s, p95 {at(busy, 0.95):.2f} s, max {busy[-1]:.2f} s" if busy else ""
    load = Path("/proc/loadavg").read_text("ascii").split()[0] if Path("/proc/loadavg").exists() else "?"
    return (
        f"{visitors:>4} visitors: first words p50 {at(firsts, 0.5):.2f} s, p95 {at(firsts, 0.95):.2f} s; "
        f"whole p50 {at(wholes, 0.5):.2f} s, p95 {at(wholes, 0.95):.2f} s, max {wholes[-1]:.2f} s"
        f"{told}; {outcomes}; load {load}"
    )


def main() -> None:
    """Crowds of each size three times; the best and the worst are shown by themselves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="?")
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 40, 200])
    parser.add_argument("--model", type=float, metavar="SECONDS")
    options = parser.parse_args()
    with served(options.model) if options.address is None else given(options.address) as where:
        asyncio.run(crowd(where, 4))
        for visitors in options.visitors:
            for _ in range(3):
                print(report(visitors, asyncio.run(crowd(where, visitors))), flush=True)
                time.sleep(4)  # the next crowd finds the door open again


@contextmanager
def given(address: str) -> Iterator[str]:
    """A server that runs already."""
    yield address


if __name__ == "__main__":
    main()
