"""More cases from any library's own tables: figures, comparisons, ratios, and questions that have no answer. Seeded.

The expected values are what the library holds, so such a suite measures understanding, arithmetic and citing, not
reading: a cell that was read wrongly is expected wrongly. Suites that were written by hand measure reading.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from assistant import figures
from assistant.library import Library
from assistant.report import Figure, FigureStatus
from assistant.settings import Settings
from evals.errors import EvaluationError

Json = dict[str, Any]
_TEMPLATES = (
    "{agency}{year}年{label}是多少？",
    "请问{agency}{year}年度{label}有多少",
    "{year}年{agency}的{label}是多少件？",
    "{agency}{year}年报里，{label}是几？",
)
_DIFFERENCE = ("{agency}{year}年{label}比{before}年多多少？", "{agency}{before}年和{year}年的{label}相差多少？")
_SHARE = ("{agency}{year}年{label}占{whole}的比例是多少？", "{agency}{year}年{label}占{whole}百分之几")
_RESULTS, _TOTAL, _OTHER, _WHOLE = "三、本年度办理结果", "总计", "其他", "办理结果总计"
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])")
_REMARK = re.compile(r"（.*）$")


@dataclass(frozen=True, slots=True)
class _Pool:
    """The figures that questions may be about."""

    cells: tuple[Figure, ...]
    by_place: dict[tuple[str, int, str], Figure]
    """agency, year and measure → figure."""


def cases(library: Library, count: int, seed: int) -> list[Json]:
    """About `count` cases, a quarter of each kind; fewer where the library has not enough. Same seed, same cases.

    Raises EvaluationError when the library has no table of a standard form.
    """
    pool = _pool(library)
    if not pool.cells:
        raise EvaluationError("资料库里没有标准表格的数字 / the library holds no figures of a standard form")
    draw = random.Random(seed)
    makers: tuple[Callable[[_Pool, random.Random], Json | None], ...] = (_figure, _difference, _share, _unanswerable)
    made: dict[str, Json] = {}
    for attempt in range(count * 8):
        if len(made) == count:
            break
        case = makers[attempt % len(makers)](pool, draw)
        if case is not None:
            made.setdefault(case["question"], case)
    return [{"id": f"gen-{i:04d}", **case} for i, case in enumerate(made.values(), 1)]


def write_suite(library: Library, folder: Path, count: int, seed: int) -> Path:
    """Write `generated.yaml` with its cases into the folder; returns the suite's file. Raises EvaluationError."""
    lines = [json.dumps(case, ensure_ascii=False) for case in cases(library, count, seed)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "generated.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    suite = folder / "generated.yaml"
    described = f"{len(lines)} cases from the library's own tables, seed {seed}."
    suite.write_text(
        f"suite: generated\ntitle: 自动生成 / Generated\ndescription: {described}\ncases: generated.jsonl\n", "utf-8"
    )
    return suite


def _pool(library: Library) -> _Pool:
    usable = (FigureStatus.REPORTED, FigureStatus.RECONSTRUCTED)
    found = [f for f in figures.select(library) if f.measure and f.agency and f.year and f.value is not None]
    cells = tuple(f for f in found if f.status in usable and f.table in ("requests", "review"))
    named = {(f.agency or "", f.year or 0, f.measure or ""): f for f in cells}
    return _Pool(cells, named)


def _figure(pool: _Pool, draw: random.Random) -> Json:
    figure = draw.choice(pool.cells)
    question = _asked(draw.choice(_TEMPLATES), figure)
    return _case(question, "value", [(figure, None)], figure.value, figure.unit)


def _difference(pool: _Pool, draw: random.Random) -> Json | None:
    after = draw.choice(pool.cells)
    before = pool.by_place.get((after.agency or "", (after.year or 0) - 1, after.measure or ""))
    if before is None or before.value is None or after.value is None:
        return None
    question = _asked(draw.choice(_DIFFERENCE), after, before=before.year)
    pair = [(before, "before"), (after, "after")]
    return _case(question, "difference", pair, after.value - before.value, after.unit, any_sign=True)


def _share(pool: _Pool, draw: random.Random) -> Json | None:
    results = [f for f in pool.cells if f.row[:1] == (_RESULTS,) and f.col == (_TOTAL,)]
    parts = [figure for figure in results if not figure.row[-1].endswith(_TOTAL)]
    if not parts:
        return None
    part = draw.choice(parts)
    closed = (f for f in results if f.row[-1].endswith(_TOTAL) and f.report_id == part.report_id)
    whole = next(closed, None)
    if whole is None or not whole.value or part.value is None:
        return None
    question = _asked(draw.choice(_SHARE), part, whole=_WHOLE)
    ratio = (100 * part.value / whole.value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _case(question, "share", [(part, "part"), (whole, "whole")], ratio, "%")


def _unanswerable(pool: _Pool, draw: random.Random) -> Json:
    """A year that no report covers."""
    figure = draw.choice(pool.cells)
    years = {year for agency, year, _ in pool.by_place if agency == figure.agency}
    year = draw.choice([min(years) - 2, min(years) - 1, max(years) + 1, max(years) + 2])
    question = draw.choice(_TEMPLATES).format(agency=figure.agency, year=year, label=_label(figure))
    expect = {"status": "refused", "reason": "year_not_covered"}
    return {"question": question, "operation": "refusal", "tags": ["generated", "unanswerable"], "expect": expect}


def _asked(template: str, figure: Figure, **more: object) -> str:
    return template.format(agency=figure.agency, year=figure.year, label=_label(figure), **more)


def _label(figure: Figure) -> str:
    """Words that name one cell and no other, as people write them: without numbering, the applicant first."""
    if not figure.row:
        return "".join(figure.col)
    row = [_bare(part) for part in figure.row[-2:]]
    named = "中的".join(row) if row[-1] == _OTHER else row[-1]
    words = _WHOLE if row[-1] == _TOTAL else named
    if figure.col == (_TOTAL,):
        return words
    applicant = "".join(figure.col) if figure.col[-1] == _OTHER else figure.col[-1]
    return f"{applicant}的{words}"


def _bare(label: str) -> str:
    """A label without its numbering and its remark in brackets."""
    return _REMARK.sub("", _NUMBERING.sub("", label))


def _case(
    question: str,
    operation: str,
    proofs: Sequence[tuple[Figure, str | None]],
    value: Decimal | None,
    unit: str | None,
    *,
    any_sign: bool = False,
) -> Json:
    assert value is not None
    figure: Json = {"value": format(value, "f"), **({"unit": unit} if unit else {})}
    if any_sign:
        figure["any_sign"] = True
    expect = {"status": "answered", "figures": [figure], "evidence": [_evidence(f, role) for f, role in proofs]}
    return {"question": question, "operation": operation, "tags": ["generated", operation], "expect": expect}


def _evidence(figure: Figure, role: str | None) -> Json:
    assert figure.value is not None
    place = {"file": figure.source.file, "table": figure.table, "row": list(figure.row), "col": list(figure.col)}
    return {**place, "value": format(figure.value, "f"), **({"role": role} if role else {})}


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m evals.generate --store DIR --out DIR --count N --seed S`."""
    parser = argparse.ArgumentParser(prog="python -m evals.generate", description=__doc__)
    parser.add_argument("--store", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("eval-results"), metavar="DIR")
    parser.add_argument("--count", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    with Library.open(options.store or settings) as library:
        sys.stdout.write(f"{write_suite(library, options.out, options.count, options.seed)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
