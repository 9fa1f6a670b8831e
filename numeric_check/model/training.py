"""Gradient descent and gradient flow of the full model: all six blocks, every entry a parameter of its own.

The flow is `dW[p, q]/dτ = −∂L/∂W[p, q]` for the individual entries; descent is its Euler scheme. Nothing is reduced to
the line `W_KQ_32 = aI, W_PV_12 = bI`: a run that stays there does so by itself. Source: Zheng et al. 2024, Section 3.2,
arXiv 2405.16845.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf, isfinite, log

import numpy as np

from numeric_check.model.curvature import best_multiple, largest_stable_step
from numeric_check.model.gradient_sources import Source, free_entries
from numeric_check.model.trajectory import Record, Trajectory, flat, largest, named, off_line_part
from proofs.zheng2024.model.attention import BLOCKS, PV_BLOCKS
from proofs.zheng2024.second_route.forward import Parameters, Real, on_line
from proofs.zheng2024.second_route.population import Population
from symbolic.laws import Law

GROWTH = 1e6
"""Descent counts as divergent once its loss is so many times what it was at the start, or at zero parameters."""

DENSE = 50
"""Without a spacing of its own, descent records so many first steps, then whenever the number has grown by 1/50."""


MOST_FLOW_STEPS = 20_000
"""Steps of the integrator, each a dozen gradients: a flow that needs more is stiff."""

STABLE, COARSE = 3.0, 1e-2
"""The integrator is stable for steps so many times as long as those of descent, whose limit needs no more digits."""

UNDRIFTED = 1e-6
"""Most that `‖W_PV‖² − ‖W_KQ‖²`, which a flow keeps, may have changed, beside the largest sum of the two on the way."""


class Diverged(ValueError):
    """Training left the range in which it means anything."""


class TooStiff(ValueError):
    """A flow cannot be followed for so long a time."""


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
        return largest({name: part - grown[name] for name, part in self.parts.items()})


def gaussian_start(d: int, scale: float, rng: np.random.Generator) -> dict[str, Real]:
    """All six blocks with independent `N(0, scale²)` entries."""
    return {name: scale * rng.normal(size=(d, d)) for name in BLOCKS}


def descend(source: Source, start: Parameters, step: float, steps: int, every: int | None = 1) -> Trajectory:
    """All records of `descent` at once; raises as it does."""
    return Trajectory.of(descent(source, start, step, steps, every), source.d)


def descent(
    source: Source, start: Parameters, step: float, steps: int, every: int | None = 1, settled: float | None = None
) -> Iterator[Record]:
    """Gradient descent, recorded at step 0, at every multiple of `every`, and at the last step.

    With `every` None, records are spaced as `is_recorded` says. With `settled` the last step is the first one that is
    at most so many times as long as the vector of all parameters and lowers the loss, to first order, by at most so
    many times that of predicting zero; without it, number `steps`.

    Raises ValueError for sizes that are not positive or do not fit and for a start whose loss is not finite, and
    Diverged, naming step size and step, once a parameter is not finite or a recorded loss is a million times the larger
    of the start's and that of predicting zero.
    """
    if not 0 < step < inf or steps < 1 or (every is not None and every < 1):
        raise ValueError(f"step size, steps and every must be positive; given {step}, {steps} and {every}")
    begin = Record(0, 0.0, _finite_loss(source, start), flat(start, source.d))
    yield begin
    zero = source.loss(on_line(source.d, 0.0, 0.0))
    bound = GROWTH * max(begin.loss, zero)
    for number, point, last in _iterates(source, begin.point, step, steps, settled, zero):
        if last or is_recorded(number, every):
            yield Record(number, step * number, _loss_within(source, point, bound, step, number), point)


def is_recorded(number: int, every: int | None) -> bool:
    """Whether descent records a step: multiples of `every`, or the first fifty and then steps two per cent apart.

    >>> [n for n in range(150, 170) if is_recorded(n, None)]
    [151, 154, 157, 160, 163, 167]
    """
    if every is not None:
        return number % every == 0
    return number <= DENSE or int(DENSE * log(number / DENSE)) > int(DENSE * log((number - 1) / DENSE))


def flow(
    source: Source, start: Parameters, time: float, rtol: float = 1e-10, atol: float = 1e-12, records: int = 101
) -> Trajectory:
    """All records of `flowing` at once; raises as it does."""
    return Trajectory.of(flowing(source, start, time, rtol, atol, records), source.d)


def flowing(
    source: Source, start: Parameters, time: float, rtol: float = 1e-10, atol: float = 1e-12, records: int = 101
) -> Iterator[Record]:
    """Gradient flow up to `time` by an adaptive Runge–Kutta method of order 8, recorded at evenly spaced times.

    Raises ValueError for a time that is not positive, shapes that do not fit or a start whose loss is not finite,
    Diverged where the integrator gives up, and TooStiff where it would take more than `MOST_FLOW_STEPS` steps.
    """
    if not 0 < time < inf or records < 2:
        raise ValueError(f"a flow needs a positive time and two records or more; given {time} and {records}")
    begin = Record(0, 0.0, _finite_loss(source, start), flat(start, source.d))
    yield begin
    times = np.linspace(0.0, time, records).tolist()
    settled = best_multiple(source, start)
    if (limit := largest_stable_step(source, settled, COARSE)) * STABLE * MOST_FLOW_STEPS < time:
        raise TooStiff(f"the time {time:.6g} is {time / limit:.3g} largest stable steps, too many to follow a flow")
    unit = float(np.max(np.abs(flat(settled, source.d)))) or 1.0
    for number, point in _points_of_flow(source, begin.point, times, rtol, atol * min(unit, 1.0)):
        yield Record(number, times[number], source.loss(named(point, source.d)), point)


def balanced(source: Source, records: Iterator[Record]) -> Iterator[Record]:
    """The records of a flow of the model's loss; raises TooStiff where one has let go of what such a flow keeps."""
    drift = None
    for record in records:
        drift = drift or Drift(source, record.point)
        drift.require(record.point, record.time)
        yield record


