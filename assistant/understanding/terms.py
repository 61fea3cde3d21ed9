"""Words of a question → quantities of the standard forms: sums of rows × columns, by the dictionary (measures)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.forms import Column, Form, Row, forms
from assistant.understanding.measures import Concept, Hit, concepts, hits_in

_AND = re.compile(r"和|与|及|、|加|\band\b")
_INCLUDING = re.compile(r"(?<!不)(?:包?含|包括|连同)$")
_ASKS_REQUESTS = re.compile(
    r"(?<!许可)申请(?:.{0,4}(?:多少|几)|.{0,2}(?:最[多少]|增加|减少|增长|下降))|(?:多少|几).{0,4}(?<!许可)申请"
    r"|\b(?:requests|applications)\b"
)
_ALSO_TOTAL = re.compile(r"(?:总数|总量|总计|合计)[^，,。占]{0,2}(?:以及|和|与|及|、)")
"""A procedure's total beside one of its outcomes: “复议总数和维持数”."""
_ANYTHING = re.compile(r"\banything\b", re.IGNORECASE)
_JOINS = re.compile(r"(?:(?:政府)?信息)?的?")
"""What may stand between a result and the word that it was one: “无法提供信息的答复”."""


@dataclass(frozen=True, slots=True)
class Term:
    """One quantity of a form: the sum of its rows × columns. A single cell is the sum of one."""

    table: str
    rows: tuple[str, ...]
    cols: tuple[str, ...]
    zh: str
    en: str
    row_known: bool = True
    """False when the question named the column or the outcome only: its row or procedure may come from before."""

    def measures(self, form: Form) -> tuple[str, ...]:
        """The measure codes of this quantity in a form; () where the form does not have it."""
        table = form.table(self.table)
        return tuple(
            table.measure(row, column)
            for row, column in table.cells()
            if row.code in self.rows and column.code in self.cols
        )

    def label(self, language: str) -> str:
        """What the quantity is called."""
        return self.zh if language == "zh" else self.en


def terms_in(text: str) -> list[Term]:
    """The quantities that a text names, in order; [] when it names none of the forms'."""
    found = [hit.concept for hit in _without_parents(text, hits_in(text)) if hit.concept is not None]
    axes = {
        axis: list(dict.fromkeys(concept for concept in found if (concept.table, concept.axis) == axis))
        for axis in {(concept.table, concept.axis) for concept in found}
    }
    if axes.get(("art20", "row")) and concepts()["not_opened"] in found:
        return []  # documents that were not published are no requests that were not granted
    if ("review", "procedure") in axes or ("review", "outcome") in axes:
        return _review_terms(text, axes)
    if ("art20", "col") in axes and not axes.keys() & {("art20", "row"), ("requests", "row")}:
        axes["art20", "row"] = _only_rows(axes["art20", "col"], every=_ANYTHING.search(text) is not None)
    if axes.get(("art20", "row")):
        return _art20_terms(axes[("art20", "row")], axes.get(("art20", "col"), []))
    return _request_terms(text, axes.get(("requests", "row"), []), axes.get(("requests", "col"), []))


def cell_name(form: Form, measure: str, row: Row, column: Column, language: str) -> str | None:
    """Words that name this cell of a form and no other; None where the dictionary has none."""
    name = "·".join((*row.path[-1:], *column.path))
    named = terms_in(name)
    if len(named) == 1 and language != "zh":
        name = named[0].en
        named = terms_in(name)
    return name if len(named) == 1 and named[0].measures(form) == (measure,) else None


