"""deploy/ says what the code knows: settings that exist, images with a version, no server with a port outside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant import cli

DEPLOY = Path(__file__).parents[1] / "deploy"


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    return found


def test_every_setting_is_one_that_is_read(services: dict[str, dict[str, Any]]) -> None:
    source = (DEPLOY.parent / "assistant" / "settings.py").read_text("utf-8")
    named = {name for one in services.values() for name in one.get("environment", {}) if name.startswith("BAOGAO_")}
    assert {"BAOGAO_STORE", "BAOGAO_DATABASE_URL", "BAOGAO_CHROMA_URL", "BAOGAO_TRUSTED_PROXIES"} <= named
    assert [name for name in named if f'"{name.removeprefix("BAOGAO_")}"' not in source] == []


def test_only_the_proxy_has_a_port_outside_and_every_image_a_version(services: dict[str, dict[str, Any]]) -> None:
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert [one["image"] for one in services.values() if not re.fullmatch(r".+:(local|[\d.]+-\w+)", one["image"])] == []


def test_every_command_is_one_of_ours(services: dict[str, dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    pages = [*(str(one.get("command", "")) for one in services.values()), (DEPLOY / "README.md").read_text("utf-8")]
    verbs = set(re.findall(r"baogao'?,? '?([a-z]+)", " ".join(pages))) - {"library"}
    assert {"serve", "ingest"} <= verbs
    for verb in verbs:
        with pytest.raises(SystemExit) as ended:
            cli.main([verb, "--help"])
        assert ended.value.code == 0, verb
    assert "baogao" in capsys.readouterr().out


def test_the_proxy_lets_in_no_address_but_the_visitors_own() -> None:
    said = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert "X-Forwarded-For $remote_addr;" in said
    assert "hash $remote_addr" in said
