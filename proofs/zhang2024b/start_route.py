"""The second route to errors of steps from a start: means over all prompts, and random prompts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.crosschecks import Case
from proofs.garg2022.shift_route import NORMAL, Integrands, prompts, root_of
from proofs.zhang2024.reduced.reduced_route import NARROW
from symbolic.laws import Law

NOISE = (("sigma", 0.5),)
CASES = (Case(NARROW, d=2, N=1, parameters=NOISE), Case("gaussian", d=1, N=2, parameters=NOISE))
SHORT = (Case(NARROW, d=2, N=1, parameters=NOISE),)


def source(d: int, N: int) -> Any:
    """Prompts of so many samples: covariates, query, weights, noise and the noise of the target."""
    return prompts((NORMAL, N * d, 4), (NORMAL, d, 2), (NORMAL, d, 2), (NORMAL, N, 2), (NORMAL, 1, 2))


def placed(law: Law, sigma: float) -> Any:
    """From standard numbers to samples, labels, queries and noisy targets."""
    import numpy as np

    from proofs.garg2022.second_route.shifted_prompts import samples
    from proofs.wu2023.second_route.noisy_prompts import labels
    from proofs.zhang2024b.second_route.started_steps import mean, spread

    root, of_weights = root_of(law), np.linalg.cholesky(spread(law.d))

    def of(x: Any, q: Any, w: Any, e: Any, last: Any) -> tuple[Any, ...]:
        x, q, w = samples(x, root), q @ root.T, mean(law.d) + w @ of_weights.T
        return x, labels(x, w, sigma * e), q, (q * w).sum(axis=1) + sigma * last[:, 0]

    return of


def errors(law: Law, sigma: float, A: Any, start: Any) -> Any:
    """Squared errors of the step A from a start."""
    from proofs.zhang2024b.second_route.started_steps import predictions

    of = placed(law, sigma)

    def f(*data: Any) -> Any:
        x, y, q, target = of(*data)
        return (predictions(A, start, x, y, q) - target) ** 2

    return f


def least_matrix(law: Law, N: int, sigma: float) -> Any:
    """The best step from the mean, by normal equations."""
    from proofs.wu2023.second_route.noisy_prompts import best, correlations
    from proofs.zhang2024b.second_route.started_steps import mean

    of = placed(law, sigma)

    def pair(*data: Any) -> tuple[Any, Any, Any]:
        x, y, q, target = of(*data)
        return q, correlations(x, y - x @ mean(law.d)), target - q @ mean(law.d)

    return best(source(law.d, N).mean, law.d, pair)


def _apart(law: Law, N: int, one: Any, other: Any) -> Any:
    return source(law.d, N), lambda *data: one(*data) - other(*data)


def started_gaps(law: Law, N: int, parameters: Mapping[str, float]) -> Integrands:
    """A fixed step from a fixed start above the same from the mean; and that above the best step from the mean."""
    from proofs.zhang2024.second_route.fixed_letters import array
    from proofs.zhang2024b.second_route.started_steps import mean

    sigma, A = parameters["sigma"], array("U", law.d)
    at_mean = errors(law, sigma, A, mean(law.d))
    return {
        "start": _apart(law, N, errors(law, sigma, A, array("p", law.d)[:, 0]), at_mean),
        "gap": _apart(law, N, at_mean, errors(law, sigma, least_matrix(law, N, sigma), mean(law.d))),
    }


def plain_gaps(law: Law, N: int, parameters: Mapping[str, float]) -> Integrands:
    """A fixed step from zero above the same from the mean."""
    from proofs.zhang2024.second_route.fixed_letters import array
    from proofs.zhang2024b.second_route.started_steps import mean

    sigma, A = parameters["sigma"], array("U", law.d)
    return {"excess": _apart(law, N, errors(law, sigma, A, 0 * mean(law.d)), errors(law, sigma, A, mean(law.d)))}
