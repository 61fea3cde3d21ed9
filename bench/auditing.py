"""How many injected errors `baogao audit` finds, and how fast it is.

    python -m bench.auditing [--count 500] [--seed 7]      one digit changed in a sample report, many times over
    python -m bench.auditing --speed [--reports 1000]      a library of copies, audited whole

An error is put into the facts of a sample report, the file is written in its own format and read again, and the audit
must say something that it did not say before. Kinds: a cell, a total or a carried figure of table 3 or 4, and a number
of the prose that states what the tables say or a share of two numbers beside it. Where the changed row can no longer be
read with certainty (digits glued together) the audit has nothing to judge; such cases are counted by themselves.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from unittest import mock

import yaml

from assistant.answer import Finding
from assistant.audit import audit
from assistant.library import Library
from assistant.report import USABLE
from assistant.report import Report as ReadReport
from ingest.reading import read_report
from samples import facts
from samples.build import _WRITERS

_SAMPLES = Path(__file__).parents[1] / "samples" / "reports"


@dataclass(frozen=True, slots=True)
class Injection:
    """A sample report with one digit changed."""

    kind: str
    what: str
    report: facts.Report


class Injector:
    """Makes injections at random, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._raw = yaml.safe_load(facts.FACTS.read_text(encoding="utf-8"))
        self.reports = facts.load()

    def next(self) -> Injection:
        """One more."""
        index = self._random.randrange(len(self.reports))
        report = self.reports[index]
        kind = self._random.choice(("cell", "total", "carried", "review", "prose", "prose"))
        if kind == "prose":
            return self._prose(index)
        if kind == "review":
            return self._review(report)
        return self._requests(report, kind)

    def _requests(self, report: facts.Report, kind: str) -> Injection:
        rows = list(report.requests)
        row = self._random.choice(rows if kind != "carried" else [rows[1], rows[-1]])
        column = {"total": 6, "cell": self._random.randrange(6)}.get(kind, self._random.choice((0, 6)))
        cells = list(report.requests[row])
        cells[column] = int(self._changed(str(cells[column])))
        changed = replace(report, requests={**report.requests, row: tuple(cells)})
        return Injection(
            kind, f"{report.file} {row}[{column}] {report.requests[row][column]} → {cells[column]}", changed
        )

    def _review(self, report: facts.Report) -> Injection:
        group = self._random.choice(list(report.review))
        cells = list(report.review[group])
        column = self._random.randrange(5)
        cells[column] = int(self._changed(str(cells[column])))
        changed = replace(report, review={**report.review, group: tuple(cells)})
        return Injection("review", f"{report.file} {group}[{column}] → {cells[column]}", changed)

    def _prose(self, index: int) -> Injection:
        """One number that the prose takes from the tables, or a share of two of its own."""
        entry = self._raw["reports"][index]
        last = self.reports[index - 1] if index and self.reports[index - 1].agency == entry["agency"] else None
        form = self.reports[index].form
        own = set(entry["numbers"]) | set(entry.get("derived", {}))
        text = " ".join(part for parts in entry["prose"].values() for part in parts)
        known = set(self.reports[index].values)
        named = [m for m in re.findall(r"\{([^}]+)\}", text) if self._states(m, own, known)]
        if not named:
            return self._requests(self.reports[index], "total")
        chosen = self._random.choice(named)
        original = facts._evaluate
        seen: list[str] = []

        def evaluate(expression: str, known: Mapping[str, Decimal]) -> str:
            value = original(expression, known)
            if expression != chosen or seen:
                return value
            seen.append(value)
            return self._changed(value)

        with mock.patch.object(facts, "_evaluate", evaluate):
            changed = facts._report(entry, self._raw["agencies"][entry["agency"]], form, last)
        return Injection("prose", f"{changed.file} {{{chosen}}} {seen[0]} → changed", changed)

    @staticmethod
    def _states(expression: str, own: set[str], known: set[str]) -> bool:
        names = set(re.findall(r"\w+", expression))
        if not names <= known | own:
            return False
        return "/" in expression or not names & own

    def _changed(self, text: str) -> str:
        places = [i for i, char in enumerate(text) if char.isdigit()]
        place = self._random.choice(places)
        first = place == places[0] and len(places) > 1 and text[place + 1 : place + 2] != "."
        digits = [d for d in "0123456789" if d != text[place] and not (first and d == "0")]
        return text[:place] + self._random.choice(digits) + text[place + 1 :]


