"""Gradient-boosted trees as plain numbers: read from one .npz file, no library needed to evaluate them.

`scripts/train_tables.py` makes the files. A tree is a run of nodes; a node that is its own child is a leaf.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Trees:
    """A forest with one or more outputs."""

    roots: NDArray[np.int32]
    """The first node of each tree."""
    outputs: NDArray[np.int32]
    """Which output each tree adds to."""
    feature: NDArray[np.int32]
    threshold: Matrix
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Matrix
    base: Matrix
    """What each output starts from."""
    depth: int

    @classmethod
    def load(cls, path: Path) -> Trees:
        """Read the file. Raises OSError or ValueError when it is missing or broken."""
        with np.load(path, allow_pickle=False) as data:
            arrays = {name: data[name] for name in data.files}
        return cls(
            roots=arrays["roots"].astype(np.int32),
            outputs=arrays["outputs"].astype(np.int32),
            feature=arrays["feature"].astype(np.int32),
            threshold=arrays["threshold"].astype(np.float32),
            left=arrays["left"].astype(np.int32),
            right=arrays["right"].astype(np.int32),
            value=arrays["value"].astype(np.float32),
            base=arrays["base"].astype(np.float32),
            depth=int(arrays["depth"]),
        )

    def raw(self, features: Matrix) -> Matrix:
        """Sums of leaves: shape (rows, outputs)."""
        rows = np.arange(len(features))[:, None]
        nodes = np.broadcast_to(self.roots, (len(features), len(self.roots)))
        for _ in range(self.depth):
            goes_left = features[rows, self.feature[nodes]] <= self.threshold[nodes]
            nodes = np.where(goes_left, self.left[nodes], self.right[nodes])
        leaves = self.value[nodes]
        sums = [leaves[:, self.outputs == output].sum(axis=1) for output in range(len(self.base))]
        return np.stack(sums, axis=1).astype(np.float32) + self.base

    def probabilities(self, features: Matrix) -> Matrix:
        """Shape (rows, outputs) by softmax; of a single output, shape (rows, 1) by the logistic function."""
        raw = self.raw(features)
        if raw.shape[1] == 1:
            return (1.0 / (1.0 + np.exp(-raw))).astype(np.float32)
        powers = np.exp(raw - raw.max(axis=1, keepdims=True))
        shares: Matrix = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
        return shares
