"""One case against one answer: every measure that applies, as a share of what could be right.

Each fault has its own measure. Figures, words and citations are judged where the status is right: a refusal that is
wrong is counted in `over_refusal` and makes no figure wrong, an answer that must not be is counted in `refusal_recall`.
An answer is the JSON of the contract (see docs/commands.md), so that stored answers, and the answers of other
programs, are scored alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.answer import Status
from evals.cases import Case, Evidence
from evals.normal import Got, Match, compare, numbers, plain

Json = Mapping[str, Any]
Ratio = tuple[float, float]
"""(what was right, out of what); a metric over cases is the quotient of the sums."""
DERIVING = frozenset({"sum", "share", "difference", "growth", "average", "count"})


@dataclass(frozen=True, slots=True)
class Score:
    """What one answer is worth. A measure that does not apply to the case is absent."""

    passed: bool
    ratios: Mapping[str, Ratio]
    why: tuple[str, ...]
    """What is wrong, in the order in which a reader should look; empty when the case passed."""
    labels: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """By metric of classes: (expected, got)."""


def score(case: Case, answer: Json) -> Score:
    """Score an answer. Deterministic: the same case and answer give the same score."""
    status = str(answer.get("status"))
    right_status = status in case.expect.statuses
    ratios: dict[str, Ratio] = {"status": hit(right_status)}
    why = [] if right_status else [f"status: {status}, expected {'/'.join(case.expect.statuses)}"]
    for part in (_refusal, _reason, _figures, _text, _citations):
        found, complaints = part(case, answer, right_status)
        ratios |= found
        why += complaints
    passed = not why
    values = {name: right / of for name, (right, of) in ratios.items() if of}
    for bound in case.thresholds:
        if bound.metric in values and not bound.holds(values[bound.metric]):
            passed = False
            why.append(f"{bound.metric}: {values[bound.metric]:.3f} misses the case's threshold")
    return Score(passed, {"passed": hit(passed), **ratios}, tuple(why))


Part = tuple[dict[str, Ratio], list[str]]


def _refusal(case: Case, answer: Json, _: bool) -> Part:
    """Questions that must not be answered are the positives; a question back counts as not answering."""
    answerable = Status.ANSWERED in case.expect.statuses
    mixed = answerable and len(case.expect.statuses) > 1
    if mixed:
        return {}, []
    refused = answer.get("status") != Status.ANSWERED
    ratios: dict[str, Ratio] = {}
    if refused:
        ratios["refusal_precision"] = hit(not answerable)
    ratios["over_refusal" if answerable else "refusal_recall"] = hit(refused)
    return ratios, []


def _reason(case: Case, answer: Json, right_status: bool) -> Part:
    if not case.expect.reasons or not right_status:
        return {}, []
    reason = answer.get("reason")
    right = reason in case.expect.reasons
    wanted = "/".join(str(one) for one in case.expect.reasons)
    return {"reason": hit(right)}, [] if right else [f"reason: {reason}, expected {wanted}"]


def _figures(case: Case, answer: Json, right_status: bool) -> Part:
    expected = case.expect.figures
    if not expected or not right_status or answer.get("status") != Status.ANSWERED:
        return {}, []
    got = headline(case, answer)
    left, matches = list(got), []
    for one in expected:
        best = min(left, key=lambda figure: list(Match).index(compare(one, figure)), default=None)
        matches.append(Match.WRONG if best is None else compare(one, best))
        if best is not None and matches[-1] is Match.EXACT:
            left.remove(best)
    exact = all(match is Match.EXACT for match in matches) and not left
    kinds = set(matches) - {Match.EXACT}
    ratios = {
        "figure_exact": hit(exact),
        "figure_scale_only": hit(kinds == {Match.SCALE}),
        "figure_sign_only": hit(kinds == {Match.SIGN}),
    }
    if len(expected) > 1:
        ratios["list_match"] = hit(exact)
    shown = ", ".join(f"{figure.value:f}{figure.unit or ''}" for figure in got) or "none"
    wanted = ", ".join(f"{one.value:f}{one.unit or ''}" for one in expected)
    return ratios, [] if exact else [f"figures: {shown}; expected {wanted}"]


def headline(case: Case, answer: Json) -> list[Got]:
    """The figures that answer the question: of a computation its result, else all that are asserted, each once."""
    figures: Sequence[Json] = answer.get("figures") or []
    derived = [figure for figure in figures if figure.get("status") == "derived"]
    chosen = derived if derived and case.operation in DERIVING else figures
    got = (Got(value, f.get("unit"), f.get("year")) for f in chosen if (value := _decimal(f.get("value"))) is not None)
    return list(dict.fromkeys(got))


def _decimal(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def _text(case: Case, answer: Json, right_status: bool) -> Part:
    if not right_status:
        return {}, []
    text = plain(str(answer.get("answer") or ""))
    expect = case.expect
    ratios: dict[str, Ratio] = {}
    complaints: list[str] = []
    if expect.text or expect.not_text:
        missing = [words[0] for words in expect.text if not any(plain(word) in text for word in words)]
        forbidden = [word for word in expect.not_text if plain(word) in text]
        ratios["text_contains"] = hit(not missing and not forbidden)
        complaints += [f"missing: {word}" for word in missing] + [f"must not say: {word}" for word in forbidden]
    if expect.lead:
        first = plain(str(answer.get("answer") or "").strip().partition("\n")[0])
        led = any(_leads(plain(word), first) for word in expect.lead)
        ratios["lead"] = hit(led)
        complaints += [] if led else [f"first line lacks: {expect.lead[0]}"]
    if expect.items:
        ratios["list_match"] = hit(all(plain(item) in text for item in expect.items))
    if expect.reference is not None:
        ratios["text_f1"] = (character_f1(expect.reference, text), 1)
        ratios["answer_exact"] = hit(plain(expect.reference) == text)
    return ratios, complaints


def _leads(word: str, first: str) -> bool:
    """Whether the first line holds the word, or begins with what follows "^"."""
    return first.startswith(word[1:]) if word.startswith("^") else word in first


def character_f1(reference: str, text: str) -> float:
    """F1 over the characters of two texts, as usual for Chinese answers; punctuation does not count."""
    wanted, got = (Counter(char for char in plain(one) if char.isalnum()) for one in (reference, text))
    common = (wanted & got).total()
    return 2 * common / (wanted.total() + got.total()) if common else 0.0


def _citations(case: Case, answer: Json, right_status: bool) -> Part:
    """Is the evidence right: cited cells and quotes against the expected ones."""
    expected = case.expect.evidence
    if not expected or not right_status:
        return {}, []
    cited: Sequence[Json] = answer.get("citations") or []
    right = sum(any(proves(one, citation) for one in expected) for citation in cited)
    met = sum(any(proves(one, citation) for citation in cited) for one in expected)
    ratios: dict[str, Ratio] = {"citation_recall": (met / len(expected), 1)}
    if cited:
        ratios["citation_precision"] = (right / len(cited), 1)
    cells = [one for one in expected if one.quote is None]
    in_words = any(one.also and any(proves(one, c) for c in cited if c.get("cell") is None) for one in cells)
    if cells and not in_words:
        places = {_place(c.get("file"), c.get("row"), c.get("col")) for c in cited if c.get("cell") is not None}
        wanted = {_place(one.file, one.row, one.col) for one in cells}
        ratios["cell_f1"] = (2 * len(places & wanted) / (len(places) + len(wanted)), 1)
    return ratios, []


def proves(evidence: Evidence, citation: Json) -> bool:
    """Whether a citation is this evidence: the very cell, showing its value, or a quote that overlaps the sentence."""
    if citation.get("file") != evidence.file:
        return False
    quote = plain(str(citation.get("quote") or ""))
    if citation.get("cell") is None:
        sentences = map(plain, evidence.also if evidence.quote is None else (evidence.quote,))
        return bool(quote) and any(wanted in quote or quote in wanted for wanted in sentences)
    if evidence.quote is not None:
        return False
    here = _place(citation.get("file"), citation.get("row"), citation.get("col"))
    if here != _place(evidence.file, evidence.row, evidence.col):
        return False
    return evidence.value is None or Decimal(evidence.value).normalize() in numbers(quote)


def _place(file: object, row: Sequence[str] | None, col: Sequence[str] | None) -> tuple[object, ...]:
    return (file, tuple(plain(label) for label in row or ()), tuple(plain(label) for label in col or ()))


def hit(right: bool) -> Ratio:
    """One out of one, or none."""
    return (1.0 if right else 0.0, 1.0)
