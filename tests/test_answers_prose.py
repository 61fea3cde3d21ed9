"""Answers from sentences: a level is no change, and a short name stands for what reports write out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Question, Status
from assistant.library import Library
from assistant.pipeline import Assistant
from ingest.build import ingest

WORK = """2026年云麓省政府工作报告

一、2025年工作回顾
全省建成开放的图书馆86座，阅览座位比上年增加1200个。全省自行车专用道总长930公里，比上年增加45公里。

二、2026年工作安排
全省经济社会发展的主要预期目标是：地区生产总值增长5.5%左右，城镇新增就业20万人。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("work")
    (folder / "work.txt").write_text(WORK, "utf-8")
    with Library.open(Path(folder / "store"), create=True) as library:
        assert not ingest([folder / "work.txt"], library).rejected
        yield Assistant(library)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("云麓省自行车专用道总长多少公里", "930"),
        ("云麓省阅览座位增加了多少个", "1200"),
        ("云麓省2026年经济增长目标是多少", "5.5"),
        ("云麓省2026年GDP增长目标是多少", "5.5"),
    ],
)
def test_what_is_asked_is_what_is_stated(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(Question(question))
    assert [str(figure.value) for figure in answer.figures] == [value]


@pytest.mark.parametrize("question", ["云麓省阅览座位多少个", "云麓省2026年民营经济增长目标是多少"])
def test_a_change_is_no_level_and_a_part_no_whole(assistant: Assistant, question: str) -> None:
    assert assistant.ask(Question(question)).status is not Status.ANSWERED
