"""The model trained on the line, at any law: its product ab, its error, what it recovers; d and T may be symbols.

On the line the loss is a parabola in `u = ab`, `½ (q u² + 2 l u) + ½ (T − 2) Σ_j E x_j²`. Its slope along b is the sum
of the derived gradient over the diagonal of `W_PV_12`, `a (q u + l)`, so q and l are read off that entry: nothing about
the minimum is put in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2
from proofs.zheng2024.line.line import Entry, Place, entry, in_symbols
from proofs.zheng2024.model.attention import PV_BLOCKS
from symbolic.algebra.quotients import quotient
from symbolic.expectation.exact_moments import by_coordinate, number, total
from symbolic.expectation.moments import Pattern, choices
from symbolic.laws import Law

SECOND = Pattern((2,))


def slope_part(law: Law, T: Any, a_power: int, b_power: int) -> sympy.Expr:
    """The part with these powers of a and b of the gradient by `W_PV_12`, summed over its diagonal."""
    kind = entry(PV_BLOCKS[0], Place.DIAGONAL)
    terms = tuple((m, c) for m, c in kind.terms if (m.a_power, m.b_power) == (a_power, b_power))
    arithmetic = in_symbols(T)
    part = Entry(kind.block, kind.place, terms)
    values = [part.value(arithmetic, law, arithmetic.one, arithmetic.one, free) for free in choices(SECOND, law)]
    return values[0] * law.d if law.exchangeable else sympy.Add(*values)


@dataclass(frozen=True)
class Parabola:
    """The loss on the line of a law at a length, as a function of ab; what is computed is kept."""

    law: Law
    T: Any

    @cached_property
    def curvature(self) -> sympy.Expr:
        """q."""
        return slope_part(self.law, self.T, 2, 1)

    @cached_property
    def pull(self) -> sympy.Expr:
        """-l, the slope at `ab = 0` downwards."""
        return -slope_part(self.law, self.T, 1, 0)

    @cached_property
    def ab_line(self) -> sympy.Expr | None:
        """As the function `ab_line`."""
        return None if self.curvature == 0 else quotient(self.pull, self.curvature)

    @cached_property
    def mean_ratio(self) -> tuple[sympy.Expr, ...] | None:
        """As the function `mean_ratio`."""
        seconds = by_coordinate(self.law, SECOND)
        if self.ab_line is None or any(second == 0 for second in seconds):
            return None
        chances = (number(self.law.nonzero_probability(j)) for j in range(len(seconds)))
        parts = zip(seconds, chances, strict=True)
        return tuple(quotient(self.pull * second, self.curvature * chance) for second, chance in parts)

    @cached_property
    def relative_mse(self) -> sympy.Expr | None:
        """As the function `relative_mse`."""
        if self.ab_line is None:
            return None
        zero = self.curvature * (self.T - 2) * total(self.law, SECOND)
        return quotient(zero - self.pull**2, zero)


def ab_line(law: Law, T: Any) -> sympy.Expr | None:
    """The product ab that minimises the loss on the line; None at the zero law, where every product does.

    >>> from symbolic.laws.coordinates import Gaussian
    >>> from symbolic.laws import IID
    >>> ab_line(IID(Gaussian()).at(5), 4)
    1/8
    """
    return Parabola(law, T).ab_line


def mean_ratio(law: Law, T: Any) -> tuple[sympy.Expr, ...] | None:
    """`E[prediction_j/target_j | x_j ≠ 0]` at `ab_line`, by coordinate: `ab E[x_j² | x_j ≠ 0]` at every test time."""
    return Parabola(law, T).mean_ratio


def relative_mse(law: Law, T: Any) -> sympy.Expr | None:
    """Loss at `ab_line` over the loss of predicting zero.

    >>> from symbolic.laws import Sparse
    >>> relative_mse(Sparse().at(3), 10)
    0
    """
    return Parabola(law, T).relative_mse


def error_floor(law: Law) -> sympy.Expr | None:
    """What `relative_mse` tends to as `T → ∞` where κ1, κ2 and `E x_j²` do not depend on j: `1 − κ1²/(κ2 E x_j²)`.

    It lies in [0, 1) by the Cauchy–Schwarz inequality, and is 0 exactly where `|x_j|` takes one value besides 0. None
    at the zero law. Raises ValueError where a moment depends on the coordinate, `MomentDoesNotExist` where one is
    missing.

    >>> from symbolic.laws.coordinates import Laplace
    >>> from symbolic.laws import IID
    >>> error_floor(IID(Laplace()).at(4))
    3/5
    """
    moments = [set(by_coordinate(law, pattern)) for pattern in (SECOND, KAPPA1, KAPPA2)]
    if any(len(values) > 1 for values in moments):
        raise ValueError(
            f"a moment of {law.description} depends on the coordinate: the floor is that of one coordinate"
        )
    second, fourth, sixth = (values.pop() for values in moments)
    return None if sixth == 0 else quotient(sixth * second - fourth**2, sixth * second)


@dataclass(frozen=True)
class Recovery:
    """Assumption 4.2: with step κ1/κ2 the prediction tends to the target as the test length grows."""

    almost_every_W: bool | None
    every_W: bool | None
    because: str


def recovers(law: Law) -> Recovery:
    """Whether the process is recovered, decided from moments alone, for almost every start.

    For almost every diagonal unitary W the mean of `x_i x_i^*` tends to `diag(x_j²)`, so recovery means
    `x_j² ∈ {0, κ2/κ1}`, that is `E x_j² (x_j² − κ2/κ1)² = 0`, that is `κ1² = κ2 E x_j²`. Where eigenvalues coincide
    the mean keeps `x_j x_k`, so for every W there must be at most one non-zero coordinate: `E x_j² x_k² = 0` as well.

    >>> from symbolic.laws.coordinates import rademacher
    >>> from symbolic.laws import IID
    >>> recovers(IID(rademacher()).at(2))
    Recovery(almost_every_W=True, every_W=False, because='κ1² = κ2 E x_j², but E[x_j^2 x_k^2] = 1')
    """
    first, second, third = (by_coordinate(law, pattern) for pattern in (SECOND, KAPPA1, KAPPA2))
    if len(set(second)) > 1 or len(set(third)) > 1:
        return Recovery(None, None, "κ1 or κ2 differs between coordinates, so the step κ1/κ2 is not defined")
    if third[0] == 0:
        return Recovery(None, None, "x_1 = 0 almost surely: the step κ1/κ2 is not defined")
    gaps = [quotient(second[0] ** 2 - third[0] * m2) for m2 in first]
    if any(gap != 0 for gap in gaps):
        return Recovery(
            False,
            False,
            f"κ1² − κ2 E x_j² = {next(gap for gap in gaps if gap != 0)}, so |x_j| is not constant where x_j ≠ 0",
        )
    return _every_W(law)


def _every_W(law: Law) -> Recovery:
    pair = Pattern((2, 2))
    together = [value for free in choices(pair, law) if (value := number(pair.at(law, free))) != 0]
    if together:
        return Recovery(True, False, f"κ1² = κ2 E x_j², but {pair.text} = {together[0]}")
    return Recovery(True, True, "κ1² = κ2 E x_j², and no two coordinates are non-zero together")
