"""Phase portrait of the reduced flow: polynomials it conserves, its equilibria, and what it does next to them.

Both are computed from the velocities: conserved polynomials by solving the linear system for the coefficients of a
general one, equilibria by splitting the velocities into a common factor and coprime rests.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.zheng2024.flow.line_flow import Reduced
from proofs.zheng2024.notation import a, b
from symbolic.algebra.equality import Different, Same, same
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown

Row = tuple[tuple[sympy.Expr, sympy.Expr], tuple[sympy.Expr, sympy.Expr], tuple[int, int]]
"""A point (a, b), the eigenvalues of the linearised flow there, and their signs."""


def conserved(flow: Reduced, degree: int) -> tuple[sympy.Expr, ...]:
    """A basis of the polynomials in a and b without constant term, up to a degree, that the flow does not change.

    The basis is reduced: leading coefficients, monomials ordered by degree and then by the power of a, are 1.

    >>> conserved(Reduced(sympy.Integer(2), sympy.Integer(3)), 3)
    (a**2 - b**2,)
    """
    monomials = [a**m * b ** (n - m) for n in range(1, degree + 1) for m in range(n, -1, -1)]
    rates = [sympy.Poly(sympy.expand(flow.rate(monomial)), a, b) for monomial in monomials]
    powers = sorted({power for rate in rates for power in rate.monoms()})
    system = sympy.Matrix([[rate.coeff_monomial(power) for rate in rates] for power in powers])
    kernel = [vector.T for vector in system.nullspace()]
    if not kernel:
        return ()
    reduced, pivots = sympy.Matrix.vstack(*kernel).applyfunc(sympy.cancel).rref()
    rows = (reduced.row(n) for n in range(len(pivots)))
    return tuple(sympy.Add(*(x * m for x, m in zip(row, monomials, strict=True))) for row in rows)


def settle_conserved(flow: Reduced, degree: int, statement: tuple[sympy.Expr, ...]) -> Answer:
    """Whether the statement is the reduced basis of conserved polynomials up to a degree."""
    for expression in statement:
        if isinstance(found := same(flow.rate(expression), sympy.Integer(0)), Different):
            return Fails(f"{expression} is not conserved", _where(found))
    basis = conserved(flow, degree)
    if len(basis) == len(statement) and all(map(_identical, basis, statement)):
        listed = ", ".join(map(str, basis))
        return Holds(f"the linear system for the coefficients has the solutions {listed} up to degree {degree}")
    missing = [found for found in basis if not any(_identical(found, stated) for stated in statement)]
    if len(statement) < len(basis):
        return Fails("a conserved quantity is missing", str(missing[0]))
    return Unknown(f"conserved, but not the reduced basis {basis}")


@dataclass(frozen=True)
class Equilibrium:
    """A point or, with a free coordinate a ≠ 0, a curve of points, with the linearised flow's invariants there."""

    point: tuple[sympy.Expr, sympy.Expr]
    trace: sympy.Expr
    determinant: sympy.Expr


def equilibria(flow: Reduced) -> tuple[Equilibrium, ...]:
    """Every equilibrium: where the coprime rests of the velocities vanish together, and where their common factor does.

    Raises ValueError where the common factor is not a line in b for each a, or the rests have other common zeros than
    the origin.
    """
    velocities = [sympy.Poly(sympy.expand(v), a, b) for v in (flow.a_dot, flow.b_dot)]
    common = sympy.gcd(*velocities)
    rests = [sympy.div(velocity, common)[0].as_expr() for velocity in velocities]
    curve = sympy.Poly(common.as_expr(), b)
    if {rest.as_poly(a, b).monic().as_expr() for rest in rests} != {a, b} or curve.degree() != 1:
        raise ValueError(f"the zeros of {common.as_expr()}, {rests[0]} and {rests[1]} are not found here")
    slope, offset = curve.all_coeffs()
    if slope.subs(a, 0) != 0 or offset.subs(a, 0) == 0:
        raise ValueError(f"the curve {common.as_expr()} = 0 has points with a = 0")
    points = ((sympy.Integer(0), sympy.Integer(0)), (a, sympy.cancel(-offset / slope)))
    return tuple(_linearised(flow, point) for point in points)


def jacobian(flow: Reduced) -> sympy.Matrix:
    """Derivatives of (a', b') by (a, b)."""
    return sympy.Matrix([flow.a_dot, flow.b_dot]).jacobian([a, b])


def settle_equilibria(flow: Reduced, statement: tuple[Row, ...]) -> Answer:
    """Whether the rows are all equilibria, each with its eigenvalues and their signs."""
    for point, _, _ in statement:
        for velocity in (flow.a_dot, flow.b_dot):
            if isinstance(found := same(_at(velocity, point), sympy.Integer(0)), Different):
                return Fails(f"({point[0]}, {point[1]}) is not an equilibrium", _where(found))
    every = equilibria(flow)
    left = [found.point for found in every if not any(_points_agree(found.point, row[0]) for row in statement)]
    if left:
        return Fails("an equilibrium is missing", f"({left[0][0]}, {left[0][1]})")
    if len(statement) != len(every):
        return Unknown(f"{len(statement)} rows for {len(every)} equilibria or curves of them")
    wrong = [answer for row in statement for answer in _linear(_of(every, row), row)]
    return wrong[0] if wrong else Holds(f"{len(every)} equilibria or curves of them, each with its eigenvalues")


def _linearised(flow: Reduced, point: tuple[sympy.Expr, sympy.Expr]) -> Equilibrium:
    matrix = jacobian(flow).applyfunc(lambda entry: _at(entry, point))
    return Equilibrium(point, sympy.cancel(matrix.trace()), sympy.cancel(matrix.det()))


def _linear(found: Equilibrium, row: Row) -> list[Answer]:
    """What is wrong with the eigenvalues of a row, or with their signs."""
    _, (one, other), signs = row
    checks = ((one + other, found.trace, "sum"), (one * other, found.determinant, "product"))
    for stated, derived, name in checks:
        answer = same(stated, derived)
        if isinstance(answer, Different):
            return [Fails(f"the {name} of the eigenvalues at {found.point} is {derived}", _where(answer))]
        if not isinstance(answer, Same):
            return [Unknown(f"the {name} of the eigenvalues at {found.point}")]
    actual = tuple(map(_sign, (one, other)))
    return [] if actual == tuple(signs) else [Fails(f"the eigenvalues {one}, {other} have the signs {actual}", "all a")]


def _sign(value: sympy.Expr) -> int | None:
    """Sign for every a ≠ 0 of an expression that is even in a."""
    known = value.subs(a, sympy.Symbol("a", positive=True))
    return 0 if known == 0 else 1 if known.is_positive else -1 if known.is_negative else None


def _of(every: tuple[Equilibrium, ...], row: Row) -> Equilibrium:
    return next(found for found in every if _points_agree(found.point, row[0]))


def _points_agree(one: tuple[sympy.Expr, sympy.Expr], other: tuple[sympy.Expr, sympy.Expr]) -> bool:
    return all(map(_identical, one, other))


def _identical(one: sympy.Expr, other: sympy.Expr) -> bool:
    return isinstance(same(one, other), Same)


def _at(expression: sympy.Expr, point: tuple[sympy.Expr, sympy.Expr]) -> sympy.Expr:
    return expression.xreplace(dict(zip((a, b), point, strict=True)))


def _where(found: Different) -> str:
    return ", ".join(f"{name} = {value}" for name, value in found.point) or "every point"
