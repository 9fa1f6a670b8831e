"""The second route to predictions and errors on prompts of the test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.crosschecks import Sample
from proofs.zhang2024.reduced.reduced_route import NARROW, blocks, regression, sampled, trained
from symbolic.laws import Law

SIGMA_0 = 0.5
"""Scale of the start of the training."""

LABELLED = NARROW


def attention_against_formula(law: Law, M: int, parameters: Mapping[str, float]) -> tuple[Any, Any, Any]:
    """Prompts; squared difference of attention and `x_qᵀ (uU)ᵀ (1/M) Σ y_i x_i`; squared prediction."""
    import numpy as np

    from proofs.zhang2024.second_route import forward

    point = blocks(law.d, parameters)

    def difference(x: Any, q: Any, w: Any) -> Any:
        labels = np.einsum("mid,md->mi", x, w)
        context = np.einsum("mi,mid->md", labels, x) / x.shape[1]
        formula = np.einsum("md,de,me->m", context, parameters["u"] * point["W_KQ_11"], q)
        return (forward.predictions(point, x, q, w) - formula) ** 2

    return regression(law, M), difference, lambda *data: forward.predictions(point, *data) ** 2


def labelled_errors(law: Law, N: int, M: int) -> tuple[Any, Any]:
    """Prompts of M samples with labels that are not linear, and the squared error of the model trained at length N."""
    from dataclasses import replace

    from proofs.zhang2024.second_route import forward
    from proofs.zhang2024.second_route.nonlinear_labels import labels
    from proofs.zhang2024.second_route.regression import Degrees

    _, end = trained(law, N, SIGMA_0)

    def error(x: Any, q: Any, w: Any) -> Any:
        return (forward.predicted(end, x, labels(x), q) - labels(q)) ** 2

    return replace(regression(law, M), degrees=Degrees(6, 4, 0)), error


def task_errors(law: Law, N: int, M: int, sigma: float) -> tuple[Any, Any]:
    """Prompts of M samples of one task with noise, and the squared error of the model trained at length N.

    The noise of the M + 1 labels stands in one more coordinate of each sample and of the query.
    """
    import numpy as np

    from proofs.zhang2024.second_route import forward
    from proofs.zhang2024.second_route.fixed_letters import array
    from proofs.zhang2024.second_route.regression import Degrees, Regression

    _, end = trained(law, N, SIGMA_0)
    weights = np.append(array("w", law.d)[:, 0], sigma)
    covariance = np.eye(law.d + 1)
    covariance[: law.d, : law.d] = regression(law, M).covariance

    def error(x: Any, q: Any, w: Any) -> Any:
        found = forward.predicted(end, x[:, :, :-1], x @ weights, q[:, :-1])
        return (found - q @ weights) ** 2

    return Regression(covariance, M, Degrees(4, 2, 0)), error


def by_samples(source: Any, error: Any, rng: Any) -> Sample:
    """Errors on random prompts."""
    return sampled(source, error, rng)
