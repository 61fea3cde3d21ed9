"""A visitor with a real Chromium, and the server that is visited."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Error, Page

ROOT = Path(__file__).resolve().parents[1]
READY = re.compile(r"Baogao: (http://127\.0\.0\.1:\d+)")
LEFT = re.compile(r"AbortError: signal is aborted|Unexpected error Connection errored out")
ARGUMENTS = [
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """The path of the installed Chromium, if there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def served(store: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of the app, running in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "app.py", "--store", str(store), "--port", str(port)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "BAOGAO_QUESTIONS_A_MINUTE": "0", **environment},
    ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            ready = READY.match(said)
            assert ready and ready.group(1).endswith(f":{port}"), said + process.stdout.read()
            yield ready.group(1)
        finally:
            process.terminate()


@dataclass
class Visit:
    """A page with what it asked the network for and what it complained of."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, question: str) -> str:
        """Type a question, press Enter and wait for the whole answer; returns its text."""
        before = self.page.locator(".bg-question").count()
        self.page.fill("#bg-box textarea", question)
        self.page.keyboard.press("Enter")
        return self.answer_after(before)

    def answer_after(self, before: int) -> str:
        """The answer to the question that follows `before` others, once it is whole."""
        self.page.wait_for_function(
            """before => document.querySelectorAll(".bg-question").length > before
                && document.querySelectorAll(".bg-answer").length > before
                && !document.querySelector("#bg-talk .bg-remark")
                && document.querySelector("#bg-box .submit-button")""",
            arg=before,
        )
        return str(self.page.locator(".bg-answer").last.inner_text())

    def on_dialog(self, dialog: Dialog) -> None:
        """A dialog is a script that ran."""
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def texts(self, selector: str) -> list[str]:
        """The texts of the elements that are shown."""
        return [one.inner_text() for one in self.page.locator(selector).all() if one.is_visible()]


def _complains(message: ConsoleMessage) -> bool:
    """An error on the console; gradio's word for a stream that ended because the visitor left is none."""
    return message.type == "error" and not LEFT.match(message.text)


@contextmanager
def visiting(context: BrowserContext, address: str, *, width: int = 1280, height: int = 800) -> Iterator[Visit]:
    """A visit to the page, watched: no complaint on the console, no request to anywhere else."""
    visit = Visit(context.new_page(), address)
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("dialog", visit.on_dialog)
    visit.page.on("console", lambda m: visit.complaints.append(m.text) if _complains(m) else None)
    try:
        visit.page.goto(address)
        visit.page.wait_for_selector("#bg-talk .example")
        yield visit
    finally:  # what one test chose and kept must not meet the next
        with suppress(Error):
            visit.page.evaluate("() => localStorage.clear()")
        visit.page.close()
    assert visit.complaints == []
    foreign = [url for url in visit.requests if not url.startswith((address + "/", "data:", "blob:"))]
    assert visit.requests and foreign == [], "a page must load nothing from outside"


def serious(page: Page) -> list[str]:
    """What axe finds on a page that would keep somebody out."""
    found: dict[str, Any] = Axe().run(page).response
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
