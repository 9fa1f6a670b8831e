"""Gradient descent and gradient flow of the full model: all six blocks, every entry a parameter of its own.

The flow is `dW[p, q]/dτ = −∂L/∂W[p, q]` for the individual entries; descent is its Euler scheme. Nothing is reduced to
the line `W_KQ_32 = aI, W_PV_12 = bI`: a run that stays there does so by itself. Source: Zheng et al. 2024, Section 3.2,
arXiv 2405.16845.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from numeric_check.forward import Parameters, Real, dimension, on_line
from numeric_check.gradient_sources import Source
from numeric_check.population import Population
from symbolic.attention import BLOCKS
from symbolic.laws import Law

LINE_BLOCKS = ("W_KQ_32", "W_PV_12")

GROWTH = 1e6
"""Descent counts as divergent once its loss is so many times what it was at the start, or at zero parameters."""


class Diverged(ValueError):
    """Training left the range in which it means anything."""


@dataclass(frozen=True)
class Trajectory:
    """Recorded points of a run: `times (n,)` (steps times step size for descent), `losses (n,)`, blocks `(n, d, d)`."""

    times: Real
    losses: Real
    parameters: Mapping[str, Real]

    @property
    def last(self) -> dict[str, Real]:
        """The parameters at the end of the run."""
        return {name: blocks[-1] for name, blocks in self.parameters.items()}

    @property
    def a(self) -> Real:
        """Mean diagonal entry of `W_KQ_32`, `(n,)`."""
        return _mean_diagonal(self.parameters["W_KQ_32"])

    @property
    def b(self) -> Real:
        """Mean diagonal entry of `W_PV_12`, `(n,)`."""
        return _mean_diagonal(self.parameters["W_PV_12"])

    @property
    def products(self) -> Real:
        """The product ab, `(n,)`; it describes a run while `off_line` is small."""
        return self.a * self.b

    @property
    def off_line(self) -> Real:
        """Largest distance of an entry from the line `W_KQ_32 = aI, W_PV_12 = bI`, `(n,)`."""
        return _largest(off_line_part(self.parameters))


@dataclass(frozen=True)
class Departure:
    """How a flow leaves the line: its off-line part `(n, d, d)` at `times (n,)`, and minus the gradient's, `(d, d)`.

    To first order in time the off-line part is `times · rates`.
    """

    times: Real
    parts: Mapping[str, Real]
    rates: Mapping[str, Real]

    @property
    def largest_rate(self) -> float:
        """Largest speed of an off-line entry at the start; the line is left where it is not a rounding error."""
        return max(float(np.max(np.abs(rate))) for rate in self.rates.values())

    @property
    def deviation(self) -> Real:
        """Largest difference between the off-line part and its first-order growth, `(n,)`."""
        grown = {name: self.times[:, None, None] * rate for name, rate in self.rates.items()}
        return _largest({name: part - grown[name] for name, part in self.parts.items()})


def gaussian_start(d: int, scale: float, rng: np.random.Generator) -> dict[str, Real]:
    """All six blocks with independent `N(0, scale²)` entries."""
    return {name: scale * rng.normal(size=(d, d)) for name in BLOCKS}


def descend(source: Source, start: Parameters, step: float, steps: int, every: int = 1) -> Trajectory:
    """Gradient descent, recorded at step 0, at every multiple of `every`, and at the last step.

    Raises ValueError for sizes that are not positive or do not fit and for a start whose loss is not finite, and
    Diverged, naming step size and step, once a parameter is not finite or a recorded loss is a million times the larger
    of the start's and that of predicting zero.
    """
    if not 0 < step < inf or steps < 1 or every < 1:
        raise ValueError(f"step size, steps and every must be positive; given {step}, {steps} and {every}")
    numbers, points, losses = [0], [flat(start, source.d)], [_finite_loss(source, start)]
    bound = GROWTH * max(losses[0], source.loss(on_line(source.d, 0.0, 0.0)))
    for number, point in _iterates(source, points[0], step, steps):
        if number % every == 0 or number == steps:
            numbers.append(number)
            points.append(point)
            losses.append(_loss_within(source, point, bound, step, number))
    return Trajectory(step * np.array(numbers), np.array(losses), named(np.array(points), source.d))


def flow(
    source: Source, start: Parameters, time: float, rtol: float = 1e-10, atol: float = 1e-12, records: int = 101
) -> Trajectory:
    """Gradient flow up to `time` by an adaptive Runge–Kutta method of order 8, recorded at evenly spaced times.

    Raises ValueError for a time that is not positive, shapes that do not fit or a start whose loss is not finite, and
    Diverged where the integrator gives up.
    """
    from scipy.integrate import solve_ivp

    if not 0 < time < inf or records < 2:
        raise ValueError(f"a flow needs a positive time and two records or more; given {time} and {records}")

    def velocity(_: float, point: Real) -> Real:
        return -flat(source.gradient(named(point, source.d)), source.d)

    _finite_loss(source, start)
    at, begin = np.linspace(0.0, time, records), flat(start, source.d)
    with np.errstate(over="ignore", invalid="ignore"):
        found = solve_ivp(velocity, (0.0, time), begin, method="DOP853", t_eval=at, rtol=rtol, atol=atol)
    if not found.success or not np.all(np.isfinite(found.y)):
        reached = float(found.t[-1]) if len(found.t) else 0.0
        raise Diverged(f"the flow could not be followed beyond time {reached:.6g} of {time:.6g}: {found.message}")
    losses = np.array([source.loss(named(point, source.d)) for point in found.y.T])
    return Trajectory(at, losses, named(found.y.T, source.d))


def initial_rates(source: Source, start: Parameters) -> dict[str, Real]:
    """Velocity of every entry under the flow at a point: minus the gradient, `(d, d)` a block."""
    return {name: -block for name, block in source.gradient(start).items()}


def leaves_line(law: Law, T: int, a: float, b: float, time: float, records: int = 11) -> Departure:
    """The exact population flow from `W_KQ_32 = aI, W_PV_12 = bI`, up to a time that should be small.

    Raises as `Population` and `flow` do.
    """
    source, start = Population(law, T), on_line(law.d, a, b)
    run = flow(source, start, time, records=records)
    return Departure(run.times, off_line_part(run.parameters), off_line_part(initial_rates(source, start)))


def off_line_part(parameters: Mapping[str, Real]) -> dict[str, Real]:
    """Blocks `(…, d, d)` without their component along the line: the mean diagonal of `W_KQ_32` and of `W_PV_12`."""
    return {
        name: block - _mean_diagonal(block)[..., None, None] * np.eye(block.shape[-1]) if name in LINE_BLOCKS else block
        for name, block in parameters.items()
    }


def flat(parameters: Parameters, d: int) -> Real:
    """All six blocks as one vector `(6d²,)` in the order of `BLOCKS`; raises ValueError for shapes that do not fit."""
    if (found := dimension(parameters)) != d:
        raise ValueError(f"parameter blocks must be {d} x {d}; they are {found} x {found}")
    return np.concatenate([np.ravel(parameters.get(name, np.zeros((d, d)))) for name in BLOCKS])


def named(points: Real, d: int) -> dict[str, Real]:
    """The inverse of `flat`: vectors `(…, 6d²)` as blocks `(…, d, d)`."""
    blocks = points.reshape(*points.shape[:-1], len(BLOCKS), d, d)
    return {name: blocks[..., number, :, :] for number, name in enumerate(BLOCKS)}


def _iterates(source: Source, point: Real, step: float, steps: int) -> Iterator[tuple[int, Real]]:
    for number in range(1, steps + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            point = point - step * flat(source.gradient(named(point, source.d)), source.d)
        if not np.all(np.isfinite(point)):
            raise _diverged("a parameter is not finite", step, number)
        yield number, point


def _loss_within(source: Source, point: Real, bound: float, step: float, number: int) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        loss = source.loss(named(point, source.d))
    if not loss <= bound:
        raise _diverged(f"the loss has grown to {loss:.3g}", step, number)
    return loss


def _finite_loss(source: Source, start: Parameters) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        loss = source.loss(start)
    if not isfinite(loss):
        raise ValueError("the loss at the start is not a finite number: take smaller parameters")
    return loss


def _diverged(what: str, step: float, number: int) -> Diverged:
    return Diverged(
        f"gradient descent with step size {step:.6g} diverges: {what} at step {number}; take a smaller step"
    )


def _mean_diagonal(blocks: Real) -> Real:
    return np.asarray(np.mean(np.diagonal(blocks, axis1=-2, axis2=-1), axis=-1))


def _largest(blocks: Mapping[str, Real]) -> Real:
    """Largest size of an entry at each record, `(n,)`, of blocks `(n, d, d)`."""
    return np.asarray(np.max(np.abs(np.stack(list(blocks.values()))), axis=(0, 2, 3)))
