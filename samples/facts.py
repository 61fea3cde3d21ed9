"""facts.yaml as frozen values, with the prose filled in.

Prose writes `{name}` for a number, a contact detail, or one of the table values below:

- request rows by code (their 总计), and `refused`, `unavailable`, `rejected`, `other`: the sums of their numbered rows;
- `new_person`, `new_org`, `new_business`, `new_charity`, `new_law`: who asked (row 一);
- `review_*`, `direct_*`, `after_*`, `suit_*` with `upheld`, `corrected`, `otherwise`, `pending`, `total`:
  table 4, where suit is direct and after together;
- `norms_*` and `rules_*` with `new`, `void`, `total`: the Article 20 rows of 规范性文件 and 规章, column by column.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

FACTS = Path(__file__).with_name("facts.yaml")
SECTIONS = ("s1", "s2", "s3", "s4", "s5", "s6")
_ORDINALS = "一二三四五六"
_OUTCOMES = ("upheld", "corrected", "otherwise", "pending", "total")
_GROUPS = ("refused", "unavailable", "rejected", "other")


@dataclass(frozen=True, slots=True)
class Item:
    """One sub-table of Article 20: its banner, its column labels, its row labels."""

    banner: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A version of the national form. `request_rows` maps a row code to its header path."""

    code: str
    items: tuple[Item, ...]
    request_rows: Mapping[str, tuple[str, ...]]
    applicants: tuple[tuple[str, ...], ...]
    review_groups: Mapping[str, tuple[str, ...]]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A figure of the prose."""

    value: str
    unit: str
    counts: str


@dataclass(frozen=True, slots=True)
class Planted:
    """A contradiction put in on purpose: what is printed, and what follows from the rest."""

    kind: str
    place: Mapping[str, Any]
    stated: tuple[str, ...]
    computed: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report, ready to be written: tables as printed, prose with every number filled in."""

    agency: str
    name: str
    region: str
    year: int
    file: str
    format: str
    title: str
    published: datetime.date
    index: str
    form: Form
    headings: tuple[str, ...]
    contact: Mapping[str, str]
    numbers: Mapping[str, Number]
    sums: tuple[tuple[str, ...], ...]
    values: Mapping[str, Decimal]
    art20: Mapping[str, tuple[str, ...]]
    requests: Mapping[str, tuple[int, ...]]
    review: Mapping[str, tuple[int, ...]]
    problems: tuple[str, ...]
    improvements: tuple[str, ...]
    preamble: tuple[str, ...]
    sections: tuple[tuple[str, ...], ...]
    planted: Planted | None


