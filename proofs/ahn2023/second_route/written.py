"""The transformer of `forward` as it is compared with a description of the model."""

from __future__ import annotations

import numpy as np

from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.handwritten import Handwritten, RandomData
from numeric_check.described.placed import Blocks
from proofs.ahn2023.second_route import forward


def _predictions(blocks: Blocks, data: RandomData) -> Numbers:
    return forward.predictions(blocks, *_draws(data))[:, None, None]


def _losses(blocks: Blocks, data: RandomData) -> Numbers:
    return forward.losses(blocks, *_draws(data))


def _population(blocks: Blocks, data: RandomData) -> float:
    root = np.linalg.cholesky(np.array(data.values.covariances["Σ"], dtype=np.float64))
    return forward.population_loss(blocks, root, data.values.sizes["n"])


def _draws(data: RandomData) -> tuple[Numbers, Numbers, Numbers]:
    """Samples `(m, n, d)`, queries and weights `(m, d)`."""
    return data.copies("x", range(1, data.values.sizes["n"] + 1)), data.copy("q"), data.copy("w")


WRITTEN = Handwritten(_predictions, _losses, _population)
