"""The figures of real reports, copied out by hand, under the measures of the form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.forms import Form, forms

Gold = dict[str, Any]

_ROWS = {
    "一、本年新收": "received", "二、上年结转": "carried_in", "（一）予以公开": "granted", "（二）部分公开": "partial",
    "（三）1国家秘密": "denied_secret", "（三）2其他法律行政法规禁止公开": "denied_law",
    "（三）3三安全一稳定": "denied_safety", "（三）4第三方合法权益": "denied_third_party",
    "（三）5三类内部事务信息": "denied_internal", "（三）6四类过程性信息": "denied_process",
    "（三）7行政执法案卷": "denied_enforcement", "（三）8行政查询事项": "denied_query",
    "（四）1不掌握": "unable_not_held", "（四）2没有现成信息": "unable_not_ready",
    "（四）3补正后仍不明确": "unable_unclear", "（五）1信访举报投诉": "refused_petition",
    "（五）2重复申请": "refused_repeat", "（五）3公开出版物": "refused_publication",
    "（五）4大量反复申请": "refused_mass", "（五）5确认或重新出具": "refused_confirm", "（六）其他处理": "other_all",
    "（六）1逾期不补正": "other_not_corrected", "（六）2逾期未缴费": "other_not_paid", "（六）3其他": "other_rest",
    "（七）总计": "total", "四、结转下年度": "carried_out",
}  # fmt: skip


def load(folder: Path) -> list[Gold]:
    return list(json.loads((folder / "gold.json").read_text(encoding="utf-8")))


def form_of(record: Gold) -> Form:
    return next(form for form in forms() if form.code.endswith(record["form"]))


def measures(record: Gold) -> dict[str, Decimal | None]:
    """Measure → the value that the report prints; None where its cell is blank or cannot be made out."""
    form = form_of(record)
    return {**dict(_requests(record, form)), **dict(_review(record, form)), **dict(_art20(record, form))}


def _requests(record: Gold, form: Form) -> Iterator[tuple[str, Decimal | None]]:
    columns = {column.label: column.code for column in form.table("requests").columns}
    for label, row in (record["table_requests"] or {}).items():
        for column, value in row.items() if isinstance(row, dict) else ():
            if column in columns:
                yield f"requests.{_ROWS[label]}.{columns[column]}", _number(value)


def _review(record: Gold, form: Form) -> Iterator[tuple[str, Decimal | None]]:
    for column, value in zip(form.table("review").columns, record["table_review"] or (), strict=False):
        yield f"review.{column.code}", _number(value)


def _art20(record: Gold, form: Form) -> Iterator[tuple[str, Decimal | None]]:
    table = form.table("art20")
    for label, stated in (record["table_art20"] or {}).items():
        name = label.split("(")[0]
        block, row = next((b, r) for b in table.blocks for r in b.rows if name in (r.label, *r.variants))
        if isinstance(stated, dict):  # glued in the source; the record keeps the digits as they stand there
            values: list[Any] = [None] * len(block.columns)
        else:
            values = stated if isinstance(stated, list) else [stated]
        for column, value in zip(block.columns, values, strict=True):
            yield f"art20.{row.code}.{column.code}", _number(value)


def _number(value: str | int | float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value).removesuffix("元"))
