"""What the steps of one question know, from the question to the draft of its answer."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Question
from assistant.catalog import Catalog, Target
from assistant.draft import Draft
from assistant.library import Library
from assistant.understanding.inquiry import Inquiry


@dataclass(slots=True)
class Run:
    """What the steps of one question know."""

    library: Library
    catalog: Catalog
    question: Question
    inquiry: Inquiry
    draft: Draft
    targets: tuple[Target, ...] = ()
    assumed_year: bool = False
    undated: tuple[str, ...] = ()
    """Ids of reports without a year that the question is about."""
    confidence: float = 0.0
    """How likely it is that the best sentence answers, also where it is not given."""

    @property
    def report_ids(self) -> list[str]:
        """The reports that the question is about; of several years, the latest first."""
        if not self.targets and not self.undated:
            return self.catalog.report_ids(self.question.scope)
        return [*(target.report_id for target in sorted(self.targets, key=lambda t: -t.year)), *self.undated]
