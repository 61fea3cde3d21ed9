"""What one answer may cost, and that a model which fails holds nobody's place."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.answer import Answer, Question, Status
from assistant.engine import assistant_for
from assistant.errors import ModelError
from assistant.library import Library
from assistant.llm.budget import MOST_CALLS, MOST_TOKENS, Budget
from assistant.web.turnstile import Turnstile
from bench.scripted_model import Reply, serving


def test_calls_tokens_and_time_have_an_end() -> None:
    budget = Budget(60.0, (Decimal(2), Decimal(8)))
    for _ in range(MOST_CALLS):
        budget.call()
    with pytest.raises(ModelError, match="calls"):
        budget.call()
    budget = Budget(60.0)
    budget.call()
    budget.spend(MOST_TOKENS - 10, 10)
    with pytest.raises(ModelError, match="tokens"):
        budget.call()
    with pytest.raises(ModelError, match="not done within"):
        Budget(0.0).call()


@pytest.mark.parametrize("fault", ["timeout", "drip", "reset", "500", "long"])
def test_a_model_that_fails_frees_its_place_in_the_line(sample_library: Library, fault: str) -> None:
    """One place, three visitors at once: each gets the embedded answer in their turn, and the next one is served."""

    async def visit(ask: Turnstile) -> tuple[list[Answer], str]:
        answers = await asyncio.gather(*(ask.run(lambda: engine.ask(question)) for _ in range(3)))
        return answers, await ask.run(lambda: "served", within=1.0)

    question = Question("霁川市2021年新收多少件申请？")
    with serving(lambda _: Reply("很" * 400, fault=fault), pause=5.0) as url:
        settings = replace(sample_library.settings, llm="openai:scripted", llm_base_url=url, llm_timeout=0.5)
        with closing(assistant_for(sample_library, settings)) as engine:
            began = time.monotonic()
            answers, next_one = asyncio.run(visit(Turnstile(at_once=1, waiting=5)))
    assert time.monotonic() - began < 30
    assert next_one == "served"
    for answer in answers:
        assert (answer.status, answer.engine) == (Status.ANSWERED, "embedded")
        assert [str(figure.value) for figure in answer.figures] == ["2604"]
