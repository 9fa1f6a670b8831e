"""A training run of a setting as a JSON record with stable keys, and as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mesaproof.answers.setting_runs import SettingRun
from mesaproof.documents.models.setting_views import number as exact_number
from mesaproof.documents.training_files import written
from mesaproof.documents.training_record import given

if TYPE_CHECKING:
    from numeric_check.arrays import Real

TAKEN = ("file",)
"""A name that no array of an archive can have."""


def run_record(found: SettingRun) -> dict[str, Any]:
    """The record of `train --setting --json`."""
    run, plan = found.run, found.plan
    return {
        "setting": found.setting.key,
        "sizes": dict(found.values.sizes),
        "method": "descent" if run.step is not None else "flow",
        "samples": plan.samples,
        "seed": plan.seed,
        "start": _lists(run.path.first) if plan.gaussian is None else {"gaussian": given(plan.gaussian)},
        "step": given(run.step),
        "steps": run.steps,
        "time": given(float(run.path.times[-1])),
        "records": len(run.path.times),
        "ended": found.ended,
        "begin": end_point(found, 0),
        "end": end_point(found, -1),
        "exact": _exact(found),
        "family": _family(found),
        "parameters": _lists(found.parameters),
        "warnings": list(found.warnings),
    }


def end_point(found: SettingRun, n: int) -> dict[str, Any]:
    """What is known of the first (0) or the last (-1) point of a run."""
    limits = found.run.begin if n == 0 else found.run.end
    return {
        "loss": given(float(found.run.path.losses[n])),
        "gradient_norm": given(float(found.run.gradient_norms[n])),
        "largest_stable_step": given(limits.stable_step if limits else None),
    }


def _exact(found: SettingRun) -> dict[str, Any]:
    if isinstance(found.exact, str):
        return {"loss": None, "gradient_norm": None, "agrees": None, "reason": found.exact}
    exact, agreement = found.exact, found.exact.agreement
    return {
        "loss": exact_number(exact.loss),
        "gradient_norm": given(exact.gradient_norm),
        "agrees": agreement.agrees if agreement else None,
        "resolution": agreement.resolution if agreement else None,
    }


def _family(found: SettingRun) -> dict[str, Any] | None:
    if found.family is None:
        return None
    on, departures = found.on_family, found.departures
    if on is None or departures is None:
        return {"name": found.family, "statement": found.family_statement}
    return {
        "name": found.family,
        "at_start": on[0],
        "throughout": all(on),
        "at_end": on[-1],
        "departure": {"start": float(departures[0]), "largest": float(departures.max()), "end": float(departures[-1])},
        "letters": _lists(found.letters or {}),
        "statement": found.family_statement,
    }


def _lists(blocks: Mapping[str, Real]) -> dict[str, Any]:
    return {name: block.tolist() for name, block in blocks.items()}


def write_run(found: SettingRun, folder: Path) -> tuple[Path, ...]:
    """`run.npz` (the series and all blocks), `run.csv` (the series) and `run.json`; raises InputError as `written`.

    A block whose name is that of a series has an underscore behind it.
    """
    series = found.columns
    blocks = {_free(name, (*series, *TAKEN)): block for name, block in found.run.path.parameters.items()}
    return written(folder, series, blocks, run_record(found))


def _free(name: str, taken: tuple[str, ...]) -> str:
    return f"{name}_" if name in taken else name
