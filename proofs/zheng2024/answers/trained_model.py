"""Training of the full model, all six blocks, for any law, d and T."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

from proofs.refusal import Interrupted, Refused
from proofs.zheng2024.answers.training_plan import (
    BYTES_PER_TERM,
    FLOW_RECORDS,
    MOST_BYTES,
    MOST_STEPS,
    Plan,
    require_memory,
    require_sizes,
    too_large,
)
from proofs.zheng2024.answers.training_run import End, Reference, TrainingRun, averaged
from symbolic.laws import Law

if TYPE_CHECKING:
    from numeric_check.arrays import Parameters
    from numeric_check.model.source import Source
    from numeric_check.model.trajectory import Record

STEP_FRACTION = 0.1
"""The default step as a part of the largest stable step."""

SETTLED = 1e-11
"""A run has settled when a step is at most so many times as long as the vector of all parameters."""

SETTLED_SAMPLE = 1e-7
"""The same for a sample, which is off by more than that anyway and whose gradients are costly."""

RESIDUAL_OF_SAMPLE = 1e-4
"""Tolerance of the largest curvature of a sampled loss."""


def trained_model(
    law: Law, T: int, plan: Plan, progress: Callable[[str], None], counted: Callable[[int, int], None]
) -> TrainingRun:
    """Train every entry of every block as planned; `counted` hears the number of each record, and the most there are.

    Raises Refused for sizes that need more than 4 GB and a run that diverges, `MomentDoesNotExist` without sixth
    moments, and `Interrupted`, which holds the run so far, on KeyboardInterrupt once training began.
    """
    require_sizes(law, T)
    require_memory(plan, law.d)
    reference = Reference.of(law, T)
    if reference.ab_line is None:
        raise Refused(f"{law.description}, whose starts are 0", "a law with something to predict")
    progress("expanding the loss")
    return _trained(plan, law, T, _source(plan, law, T), reference, progress, counted)


def _source(plan: Plan, law: Law, T: int) -> Source:
    from numeric_check.laws.sampling import generator
    from proofs.zheng2024.second_route.gradient_sources import masked

    if plan.samples is None:
        source = _population(law, T)
    else:
        rng = generator(f"train {law.description} d={law.d} T={T} sample", plan.seed)
        source = _sample(law, T, plan.samples, rng)
    return masked(source) if plan.mask else source


def _sample(law: Law, T: int, m: int, rng: Any) -> Source:
    """The mean loss of m sequences, as a polynomial of the parameters unless that is too large."""
    from proofs.zheng2024.second_route.batch_tensor import BatchTensor, TooLarge
    from proofs.zheng2024.second_route.gradient_sources import Batch

    batch = Batch.drawn(law, T, m, rng)
    try:
        return BatchTensor.of(batch.x1, batch.lam, T)
    except TooLarge:
        return batch


def _population(law: Law, T: int) -> Source:
    from numeric_check.laws.node_moments import TooManyTerms
    from proofs.zheng2024.second_route.population import Population
    from symbolic.laws.coordinates import MomentDoesNotExist

    try:
        return Population(law, T, MOST_BYTES // BYTES_PER_TERM)
    except TooManyTerms as error:
        what = f"{law.description} with d = {law.d}: {error.terms} terms or more in the population loss"
        raise too_large(what, BYTES_PER_TERM * error.terms, "take a smaller d, or train on samples") from None
    except MomentDoesNotExist:
        raise
    except ValueError as error:
        raise Refused(law.description, "moments within the range of floating point", str(error)) from None


def _start(plan: Plan, law: Law, T: int) -> Parameters:
    from numeric_check.laws.sampling import generator
    from numeric_check.model.points import gaussian_start
    from proofs.zheng2024.second_route.forward import on_line, shapes

    if plan.gaussian is None:
        return on_line(law.d, float(plan.start[0]), float(plan.start[1]))
    rng = generator(f"train {law.description} d={law.d} T={T} start", plan.seed)
    return gaussian_start(shapes(law.d), float(plan.gaussian), rng)


def _trained(
    plan: Plan,
    law: Law,
    T: int,
    source: Source,
    reference: Reference,
    progress: Callable[[str], None],
    counted: Callable[[int, int], None],
) -> TrainingRun:
    from numeric_check.model.training import Diverged, TooStiff
    from proofs.zheng2024.second_route.forward import on_line
    from proofs.zheng2024.second_route.line_trajectory import LineTrajectory
    from proofs.zheng2024.second_route.mean_ratio import MeanRatio

    start, ratio, nothing = _start(plan, law, T), MeanRatio(law, T), source.loss(on_line(law.d, 0.0, 0.0))
    records: list[Record] = []
    progress("finding the largest stable step")
    begin = _end(plan, source, start)
    step = None if plan.flow is not None else _step(plan, source, start, begin)

    def found(end: End | None) -> TrainingRun:
        path = LineTrajectory.of(records, source.blocks)
        settled = None if plan.steps is not None or step is None else records[-1].number < MOST_STEPS
        ratios = averaged(ratio.at(path.parameters))
        return TrainingRun(law, T, plan, path, ratios, nothing, reference, step, settled, begin, end)

    try:
        for record in _records(plan, source, start, step, begin):
            records.append(record)
            counted(record.number, plan.steps or (MOST_STEPS if step is not None else FLOW_RECORDS - 1))
            progress(_progress(record, step))
        progress("finding the largest stable step at the end")
        return found(_end(plan, source, found(None).trajectory.last))
    except KeyboardInterrupt:
        if not records:
            raise
        raise Interrupted(found(None), len(records)) from None
    except Diverged as error:
        raise _diverged(error, begin) from None
    except TooStiff as error:
        hint = "give a shorter --flow, or steps, which may be larger and need not follow the flow"
        raise Refused(f"a run in which {error}", "a time for which the flow can be followed", hint) from None


def _records(plan: Plan, source: Source, start: Parameters, step: float | None, begin: End) -> Iterator[Record]:
    from numeric_check.model.training import descent, flowing
    from proofs.zheng2024.second_route.model_training import balanced

    if step is None:
        followed = flowing(source, start, float(plan.flow or 0), records=FLOW_RECORDS)
        return balanced(source, followed)
    settled = SETTLED if plan.samples is None else SETTLED_SAMPLE
    shorter = min(1.0, step / (STEP_FRACTION * begin.stable_step))
    until = settled * shorter if plan.steps is None else None
    return descent(source, start, step, plan.steps or MOST_STEPS, plan.every, until)


def _progress(record: Record, step: float | None) -> str:
    where = f"step {record.number}" if step is not None else f"time {record.time:.4g}"
    return f"{where}: loss {record.loss:.6g}"


def _end(plan: Plan, source: Source, point: Parameters) -> End:
    import numpy as np

    from numeric_check.model.points import flat

    with np.errstate(over="ignore", invalid="ignore"):
        norm = float(np.linalg.norm(flat(source.gradient(point), source.blocks)))
        try:
            return End(_finite(norm), _stable_step(plan, source, point))
        except ValueError as error:
            raise Refused("parameters that are too large", "a start with a finite loss", str(error)) from None


def _finite(norm: float) -> float:
    if not isfinite(norm):
        raise ValueError("the gradient leaves the range of floating point")
    return norm


def _stable_step(plan: Plan, source: Source, point: Parameters) -> float:
    from numeric_check.model.curvature import TOLERANCE, largest_stable_step

    return largest_stable_step(source, point, TOLERANCE if plan.samples is None else RESIDUAL_OF_SAMPLE)


def _step(plan: Plan, source: Source, start: Parameters, begin: End) -> float:
    from numeric_check.model.curvature import best_multiple

    if plan.step is not None:
        return float(plan.step)
    limit = min(begin.stable_step, _stable_step(plan, source, best_multiple(source, start)))
    if not isfinite(limit):
        raise Refused("a start without upward curvature", "a step size", "give --step")
    return STEP_FRACTION * limit


def _diverged(error: Exception, begin: End) -> Refused:
    hint = f"the largest stable step at the start is {begin.stable_step:.4g}, a tenth of it a safe one"
    return Refused(f"a run in which {error}", "one that stays finite", hint)
