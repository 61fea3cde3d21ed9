from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from assistant import wire
from assistant.answer import Citation, Question
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.report import FigureStatus, Source

SOURCE = Source(
    "r1", "甲.html", "题", None, 2021, ("一、总体情况",), None, "t1", (1, 2), ("行",), ("列",), None, 3, 5, "12"
)


@pytest.mark.parametrize("text", ["96171.6", "0", "-9", "1E+6", "12345678901234567890.0100", "0.10"])
def test_a_decimal_is_a_string_with_every_digit_and_no_exponent(text: str) -> None:
    sent = wire.to_json(Decimal(text))
    assert isinstance(sent, str)
    assert Decimal(sent) == Decimal(text)
    assert "E" not in sent
    assert sent == (text if "E" not in text else "1000000")


def test_a_citation_is_its_number_and_its_source_in_one() -> None:
    sent = wire.to_json(Citation(1, SOURCE))
    assert sent["n"] == 1
    assert sent["section"] == ["一、总体情况"]
    assert (sent["cell"], sent["bbox"], sent["agency"], sent["page"]) == ([1, 2], None, None, None)
    assert list(sent) == ["n", *Source.__slots__]


def test_enums_paths_and_collections_are_plain() -> None:
    @dataclass(frozen=True)
    class Held:
        status: FigureStatus
        path: PurePosixPath
        many: tuple[Decimal, ...]
        some: frozenset[str]

    held = Held(FigureStatus.BLANK, PurePosixPath("a/甲"), (Decimal("1.50"),), frozenset({"x"}))
    assert wire.to_json(held) == {"status": "blank", "path": "a/甲", "many": ["1.50"], "some": ["x"]}


def test_chinese_is_written_as_it_is_on_one_line() -> None:
    assert wire.dumps({"答": "件", 1: None}) == '{"答": "件", "1": null}'
    assert "\n" not in wire.dumps({"text": "a\nb"})


def test_what_utf8_cannot_carry_is_replaced() -> None:
    assert wire.utf8("甲\ud800乙🙂") == "甲?乙🙂"
    wire.dumps({"\udcff": ["\ud800"]}).encode("utf-8")


def test_no_number_of_an_answer_is_a_float(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("霁川市2021年公开率是多少"))
    sent = json.loads(wire.dumps(answer))
    assert sent["figures"][0]["value"] == "50.37"
    assert [operand["value"] for operand in sent["derivation"]["operands"]] == ["1063", "238", "2583"]
    assert {key for key, value in sent.items() if isinstance(value, float)} <= {"confidence", "seconds"}
