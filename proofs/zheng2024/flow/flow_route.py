"""Numbers about the reduced flow from the full model: trained, by quadrature, or sampled; no formula is seen here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from proofs.crosschecks import Sample
from symbolic.laws import Law

if TYPE_CHECKING:
    import numpy as np

    from numeric_check.arrays import Real
    from proofs.zheng2024.second_route.line_trajectory import LineTrajectory
    from proofs.zheng2024.second_route.population import Population

PRECISION = {"rtol": 1e-13, "atol": 1e-15}
"""Error that the integrator allows a step."""

AT_REST = 1e-13
"""Training stops when the largest entry of the gradient is this small, relative to the start's."""

MOST_DOUBLINGS = 12
SEQUENCES = 20_000

Parameters = Mapping[str, float]
KQ, PV = "W_KQ_32", "W_PV_12"


class StillMoving(ValueError):
    """Training did not come to rest in the time it was given."""


def trained(law: Law, d: int, T: int, parameters: Parameters, time: float) -> tuple[float, float]:
    """(a, b) of the full model after training for a time from the line."""
    from proofs.zheng2024.second_route.forward import on_line
    from proofs.zheng2024.second_route.population import Population

    last = _run(Population(law, T), on_line(d, parameters["a"], parameters["b"]), time)
    return float(last.a[-1]), float(last.b[-1])


def trained_limit(law: Law, d: int, T: int, parameters: Parameters) -> tuple[float, float]:
    """(a, b) of the full model trained from the line until it is at rest; raises StillMoving."""
    from proofs.zheng2024.second_route.forward import on_line
    from proofs.zheng2024.second_route.population import Population

    source, time = Population(law, T), 1.0
    point = on_line(d, parameters["a"], parameters["b"])
    least = AT_REST * _steepest(source, point)
    for _ in range(MOST_DOUBLINGS):
        run = _run(source, point, time)
        point, time = run.last, 2 * time
        if _steepest(source, point) <= least:
            return float(run.a[-1]), float(run.b[-1])
    raise StillMoving(f"the model still moves after training for a time of {time:.0f}")


def trace_by_quadrature(law: Law, d: int, T: int, a: float, b: float) -> float:
    """Trace of the linearised flow of (a, b): the gradient by either block is linear in that block."""
    from proofs.zheng2024.second_route import forward, quadrature

    here, further_a, further_b = (
        quadrature.gradient(law, T, forward.on_line(d, *point)) for point in ((a, b), (a + 1, b), (a, b + 1))
    )
    return float(here[KQ][0, 0] - further_a[KQ][0, 0] + here[PV][0, 0] - further_b[PV][0, 0])


def trace_by_sampling(law: Law, d: int, T: int, a: float, b: float, rng: np.random.Generator) -> Sample:
    """The same from sampled sequences, with a bound on its variance."""
    points = ((a, b, KQ), (a + 1, b, KQ), (a, b, PV), (a, b + 1, PV))
    return combined(law, d, T, tuple(zip(points, (1.0, -1.0, 1.0, -1.0), strict=True)), rng)


Term = tuple[tuple[float, float, str], float]
"""A point of the line, a block, and a factor."""


def combined(
    law: Law, d: int, T: int, terms: tuple[Term, ...], rng: np.random.Generator, scale: float | None = None
) -> Sample:
    """`Σ factor · gradient[block][1,1]` over sampled sequences; the standard deviations are added to bound its own.

    A shift is relative to `scale`, by default the size of the exact mean.
    """
    import numpy as np

    from numeric_check.laws import sampling
    from proofs.zheng2024.second_route import forward, one_pass, quadrature

    drawn = sampling.draw(law, rng, SEQUENCES), sampling.draw_torus(rng, SEQUENCES, d)
    values, mean, deviation = np.zeros(SEQUENCES), 0.0, 0.0
    for (a, b, block), factor in terms:
        point = forward.on_line(d, a, b)
        first, second = quadrature.gradient_moments(law, T, point)
        values = values + factor * one_pass.gradients(point, *drawn, T)[block][:, 0, 0]
        mean += factor * float(first[block][0, 0])
        deviation += abs(factor) * max(0.0, float(second[block][0, 0] - first[block][0, 0] ** 2)) ** 0.5
    return Sample(values, deviation**2, abs(mean) if scale is None else scale)


def limits_by_training(law: Law, d: int, T: int, parameters: Parameters) -> dict[str, float]:
    """`a_limit` and `b_limit`."""
    return dict(zip(("a_limit", "b_limit"), trained_limit(law, d, T, parameters), strict=True))


def forces_at_limit(law: Law, d: int, T: int, parameters: Parameters, rng: Any) -> dict[str, Sample]:
    """The sampled gradient by either block at the claimed limit, where it must vanish."""
    forces = forces_at(law, d, T, parameters["a_limit"], parameters["b_limit"], rng)
    return dict(zip(("a_limit", "b_limit"), forces, strict=True))


def forces_at(law: Law, d: int, T: int, a: float, b: float, rng: Any) -> tuple[Sample, Sample]:
    """The sampled gradient by either block; a shift is relative to the gradient where the block itself is doubled."""
    from proofs.zheng2024.second_route import forward, quadrature

    found = []
    for block, beyond in ((KQ, (2 * a, b)), (PV, (a, 2 * b))):
        scale = abs(float(quadrature.gradient(law, T, forward.on_line(d, *beyond))[block][0, 0]))
        found.append(combined(law, d, T, (((a, b, block), 1.0),), rng, scale))
    return found[0], found[1]


def _run(source: Population, start: Mapping[str, Real], time: float) -> LineTrajectory:
    from proofs.zheng2024.second_route.model_training import flow

    return flow(source, start, time, records=2, **PRECISION)


def _steepest(source: Population, point: Mapping[str, Real]) -> float:
    return max(float(abs(block).max()) for block in source.gradient(point).values())
