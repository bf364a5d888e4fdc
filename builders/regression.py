"""Logistic regression on features that are there or not, with penalised weights: for the models that read reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

LEAST_SEEN = 2  # features that occur once are left out


class Examples:
    """Sets of features as a matrix; each counts ``counts_as`` times."""

    def __init__(self, found: Sequence[Collection[str]], counts_as: Sequence[float]) -> None:
        counts = Counter(f for features in found for f in features)
        self.names = sorted(f for f, n in counts.items() if n >= LEAST_SEEN)
        column = {f: i for i, f in enumerate(self.names)}
        at = [(row, column[f]) for row, features in enumerate(found) for f in features if f in column]
        rows, columns = zip(*at, strict=True)
        self._matrix = csr_matrix((np.ones(len(at)), (rows, columns)), shape=(len(found), len(self.names)))
        self._counts_as = np.array(counts_as)

    def hundredths(self, wanted: Sequence[bool], strength: float) -> tuple[dict[str, int], int]:
        """Weights by feature and the bias of the regression on ``wanted``, in hundredths.

        ``strength`` is how much the examples count beside the penalty on the squares of the weights (C).
        """
        weights = self._fitted(np.array(wanted), strength)
        found = np.rint(weights * 100).astype(int).tolist()
        return dict(zip(self.names, found, strict=False)), found[-1]

    def _fitted(self, wanted: Any, strength: float) -> Any:
        sign = np.where(wanted, 1.0, -1.0)
        matrix, counts = self._matrix, strength * self._counts_as

        def loss(w: Any) -> tuple[float, Any]:
            margin = sign * (matrix @ w[:-1] + w[-1])
            pull = -counts * sign / (1.0 + np.exp(margin))
            slope = np.append(matrix.T @ pull + w[:-1], pull.sum())
            return float((counts * np.logaddexp(0.0, -margin)).sum() + 0.5 * (w[:-1] ** 2).sum()), slope

        start = np.zeros(len(self.names) + 1)
        return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
