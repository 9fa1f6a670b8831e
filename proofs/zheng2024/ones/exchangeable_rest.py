"""Where the flow of the four-dimensional family can come to rest below the loss of predicting zero, at one d and T.

Scaling `(a, α) → (a, α)/s`, `(b, β) → s (b, β)` leaves the loss unchanged, so points of rest come in curves. With
`x = α/a`, `y = β/b`, `u = ab` the velocities of a, α and β vanish where

    u P(x, y) = c,     u Q(x, y) = c',     N(x) + y D(x) = 0,

P and Q of degree 2 in y. Hence `y = −N/D`, `u = c/P`, and x is a root of one polynomial. The velocity of b then
vanishes by itself: by the scaling, `b b' + (d−1) β β' = a a' + (d−1) α α'`. Points with a = 0 or b = 0 are
looked at apart.
All of it is exact: rational coefficients, Sturm's theorem, Gröbner bases, balls for digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import flint
import sympy

from proofs.zheng2024.notation import a, b, u, x, y
from proofs.zheng2024.ones.exchangeable import alpha, beta, exchangeable_flow
from symbolic.algebra.notation import T
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.laws import FamilyLaw, LawFamily

DIGITS = 4
"""Decimals of x, y and u that a statement gives, rounded down."""

WIDTH = sympy.Rational(1, 10**40)

RestRow = tuple[int, int, int, tuple[int, int, int]]
"""d, T, the number of curves of rest below the loss at zero, and `10^4` times x, y, u there, rounded down."""


@dataclass(frozen=True)
class Elimination:
    """The pieces of the equations of rest, for a law at a d and T."""

    velocity: Mapping[sympy.Symbol, sympy.Expr]
    level: sympy.Expr
    response: sympy.Expr
    numerator: sympy.Poly
    denominator: sympy.Poly
    root: sympy.Poly


@cache
def elimination(law: FamilyLaw, length: int) -> Elimination:
    """Raises ArithmeticError where the equations have another form, ValueError for d = 1."""
    velocity = {c: v.subs(T, length).doit() for c, v in exchangeable_flow(law).velocity.items()}
    ratios = {c: sympy.expand(v.subs({alpha: x * a, beta: y * b})) for c, v in velocity.items()}
    of_a, of_alpha = (sympy.Poly(sympy.expand(ratios[c] / b).subs(a, u / b).expand(), u) for c in (a, alpha))
    of_beta = sympy.Poly(sympy.expand(ratios[beta] / (a**2 * b)), y)
    if (of_a.degree(), of_alpha.degree(), of_beta.degree()) != (1, 1, 1) or of_beta.free_symbols != {x, y}:
        raise ArithmeticError(f"the velocities of {law.description} have another form at d = {law.d}, T = {length}")
    numerator, denominator = (sympy.Poly(of_beta.coeff_monomial(power), x) for power in (1, y))
    mixed = of_a.coeff_monomial(1) * of_alpha.coeff_monomial(u) - of_alpha.coeff_monomial(1) * of_a.coeff_monomial(u)
    at_y = sympy.numer(sympy.together(mixed.subs(y, -numerator.as_expr() / denominator.as_expr())))
    level, response = of_a.coeff_monomial(1), -of_a.coeff_monomial(u)
    return Elimination(velocity, level, response, numerator, denominator, sympy.Poly(sympy.expand(at_y), x))


@dataclass(frozen=True)
class Curve:
    """A curve of rest: rational bounds of x, and balls for `α/a`, `β/b`, ab."""

    bounds: tuple[sympy.Rational, sympy.Rational]
    values: tuple[flint.arb, flint.arb, flint.arb]


@cache
def curves(law: FamilyLaw, length: int) -> tuple[Curve, ...]:
    """All curves of rest with a prediction that is not zero.

    Raises ArithmeticError where the equations do not determine x, or where there may be others with a = 0 or b = 0.
    """
    found = elimination(law, length)
    if found.level == 0 or found.root.is_zero or not sympy.gcd(found.numerator, found.denominator).is_ground:
        raise ArithmeticError(f"x is not determined at d = {law.d}, T = {length}")
    if left := tuple(_elsewhere(found.velocity)):
        raise ArithmeticError(f"there may be points of rest with {left[0]}")
    return tuple(_curve(found, *bounds) for bounds, _ in found.root.intervals(eps=WIDTH))


def _curve(found: Elimination, low: sympy.Rational, high: sympy.Rational) -> Curve:
    with flint.ctx.workprec(256):
        middle, radius = (low + high) / 2, (high - low) / 2
        at_x = flint.arb(_rational(middle), _rational(radius))
        at_y = -_horner(found.numerator, at_x) / _horner(found.denominator, at_x)
        response = sum(_horner(sympy.Poly(c, x), at_x) * at_y ** powers[0] for powers, c in _in_y(found.response))
        values = (at_x, at_y, flint.arb(_rational(found.level)) / response)
    if not all(value.is_finite() for value in values):
        raise ArithmeticError(f"a root of {found.root} may be one of {found.denominator} as well")
    return Curve((low, high), values)


def _in_y(expression: sympy.Expr) -> list[tuple[tuple[int, ...], sympy.Expr]]:
    terms: list[tuple[tuple[int, ...], sympy.Expr]] = sympy.Poly(expression, y).terms()
    return terms


def _horner(polynomial: sympy.Poly, at: flint.arb) -> flint.arb:
    total = flint.arb(0)
    for c in polynomial.all_coeffs():
        total = total * at + flint.arb(_rational(c))
    return total


def _rational(number: sympy.Rational) -> flint.fmpq:
    exact = sympy.Rational(number)
    return flint.fmpq(int(exact.p), int(exact.q))


def _elsewhere(velocity: Mapping[sympy.Symbol, sympy.Expr]) -> Iterator[str]:
    """Charts of the points with a = 0 or b = 0 in which the velocities may vanish together at a prediction not zero.

    By the scaling the last coordinate given is 1. A Gröbner basis that is 1 has no common zero; one that contains the
    unknown by which the prediction is a multiple has none but where it is zero.
    """
    charts = (({a: 0, b: 1}, (beta, alpha)), ({b: 0, a: 1}, (alpha, beta)), ({a: 0, b: 0, beta: 1}, (alpha,)))
    for where, unknowns in charts:
        left = [p for p in (sympy.expand(v.subs(where)) for v in velocity.values()) if p != 0]
        basis = sympy.groebner(left, *unknowns, order="grevlex").exprs if left else []
        if basis != [1] and unknowns[-1] not in basis:
            yield ", ".join(f"{symbol} = {value}" for symbol, value in where.items())


@cache
def energy_is_definite(law: FamilyLaw, length: int) -> bool:
    """Whether `E‖ŷ‖²` vanishes in the family only where `(a, α)` or `(b, β)` is zero.

    It is a quadratic form in (b, β) whose coefficients are quadratic forms in (a, α); both its leading coefficient and
    its discriminant must keep their sign. At a = 1 they are polynomials in `x = α`; a = 0, α = 1 is looked at apart.
    """
    loss = exchangeable_flow(law).loss.subs(T, length).doit()
    quartic = sympy.Add(
        *(c * a**i * alpha**j * b**k * beta**l for (i, j, k, l), c in _terms(loss) if i + j + k + l == 4)
    )
    for where in ({a: 1, alpha: x}, {a: 0, alpha: 1}):
        form = sympy.Poly(quartic.subs(where), b, beta)
        bb, mixed, last = (form.coeff_monomial(power) for power in (b**2, b * beta, beta**2))
        if not all(_is_positive(sympy.expand(value)) for value in (bb, 4 * bb * last - mixed**2)):
            return False
    return True


def _terms(loss: sympy.Expr) -> list[tuple[tuple[int, int, int, int], sympy.Expr]]:
    terms: list[tuple[tuple[int, int, int, int], sympy.Expr]] = sympy.Poly(loss, a, alpha, b, beta).terms()
    return terms


def _is_positive(value: sympy.Expr) -> bool:
    """Whether a polynomial in x is positive for every real x."""
    roots = sympy.Poly(value, x).count_roots()
    return bool(roots == 0 and value.subs(x, 0) > 0)


def settle_rest(family: LawFamily, statement: tuple[RestRow, ...]) -> Answer:
    """Whether the rows count the curves of rest and give the digits of the first, the energy being definite."""
    for size, length, count, digits in statement:
        if size < 2 or length < 4:
            return Fails("the flow is known to rest on curves from d = 2 and T = 4 on", f"d = {size}, T = {length}")
        law = FamilyLaw(family, size)
        found = curves(law, length)
        if len(found) != count:
            return Fails(f"{len(found)} curves of rest", f"d = {size}, T = {length}")
        if (known := tuple(map(_floor, found[0].values))) != digits:
            return Fails(f"10^{DIGITS} times (α/a, β/b, ab) is {known}, rounded down", f"d = {size}, T = {length}")
        if not energy_is_definite(law, length):
            return Unknown(f"the energy may vanish elsewhere at d = {size}, T = {length}")
    return Holds(f"{len(statement)} sizes, at each one curve of rest; its x is the one real root of a polynomial")


def _floor(value: flint.arb) -> int:
    scaled = (value * 10**DIGITS).floor()
    return int(scaled.unique_fmpz())
