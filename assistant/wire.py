"""Our values as the JSON of the contract: decimals are strings, nothing is rounded on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any

from assistant.answer import Citation


def utf8(text: str) -> str:
    """The text as UTF-8 can carry it: halves of surrogate pairs, as from undecodable input, become "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def to_json(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Plain lists, dicts and strings; the field names of our dataclasses are the contract's names."""
    if isinstance(value, Citation):
        return {"n": value.n, **to_json(value.source)}
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {utf8(str(key)): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_json(item) for item in value]
    return utf8(str(value)) if isinstance(value, (str, PurePath)) else value


def dumps(value: object, *, indent: int | None = None) -> str:
    """One JSON document; Chinese as it is."""
    return json.dumps(to_json(value), ensure_ascii=False, indent=indent)
