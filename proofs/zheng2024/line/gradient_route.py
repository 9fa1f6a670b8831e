"""Numbers about the full model near the line, by quadrature or from sampled sequences; no formula is seen here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from proofs.claim import Claim
from proofs.crosschecks import Case, CrossCheck, Sample, crosscheck
from proofs.zheng2024.line.line_points import POINT
from proofs.zheng2024.model.attention import BLOCKS
from symbolic.laws import Law

if TYPE_CHECKING:
    import numpy as np

SEQUENCES = 100_000
"""Sampled sequences a comparison."""

Sizes = tuple[tuple[str, int, int], ...]
"""Laws in the law language, each with d and T."""


def entries_on_the_line(of: Claim, exact: Sizes, sampled: Sizes) -> tuple[CrossCheck, CrossCheck]:
    """Both second routes to all twelve kinds of gradient entries at a point of the line."""

    def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
        return entries_by_quadrature(law, d, T, parameters)

    def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Sample]:
        return entries_by_sampling(law, d, T, parameters, rng)

    return (
        crosscheck(of, "quadrature", cases=tuple(Case(law, d=d, T=T, parameters=POINT) for law, d, T in exact))(
            by_quadrature
        ),
        crosscheck(of, "sampled", cases=tuple(Case(law, d=d, T=T, parameters=POINT) for law, d, T in sampled))(
            by_sampling
        ),
    )


def entries_by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """Gradient entries `[j,j]` and `[j,k]` of every block at the line point (a, b), exact up to rounding."""
    from proofs.zheng2024.second_route import forward, quadrature

    blocks = quadrature.gradient(law, T, forward.on_line(d, parameters["a"], parameters["b"]))
    return {name: float(blocks[block][place]) for name, block, place in _places(d)}


def entries_by_sampling(
    law: Law, d: int, T: int, parameters: Mapping[str, float], rng: np.random.Generator
) -> dict[str, Sample]:
    """The same entries, one value a sampled sequence, with their exact variances."""
    from proofs.zheng2024.second_route import forward, one_pass, quadrature

    point = forward.on_line(d, parameters["a"], parameters["b"])
    mean, square = quadrature.gradient_moments(law, T, point)
    drawn = one_pass.gradients(point, *_draw(law, rng, d), T)
    scale = max(float(abs(block).max()) for block in mean.values())
    return {
        name: Sample(drawn[block][:, *place], _variance(mean[block][place], square[block][place]), scale)
        for name, block, place in _places(d)
    }


def velocities_by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """Minus the gradient by `W_KQ_32[1,1]` and `W_PV_12[1,1]`."""
    entries = entries_by_quadrature(law, d, T, parameters)
    return {name: -entries[entry] for name, entry in VELOCITIES.items()}


def velocities_by_sampling(
    law: Law, d: int, T: int, parameters: Mapping[str, float], rng: np.random.Generator
) -> dict[str, Sample]:
    """The same, one value a sampled sequence."""
    entries = entries_by_sampling(law, d, T, parameters, rng)
    return {name: Sample(-entries[e].values, entries[e].variance, entries[e].scale) for name, e in VELOCITIES.items()}


VELOCITIES = {"a_velocity": "W_KQ_32[j,j]", "b_velocity": "W_PV_12[j,j]"}


def product_by_quadrature(law: Law, d: int, T: int) -> dict[str, float]:
    """The product ab at which the loss on the line is least: it is a parabola in ab, known from three values."""
    from proofs.zheng2024.second_route import forward, quadrature

    low, middle, high = (quadrature.loss(law, T, forward.on_line(d, ab, 1.0)) for ab in (-1.0, 0.0, 1.0))
    return {"product": (low - high) / (2 * (low - 2 * middle + high))}


def radial_by_sampling(law: Law, d: int, T: int, product: float, rng: np.random.Generator) -> Sample:
    """`Re Σ_t ⟨ŷ_t − x_{t+1}, ŷ_t⟩` at the given product; relative to `E Σ_t |ŷ_t|²` it is the product's shift."""
    from proofs.zheng2024.second_route import forward, one_pass, quadrature

    point = forward.on_line(d, product, 1.0)
    mean, square = quadrature.radial_moments(law, T, point)
    at_double, _ = quadrature.radial_moments(law, T, forward.on_line(d, 2 * product, 1.0))
    energy = (at_double - 2 * mean) / 2
    return Sample(one_pass.radial(point, *_draw(law, rng, d), T), _variance(mean, square), abs(energy))


def recovered_by_quadrature(law: Law, d: int, T: int) -> float:
    """The best product times the mean square of a coordinate."""
    from numeric_check.model import node_means as expectation

    points, weights = expectation.nodes(law, 2)
    return product_by_quadrature(law, d, T)["product"] * float(weights @ points[:, 0] ** 2)


def recovered_by_sampling(law: Law, d: int, T: int, rng: np.random.Generator) -> Sample:
    """The first diagonal entry of `ab/(T−1) Σ_{i<T} x_i x_i^*` over sampled sequences, ab being the best product."""
    from numeric_check.model import node_means as expectation
    from proofs.zheng2024.second_route import forward

    product = product_by_quadrature(law, d, T)["product"]
    states = forward.sequence(*_draw(law, rng, d), T - 1)
    values = product * (abs(states[:, :, 0]) ** 2).mean(axis=0)
    points, weights = expectation.nodes(law, 4)
    second, fourth = (float(weights @ points[:, 0] ** n) for n in (2, 4))
    return Sample(values, product**2 * _variance(second, fourth), product * second)


def _variance(mean: float, square: float) -> float:
    return max(0.0, float(square - mean**2))


def _draw(law: Law, rng: np.random.Generator, d: int) -> tuple[Any, Any]:
    from numeric_check.laws import sampling

    return sampling.draw(law, rng, SEQUENCES), sampling.draw_torus(rng, SEQUENCES, d)


def _places(d: int) -> Iterator[tuple[str, str, tuple[int, int]]]:
    for block in BLOCKS:
        yield f"{block}[j,j]", block, (0, 0)
        if d > 1:
            yield f"{block}[j,k]", block, (0, 1)
