from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.settings import Settings


def test_nothing_in_the_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings().store == Path("data")
    assert (Settings().host, Settings().port) == ("127.0.0.1", 7860)


def test_every_setting_is_read_and_trimmed() -> None:
    settings = Settings.from_environment(
        {
            "BAOGAO_STORE": " /srv/库 ",
            "BAOGAO_DATABASE_URL": "sqlite:///x.db",
            "BAOGAO_EMBEDDER": "/models/e",
            "BAOGAO_HOST": "0.0.0.0",
            "BAOGAO_PORT": "80",
        }
    )
    assert settings == Settings(Path("/srv/库"), "sqlite:///x.db", "/models/e", "0.0.0.0", 80)


def test_an_empty_value_is_no_value() -> None:
    assert Settings.from_environment({"BAOGAO_STORE": "", "BAOGAO_PORT": "  ", "BAOGAO_EMBEDDER": ""}) == Settings()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０", "80.0"])
def test_a_port_that_is_none_is_refused_by_name(port: str) -> None:
    with pytest.raises(UsageError, match="BAOGAO_PORT"):
        Settings.from_environment({"BAOGAO_PORT": port})


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_STORE", "/tmp/elsewhere")
    assert Settings.from_environment().store == Path("/tmp/elsewhere")
