"""Answers from tables without a form: the cells that a question asks for, with the labels that lead to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import cells as table_cells
from assistant import figures, phrasing
from assistant.answer import Answer, AnswerFigure, Reason
from assistant.cells import Found
from assistant.counted import same_unit
from assistant.report import Cell, Figure, Path
from assistant.run import Run
from assistant.tables.texts import kind_of
from assistant.understanding import words
from assistant.understanding.inquiry import Inquiry, Kind, Operation

_MOST_SHOWN = 5
_PLACE = 3
"""The end of a place's name, without what stands before it in the question."""
_REASON = re.compile(r"原因|理由|说明|备注|依据|方式|方法|情况")
_CONTACT = words.ASKS_CONTACT
_SPEAKS_OF = {
    Operation.SHARE: re.compile(r"占|比|率|%|％|‰"),
    Operation.GROWTH: re.compile(r"增|减|升|降|比|率|%|％|变动"),
    Operation.DIFFERENCE: re.compile(r"增|减|升|降|差|变动"),
    Operation.AVERAGE: re.compile(r"均"),
    Operation.MAXIMUM: re.compile(r"最"),
    Operation.MINIMUM: re.compile(r"最"),
    Operation.UNSUPPORTED: re.compile(r"(?!)"),
    Operation.COMPARABLE: re.compile(r"(?!)"),
}
"""An operation is answered by a cell only when its labels speak of it: the table itself states the growth."""


def cells(run: Run) -> Answer | None:
    """The cells of tables that follow no form, by the labels that lead to them."""
    inquiry = run.inquiry
    if inquiry.kind is Kind.PERSONAL:
        return None
    found = table_cells.find(run.library, run.catalog, inquiry.text, _within(run))
    leaders = table_cells.leaders([one for one in found if _fits(run, one)])
    if not leaders:
        return None
    if len({one.info.report_id for one in leaders}) > 1 and run.assumed_year:
        latest = max(one.info.year or 0 for one in leaders)
        leaders = [one for one in leaders if one.info.year == latest]
    if len(leaders) > 1:
        return _which(run, leaders)
    return _stated(run, leaders[0])


def elsewhere(run: Run) -> Answer | None:
    """A place that is no agency of the library may stand in a table ("…（北京）有限公司的注册资本")."""
    stranger = run.inquiry.stranger
    if stranger is None or run.inquiry.kind is Kind.PERSONAL:
        return None
    found = table_cells.find(run.library, run.catalog, run.inquiry.text, _within(run))
    named = [one for one in found if stranger[-_PLACE:] in table_cells.said_of(one) and _fits(run, one)]
    leaders = table_cells.leaders(named)
    return _stated(run, leaders[0]) if len(leaders) == 1 else None


def _within(run: Run) -> list[str] | None:
    """The reports that are asked, or None for all of them."""
    scope = run.question.scope
    narrowed = run.targets or any((scope.report_id, scope.file, scope.agency, scope.year))
    return run.report_ids if narrowed else None


def _speaks_of(found: Found, inquiry: Inquiry) -> bool:
    wanted = _SPEAKS_OF.get(inquiry.operation)
    if words.ASKS_WHY.search(inquiry.text) and not words.NUMBER.search(inquiry.text):
        wanted = _REASON
    elif words.ASKS_CONTACT.search(inquiry.text):
        wanted = _CONTACT
    reading = found.reading
    parts = zip(reading.rows, reading.cols, reading.cells, strict=True)
    labels = ["".join((*row, *col, cell.text)) for row, col, cell in parts]
    return wanted is None or any(wanted.search(label) for label in labels)


def _fits(run: Run, found: Found) -> bool:
    """Whether the cells speak of what is asked, in a unit that answers."""
    unit = run.inquiry.unit
    if not _speaks_of(found, run.inquiry):
        return False
    if unit is None:
        return True
    of_cell = _figures_of(run, found)
    units = [figure.unit for cell in found.reading.cells if (figure := of_cell.get((cell.row, cell.col)))]
    return all(one is None or same_unit(unit, one) for one in units)


def _stated(run: Run, found: Found) -> Answer:
    reading, info = found.reading, found.info
    head = f"{info.agency} {info.year} 年" if info.agency and info.year else info.title
    title = f"{head} {found.table.caption}".strip()
    if all(kind_of(cell.text) == "blank" for cell in reading.cells):
        place = " / ".join((*reading.rows[0], *reading.cols[0]))
        run.draft.cite(table_cells.source_of(info, found.table, reading.cells[0], reading.rows[0], reading.cols[0]))
        return run.draft.refused_for(Reason.NOT_STATED, f"（{title} {place} 处为空白）")
    of_cell = _figures_of(run, found)
    lines = []
    for cell, row, col in zip(reading.cells, reading.rows, reading.cols, strict=True):
        shown, mark = _shown(run, found, cell, (row, col), of_cell.get((cell.row, cell.col)))
        label = " / ".join((*row, *col))
        lines.append(f"{label}：**{shown}** {mark}" if label else f"**{shown}** {mark}")
    text = f"{title} {lines[0]}" if len(lines) == 1 else f"{title}：\n" + "\n".join(f"- {line}" for line in lines)
    return run.draft.answered(text, min(found.score, 0.99))


def _figures_of(run: Run, found: Found) -> dict[tuple[int, int], Figure]:
    stated = figures.select(run.library, report_ids=[found.info.report_id], table_id=found.table.table_id)
    return {one.source.cell: one for one in stated if one.source.cell is not None}


def _shown(run: Run, found: Found, cell: Cell, labels: tuple[Path, Path], figure: Figure | None) -> tuple[str, str]:
    """A cell as the answer shows it, and its mark."""
    if figure is None or figure.value is None:
        n = run.draft.cite(table_cells.source_of(found.info, found.table, cell, *labels))
        return cell.text.strip() or ("（空白）" if run.draft.language == "zh" else "(blank)"), f"[{n}]"
    stated: AnswerFigure = run.draft.state(figure, " / ".join((*labels[0], *labels[1])))
    return phrasing.number(figure.value, figure.unit, run.draft.language), run.draft.marks([stated])


def _which(run: Run, leaders: Sequence[Found]) -> Answer:
    zh = run.draft.language == "zh"
    lines = ["有几张表都符合，请说明要哪一个：" if zh else "Several tables fit; which one do you mean?"]
    for one in leaders[:_MOST_SHOWN]:
        reading = one.reading
        n = run.draft.cite(
            table_cells.source_of(one.info, one.table, reading.cells[0], reading.rows[0], reading.cols[0])
        )
        place = " / ".join((one.info.title, one.table.caption, *reading.rows[0], *reading.cols[0]))
        lines.append(f"- {place}：{reading.cells[0].text.strip()} [{n}]")
    return run.draft.asked_back("\n".join(dict.fromkeys(lines)))
