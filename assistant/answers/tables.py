"""Answers from tables without a form: the cells that a question asks for, with the labels that lead to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant import cells as table_cells
from assistant import figures, phrasing
from assistant.answer import Answer, AnswerFigure, Reason
from assistant.cells import Found, How
from assistant.counted import same_unit
from assistant.language.phases import may_answer, phases_in
from assistant.report import Cell, Figure, FigureStatus, Path
from assistant.run import Run
from assistant.tables.texts import kind_of
from assistant.understanding import words
from assistant.understanding.inquiry import Inquiry, Kind, Operation

_MOST_SHOWN = 5
_PLACE = 3
"""The end of a place's name, without what stands before it in the question."""
_REASON = re.compile(r"原因|理由|说明|备注|依据|方式|方法|情况")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
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
    if run.inquiry.kind is Kind.PERSONAL:
        return None
    answers = _fitting(run)
    leaders = table_cells.leaders(answers)
    if len(leaders) > 1 and run.assumed_year:
        latest = max(one.info.year or 0 for answer in leaders for one in answer)
        leaders = [answer for answer in leaders if all((one.info.year or 0) == latest for one in answer)]
    if not leaders:
        return None
    return _stated(run, leaders[0]) if len(leaders) == 1 else _which(run, leaders)


def elsewhere(run: Run) -> Answer | None:
    """A place that is no agency of the library may stand in a table ("…（北京）有限公司的注册资本")."""
    stranger = run.inquiry.stranger
    if stranger is None or run.inquiry.kind is Kind.PERSONAL:
        return None
    answers = _fitting(run)
    named = [answer for answer in answers if any(stranger[-_PLACE:] in table_cells.said_of(one) for one in answer)]
    leaders = table_cells.leaders(named)
    return _stated(run, leaders[0]) if len(leaders) == 1 else None


def _fitting(run: Run) -> list[list[Found]]:
    answers = table_cells.find(run.library, run.catalog, run.inquiry.text, _within(run))
    return [answer for answer in answers if all(_fits(run, one) for one in answer)]


def _within(run: Run) -> list[str] | None:
    """The reports that are asked, or None for all of them."""
    scope = run.question.scope
    narrowed = run.targets or run.undated or any((scope.report_id, scope.file, scope.agency, scope.year))
    return run.report_ids if narrowed else None


def _speaks_of(found: Found, inquiry: Inquiry) -> bool:
    wanted = None if found.act else _SPEAKS_OF.get(inquiry.operation)
    if words.ASKS_WHY.search(inquiry.text) and not words.NUMBER.search(inquiry.text):
        wanted = _REASON
    elif words.ASKS_CONTACT.search(inquiry.text):
        wanted = _CONTACT
    parts = zip(found.rows, found.cols, found.cells, strict=True)
    return wanted is None or any(wanted.search("".join((*row, *col, cell.text))) for row, col, cell in parts)


def _fits(run: Run, found: Found) -> bool:
    """Whether the cells speak of what is asked, in a unit that answers."""
    unit = run.inquiry.unit
    if not _speaks_of(found, run.inquiry) or not _of_phase(found, run.inquiry) or not _of_year(found, run.inquiry):
        return False
    if unit is None or found.act not in (None, "value"):
        return True
    of_cell = _figures_of(run, found)
    stated = [of_cell.get((cell.row, cell.col)) for cell in found.cells if kind_of(cell.text) != "blank"]
    return all(one is not None and (one.unit is None or same_unit(unit, one.unit)) for one in stated)


def _of_phase(found: Found, inquiry: Inquiry) -> bool:
    """Whether every cell is of the stage of the budget that the question names."""
    asked = phases_in(inquiry.text) or phases_in(inquiry.topic)
    around = (found.table.caption, *reversed(found.table.section), found.info.title)
    return all(
        may_answer(asked, (*reversed(col), *reversed(row), *around))
        for row, col in zip(found.rows, found.cols, strict=True)
    )


def _of_year(found: Found, inquiry: Inquiry) -> bool:
    """Whether no cell's labels speak of other years than the question does."""
    asked = set(inquiry.years.named)
    for row, col in zip(found.rows, found.cols, strict=True):
        own = {int(year) for year in _YEAR.findall("".join((*row, *col)))}
        if asked and own and not own & asked:
            return False
    return True


def _remarks(run: Run, answer: Sequence[Found]) -> None:
    """How the cells were matched, and what was asked for beside them and is not there."""
    zh = run.draft.language == "zh"
    if any(found.how is How.LIKELY for found in answer):
        run.draft.note(
            "该表不是标准表式：上面的数据是按行名、列名和表题与问题的对应关系找到的，请对照所引单元格核对。"
            if zh
            else "This table follows no standard form: its cells were matched by the words of rows, columns and "
            "caption; check them against the cited cells."
        )
    elif any(found.how is How.NAMED for found in answer):
        run.draft.note(
            "该表不是标准表式：按问题中写出的行名和列名取数，请对照所引单元格核对。"
            if zh
            else "This table follows no standard form: the cell was taken by the row and the column that the question "
            "names; check it against the cited cell."
        )
    else:
        run.draft.note(
            "该表不是标准表式：按各列对表中的行做了筛选或排序，请对照所引单元格核对。"
            if zh
            else "This table follows no standard form: its rows were filtered or ordered by its columns; check them "
            "against the cited cells."
        )
    for called in answer[0].silent:
        run.draft.note(f"《{called}》中没有找到答案。" if zh else f"“{called}” states no answer.")
    said = "".join(table_cells.said_of(found) for found in answer)
    for year in run.inquiry.years.named:
        if str(year) not in said:
            run.draft.note(f"所引表格没有写明 {year} 年。" if zh else f"The cited table does not speak of {year}.")


