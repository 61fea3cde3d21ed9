"""What a question leaves out is taken from the question before it, when it reads like a follow-up."""

from __future__ import annotations

from dataclasses import replace

from assistant.understanding import words
from assistant.understanding.inquiry import Inquiry, Kind, Operation
from assistant.understanding.measures import Term, concepts, terms_in
from assistant.understanding.quantities import whole_of


def completed(inquiry: Inquiry, before: Inquiry) -> Inquiry:
    """Take from the question before what this one leaves out; a whole question of its own inherits only its scope."""
    changes: dict[str, object] = {}
    lacks_measure = not inquiry.terms and inquiry.divided is None and len(inquiry.content) <= 2
    if (
        lacks_measure
        and inquiry.kind is not Kind.PERSONAL
        and (words.ELLIPSIS.search(inquiry.text) or not words.ASKS_TEXT.search(inquiry.text))
    ):
        changes |= {
            "terms": before.terms,
            "denominator": before.denominator,
            "divided": before.divided,
            "kind": before.kind,
            "general": before.general,
        }
        changes |= {"unit": before.unit, "content": before.content, "topic": before.topic, "focus": before.focus}
        if inquiry.operation is Operation.SHARE and before.terms and not before.denominator:
            changes["denominator"] = (whole_of(before.terms[0]),)
        if inquiry.operation is Operation.VALUE:
            changes |= {"operation": before.operation, "everyone": inquiry.everyone or before.everyone}
    elif inquiry.terms and not all(term.row_known for term in inquiry.terms):
        # Two procedures that were assumed for one outcome become the one of the question before.
        changes["terms"] = tuple(dict.fromkeys(_with_row(term, before) for term in inquiry.terms))
        changes["denominator"] = tuple(dict.fromkeys(_with_row(term, before) for term in inquiry.denominator))
    if (
        inquiry.operation is Operation.SHARE
        and not inquiry.terms
        and inquiry.divided
        and not inquiry.divided[0].strip()
    ):
        under = terms_in(inquiry.divided[1])
        if under and before.terms:
            changes |= {
                "terms": before.terms[:1],
                "denominator": tuple(under[:1]),
                "divided": None,
                "kind": Kind.FIGURE,
            }
            changes |= {"operation": Operation.SHARE}
    if not inquiry.mentions and inquiry.stranger is None:
        changes["mentions"] = before.mentions
        changes["stranger"] = before.stranger
    if inquiry.years.silent:
        changes["years"] = before.years
    elif inquiry.years.relative and inquiry.operation in (Operation.DIFFERENCE, Operation.GROWTH):
        changes["years"] = before.years  # "比上年少多少" asks for the year of before against the one before that
    elif inquiry.years.relative and before.years.named:
        base = before.years.named[-1]
        changes["years"] = replace(inquiry.years, named=(base + inquiry.years.offset,), relative=None)
    merged = replace(inquiry, **changes)  # type: ignore[arg-type]
    return replace(merged, standalone=_standalone(inquiry, merged))


def _with_row(term: Term, before: Inquiry) -> Term:
    """“其中企业的呢” after “新收多少”: the column of this question in the row, or the procedure, of the one before."""
    if term.row_known or not before.terms or before.terms[0].table != term.table:
        return term
    base = before.terms[0]
    if term.table == "review":
        return _with_procedure(term, base)
    columns = [c for c in concepts().values() if (c.table, c.axis) == ("requests", "col")]
    named = [c for c in columns if c.members == term.cols] or [c for c in columns if set(c.members) <= set(term.cols)]
    zh, en = base.zh.split("（法人")[0], base.en.split(" (")[0]
    who_zh, who_en = "、".join(c.zh for c in named), ", ".join(c.en for c in named)
    return replace(term, rows=base.rows, zh=f"{zh}（{who_zh}）", en=f"{en} ({who_en})", row_known=True)


def _with_procedure(term: Term, base: Term) -> Term:
    groups = dict.fromkeys(col.split("_")[0] for col in base.cols)
    kinds = dict.fromkeys(col.split("_")[1] for col in term.cols)
    zh, en = base.zh.split("·")[0], base.en.split(":")[0]
    return replace(
        term,
        cols=tuple(f"{group}_{kind}" for group in groups for kind in kinds),
        zh=f"{zh}·{term.zh.split('·')[-1]}",
        en=f"{en}: {term.en.split(': ')[-1]}",
        row_known=True,
    )


def _standalone(asked: Inquiry, merged: Inquiry) -> str:
    """The question as it would be asked without the conversation before it."""
    if merged == asked:
        return asked.text
    who = "".join(m.text for m in merged.mentions[:1]) if not asked.mentions else ""
    when = "、".join(map(str, merged.years.named)) + "年" if merged.years.named and asked.years != merged.years else ""
    what = "、".join(term.zh for term in merged.terms) if merged.terms != asked.terms else ""
    return " ".join(part for part in (who + when, asked.text, f"（{what}）" if what else "") if part)
