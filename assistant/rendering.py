"""Answers, figures and outcomes as text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant import phrasing
from assistant.answer import Answer
from assistant.arithmetic import plain
from assistant.library import ReportInfo
from assistant.report import Figure
from assistant.search.searching import Ranked

_SIGNS = re.compile(r"[\\`*_\[\]#!|~$]")
_ADDRESS = re.compile(r"(https?|ftp|mailto|javascript):", re.IGNORECASE)


def answer_text(answer: Answer) -> str:
    """An answer with its notes, its sources and what may be asked next."""
    language = phrasing.language_of(answer.question)
    zh, colon = language == "zh", phrasing.signs(language).colon
    lines = [answer.answer]
    lines += [f"{'注' if zh else 'Note'}{colon}{note}" for note in answer.notes]
    for citation in answer.citations:
        quote = " ".join(citation.source.quote.split())
        lines.append(f"[{citation.n}] {phrasing.place(citation.source, language)}{colon}“{_short(quote)}”")
    lines += [f"{'可以问' if zh else 'You may ask'}{colon}{question}" for question in answer.suggestions]
    return "\n".join(lines)


def answer_markdown(answer: Answer) -> str:
    """A question and its answer with the sources as Markdown; nothing that a document says is a link or HTML there."""
    language = phrasing.language_of(answer.question)
    zh, colon = language == "zh", phrasing.signs(language).colon
    lines = [f"## {_literal(' '.join(answer.question.split()))}", "", _tame(answer.answer)]
    if answer.derivation is not None:
        lines += ["", f"{'计算' if zh else 'Computed'}{colon}{_tame(answer.derivation.formula)}"]
    lines += [f"\n> {'注' if zh else 'Note'}{colon}{_tame(note)}" for note in answer.notes]
    sources = [
        f"{one.n}. {_literal(one.source.title)} · {_literal(phrasing.place(one.source, language))}{colon}"
        f"“{_literal(_short(' '.join(one.source.quote.split()), 400))}”"
        for one in answer.citations
    ]
    return "\n".join([*lines, *([""] if sources else []), *sources]) + "\n"


def _tame(text: str) -> str:
    """Our own Markdown keeps its bold, its lists and its [n] marks; images, links and HTML become text."""
    return _ADDRESS.sub(r"\g<1>\\:", text.replace("<", "&lt;").replace("](", "]\\(").replace("![", "\\!["))


def _literal(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _ADDRESS.sub(r"\g<1>\\:", _SIGNS.sub(r"\\\g<0>", text).replace("<", "&lt;"))


def reports(infos: Sequence[ReportInfo]) -> str:
    """The library's reports, a line each, what they say of themselves, and what could not be read of them."""
    if not infos:
        return "库中没有报告。用 `baogao ingest PATH…` 导入。 / The library is empty."
    lines = []
    for i in infos:
        lines.append(f"{i.report_id}  {i.year or '----'}  {i.agency or '?'}  {i.form or '-'}  {i.file}")
        if particulars := _particulars(i):
            lines.append(f"    {particulars}")
    warned = [f"  ! {i.file}：{warning}" for i in infos for warning in i.warnings]
    return "\n".join([*lines, *warned])


_CONTACT_WORDS = {
    "department": "部门",
    "telephone": "电话",
    "fax": "传真",
    "address": "地址",
    "postcode": "邮编",
    "email": "邮箱",
}


def _particulars(info: ReportInfo) -> str:
    """Parent agency, period, day of publication and contacts, as far as the report states them."""
    stated = [f"上级 {info.parent}"] if info.parent else []
    stated += [f"期间 {info.period[0]}—{info.period[1]}"] if info.period else []
    stated += [f"发布 {info.published}"] if info.published else []
    for kind, word in _CONTACT_WORDS.items():
        values = dict.fromkeys(contact.value for contact in info.contacts if contact.kind == kind)
        stated += [f"{word} {'、'.join(values)}"] if values else []
    return " · ".join(stated)


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


def passages(results: Sequence[Ranked]) -> str:
    """Ranked chunks with their scores."""
    if not results:
        return "没有找到。 / Nothing found."
    return "\n\n".join(f"{one.rank}. ({one.score:.3f}) {one.source.file}\n{one.text}" for one in results)


def outcome(done: Any) -> str:  # noqa: ANN401 - an ingest outcome: ingest's own type, which this side must not import
    """What became of the files of an ingestion: a line for each, what was read of its form, and its warnings."""
    lines: list[str] = []
    for one in done.ingested:
        counts = f"{one.tables} 表 {one.figures} 数 {one.chunks} 段"
        lines.append(f"+ {one.file}：{one.agency or '?'} {one.year or '?'}，{counts}，{one.seconds:.1f} s")
        lines += [_coverage(part) for part in one.coverage]
        lines += [f"    ! {warning}" for warning in one.warnings]
    lines += [f"- {one.file}（{one.report_id}）" for one in done.removed]
    lines += [f"x {one.file}：[{one.code}] {one.reason}" for one in done.rejected]
    warned = sum(bool(one.warnings) for one in done.ingested)
    totals = (len(done.ingested), warned, len(done.unchanged), len(done.removed), len(done.rejected))
    lines.append("导入 {}（有警告 {}） · 未变 {} · 移除 {} · 拒绝 {}".format(*totals) + f" · {done.seconds:.1f} s")
    return "\n".join(lines)


def _coverage(part: Any) -> str:  # noqa: ANN401 - as above
    """How much of one table of the form was read."""
    read = f"{part.found}/{part.rows} 行"
    troubled = (("修复", part.repaired), ("不明", part.ambiguous), ("缺失", part.missing))
    read += "".join(f"，{word} {number}" for word, number in troubled if number)
    checked = f"，勾稽 {part.held}/{part.identities} 成立" if part.identities else ""
    return f"    {part.table:<9} {read}{checked}"


def _short(text: str, longest: int = 120) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
