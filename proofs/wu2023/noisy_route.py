"""The second route to errors on noisy prompts: means over all prompts, and random prompts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.garg2022.shift_route import NORMAL, Integrands, prompts, root_of
from proofs.zhang2024.reduced.reduced_route import NARROW
from symbolic.laws import Law

__all__ = ["NARROW", "NOISE", "above_least", "errors", "least_matrix", "source"]

NOISE = (("sigma", 0.5), ("psi", 0.75))


def source(d: int, N: int) -> Any:
    """Prompts of so many samples: covariates, query, weights, noise and the noise of the target."""
    return prompts((NORMAL, N * d, 4), (NORMAL, d, 2), (NORMAL, d, 2), (NORMAL, N, 2), (NORMAL, 1, 2))


def placed(law: Law, parameters: Mapping[str, float]) -> Any:
    """From standard numbers to samples, labels, queries and noisy targets."""
    from proofs.garg2022.second_route.shifted_prompts import samples
    from proofs.wu2023.second_route.noisy_prompts import labels

    root = root_of(law)

    def of(x: Any, q: Any, w: Any, e: Any, last: Any) -> tuple[Any, Any, Any, Any]:
        x, q, w = samples(x, root), q @ root.T, parameters["psi"] * w
        target = (q * w).sum(axis=1) + parameters["sigma"] * last[:, 0]
        return x, labels(x, w, parameters["sigma"] * e), q, target

    return of


def errors(law: Law, parameters: Mapping[str, float], A: Any) -> Any:
    """Squared errors of the step A."""
    from proofs.wu2023.second_route.noisy_prompts import predicted

    of = placed(law, parameters)

    def f(*data: Any) -> Any:
        x, y, q, target = of(*data)
        return (predicted(A, x, y, q) - target) ** 2

    return f


def least_matrix(law: Law, N: int, parameters: Mapping[str, float]) -> Any:
    """The step with the least mean error."""
    from proofs.wu2023.second_route.noisy_prompts import best, correlations

    of = placed(law, parameters)

    def pair(*data: Any) -> tuple[Any, Any, Any]:
        x, y, q, target = of(*data)
        return q, correlations(x, y), target

    return best(source(law.d, N).mean, law.d, pair)


def above_least(law: Law, N: int, parameters: Mapping[str, float]) -> Integrands:
    """The least error, and how far that of a fixed matrix is above it."""
    from proofs.zhang2024.second_route.fixed_letters import array

    least = errors(law, parameters, least_matrix(law, N, parameters))
    at = errors(law, parameters, array("U", law.d))
    return {
        "least": (source(law.d, N), least),
        "gap": (source(law.d, N), lambda *data: at(*data) - least(*data)),
    }
