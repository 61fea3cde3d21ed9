"""A reranker is a real CrossEncoder, made here and tiny."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import EmbedderError
from assistant.library import Library
from assistant.search.embedding import Reranker
from assistant.search.retriever import RERANKED, search


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast  # type: ignore[attr-defined]

    made = tmp_path_factory.mktemp("reranker")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"新闻发布会培训考核公开申请"]
    (made / "vocab.txt").write_text("\n".join(dict.fromkeys(words)), encoding="utf-8")
    tokenizer = BertTokenizerFast(str(made / "vocab.txt"))
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(made / "model")
    tokenizer.save_pretrained(made / "model")
    CrossEncoder(str(made / "model"), max_length=64, local_files_only=True).save_pretrained(str(made / "saved"))
    return made / "saved"


def test_scores_are_one_a_passage_and_depend_on_it(folder: Path) -> None:
    scores = Reranker.load(str(folder)).scores("新闻发布会", ["新闻发布会", "培训考核", "公开申请"])
    assert len(scores) == len(set(scores)) == 3
    assert Reranker.load(str(folder)).scores("新闻发布会", []) == []


def test_the_first_passages_are_ordered_by_the_reranker_and_the_others_follow(
    sample_library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = search(sample_library, "新闻发布会", k=40)
    monkeypatch.setattr(sample_library, "settings", replace(sample_library.settings, reranker=str(folder)))
    reranker = Reranker.load(str(folder))
    monkeypatch.setattr(sample_library, "reranker", lambda: reranker)
    found = search(sample_library, "新闻发布会", k=40)
    first = [one.chunk for one in found[:RERANKED]]
    scores = reranker.scores("新闻发布会", [chunk.text for chunk in first])
    assert {chunk.chunk_id for chunk in first} == {one.chunk.chunk_id for one in plain[:RERANKED]}
    assert scores == sorted(scores, reverse=True)
    assert found[RERANKED:] == plain[RERANKED:]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_folder_that_holds_no_model_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="BAOGAO_RERANKER"):
        Reranker.load(str(tmp_path))
