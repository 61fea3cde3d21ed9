"""How the web app holds under visitors: `python -m bench.visiting [ADDRESS]`; without an address it serves the samples.

Each visitor opens a session as the page does, asks one question and reads the stream to its end. All begin at once.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = (
    "砚溪县2021年收到多少件申请？",
    "霁川市2019到2022年每年新收多少？",
    "砚溪县财政局2022年存在哪些主要问题？",
    "霁川市2021年不予公开占办结的比例是多少？",
)
BUSY = re.compile("请过几秒再试")


@dataclass(frozen=True)
class Asked:
    """One visitor: seconds to the first words and to the end, and what became of the question."""

    first: float
    whole: float
    outcome: str


@contextmanager
def served() -> Iterator[str]:
    """The samples behind the app, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, "-m", "assistant", "ingest", "--store", folder, "samples/reports"]
        subprocess.run(run, cwd=ROOT, check=True, capture_output=True)
        command = [sys.executable, "app.py", "--store", folder, "--port", "7913"]
        environment = {**os.environ, "BAOGAO_QUESTIONS_A_MINUTE": "0"}  # all visitors share one address here
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
    try:
        joined = await client.post("/gradio_api/queue/join", json=body)
        if joined.status_code == 503:
            seconds = time.perf_counter() - begun
            return Asked(seconds, seconds, "busy")
        joined.raise_for_status()
        async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data: "):
                    continue
                message = json.loads(line[6:])
                told += json.dumps(message, ensure_ascii=False)
                if not first and (("bg-answer" in told and "bg-mark" in told) or BUSY.search(told)):
                    first = time.perf_counter() - begun
                if message["msg"] == "process_completed":
                    outcome = "busy" if BUSY.search(told) else "answered" if message["success"] else "error"
                    break
    except httpx.HTTPError as error:
        outcome = f"error: {type(error).__name__}"
    whole = time.perf_counter() - begun
    return Asked(first or whole, whole, outcome)


async def crowd(address: str, visitors: int) -> list[Asked]:
    """So many visitors at once."""
    # A connection that idles is closed before the server does it (after 5 s), as browsers do.
    limits = httpx.Limits(max_connections=None, keepalive_expiry=2)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        config = (await client.get("/config")).json()
        function = next(
            one["id"] for one in config["dependencies"] for target in one["targets"] if target[1] == "submit"
        )
        return list(await asyncio.gather(*(visit(client, function, number) for number in range(visitors))))


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
    """One visitor, forty, two hundred; three times each, the best and the worst are shown by themselves."""
    address = sys.argv[1] if len(sys.argv) > 1 else None
    with served() if address is None else given(address) as where:
        asyncio.run(crowd(where, 4))
        for visitors in (1, 40, 200):
            for _ in range(3):
                print(report(visitors, asyncio.run(crowd(where, visitors))), flush=True)
                time.sleep(4)  # the next crowd finds the door open again


@contextmanager
def given(address: str) -> Iterator[str]:
    """A server that runs already."""
    yield address


if __name__ == "__main__":
    main()