class Drift:
    """How far a flow has let go of `‖W_PV‖² − ‖W_KQ‖²`, which it keeps since the loss sees products of the two only.

    Entries that a source holds fixed have to be 0; where some are not, nothing is kept and nothing is required.
    """

    def __init__(self, source: Source, begin: Real) -> None:
        free = np.zeros(begin.size, dtype=bool)
        free[free_entries(source)] = True
        self.d, self.kept = source.d, not np.any(begin[~free])
        self.at_start, self.largest = self._difference(begin), 0.0

    def require(self, point: Real, time: float) -> None:
        """Raise TooStiff where the difference is off by more than `UNDRIFTED` of the largest sum on the way."""
        self.largest = max(self.largest, abs(self.at_start), float(point @ point))
        if self.kept and not abs(self._difference(point) - self.at_start) <= UNDRIFTED * self.largest:
            raise TooStiff(f"the flow is off what it keeps, |W_PV|^2 - |W_KQ|^2, at time {time:.6g}")

    def _difference(self, point: Real) -> float:
        squares = {name: float(np.sum(block**2)) for name, block in named(point, self.d).items()}
        return sum(square if name in PV_BLOCKS else -square for name, square in squares.items())


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


def _iterates(
    source: Source, point: Real, step: float, steps: int, settled: float | None, zero: float
) -> Iterator[tuple[int, Real, bool]]:
    """Step number, parameters after it, and whether it is the last."""
    for number in range(1, steps + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            move = step * flat(source.gradient(named(point, source.d)), source.d)
            point = point - move
        if not np.all(np.isfinite(point)):
            raise _diverged("a parameter is not finite", step, number)
        still = settled is not None and _is_still(move, point, step, settled, zero)
        yield number, point, number == steps or still
        if still:
            return


def _is_still(move: Real, point: Real, step: float, settled: float, zero: float) -> bool:
    short = np.linalg.norm(move) <= settled * np.linalg.norm(point)
    return bool(short and float(move @ move) <= settled * step * zero)


def _points_of_flow(
    source: Source, begin: Real, times: list[float], rtol: float, atol: float
) -> Iterator[tuple[int, Real]]:
    """The flow at each time after the first, with the number of that time."""
    from scipy.integrate import DOP853

    def velocity(_: float, point: Real) -> Real:
        with np.errstate(over="ignore", invalid="ignore"):
            return -flat(source.gradient(named(point, source.d)), source.d)

    solver, due, steps = DOP853(velocity, 0.0, begin, times[-1], rtol=rtol, atol=atol), 1, 0
    while due < len(times):
        if (steps := steps + 1) > MOST_FLOW_STEPS:
            raise TooStiff(f"the flow reaches time {solver.t:.6g} of {times[-1]:.6g} in {MOST_FLOW_STEPS} steps")
        with np.errstate(over="ignore", invalid="ignore"):
            message = solver.step()
        if solver.status == "failed" or not np.all(np.isfinite(solver.y)):
            raise Diverged(f"the flow could not be followed beyond time {solver.t:.6g} of {times[-1]:.6g}: {message}")
        reached = [number for number in range(due, len(times)) if times[number] <= solver.t]
        if reached:
            between, due = solver.dense_output(), reached[-1] + 1
            yield from ((number, between(times[number])) for number in reached)


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
