"""An answer in the making: a place is numbered once, and a refusal asserts nothing."""

from __future__ import annotations

from making import make_report

from assistant.answer import Reason, Status
from assistant.draft import Draft


def test_the_same_place_is_cited_once_and_numbers_follow_the_text() -> None:
    first, second = make_report().figures[:2]
    draft = Draft("问", "问", "zh")
    stated = [draft.state(first, "甲"), draft.state(second, "乙"), draft.state(first, "甲")]
    assert [figure.citation for figure in stated] == [1, 2, 1]
    assert draft.marks(stated) == "[1][2]"
    answer = draft.answered("好", 1.0)
    assert [citation.source for citation in answer.citations] == [first.source, second.source]


def test_a_refusal_keeps_its_evidence_and_asserts_no_figure() -> None:
    draft = Draft("问", "问", "zh")
    draft.state(make_report().figures[0], "甲")
    draft.note("一")
    draft.note("一")
    answer = draft.refused(Reason.DAMAGED, "不能")
    assert (answer.status, answer.reason, answer.figures) == (Status.REFUSED, Reason.DAMAGED, ())
    assert len(answer.citations) == 1 and answer.notes.count("一") == 1


def test_what_a_branch_cites_and_notes_is_not_in_the_draft_that_it_left() -> None:
    first, second = make_report().figures[:2]
    draft = Draft("问", "问", "zh")
    draft.state(first, "甲")
    before = draft.branch()
    draft.state(second, "乙")
    draft.note("一")
    kept = before.answered("好", 1.0)
    assert [citation.source for citation in kept.citations] == [first.source]
    assert "一" not in kept.notes
