from __future__ import annotations

from decimal import Decimal
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
            "BAOGAO_CHROMA_URL": "http://chroma:8000",
            "BAOGAO_EMBEDDER": "/models/e",
            "BAOGAO_RERANKER": "/models/r",
            "BAOGAO_HOST": "0.0.0.0",
            "BAOGAO_PORT": "80",
        }
    )
    assert settings == Settings(
        Path("/srv/库"),
        "sqlite:///x.db",
        "/models/e",
        chroma_url="http://chroma:8000",
        reranker="/models/r",
        host="0.0.0.0",
        port=80,
    )


def test_the_model_is_set_up_from_the_environment_and_its_key_is_not_shown() -> None:
    settings = Settings.from_environment(
        {
            "BAOGAO_LLM": "openai:qwen3",
            "BAOGAO_LLM_BASE_URL": "http://127.0.0.1:8000/v1",
            "BAOGAO_LLM_API_KEY": "geheim",
            "BAOGAO_LLM_TIMEOUT": "7.5",
            "BAOGAO_LLM_PRICE": "2, 8.5",
            "BAOGAO_LLM_RECORD": "said.jsonl",
        }
    )
    assert (settings.llm, settings.llm_timeout, settings.llm_record) == ("openai:qwen3", 7.5, Path("said.jsonl"))
    assert settings.llm_price == (Decimal(2), Decimal("8.5"))
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [("LLM_TIMEOUT", "bald"), ("LLM_TIMEOUT", "0"), ("LLM_TIMEOUT", "nan"), ("LLM_PRICE", "2"), ("LLM_PRICE", "a,b")],
)
def test_a_model_setting_that_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"BAOGAO_{name}"):
        Settings.from_environment({f"BAOGAO_{name}": value})


def test_an_empty_value_is_no_value() -> None:
    assert Settings.from_environment({"BAOGAO_STORE": "", "BAOGAO_PORT": "  ", "BAOGAO_EMBEDDER": ""}) == Settings()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０", "80.0"])
def test_a_port_that_is_none_is_refused_by_name(port: str) -> None:
    with pytest.raises(UsageError, match="BAOGAO_PORT"):
        Settings.from_environment({"BAOGAO_PORT": port})


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_STORE", "/tmp/elsewhere")
    assert Settings.from_environment().store == Path("/tmp/elsewhere")