def found(library: Library, injection: Injection, folder: Path, before: set[str]) -> str:
    """Either "found" or "missed", or "unreadable" where the changed row can no longer be read with certainty."""
    report = injection.report
    path = folder / report.file
    path.write_bytes(_WRITERS[report.format.split("-")[0]](report))
    read = read_report(path)
    library.publish(read, [], path.read_bytes())
    new = {_key(f) for f in audit(library, [read.report_id]).findings} - before
    if new:
        return "found"
    return "missed" if _readable(read, injection) else "unreadable"


def _readable(report: ReadReport, injection: Injection) -> bool:
    """Whether the cells that could give the error away were read with certainty."""
    article_20 = re.search(r"\{(?:norms|rules)_", injection.what)
    tables = ("art20.normative", "art20.regulations") if article_20 else ("requests.", "review.")
    cells = [figure for figure in report.figures if (figure.measure or "").startswith(tables)]
    return all(figure.status in USABLE or "只列" in (figure.basis or "") for figure in cells)


def _key(finding: Finding) -> str:
    return "\n".join((finding.file, finding.kind, finding.where, finding.stated, finding.computed))


def injections(count: int, seed: int) -> int:
    """Print what was found of each kind, and every miss."""
    injector = Injector(seed)
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Library.open(folder / "store", create=True) as library:
            originals = {path.name: path for path in sorted(_SAMPLES.iterdir())}
            for path in originals.values():
                library.publish(read_report(path), [], path.read_bytes())
            before = {_key(finding) for finding in audit(library).findings}
            for _ in range(count):
                injection = injector.next()
                outcome = found(library, injection, folder, before)
                counts[injection.kind, outcome] += 1
                if outcome == "missed":
                    sys.stdout.write(f"missed: {injection.kind}: {injection.what}\n")
                path = originals[injection.report.file]
                library.publish(read_report(path), [], path.read_bytes())
    for kind in dict.fromkeys(kind for kind, _ in sorted(counts)):
        row = {outcome: counts[kind, outcome] for outcome in ("found", "missed", "unreadable")}
        sys.stdout.write(f"{kind:8} {row}\n")
    hit = sum(n for (_, outcome), n in counts.items() if outcome == "found")
    missed = sum(n for (_, outcome), n in counts.items() if outcome == "missed")
    sys.stdout.write(f"{hit} of {hit + missed} found ({hit / (hit + missed):.1%}), {count - hit - missed} unreadable\n")
    return 0


def speed(reports: int) -> int:
    """Print how long it takes to audit a library of this many reports."""
    read = [(read_report(path), path.read_bytes()) for path in sorted(_SAMPLES.iterdir())]
    with tempfile.TemporaryDirectory() as name, Library.open(Path(name) / "store", create=True) as library:
        for number, (report, data) in enumerate(_copies(read, reports)):
            library.publish(report, [], data)
            if number % 200 == 0:
                sys.stderr.write(f"{number}\n")
        started, worked = time.perf_counter(), time.process_time()
        result = audit(library)
        took, worked = time.perf_counter() - started, time.process_time() - worked
    sys.stdout.write(
        f"{result.reports} reports, {len(result.findings)} findings: {took:.1f} s, {worked:.1f} s of processor time\n"
    )
    return 0


def _copies(read: list[tuple[ReadReport, bytes]], count: int) -> Iterator[tuple[ReadReport, bytes]]:
    """The samples again and again, each time as other agencies' reports."""
    for number in range(count):
        report, data = read[number % len(read)]
        yield renamed(report, number // len(read)), data


def renamed(report: ReadReport, number: int) -> ReadReport:
    """The report as that of another agency."""
    agency, identity = f"第{number}{report.agency}", f"{report.report_id}-{number}"
    figures = tuple(
        replace(f, report_id=identity, agency=agency, source=replace(f.source, report_id=identity, agency=agency))
        for f in report.figures
    )
    return replace(report, report_id=identity, agency=agency, figures=figures)


def main() -> int:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--reports", type=int, default=1000)
    options = parser.parse_args()
    return speed(options.reports) if options.speed else injections(options.count, options.seed)


if __name__ == "__main__":
    sys.exit(main())
