"""What a model learns when it has a statement checked: verdicts, and the cells and sentences that decide them.

The statement is the model's or the user's; nothing of it becomes evidence. What comes back under handles are the cells
and sentences of the reports within reach.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from assistant import figures
from assistant.answer import Claim, Scope, Verdict
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.llm.evidence import Evidence, plain
from assistant.report import FigureStatus, Source

LONGEST = 500
"""Characters of a statement that a model may have checked at once."""


def verdicts(library: Library, catalog: Catalog, report_ids: Collection[str], evidence: Evidence, text: str) -> str:
    """The claims of a statement, as JSON; what rests on a report out of reach is not found. Raises LibraryError."""
    from assistant.checking import check  # a tenth of a second, which no other question should pay

    only = catalog.info(next(iter(report_ids))) if len(report_ids) == 1 else None
    scope = Scope(agency=only.agency, year=only.year) if only else Scope()
    found = check(library, text[:LONGEST], scope, catalog).claims
    return json.dumps([_told(library, report_ids, evidence, claim) for claim in found], ensure_ascii=False)


def _told(library: Library, report_ids: Collection[str], evidence: Evidence, claim: Claim) -> dict[str, object]:
    verdict = claim.verdict
    if any(source.report_id not in report_ids for source in claim.evidence):
        verdict = Verdict.NOT_FOUND
    told: dict[str, object] = {"claim": plain(claim.text), "verdict": verdict.value}
    if verdict is Verdict.NOT_FOUND:
        return told
    cells = [source for source in claim.evidence if source.cell is not None]
    handles = [handle for source in cells if (handle := _cell(library, evidence, source))]
    marks = [mark for source in claim.evidence if source.cell is None and (mark := evidence.add_passage(source))]
    return told | {"figures": ["{" + handle + "}" for handle in handles], "passages": [f"[{mark}]" for mark in marks]}


def _cell(library: Library, evidence: Evidence, source: Source) -> str | None:
    """The handle of the figure that a cell states; None where it states none that is sure."""
    for figure in figures.select(library, report_ids=[source.report_id], table_id=source.table_id):
        if figure.source.cell == source.cell and figure.status is FigureStatus.REPORTED:
            return evidence.add_cell(figure)
    return None
