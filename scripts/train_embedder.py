"""Make the bundled embedder: token vectors trained on question–passage pairs, as a sentence-transformers folder.

    python scripts/train_embedder.py --bench DIR [--out FOLDER]

The tokenizer is a Unigram model whose pieces are Chinese words and characters, so that the tokenizers library alone can
cut a text. Token vectors start as random directions whose length is the token's rarity, so that texts that share rare
words are close before anything is learnt; the pairs then draw together words that stand for each other (in-batch
softmax over cosines, other questions of the passage masked). All is seeded. Some minutes on two cores.
"""

from __future__ import annotations

import argparse
import datetime
import math
import random
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import rjieba
import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from torch.nn import functional

from assistant.search.embedding import BUNDLED, StaticEmbedder, Vectors
from bench.corpora import READING, Pair, im_tqa, reading, retqa
from bench.embedder import POOL, TASKS, heading, measure, table, vectors_alone

_RUNS = r"[\u3400-\u9fff]+|[a-z]+"
_UNKNOWN = "[UNK]"
_TABLE_PAIRS = 2_000
"""At most so many pairs of each table set: their questions are made from templates and would drown the others."""
_OWN_PAIRS_REPEATED = 4
_PIECE = 160


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the model, apart from the data."""

    vocabulary: int = 15_500
    dimension: int = 256
    epochs: int = 10
    batch: int = 512
    rate: float = 5e-3
    scale: float = 20.0
    seed: int = 711


@dataclass(frozen=True, slots=True)
class Corpus:
    """The pairs to learn from, and all texts to count tokens in."""

    pairs: list[Pair]
    texts: list[str]
    own: list[str]


def read_corpus(bench: Path, seed: int) -> Corpus:
    """The allowed data sets and our own paraphrases, in a fixed order."""
    asked = [row for file in READING for row in reading(bench / file)]
    pairs = [pair for pair, answered in asked if answered]
    texts = [pair.passage for pair, _ in asked]
    for table_pairs, tables in (retqa(bench), im_tqa(bench)):
        pairs += random.Random(seed).sample(table_pairs, _TABLE_PAIRS)
        texts += tables
    lines = Path(__file__).with_name("paraphrases.tsv").read_text("utf-8").splitlines()
    own = [Pair(*line.split("\t")) for line in lines]
    texts = [*dict.fromkeys(texts), *(pair.question for pair in pairs)]
    return Corpus(pairs + own * _OWN_PAIRS_REPEATED, texts, [text for pair in own for text in astuple(pair)])


def make_tokenizer(corpus: Corpus, size: int) -> Tokenizer:
    """A Unigram tokenizer of at most `size` pieces: every Chinese character seen, our own words, then the commonest."""
    counts, characters = _count(corpus.texts)
    own_counts, own_characters = _count(corpus.own)
    counts.update(own_counts)
    single = sorted(characters | own_characters)
    words = [word for word, n in counts.items() if len(word) > 1 and (n >= 3 or word in own_counts)]
    words.sort(key=lambda word: (word not in own_counts, -counts[word], word))
    total = sum(counts.values())
    pieces = [*single, *words][: size - 1]
    scored = [(piece, math.log(max(counts[piece], 0.5) / total)) for piece in pieces]
    tokenizer = Tokenizer(models.Unigram([(_UNKNOWN, -30.0), *scored], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(_RUNS), "removed", invert=True)
    return tokenizer


def _count(texts: Iterable[str]) -> tuple[Counter[str], set[str]]:
    """Words of up to four characters with their counts, and the Chinese characters."""
    words: Counter[str] = Counter()
    characters: set[str] = set()
    for text in texts:
        for run in re.findall(_RUNS, unicodedata.normalize("NFKC", text).lower()):
            if run.isascii():
                words[run] += 1
            else:
                characters.update(run)
                words.update(word for word in rjieba.cut(run) if len(word) <= 4)
    return words, characters


def token_ids(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    """Known tokens only: 0 is unknown."""
    return [[i for i in row.ids if i] for row in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]


def initial_vectors(tokenizer: Tokenizer, corpus: Corpus, recipe: Recipe) -> Vectors:
    """Random directions, the longer the rarer the token (inverse document frequency over pieces); unknown is zero."""
    pieces = [text[i : i + _PIECE] for text in corpus.texts for i in range(0, len(text), _PIECE)]
    seen = np.zeros(tokenizer.get_vocab_size(), dtype=np.float32)
    for row in token_ids(tokenizer, pieces):
        seen[list(set(row))] += 1
    rarity = np.log((1 + len(pieces)) / (1 + seen)) + 1
    vectors = np.random.default_rng(recipe.seed).normal(size=(len(seen), recipe.dimension))
    vectors *= (rarity / rarity.mean() / np.linalg.norm(vectors, axis=1))[:, None]
    vectors[0] = 0
    return vectors.astype(np.float32)


def train(vectors: Vectors, tokenizer: Tokenizer, pairs: list[Pair], recipe: Recipe) -> Vectors:
    """Draw every question to its passage and away from the other passages of its batch."""
    torch.manual_seed(recipe.seed)
    shuffle = random.Random(recipe.seed)
    passage_number = {passage: i for i, passage in enumerate(dict.fromkeys(pair.passage for pair in pairs))}
    questions = token_ids(tokenizer, [pair.question for pair in pairs])
    passages = token_ids(tokenizer, [pair.passage for pair in pairs])
    usable = [i for i in range(len(pairs)) if questions[i] and passages[i]]
    table = torch.nn.EmbeddingBag.from_pretrained(torch.tensor(vectors), freeze=False, mode="mean")
    optimiser = torch.optim.Adam(table.parameters(), lr=recipe.rate)
    steps = recipe.epochs * (len(usable) // recipe.batch)
    decay = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.0, 1 - step / steps))
    for epoch in range(recipe.epochs):
        shuffle.shuffle(usable)
        losses = []
        for start in range(0, len(usable) - recipe.batch + 1, recipe.batch):
            batch = usable[start : start + recipe.batch]
            group = torch.tensor([passage_number[pairs[i].passage] for i in batch])
            asked, found = (_bag(table, [rows[i] for i in batch]) for rows in (questions, passages))
            loss = _loss(asked, found, group, recipe.scale)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            decay.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {sum(losses) / len(losses):.3f}")
    trained: Vectors = table.weight.detach().numpy().copy()
    return trained


def _bag(table: torch.nn.EmbeddingBag, rows: list[list[int]]) -> torch.Tensor:
    offsets = np.cumsum([0, *(len(row) for row in rows[:-1])])
    pooled = table(torch.tensor([i for row in rows for i in row]), torch.from_numpy(offsets))
    return functional.normalize(pooled, dim=1)


def _loss(questions: torch.Tensor, passages: torch.Tensor, group: torch.Tensor, scale: float) -> torch.Tensor:
    """Symmetric in-batch softmax; another question of the same passage is no wrong answer."""
    scores = questions @ passages.T * scale
    same = (group[:, None] == group[None]) & ~torch.eye(len(group), dtype=torch.bool)
    scores = scores.masked_fill(same, -1e4)
    right = torch.arange(len(group))
    return (functional.cross_entropy(scores, right) + functional.cross_entropy(scores.T, right)) / 2


def save(vectors: Vectors, tokenizer: Tokenizer, folder: Path) -> None:
    """Write a folder that sentence-transformers and `StaticEmbedder` both read; half precision."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    modules: list[torch.nn.Module] = [StaticEmbedding(tokenizer, embedding_weights=vectors), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").half().save(str(folder), create_model_card=False)
    (folder / "model.safetensors").chmod(0o644)


