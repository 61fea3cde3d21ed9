from __future__ import annotations

import pytest

from assistant.search import synonyms
from assistant.search.content import content_words
from assistant.search.expansion import FILLER, weighed


def test_filler_weighs_less_than_content() -> None:
    weights = dict(weighed("县里有没有给老人办食堂").tokens)
    assert weights["老人"] == weights["食堂"] == 1.0
    assert weights["没"] == FILLER


def test_a_question_of_filler_alone_still_weighs() -> None:
    assert {weight for _, weight in weighed("有没有？").tokens} == {1.0}


def test_other_words_for_the_same_thing_are_found_and_repeat_no_token() -> None:
    asked = weighed("拖欠工资怎么办")
    others = {token for group in asked.groups for other in group for token in other}
    assert "欠薪" in others
    assert others.isdisjoint(token for token, _ in asked.tokens)


@pytest.mark.parametrize("word", ["", "🙂", "a b c", "“”"])
def test_anything_can_be_weighed(word: str) -> None:
    assert weighed(word).groups == ()


def test_the_lexicon_is_symmetric_and_no_word_stands_for_itself() -> None:
    lexicon = synonyms.alternatives()
    assert len(lexicon) > 1_000
    for word, others in lexicon.items():
        assert word not in others
        assert all(word in lexicon[other] for other in others)


def test_words_of_the_lexicon_and_quoted_names_stay_whole() -> None:
    assert "政府信息管理" in content_words("政府信息管理方面做了什么")
    assert "三个一" in content_words("“三个一”机制是什么")
    assert content_words("请问有哪些？") == ()


def test_what_people_say_stands_for_each_of_its_words_but_those_not_for_one_another() -> None:
    said, meant = synonyms.meanings()["户口"], synonyms.meanings()["户籍"]
    assert "户籍" in said and "迁移" in said
    assert "户口" in meant and "迁移" not in meant
