"""Chat models, through LangChain: the only module that imports its model classes.

`Model` turns every way in which a provider can fail into a ModelError with a stable code, within the answer's budget of
time: a call runs in a thread of its own, and whoever waits for it stops waiting when the time is spent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

import httpx
from langchain.agents import create_agent
from langchain.agents.middleware import ModelCallLimitMiddleware
from langchain.chat_models import init_chat_model
from langchain_core.callbacks import UsageMetadataCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.tools import BaseTool

from assistant.errors import ModelError, UsageError
from assistant.llm.budget import MOST_CHARACTERS, Budget
from assistant.llm.recording import Recorded, open_recording
from assistant.prompting import Rendered
from assistant.settings import Settings

T = TypeVar("T")

_TOOL_ROUNDS = 4
_STEPS = 6 * _TOOL_ROUNDS
"""LangGraph counts every node that runs; create_agent's own limit would be 9,999."""
_BOUNDED = ("openai", "azure_openai", "anthropic", "deepseek", "mistralai", "groq", "xai")
"""Providers whose classes take a time-out and a number of retries."""
_STATUS = {401: "key", 403: "key", 404: "unknown", 408: "timeout", 429: "busy"}
_SENTENCES = {
    "timeout": "模型服务超时 / the model timed out",
    "busy": "模型服务繁忙 / the model is busy",
    "key": "模型服务拒绝了密钥 / the model refused the key",
    "unknown": "模型服务没有这个模型或地址 / no such model or address",
    "failed": "模型服务出错 / the model failed",
    "unreachable": "连不上模型服务 / the model cannot be reached",
    "reply": "模型的回复无法读取 / the model's reply cannot be read",
}


