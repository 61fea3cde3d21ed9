"""What the interface says by itself, as one value for each language. The words are in `assistant.web.language`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answer import Answer, Reason, Status


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the page says by itself, in one language. `{}` is filled by the caller."""

    code: str
    html: str
    """The language as an HTML `lang` attribute."""
    title: str
    tagline: str
    loaded: str
    """{reports}, {agencies} and {years} are put in."""
    nothing_loaded: str
    question: str
    placeholder: str
    greeting: str
    send: str
    stop: str
    language: str
    evidence: str
    evidence_hint: str
    no_evidence: str
    earlier: str
    coverage: str
    agency: str
    more_agencies: str
    other_files: str
    has_report: str
    versions: str
    note: str
    formula: str
    original: str
    page: str
    reconstructed: str
    cited_cell: str
    part_of_table: str
    working: str
    failed: str
    broken: str
    clarify: str
    copy: str
    link: str
    retry: str
    edit: str
    editing: str
    cancel: str
    like: str
    dislike: str
    vote_kept: str
    conversations: str
    new_conversation: str
    conversation_log: str
    actions: str
    next_questions: str
    large_type: str
    dark_mode: str
    busy: str
    slow: str
    chart: str
    chart_table: str
    chart_undecided: str
    item: str
    value: str
    unit: str
    download: str
    page_image: str
    page_alt: str
    missing: str
    nothing_missing: str
    not_loaded: str
    year: str
    assistant_said: str
    you_said: str
    browser: Mapping[str, str]
    """What the page's own script says."""
    reasons: Mapping[Reason, str]

    def status(self, answer: Answer) -> str:
        """What became of the question, in a few words; "" for a plain answer."""
        if answer.status is Status.ANSWERED:
            return ""
        if answer.status is Status.CLARIFY:
            return self.clarify if answer.suggestions else ""
        return self.reasons.get(answer.reason, "") if answer.reason else ""
