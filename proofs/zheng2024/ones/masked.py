"""Training on the line with the gradient masked off the diagonal: what the mask has to hold back, and rest points.

On the line `W_KQ_32 = aI, W_PV_12 = bI` an entry of the gradient depends on its block and on whether it lies on the
diagonal. A mask that sets entries off the diagonal to zero keeps the flow on the line when it covers every block of
which these entries are not zero for all a and b; where they are zero, it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import sympy

from proofs.zheng2024.flow.line_flow import Reduced, positive_form
from proofs.zheng2024.flow.portrait import equilibria
from proofs.zheng2024.line.line import ON_LINE, Place, entry
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.notation import a, b, h
from symbolic.algebra.notation import T, d
from symbolic.decide.certify import SMALLEST_D
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.expectation.moments import at_law
from symbolic.laws import FamilyLaw, LawFamily

Point = tuple[sympy.Expr, sympy.Expr]
"""`(a, b)`; where a stands for itself, a curve over all a ≠ 0."""

RestRow = tuple[int, int, tuple[Point, ...]]
"""The first and the last d (0: no last one), and all points of the line that are critical for the full loss."""

MaskRow = tuple[str, int]
"""A block, and 1 where the mask has to hold its entries off the diagonal, else 0."""


@cache
def line_entry(law: FamilyLaw, block: str, place: Place) -> sympy.Expr:
    """The gradient on the line at an exchangeable law, T and perhaps d symbolic."""
    return sympy.expand(at_law(entry(block, place).expression(T), law).subs(d, law.d))


def reduced_at(law: FamilyLaw) -> Reduced:
    """The flow of a and b under the mask. Raises ValueError where it is not of the usual form."""
    kq, pv = (-line_entry(law, block, Place.DIAGONAL) for block in (ON_LINE.kq_block, ON_LINE.pv_block))
    return Reduced.of(kq, pv)


def held_back(law: FamilyLaw) -> tuple[MaskRow, ...]:
    """Every block, and whether its entries off the diagonal pull the flow off the line for some a, b and T."""
    return tuple((block, int(line_entry(law, block, Place.OFF_DIAGONAL) != 0)) for block in BLOCKS)


def settle_mask(law: FamilyLaw, statement: tuple[MaskRow, ...]) -> Answer:
    """Whether the statement says, block by block, what the mask has to hold back."""
    found = held_back(law)
    if statement != found:
        block, need = next(row for row in found if row not in statement)
        return Fails(f"{block} is {'not ' * (1 - need)}to be masked", str(line_entry(law, block, Place.OFF_DIAGONAL)))
    return Holds(f"{sum(need for _, need in found)} of {len(found)} blocks; the others vanish off the diagonal")


def settle_rest_points(family: LawFamily, statement: tuple[RestRow, ...]) -> Answer:
    """Whether the rows list all points of the line at which the whole gradient vanishes, for every T >= 3 and d."""
    if [row[0] for row in statement] != [1, *(row[1] + 1 for row in statement[:-1])] or statement[-1][1] != 0:
        return Fails("the rows do not cover every d once", str([row[:2] for row in statement]))
    if any(row[1] and row[1] < row[0] for row in statement) or len(statement) > 2:
        return Unknown("the rows are not those of d = 1 and of d >= 2")
    for first, _, points in statement:
        for size in (1, None) if len(statement) == 1 else ((1,) if first == 1 else (None,)):
            derived = rest_points(FamilyLaw(family, size or d))
            if set(points) != set(derived):
                odd = sorted(map(str, set(points) ^ set(derived)))
                where = "d = 1" if size else "d >= 2"
                because = f"the critical points on the line for {where} are {derived}"
                return Fails(because, f"{where}, every T: (a, b) = {odd[0]}", FamilyLaw(family, size or SMALLEST_D))
    return Holds("every branch of the gradient's zeros is listed, for symbolic T and d")


def from_two_coordinates(statement: tuple[RestRow, ...]) -> tuple[RestRow, ...]:
    """The rows for d >= 2.

    >>> from_two_coordinates(((1, 1, ()), (2, 0, ()))) == from_two_coordinates(((1, 0, ()),))
    True
    """
    left = (row for row in statement if not row[1] or row[1] >= SMALLEST_D)
    return tuple((max(first, SMALLEST_D), last, points) for first, last, points in left)


@cache
def rest_points(law: FamilyLaw) -> tuple[Point, ...]:
    """All points of the line at which the full gradient vanishes, for d = 1 or, d being a symbol, for every d >= 2.

    >>> from symbolic.laws import Ones
    >>> rest_points(Ones().at(1)), rest_points(Ones().at(d))
    (((0, 0), (a, 1/a)), ((0, 0),))
    """
    if law.d == 1:
        flow = reduced_at(law)
        return tuple(found.point for found in equilibria(flow))
    velocities = [line_entry(law, block, place) for block in BLOCKS for place in Place]
    points = {(point.get(a, a), point.get(b, b)) for point in _branches([v for v in velocities if v != 0], {})}
    return tuple(sorted(points, key=str))


def _branches(
    equations: list[sympy.Expr], known: Mapping[sympy.Symbol, sympy.Expr]
) -> Iterator[dict[sympy.Symbol, sympy.Expr]]:
    """Common zeros, by equations that are a single monomial with a coefficient that is not zero: a factor vanishes.

    Raises ValueError where no equation is of that kind.
    """
    left = [sympy.expand(equation.subs(known)) for equation in equations]
    left = [equation for equation in left if equation != 0]
    if not left:
        yield dict(known)
        return
    monomial = next((poly for poly in map(_poly, left) if len(poly.monoms()) == 1 and _is_nonzero(poly.LC())), None)
    if monomial is None:
        raise ValueError(f"none of {left} is a single monomial")
    for symbol, power in zip((a, b), monomial.monoms()[0], strict=True):
        if power:
            yield from _branches(left, {**known, symbol: sympy.Integer(0)})


def _poly(expression: sympy.Expr) -> sympy.Poly:
    return sympy.Poly(expression, a, b)


def _is_nonzero(coefficient: sympy.Expr) -> bool:
    """Whether a coefficient has one sign for all T >= 3 and d >= 2; harmonic numbers are positive."""
    shifted = coefficient.subs(d, sympy.Symbol("m", nonnegative=True) + 2).replace(sympy.harmonic, lambda *_: h)
    return any(positive_form(sign * shifted).is_positive for sign in (1, -1))
