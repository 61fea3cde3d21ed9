"""Record what a model says and replay it later, so that an evaluation of a hosted model can be run again by anyone.

A recording is JSON lines of {"key", "content", "tool_calls", "usage"}; the key is a digest of the messages and the
tools that were offered. `BAOGAO_LLM_RECORD=FILE` writes one, `BAOGAO_LLM=replay:FILE` answers from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ConfigDict, Field, PrivateAttr

from assistant.errors import ModelError, UsageError


class Recorded(BaseChatModel):
    """A chat model that answers from a recording, or asks `inner` and writes down what it says."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: Path
    inner: BaseChatModel | None = None
    said: dict[str, dict[str, Any]] = Field(default_factory=dict)
    _lock: Lock = PrivateAttr(default_factory=Lock)

    @classmethod
    def replay(cls, file: str) -> Recorded:
        """Answer from a recording alone. Raises UsageError when it cannot be read."""
        path = Path(file)
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
            said = {item["key"]: item for item in map(json.loads, lines)}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"BAOGAO_LLM=replay:{file}：录音不能读 / the recording cannot be read") from error
        return cls(file=path, said=said)

    @property
    def _llm_type(self) -> str:
        return "baogao-recorded"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,  # noqa: ANN401 - the signature is LangChain's
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Offer tools; they are part of the key."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        *,
        tools: Sequence[dict[str, Any]] = (),
        **kwargs: Any,  # noqa: ANN401 - the signature is LangChain's
    ) -> ChatResult:
        key = _key(messages, tools)
        if key not in self.said:
            self._ask(key, messages, tools)
        item = self.said[key]
        message = AIMessage(item["content"], tool_calls=item["tool_calls"], usage_metadata=item["usage"])
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _ask(self, key: str, messages: list[BaseMessage], tools: Sequence[dict[str, Any]]) -> None:
        if self.inner is None:
            raise ModelError("unrecorded", "录音中没有这次调用 / this call is not in the recording")
        model = self.inner.bind_tools(list(tools)) if tools else self.inner
        reply = model.invoke(messages)
        item = {
            "key": key,
            "content": reply.text,
            "tool_calls": [dict(call) for call in reply.tool_calls],
            "usage": reply.usage_metadata,
        }
        with self._lock, self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(item, ensure_ascii=False) + "\n")
        self.said[key] = item


def open_recording(chat: BaseChatModel, file: Path) -> Recorded:
    """Ask `chat`, and add what it says to a file. Raises UsageError when an existing file is no recording."""
    said = Recorded.replay(str(file)).said if file.exists() else {}
    return Recorded(file=file, inner=chat, said=said)


def _key(messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> str:
    said = [[message.type, message.text, getattr(message, "tool_calls", [])] for message in messages]
    return hashlib.sha256(json.dumps([said, list(tools)], ensure_ascii=False, sort_keys=True).encode()).hexdigest()
