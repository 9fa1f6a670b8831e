"""Where training goes when it leaves the line: the limit of the flow on the four-dimensional family of a law.

For an exchangeable law the flow from the line stays in `W_KQ_32 = aI + α(11^T − I)`, `W_PV_12 = bI + β(11^T − I)`
(`symbolic.exchangeable`). Its velocity there is exact; the limit is integrated numerically.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

from symbolic.exchangeable import SHARED_BY, numeric_flow
from symbolic.harmonics import to_float
from symbolic.laws import FamilyLaw, Law
from symbolic.trained import SECOND, total

START = 0.1
"""Training is followed from `a = b = START`, `α = β = 0`."""

STILL = 1e-10
"""The limit is reached once the velocity is this small beside its largest value on the way."""

SLACK = 1e-9
"""Most that the loss may still fall, to first order in the size of the point, beside the loss of predicting zero."""

DIGITS = 30
"""Of the moments, before those that cancel are added."""

ROUNDS = 60
"""How often the time is doubled before the flow counts as not settled."""


@dataclass(frozen=True)
class OffLineLimit:
    """Where the flow from `a = b = START` settles, and the loss there over the loss of predicting zero."""

    a: float
    alpha: float
    b: float
    beta: float
    relative_mse: float

    @property
    def text(self) -> str:
        kq, pv = _block(self.a, self.alpha), _block(self.b, self.beta)
        return f"W_KQ_32 = {kq}, W_PV_12 = {pv}"


def _block(diagonal: float, other: float) -> str:
    sign = "-" if other < 0 else "+"
    return f"{diagonal:.6g} I {sign} {abs(other):.6g} (11^T - I)"


def off_line_limit(law: Law, T: Any) -> OffLineLimit | None:
    """The limit at a law and a length; None where the law is not exchangeable, d or T is not a number, or d = 1.

    None also where the flow did not settle. Raises MomentDoesNotExist where the law lacks a moment.

    >>> from symbolic.laws import Ones
    >>> round(off_line_limit(Ones().at(5), 100).relative_mse, 4)
    0.1558
    """
    if not isinstance(law, FamilyLaw) or not isinstance(law.d, int) or not isinstance(T, int) or law.d == 1:
        return None
    flow = numeric_flow(law, T, DIGITS)
    unknowns = tuple(SHARED_BY)
    zero = (T - 2) * to_float(total(law, SECOND)) / 2
    point = _settled(sympy.lambdify(unknowns, [flow.velocity[c] for c in unknowns], "numpy"), zero)
    if point is None:
        return None
    loss = float(sympy.lambdify(unknowns, flow.loss, "numpy")(*point))
    a, alpha, b, beta = map(float, point)
    return OffLineLimit(a, alpha, b, beta, loss / zero)


def _settled(velocity: Any, zero: float) -> Any:
    """The limit of the flow, or None; `zero` is the loss of predicting zero."""
    from scipy.integrate import solve_ivp

    point, start = np.array([START, 0.0, START, 0.0]), 0.0
    time = 1.0 / max(float(np.linalg.norm(velocity(*point))), 1e-300)
    for _ in range(ROUNDS):
        found = solve_ivp(lambda _, p: velocity(*p), (0.0, time), point, method="LSODA", rtol=1e-10, atol=1e-13)
        if not found.success or not np.all(np.isfinite(found.y)):
            return None
        speeds = np.linalg.norm(np.array(velocity(*found.y)), axis=0)
        start, point, time = max(start, float(np.max(speeds))), found.y[:, -1], 2 * time
        if speeds[-1] <= STILL * start and speeds[-1] * np.linalg.norm(point) <= SLACK * zero:
            return point
    return None
