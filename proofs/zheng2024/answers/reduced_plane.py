"""The reduced flow of one law in the (a, b)-plane, in floats: where starts go, and along which curves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import sympy

from numeric_check.arrays import Real
from proofs.zheng2024.answers.flow_report import velocities
from proofs.zheng2024.flow import statements
from proofs.zheng2024.flow.line_flow import Reduced
from proofs.zheng2024.notation import a, b, c1, c2
from symbolic.algebra.harmonics import to_float
from symbolic.laws import Law

CURVE = 120
"""Points of a curve."""

FURTHER = ((-1.5, 1.9), (-1.9, -1.9), (-2.2, 2.2))
"""More starts in units of `sqrt(ab_line)`, the last one on the boundary of the basins."""


@dataclass(frozen=True, eq=False)
class Plane:
    """The reduced flow of a law whose line is invariant, in floats."""

    flow: Reduced
    starts: tuple[tuple[float, float], ...]

    @staticmethod
    def of(law: Law, T: int, unit: float, starts: tuple[tuple[float, float], ...]) -> Plane:
        """From these starts and from `FURTHER` in the unit."""
        found = velocities(law, T)
        numbers = (sympy.Float(to_float(constant), 17) for constant in (found.c1, found.c2))
        further = ((unit * one, unit * other) for one, other in FURTHER)
        return Plane(Reduced(*numbers), (*starts, *further))

    @cached_property
    def limits(self) -> tuple[tuple[float, float], ...]:
        """Where each start goes, by the closed form of the flow."""
        constants = {c1: self.flow.c1, c2: self.flow.c2}
        limit = sympy.lambdify((a, b), [part.xreplace(constants) for part in statements.LIMIT], "numpy")
        return tuple((float(one), float(other)) for one, other in (limit(*start) for start in self.starts))

    def velocity(self, one: Real, other: Real) -> Any:
        """a' and b' at the points of a grid."""
        return sympy.lambdify((a, b), [self.flow.a_dot, self.flow.b_dot], "numpy")(one, other)

    @cached_property
    def curves(self) -> tuple[Real, ...]:
        """From each start to its limit along the conserved `a² − b²`, `(CURVE, 2)` each."""
        return tuple(_along(start, limit) for start, limit in zip(self.starts, self.limits, strict=True))


def _along(start: tuple[float, float], limit: tuple[float, float]) -> Real:
    """With `s = a + b` and `C = a² − b²` a point is `((s + C/s)/2, (s − C/s)/2)`; s does not change sign."""
    if limit == (0.0, 0.0):
        return np.linspace(start, limit, CURVE)
    sums, constant = np.linspace(sum(start), sum(limit), CURVE), start[0] ** 2 - start[1] ** 2
    return np.stack([sums + constant / sums, sums - constant / sums], axis=1) / 2