def load(path: Path = FACTS) -> tuple[Report, ...]:
    """All reports in the order of the file; within an agency the years ascend."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    forms = {code: _form(code, raw) for code in raw["forms"]}
    reports: list[Report] = []
    for entry in raw["reports"]:
        last = reports[-1] if reports and reports[-1].agency == entry["agency"] else None
        form = forms["disclosure-2019" if entry["year"] < 2021 else "disclosure-2021"]
        reports.append(_report(entry, raw["agencies"][entry["agency"]], form, last))
    return tuple(reports)


def _form(code: str, raw: Mapping[str, Any]) -> Form:
    spec = raw["forms"][code]
    return Form(
        code=code,
        items=tuple(Item(i["item"], tuple(i["columns"]), tuple(i["rows"])) for i in spec["art20"]),
        request_rows={row: tuple(raw["request_rows"][row]) for row in spec["request_rows"]},
        applicants=tuple(tuple(path) for path in raw["applicant_columns"]),
        review_groups={key: tuple(path) for key, path in raw["review_groups"].items()},
        outcomes=tuple(raw["outcomes"]),
    )


def _report(entry: Mapping[str, Any], agency: Mapping[str, Any], form: Form, last: Report | None) -> Report:
    numbers = {key: Number(str(v), unit, counts) for key, (v, unit, counts) in entry["numbers"].items()}
    art20 = {row: tuple(str(v) for v in cells) for row, cells in entry["art20"].items()}
    requests = {row: tuple(cells) for row, cells in entry["requests"].items()}
    review = {group: tuple(cells) for group, cells in entry["review"].items()}
    values = _table_values(art20, requests, review)
    values |= {key: Decimal(number.value) for key, number in numbers.items()}
    known = dict(values)
    if last is not None:
        known |= {f"last_{key}": value for key, value in last.values.items()}
    known |= {key: known[a] - known[b] for key, (a, b) in entry.get("derived", {}).items()}
    contact = {**agency["contact"], **entry.get("contact", {})}
    words = {**contact, "problems": _listed(entry["problems"]), "improvements": _listed(entry["improvements"])}
    fill = _filler(known, words)
    prose = {part: tuple(fill(text) for text in texts) for part, texts in entry["prose"].items()}
    _refuse_unused(entry, numbers)
    return Report(
        agency=entry["agency"],
        name=agency["name"],
        region=agency["region"],
        year=entry["year"],
        file=entry["file"],
        format=entry["format"],
        title=f"{agency['title']}{entry['year']}年政府信息公开工作年度报告",
        published=entry["published"],
        index=entry["index"],
        form=form,
        headings=tuple(agency["headings"]),
        contact=contact,
        numbers=numbers,
        sums=tuple(tuple(parts) for parts in entry["sums"]),
        values=values,
        art20=art20,
        requests=requests,
        review=review,
        problems=tuple(entry["problems"]),
        improvements=tuple(entry["improvements"]),
        preamble=prose["preamble"],
        sections=tuple(prose.get(part, ()) for part in SECTIONS),
        planted=_planted(entry.get("planted"), fill),
    )


def _table_values(
    art20: Mapping[str, tuple[str, ...]], requests: Mapping[str, tuple[int, ...]], review: Mapping[str, tuple[int, ...]]
) -> dict[str, Decimal]:
    counts = {row: cells[-1] for row, cells in requests.items()}
    for group in _GROUPS:
        counts[group] = sum(cells[-1] for row, cells in requests.items() if re.fullmatch(rf"{group}(_\d)?", row))
    person, business, _, charity, law, _, total = requests["new"]
    counts |= {"new_person": person, "new_org": total - person}
    counts |= {"new_business": business, "new_charity": charity, "new_law": law}
    for outcome, suit in zip(_OUTCOMES, zip(review["direct"], review["after"], strict=True), strict=True):
        counts |= {f"direct_{outcome}": suit[0], f"after_{outcome}": suit[1], f"suit_{outcome}": sum(suit)}
    counts |= {f"review_{outcome}": n for outcome, n in zip(_OUTCOMES, review["reconsideration"], strict=True)}
    norms = art20.get("规范性文件") or art20["行政规范性文件"]
    for kind, row in (("norms", norms), ("rules", art20["规章"])):
        counts |= {f"{kind}_{part}": int(n) for part, n in zip(("new", "void", "total"), row, strict=True)}
    return {key: Decimal(count) for key, count in counts.items()}


def _filler(known: Mapping[str, Decimal], words: Mapping[str, str]) -> Callable[[str], str]:
    def fill(text: str) -> str:
        return re.sub(r"\{([^}]+)\}", lambda m: words.get(m[1]) or _evaluate(m[1], known), text)

    return fill


def _evaluate(expression: str, known: Mapping[str, Decimal]) -> str:
    """`a`, `a+b`, `a/b` (share in percent, two decimals) or `a~b` (growth in percent, one decimal, no sign)."""

    def total(names: str) -> Decimal:
        return sum((known[name] for name in names.split("+")), Decimal(0))

    if "/" in expression:
        part, whole = map(total, expression.split("/"))
        return _percent(part / whole, "0.01")
    if "~" in expression:
        now, before = map(total, expression.split("~"))
        return _percent(abs(now - before) / before, "0.1")
    return f"{total(expression):f}"


def _percent(ratio: Decimal, step: str) -> str:
    rounded = (ratio * 100).quantize(Decimal(step), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".") + "%"


def _listed(points: list[str]) -> str:
    return "；".join(f"{_ORDINALS[i]}是{point}" for i, point in enumerate(points))


def _planted(raw: Mapping[str, Any] | None, fill: Callable[[str], str]) -> Planted | None:
    if raw is None:
        return None
    place = {key: fill(value) if isinstance(value, str) else value for key, value in raw["place"].items()}
    return Planted(raw["kind"], place, tuple(raw["stated"]), tuple(raw["computed"]), raw["note"])


def _refuse_unused(entry: Mapping[str, Any], numbers: Mapping[str, Number]) -> None:
    named = " ".join(re.findall(r"\{[^}]+\}", " ".join(text for texts in entry["prose"].values() for text in texts)))
    used = set(re.findall(r"\w+", named)) | {name for pair in entry.get("derived", {}).values() for name in pair}
    unused = numbers.keys() - used
    if unused:
        raise ValueError(f"{entry['file']}: numbers that no sentence uses: {sorted(unused)}")
