"""The second route to errors on prompts of the test: the trained transformer, run on random prompts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from proofs.crosschecks import Computed, Sample
from proofs.zhang2024.prediction.prediction_route import SIGMA_0
from proofs.zhang2024.reduced import reduced_route
from proofs.zhang2024.reduced.reduced_route import NARROW
from proofs.zhang2024.trace_values import covariance
from symbolic.laws import Law
from symbolic.laws.coordinates import CoordinateLaw, Gaussian, rademacher

TRAINED_ON = NARROW
"""The covariance of the training at d = 2, not diagonal."""

STANDARD_SHORT = "gaussian_vector([1, 0], [0, 1])"
STANDARD_FOUR = "gaussian_vector([1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1])"
STANDARD = "gaussian_vector([1,0,0,0,0], [0,1,0,0,0], [0,0,1,0,0], [0,0,0,1,0], [0,0,0,0,1])"
"""`Λ = I` at d = 2, 4 and 5."""

NORMAL, SIGNS = Gaussian(), rademacher()

ZEROS = 20_000
"""Random prompts on which a difference is looked at."""


def trained(law: Law, N: int) -> Mapping[str, Any]:
    """The transformer, trained on prompts of N samples until it rests."""
    return reduced_route.trained(law, N, SIGMA_0)[1]


def root_of(law: Law) -> Any:
    """A root of the covariance of the training."""
    import numpy as np

    return np.linalg.cholesky(np.array(covariance(law), dtype=np.float64))


def weights(d: int) -> Any:
    """The weights of the task."""
    from proofs.zhang2024.second_route.fixed_letters import array

    return array("w", d)[:, 0]


def prompts(*groups: tuple[CoordinateLaw, int, int]) -> Any:
    """Random prompts of independent numbers: their law, how many, and the degree of what is averaged in each."""
    from proofs.garg2022.second_route.shifted_prompts import Numbers, Prompts

    return Prompts(tuple(Numbers(*group) for group in groups))


def squared_errors(end: Mapping[str, Any], x: Any, y: Any, q: Any, target: Any) -> Any:
    """Of each prompt."""
    from proofs.zhang2024.second_route import forward

    return (forward.predicted(end, x, y, q) - target) ** 2


Integrands = Mapping[str, tuple[Any, Callable[..., Any]]]
"""By the name of a part, prompts and what is averaged over them."""


def by_nodes(integrands: Integrands) -> dict[str, float]:
    """Means over all prompts."""
    return {name: source.mean(f) for name, (source, f) in integrands.items()}


def by_samples(integrands: Integrands, rng: Any) -> dict[str, Sample]:
    """Values at random prompts, with their exact variances."""
    return {name: reduced_route.sampled(source, f, rng) for name, (source, f) in integrands.items()}


Vanishing = tuple[Any, Callable[..., Any], Callable[..., Any]]
"""Prompts, squares that are said to vanish, and squares of what they are differences of."""


def zero_by_nodes(compared: Vanishing) -> Computed:
    """The mean of the squares, beside that of what they are differences of."""
    source, difference, size = compared
    return Computed(source.mean(difference), source.mean(size))


def zero_by_samples(compared: Vanishing, rng: Any) -> Sample:
    """The squares on random prompts, with the variance that those of what they are differences of have."""
    source, difference, size = compared
    return Sample(source.drawn(difference, rng, ZEROS), source.variance(size), source.mean(size))
