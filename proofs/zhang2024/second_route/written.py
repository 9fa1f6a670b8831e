"""Transformers on prompts of a linear regression as they are compared with a description of the model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.handwritten import Handwritten, RandomData
from numeric_check.described.placed import Blocks
from proofs.zhang2024.second_route import forward

PerPrompt = Callable[..., Numbers]
"""A number for each prompt, from blocks, samples, queries and weights."""


def of_regression(
    predictions: PerPrompt, losses: PerPrompt, population_loss: Callable[..., float], length: str, covariance: str
) -> Handwritten:
    """A model whose draws are samples x, a query q and weights w; its size and its covariance by their names."""

    def draws(data: RandomData) -> tuple[Numbers, Numbers, Numbers]:
        """Samples `(m, n, d)`, queries and weights `(m, d)`."""
        return data.copies("x", range(1, data.values.sizes[length] + 1)), data.copy("q"), data.copy("w")

    def population(blocks: Blocks, data: RandomData) -> float:
        root = np.linalg.cholesky(np.array(data.values.covariances[covariance], dtype=np.float64))
        return population_loss(blocks, root, data.values.sizes[length])

    return Handwritten(
        lambda blocks, data: predictions(blocks, *draws(data))[:, None, None],
        lambda blocks, data: losses(blocks, *draws(data)),
        population,
    )


WRITTEN = of_regression(forward.predictions, forward.losses, forward.population_loss, "N", "Λ")
