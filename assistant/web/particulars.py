"""What a report says of itself beside its figures: whose it is, what it covers, when it came out, whom to ask.

For the public evidence and for the desk alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.library import ReportInfo
from assistant.web.halves import half
from assistant.web.markup import text

_LABELS = {
    "agency": ("机关", "Agency"),
    "parent": ("上级机关", "Agency above"),
    "region": ("地区", "Region"),
    "year": ("年度", "Year"),
    "period": ("统计期限", "Period covered"),
    "published": ("发布日期", "Published"),
    "department": ("承办部门", "Department"),
    "telephone": ("电话", "Telephone"),
    "address": ("地址", "Address"),
    "postcode": ("邮编", "Postcode"),
    "email": ("电子邮箱", "E-mail"),
    "website": ("网址", "Website"),
    "fax": ("传真", "Fax"),
}
_ABOUT = ("关于这份报告", "About this report")
_REMARKS = ("读取时发现", "Noticed while reading")
_NOT_STATED = ("报告没有写明", "not stated in the report")
_MOST = 20
"""Contacts, and remarks, that are shown."""


def about(info: ReportInfo, code: str) -> list[tuple[str, str]]:
    """(what, how it reads), in order; the days that it covers and its publication are named even when not stated."""
    at = 0 if code == "zh" else 1
    return [(_LABELS[name][at], value or _NOT_STATED[at]) for name, value in _stated(info)]


def folded(info: ReportInfo, code: str) -> str:
    """The same as HTML that unfolds, with what was noticed while the report was read."""
    at = 0 if code == "zh" else 1
    rows = "".join(f"<dt>{text(label)}</dt><dd>{text(value)}</dd>" for label, value in about(info, code))
    remarks = ""
    if info.warnings:
        items = "".join(f"<li>{text(half(one, code))}</li>" for one in info.warnings[:_MOST])
        remarks = f'<p class="bg-remark">{text(_REMARKS[at])}</p><ul class="bg-noticed">{items}</ul>'
    return f'<details class="bg-about"><summary>{text(_ABOUT[at])}</summary><dl>{rows}</dl>{remarks}</details>'


def _stated(info: ReportInfo) -> Iterator[tuple[str, str]]:
    for name, value in (("agency", info.agency), ("parent", info.parent), ("region", info.region)):
        if value:
            yield name, value
    if info.year:
        yield "year", str(info.year)
    yield "period", " – ".join(day.isoformat() for day in info.period) if info.period else ""
    yield "published", info.published.isoformat() if info.published else ""
    for contact in info.contacts[:_MOST]:
        yield contact.kind, contact.value
