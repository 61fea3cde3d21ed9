"""What the locked packages bring along: python -m scripts.dependencies audit|licences

    audit      published advisories on the locked versions, from osv.dev; where that cannot be reached, those that
               dependencies.yaml knows. One that is allowed has a reason and a day on which the allowance ends.
    licences   writes docs/licences.md; a licence that is unknown or not allowed is an error

The exit code is 1 when something is wrong.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LOCK, PAGE = ROOT / "requirements.lock", ROOT / "docs" / "licences.md"
_OSV = "https://api.osv.dev/v1/querybatch"
_SECONDS = 20
_SPDX = (
    (r"apache", "Apache-2.0"),
    (r"mozilla|MPL", "MPL-2.0"),
    (r"python software foundation|PSF", "PSF-2.0"),
    (r"ISC", "ISC"),
    (r"BSD-2|2-clause", "BSD-2-Clause"),
    (r"BSD-3|3-clause", "BSD-3-Clause"),
    (r"MIT", "MIT"),
)
"""How licences are named where SPDX's words are not used, and what is meant; "BSD" alone could be two."""


def policy() -> dict[str, Any]:
    """What dependencies.yaml says."""
    said: dict[str, Any] = yaml.safe_load((ROOT / "scripts" / "dependencies.yaml").read_text("utf-8"))
    return said


def locked(lock: str) -> dict[str, str]:
    """The version of each package in the text of a lock."""
    found = (re.match(r"([\w.-]+)==([^\s;]+)", line) for line in lock.splitlines())
    return {match[1].lower(): match[2] for match in found if match}


def unallowed(found: Mapping[str, Iterable[str]], allowed: Iterable[Mapping[str, Any]], today: date) -> list[str]:
    """What is wrong with the advisories (by package) that were found: not allowed, or allowed until an earlier day."""
    ends = {(entry["package"], name): entry["expires"] for entry in allowed for name in (entry["id"], *_also(entry))}
    wrong = []
    for package, ids in sorted(found.items()):
        for one in sorted(ids):
            end = ends.get((package, one))
            if end is None:
                wrong.append(f"{package}: {one} is not allowed")
            elif end < today:
                wrong.append(f"{package}: {one} was allowed until {end}; look at it again")
    return wrong


def _also(entry: Mapping[str, Any]) -> list[str]:
    also: list[str] = entry.get("also", [])
    return also


def known_advisories(packages: Mapping[str, str], advisories: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The kept advisories that touch these versions, by package."""
    found: dict[str, list[str]] = {}
    for entry in advisories:
        version, fixed = packages.get(entry["package"]), entry["fixed"]
        if version is not None and (fixed is None or Version(version) < Version(str(fixed))):
            found.setdefault(entry["package"], []).append(entry["id"])
    return found


def published_advisories(packages: Mapping[str, str]) -> dict[str, list[str]]:
    """What osv.dev knows of these versions, by package. Raises OSError where it cannot be reached."""
    named = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": v} for name, v in packages.items()]
    body = json.dumps({"queries": named}).encode()
    request = urllib.request.Request(_OSV, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=_SECONDS) as reply:
        results = json.load(reply)["results"]
    pairs = zip(packages, results, strict=True)
    return {name: [one["id"] for one in result["vulns"]] for name, result in pairs if result.get("vulns")}


def low(packages: Mapping[str, str], requirements: Iterable[str], floors: Mapping[str, object]) -> list[str]:
    """The floors that a locked version, or a lower bound of pyproject, does not keep."""
    bounds = {requirement.name: requirement.specifier for requirement in map(Requirement, requirements)}
    wrong = []
    for name, floor in floors.items():
        least = Version(str(floor))
        if Version(packages[name]) < least:
            wrong.append(f"{name} {packages[name]} is locked, below {floor}")
        starts = [Version(one.version) for one in bounds.get(name, ()) if one.operator in (">=", "==")]
        if name in bounds and max(starts, default=Version("0")) < least:
            wrong.append(f"{name} may be older than {floor} in pyproject.toml")
    return wrong


def licence(name: str, stated: Mapping[str, str]) -> str | None:
    """The SPDX expression of an installed package's licence, None when its data do not say.

    Raises PackageNotFoundError.
    """
    if name in stated:
        return stated[name]
    said = metadata.metadata(name)
    if "License-Expression" in said:
        return said["License-Expression"]
    classified = [
        line.rsplit("::", 1)[-1] for line in said.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    own = (said.get_all("License") or [""])[0].split("\n")[0][:100]
    for words in (own, *classified):
        found = [spdx for pattern, spdx in _SPDX if re.search(rf"\b(?:{pattern})\b", words, re.I)]
        if found:
            return " AND ".join(found)
    return None


def licences(packages: Iterable[str], rules: Mapping[str, Any]) -> tuple[list[tuple[str, str]], list[str]]:
    """(Each package with its licence, what is wrong)."""
    listed, wrong = [], []
    for name in sorted(packages):
        try:
            expression = licence(name, rules["stated"])
        except metadata.PackageNotFoundError:
            wrong.append(f"{name} is locked and not installed")
            continue
        listed.append((name, expression or "?"))
        if expression is None:
            wrong.append(f"{name}: its licence is not known")
        elif not _permitted(expression, set(rules["allowed"])):
            wrong.append(f"{name}: {expression} is not allowed")
    return listed, wrong


def _permitted(expression: str, allowed: set[str]) -> bool:
    """Whether all parts joined by AND, and one of those joined by OR, are allowed."""
    parts = re.split(r"\s+AND\s+(?![^(]*\))", expression)
    return all(any(one.strip("() ") in allowed for one in re.split(r"\s+OR\s+", part)) for part in parts)


def page(listed: Iterable[tuple[str, str]]) -> str:
    """docs/licences.md."""
    rows = "\n".join(f"| {name} | {expression} |" for name, expression in listed)
    return (
        "# Licences of the locked packages\n\n"
        "Written by `python -m scripts.dependencies licences` from the packages' own data and\n"
        "`scripts/dependencies.yaml`.\n"
        f"\n| package | licence |\n|---|---|\n{rows}\n"
    )


def _audited(packages: Mapping[str, str], rules: Mapping[str, Any]) -> Iterator[str]:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    try:
        found = published_advisories(packages)
        source = "osv.dev"
    except OSError as error:
        found = known_advisories(packages, rules["advisories"])
        source = f"the advisories kept here (osv.dev cannot be reached: {error})"
    print(f"{len(packages)} packages against {source}: {sum(map(len, found.values()))} found")
    yield from unallowed(found, rules["allowed"], date.today())
    yield from low(packages, project["dependencies"], rules["floors"])


def main(arguments: list[str]) -> int:
    """Audit, or write the page of licences."""
    packages, rules = locked(LOCK.read_text("utf-8")), policy()
    match arguments:
        case ["audit"]:
            wrong = list(_audited(packages, rules))
        case ["licences"]:
            listed, wrong = licences(packages, rules["licences"])
            PAGE.write_text(page(listed), encoding="utf-8")
        case _:
            sys.exit(__doc__)
    for line in wrong:
        print(line, file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
