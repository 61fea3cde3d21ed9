"""What a model is shown: quoted passages and figures under handles, and no number to copy or to change.

A figure's handle is `{F1}`, a passage's mark `[P1]`. In the passages every number is taken out and stands under a
handle of its own, so that a reply which is true to its evidence holds no digit at all. Handles become our values, and
marks our citations, only when the reply has been checked (`grounding`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from assistant import phrasing
from assistant.answer import Answer, AnswerFigure
from assistant.report import Figure, FigureStatus, Source

HANDLE = re.compile(r"\{(F\d{1,3})\}")
MARK = re.compile(r"\[(P\d{1,3})\]")
LONGEST_PASSAGE = 1_200
"""Characters of one passage that a model is shown."""
MOST_PASSAGES = 12
_UNITS = (
    "万元|亿元|元|万件|人次|平方米|公里|个百分点|小时|工作日|件|条|次|个|项|份|篇|场|期|名|家|户|人|天|倍|成|处|批|例|起"
    "|台|辆|部|类|种|届|套|站|号"
)
_CN = "一二三四五六七八九十百千万亿两零〇壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
_TENS = "十百千万亿拾佰仟"
NUMBER = re.compile(
    r"\d{4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?"
    rf"|\d[\d,，]*(?:[.．:：\-－—]\d+)*\s*[%％‰]?\s*[万亿]*(?:{_UNITS})?"
    rf"|百分之[{_CN}点]+|[{_CN}]+分之[{_CN}]+"
    rf"|[{_CN}]{{3,}}(?:{_UNITS})?|(?:[{_CN}][{_TENS}]|[{_TENS}][{_CN}])[余多]?(?:{_UNITS})?"
    rf"|[{_CN}]{{1,2}}[余多]?(?:{_UNITS})(?!是|、|方面)"
    r"|[\u00b2\u00b3\u00b9\u2070-\u2089\u2150-\u218b\u2460-\u249b\u2776-\u2793\u3220-\u3229]"
)
"""A number as prose writes it, with the unit that belongs to it: digits, dates, and Chinese numerals that count."""
ENGLISH_NUMBER = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|hundreds?|thousands?|millions?|billions?|dozens?|half|twice|doubled?|tripled?|quarter|third)\b",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"(?<![\d.])\d{1,2}[.、](?!\d)")
_AROUND = 30
"""Characters on each side of a number that say what it counts."""
_BRACKETS = str.maketrans({"{": "｛", "}": "｝", "[": "［", "]": "］"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure or a number of a passage under a handle."""

    handle: str
    shown: str
    unit: str | None
    sources: tuple[Source, ...]
    """What proves it: one place, or those of a derived figure's operands."""
    label: str
    """What it counts, in the form's or the sentence's words."""
    agency: str | None
    year: int | None
    figure: AnswerFigure | None
    """The figure that the answer asserts when it uses the handle; None for a number of a passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A quoted passage under its mark."""

    mark: str
    source: Source
    masked: str


class Evidence:
    """The handles and marks of one answer."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.figures: dict[str, Bound] = {}
        self.passages: dict[str, Passage] = {}

    def __bool__(self) -> bool:
        return bool(self.figures or self.passages)

    def add_answer(self, answer: Answer) -> None:
        """What an embedded answer asserts, with its operands; the quotes of an answer without figures as passages."""
        sources = {citation.n: citation.source for citation in answer.citations}
        operands = answer.derivation.operands if answer.derivation else ()
        of_operands = tuple(dict.fromkeys(sources[operand.citation] for operand in operands))
        for figure in (*answer.figures, *operands):
            derived = figure.status is FigureStatus.DERIVED and figure in answer.figures
            self._add_figure(figure, of_operands if derived and of_operands else (sources[figure.citation],))
        if not answer.figures:
            for citation in answer.citations:
                self.add_passage(citation.source)

    def add_cell(self, figure: Figure) -> str | None:
        """The handle of what one cell of a table states; None where it states no number."""
        if figure.value is None:
            return None
        label = " / ".join((*figure.row, *figure.col))
        for bound in self.figures.values():
            if bound.figure is not None and bound.sources == (figure.source,) and bound.figure.value == figure.value:
                return bound.handle
        stated = AnswerFigure(figure.value, figure.unit, label, figure.agency, figure.year, figure.status, 0)
        self._add_figure(stated, (figure.source,))
        return f"F{len(self.figures)}"

    def _add_figure(self, figure: AnswerFigure, sources: tuple[Source, ...]) -> None:
        if figure.value is None:
            return
        for bound in self.figures.values():
            known = bound.figure
            if known and bound.sources == sources and (known.value, known.label) == (figure.value, figure.label):
                return
        shown = phrasing.number(figure.value, figure.unit, self.language)
        self._bind(shown, figure.label, sources, figure.agency, figure.year, figure)

    def add_passage(self, source: Source) -> str | None:
        """A passage's mark; None when there are too many already."""
        for passage in self.passages.values():
            if passage.source == source:
                return passage.mark
        if len(self.passages) >= MOST_PASSAGES:
            return None
        mark = f"P{len(self.passages) + 1}"
        self.passages[mark] = Passage(mark, source, self._masked(source))
        return mark

    def _masked(self, source: Source) -> str:
        quote = source.quote[:LONGEST_PASSAGE]
        parts, end = [], 0
        for match in NUMBER.finditer(quote):
            around = quote[max(0, match.start() - _AROUND) : match.end() + _AROUND]
            bound = self._bind(match.group().strip(), around, (source,), source.agency, source.year, None)
            parts += [quote[end : match.start()].translate(_BRACKETS), "{" + bound.handle + "}"]
            end = match.end()
        return "".join((*parts, quote[end:].translate(_BRACKETS)))

    def _bind(
        self,
        shown: str,
        label: str,
        sources: tuple[Source, ...],
        agency: str | None,
        year: int | None,
        figure: AnswerFigure | None,
    ) -> Bound:
        handle = f"F{len(self.figures) + 1}"
        unit = figure.unit if figure else None
        self.figures[handle] = Bound(handle, shown, unit, sources, label, agency, year, figure)
        return self.figures[handle]

    def as_json(self) -> str:
        """What the model is shown. Labels and places are quoted material too, so their brackets are ours alone."""
        figures = [
            {
                "token": "{" + bound.handle + "}",
                "label": plain(bound.label),
                "agency": plain(bound.agency or ""),
                "year": bound.year,
                "status": (bound.figure.status if bound.figure else FigureStatus.REPORTED).value,
            }
            for bound in self.figures.values()
            if bound.figure is not None
        ]
        passages = [
            {
                "mark": f"[{passage.mark}]",
                "agency": plain(passage.source.agency or passage.source.title),
                "year": passage.source.year,
                "section": plain(" › ".join(passage.source.section)),
                "text": passage.masked,
            }
            for passage in self.passages.values()
        ]
        return json.dumps({"figures": figures, "passages": passages}, ensure_ascii=False, indent=1)


def plain(text: str) -> str:
    """Quoted words without numbers and without brackets that could pass for a handle."""
    return NUMBER.sub("…", _NUMBERING.sub("", text)).translate(_BRACKETS)
