"""The claims of a draft, each against the reports.

A claim is a question with its answer put forward. What it is about is read as a reader reads it, from sentence to
sentence; the forms' figures decide first, then the reports' own sentences. Where the reports do not say, or the draft
leaves open whom or when it means, the claim is not found: nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.answer import Checked, Claim, Scope, Verdict
from assistant.catalog import Catalog
from assistant.checking.checker import Checker
from assistant.checking.pieces import Clause
from assistant.checking.readings import Reader
from assistant.library import Library

__all__ = ["against_tables", "check"]

_EVERYWHERE = Scope()


def check(library: Library, text: str, scope: Scope = _EVERYWHERE, catalog: Catalog | None = None) -> Checked:
    """Check every claim of a draft. `scope` says whom and when it is about where the draft does not.

    Raises LibraryError when the library cannot be read.
    """
    claims = tuple(Checker(Reader(library), catalog or Catalog(library), scope).claims(text))
    summary = Counter(claim.verdict.value for claim in claims)
    return Checked(claims, {verdict.value: summary[verdict.value] for verdict in Verdict} | {"claims": len(claims)})


def against_tables(
    reader: Reader, catalog: Catalog, report_id: str, text: str, clauses: Sequence[Clause]
) -> Iterator[Claim]:
    """The claims that a report's own sentences make, against its own tables alone and those of its neighbours.

    `clauses` are those of the text.
    """
    yield from Checker(reader, catalog, Scope(report_id=report_id), sentences=False).claims(text, clauses)
