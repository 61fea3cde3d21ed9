"""The locked packages: their licences are known, their floors kept, their advisories allowed by name."""

from __future__ import annotations

import tomllib
from datetime import date

from scripts.dependencies import LOCK, PAGE, ROOT, known_advisories, licences, locked, low, page, policy, unallowed

PACKAGES = locked(LOCK.read_text("utf-8"))
RULES = policy()


def test_the_licence_of_every_locked_package_is_known_allowed_and_listed() -> None:
    listed, wrong = licences(PACKAGES, RULES["licences"])
    assert wrong == []
    assert len(listed) == len(PACKAGES) > 100
    assert page(listed) == PAGE.read_text("utf-8"), "run python -m scripts.dependencies licences"


def test_a_licence_that_is_not_allowed_or_not_known_is_an_error() -> None:
    rules = {"stated": {"pip": "AGPL-3.0", "wheel": "MIT OR GPL-3.0", "uv": "MIT AND GPL-3.0"}, "allowed": ["MIT"]}
    wrong = licences(["pip", "wheel", "uv", "no-such-package"], rules)[1]
    assert [line.split(":")[0].split()[0] for line in wrong] == ["no-such-package", "pip", "uv"]


def test_known_advisories_are_allowed_with_a_reason_and_an_end() -> None:
    found = known_advisories(PACKAGES, RULES["advisories"])
    assert found.keys() == {"chromadb"}
    first = min(entry["expires"] for entry in RULES["allowed"])
    assert unallowed(found, RULES["allowed"], first) == []
    assert unallowed(found, RULES["allowed"], date(first.year + 9, 1, 1))
    assert unallowed({"gradio": ["CVE-1"]}, RULES["allowed"], first) == ["gradio: CVE-1 is not allowed"]
    assert all(len(entry["reason"]) > 20 for entry in RULES["allowed"])


def test_a_version_before_the_fix_is_found() -> None:
    assert known_advisories({"gradio": "6.5.0"}, RULES["advisories"])["gradio"]
    assert "gradio" not in known_advisories({"gradio": "6.31.0"}, RULES["advisories"])


def test_floors_are_kept_by_the_lock_and_by_the_lower_bounds() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert low(PACKAGES, wanted, RULES["floors"]) == []
    assert low({"gradio": "6.20.0"}, ["gradio>=6.1"], {"gradio": "6.21"}) == [
        "gradio 6.20.0 is locked, below 6.21",
        "gradio may be older than 6.21 in pyproject.toml",
    ]
