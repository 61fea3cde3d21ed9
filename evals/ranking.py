"""Retrieval metrics, as trec_eval computes them. The only importer of pytrec_eval."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from evals.errors import EvaluationError

try:
    import pytrec_eval
except ImportError as error:
    raise EvaluationError(
        "检索指标需要 pytrec-eval-terrier：pip install pytrec-eval-terrier / retrieval metrics need this package"
    ) from error

_CUT = 10


def retrieval(
    runs: Mapping[str, Sequence[str]], relevant: Mapping[str, Collection[str]], cuts: Sequence[int] = (1, 5, 10)
) -> dict[str, float]:
    """Mean recall@k, MRR@10 and nDCG@10 of ranked document ids, best first, over every query of `relevant`.

    A query without a run scores 0. Returns no metric when there is no query.
    """
    if not relevant:
        return {}
    truth = {query: dict.fromkeys(documents, 1) for query, documents in relevant.items()}
    names = {f"recall.{','.join(map(str, cuts))}", f"ndcg_cut.{_CUT}"}
    ranked = {query: _scores(runs.get(query, ()), None) for query in truth}
    first = {query: _scores(runs.get(query, ()), _CUT) for query in truth}
    found = pytrec_eval.RelevanceEvaluator(truth, names).evaluate(ranked)
    reciprocal = pytrec_eval.RelevanceEvaluator(truth, {"recip_rank"}).evaluate(first)
    means = {f"recall@{k}": _mean(found, f"recall_{k}", truth) for k in cuts}
    return {
        **means,
        f"mrr@{_CUT}": _mean(reciprocal, "recip_rank", truth),
        f"ndcg@{_CUT}": _mean(found, f"ndcg_cut_{_CUT}", truth),
    }


def _scores(documents: Sequence[str], cut: int | None) -> dict[str, float]:
    """Strictly falling scores: trec_eval sorts by score, and breaks ties by name."""
    unique = list(dict.fromkeys(documents))[:cut]
    return {document: float(len(unique) - place) for place, document in enumerate(unique)}


def _mean(found: Mapping[str, Mapping[str, float]], name: str, truth: Mapping[str, object]) -> float:
    return sum(found.get(query, {}).get(name, 0.0) for query in truth) / len(truth)
