"""The exact loss and gradient where a run of a setting ends: its floats, taken as the fractions that they are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from mesaproof.answers.deriving import gradient, loss
from mesaproof.answers.setting_runs import ExactEnd
from mesaproof.errors import ModelError
from symbolic.progress import told
from symbolic.setting import Setting, Values
from symbolic.setting.point import Matrix

if TYPE_CHECKING:
    from numeric_check.arrays import Parameters, Real
    from numeric_check.described import FamilySubspace
    from numeric_check.model.runs import Run


def exact_end(setting: Setting, values: Values, run: Run, sampled: bool, held: FamilySubspace | None) -> ExactEnd | str:
    """Exact loss and gradient at the last point of a run, or a sentence why there are none.

    `held` is the family whose letters alone are trained, if there is one: the gradient is then that along it.
    """
    from numeric_check.compare.agreement import close

    told("deriving the exact loss at the end")
    point = _point(values, run.path.last)
    try:
        exact = loss(setting, at=point).value
        assert exact is not None
        norm = _gradient_norm(setting, point, held)
    except ModelError as error:
        return str(error)
    found = float(run.path.losses[-1])
    scale = max(found, run.loss_of_zero)
    return ExactEnd(exact, norm, None if sampled else close(float(exact), found, scale))


def _point(values: Values, parameters: Parameters) -> Values:
    from symbolic.setting.point import IMAGINARY

    blocks = {name: _fractions(block) for name, block in parameters.items()}
    real = {name: block for name, block in blocks.items() if not name.endswith(IMAGINARY)}
    turned = {name.removesuffix(IMAGINARY): block for name, block in blocks.items() if name.endswith(IMAGINARY)}
    return replace(values, parameters=real, imaginary=turned)


def _fractions(block: Real) -> Matrix:
    return tuple(tuple(Fraction(entry) for entry in row) for row in block.tolist())


def _gradient_norm(setting: Setting, point: Values, held: FamilySubspace | None) -> float:
    blocks = gradient(setting, at=point).blocks or {}
    entries = np.array([float(entry) for rows in blocks.values() for row in rows for entry in row])
    return float(np.linalg.norm(entries if held is None else held.along(entries)))
