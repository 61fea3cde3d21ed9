"""Reading one JSON or YAML object field by field; what is wrong is said with its file, line and field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from evals.errors import EvaluationError, at


@dataclass(frozen=True, slots=True)
class Fields:
    """An object of a file. Every method raises EvaluationError when the field is not what it must be."""

    file: Path
    data: Mapping[str, Any]
    line: int | None = None
    path: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The lines of the object's own keys, where they are known."""

    def __contains__(self, name: object) -> bool:
        return name in self.data

    def error(self, name: str, zh: str, en: str) -> EvaluationError:
        """The error of a field."""
        return at(self.file, self.lines.get(name, self.line), self.path + name, zh, en)

    def only(self, *known: str) -> None:
        """Refuse fields of other names: a misspelt field would silently expect nothing."""
        for name in self.data:
            if name not in known:
                raise self.error(str(name), "没有这个字段", f"unknown field; known: {', '.join(known)}")

    def string(self, name: str, *, required: bool = False) -> str | None:
        """A string that is not empty."""
        value = self._get(name, required)
        if value is not None and not (isinstance(value, str) and value.strip()):
            raise self.error(name, "应为非空文字", "must be a string that is not empty")
        return value

    def text(self, name: str) -> str:
        """A string that must be there and may be empty."""
        value = self._get(name, True)
        if not isinstance(value, str):
            raise self.error(name, "应为文字", "must be a string")
        return value

    def strings(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of strings; one string stands for a list of one."""
        value = self._get(name, required)
        listed = [] if value is None else [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise self.error(name, "应为文字的列表", "must be a list of strings")
        return tuple(listed)

    def alternatives(self, name: str) -> tuple[tuple[str, ...], ...]:
        """A list whose entries are strings, or lists of strings of which any will do."""
        value = self._get(name, False)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.error(name, "应为列表", "must be a list")
        entries = [[one] if isinstance(one, str) else one for one in value]
        if not all(isinstance(one, list) and one and all(isinstance(word, str) for word in one) for one in entries):
            raise self.error(name, "应为文字或文字列表的列表", "entries must be strings or lists of strings")
        return tuple(tuple(one) for one in entries)

    def one_or_more(
        self, name: str, known: Collection[str | None], *, required: bool = False
    ) -> tuple[str | None, ...]:
        """One of the known words, or a list of them."""
        if name not in self.data and not required:
            return ()
        value = self._get(name, required)
        listed = value if isinstance(value, list) else [value]
        for one in listed:
            if one not in known:
                words = ", ".join(sorted(str(word) for word in known if word))
                raise self.error(name, f"不认识“{one}”", f"must be one of: {words}")
        return tuple(listed)

    def choice(self, name: str, known: Collection[str]) -> str | None:
        """One of the known words."""
        value = self.string(name)
        if value is not None and value not in known:
            raise self.error(name, f"不认识“{value}”", f"must be one of: {', '.join(sorted(known))}")
        return value

    def integer(self, name: str) -> int | None:
        """A whole number."""
        value = self._get(name, False)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.error(name, "应为整数", "must be a whole number")
        return value

    def number(self, name: str) -> float | None:
        """A number."""
        value = self._get(name, False)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise self.error(name, "应为数字", "must be a number")
        return value

    def boolean(self, name: str) -> bool:
        """True or false; absent is false."""
        value = self._get(name, False)
        if value is not None and not isinstance(value, bool):
            raise self.error(name, "应为 true 或 false", "must be true or false")
        return bool(value)

    def decimal(self, name: str) -> Decimal:
        """A number written as a string, so that nothing is rounded on the way."""
        value = self._get(name, True)
        try:
            number = Decimal(value) if isinstance(value, str) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            raise self.error(name, '应为十进制数字的文字，如 "96171.6"', 'must be a decimal string, such as "96171.6"')
        return number

    def child(self, name: str) -> Fields:
        """An object within this one."""
        value = self._get(name, True)
        if not isinstance(value, dict):
            raise self.error(name, "应为对象", "must be an object")
        return self._within(value, name)

    def children(self, name: str) -> tuple[Fields, ...]:
        """A list of objects."""
        value = self._get(name, False)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.error(name, "应为对象的列表", "must be a list of objects")
        return tuple(self._within(one, f"{name}[{i}]") for i, one in enumerate(value))

    def _within(self, value: Mapping[str, Any], name: str) -> Fields:
        line = self.lines.get(name, self.line)
        return Fields(self.file, value, line, f"{self.path}{name}.")

    def _get(self, name: str, required: bool) -> Any:  # noqa: ANN401 - a field may hold anything until it is checked
        value = self.data.get(name)
        if value is None and required:
            raise self.error(name, "缺少这个字段", "is required")
        return value
