"""The second route to training on prompts with random covariances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.crosschecks import Sample
from symbolic.laws import Law

START = (0.5, 0.25)
"""u and a from which the model is trained."""


def prompts(law: Law, N: int, apart: bool = False) -> Any:
    """Prompts whose eigenvalues have the law."""
    from proofs.zhang2024.second_route.random_prompts import RandomPrompts

    return RandomPrompts(law, N, apart)


def point(d: int, parameters: Mapping[str, float]) -> dict[str, Any]:
    """The point of the family of multiples of the identity."""
    import numpy as np

    return {"W_PV_22": np.array([[parameters["u"]]]), "W_KQ_11": parameters["a"] * np.eye(d)}


def trained(law: Law, N: int) -> tuple[Any, dict[str, Any]]:
    """The loss that is trained, and where the flow of all entries of both blocks rests."""
    from proofs.zhang2024.second_route.family_population import Population, at_rest

    source = Population(prompts(law, N))
    return source, at_rest(source, point(law.d, dict(zip("ua", START, strict=True))))


def trained_product(law: Law, N: int) -> float:
    """The mean diagonal entry of uU there."""
    _, end = trained(law, N)
    return float(end["W_PV_22"][0, 0] * end["W_KQ_11"].trace() / law.d)


def velocities(law: Law, N: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """Minus the gradient by u and by the first diagonal entry of U."""
    from proofs.zhang2024.second_route.family_population import Population

    gradient = Population(prompts(law, N)).gradient(point(law.d, parameters))
    return {
        "scalar_velocity": -float(gradient["W_PV_22"][0, 0]),
        "diagonal_velocity": -float(gradient["W_KQ_11"][0, 0]),
    }


def aligned(blocks: Mapping[str, Any]) -> Any:
    """The product of prediction and target on each prompt."""
    from proofs.zhang2024.second_route import forward

    return lambda x, q, w: forward.predictions(blocks, x, q, w) * (q * w).sum(axis=1)


def sampled(source: Any, f: Any, rng: Any) -> Sample:
    """A number at random prompts."""
    from proofs.zhang2024.second_route.random_prompts import PROMPTS

    variance = source.variance(f)
    return Sample(source.drawn(f, rng, PROMPTS), variance, float(variance**0.5))