def _without_parents(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """“不予公开中属于国家秘密的”, “涉密不予公开的”: one row, named beside its group. The group is not asked for.

    Nor is everything that was handled, in “不予公开答复”: the word behind a result only says that it was one.
    """
    hits = [
        hit
        for before, hit in zip((None, *hits), hits, strict=False)
        if not (_is_total(hit) and before and _JOINS.fullmatch(text, before.end, hit.start) and _is_result(before))
    ]

    def inside(part: Hit, group: Hit) -> bool:
        if part.concept is None or group.concept is None or part.concept.table != group.concept.table:
            return False
        return set(part.concept.members) < set(group.concept.members)

    included = {part for group in hits for part in hits if inside(part, group) and _includes(text, group, part)}
    hits = [hit for hit in hits if hit not in included]
    groups = {
        group
        for group in hits
        for part in hits
        if inside(part, group) and not _AND.search(text[min(part.end, group.end) : max(part.start, group.start)])
    }
    return [hit for hit in hits if hit not in groups]


def _includes(text: str, group: Hit, part: Hit) -> bool:
    """Whether a part is named only to say that the group holds it: “公开了几件（含部分公开）”."""
    return _INCLUDING.search(text[group.end : part.start]) is not None


def _is_total(hit: Hit) -> bool:
    return hit.concept is not None and hit.concept.code == "total"


def _is_result(hit: Hit) -> bool:
    """Whether a word names one way, or some ways, of closing a request."""
    if hit.concept is None or (hit.concept.table, hit.concept.axis) != ("requests", "row"):
        return False
    return all(stage(row) == "result" for row in hit.concept.members)


def _request_terms(text: str, rows: Sequence[Concept], cols: Sequence[Concept]) -> list[Term]:
    known = bool(rows)
    if not rows and not cols:
        if not _ASKS_REQUESTS.search(text.lower()):
            return []
        known = True
    chosen = list(rows) or [concepts()["received"]]
    columns: list[Concept | None] = [*cols] or [None]
    terms = [_request_term(row, col) for row in chosen for col in columns]
    return [replace(term, row_known=known) for term in terms]


def _request_term(row: Concept, col: Concept | None) -> Term:
    if col is None:
        return Term("requests", row.members, ("total",), row.zh, row.en)
    return Term("requests", row.members, col.members, f"{row.zh}（{col.zh}）", f"{row.en} ({col.en})")


def _only_rows(columns: Sequence[Concept], *, every: bool) -> list[Concept]:
    """The rows that columns belong to where the forms give each of them a single row ("采购项目" is procurement's).

    With `every`, all rows that have them ("was anything repealed").
    """
    codes: set[str] = set()
    for column in columns:
        blocks = [
            b for form in forms() for b in form.table("art20").blocks if {c.code for c in b.columns} & {*column.members}
        ]
        rows = {row.code for block in blocks for row in block.rows}
        codes |= rows if len(rows) == 1 or every else set()
    return [c for c in concepts().values() if (c.table, c.axis) == ("art20", "row") and set(c.members) <= codes]


def _art20_terms(rows: Sequence[Concept], cols: Sequence[Concept]) -> list[Term]:
    every = [concept for concept in concepts().values() if (concept.table, concept.axis) == ("art20", "col")]
    chosen = list(cols) or [concept for concept in every if len(concept.members) == 1]
    return [
        Term("art20", row.members, col.members, f"{row.zh}·{col.zh}", f"{row.en}: {col.en}")
        for row in rows
        for col in chosen
    ]


def _review_terms(text: str, axes: dict[tuple[str, str], list[Concept]]) -> list[Term]:
    procedures = axes.get(("review", "procedure"), [])
    known = bool(procedures) or any(word in text for word in ("败诉", "胜诉", "官司"))
    narrow = [concept for concept in procedures if len(concept.members) == 1 and concept.code != "reconsideration"]
    if narrow:  # "行政诉讼中复议后起诉的" names one group, not two
        procedures = [
            p
            for p in procedures
            if p.code not in {"litigation"} | ({"reconsideration"} if "复议后" in text or "未经复议" in text else set())
        ]
    if not procedures:
        lawsuit = any(word in text for word in ("败诉", "胜诉", "官司"))
        procedures = [concepts()[code] for code in (["litigation"] if lawsuit else ["reconsideration", "litigation"])]
    outcomes: list[Concept | None] = [*axes.get(("review", "outcome"), [])]
    if outcomes and _ALSO_TOTAL.search(text):
        outcomes.insert(0, None)
    terms = [_review_term(procedure, outcome) for procedure in procedures for outcome in (outcomes or [None])]
    return [replace(term, row_known=known) for term in terms]


def _review_term(procedure: Concept, outcome: Concept | None) -> Term:
    kinds = outcome.members if outcome else ("total",)
    cols = tuple(f"{group}_{kind}" for group in procedure.members for kind in kinds)
    zh, en = (outcome.zh, outcome.en) if outcome else ("总计", "total")
    return Term("review", ("",), cols, f"{procedure.zh}·{zh}", f"{procedure.en}: {en}")


def joined(terms: Sequence[Term]) -> Term:
    """Several quantities of one table as one: their sum.

    Raises ValueError when there is none, when they share neither rows nor columns, or when their sum would count
    something twice or add unlike things: what came in and what was done with it, a total and its parts.
    """
    if not terms:
        raise ValueError("there is nothing to add")
    first = terms[0]
    if len(terms) == 1:
        return first
    zh, en = " + ".join(t.zh for t in terms), " + ".join(t.en for t in terms)
    if all((t.table, t.cols) == (first.table, first.cols) for t in terms):
        added = [row for term in terms for row in term.rows]
        if len(set(added)) == len(added) and len({stage(row) for row in added}) == 1:
            return replace(first, rows=tuple(added), zh=zh, en=en)
    elif first.table != "art20" and all((t.table, t.rows) == (first.table, first.rows) for t in terms):
        added = [col for term in terms for col in term.cols]
        if len(set(added)) == len(added) and ("total" not in added):
            return replace(first, cols=tuple(added), zh=zh, en=en)
    raise ValueError("these quantities cannot be added cell by cell")


def stage(row: str) -> str:
    """What a row counts: requests that came in, all that were closed or left over, or one way of closing them."""
    stages = {"received": "in", "carried_in": "in", "total": "out", "carried_out": "out"}
    return stages.get(row, "result")
