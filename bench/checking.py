"""How well `baogao check` judges: drafts whose every statement carries the right verdict, over a library.

    python -m bench.checking STORE bench/claims/samples.txt [bench/claims/real.txt …]

A line is one statement. `+` is right when all its claims are supported, `-` when the last one is contradicted and the
right figure is named, `?` when none is supported or contradicted. Supported on a wrong figure is counted by itself.
Speed: `--speed` checks a draft of twenty pages made of the same lines. `--wrapped 28`: the verdicts that change when
every line is broken after so many characters, as a page does it.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Claim, Verdict
from assistant.checking import check
from assistant.library import Library

_PAGE = 800
"""Characters of a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement of a draft: its mark, the right figure, its place in the draft."""

    mark: str
    right: str
    text: str
    start: int


def drafts(path: Path) -> Iterator[tuple[str, list[Line]]]:
    """Each draft's text and lines."""
    lines: list[Line] = []
    at = 0
    for raw in [*path.read_text(encoding="utf-8").splitlines(), "## "]:
        if raw.startswith("## "):
            if lines:
                yield "\n".join(line.text for line in lines), lines
            lines, at = [], 0
        elif raw[:2] in ("= ", "+ ", "- ", "? "):
            right, _, text = raw[2:].rpartition(" | ")
            lines.append(Line(raw[0], right, text, at))
            at += len(text) + 1


def judged(line: Line, claims: list[Claim]) -> bool:
    """Whether the claims of a line have the verdicts that its mark says."""
    verdicts = [claim.verdict for claim in claims]
    match line.mark:
        case "+":
            return bool(verdicts) and set(verdicts) == {Verdict.SUPPORTED}
        case "-":
            wrong = [claim for claim in claims if claim.verdict is Verdict.CONTRADICTED]
            return len(wrong) == 1 and (wrong[0].correct or "") == line.right
        case _:
            return set(verdicts) <= {Verdict.NOT_FOUND}


def score(library: Library, paths: list[Path]) -> int:
    """Print every line that is judged wrong, then the rates."""
    total = right = falsely = 0
    for path in paths:
        for text, lines in drafts(path):
            claims = check(library, text).claims
            for line in lines:
                own = [c for c in claims if line.start <= c.start < line.start + len(line.text)]
                if line.mark == "=":
                    continue
                total += 1
                if judged(line, own):
                    right += 1
                    continue
                falsely += line.mark != "+" and bool(own) and all(c.verdict is Verdict.SUPPORTED for c in own)
                sys.stdout.write(f"{line.mark} {line.text}\n")
                for claim in own:
                    sys.stdout.write(f"    {claim.verdict.value} {claim.correct} {claim.text}: {claim.explanation}\n")
    rates = f"({right / total:.1%}); supported on a wrong figure {falsely / total:.1%}"
    sys.stdout.write(f"{right} of {total} right {rates}\n")
    return 0


def speed(library: Library, paths: list[Path]) -> int:
    """Print how long a draft of twenty pages takes."""
    text = "\n".join(text for path in paths for text, _ in drafts(path))
    text = (text * (20 * _PAGE // len(text) + 1))[: 20 * _PAGE]
    started = time.perf_counter()
    result = check(library, text)
    took = time.perf_counter() - started
    sys.stdout.write(f"{len(text)} characters, {len(result.claims)} claims: {took:.2f} s\n")
    return 0


def wrapped(library: Library, paths: list[Path], width: int) -> int:
    """Print the claims that are judged otherwise when a page breaks their lines."""
    total = changed = 0
    for path in paths:
        for text, _ in drafts(path):
            paragraphs = text.split("\n")
            whole, broken = (
                [(claim.verdict, "".join(claim.text.split())) for claim in check(library, "\n\n".join(some)).claims]
                for some in (paragraphs, [_broken(one, width) for one in paragraphs])
            )
            total += len(whole)
            other = set(broken) - set(whole)
            changed += len(other)
            sys.stdout.writelines(f"{path.name}: {verdict.value} {said}\n" for verdict, said in sorted(other))
    sys.stdout.write(f"{changed} of {total} claims judged otherwise\n")
    return 0


def _broken(paragraph: str, width: int) -> str:
    """A paragraph in lines of a page: no number is broken, no line begins with a mark."""
    lines = [""]
    for word in re.findall(r"[A-Za-z0-9.,%]+|.", paragraph):
        if len(lines[-1]) + len(word) > width and word not in "，。；：！？、）”":
            lines.append("")
        lines[-1] += word
    return "\n".join(lines)


def main() -> int:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("claims", type=Path, nargs="+")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--wrapped", type=int, metavar="WIDTH")
    options = parser.parse_args()
    with Library.open(options.store) as library:
        if options.wrapped:
            return wrapped(library, options.claims, options.wrapped)
        return (speed if options.speed else score)(library, options.claims)


if __name__ == "__main__":
    sys.exit(main())
