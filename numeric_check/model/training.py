"""Gradient descent and gradient flow of every entry of every block of a model, recorded on the way.

The flow is `dW[p, q]/dτ = −∂L/∂W[p, q]` for the individual entries; descent is its Euler scheme. Nothing is reduced: a
run that stays in a subspace does so by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, isfinite, log

import numpy as np

from numeric_check.arrays import Parameters, Real
from numeric_check.model.curvature import best_multiple, largest_stable_step
from numeric_check.model.points import flat, named, zeros
from numeric_check.model.source import Source
from numeric_check.model.trajectory import Record

GROWTH = 1e6
"""Descent counts as divergent once its loss is so many times what it was at the start, or at zero parameters."""

DENSE = 50
"""Without a spacing of its own, descent records so many first steps, then whenever the number has grown by 1/50."""

MOST_FLOW_STEPS = 20_000
"""Steps of the integrator, each a dozen gradients: a flow that needs more is stiff."""

STABLE, COARSE = 3.0, 1e-2
"""The integrator is stable for steps so many times as long as those of descent, whose limit needs no more digits."""


class Diverged(ValueError):
    """Training left the range in which it means anything."""


class TooStiff(ValueError):
    """A flow cannot be followed for so long a time."""


def descent(
    source: Source, start: Parameters, step: float, steps: int, every: int | None = 1, settled: float | None = None
) -> Iterator[Record]:
    """Gradient descent, recorded at step 0, at every multiple of `every`, and at the last step.

    With `every` None, records are spaced as `is_recorded` says. With `settled` the last step is the first one that is
    at most so many times as long as the vector of all parameters and lowers the loss, to first order, by at most so
    many times that at zero parameters; without it, number `steps`.

    Raises ValueError for sizes that are not positive or do not fit and for a start whose loss is not finite, and
    Diverged, naming step size and step, once a parameter is not finite or a recorded loss is a million times the larger
    of the start's and that at zero parameters.
    """
    if not 0 < step < inf or steps < 1 or (every is not None and every < 1):
        raise ValueError(f"step size, steps and every must be positive; given {step}, {steps} and {every}")
    begin = Record(0, 0.0, _finite_loss(source, start), flat(start, source.blocks))
    yield begin
    zero = source.loss(zeros(source.blocks))
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


def most_records(steps: int, every: int | None) -> int:
    """A bound on the number of points that descent records.

    >>> most_records(20_000, None), most_records(100, 10)
    (351, 12)
    """
    if every is not None:
        return steps // every + 2
    return min(steps, DENSE + int(DENSE * max(log(steps) - log(DENSE), 0))) + 2


def flowing(
    source: Source, start: Parameters, time: float, rtol: float = 1e-10, atol: float = 1e-12, records: int = 101
) -> Iterator[Record]:
    """Gradient flow up to `time` by an adaptive Runge–Kutta method of order 8, recorded at evenly spaced times.

    Raises ValueError for a time that is not positive, shapes that do not fit or a start whose loss is not finite,
    Diverged where the integrator gives up, and TooStiff where it would take more than `MOST_FLOW_STEPS` steps.
    """
    if not 0 < time < inf or records < 2:
        raise ValueError(f"a flow needs a positive time and two records or more; given {time} and {records}")
    begin = Record(0, 0.0, _finite_loss(source, start), flat(start, source.blocks))
    yield begin
    times = np.linspace(0.0, time, records).tolist()
    settled = best_multiple(source, start)
    if (limit := largest_stable_step(source, settled, COARSE)) * STABLE * MOST_FLOW_STEPS < time:
        raise TooStiff(f"the time {time:.6g} is {time / limit:.3g} largest stable steps, too many to follow a flow")
    unit = float(np.max(np.abs(flat(settled, source.blocks)))) or 1.0
    for number, point in _points_of_flow(source, begin.point, times, rtol, atol * min(unit, 1.0)):
        yield Record(number, times[number], source.loss(named(point, source.blocks)), point)


def _iterates(
    source: Source, point: Real, step: float, steps: int, settled: float | None, zero: float
) -> Iterator[tuple[int, Real, bool]]:
    """Step number, parameters after it, and whether it is the last."""
    for number in range(1, steps + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            move = step * flat(source.gradient(named(point, source.blocks)), source.blocks)
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
            return -flat(source.gradient(named(point, source.blocks)), source.blocks)

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
        loss = source.loss(named(point, source.blocks))
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
