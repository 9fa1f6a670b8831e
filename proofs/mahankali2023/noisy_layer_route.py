"""The second route to errors of layers: means over all prompts, and random prompts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.garg2022.shift_route import NORMAL, Integrands, prompts, root_of
from symbolic.laws import Law

POINT = (("u", 0.75), ("sigma", 0.5))


def source(d: int, N: int) -> Any:
    """Prompts of so many samples: covariates, query, weights, noise and the noise of the target."""
    return prompts((NORMAL, N * d, 4), (NORMAL, d, 2), (NORMAL, d, 2), (NORMAL, N, 2), (NORMAL, 1, 2))


def placed(law: Law, sigma: float) -> Any:
    """From standard numbers to samples, weights, noise, queries and noisy targets."""
    import numpy as np

    from proofs.garg2022.second_route.shifted_prompts import samples

    root = root_of(law)
    of_weights = np.linalg.inv(root)

    def of(x: Any, q: Any, w: Any, e: Any, last: Any) -> tuple[Any, ...]:
        x, q, w = samples(x, root), q @ root.T, w @ of_weights
        return x, w, sigma * e, q, (q * w).sum(axis=1) + sigma * last[:, 0]

    return of


def odd_errors(law: Law, sigma: float, layer: Any) -> Any:
    """Squared errors of half the difference of the predictions for (w, noise) and its negative."""
    from proofs.mahankali2023.second_route.forward import predictions
    from proofs.wu2023.second_route.noisy_prompts import labels

    of = placed(law, sigma)

    def f(*data: Any) -> Any:
        x, w, noise, q, target = of(*data)
        P, K = layer
        y = labels(x, w, noise)
        there, back = (predictions(P, K, x, sign * y, q) for sign in (1, -1))
        return ((there - back) / 2 - target) ** 2

    return f


def least_errors(law: Law, N: int, sigma: float) -> Any:
    """Squared errors of the best layer among those of u and U, by normal equations."""
    import numpy as np

    from proofs.mahankali2023.second_route.forward import blocks
    from proofs.wu2023.second_route.noisy_prompts import best, labels

    of, zero = placed(law, sigma), np.zeros(law.d)

    def pair(*data: Any) -> tuple[Any, Any, Any]:
        x, w, noise, q, target = of(*data)
        return q, (labels(x, w, noise)[:, :, None] * x).sum(axis=1), target

    return odd_errors(law, sigma, blocks(zero, 1.0, best(source(law.d, N).mean, law.d, pair), zero))


def above_step(law: Law, N: int, parameters: Mapping[str, float]) -> Integrands:
    """The least error, and how far the odd part of a fixed layer's prediction is above it."""
    from proofs.mahankali2023.second_route.forward import fixed
    from proofs.zhang2024.second_route.fixed_letters import array

    sigma = parameters["sigma"]
    layer = fixed({name: array(name, law.d) for name in ("U", "p", "v")}, parameters["u"])
    least, at = least_errors(law, N, sigma), odd_errors(law, sigma, layer)
    numbers = source(law.d, N)
    return {"least": (numbers, least), "gap": (numbers, lambda *data: at(*data) - least(*data))}
