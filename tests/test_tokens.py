"""What lexical search sees of a text."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.search.tokens import MAX_TOKEN, query_tokens, tokenise


def test_chinese_gives_words_characters_and_pairs() -> None:
    tokens = tokenise("行政复议")
    assert {"行政复议", "行", "政", "复", "议", "行政", "政复", "复议"} == set(tokens)


@pytest.mark.parametrize("written", ["3,119件", "3119 件", "３，１１９件", "3119件"])
def test_a_number_is_one_token_however_it_is_written(written: str) -> None:
    assert tokenise(written)[0] == "3119"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("12,345,678.90", ["12345678.90"]),
        ("5.2%", ["5.2"]),
        ("1,2,3", ["1", "2", "3"]),
        ("1,2345", ["1", "2345"]),
        ("2024.01.05", ["2024", "01", "05"]),
        ("010-5550100", ["010", "5550100"]),
        ("GDP Covid-19 snake_case", ["gdp", "covid", "19", "snake", "case"]),
        ("。，!? \n\t", []),
        ("", []),
    ],
)
def test_numbers_and_latin_words_stay_whole(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


def test_traditional_characters_stay() -> None:
    assert "開" in tokenise("政府資訊公開")
    assert "开" not in tokenise("政府資訊公開")


def test_no_token_holds_white_space_or_is_too_long() -> None:
    tokens = tokenise("全\u3000角 \u00a0x" + "y" * 500 + " " + "7" * 500)
    assert tokens
    assert all(token and not any(c.isspace() for c in token) and len(token) <= MAX_TOKEN for token in tokens)


def test_a_question_keeps_each_token_once_and_is_bounded() -> None:
    assert query_tokens("多少件？多少件") == list(dict.fromkeys(tokenise("多少件")))
    assert len(query_tokens("".join(chr(0x4E00 + i) for i in range(20_000)), limit=100)) == 100


def test_importing_the_module_does_not_load_the_segmenter() -> None:
    program = "import sys, assistant.search.tokens; sys.exit('rjieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
