"""A report beside the same agency's report of the year before: what was carried over must arrive (H5)."""

from __future__ import annotations

from collections.abc import Iterator
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
    """现行有效 = last year's + 制发 - 废止; only a remark: a clearing up may change what counts as in force."""
    for row in ("regulations", "normative"):
        cells = [
            before.cell("art20", row, "in_force"),
            after.cell("art20", row, "issued"),
            after.cell("art20", row, "repealed"),
            after.cell("art20", row, "in_force"),
        ]
        known = [figure for figure in cells if figure is not None and usable(figure)]
        if len(known) < len(cells):
            continue
        old, made, gone, now = (figure.value or Decimal(0) for figure in known)
        if old + made - gone != now:
            label = known[3].row[-1]
            sum_text = f"{plain(old)} + {plain(made)} - {plain(gone)} = {plain(old + made - gone)}"
            yield finding(
                about,
                "stock",
                Severity.REMARK,
                f"表二 · {label} · 现行有效件数",
                Numbers(now, old + made - gone, f"{sum_text} ≠ {plain(now)}"),
                [figure.source for figure in (known[3], *known[:3])],
                f"{label}上年现行有效 {plain(old)} 件，本年制发 {plain(made)}、废止 {plain(gone)}，应为 "
                f"{plain(old + made - gone)} 件，写作 {plain(now)} 件；清理或口径调整也会造成差异，请核对。",
            )


def _items(before: Material, after: Material, about: Material) -> Iterator[Finding]:
    """上一年项目数量 = last year's + its change; a remark, as for `_in_force`."""
    for row in ("licensing", "services", "penalties", "coercion", "charges"):
        cells = [
            before.cell("art20", row, "items_before"),
            before.cell("art20", row, "items_change"),
            after.cell("art20", row, "items_before"),
        ]
        known = [figure for figure in cells if figure is not None and usable(figure)]
        if len(known) < len(cells):
            continue
        old, change, now = (figure.value or Decimal(0) for figure in known)
        if old + change != now:
            label = known[2].row[-1]
            yield finding(
                about,
                "stock",
                Severity.REMARK,
                f"表二 · {label} · 上一年项目数量",
                Numbers(now, old + change, f"{plain(old)} + ({plain(change)}) = {plain(old + change)} ≠ {plain(now)}"),
                [figure.source for figure in (known[2], known[0], known[1])],
                f"{label}上年报告的项目数量 {plain(old)} 加增减 {plain(change)} 为 {plain(old + change)}，"
                f"本年“上一年项目数量”写作 {plain(now)}，请核对。",
            )


def _stated(figure: Figure) -> str:
    return "空白" if figure.value is None else plain(figure.value)
