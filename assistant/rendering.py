"""Answers, figures and outcomes as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant import phrasing
from assistant.answer import Answer
from assistant.arithmetic import plain
from assistant.library import ReportInfo
from assistant.report import Figure


def answer_text(answer: Answer) -> str:
    """An answer with its notes, its sources and what may be asked next."""
    language = phrasing.language_of(answer.question)
    zh = language == "zh"
    lines = [answer.answer]
    lines += [f"{'注' if zh else 'Note'}：{note}" for note in answer.notes]
    for citation in answer.citations:
        quote = " ".join(citation.source.quote.split())
        lines.append(f"[{citation.n}] {phrasing.place(citation.source, language)}：“{_short(quote)}”")
    lines += [f"{'可以问' if zh else 'You may ask'}：{question}" for question in answer.suggestions]
    return "\n".join(lines)


def reports(infos: Sequence[ReportInfo]) -> str:
    """The library's reports, a line each, and what could not be read of them."""
    if not infos:
        return "库中没有报告。用 `baogao ingest PATH…` 导入。 / The library is empty."
    lines = [f"{i.report_id}  {i.year or '----'}  {i.agency or '?'}  {i.form or '-'}  {i.file}" for i in infos]
    warned = [f"  ! {i.file}：{warning}" for i in infos for warning in i.warnings]
    return "\n".join([*lines, *warned])


def figures(found: Sequence[Figure]) -> str:
    """Figures, a line each."""
    if not found:
        return "没有符合条件的数字。 / No figure fits."
    return "\n".join(
        "  ".join(
            (
                f"{figure.year or '----'}",
                figure.agency or "?",
                figure.table,
                " / ".join((*figure.row, *figure.col)) or "-",
                plain(figure.value) if figure.value is not None else "—",
                figure.unit or "",
                phrasing.status(figure.status, "zh"),
            )
        )
        for figure in found
    )


def passages(results: Sequence[Mapping[str, Any]]) -> str:
    """Ranked chunks with their scores."""
    if not results:
        return "没有找到。 / Nothing found."
    return "\n\n".join(f"{r['rank']}. ({r['score']:.3f}) {r['source']['file']}\n{r['text']}" for r in results)


def outcome(done: Any) -> str:  # noqa: ANN401 - an ingest outcome: ingest's own type, which this side must not import
    """What became of the files of an ingestion."""
    lines: list[str] = []
    for one in done.ingested:
        counts = f"{one.tables} 表 {one.figures} 数 {one.chunks} 段"
        lines.append(f"+ {one.file}：{one.agency or '?'} {one.year or '?'}，{counts}")
        lines += [f"  ! {warning}" for warning in one.warnings]
    lines += [f"- {one.file}（{one.report_id}）" for one in done.removed]
    lines += [f"x {one.file}：[{one.code}] {one.reason}" for one in done.rejected]
    totals = (len(done.ingested), len(done.unchanged), len(done.removed), len(done.rejected))
    lines.append("导入 {} · 未变 {} · 移除 {} · 拒绝 {}".format(*totals) + f" · {done.seconds:.1f} s")
    return "\n".join(lines)


def _short(text: str, longest: int = 120) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
