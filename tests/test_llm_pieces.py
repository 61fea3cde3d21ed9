from __future__ import annotations

import pytest

from assistant.llm.pieces import reply_sentences

REPLY = "共{F1}。[P1] 其中：\n1. 甲{F2}；[P2]\n\n2. 乙。In 2021 it was {F3}. And more.[P1]"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_reply_is_cut_the_same_way_however_it_arrives(size: int) -> None:
    pieces = [REPLY[i : i + size] for i in range(0, len(REPLY), size)]
    cut = list(reply_sentences(pieces))
    assert "".join(cut) == REPLY
    assert [part for part in cut if part.strip()] == [
        "共{F1}。[P1]",
        " 其中：\n",
        "1. 甲{F2}；[P2]",
        "2. 乙。",
        "In 2021 it was {F3}.",
        " And more.[P1]",
    ]


def test_a_sentence_is_there_before_the_reply_is_over() -> None:
    arrived: list[str] = []

    def pieces() -> list[str]:
        return ["第一句。", "第二", "句。", "第三句。"]

    def slow() -> object:
        for piece in pieces():
            arrived.append(piece)
            yield piece

    first = next(iter(reply_sentences(slow())))  # type: ignore[arg-type]
    assert first == "第一句。"
    assert len(arrived) == 2, "one piece more tells that no mark follows"


def test_nothing_gives_nothing() -> None:
    assert list(reply_sentences([])) == []
    assert list(reply_sentences(["", " "])) == []
