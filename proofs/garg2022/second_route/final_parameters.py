"""The parameters that Theorem 4.1 of Zhang, Frei and Bartlett 2024 says training ends at, arXiv 2306.09927."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from numeric_check.arrays import Real


def parameters(covariance: Real, N: int) -> Mapping[str, Real]:
    """Blocks of the transformer trained on prompts of N samples with this covariance."""
    d = len(covariance)
    inverse = np.linalg.inv((1 + 1 / N) * covariance + np.trace(covariance) / N * np.eye(d))
    root = np.sum(inverse**2) ** 0.25
    return {"W_PV_22": np.array([[root]]), "W_KQ_11": inverse / root}
