"""Words of a question → measures of the standard forms, by dictionary (measures.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from assistant.forms import Column, Form, Row, forms

_AND = re.compile(r"和|与|及|、|加|\\band\\b")
_INCLUDING = re.compile(r"(?<!不)(?:包?含|包括|连同)$")
_NUMBERING = re.compile(r"^(?:（[一二三四五六七]）|[一二三四五六七]、|\d\.)")


_ASKS_REQUESTS = re.compile(
    r"(?<!许可)申请(?:.{0,4}(?:多少|几)|.{0,2}(?:最[多少]|增加|减少|增长|下降))|(?:多少|几).{0,4}(?<!许可)申请"
    r"|\b(?:requests|applications)\b"
)
_SHORT = 4
_ANYTHING = re.compile(r"\banything\b", re.IGNORECASE)
_JOINS = re.compile(r"(?:(?:政府)?信息)?的?")
"""What may stand between a result and the word that it was one: “无法提供信息的答复”."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Something the forms count, and the words people use for it."""

    code: str
    table: str
    axis: str
    """"row", "col", and in the review table "procedure" and "outcome"."""
    members: tuple[str, ...]
    zh: str
    en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with a name: concepts to be summed over concepts to be summed, or over "procedure", its total."""

    zh: str
    words: tuple[str, ...]
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the dictionary in a text; `concept` is None for words that are passed over."""

    start: int
    end: int
    concept: Concept | None


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


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(resources.files(__package__).joinpath("measures.yaml").read_text("utf-8"))
    return data


def _expanded(pattern: str) -> Iterator[str]:
    """The words that a pattern of the dictionary stands for: “{结转|转}下年” is 结转下年 and 转下年."""
    head, mark, tail = pattern.partition("{")
    choices, _, rest = tail.partition("}")
    if not mark:
        yield pattern
        return
    for choice in choices.split("|"):
        yield from _expanded(head + choice + rest)


def _names(zh: str, en: str) -> Iterator[str]:
    """What our own questions call a concept; a short name may mean anything and is left to the dictionary."""
    if len(zh) > _SHORT:
        yield zh
    if " " in en:
        yield en


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by its code."""
    members = {"row": "rows", "col": "cols", "procedure": "procedures", "outcome": "outcomes"}
    return {
        spec["code"]: Concept(
            spec["code"],
            spec["table"],
            spec["axis"],
            tuple(spec[members[spec["axis"]]]),
            spec["zh"],
            spec["en"],
            (*(word for pattern in spec["words"] for word in _expanded(pattern)), *_names(spec["zh"], spec["en"])),
        )
        for spec in _data()["concepts"]
    }


@cache
def rates() -> tuple[Rate, ...]:
    """The named shares."""
    return tuple(
        Rate(r["zh"], tuple(r["words"]), tuple(r["numerator"]), tuple(r["denominator"])) for r in _data()["rates"]
    )


def rate_in(text: str) -> Rate | None:
    """The named share in a text; None where its word is only the tail of a longer one ("不予公开率" is no 公开率)."""
    taken = [(hit.start, hit.end) for hit in hits_in(text)]
    for rate in rates():
        for word in rate.words:
            start = text.find(word)
            if start >= 0 and not any(a < start < b for a, b in taken):
                return rate
    return None


@cache
def _dictionary() -> tuple[re.Pattern[str], dict[str, Concept | None]]:
    words: dict[str, Concept | None] = dict.fromkeys(_data()["ignore"])
    words |= {label.lower(): concept for concept in concepts().values() for label in _official(concept)}
    words |= {word.lower(): concept for concept in concepts().values() for word in concept.words}
    return re.compile("|".join(_patterns(sorted(words, key=len, reverse=True)))), words


@cache
def labels() -> dict[str, str]:
    """Every word of the dictionary that names a concept, with the concept's code."""
    return {word: concept.code for word, concept in _dictionary()[1].items() if concept is not None}


def _patterns(words: Sequence[str]) -> Iterator[str]:
    """One pattern for all the words that begin alike: where none of them begins, the search passes at once."""
    first: dict[tuple[str, bool], list[str]] = {}
    for word in words:
        first.setdefault((word[0], word.isascii()), []).append(word)
    for (char, english), alike in first.items():
        begin = re.escape(char)
        rests = [re.escape(word[1:]) + (r"\b" if english else _unless(word)) for word in alike]
        yield begin + (rf"(?<=\b{begin})" if english else "") + f"(?:{'|'.join(rests)})"


def _unless(word: str) -> str:
    """“其他” at a word's end is an applicant only where it is not the beginning of another label."""
    return r"(?!法律|处理|结果|对外|组织|机关)" if word.endswith("其他") else ""


def _official(concept: Concept) -> set[str]:
    """The forms' own labels of a concept that is one row or column, with and without their numbering."""
    if len(concept.members) != 1 or concept.axis not in ("row", "col"):
        return set()
    labels: set[str] = set()
    for table in (table for form in forms() for table in form.tables if table.code == concept.table):
        parts: tuple[Row | Column, ...] = table.rows if concept.axis == "row" else table.columns
        for part in parts:
            if part.code in concept.members:
                bare = _NUMBERING.sub("", part.label)
                labels |= {part.label, bare, *part.variants} if len(bare) > 2 else {part.label, *part.variants}
    return labels - {"其他", "总计"}


@lru_cache(maxsize=256)
def hits_in(text: str) -> tuple[Hit, ...]:
    """The dictionary's words in a text: the longest at each place, none overlapping. A question is read many times."""
    pattern, words = _dictionary()
    return tuple(Hit(m.start(), m.end(), words[m.group()]) for m in pattern.finditer(text.lower()))


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
