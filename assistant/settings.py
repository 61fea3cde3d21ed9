"""One frozen Settings, the only reader of the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from assistant.errors import UsageError

LOGS = ("warning", "info", "questions")


@dataclass(frozen=True)
class Settings:
    """What can be configured. Field `x` is read from `BAOGAO_X`."""

    store: Path = Path("data")
    """The folder that holds the library."""
    database_url: str | None = None
    """An SQLAlchemy URL; None means SQLite inside the store."""
    chroma_url: str | None = field(default=None, kw_only=True)
    """The address of a Chroma server of our own (`chroma run`) for the vectors; None: they lie in the store."""
    embedder: str | None = None
    """A sentence-transformers name or folder; None means the bundled model."""
    reranker: str | None = field(default=None, kw_only=True)
    """A CrossEncoder's name or folder, which orders the first passages anew; None means none."""
    llm: str | None = None
    """A chat model, `provider:model` as LangChain's init_chat_model takes it, or `replay:FILE`; None means none."""
    llm_base_url: str | None = None
    """The address of an OpenAI-compatible server."""
    llm_api_key: str | None = field(default=None, repr=False)
    llm_timeout: float = 20.0
    """Seconds that a model may take for one answer, all its calls together; then the embedded answer is given."""
    llm_price: tuple[Decimal, Decimal] | None = None
    """What a million tokens cost, in and out (`2,8`): answers then state their cost."""
    llm_record: Path | None = None
    """Record what the model says into this file, for `replay:`."""
    host: str = "127.0.0.1"
    port: int = 7860
    staff_users: str | None = None
    """Who may sign in at /desk, as `baogao staff NAME` prints it; None: there is no desk."""
    evaluations: Path = Path("eval-results")
    """The folder whose evaluation results the desk lists."""
    trusted_proxies: tuple[str, ...] = field(default=(), kw_only=True)
    """Addresses and networks of reverse proxies; only they are believed about where a visitor comes from."""
    questions_a_minute: int = field(default=15, kw_only=True)
    """Questions that one address, and one session, may ask within a minute; 0: any number."""
    votes_kept_days: int = field(default=365, kw_only=True)
    """Days for which a visitor's vote on an answer, and the question with it, is kept."""
    log: str = field(default="warning", kw_only=True)
    """`warning`; `info`: a line for each request; `questions`: the questions too, personal data masked."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings. Raises UsageError when a value cannot be understood."""
        env = os.environ if environ is None else environ

        def text(name: str) -> str | None:
            return env.get(f"BAOGAO_{name}", "").strip() or None

        port = text("PORT") or str(cls.port)
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise UsageError(f"BAOGAO_PORT 必须是 1–65535 之间的整数，现为“{port}” / must be a port number")
        return cls(
            store=Path(text("STORE") or cls.store),
            database_url=text("DATABASE_URL"),
            chroma_url=text("CHROMA_URL"),
            embedder=text("EMBEDDER"),
            reranker=text("RERANKER"),
            llm=text("LLM"),
            llm_base_url=text("LLM_BASE_URL"),
            llm_api_key=text("LLM_API_KEY"),
            llm_timeout=_seconds(text("LLM_TIMEOUT")),
            llm_price=_price(text("LLM_PRICE")),
            llm_record=Path(record) if (record := text("LLM_RECORD")) else None,
            host=text("HOST") or cls.host,
            port=int(port),
            staff_users=text("STAFF_USERS"),
            evaluations=Path(text("EVALUATIONS") or cls.evaluations),
            trusted_proxies=_networks(text("TRUSTED_PROXIES")),
            questions_a_minute=_count("QUESTIONS_A_MINUTE", text("QUESTIONS_A_MINUTE"), cls.questions_a_minute),
            votes_kept_days=_count("VOTES_KEPT_DAYS", text("VOTES_KEPT_DAYS"), cls.votes_kept_days),
            log=_log(text("LOG")),
        )


def _seconds(said: str | None) -> float:
    if said is None:
        return Settings.llm_timeout
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 600:
        raise UsageError(f"BAOGAO_LLM_TIMEOUT 必须是 600 以内的秒数，现为“{said}” / must be seconds, at most 600")
    return seconds


def _networks(said: str | None) -> tuple[str, ...]:
    named = tuple(part.strip() for part in (said or "").split(",") if part.strip())
    for one in named:
        try:
            ipaddress.ip_network(one)
        except ValueError:
            raise UsageError(
                f"BAOGAO_TRUSTED_PROXIES 应为以逗号分隔的 IP 地址或网段，“{one}”不是 / must be addresses or networks"
            ) from None
    return named


def _count(name: str, said: str | None, default: int) -> int:
    if said is None:
        return default
    if not (said.isascii() and said.isdigit() and len(said) <= 6):
        raise UsageError(
            f"BAOGAO_{name} 应为不超过六位的整数，现为“{said}” / must be a whole number of six digits at most"
        )
    return int(said)


def _log(said: str | None) -> str:
    if said not in (None, *LOGS):
        raise UsageError(f"BAOGAO_LOG 应为 {'、'.join(LOGS)} 之一，现为“{said}” / must be one of {', '.join(LOGS)}")
    return said or Settings.log


def _price(said: str | None) -> tuple[Decimal, Decimal] | None:
    if said is None:
        return None
    try:
        into, out = (Decimal(part.strip()) for part in said.split(","))
    except (InvalidOperation, ValueError):
        raise UsageError(f"BAOGAO_LLM_PRICE 应为“输入价,输出价” / must be two prices, as 2,8; it is “{said}”") from None
    return into, out
