"""The second route to numbers on the family: losses of prompts, and differences of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from proofs.crosschecks import Sample
from proofs.zhang2024.trace_values import covariance
from symbolic.algebra.traces import Rows
from symbolic.laws import Law

SAMPLES = 60_000
LONG_SAMPLES = 400_000

LONGEST = 6
"""Numbers in the samples of a prompt up to which its nodes are taken one by one."""

POINT = (("u", 0.75),)
"""The scalar u of the cases; U and Z are those of `fixed_letters`."""

NARROW, WIDE = "gaussian_vector([2, 1/2], [1/2, 1])", "gaussian_vector([2, 1/2, 0], [1/2, 1, -1/4], [0, -1/4, 1/2])"
LONG = "gaussian_vector([2, 0, 0, 0, 0], [0, 1, 1/2, 0, 0], [0, 1/2, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1/2])"
"""Covariances that are not diagonal, for d = 2, 3, 5."""


def regression(law: Law, N: int) -> Any:
    """Prompts whose covariates have the law's covariance."""
    return _prompts(covariance(law), N)


def _prompts(spread: Rows, N: int) -> Any:
    import numpy as np

    from proofs.zhang2024.second_route.regression import Regression

    return Regression(np.array(spread, dtype=np.float64), N)


def blocks(d: int, parameters: Mapping[str, float]) -> dict[str, Any]:
    """The point of the family."""
    import numpy as np

    from proofs.zhang2024.second_route.fixed_letters import array

    return {"W_PV_22": np.array([[parameters["u"]]]), "W_KQ_11": array("U", d)}


def directions(d: int) -> dict[str, dict[str, Any]]:
    """By the name of a part, the direction of the derivative that it states."""
    import numpy as np

    from proofs.zhang2024.second_route.fixed_letters import array

    return {"scalar_gradient": {"W_PV_22": np.ones((1, 1))}, "matrix_gradient": {"W_KQ_11": array("Z", d)}}


def integrands(d: int, parameters: Mapping[str, float]) -> dict[str, Any]:
    """The loss of a prompt and its derivatives, by the name of a part."""
    from proofs.zhang2024.second_route.regression import along, losses

    point = blocks(d, parameters)
    return {"loss": losses(point)} | {name: along(point, way) for name, way in directions(d).items()}


def by_nodes(law: Law, N: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """Their means over all prompts."""
    source = regression(law, N)
    return {name: source.mean(f) for name, f in integrands(law.d, parameters).items()}


def by_samples(law: Law, N: int, parameters: Mapping[str, float], rng: Any) -> dict[str, Sample]:
    """Their values at random prompts, with their exact variances where prompts are short; else the loss alone."""
    source = regression(law, N)
    if N * law.d > LONGEST:
        return {"loss": long_loss(law, N, blocks(law.d, parameters), rng)}
    return {name: sampled(source, f, rng) for name, f in integrands(law.d, parameters).items()}


def sampled(source: Any, f: Any, rng: Any) -> Sample:
    """A number at random prompts; shifts are relative to its mean modulus or its spread."""
    variance = source.variance(f)
    return Sample(source.drawn(f, rng, SAMPLES), variance, float(variance**0.5))


def long_loss(law: Law, N: int, point: Mapping[str, Any], rng: Any) -> Sample:
    """Losses of long prompts, with a bound on their variance."""
    from proofs.zhang2024.second_route.regression import LARGEST_SPREAD, losses, spread

    source = regression(law, N)
    variance = spread(source.covariance, N, point)
    scale = float(variance**0.5) / LARGEST_SPREAD
    return Sample(source.drawn(losses(point), rng, LONG_SAMPLES), variance, scale)


def rested(law: Law, N: int, parameters: Mapping[str, float]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The point of the family, and where the flow from it comes to rest."""
    from proofs.zhang2024.second_route.family_population import Population, at_rest

    start = blocks(law.d, parameters)
    return start, at_rest(Population(regression(law, N)), start)


def gap_by_nodes(law: Law, N: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """How far the loss is above that of the trained model, and what bounds say of it."""
    from proofs.zhang2024.second_route.family_population import Population

    source = Population(regression(law, N))
    start, end = rested(law, N, parameters)
    least, gap = source.loss(end), source.loss(start) - source.loss(end)
    off = parameters["u"] * start["W_KQ_11"] - end["W_PV_22"] * end["W_KQ_11"]
    product = parameters["kappa_1"] * parameters["kappa_2"]
    slope = float((source.gradient(start)["W_KQ_11"] ** 2).sum())
    return {
        "least": least,
        "gap": gap,
        "slope": slope - 2 * parameters["u"] ** 2 * product * gap,
        "distance": 2 * gap - product * float((off**2).sum()),
    }


def sampled_gap(law: Law, N: int, parameters: Mapping[str, float], rng: Any) -> dict[str, Sample]:
    """Losses of random prompts at the trained model, and how far those at the point are above them."""
    from proofs.zhang2024.second_route.regression import losses

    start, end = rested(law, N, parameters)
    at_start, at_end = losses(start), losses(end)
    source = regression(law, N)
    return {
        "least": sampled(source, at_end, rng),
        "gap": sampled(source, lambda *data: at_start(*data) - at_end(*data), rng),
    }


def trained(law: Law, N: int, sigma: float) -> tuple[Any, dict[str, Any]]:
    """The loss that is trained, and where it rests after a start as in Assumption 3.3."""
    return trained_on(covariance(law), N, sigma)


@lru_cache(maxsize=16)
def trained_on(spread: Rows, N: int, sigma: float) -> tuple[Any, dict[str, Any]]:
    """The same from the covariance."""
    import numpy as np

    from proofs.zhang2024.second_route.family_population import LongPopulation, Population, at_rest
    from proofs.zhang2024.second_route.fixed_letters import array

    theta = array("Z", len(spread))
    square = theta @ theta.T
    start = {"W_PV_22": np.array([[sigma]]), "W_KQ_11": sigma * square / np.linalg.norm(square)}
    source = (LongPopulation if N * len(spread) > LONGEST else Population)(_prompts(spread, N))
    return source, at_rest(source, start)


def rested_from(law: Law, N: int, u: float, matrix: Any) -> tuple[Any, dict[str, Any]]:
    """The same after a start with this scalar and this matrix."""
    import numpy as np

    from proofs.zhang2024.second_route.family_population import Population, at_rest

    source = Population(regression(law, N))
    return source, at_rest(source, {"W_PV_22": np.array([[u]]), "W_KQ_11": matrix})
