"""Figures of tables that follow no form, found by the headers that lead to them.

A cell fits when the question names its row, and the words of its row, its column and its caption together hold
nearly all that the question says. One clear winner is taken; several are asked back.
"""

from __future__ import annotations

from collections.abc import Collection

from assistant import figures
from assistant.counted import Counted, covered, grams, same_unit
from assistant.library import Library
from assistant.report import Figure

_ROW_NAMED = 0.7
"""The share of the row's own label that the question must hold."""
_TOTALS = frozenset({"合计", "总计", "合 计", "总 计"})
"""A row of totals is named by its column."""
_COVERED = 0.8
"""The share of the question that row, column and caption must hold."""


def find(library: Library, report_ids: Collection[str], content: str, unit: str | None) -> list[Counted]:
    """The table figures that a question names by their headers, best first; [] when none is named well enough."""
    wanted = grams(content)
    if not wanted:
        return []
    found = [
        Counted(figure, score)
        for figure in figures.select(library, report_ids=report_ids, of_form=False)
        if figure.table != "prose"
        and figure.value is not None
        and (unit is None or figure.unit is None or same_unit(unit, figure.unit))
        and (score := _fit(figure, wanted, content)) > 0
    ]
    return sorted(found, key=lambda one: (-one.score, one.figure.source.start))


def _fit(figure: Figure, wanted: Collection[str], content: str) -> float:
    row = "".join(figure.row[-1:])
    label = grams("".join(figure.col[-1:]) if not row or row in _TOTALS else row)
    if not label or covered(label, content) < _ROW_NAMED:
        return 0.0
    headers = " ".join((*figure.row, *figure.col, figure.table, *figure.source.section))
    share = covered(wanted, headers)
    return 0.5 * share + 0.5 * covered(label, content) if share >= _COVERED else 0.0
