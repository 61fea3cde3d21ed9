"""What became of a claim, in English. The explanation itself is written in Chinese, as the reports are."""

from __future__ import annotations

import re

from assistant.answer import Claim, Verdict


def told(claim: Claim) -> str:
    """The verdict as a sentence, with the right figure where there is one."""
    whose = ", ".join(str(part) for part in (claim.scope.agency, claim.scope.year) if part)
    of = f" ({whose})" if whose else ""
    if claim.verdict is Verdict.SUPPORTED:
        return f"The reports say the same{of}."
    if claim.verdict is Verdict.NOT_FOUND:
        return f"The reports that are loaded do not decide this{of}."
    if claim.correct is None or not re.fullmatch(r"-?[\d.]+", claim.correct):
        return f"The reports say otherwise{of}."  # in words of a relation: the Chinese sentence has them
    return f"The reports say {claim.correct}, not {_number(claim)}{of}."


def _number(claim: Claim) -> str:
    return "that" if claim.value is None else f"{claim.value:f}"
