"""What a person knows better than the file: options of an ingestion, or a sidecar file beside the report.

A sidecar is a YAML file named after the report, `report.pdf.baogao.yaml`, with any of `agency`, `region`, `year`,
`title`, `parent` (the agency above), `published` (a day), `period` (two days) and `contacts` (a telephone, address,
postcode, email, fax, website or department each).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import yaml

from assistant.errors import ReadingError
from assistant.report import Contact, ContactKind
from ingest.identity import region_of
from ingest.structure import Outline

SIDECAR = ".baogao.yaml"
_LONGEST = 65_536
_WORDS = {"agency": "发布机构", "region": "地区", "year": "报告年度", "title": "标题", "parent": "上级机关"}
_WORDS |= {"published": "发布日期", "period": "统计期限", "contacts": "联系方式"}


@dataclass(frozen=True, slots=True)
class Overrides:
    """Facts that go before what the file states; None leaves the file its say."""

    agency: str | None = None
    region: str | None = None
    year: int | None = None
    title: str | None = None
    parent: str | None = None
    published: date | None = None
    period: tuple[date, date] | None = None
    contacts: tuple[Contact, ...] | None = None

    def over(self, other: Overrides) -> Overrides:
        """These, and the other ones where these say nothing."""
        ours = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(other, **{name: value for name, value in ours.items() if value is not None})

    def written(self) -> str | None:
        """These facts as a sidecar states them; None when there are none."""
        stated = {field.name: value for field in fields(self) if (value := getattr(self, field.name)) is not None}
        if self.period:
            stated["period"] = list(self.period)
        if self.contacts is not None:
            stated["contacts"] = {contact.kind: contact.value for contact in self.contacts}
        return yaml.safe_dump(stated, allow_unicode=True) if stated else None

    def agree_with(self, known: object) -> bool:
        """Whether something with the same attributes has all these facts already."""
        ours = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "contacts"}
        told = all(value is None or getattr(known, name) == value for name, value in ours.items())
        return told and set(self.contacts or ()) <= set(getattr(known, "contacts", ()))

    def applied(self, outline: Outline) -> Outline:
        """The outline with these facts in it; where the file stated another, a warning says so."""
        changes = {f.name: v for f in fields(self) if (v := getattr(self, f.name)) is not None}
        if self.agency and not self.region:
            changes["region"] = region_of(self.agency)
        if self.contacts:
            kinds = {contact.kind for contact in self.contacts}
            changes["contacts"] = (*self.contacts, *(c for c in outline.contacts if c.kind not in kinds))
        notes = [
            f"{_WORDS[name]}由人指定为“{value}”，文件写作“{stated}” / {name} was set to {value}, the file says {stated}"
            for name in changes
            if getattr(self, name) is not None
            for value, stated in [(_shown(getattr(self, name)), self._stated(outline, name))]
            if stated and stated != value
        ]
        settled = {"agency": "未找到发布机构", "year": "未找到报告年度"}
        gone = tuple(words for name, words in settled.items() if name in changes)
        kept = tuple(w for w in outline.warnings if not w.startswith(gone)) if gone else outline.warnings
        return replace(outline, **changes, warnings=(*kept, *notes))

    def _stated(self, outline: Outline, name: str) -> str:
        """What the file says of a fact that is set here; of contacts, of the kinds that are set."""
        if name == "contacts":
            kinds = {contact.kind for contact in self.contacts or ()}
            return _shown(tuple(contact for contact in outline.contacts if contact.kind in kinds))
        return _shown(getattr(outline, name))


def _shown(fact: object) -> str:
    if isinstance(fact, tuple):
        return "、".join(part.value if isinstance(part, Contact) else str(part) for part in fact)
    return "" if fact is None else str(fact)


def sidecar(report: Path) -> Overrides:
    """What the sidecar of a report states; nothing where there is none.

    Raises ReadingError("sidecar") when it cannot be understood.
    """
    path = report.with_name(report.name + SIDECAR)
    if not path.is_file():
        return Overrides()
    try:
        with path.open(encoding="utf-8-sig") as file:
            stated = yaml.safe_load(file.read(_LONGEST)) or {}
    except (OSError, UnicodeError, yaml.YAMLError, RecursionError) as error:
        raise _misread(path, type(error).__name__) from error
    if not isinstance(stated, dict) or not set(stated) <= set(_WORDS):
        raise _misread(path, f"只能有 {'、'.join(_WORDS)}")
    try:
        return Overrides(**{name: _fact(name, value) for name, value in stated.items()})
    except ValueError as error:
        raise _misread(path, str(error)) from error


def _fact(name: str, value: object) -> Any:  # noqa: ANN401 - as many types as Overrides has
    """A fact of a sidecar. Raises ValueError with what it should have been."""
    match name, value:
        case "year", int() if 1900 <= value <= 2100:
            return value
        case "published", date() if type(value) is date:
            return value
        case "period", [date() as first, date() as last] if type(first) is type(last) is date and first <= last:
            return first, last
        case "contacts", dict() if value and set(value) <= set(get_args(ContactKind)):
            return tuple(Contact(kind, _words(kind, text)) for kind, text in value.items())
        case "year" | "published" | "period" | "contacts", _:
            raise ValueError(_SHAPES[name])
    return _words(name, value)


_SHAPES = {
    "year": "year 应为年份",
    "published": "published 应为日期，如 2024-01-31",
    "period": "period 应为两个日期，如 [2023-01-01, 2023-12-31]",
    "contacts": f"contacts 只能有 {'、'.join(get_args(ContactKind))}",
}


def _words(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():  # a number would have lost its leading zeros in YAML
        raise ValueError(f"{name} 应为文字，数字请加引号")
    return value.strip()


def _misread(path: Path, why: str) -> ReadingError:
    reason = f"随附说明“{path.name}”无法理解（{why}） / the sidecar {path.name} cannot be understood"
    return ReadingError("sidecar", reason)
