"""An answer in the making: sources are numbered as they are cited, figures are bound to the number that proves them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant import bases, phrasing
from assistant.answer import Answer, AnswerFigure, Citation, Derivation, Reason, Status
from assistant.report import Figure, FigureStatus, Source


class Draft:
    """Collects the citations, figures, notes and suggestions of one answer."""

    def __init__(self, question: str, standalone: str, language: str) -> None:
        self.question = question
        self.standalone = standalone
        self.language = language
        self.signs = phrasing.signs(language)
        self._citations: dict[tuple[object, ...], Citation] = {}
        self._figures: list[AnswerFigure] = []
        self._notes: dict[str, None] = {}
        self._suggestions: dict[str, None] = {}
        self.derivation: Derivation | None = None

    def branch(self) -> Draft:
        """A draft that knows what this one knows now: for an answer that may be given up for another."""
        other = Draft(self.question, self.standalone, self.language)
        other._citations, other._figures = dict(self._citations), list(self._figures)
        other._notes, other._suggestions = dict(self._notes), dict(self._suggestions)
        other.derivation = self.derivation
        return other

    def cite(self, source: Source) -> int:
        """The number of a source; the same place is numbered once."""
        key = (source.report_id, source.table_id, source.cell, source.start, source.end)
        if key not in self._citations:
            self._citations[key] = Citation(len(self._citations) + 1, source)
        return self._citations[key].n

    def operand(self, figure: Figure, label: str) -> AnswerFigure:
        """A stated figure, cited, without asserting it."""
        n = self.cite(figure.source)
        return AnswerFigure(figure.value, figure.unit, label, figure.agency, figure.year, figure.status, n)

    def state(self, figure: Figure, label: str) -> AnswerFigure:
        """Assert a figure that a report states."""
        stated = self.operand(figure, label)
        self._figures.append(stated)
        if figure.basis and figure.table != "prose":
            self.note(bases.told(figure.basis, self.language))
        return stated

    def derive(
        self, value: Decimal, unit: str | None, label: str, formula: str, operands: Sequence[AnswerFigure]
    ) -> AnswerFigure:
        """Assert a figure that was computed from cited operands."""
        first = operands[0]
        agencies = {operand.agency for operand in operands}
        years = {operand.year for operand in operands}
        derived = AnswerFigure(
            value,
            unit,
            label,
            first.agency if len(agencies) == 1 else None,
            first.year if len(years) == 1 else None,
            FigureStatus.DERIVED,
            first.citation,
        )
        self._figures.append(derived)
        self.derivation = Derivation(formula, tuple(operands), value, unit)
        return derived

    def note(self, text: str) -> None:
        """Add a remark, once."""
        self._notes[text] = None

    def suggest(self, *questions: str) -> None:
        """Offer questions that can be answered instead or next."""
        self._suggestions |= dict.fromkeys(questions)

    def marks(self, figures: Sequence[AnswerFigure]) -> str:
        """The citation marks of some figures, each once, in order."""
        return "".join(f"[{n}]" for n in dict.fromkeys(figure.citation for figure in figures))

    def answered(self, text: str, confidence: float) -> Answer:
        """The answer."""
        return self._finish(Status.ANSWERED, None, text, confidence)

    def refused(self, reason: Reason, text: str) -> Answer:
        """A refusal; figures that were stated on the way are not asserted."""
        self._figures.clear()
        self.derivation = None
        return self._finish(Status.REFUSED, reason, text, 0.0)

    def refused_for(self, reason: Reason, asked: str) -> Answer:
        """A refusal in the reason's own sentence; `asked` is what is not there."""
        return self.refused(reason, phrasing.refusal(reason, asked, self.language))

    def asked_back(self, text: str) -> Answer:
        """A question back."""
        return self._finish(Status.CLARIFY, Reason.AMBIGUOUS, text, 0.0)

    def _finish(self, status: Status, reason: Reason | None, text: str, confidence: float) -> Answer:
        return Answer(
            question=self.question,
            standalone_question=self.standalone,
            status=status,
            reason=reason,
            answer=text,
            figures=tuple(self._figures),
            derivation=self.derivation,
            citations=tuple(self._citations.values()),
            notes=tuple(self._notes),
            suggestions=tuple(self._suggestions)[:6],
            confidence=round(confidence, 3),
        )
