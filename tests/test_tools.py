from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from langchain_core.tools import BaseTool
from pydantic import ValidationError

from assistant.library import Library
from assistant.tools import compute_tool, lookup_tool


@pytest.fixture(scope="module")
def compute(sample_library: Library) -> BaseTool:
    return compute_tool(sample_library)


def test_the_tool_returns_exact_figures_and_nothing_for_what_is_not_there(sample_library: Library) -> None:
    tool = lookup_tool(sample_library)
    found = json.loads(tool.invoke({"agency": "霁川", "year": 2021, "table": "requests", "row": "新收", "col": "总计"}))
    assert [(figure["value"], figure["status"]) for figure in found] == [("2604", "reported")]
    assert json.loads(tool.invoke({"agency": "不存在市"})) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"measure": "新收", "agencies": ["霁川"], "years": [2021]}, ["2604"]),
        ({"measure": "新收", "columns": "商业企业", "agencies": ["霁川市"], "years": [2021]}, ["193"]),
        ({"measure": "新收", "agencies": ["霁川市"], "operation": "trend"}, ["1862", "2237", "2604", "2418"]),
        ({"measure": "新收", "agencies": ["霁川市"], "operation": "top", "places": 2}, ["2604", "2418"]),
        ({"measure": "新收", "agencies": ["霁川市", "砚溪县"], "years": [2021], "operation": "difference"}, ["2461"]),
        ({"measure": "不予公开", "agencies": ["霁川市"], "years": [2021], "operation": "share"}, ["11.27"]),
        (
            {
                "measure": "新收",
                "columns": "自然人",
                "of": "新收",
                "agencies": ["砚溪县"],
                "years": [2022],
                "operation": "share",
            },
            ["92.71"],
        ),
        ({"measure": "新收", "years": [2021], "operation": "select", "condition": "超过1000件"}, ["2604"]),
    ],
)
def test_the_computing_tool_answers_in_fields(compute: BaseTool, fields: dict[str, Any], expected: list[str]) -> None:
    answer = json.loads(compute.invoke(fields))
    assert answer["status"] == "answered"
    assert [figure["value"] for figure in answer["figures"]] == expected
    assert answer["citations"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"measure": "新收", "agencies": ["清泉县"]}, "report_not_loaded"),
        ({"measure": "新收", "agencies": ["霁川市"], "years": [2012]}, "year_not_covered"),
        ({"measure": "人口", "agencies": ["霁川市"], "years": [2021]}, "not_stated"),
        (
            {"measure": "规范性文件总量", "agencies": ["霁川市"], "years": [2020, 2021], "operation": "difference"},
            "not_comparable",
        ),
    ],
)
def test_the_computing_tool_refuses_with_a_reason(compute: BaseTool, fields: dict[str, Any], reason: str) -> None:
    answer = json.loads(compute.invoke(fields))
    assert (answer["status"], answer["reason"], answer["figures"]) == ("refused", reason, [])


def test_the_computing_tool_takes_no_operation_of_its_own_making(compute: BaseTool) -> None:
    with pytest.raises(ValidationError):
        compute.invoke({"measure": "新收", "operation": "DROP TABLE"})


def test_the_schema_names_every_field_and_operation(compute: BaseTool) -> None:
    properties = compute.get_input_jsonschema()["properties"]
    assert {"measure", "agencies", "years", "columns", "operation", "of", "places", "condition"} == set(properties)
    assert "rank" in properties["operation"]["enum"]


def test_the_artifact_is_the_answer_itself(compute: BaseTool) -> None:
    call = {
        "name": "compute_figures",
        "type": "tool_call",
        "id": "1",
        "args": {"measure": "新收", "agencies": ["霁川市"], "years": [2021]},
    }
    message = compute.invoke(call)
    assert message.artifact.figures[0].value == Decimal(2604)
