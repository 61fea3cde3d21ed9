"""Claims and audits against what was expected of them; the JSON is the contract's Claim and Finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from evals.cases import Case, ExpectedClaim, ExpectedFinding, Kind
from evals.normal import numbers
from evals.scoring import Ratio, Score, hit, proves
from evals.scoring import score as score_answer

Json = Mapping[str, Any]
NOTHING = "(none)"
"""The label of a claim that was not seen, and of a finding that is not there."""


def score(case: Case, given: Json) -> Score:
    """Score what was given for a case of any kind. Deterministic."""
    if case.kind is Kind.CLAIMS:
        return score_claims(case, given)
    return score_audit(case, given) if case.kind is Kind.AUDIT else score_answer(case, given)


def score_claims(case: Case, given: Json) -> Score:
    """Each expected claim is one verdict; a claim that was not seen is a wrong one.

    Passes when every verdict and every corrected value is right, and nothing else is called contradicted.
    """
    claims: Sequence[Json] = given.get("claims") or []
    pairs, why, taken = [], [], set()
    corrected: list[bool] = []
    proved: list[bool] = []
    for expected in case.expect.claims:
        place, claim = _claim_at(case.question, expected, claims)
        taken.add(place)
        verdict = str((claim or {}).get("verdict") or NOTHING)
        pairs.append((expected.verdict, verdict))
        if verdict != expected.verdict:
            why.append(f"{expected.text}: {verdict}, expected {expected.verdict}")
            continue
        if claim is not None and case.expect.evidence and expected.verdict != "not_found":
            proved.append(any(proves(one, e) for one in case.expect.evidence for e in claim.get("evidence") or ()))
        if expected.correct is not None:
            said = str((claim or {}).get("correct") or "")
            corrected.append(expected.correct.normalize() in numbers(said))
            if not corrected[-1]:
                why.append(f"{expected.text}: correct is {said or 'not given'}, expected {expected.correct:f}")
    others = [claim for place, claim in enumerate(claims) if place not in taken]
    alarms = [claim for claim in others if claim.get("verdict") == "contradicted"]
    why += [f"false alarm: {claim.get('text')}" for claim in alarms]
    ratios: dict[str, Ratio] = {"passed": hit(not why), "false_alarm": hit(bool(alarms))}
    if pairs:
        ratios["verdict"] = (sum(wanted == got for wanted, got in pairs), len(pairs))
    if corrected:
        ratios["correct_value"] = (sum(corrected), len(corrected))
    if proved:
        ratios["citation_recall"] = (sum(proved), len(proved))
    return Score(not why, ratios, tuple(why), {"verdict_f1": tuple(pairs)})


def _claim_at(draft: str, expected: ExpectedClaim, claims: Sequence[Json]) -> tuple[int, Json | None]:
    """The claim whose value stands where the expected words stand in the draft."""
    start = draft.find(expected.text)
    end = start + len(expected.text)
    wanted = numbers(expected.text)
    for place, claim in enumerate(claims):
        inside = int(claim.get("start") or 0) < end and start < int(claim.get("end") or 0)
        if inside and (not wanted or wanted & numbers(f"{claim.get('value')}{claim.get('unit') or ''}")):
            return place, claim
    return -1, None


def score_audit(case: Case, given: Json) -> Score:
    """Findings by kind and numbers. Passes when all that is expected was found, and nothing else as an error."""
    findings: Sequence[Json] = given.get("findings") or []
    errors = [one for one in findings if one.get("severity") == "error"]
    required = [one for one in case.expect.findings if not one.optional]
    missed = [one for one in required if not any(_is(one, finding) for finding in findings)]
    extra = [finding for finding in errors if not any(_is(one, finding) for one in case.expect.findings)]
    why = [f"not found: {_shown(one)}" for one in missed]
    why += [f"false alarm: {one.get('kind')} {one.get('where')} {one.get('stated')}≠{one.get('computed')}"
            for one in extra]  # fmt: skip
    ratios: dict[str, Ratio] = {"passed": hit(not why), "false_alarm": hit(bool(extra))}
    if required:
        ratios["finding_recall"] = (len(required) - len(missed), len(required))
    if errors:
        ratios["finding_precision"] = (len(errors) - len(extra), len(errors))
    pairs = [(one.kind, NOTHING if one in missed else one.kind) for one in required]
    pairs += [(NOTHING, kind) for kind, times in Counter(str(one.get("kind")) for one in extra).items()
              for _ in range(times)]  # fmt: skip
    return Score(not why, ratios, tuple(why), {"finding_f1": tuple(pairs)})


def _is(expected: ExpectedFinding, finding: Json) -> bool:
    if finding.get("kind") != expected.kind:
        return False
    for wanted, name in ((expected.stated, "stated"), (expected.computed, "computed")):
        if wanted is not None and wanted.normalize() not in numbers(str(finding.get(name))):
            return False
    return True


def _shown(one: ExpectedFinding) -> str:
    values = [f"{value:f}" for value in (one.stated, one.computed) if value is not None]
    return f"{one.kind} {' ≠ '.join(values)}".strip()
