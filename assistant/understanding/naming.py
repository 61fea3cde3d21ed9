"""What agencies are called: their own names, short forms, places, and the names that a library's users gave them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from assistant.errors import LibraryError
from assistant.language.places import place_names, split

ALIASES = "aliases.yaml"
"""The file in a store where its users write names of their own: `name: the agency's full name`, a line each."""


def aliases_in(path: Path) -> dict[str, str]:
    """The names that users gave to agencies; {} where there is no such file.

    Raises LibraryError when the file is no list of names.
    """
    if not path.is_file():
        return {}
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LibraryError(f"别名文件 {path.name} 无法读取：{error}。The file of aliases cannot be read.") from error
    if not isinstance(data, dict) or not all(isinstance(part, str) for pair in data.items() for part in pair):
        raise LibraryError(f"别名文件 {path.name} 每行应为“别名: 机关全称”。Write `alias: full name`, one a line.")
    return {alias.strip(): agency.strip() for alias, agency in data.items() if len(alias.strip()) > 1}


@cache
def short_forms() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """What a government is called, and how people shorten the names of bodies (agencies.yaml)."""
    data = yaml.safe_load(resources.files(__package__).joinpath("agencies.yaml").read_text("utf-8"))
    return frozenset(data["government"]), {body: tuple(short) for body, short in data["bodies"].items()}


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that an agency may be called, the surest first."""

    own: frozenset[str]
    bodies: frozenset[str]
    """Without the place."""
    places: frozenset[str]
    """The place alone."""


def names_of(agency: str) -> Names:
    """What an agency may be called."""
    governments, shortened = short_forms()
    places, body = split(agency)
    wheres = place_names(places)
    if not body or body in governments:
        titles = {where + title for where in wheres for title in governments}
        return Names(frozenset({agency, *wheres, *titles}), frozenset(), frozenset())
    families = [{long, *short} for long, short in shortened.items() if body == long or body in short]
    shorts = {body}.union(*families)
    level = places[-1][-1] if places else ""
    own = {agency} | {where + short for where in wheres for short in shorts}
    own |= {where + level + short for where in wheres for short in shorts if not where.endswith(level)}
    bodies = shorts | {level + short for short in shorts}
    return Names(frozenset(own), frozenset(name for name in bodies if len(name) > 1), frozenset(wheres))
