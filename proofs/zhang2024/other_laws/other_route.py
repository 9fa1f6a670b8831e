"""The second route to covariates and weights of other laws: losses of prompts whose numbers are drawn from them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from proofs.crosschecks import Sample
from proofs.zhang2024.reduced.reduced_route import integrands, sampled
from symbolic.laws import Atoms, Law

SKEW = Atoms.of(
    [[2, 0], [0, 1], [-1, Fraction(1, 2)], [-1, -2]], [Fraction(1, n) for n in (6, 2, 6, 6)], "four skew points"
)
"""Coordinates that are dependent, skew and not centred."""

FLAT, SPIKED = "product(scale(rademacher, 1), scale(rademacher, 2))", "product(laplace, scale(laplace, 1/2))"
"""Independent coordinates of two scales, with kurtosis 1 and 6."""


def prompts(law: Law, N: int, weights: Law | None = None) -> Any:
    """Prompts of covariates and queries of the law, and of weights of another one where it is given."""
    from proofs.zhang2024.second_route.prompts_of_laws import LawPrompts

    return LawPrompts(law, N, weights)


def by_nodes(law: Law, N: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """The mean loss and its differences along u and along Z, at the point of `reduced_route`."""
    source = prompts(law, N)
    return {name: source.mean(f) for name, f in integrands(law.d, parameters).items()}


def by_samples(law: Law, N: int, parameters: Mapping[str, float], rng: Any) -> dict[str, Sample]:
    """The same of random prompts."""
    source = prompts(law, N)
    return {name: sampled(source, f, rng) for name, f in integrands(law.d, parameters).items()}


def trained(law: Law, N: int, sigma: float) -> tuple[Any, dict[str, Any]]:
    """The loss that is trained, and where it rests after a start as in Assumption 3.3."""
    import numpy as np

    from proofs.zhang2024.second_route.family_population import Population, at_rest
    from proofs.zhang2024.second_route.fixed_letters import array

    theta = array("Z", law.d)
    square = theta @ theta.T
    start = {"W_PV_22": np.array([[sigma]]), "W_KQ_11": sigma * square / np.linalg.norm(square)}
    source = Population(prompts(law, N))
    return source, at_rest(source, start)
