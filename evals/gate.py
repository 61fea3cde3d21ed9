"""The gate: what our suites must reach, pinned in floors.json with the suites' hashes.

python -m evals.gate                                    # fails below a floor
python -m evals.gate --update                           # pins what was measured; refuses to lower a floor
python -m evals.gate --update --allow-regression "why"  # lowers it, and keeps the reason in the file
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.settings import Settings
from evals.errors import EvaluationError
from evals.evaluation import Plan, evaluate
from evals.names import LOWER_IS_BETTER
from evals.outcome import Outcome, SuiteOutcome

FLOORS = Path(__file__).with_name("floors.json")
GATED = (
    *("passed", "reason", "figure_exact", "list_match", "text_contains", "citation_precision", "citation_recall"),
    *(
        "lead",
        "verdict",
        "verdict_f1",
        "correct_value",
        "finding_precision",
        "finding_recall",
        "finding_f1",
        "false_alarm",
    ),
    *("cell_f1", "refusal_precision", "refusal_recall", "over_refusal", "figure_scale_only", "figure_sign_only"),
)
"""The metrics that have a floor, or a ceiling where lower is better. Nothing that depends on the machine."""
_STEP = 1_000

Floors = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Breach:
    """A floor that does not hold."""

    suite: str
    metric: str
    floor: float | None
    value: float | None

    def __str__(self) -> str:
        if self.metric == "hash":
            return f"{self.suite}：题目变了，请用 --update 重定底线 / the suite has changed: pin its floors anew"
        bound = "上限" if self.metric in LOWER_IS_BETTER else "底线"
        return f"{self.suite} {self.metric}：{self.value}，{bound} {self.floor} / the pinned bound is {self.floor}"


def read(file: Path = FLOORS) -> Floors:
    """The pinned floors. Raises EvaluationError."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise EvaluationError(f"{file}：{error}") from None
    if not isinstance(found, dict) or not isinstance(found.get("suites"), dict):
        raise EvaluationError(f"{file}：缺少 suites / has no suites")
    return found


def breaches(outcome: Outcome, floors: Floors) -> list[Breach]:
    """What does not hold; a suite without floors, or whose cases changed, does not hold either."""
    found = []
    for one in outcome.suites:
        pinned = floors["suites"].get(one.suite.name)
        if pinned is None or pinned["hash"] != one.suite.digest:
            found.append(Breach(one.suite.name, "hash", None, None))
            continue
        found += [breach for metric, floor in pinned["floors"].items() if (breach := _breach(one, metric, floor))]
    return found


def _breach(one: SuiteOutcome, metric: str, floor: float) -> Breach | None:
    value = one.metrics[metric].value if metric in one.metrics else None
    if value is not None and (value <= floor if metric in LOWER_IS_BETTER else value >= floor):
        return None
    return Breach(one.suite.name, metric, floor, value)


def updated(outcome: Outcome, floors: Floors, reason: str | None) -> dict[str, Any]:
    """The floors as measured now. Raises EvaluationError when one would be lowered without a reason."""
    suites: dict[str, Any] = dict(floors["suites"])
    lowered = []
    for one in outcome.suites:
        name = one.suite.name
        measured = {metric: _pinned(metric, one.metrics[metric].value) for metric in GATED if metric in one.metrics}
        for metric, floor in suites.get(name, {}).get("floors", {}).items():
            breach = _breach(one, metric, floor)
            if breach is not None:
                lowered.append({"suite": name, "metric": metric, "from": floor, "to": measured.get(metric)})
        suites[name] = {"hash": one.suite.digest, "floors": measured}
    if lowered and not reason:
        named = ", ".join(f"{entry['suite']} {entry['metric']}" for entry in lowered)
        raise EvaluationError(
            f"不能降低底线：{named}；如确有理由，用 --allow-regression 说明 / these floors would fall; give a reason"
        )
    today = datetime.now(UTC).date().isoformat()
    regressions = [*floors.get("regressions", ()), *({**entry, "date": today, "reason": reason} for entry in lowered)]
    return {"suites": suites, "regressions": regressions}


def _pinned(metric: str, value: float) -> float:
    """Rounded to the lenient side, so that the measured value itself holds."""
    return (math.ceil(value * _STEP) if metric in LOWER_IS_BETTER else math.floor(value * _STEP)) / _STEP


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure our suites and hold them against the floors; returns 0, 3 below a floor, 1 when something broke."""
    parser = argparse.ArgumentParser(prog="python -m evals.gate", description="Hold our suites against their floors.")
    parser.add_argument("--update", action="store_true", help="pin what is measured now")
    parser.add_argument("--allow-regression", metavar="REASON", help="let floors fall, for this reason")
    parser.add_argument("--floors", type=Path, default=FLOORS, metavar="FILE")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="baogao-gate-") as folder:
        outcome = evaluate(Plan((), Path(folder)), Settings.from_environment())
    try:
        floors = read(options.floors) if options.floors.exists() or not options.update else {"suites": {}}
        if outcome.broken:
            raise EvaluationError("；".join(outcome.broken))
        if options.update:
            text = json.dumps(updated(outcome, floors, options.allow_regression), ensure_ascii=False, indent=2)
            options.floors.write_text(text + "\n", "utf-8")
            return 0
        found = breaches(outcome, floors)
    except EvaluationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.writelines(f"{breach}\n" for breach in found)
    if found:
        names = " ".join(dict.fromkeys(breach.suite for breach in found))
        sys.stderr.write(
            f"看哪些题没通过 / see which cases fail: baogao eval {names} --out eval-results\n"
            "题目或数字变好了 / cases changed or numbers rose: python -m evals.gate --update\n"
            '确需降低 / a fall that must be: python -m evals.gate --update --allow-regression "why"\n'
            "然后提交 / then commit evals/floors.json\n"
        )
    return 3 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