def main() -> None:
    """Train, measure and write the model with its card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the data sets")
    root = Path(__file__).resolve().parents[1]
    parser.add_argument("--out", type=Path, default=root / "assistant/models" / BUNDLED, help="the model's folder")
    options = parser.parse_args()
    recipe = Recipe()
    corpus = read_corpus(options.bench, recipe.seed)
    tokenizer = make_tokenizer(corpus, recipe.vocabulary)
    start = initial_vectors(tokenizer, corpus, recipe)
    with tempfile.TemporaryDirectory() as folder:
        save(start, tokenizer, Path(folder))
        untrained = StaticEmbedder.load(Path(folder))
    save(train(start, tokenizer, corpus.pairs, recipe), tokenizer, options.out)
    trained = StaticEmbedder.load(options.out)
    tables = []
    for task in (read(options.bench) for read in TASKS):
        rows = measure(task, trained)
        rows.insert(2, vectors_alone("the model before training", task, untrained))
        tables.append(f"{heading(task)}\n{table(rows)}\n")
    scores = "\n".join(tables)
    print(scores)
    (options.out / "README.md").write_text(_card(recipe, corpus, tokenizer, scores), "utf-8")


def _card(recipe: Recipe, corpus: Corpus, tokenizer: Tokenizer, scores: str) -> str:
    template = Path(__file__).with_name("model_card.md").read_text("utf-8")
    return template.format(
        name=BUNDLED,
        date=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        tokens=f"{tokenizer.get_vocab_size():,}",
        pairs=f"{len(corpus.pairs):,}",
        own=len(corpus.own) // 2,
        table_pairs=f"{_TABLE_PAIRS:,}",
        pool=POOL,
        recipe=recipe,
        scores=scores,
    )


if __name__ == "__main__":
    main()