class Model:
    """One configured chat model."""

    def __init__(self, name: str, chat: BaseChatModel, client: httpx.Client | None = None) -> None:
        self.name = name
        self._chat = chat
        self._client = client

    @classmethod
    def open(cls, settings: Settings) -> Model:
        """The model that the settings name (`BAOGAO_LLM`). Raises UsageError when it cannot be set up."""
        assert settings.llm is not None
        provider, _, name = settings.llm.partition(":")
        if provider == "replay":
            return cls(settings.llm, Recorded.replay(name))
        if not name:
            raise UsageError(
                f"BAOGAO_LLM 应为“提供者:模型” / must be provider:model, e.g. openai:qwen3, not {settings.llm}"
            )
        client = _client(settings.llm_timeout) if provider == "openai" else None
        try:
            chat = init_chat_model(name, model_provider=provider, **_options(provider, settings, client))
        except (ImportError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise UsageError(f"BAOGAO_LLM={settings.llm} 不能用 / cannot be used: {reason}") from error
        if settings.llm_record is not None:
            chat = open_recording(chat, settings.llm_record)
        return cls(settings.llm, chat, client)

    def close(self) -> None:
        """Close the connections to the model's server."""
        if self._client is not None:
            self._client.close()

    def stream(self, prompt: Rendered, budget: Budget) -> Iterator[str]:
        """The reply as it comes. Raises ModelError when the model fails, says too much, or nothing."""
        usage = UsageMetadataCallbackHandler()

        def pieces() -> Iterator[str]:
            for chunk in self._chat.stream(_messages(prompt), config={"callbacks": [usage]}):
                yield chunk.text
                if budget.remaining == 0:
                    return

        said = 0
        try:
            for piece in _in_time(pieces, budget):
                said += len(piece)
                if said > MOST_CHARACTERS:
                    raise ModelError("length", f"回复超过 {MOST_CHARACTERS} 字 / the reply is too long")
                yield piece
        finally:
            _count(usage, budget)
        if not said:
            raise ModelError("reply", "模型没有回复 / the model said nothing")

    def text(self, prompt: Rendered, budget: Budget) -> str:
        """The whole reply. Raises ModelError."""
        return "".join(self.stream(prompt, budget)).strip()

    def use_tools(self, prompt: Rendered, tools: Sequence[BaseTool], budget: Budget) -> None:
        """Let the model call tools, a few rounds at most; what it says beside them is not used. Raises ModelError."""
        usage = UsageMetadataCallbackHandler()
        agent: Any = create_agent(
            self._chat,
            list(tools),
            system_prompt=prompt.system,
            middleware=[ModelCallLimitMiddleware(run_limit=_TOOL_ROUNDS, exit_behavior="end")],
        )

        def work() -> Iterator[None]:
            agent.invoke(
                {"messages": [HumanMessage(prompt.user)]}, config={"recursion_limit": _STEPS, "callbacks": [usage]}
            )
            yield None

        try:
            for _ in _in_time(work, budget):
                pass
        finally:
            _count(usage, budget)


def _options(provider: str, settings: Settings, client: httpx.Client | None) -> dict[str, Any]:
    options: dict[str, Any] = {"temperature": 0}
    if settings.llm_base_url is not None:
        options["base_url"] = settings.llm_base_url
        options["api_key"] = "none"  # a local server asks for no key, but the client insists on one
    if settings.llm_api_key is not None:
        options["api_key"] = settings.llm_api_key
    if provider in _BOUNDED:
        options |= {"timeout": settings.llm_timeout, "max_retries": 1}
    if client is not None:
        options |= {"stream_usage": True, "use_responses_api": False, "http_client": client}
    return options


def _messages(prompt: Rendered) -> list[SystemMessage | HumanMessage]:
    return [SystemMessage(prompt.system), HumanMessage(prompt.user)]


def _count(usage: UsageMetadataCallbackHandler, budget: Budget) -> None:
    for spent in usage.usage_metadata.values():
        budget.spend(spent["input_tokens"], spent["output_tokens"])


def _in_time(produce: Callable[[], Iterator[T]], budget: Budget) -> Iterator[T]:
    """What `produce` yields, for as long as the budget lasts; its failures as ModelErrors."""
    budget.call()
    made: SimpleQueue[tuple[T] | Exception | None] = SimpleQueue()

    def work() -> None:
        try:
            for item in produce():
                made.put((item,))
        except Exception as error:  # noqa: BLE001 - whatever a provider's client raises is that model's failure
            made.put(error)
        made.put(None)

    Thread(target=work, name="baogao-model", daemon=True).start()
    while True:
        try:
            item = made.get(timeout=budget.remaining)
        except Empty:
            raise ModelError("timeout", _SENTENCES["timeout"]) from None
        if item is None:
            return
        if isinstance(item, Exception):
            raise _model_error(item) from item
        yield item[0]


def _model_error(error: Exception) -> ModelError:
    """What went wrong, in words that hold no key, address or path."""
    if isinstance(error, ModelError):
        return error
    status = getattr(error, "status_code", None)
    kind = type(error).__name__.lower()
    if isinstance(status, int):
        code = _STATUS.get(status, "failed")
    elif "timeout" in kind:
        code = "timeout"
    elif "connection" in kind or isinstance(error, httpx.TransportError):
        code = "unreachable"
    else:
        code = "reply"
    return ModelError(code, _SENTENCES[code])


def _client(seconds: float) -> httpx.Client:
    """A client whose every reply ends in time: a server that sends a byte now and then would else hold its thread."""

    def bound(response: httpx.Response) -> None:
        response.stream = _Bounded(response.stream, time.monotonic() + seconds)

    return httpx.Client(timeout=seconds, event_hooks={"response": [bound]})


class _Bounded(httpx.SyncByteStream):
    """A reply's bytes, until its end or its time."""

    def __init__(self, stream: httpx.SyncByteStream | httpx.AsyncByteStream, end: float) -> None:
        assert isinstance(stream, httpx.SyncByteStream)
        self._stream = stream
        self._end = end

    def __iter__(self) -> Iterator[bytes]:
        for part in self._stream:
            if time.monotonic() > self._end:
                raise httpx.ReadTimeout("the reply did not end in time")
            yield part

    def close(self) -> None:
        self._stream.close()
