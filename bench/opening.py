"""How soon a visitor can ask and reads the first words: `python -m bench.opening [ADDRESS]`, in an installed Chromium.

Each visit is of a browser without a cache: seconds until the box has the focus and the examples stand there, then from
Enter to the first words of the answer, to the evidence, and to the whole answer.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.visiting import QUESTIONS, given, served

VISITS = 12
_USABLE = """() => document.activeElement?.matches('#bg-box textarea')
    && document.querySelector('#bg-talk .example, #bg-talk .bg-greeting')"""
_WATCH = """() => {
    const began = performance.now(), seen = globalThis.seen = {};
    const note = (name, there) => { if (there && !(name in seen)) seen[name] = (performance.now() - began) / 1000; };
    new MutationObserver(() => {
        note('words', document.querySelector('#bg-talk .bg-answer:not(:has(.bg-remark))'));
        note('evidence', document.querySelector('#bg-proof .bg-source'));
        note('whole', document.querySelector('#bg-talk .bg-acts'));
    }).observe(document.body, { childList: true, subtree: true });
}"""


def visit(browser: Browser, address: str, question: str) -> dict[str, float]:
    """One visit: seconds by name, `usable`, `words`, `evidence`, `whole`."""
    context = browser.new_context()
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(_USABLE)
    usable = time.perf_counter() - begun
    page.fill("#bg-box textarea", question)
    page.evaluate(_WATCH)
    page.keyboard.press("Enter")
    page.wait_for_function("() => 'whole' in globalThis.seen")
    seen: dict[str, float] = page.evaluate("globalThis.seen")
    context.close()
    return {"usable": usable, **seen}


def main() -> None:
    """Print the median and the slowest of so many visits, after one that does not count."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("no Chromium is installed")
    with served() if len(sys.argv) < 2 else given(sys.argv[1]) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        visit(browser, address, QUESTIONS[0])
        visits = [visit(browser, address, QUESTIONS[number % len(QUESTIONS)]) for number in range(VISITS)]
        browser.close()
    for name, said in (
        ("usable", "page usable"),
        ("words", "first words"),
        ("evidence", "evidence"),
        ("whole", "whole answer"),
    ):
        seconds = [one[name] for one in visits]
        print(f"{said:<13} median {median(seconds):.2f} s, slowest of {VISITS} {max(seconds):.2f} s")
    load = Path("/proc/loadavg")
    print(f"load {load.read_text('ascii').split()[0]}" if load.exists() else "load unknown")


if __name__ == "__main__":
    main()
