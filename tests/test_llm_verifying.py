"""The check as a tool of a model: verdicts, with the cells and sentences that decide them under handles."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from assistant.answer import Question, Status
from assistant.catalog import Catalog
from assistant.engine import assistant_for
from assistant.library import Library
from assistant.llm.evidence import Evidence
from assistant.llm.verifying import verdicts
from bench.scripted_model import Asked, Reply, honest, serving


def told(library: Library, text: str, files: Collection[str]) -> tuple[list[dict[str, Any]], Evidence, str]:
    evidence = Evidence("zh")
    ids = {info.report_id for info in library.reports() if info.file in files}
    said = verdicts(library, Catalog(library), ids, evidence, text)
    return json.loads(said), evidence, said


@pytest.mark.parametrize(("number", "verdict"), [("2604", "supported"), ("2640", "contradicted")])
def test_a_verdict_brings_the_cell_and_no_number(sample_library: Library, number: str, verdict: str) -> None:
    (claim,), evidence, said = told(sample_library, f"霁川市2021年新收申请{number}件。", ["jichuan-2021.html"])
    assert (claim["verdict"], claim["figures"]) == (verdict, ["{F1}"])
    assert evidence.figures["F1"].shown == "2604 件"
    assert not re.search(r"\d", re.sub(r"\{F\d+\}", "", said))


def test_a_sentence_decides_as_a_passage(sample_library: Library) -> None:
    (claim,), evidence, _ = told(sample_library, "霁川市2021年采纳公众意见814条。", ["jichuan-2021.html"])
    assert (claim["verdict"], claim["passages"]) == ("supported", ["[P1]"])
    assert "814" in evidence.passages["P1"].source.quote


def test_what_rests_on_a_report_out_of_reach_is_not_found(sample_library: Library) -> None:
    claims, evidence, _ = told(sample_library, "霁川市2021年新收申请2604件。", ["jichuan-2020.docx", "yanxi-2020.html"])
    assert {claim["verdict"] for claim in claims} <= {"not_found"}
    assert not evidence


def test_a_model_may_call_it_and_say_what_it_learnt(sample_library: Library) -> None:
    learnt: list[str] = []

    def checking(asked: Asked) -> Reply:
        if asked.task == "gather":
            learnt.extend(message["content"] for message in asked.called)
            said = "霁川市2021年新收申请2640件。"
            return Reply("完成") if asked.called else Reply(calls=[("check", {"text": said})])
        if asked.task == "phrase":
            tokens = [f["token"] for f in asked.evidence["figures"] if "本年新收" in f["label"]]
            return Reply(f"霁川市2021年本年新收{tokens[0]}。" if tokens else "{NONE}")
        return honest(asked)

    with serving(checking) as url:
        settings = replace(sample_library.settings, llm="openai:scripted", llm_base_url=url)
        with closing(assistant_for(sample_library, settings)) as engine:
            answer = engine.ask(Question("霁川市2021年存在哪些问题？"))
    assert "contradicted" in learnt[0]
    assert answer.status is Status.ANSWERED
    assert "**2604 件**" in answer.answer and "2640" not in answer.answer
