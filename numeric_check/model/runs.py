"""One run of training, from its step to its end: what was recorded, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

import numpy as np

from numeric_check.arrays import Parameters, Real
from numeric_check.model.curvature import best_multiple, largest_stable_step
from numeric_check.model.points import flat, named, zeros
from numeric_check.model.source import Source
from numeric_check.model.training import Diverged, descent, flowing
from numeric_check.model.trajectory import Record, Trajectory

STEP_FRACTION = 0.1
"""The default step as a part of the largest stable step."""

MOST_STEPS = 20_000
"""Steps of a run whose number of steps is not given, unless it settles before."""

FLOW_RECORDS = 201


class Ended(StrEnum):
    """How a run ended. A step is unstable where it is beyond the largest stable one at the end, and nothing settled."""

    SETTLED = "settled"
    STEPS = "limit of steps"
    TIME = "end of time"
    UNSTABLE = "unstable step"
    DIVERGED = "diverged"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Method:
    """Descent with a step, or flow for a time: None where a default is to be found.

    `settled` is the length of a step, by that of the vector of all parameters, at which descent without a number of
    steps ends; `residual` the tolerance of the largest curvature.
    """

    step: float | None = None
    steps: int | None = None
    every: int | None = None
    flow: float | None = None
    settled: float = 1e-11
    residual: float = 1e-10

    @property
    def records(self) -> int:
        """The number of the last record, if nothing ends the run before."""
        return FLOW_RECORDS - 1 if self.flow is not None else self.steps or MOST_STEPS


@dataclass(frozen=True)
class Limits:
    """Norm of the gradient by all entries, and largest stable step, at one end of a run."""

    gradient_norm: float
    stable_step: float


@dataclass(frozen=True, eq=False)
class Run:
    """The recorded path of a run; `step` is None for a flow, `end` for a run that was interrupted or diverged.

    `gradient_norms (n,)` are those at the recorded points, `loss_of_zero` is the loss where all parameters are zero,
    `said` what is said of a run that diverged.
    """

    path: Trajectory
    gradient_norms: Real
    loss_of_zero: float
    step: float | None
    steps: int | None
    begin: Limits
    end: Limits | None
    ended: Ended
    said: str = ""


class NoStep(ValueError):
    """A start without upward curvature has no step that would be safe."""


def trained(source: Source, start: Parameters, method: Method, heard: Callable[[Record], None] = lambda _: None) -> Run:
    """Train from a start; `heard` gets every record.

    Without a step it is a tenth of the largest stable one (2/λ_max of the Hessian), the smaller of those at the start
    and at the multiple of the start with the least loss. KeyboardInterrupt ends a run that has records. Raises
    ValueError for shapes that do not fit and a start whose loss or second derivatives are not finite, NoStep where a
    step has to be given, and TooStiff.

    >>> from symbolic.setting import Gaussian, Setting, Values, eye, parameter, size
    >>> from numeric_check.described import population_source
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> run = trained(population_source(linear, Values({"d": 1})), {}, Method())
    >>> str(run.ended), round(run.path.last["W"].item(), 9)
    ('settled', 1.0)
    """
    begin = _limits(source, start, method)
    step = None if method.flow is not None else _step(source, start, method, begin)
    records: list[Record] = []
    end, ended, said = None, Ended.INTERRUPTED, ""
    try:
        for record in _records(source, start, method, step, begin):
            records.append(record)
            heard(record)
        end = _limits(source, named(records[-1].point, source.blocks), method)
        ended = _ended(method, step, records[-1].number, end)
    except KeyboardInterrupt:
        if not records:
            raise
    except Diverged as error:
        ended, said = Ended.DIVERGED, str(error)
    path = Trajectory.of(records, source.blocks)
    norms, steps = np.array([_norm(source, record.point) for record in records]), records[-1].number
    return Run(path, norms, _loss_of_zero(source), step, None if step is None else steps, begin, end, ended, said)


def _records(source: Source, start: Parameters, method: Method, step: float | None, begin: Limits) -> Iterator[Record]:
    if step is None:
        return flowing(source, start, float(method.flow or 0), records=FLOW_RECORDS)
    shorter = min(1.0, step / (STEP_FRACTION * begin.stable_step))
    settled = method.settled * shorter if method.steps is None else None
    return descent(source, start, step, method.steps or MOST_STEPS, method.every, settled)


def _ended(method: Method, step: float | None, number: int, end: Limits) -> Ended:
    if step is None:
        return Ended.TIME
    if method.steps is None and number < MOST_STEPS:
        return Ended.SETTLED
    return Ended.UNSTABLE if step > end.stable_step else Ended.STEPS


def _step(source: Source, start: Parameters, method: Method, begin: Limits) -> float:
    if method.step is not None:
        return method.step
    best = largest_stable_step(source, best_multiple(source, start), method.residual)
    if not isfinite(limit := min(begin.stable_step, best)):
        raise NoStep("there is no upward curvature at the start, and so no largest stable step")
    return STEP_FRACTION * limit


def _limits(source: Source, point: Parameters, method: Method) -> Limits:
    norm = _norm(source, flat(point, source.blocks))
    if not isfinite(norm):
        raise ValueError("the gradient leaves the range of floating point: take smaller parameters")
    with np.errstate(over="ignore", invalid="ignore"):
        return Limits(norm, largest_stable_step(source, point, method.residual))


def _norm(source: Source, point: Real) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.linalg.norm(flat(source.gradient(named(point, source.blocks)), source.blocks)))


def _loss_of_zero(source: Source) -> float:
    return source.loss(zeros(source.blocks))
