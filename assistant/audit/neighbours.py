"""A report beside the same agency's report of the year before: what was carried over must arrive (H5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.answer import Finding, Severity
from assistant.arithmetic import plain
from assistant.audit.findings import Numbers, finding
from assistant.audit.material import Material, blank, usable
from assistant.report import Figure

_Pair = tuple[Figure, Figure]


def check(before: Material, after: Material, about: Material) -> Iterator[Finding]:
    """What does not agree between two neighbouring years; `about` is the one of them that the findings are of."""
    yield from _carried_over(before, after, about)
    yield from _in_force(before, after, about)
    yield from _items(before, after, about)


def _carried_over(before: Material, after: Material, about: Material) -> Iterator[Finding]:
    if before.form is None or after.form is None:
        return
    broken: list[_Pair] = []
    doubtful: list[_Pair] = []
    for column in after.form.table("requests").columns:
        left = before.cell("requests", "carried_out", column.code)
        right = after.cell("requests", "carried_in", column.code)
        if left is None or right is None:
            continue
        if usable(left) and usable(right) and left.value != right.value:
            broken.append((left, right))
        elif (blank(left) and right.value and usable(right)) or (blank(right) and left.value and usable(left)):
            doubtful.append((left, right))
    pairs = sorted(broken or doubtful, key=lambda pair: pair[1].measure != "requests.carried_in.total")
    if not pairs:
        return
    years = before.info.year, after.info.year
    left, right = pairs[0]
    details = "；".join(
        f"{'·'.join(r.col)}：{years[0]} 年结转 {_stated(f)}，{years[1]} 年上年结转 {_stated(r)}" for f, r in pairs
    )
    yield finding(
        about,
        "carry_over",
        Severity.ERROR if broken else Severity.REMARK,
        f"表三 · {years[0]} 年四、结转下年度 = {years[1]} 年二、上年结转 · "
        + "、".join("·".join(cell.col) for _, cell in pairs),
        Numbers(
            _stated(right), _stated(left), f"{years[0]} 年（四）{_stated(left)} ≠ {years[1]} 年（二）{_stated(right)}"
        ),
        [figure.source for f, r in pairs for figure in (r, f)],
        f"上一年结转到本年的件数，与本年写的上年结转不一致（{details}）。",
    )


def _in_force(before: Material, after: Material, about: Material) -> Iterator[Finding]:
    """现行有效 = last year's + 制发 - 废止."""
    for row in ("regulations", "normative"):
        stated = after.cell("art20", row, "in_force")
        change = [after.cell("art20", row, "issued"), after.cell("art20", row, "repealed")]
        yield from _stock(about, "现行有效件数", stated, [before.cell("art20", row, "in_force"), *change])


def _items(before: Material, after: Material, about: Material) -> Iterator[Finding]:
    """上一年项目数量 = last year's + its change."""
    for row in ("licensing", "services", "penalties", "coercion", "charges"):
        stated = after.cell("art20", row, "items_before")
        last = [before.cell("art20", row, "items_before"), before.cell("art20", row, "items_change")]
        yield from _stock(about, "上一年项目数量", stated, last)


def _stock(about: Material, what: str, stated: Figure | None, parts: Sequence[Figure | None]) -> Iterator[Finding]:
    """A stock that is not last year's with what came (the second part) and went (the third).

    Only a remark: a clearing up, or another way of counting, may change a stock.
    """
    known = [figure for figure in parts if figure is not None and usable(figure)]
    if stated is None or not usable(stated) or len(known) < len(parts):
        return
    old, came, *went = (figure.value or Decimal(0) for figure in known)
    expected, now = old + came - sum(went), stated.value or Decimal(0)
    if expected == now:
        return
    label = stated.row[-1]
    terms = " + ".join((plain(old), f"({plain(came)})" if came < 0 else plain(came)))
    formula = f"{terms}{''.join(f' - {plain(value)}' for value in went)} = {plain(expected)}"
    yield finding(
        about,
        "stock",
        Severity.REMARK,
        f"表二 · {label} · {what}",
        Numbers(now, expected, f"{formula} ≠ {plain(now)}"),
        [figure.source for figure in (stated, *known)],
        f"{label}的{what}按上年的数字和增减应为 {formula}，写作 {plain(now)}；清理或口径调整也会造成差异，请核对。",
    )


def _stated(figure: Figure) -> str:
    return "空白" if figure.value is None else plain(figure.value)
