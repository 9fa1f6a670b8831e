"""A training run as a JSON record with stable keys."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any

from mesaproof.documents.json_records import number

if TYPE_CHECKING:
    from proofs.zheng2024.answers.training_plan import Number
    from proofs.zheng2024.answers.training_run import TrainingRun


def training_record(run: TrainingRun) -> dict[str, Any]:
    """The record of `train --json`."""
    plan = run.plan
    start = (
        {"gaussian": given(plan.gaussian)} if plan.gaussian else dict(zip("ab", map(given, plan.start), strict=True))
    )
    return {
        "law": run.law.description,
        "d": run.d,
        "T": run.T,
        "method": "descent" if run.step is not None else "flow",
        "samples": plan.samples,
        "seed": plan.seed,
        "mask": plan.mask,
        "start": start,
        "step": given(plan.step if plan.step is not None else run.step),
        "steps": run.steps,
        "time": given(float(run.trajectory.times[-1])),
        "records": len(run.trajectory.times),
        "interrupted": run.end is None,
        "settled": run.settled,
        "line": {"at_start": run.on_line[0], "throughout": all(run.on_line), "at_end": run.on_line[-1]},
        "statement": run.line_statement,
        "begin": point(run, 0),
        "end": point(run, -1),
        "on_line_exact": {
            "ab": number(run.reference.ab_line),
            "mean_ratio": number(run.reference.mean_ratio),
            "relative_mse": number(run.reference.relative_mse),
        },
        "parameters": {name: block.tolist() for name, block in run.trajectory.last.items()},
        "warnings": list(run.warnings),
    }


def given(value: Number | None) -> dict[str, Any] | None:
    """`{"exact", "float"}` of a number; exact null for a float, "oo" with float null for an infinite one."""
    if value is None:
        return None
    if isinstance(value, (int, Fraction)):
        return {"exact": str(value), "float": float(value)}
    if value != value:
        return None
    return {"exact": None, "float": value} if isfinite(value) else {"exact": "oo", "float": None}


def point(run: TrainingRun, n: int) -> dict[str, Any]:
    """What is known of the first (0) or the last (-1) point of a run."""
    columns, limits = run.columns, run.begin if n == 0 else run.end
    return {
        "a": given(float(columns["a"][n])),
        "b": given(float(columns["b"][n])),
        "ab": given(float(columns["ab"][n])),
        "mean_ratio": given(float(columns["ratio"][n])),
        "relative_mse": given(float(columns["relative_error"][n])),
        "off_line": given(float(columns["off_line"][n])),
        "imbalance": given(float(run.trajectory.imbalance[n])),
        "loss": given(float(columns["losses"][n])),
        "gradient_norm": given(limits.gradient_norm if limits else None),
        "largest_stable_step": given(limits.stable_step if limits else None),
    }
