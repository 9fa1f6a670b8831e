"""Statements about which laws are recovered, as data, and the procedures that settle them.

A statement about a family with a real scale says for which scales the trained model's mean ratio tends to which value;
a statement about named laws says of each how small its error can become and whether the process is recovered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import sympy

from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2
from proofs.zheng2024.line.trained import (
    SECOND,
    ab_line,
    error_floor,
    mean_ratio,
    recovers,
)
from symbolic.algebra.equality import Different, Same, same
from symbolic.algebra.limits import limit_at_infinity
from symbolic.algebra.notation import T, d
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.expectation.exact_moments import by_coordinate, number, total
from symbolic.expectation.moments import Pattern, at_law, moment
from symbolic.laws import Law, LawFamily
from symbolic.laws.coordinates import MomentDoesNotExist

ScaledFamily = Callable[[Any], LawFamily]
"""From a real scale, a rational or a symbol, to a family of laws."""

SCALE = sympy.Symbol("c", real=True, nonzero=True)


@dataclass(frozen=True)
class Unspecified:
    """A symmetric coordinate law of which only the even moments are named, `m_2, m_4, m_6, …`, all positive.

    >>> Unspecified().moment(4), Unspecified().moment(3)
    (m_4, 0)
    """

    description = "unspecified"
    symmetric = True
    atoms = None
    moments_below = None

    def moment(self, n: int) -> sympy.Expr:
        return sympy.Symbol(f"m_{n}", positive=True) if n and n % 2 == 0 else sympy.Integer(int(n == 0))


@dataclass(frozen=True)
class Scales:
    """For every scale in `range`, `E[prediction_j/target_j | x_j ≠ 0]` at the trained product tends to `value`.

    The limit is that of the training length T, at every d and every test length.
    """

    range: sympy.Set
    value: sympy.Expr


def settle_scales(family: ScaledFamily, *, by_step: bool = False) -> Callable[[Scales], Answer]:
    """The procedure that settles `Scales` for a family.

    κ2 is a polynomial in the scale. Where it is zero the law is concentrated at 0: the gradient is zero everywhere on
    the line and `E[ab x_j²] = 0` for every product ab, so nothing is recovered. Elsewhere the scale is a symbol. A
    statement about predictions with the step κ1/κ2 (`by_step`) is undefined there: with any step 0 is predicted of 0.
    """

    def settle(statement: Scales) -> Answer:
        for root in _zeros_of_sixth_moment(family):
            if statement.range.contains(root) is sympy.true:
                return _undefined_at_zero(family(root), root) if by_step else _at_zero(family(root))
        return _elsewhere(family(SCALE), statement.value)

    return settle


def nondegenerate_scales(family: ScaledFamily) -> Callable[[Scales], Scales]:
    """The statement for scales off the ends of their range, at which the variance of a coordinate is not zero.

    >>> from symbolic.laws import Sparse
    >>> nondegenerate_scales(Sparse)(Scales(sympy.Interval(0, sympy.oo), sympy.Integer(1))).range
    Interval.open(0, oo)
    """

    def within(statement: Scales) -> Scales:
        law = family(SCALE).at(d)
        variance = at_law(moment(SECOND) - moment(Pattern((1,))) ** 2, law)
        zeros = sympy.roots(sympy.Poly(variance, SCALE))
        return replace(statement, range=statement.range.interior - sympy.FiniteSet(*zeros))

    return within


def _zeros_of_sixth_moment(family: ScaledFamily) -> tuple[sympy.Expr, ...]:
    (sixth,) = by_coordinate(family(SCALE).at(d), KAPPA2)
    return tuple(sorted(sympy.roots(sympy.Poly(sixth, SCALE)), key=sympy.default_sort_key))


def _at_zero(family: LawFamily) -> Answer:
    if not _is_zero(family):
        return Unknown(f"{family.description} is not the law at 0")
    return Fails(
        "κ1 = κ2 = κ3 = 0, so that the product is 0/0, the flow rests at its start, and E[ab x_j x_j] = 0 for every ab",
        f"x_1 = 0 almost surely, the law {family.description}",
        family.at(2),
    )


def _undefined_at_zero(family: LawFamily, scale: sympy.Expr) -> Answer:
    if not _is_zero(family):
        return Unknown(f"{family.description} is not the law at 0")
    return Fails(
        "κ1 = κ2 = 0, so that the step κ1/κ2 is 0/0; with any number in its place prediction and target are both 0",
        f"x_1 = 0 almost surely, the law {family.description}",
        family.at(2),
        undefined=f"{SCALE} = {scale}",
    )


def _is_zero(family: LawFamily) -> bool:
    law = family.at(d)
    return ab_line(law, T) is None and total(law, SECOND) == 0


def _elsewhere(family: LawFamily, value: sympy.Expr) -> Answer:
    ratios = mean_ratio(family.at(d), T)
    if ratios is None:
        return Unknown(f"a coordinate of {family.description} is 0 almost surely")
    for limit in (limit_at_infinity(ratio, T) for ratio in ratios):
        answer = same(limit, value)
        if isinstance(answer, Different):
            return Fails(f"the limit is {limit}, not {value}", f"{family.description} with c ≠ 0")
        if not isinstance(answer, Same):
            return Unknown(f"the limit {limit} could not be compared with {value}")
    return Holds(f"the ratio tends to {value} at every scale other than 0")


@dataclass(frozen=True)
class Row:
    """A law with d coordinates: its least relative error as both lengths grow, and for which W it is recovered.

    `floor` None says that a sixth moment is missing, so that the step κ1/κ2 does not exist.
    """

    law: Law
    floor: sympy.Expr | None
    almost_every_W: bool | None
    every_W: bool | None


def settle_rows(rows: tuple[Row, ...]) -> Answer:
    """Settle a table of laws: each number by the moments, each recovery also atom by atom where there are atoms.

    >>> from fractions import Fraction
    >>> from symbolic.laws import Sparse
    >>> settle_rows((Row(Sparse(Fraction(1, 2)).at(3), sympy.Integer(0), True, False),)).witness
    'sparse(c=1/2)'
    """
    for row in rows:
        for fault in _faults(row):
            return Fails(fault, row.law.description)
    return Holds(f"{len(rows)} laws classified")


def _faults(row: Row) -> Iterator[str]:
    try:
        floor, found = error_floor(row.law), recovers(row.law)
    except MomentDoesNotExist as missing:
        if (row.floor, row.almost_every_W, row.every_W) != (None, None, None):
            yield str(missing)
        return
    if floor is None or row.floor is None or not isinstance(same(floor, row.floor), Same):
        yield f"the floor of {row.law.description} is {floor}, not {row.floor}"
    if (found.almost_every_W, found.every_W) != (row.almost_every_W, row.every_W):
        yield f"{found.because}: almost every W {found.almost_every_W}, every W {found.every_W}"
    if (by_atoms := recovered_atoms(row.law)) not in (None, (row.almost_every_W, row.every_W)):
        yield f"its atoms say {by_atoms}"


def recovered_atoms(law: Law) -> tuple[bool, bool] | None:
    """Recovery for almost every W and for every W, read off the atoms; None where there is no table of them.

    For almost every W, `κ1 x_j² = κ2` at every atom with `x_j ≠ 0`. For every W also at most one coordinate is not 0.
    """
    if law.atoms is None:
        return None
    fourth, sixth = by_coordinate(law, KAPPA1)[0], by_coordinate(law, KAPPA2)[0]
    values = [[number(x) for x in point if number(x) != 0] for point, _ in law.atoms]
    almost = all(sympy.cancel(fourth * x**2 - sixth) == 0 for point in values for x in point)
    return almost, almost and all(len(point) <= 1 for point in values)
