"""`train --setting`: descent or flow of all parameters of any setting, on its population loss or on data sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.answers.exact_ends import exact_end
from mesaproof.answers.setting_runs import Plan, SettingRun
from mesaproof.errors import InputError, ModelError
from mesaproof.reading.setting_files import read_family, read_setting
from mesaproof.reading.sizes import positive, whole
from mesaproof.reading.values_file import read_values
from symbolic.progress import counted, told
from symbolic.setting import Setting, Values

if TYPE_CHECKING:
    from numeric_check.arrays import Parameters
    from numeric_check.described import FamilySubspace
    from numeric_check.model.runs import Run
    from numeric_check.model.source import Source
    from numeric_check.model.trajectory import Record

Number = Fraction | int | float

MOST_COMBINATIONS = 200_000
"""Combinations of points of the draws, all of which every step runs over."""

MOST_SAMPLES = 1_000_000

MOST_NUMBERS = 10**8
"""Numbers that all records of a run may have together."""

SETTLED_SAMPLE, RESIDUAL_OF_SAMPLE = 1e-7, 1e-4
"""A sample is off by more than that anyway, and its gradients are costly."""


def train(
    setting: Setting | str,
    at: str | Path | Mapping[str, Any] | Values,
    family: str | None = None,
    *,
    gaussian: Number | None = None,
    step: Number | None = None,
    steps: int | None = None,
    flow: Number | None = None,
    samples: int | None = None,
    seed: int = 0,
    every: int | None = None,
) -> SettingRun:
    """Train every entry of every parameter from the point of the values, or from `N(0, gaussian²)` entries.

    With a family the point is given by its letters, and the distance from the family is recorded; of a family made by
    `Family.only` the letters alone are trained. The loss is the exact population loss, a sum over all combinations of
    points of the draws, or with `samples` the mean over so many data sets, drawn once. Descent makes `steps` steps, by
    default until a step is at most 1e-11 times the vector of all parameters (1e-7 for a sample), and 20 000 at most;
    the step size is by default a tenth of the largest stable one. The flow runs for the time `flow`. A run that
    diverges, or is interrupted once it has begun, is returned as far as it went.

    Raises InputError for bad input and for what is beyond reach: too many combinations, a flow that is too stiff.

    >>> point = {"sizes": {"d": 1, "N": 1}, "covariances": {"Λ": [[1]]}, "scalars": {"u": 1}, "matrices": {"U": [[1]]}}
    >>> run = train("zhang2024", point, "reduced")
    >>> run.ended, round(float(run.parameters["W_PV_22"][0, 0] * run.parameters["W_KQ_11"][0, 0]), 6)
    ('settled', 0.333333)
    >>> run.family_statement, run.agrees
    ('the run stayed on the family reduced', True)
    """
    model, plan = read_setting(setting), read_plan(gaussian, step, steps, flow, samples, seed, every)
    values = _values(model, at, family, plan)
    _require_memory(model, values, plan)
    subspace, source = _found(model, values, family, plan)
    start = _start(model, values, plan)
    held = family is not None and model.families[family].masked
    if family is not None and held:
        source, start = _held(model, family, source, subspace, start)
    run = _trained(model, source, start, plan)
    exact = exact_end(model, values, run, plan.samples is not None, subspace if held else None)
    return SettingRun(model, values, family, plan, run, subspace, exact)


def read_plan(
    gaussian: Number | None,
    step: Number | None,
    steps: int | None,
    flow: Number | None,
    samples: int | None,
    seed: int,
    every: int | None,
) -> Plan:
    """The plan with its numbers read; raises InputError for bad ones, and for options that contradict each other."""
    from numeric_check.model.runs import Method

    if flow is not None and (step, steps, every) != (None, None, None):
        raise InputError("a flow together with step, steps or every", "either a flow or steps")
    count = _count(samples, "samples")
    if count is not None and count > MOST_SAMPLES:
        raise InputError(f"samples = {count}", f"at most {MOST_SAMPLES} data sets")
    method = Method(_float(step, "step"), _count(steps, "steps"), _count(every, "every"), _float(flow, "flow"))
    if count is not None:
        method = replace(method, settled=SETTLED_SAMPLE, residual=RESIDUAL_OF_SAMPLE)
    _float(gaussian, "gaussian")
    return Plan(method, gaussian, count, whole(seed, "seed"))


def _float(given: Number | None, name: str) -> float | None:
    return None if given is None else float(positive(given, name))


def _count(given: int | None, name: str) -> int | None:
    return None if given is None else whole(given, name, 1, "a positive whole number")


def _values(model: Setting, at: str | Path | Mapping[str, Any] | Values, family: str | None, plan: Plan) -> Values:
    """The values with the start among them; a random start leaves the letters of a family without a value."""
    from numeric_check.described import on_family

    held = read_family(model, family)
    values = read_values(at, model, None if plan.gaussian is not None else held)
    if plan.gaussian is not None and values.parameters:
        raise InputError("Gaussian entries together with parameters", "one start")
    return values if family is None or plan.gaussian is not None else on_family(model, family, values)


def _require_memory(model: Setting, values: Values, plan: Plan) -> None:
    from numeric_check.model.training import most_records

    method = plan.method
    entries = sum(values.dimension(rows) * values.dimension(columns) for rows, columns in model.blocks.values())
    records = method.records + 1 if method.flow is not None else most_records(method.records, method.every)
    if entries * records > MOST_NUMBERS:
        hint = "take smaller sizes, fewer steps or a larger distance between records"
        raise ModelError(model.key, f"{records} records of {entries} parameters each are too many; {hint}")


def _found(model: Setting, values: Values, family: str | None, plan: Plan) -> tuple[FamilySubspace | None, Source]:
    """The family among all points, where one is named, and what is descended."""
    from numeric_check.described import family_subspace, population_source, sample_source
    from numeric_check.laws.gauss_rules import OutOfReach

    try:
        subspace = None if family is None else family_subspace(model, family, values)
        if plan.samples is not None:
            return subspace, sample_source(model, values, plan.samples, plan.seed)
        return subspace, population_source(model, values, MOST_COMBINATIONS)
    except OutOfReach as error:
        raise ModelError(model.key, str(error)) from error


def _start(model: Setting, values: Values, plan: Plan) -> Parameters:
    from numeric_check.described.placed import blocks_of, shapes
    from numeric_check.laws.sampling import generator
    from numeric_check.model.points import gaussian_start

    if plan.gaussian is not None:
        rng = generator(f"train {model.key} start", plan.seed)
        return gaussian_start(shapes(model, values.sizes), float(plan.gaussian), rng)
    return {name: block.astype(np.float64) for name, block in blocks_of(values).items()}


def _held(
    model: Setting, family: str, source: Source, subspace: FamilySubspace | None, start: Parameters
) -> tuple[Source, Parameters]:
    """The training of the letters alone, from the point of the family that is nearest to the start."""
    from numeric_check.described import HeldOn
    from numeric_check.model.points import flat, named

    if subspace is None:
        raise ModelError(model.key, f"the family {family} is not affine in its letters: they are not trained alone")
    return HeldOn(source, subspace), named(subspace.nearest(flat(start, source.blocks)), source.blocks)


def _trained(model: Setting, source: Source, start: Parameters, plan: Plan) -> Run:
    from numeric_check.model.runs import NoStep, trained
    from numeric_check.model.training import TooStiff

    def heard(record: Record) -> None:
        counted("training, unless it settles before", record.number, plan.method.records)
        told(f"loss {record.loss:.6g}")

    told("finding the largest stable step")
    try:
        return trained(source, start, plan.method, heard)
    except TooStiff as error:
        hint = "give a shorter flow, or steps, which may be larger and need not follow the flow"
        raise ModelError(model.key, f"{error}; {hint}") from error
    except NoStep as error:
        raise ModelError(model.key, f"{error}: give a step") from error
    except ValueError as error:
        raise ModelError(model.key, str(error)) from error
