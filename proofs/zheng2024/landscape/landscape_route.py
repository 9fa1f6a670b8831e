"""Numbers about the whole loss, all six blocks free: minimised, differentiated, sampled; no formula is seen here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from proofs.crosschecks import Computed, Sample
from proofs.zheng2024.capability.capability_route import nodes_of_squares
from symbolic.laws import Law

if TYPE_CHECKING:
    import numpy as np

    from numeric_check.arrays import Real

DESCENTS = 4
"""Random starts of a minimisation; the best end counts."""

SPREADS = (0.3, 1.0)
"""Standard deviations of the entries of a start."""

CENTRAL = ((1.0, 16 / 12), (2.0, -1 / 12))
"""Central difference of second order, exact for polynomials up to degree 4: step and factor."""

Blocks = Mapping[str, Any]


def least(law: Law, T: int, seed: int = 0) -> tuple[float, dict[str, Real]]:
    """The least loss that minimisations over all entries of all blocks reach from random starts, and where."""
    import numpy as np
    from scipy.optimize import minimize

    from numeric_check.model.points import flat, gaussian_start, named
    from proofs.zheng2024.second_route.population import Population

    source, rng = Population(law, T), np.random.default_rng(seed)

    def height(point: Real) -> tuple[float, Real]:
        loss, gradient = source.with_gradient(named(point, source.blocks))
        return loss, flat(gradient, source.blocks)

    scale = float(np.sqrt(product_scale(law)))
    drawn = (gaussian_start(source.blocks, scale * SPREADS[n % 2], rng) for n in range(DESCENTS))
    starts = [flat(start, source.blocks) for start in drawn]
    ends = [minimize(height, start, jac=True, method="BFGS", options={"gtol": 1e-10}) for start in starts]
    best = min(ends, key=lambda end: float(end.fun))
    return float(best.fun), named(best.x, source.blocks)


def lowest(law: Law, T: int) -> Computed:
    """The least loss that they reach, beside the loss without training: it is 0 where everything is recovered."""
    from numeric_check.model.points import zeros
    from proofs.zheng2024.second_route.population import Population

    source = Population(law, T)
    return Computed(least(law, T)[0], source.loss(zeros(source.blocks)))


def product_scale(law: Law) -> float:
    """A size for products of parameters: `E x_1⁴ / E x_1⁶`."""
    from numeric_check.model import node_means as expectation

    points, masses = expectation.nodes(law, 6)
    return float(masses @ points[:, 0] ** 4) / float(masses @ points[:, 0] ** 6)


def sampled_loss(law: Law, T: int, blocks: Blocks, rng: np.random.Generator) -> Sample:
    """The loss of sampled sequences at the given parameters, with its exact variance."""
    from proofs.zheng2024.second_route import one_pass

    points = nodes_of_squares(law, T)
    mean = points.mean(lambda x1, lam: one_pass.losses(blocks, x1, lam, T))
    return points.sample(lambda x1, lam: one_pass.losses(blocks, x1, lam, T), law, rng, mean)


def bend(law: Law, T: int, blocks: Blocks, way: Blocks) -> float:
    """The second derivative of the loss along a direction, by quadrature."""
    from proofs.zheng2024.second_route import quadrature

    def at(step: float) -> float:
        return quadrature.loss(law, T, moved(blocks, way, step))

    return sum(factor * (at(step) + at(-step) - 2 * at(0.0)) for step, factor in CENTRAL)


def sampled_bend(law: Law, T: int, blocks: Blocks, way: Blocks, rng: np.random.Generator) -> Sample:
    """The same of each sampled sequence."""
    from proofs.zheng2024.second_route import one_pass

    def each(x1: Any, lam: Any) -> Any:
        at = {s: one_pass.losses(moved(blocks, way, s), x1, lam, T) for s in (0.0, 1.0, -1.0, 2.0, -2.0)}
        return sum(factor * (at[step] + at[-step] - 2 * at[0.0]) for step, factor in CENTRAL)

    points = nodes_of_squares(law, T)
    return points.sample(each, law, rng, points.mean(lambda x1, lam: abs(each(x1, lam))))


def moved(blocks: Blocks, way: Blocks, step: float) -> dict[str, Any]:
    """The point reached by so many steps along the direction."""
    return {name: block + step * way.get(name, 0.0) for name, block in blocks.items()}


def at_rest(source: Any, start: Blocks) -> dict[str, Real]:
    """The parameters at which training of a source, of the full model or a masked one, comes to rest.

    Raises StillMoving as `flow_route` does.
    """
    from proofs.zheng2024.flow.flow_route import AT_REST, MOST_DOUBLINGS, PRECISION, StillMoving
    from proofs.zheng2024.second_route.model_training import flow

    point, time, least_slope = dict(start), 1.0, AT_REST * steepest(source, start)
    for _ in range(MOST_DOUBLINGS):
        point, time = flow(source, point, time, records=2, **PRECISION).last, 2 * time
        if steepest(source, point) <= least_slope:
            return point
    raise StillMoving(f"the model still moves after training for a time of {time:.0f}")


def steepest(source: Any, point: Blocks) -> float:
    """The largest entry of the gradient."""
    return max(float(abs(block).max()) for block in source.gradient(point).values())
