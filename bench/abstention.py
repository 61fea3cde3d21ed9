"""Fit and measure the confidence of text answers (`assistant/passages/confidence.py`).

    python -m bench.abstention --bench DIR [--write]

It is fitted on questions of reading comprehension (CMRC 2018, DRCD, DuReader-robust), each on its own paragraph; from
half of the paragraphs the sentence that answers has been cut out, so that nothing answers any more. What it is worth
is measured on sets that fit nothing: court decisions (CJRC) and web questions (DuReader-checklist). `--write` keeps the
weights, and the threshold with the curve that it was chosen on. How near the embedder's vectors are is not a signal: it
was trained on three of these sets and remembers which of their pairs belong together (AUROC .91 on DuReader-checklist,
.60 on CJRC, which it has not seen).
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant import passages
from assistant.language.sentences import sentences
from assistant.library import ReportInfo
from assistant.passages import confidence, selecting
from assistant.passages.confidence import Signals
from assistant.passages.page import Page, sentences_of
from assistant.passages.scale import Scale
from assistant.passages.wanted import wanted_of
from assistant.report import Paragraph
from evals.benchmarks.reading import cjrc, dureader_checklist, squad

FITTED = ("cmrc2018/cmrc2018_dev.json", "drcd/DRCD_dev.json", "dureader/robust-dev.json")
SEED = 1
EACH = 1_500
"""So many questions of each set, that none leads."""
OVER_REFUSAL = 0.05
"""The share of the answerable questions that may be refused: it chooses the threshold."""
_INFO = ReportInfo("", "", None, None, None, None, "", "", "", 0, 0, 0, (), None, None, None, ())


@dataclass(frozen=True, slots=True)
class Case:
    """A question on one text."""

    question: str
    text: str
    answerable: bool


def fitted_cases(bench: Path) -> Iterator[Case]:
    """Questions whose text answers them, and as many whose text has lost the answer."""
    draw = random.Random(SEED)
    for name in FITTED:
        asked = [(text, question) for text, question in squad(bench / name) if question.get("answers")]
        for number, (text, question) in enumerate(draw.sample(asked, min(EACH, len(asked)))):
            if number % 2 == 0:
                yield Case(question["question"], text, True)
            elif (rest := without(text, str(question["answers"][0]["text"]))) is not None:
                yield Case(question["question"], rest, False)


def without(text: str, answer: str) -> str | None:
    """The text without the one sentence that holds the answer; None where others hold it too, or none does."""
    spans = [(start, end) for start, end in sentences(text) if answer in text[start:end]]
    if len(spans) != 1 or len(sentences(text)) == 1:
        return None
    start, end = spans[0]
    return text[:start] + text[end:]


def measured_cases(bench: Path) -> dict[str, list[Case]]:
    """The sets that fit nothing."""
    tasks = (dureader_checklist(bench), cjrc(bench))
    return {
        task.name: [Case(item.question, task.documents[item.document], item.answerable) for item in task.items]
        for task in tasks
    }


def signals(case: Case) -> Signals | None:
    """What speaks for an answer; None where no sentence says anything."""
    page = page_of(case.text)
    wanted = wanted_of(case.question)
    leading = selecting.leading(selecting.scores([page], wanted, Scale([page], wanted)), 2)
    return confidence.signals(page, leading, wanted) if leading and wanted.words else None


def page_of(text: str) -> Page:
    """A text as a report without headings."""
    paragraphs, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(Paragraph(line, place, place + len(line), ()))
        place += len(line) + 1
    return Page(_INFO, text, paragraphs, (), sentences_of(_INFO, paragraphs))


def rows(cases: Sequence[Case]) -> tuple[np.ndarray, np.ndarray]:
    """Signals (one row a case, 0 where there are none) and whether each is answerable."""
    found = [signals(case) for case in cases]
    empty = [0.0] * len(fields(Signals))
    matrix = np.array([list(asdict(one).values()) if one else empty for one in found])
    return matrix, np.array([case.answerable for case in cases])


def curve(chances: Sequence[float], answerable: Sequence[bool]) -> list[dict[str, float]]:
    """For each threshold: the share of answerable questions refused, and of unanswerable ones."""
    chance, has = np.array(chances), np.array(answerable)
    return [
        {
            "threshold": round(float(level), 2),
            "over_refusal": round(float((chance[has] < level).mean()), 3),
            "refusal_recall": round(float((chance[~has] < level).mean()), 3),
        }
        for level in np.arange(0.05, 1.0, 0.05)
    ]


def _auroc(answerable: np.ndarray, chances: Sequence[float]) -> float:
    return round(float(roc_auc_score(answerable, chances)), 3)


def main() -> None:
    """Fit, measure and print; with --write keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, metavar="DIR")
    parser.add_argument("--write", action="store_true", help="keep the weights in the package")
    options = parser.parse_args()
    matrix, answerable = rows(list(fitted_cases(options.bench)))
    model = LogisticRegression(C=1.0).fit(matrix, answerable)
    names = [field.name for field in fields(Signals)]
    chances = model.predict_proba(matrix)[:, 1].tolist()
    steps = curve(chances, answerable.tolist())
    threshold = max((step["threshold"] for step in steps if step["over_refusal"] <= OVER_REFUSAL), default=0.0)
    measured: dict[str, object] = {}
    made = {
        "made": f"bench/abstention.py, seed {SEED}, {date.today().isoformat()}",
        "fitted_on": {
            "sets": FITTED,
            "questions": len(answerable),
            "auroc": _auroc(answerable, chances),
        },
        "intercept": float(model.intercept_[0]),
        "weights": dict(zip(names, model.coef_[0].tolist(), strict=True)),
        "threshold": threshold,
        "curve": steps,
        "measured": measured,
    }
    for name, cases in measured_cases(options.bench).items():
        tested, has = rows(cases)
        sure = model.predict_proba(tested)[:, 1].tolist()
        refused = [step for step in curve(sure, has.tolist()) if step["threshold"] == threshold]
        measured[name] = {
            "questions": len(cases),
            "auroc": _auroc(has, sure),
            **refused[0],
        }
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    print(text)
    if options.write:
        (Path(passages.__file__).parent / confidence.FILE).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
