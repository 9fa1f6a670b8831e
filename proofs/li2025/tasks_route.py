"""The second route to errors of weighted steps: means over all prompts, and random prompts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.crosschecks import Case
from proofs.garg2022.shift_route import NORMAL, Integrands, prompts
from symbolic.laws import Law

POINT = (("a", 0.5), ("b", -0.25), ("r", 0.75), ("k", 0.5), ("sigma", 0.5))
CASES = (Case("gaussian", d=1, n=1, m=2, parameters=POINT), Case("gaussian", d=2, n=1, m=1, parameters=POINT))
SHORT = (Case("gaussian", d=1, n=1, m=1, parameters=POINT),)


def source(d: int, n: int, m: int) -> Any:
    """Prompts: covariates of all samples, query, three vectors of weights, noise."""
    return prompts((NORMAL, (n + m) * d, 4), (NORMAL, d, 2), (NORMAL, 3 * d, 2), (NORMAL, n + m, 2))


def weighted_errors(law: Law, n: int, m: int, parameters: Mapping[str, float]) -> Integrands:
    """Squared errors at a fixed matrix, at the identity, and at the best weights."""
    import numpy as np

    from proofs.li2025.second_route.weighted import best_weights, placed, predictions
    from proofs.zhang2024.second_route.fixed_letters import array

    d, numbers = law.d, source(law.d, n, m)
    weights = np.array([parameters["a"]] * n + [parameters["b"]] * m)
    of = placed(d, n, m, parameters)

    def errors(at: Any, A: Any) -> Any:
        def f(*data: Any) -> Any:
            x, y, q, target = of(*data)
            return (predictions(at, A, x, y, q) - target) ** 2

        return f

    fixed, plain = errors(weights, array("U", d)), errors(weights, np.eye(d))
    least = errors(best_weights(numbers.mean, of, n, m), np.eye(d))
    return {
        "loss": (numbers, fixed),
        "at_multiples": (numbers, plain),
        "least": (numbers, least),
    }