def _stated(run: Run, answer: Sequence[Found]) -> Answer:
    if all(kind_of(cell.text) == "blank" for found in answer for cell in found.cells) and answer[0].value is None:
        first = answer[0]
        place = " / ".join((*first.rows[0], *first.cols[0]))
        run.draft.cite(table_cells.source_of(first, first.cells[0], first.rows[0], first.cols[0]))
        blank = "处为空白" if run.draft.language == "zh" else "is blank"
        return run.draft.refused_for(
            Reason.NOT_STATED, run.draft.signs.aside(f"{_head(first, run.draft.language)} {place} {blank}")
        )
    lines = [line for found in answer for line in _lines(run, found, alone=len(answer) == 1)]
    head = _head(answer[0], run.draft.language) if len(answer) == 1 else ""
    if len(lines) == 1:
        text = f"{head} {lines[0]}".strip()
    else:
        text = "\n".join(
            [f"{head}{run.draft.signs.colon}".rstrip() if head else "", *(f"- {line}" for line in lines)]
        ).strip()
    _remarks(run, answer)
    return run.draft.answered(text, min(max(found.score for found in answer), 0.99))


def _head(found: Found, language: str) -> str:
    info, caption = found.info, found.table.caption
    head = phrasing.report_of(info.agency, info.year, language) if info.agency and info.year else info.title
    return head if caption == head else f"{head} {caption}".strip()


def _lines(run: Run, found: Found, *, alone: bool) -> list[str]:
    place = "" if alone else f"{_head(found, run.draft.language)} "
    if found.skipped:
        run.draft.note(
            f"另有 {found.skipped} 行没有可比较的数字，未计入。"
            if run.draft.language == "zh"
            else f"{found.skipped} rows state no number and were left out."
        )
    if found.value is not None:
        return [place + _computed(run, found, found.value)]
    of_cell = _figures_of(run, found)
    beside = found.by or (None,) * len(found.cells)
    lines = []
    for cell, row, col, by in zip(found.cells, found.rows, found.cols, beside, strict=True):
        shown, mark = _shown(run, found, cell, (row, col), of_cell.get((cell.row, cell.col)))
        label = " / ".join((*row, *col))
        line = f"{label}{run.draft.signs.colon}**{shown}** {mark}" if label else f"**{shown}** {mark}"
        if by is not None:
            n = run.draft.cite(table_cells.source_of(found, by, (cell.text.strip(),), ()))
            line += run.draft.signs.aside(f"{by.text.strip()} [{n}]")
        lines.append(place + line)
    return lines


def _computed(run: Run, found: Found, value: Decimal) -> str:
    """A count or a difference, with every cell that it is made of."""
    of_cell = _figures_of(run, found)
    operands = []
    for cell, row, col in zip(found.cells, found.rows, found.cols, strict=True):
        figure = of_cell.get((cell.row, cell.col))
        label = " / ".join((*row, *col))
        if figure is not None and found.act == "difference":
            operands.append(run.draft.operand(figure, label))
            continue
        n = run.draft.cite(table_cells.source_of(found, cell, row, col))
        operands.append(AnswerFigure(None, None, label, found.info.agency, found.info.year, FigureStatus.REPORTED, n))
    if found.act == "difference":
        parts = sorted((cell.text.strip() for cell in found.cells), key=len, reverse=True)
        formula, unit = f"|{' − '.join(parts)}|", operands[0].unit
    else:
        formula, unit = f"{len(found.cells)} 行", None
    if operands:
        run.draft.derive(value, unit, formula, formula, operands)
    shown = phrasing.number(value, unit, run.draft.language)
    return f"{formula} = **{shown}** {run.draft.marks(operands[:_MOST_SHOWN])}"


def _figures_of(run: Run, found: Found) -> dict[tuple[int, int], Figure]:
    stated = figures.select(run.library, report_ids=[found.info.report_id], table_id=found.table.table_id)
    return {one.source.cell: one for one in stated if one.source.cell is not None}


def _shown(run: Run, found: Found, cell: Cell, labels: tuple[Path, Path], figure: Figure | None) -> tuple[str, str]:
    """A cell as the answer shows it, and its mark."""
    if figure is None or figure.value is None:
        n = run.draft.cite(table_cells.source_of(found, cell, *labels))
        return cell.text.strip() or ("（空白）" if run.draft.language == "zh" else "(blank)"), f"[{n}]"
    stated = run.draft.state(figure, " / ".join((*labels[0], *labels[1])))
    return phrasing.number(figure.value, figure.unit, run.draft.language), run.draft.marks([stated])


def _which(run: Run, leaders: Sequence[Sequence[Found]]) -> Answer:
    zh = run.draft.language == "zh"
    lines = ["有几处都符合，请说明要哪一个：" if zh else "Several places fit; which one do you mean?"]
    for answer in leaders[:_MOST_SHOWN]:
        one = answer[0]
        if not one.cells:
            continue
        n = run.draft.cite(table_cells.source_of(one, one.cells[0], one.rows[0], one.cols[0]))
        place = " / ".join((_head(one, run.draft.language), *one.rows[0], *one.cols[0]))
        lines.append(f"- {place}{run.draft.signs.colon}{one.cells[0].text.strip()} [{n}]")
    return run.draft.asked_back("\n".join(dict.fromkeys(lines)))
