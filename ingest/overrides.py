"""What a person knows better than the file: options of an ingestion, or a sidecar file beside the report.

A sidecar is a YAML file named after the report, `report.pdf.baogao.yaml`, with any of `agency`, `region`, `year` and
`title`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path

import yaml

from assistant.errors import ReadingError
from ingest.identity import region_of
from ingest.structure import Outline

SIDECAR = ".baogao.yaml"
_LONGEST = 65_536
_WORDS = {"agency": "发布机构", "region": "地区", "year": "报告年度", "title": "标题"}


@dataclass(frozen=True, slots=True)
class Overrides:
    """Facts that go before what the file states; None leaves the file its say."""

    agency: str | None = None
    region: str | None = None
    year: int | None = None
    title: str | None = None

    def over(self, other: Overrides) -> Overrides:
        """These, and the other ones where these say nothing."""
        ours = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(other, **{name: value for name, value in ours.items() if value is not None})

    def agree_with(self, known: object) -> bool:
        """Whether something with the same attributes has all these facts already."""
        ours = {field.name: getattr(self, field.name) for field in fields(self)}
        return all(value is None or getattr(known, name) == value for name, value in ours.items())

    def applied(self, outline: Outline) -> Outline:
        """The outline with these facts in it; where the file stated another, a warning says so."""
        changes = {f.name: v for f in fields(self) if (v := getattr(self, f.name)) is not None}
        if self.agency and not self.region:
            changes["region"] = region_of(self.agency)
        notes = [
            f"{_WORDS[name]}由人指定为“{value}”，文件写作“{stated}” / {name} was set to {value}, the file says {stated}"
            for name, value in changes.items()
            if (stated := getattr(outline, name)) not in (None, value) and getattr(self, name) is not None
        ]
        settled = {"agency": "未找到发布机构", "year": "未找到报告年度"}
        gone = tuple(words for name, words in settled.items() if name in changes)
        kept = tuple(w for w in outline.warnings if not w.startswith(gone)) if gone else outline.warnings
        return replace(outline, **changes, warnings=(*kept, *notes))


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
    year = stated.pop("year", None)
    if not (year is None or (isinstance(year, int) and 1900 <= year <= 2100)):
        raise _misread(path, "year 应为年份")
    if not all(isinstance(value, str) and value.strip() for value in stated.values()):
        raise _misread(path, "各项应为文字")
    return Overrides(year=year, **{name: value.strip() for name, value in stated.items()})


def _misread(path: Path, why: str) -> ReadingError:
    reason = f"随附说明“{path.name}”无法理解（{why}） / the sidecar {path.name} cannot be understood"
    return ReadingError("sidecar", reason)
