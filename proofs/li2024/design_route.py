"""The second route to errors of layers and steps: means over all prompts, and random prompts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from proofs.crosschecks import Case
from proofs.garg2022.shift_route import NORMAL, Integrands, prompts, root_of
from proofs.zhang2024.reduced.reduced_route import NARROW
from symbolic.laws import Law

POINT = (("sigma", 0.5), ("u", 0.75))
CASES = (Case(NARROW, d=2, N=1, parameters=POINT), Case("gaussian", d=1, N=2, parameters=POINT))
SHORT = CASES[:1]

ALONG = (("sigma", 0.5), ("alpha", 0.625), ("c", 0.375))
RETRIEVED = (Case("gaussian", d=2, N=1, parameters=ALONG), Case("gaussian", d=1, N=2, parameters=ALONG))

Placed = Callable[..., tuple[Any, Any, Any, Any]]


def source(d: int, N: int, of_query: int = 2) -> Any:
    """Prompts of so many samples: covariates, query of that degree, weights and noise."""
    return prompts((NORMAL, N * d, 4), (NORMAL, d, of_query), (NORMAL, d, 2), (NORMAL, N, 2))


def independent(law: Law, sigma: float) -> Placed:
    """Samples, weights, noise and queries; the weights have the covariance of `matrices_at_cases`."""
    import numpy as np

    from proofs.garg2022.second_route.shifted_prompts import samples
    from proofs.zhang2024b.second_route.started_steps import spread

    root, of_weights = root_of(law), np.linalg.cholesky(spread(law.d))
    return lambda x, q, w, e: (samples(x, root), w @ of_weights.T, sigma * e, q @ root.T)


def alike(d: int, alpha: float, sigma: float) -> Placed:
    """Samples that resemble the query."""

    def of(x: Any, q: Any, w: Any, e: Any) -> tuple[Any, Any, Any, Any]:
        return alpha * q[:, None, :] + (1 - alpha**2) ** 0.5 * x.reshape(len(x), -1, d), w, sigma * e, q

    return of


def layer_errors(law: Law, N: int, parameters: Mapping[str, float]) -> Integrands:
    """Squared errors of the odd part of a fixed layer's prediction."""
    from proofs.mahankali2023.second_route.forward import fixed, predictions
    from proofs.wu2023.second_route.noisy_prompts import labels
    from proofs.zhang2024.second_route.fixed_letters import array

    P, K = fixed({name: array(name, law.d) for name in ("U", "p", "v")}, parameters["u"])
    of = independent(law, parameters["sigma"])

    def f(*data: Any) -> Any:
        x, w, noise, q = of(*data)
        y = labels(x, w, noise)
        odd = (predictions(P, K, x, y, q) - predictions(P, K, x, -y, q)) / 2
        return (odd - (w * q).sum(axis=1)) ** 2

    return {"step": (source(law.d, N), f)}


def retrieved_errors(law: Law, N: int, parameters: Mapping[str, float]) -> Integrands:
    """Squared errors of `cI`, and of the best matrix."""
    import numpy as np

    from proofs.wu2023.second_route.noisy_prompts import best, correlations, labels, predicted

    d, numbers = law.d, source(law.d, N, of_query=6)
    of = alike(d, parameters["alpha"], parameters["sigma"])

    def pair(*data: Any) -> tuple[Any, Any, Any]:
        x, w, noise, q = of(*data)
        return q, correlations(x, labels(x, w, noise)), (q * w).sum(axis=1)

    def errors(A: Any) -> Any:
        def f(*data: Any) -> Any:
            x, w, noise, q = of(*data)
            return (predicted(A, x, labels(x, w, noise), q) - (w * q).sum(axis=1)) ** 2

        return f

    return {
        "loss": (numbers, errors(parameters["c"] * np.eye(d))),
        "least": (numbers, errors(best(numbers.mean, d, pair))),
    }
