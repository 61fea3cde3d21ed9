"""Where a figure stands in the sentence that states it: its place, its clause, its item of a list."""

from __future__ import annotations

import re

from assistant.report import Figure

_CLAUSE_END = re.compile(r"[，。；：！？（）()\n]|,(?!\d)|(?<!\d),|[;:]")
_ITEM_END = re.compile(
    r"(?<=\d[\u4e00-\u9fff%])、|(?<=\d[\u4e00-\u9fff]{2})、|(?<=\d[\u4e00-\u9fff]{3})、|(?<=[\u4e00-\u9fff])、(?=\d)"
    r"|(?<=\d[\u4e00-\u9fff%])[和及与](?=[^，。；、]{1,24}\d)"
)
"""Between the items of a list that each have a number: “网上提交12件、信函提交3件”."""
_AROUND = 24
"""How far around a number its label is looked for, where the sentence states the same number twice."""


def place(figure: Figure) -> int:
    """Where the figure's number begins in its quote; -1 where it is not there.

    “6条” is not the end of “126条”; of two numbers that are alike, the one whose neighbourhood holds the label.
    """
    quote = figure.source.quote
    pattern = (r"(?<![\d.,])" if figure.raw[:1].isdigit() else "") + re.escape(figure.raw)
    places = [match.start() for match in re.finditer(pattern, quote)]
    if len(places) < 2 or not figure.row:
        return places[0] if places else quote.find(figure.raw)
    label = set(figure.row[-1])

    def fit(at: int) -> int:
        begin = max([0, at - _AROUND, *(m.end() for m in _CLAUSE_END.finditer(quote, 0, at))])
        begin = max([begin, *(m.end() for m in _ITEM_END.finditer(quote, 0, at))])
        return len(label & set(quote[begin : at + len(figure.raw) + _AROUND // 2]))

    return max(places, key=fit)


def before(figure: Figure, size: int | None = None) -> str:
    """What the sentence says before the figure, or the last `size` characters of it."""
    at = max(place(figure), 0)
    return figure.source.quote[max(0, at - size) if size is not None else 0 : at]


def clause(figure: Figure) -> str:
    """The clause of the sentence in which the figure stands."""
    begin, end = _within(figure)
    return figure.source.quote[begin:end]


def before_clause(figure: Figure) -> str:
    """What the sentence says before the figure's own clause."""
    return figure.source.quote[: _within(figure)[0]]


def before_in_clause(figure: Figure) -> str:
    """What the figure's own clause says before it."""
    return figure.source.quote[_within(figure)[0] : max(place(figure), 0)]


def item(figure: Figure) -> str:
    """Of a clause that lists several numbers, the item in which the figure stands."""
    first, last = _within(figure)
    quote, at = figure.source.quote, max(place(figure), 0)
    begin = max((m.end() for m in _ITEM_END.finditer(quote, first, at)), default=first)
    end = next((m.start() for m in _ITEM_END.finditer(quote, at + len(figure.raw), last)), last)
    return quote[begin:end]


def _within(figure: Figure) -> tuple[int, int]:
    quote, at = figure.source.quote, max(place(figure), 0)
    begin = max((m.end() for m in _CLAUSE_END.finditer(quote, 0, at)), default=0)
    end = next((m.start() for m in _CLAUSE_END.finditer(quote, at + len(figure.raw))), len(quote))
    return begin, end
