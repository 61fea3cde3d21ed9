"""The bundled embedder, and any sentence-transformers model beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import EmbedderError
from assistant.search import embedding
from assistant.search.embedding import BUNDLED, StaticEmbedder, TransformerEmbedder, load_embedder

FOLDER = Path(embedding.__file__).parents[1] / "models" / BUNDLED
TEXTS = [
    "本机关全年收到政府信息公开申请 3,119 件，予以公开 120 件。",
    "拒绝公开的理由有哪些？",
    "ＧＤＰ growth 與政府資訊公開",
    "政" * 2_000,
    "龘 unknownword 🙂 行政复议",
]


def test_the_bundled_model_is_small_and_states_what_made_it() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 20_000_000
    card = (FOLDER / "README.md").read_text("utf-8")
    for stated in ("CC BY-SA 4.0", "Apache-2.0", "seed=", "R@1", "DRCD", "IM-TQA"):
        assert stated in card


def test_rows_are_unit_vectors_of_the_stated_length() -> None:
    embedder = load_embedder()
    vectors = embedder.encode_documents(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.dtype(np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    assert np.array_equal(vectors, embedder.encode_queries(TEXTS))
    assert np.array_equal(vectors[:1], embedder.encode_documents(TEXTS[:1]))


def test_a_text_without_known_tokens_is_a_row_of_zeros() -> None:
    vectors = load_embedder().encode_documents(["", "2024 ？！", "🙂", "申请"])
    assert not vectors[:3].any()
    assert vectors[3].any()
    assert load_embedder().encode_queries([]).shape == (0, load_embedder().dimension)


@pytest.mark.parametrize(
    ("asked", "right", "wrong"),
    [
        ("拒绝公开的有几件", "不予公开", "予以公开"),
        ("政府输了几场官司", "行政诉讼结果纠正", "行政诉讼结果维持"),
        ("网站改版花了多少钱", "政府门户网站升级改造投入资金", "召开新闻发布会"),
        ("没办完的申请", "结转下年度继续办理", "本年新收政府信息公开申请数量"),
    ],
)
def test_everyday_words_are_nearer_to_the_official_ones(asked: str, right: str, wrong: str) -> None:
    embedder = load_embedder()
    near, far = embedder.encode_documents([right, wrong]) @ embedder.encode_queries([asked])[0]
    assert near > far + 0.1


def test_loading_and_encoding_the_bundled_model_needs_no_torch() -> None:
    program = (
        "import sys; from assistant.search.embedding import load_embedder; load_embedder().encode_queries(['申请']);"
        "sys.exit(bool({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_sentence_transformers_reads_the_same_vectors_from_the_bundled_folder() -> None:
    ours, theirs = load_embedder(), load_embedder(str(FOLDER))
    assert isinstance(ours, StaticEmbedder)
    assert isinstance(theirs, TransformerEmbedder)
    assert theirs.dimension == ours.dimension
    np.testing.assert_allclose(theirs.encode_documents(TEXTS), ours.encode_documents(TEXTS), atol=1e-5)
    assert theirs.encode_queries([]).shape == (0, ours.dimension)


def _tiny_model(folder: Path, prompts: dict[str, str], seed: int = 1) -> Path:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "问": 1, "答": 2, "甲": 3, "乙": 4}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    weights = np.random.default_rng(seed).normal(size=(5, 6)).astype(np.float32)
    SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], prompts=prompts, device="cpu"
    ).save(str(folder), create_model_card=False)
    return folder


def test_another_model_keeps_its_prompts_and_its_fingerprint(tmp_path: Path) -> None:
    prompts = {"query": "问", "document": "答"}
    folder = _tiny_model(tmp_path / "a", prompts)
    embedder = load_embedder(str(folder))
    bare = load_embedder(str(_tiny_model(tmp_path / "b", {})))
    assert (embedder.name, embedder.dimension) == (str(folder), 6)
    np.testing.assert_allclose(embedder.encode_queries(["甲乙"]), bare.encode_queries(["问甲乙"]), atol=1e-6)
    np.testing.assert_allclose(embedder.encode_documents(["甲乙"]), bare.encode_documents(["答甲乙"]), atol=1e-6)
    assert np.linalg.norm(embedder.encode_queries(["甲", "乙"]), axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)
    prints = {
        load_embedder().fingerprint,
        embedder.fingerprint,
        bare.fingerprint,
        load_embedder(str(_tiny_model(tmp_path / "c", prompts, seed=2))).fingerprint,
    }
    assert len(prints) == 4
    assert load_embedder(str(_tiny_model(tmp_path / "d", prompts))).fingerprint == embedder.fingerprint


def test_a_folder_that_holds_no_model_is_an_embedder_error(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="无法加载"):
        StaticEmbedder.load(tmp_path)
    (tmp_path / "model.safetensors").write_bytes((FOLDER / "model.safetensors").read_bytes())
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(EmbedderError, match="无法加载"):
        StaticEmbedder.load(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(EmbedderError, match="无法加载"):
        StaticEmbedder.load(tmp_path)
    with pytest.raises(EmbedderError, match="BAOGAO_EMBEDDER"):
        load_embedder(str(tmp_path))
