"""The evidence of answers as HTML: the cited table or paragraph as it stands in the report, the cited place marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import quote

from assistant import figures, phrasing
from assistant.answer import AnswerFigure, Citation, Derivation
from assistant.arithmetic import plain
from assistant.errors import LibraryError
from assistant.library import Library
from assistant.report import Figure, FigureStatus, Paragraph, Source, Table
from assistant.web.conversation import Conversation, Exchange
from assistant.web.coverage import coverage
from assistant.web.language import Words
from assistant.web.markup import anchor, text
from assistant.web.tables import table_html

_EARLIER = 6
"""Earlier exchanges whose evidence stays at hand."""

_Place = tuple[str, str, int]
"""A report's id with a table's id or "", and where the paragraph starts: what one block shows."""


def panel(library: Library, conversation: Conversation, coverage_html: str, words: Words) -> str:
    """The whole panel: the evidence of the last answer, that of earlier ones folded, and what is loaded."""
    *earlier, last = conversation.exchanges or (None,)
    shown = f'<p class="bg-hint">{text(words.evidence_hint)}</p>' if last is None else evidence(library, last, words)
    folded = "".join(
        f"<details><summary>{text(one.question[:80])}</summary>{evidence(library, one, words)}</details>"
        for one in reversed(earlier[-_EARLIER:])
        if one is not None and one.answer.citations
    )
    older = f'<section class="bg-earlier"><h3>{text(words.earlier)}</h3>{folded}</section>' if folded else ""
    return (
        f'<section class="bg-panel" lang="{words.html}" aria-label="{text(words.evidence)}">'
        f"<h2>{text(words.evidence)}</h2>{shown}{older}{coverage_html}</section>"
    )
