"""Where training goes when it leaves the line: the limit of the flow on the four-dimensional family of a law.

For an exchangeable law the flow from the line stays in `W_KQ_32 = aI + α(11^T − I)`, `W_PV_12 = bI + β(11^T − I)`
(`proofs.zheng2024.ones.exchangeable`). Its velocity there is exact; the limit is integrated numerically, in the
coordinates of `proofs.zheng2024.answers.balanced_flow`, in which the law has unit scale and the two blocks keep the
same norm.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any

import numpy as np
import sympy

from numeric_check.arrays import Real
from proofs.zheng2024.answers.balanced_flow import BalancedFlow, Point, Unsettled
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.ones.exchangeable import SHARED_BY, numeric_flow
from symbolic.algebra.rationals import to_sympy
from symbolic.expectation.exact_moments import total
from symbolic.laws import FamilyLaw, Law

START = 0.1
"""Training is followed from `a = b = START`, `α = β = 0`."""

DIGITS = 30
"""Of the moments, before those that cancel are added."""

ACCURACY = 5e-7
"""Most that a limit may differ from that of a coarser integration, beside its largest entry: six digits are shown."""


class NotFollowed(ArithmeticError):
    """The limit is not known to the digits that are shown; the text says why."""


@dataclass(frozen=True)
class OffLineLimit:
    """Where the flow from `a = b = START` settles, and the loss there over the loss of predicting zero.

    `imbalance` is `(‖W_PV‖² − ‖W_KQ‖²)/(‖W_PV‖² + ‖W_KQ‖²)` at the limit; the flow keeps the difference, 0 at the
    start. `accuracy` is how far a coarser integration ended from here, beside the largest entry.
    """

    a: float
    alpha: float
    b: float
    beta: float
    relative_mse: float
    imbalance: float
    accuracy: float

    @property
    def blocks(self) -> tuple[str, str]:
        """The two blocks, in words."""
        kq, pv = _block(self.a, self.alpha), _block(self.b, self.beta)
        return f"W_KQ_32 = {kq}", f"W_PV_12 = {pv}"

    @property
    def text(self) -> str:
        return ", ".join(self.blocks)


def _block(diagonal: float, other: float) -> str:
    sign = "-" if other < 0 else "+"
    return f"{diagonal:.6g} I {sign} {abs(other):.6g} (11^T - I)"


def off_line_limit(law: Law, T: Any) -> OffLineLimit | None:
    """The limit at a law and a length; None where the law is not exchangeable, d or T is not a number, or d = 1.

    Raises NotFollowed where the limit is not known to six digits, MomentDoesNotExist where the law lacks a moment.

    >>> from symbolic.laws import Ones
    >>> round(off_line_limit(Ones().at(5), 100).relative_mse, 4)
    0.1558
    """
    if not isinstance(law, FamilyLaw) or not isinstance(law.d, int) or not isinstance(T, int) or law.d == 1:
        return None
    units = _Units.of(law, T)
    start = units.start
    try:
        found, coarse = (units.flow.limit(start, tolerance) for tolerance in (1e-11, 1e-8))
    except Unsettled as error:
        raise NotFollowed(f"the flow from a = b = {START} {error}") from None
    return _known(units, found, coarse)


def _known(units: _Units, found: Point, coarse: Point) -> OffLineLimit:
    entries, others = units.entries(found), units.entries(coarse)
    largest = float(np.max(np.abs(entries)))
    if not (isfinite(largest) and largest > 0):
        raise NotFollowed("the matrices at the limit leave the range of floating point: rescale the law")
    accuracy = float(np.max(np.abs(entries - others))) / largest
    if not accuracy <= ACCURACY:
        raise NotFollowed(f"integrations at two accuracies end {accuracy:.1g} of the largest entry apart")
    squares = units.counts * (entries / largest) ** 2
    kq, pv = float(squares[:2].sum()), float(squares[2:].sum())
    a, alpha, b, beta = map(float, entries)
    return OffLineLimit(a, alpha, b, beta, units.relative_loss(found), (pv - kq) / (pv + kq), accuracy)


@dataclass(frozen=True)
class _Units:
    """The flow of a law in units in which its loss is `zero − energy (R − S)`, the largest coefficient of R and S 1.

    Under `x → s x` the loss at the blocks P, K is `s²` times the unscaled loss at `sP, sK`, so the flow of the scaled
    law is that of the law at scale 1 from `s` times the start, in the time `s⁴ t`: scale is a matter of units.
    `length` is the unit of P and K, `gain` is energy over `zero`, `counts` how many entries share a, α, b, β.
    """

    flow: BalancedFlow
    length: sympy.Expr
    gain: float
    counts: Real

    @staticmethod
    def of(law: FamilyLaw, T: int) -> _Units:
        loss, counts = sympy.Poly(numeric_flow(law, T, DIGITS).loss, *SHARED_BY), (law.d, law.d * (law.d - 1))
        pulls = [[-_weighted(loss, counts, 1, i, j) for i in range(2)] for j in range(2)]
        pushes = [[_weighted(loss, counts, 2, i, j) for i in range(3)] for j in range(3)]
        pull, push = (max(abs(value) for row in rows for value in row) for rows in (pulls, pushes))
        if pull == 0:
            raise NotFollowed("x_1 = 0 almost surely: the loss is zero everywhere and nothing moves")
        zero = (T - 2) * sympy.N(total(law, SECOND), DIGITS) / 2
        flow = BalancedFlow(_floats(pulls, pull), _floats(pushes, push))
        return _Units(flow, sympy.sqrt(pull / push), float(pull**2 / push / zero), np.array([*counts, *counts]))

    @property
    def start(self) -> float:
        """Logarithm of the norm of either block at the start."""
        return float(sympy.log(to_sympy(Fraction(str(START))) * sympy.sqrt(int(self.counts[0])) / self.length))

    def entries(self, point: Point) -> Real:
        """a, α, b, β."""
        norm = self.length * sympy.exp(point.size)
        unit = np.array([*point.kq, *point.pv]) / np.sqrt(self.counts)
        return np.array([float(norm * value) for value in unit.tolist()])

    def relative_loss(self, point: Point) -> float:
        """Loss over the loss of predicting zero."""
        return 1.0 - self.gain * self.flow.gained(point)


def _weighted(loss: sympy.Poly, counts: tuple[int, int], degree: int, i: int, j: int) -> sympy.Expr:
    """The coefficient with i powers of β and j of α, of `degree` in either block, in the norms of the two blocks."""
    powers = (degree - j, j, degree - i, i)
    off = i + j
    size = sympy.sqrt(sympy.Integer(counts[0])) ** (2 * degree - off) * sympy.sqrt(sympy.Integer(counts[1])) ** off
    return sympy.N(loss.coeff_monomial(powers) / size, DIGITS)


def _floats(rows: list[list[sympy.Expr]], unit: sympy.Expr) -> Real:
    return np.array([[float(value / unit) for value in row] for row in rows])
