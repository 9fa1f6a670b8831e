"""The only place where equality of two expressions is decided: same, different, or undecided.

*Same* comes from a normal form of rational functions in which symbols, harmonic numbers and other irreducible atoms
are independent generators (so it is an identity, whatever their values). *Different* always shows a point at which
the two sides are defined and, evaluated exactly or in rigorous balls, differ; it respects every assumption of its
symbols. Nothing else is claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import sympy

from symbolic.algebra.domain_points import Point, points
from symbolic.algebra.enclosure import NotEnclosed, excludes_zero
from symbolic.algebra.harmonics import harmonic_number
from symbolic.algebra.operators import resolve
from symbolic.algebra.polynomial_identities import vanishes
from symbolic.algebra.rationals import to_sympy

POINTS = 48
"""How many points are tried before a difference that is not formally zero is called undecided."""

HARMONIC_EXACT_UP_TO = 100_000


@dataclass(frozen=True)
class Same:
    """The two sides are identical."""


@dataclass(frozen=True)
class Different:
    """The two sides differ at `point`; `difference` is left minus right there, exact when rational."""

    point: tuple[tuple[str, sympy.Rational], ...]
    difference: sympy.Expr

    def __str__(self) -> str:
        where = ", ".join(f"{name} = {value}" for name, value in self.point) or "every point"
        return f"the sides differ by {sympy.N(self.difference, 6)} at {where}"


@dataclass(frozen=True)
class Undecided:
    """Neither an identity nor a point of difference was found."""

    reason: str


Answer = Same | Different | Undecided


def same(left: sympy.Expr, right: sympy.Expr) -> Answer:
    """Decide whether two expressions are equal wherever both are defined.

    >>> from symbolic.algebra.notation import T
    >>> same(sympy.harmonic(T - 1) - 1 / (T - 1), sympy.harmonic(T - 2))
    Same()
    >>> same(1 / (T - 2), 1 / (T - 1)).point
    (('T', 3),)
    """
    if left.has(sympy.Float) or right.has(sympy.Float):
        return Undecided("rounded numbers are not compared: write 1/10 for 0.1")
    left, right = resolve(left), resolve(right)
    difference = normal(left - right)
    if difference == 0:
        return Same()
    for point in islice(points(left.free_symbols | right.free_symbols), POINTS):
        if answer := _differs(left, right, difference, point):
            return answer
    return Undecided(f"{difference} is not formally zero, yet vanished or was undefined at {POINTS} points")


def normal(expression: sympy.Expr) -> sympy.Expr:
    """Rational normal form: one fraction, numerator expanded, one argument for harmonic numbers; 0 if identical."""
    aligned = _align_harmonics(expression)
    if vanishes(aligned):
        return sympy.Integer(0)
    numerator, denominator = sympy.fraction(sympy.together(aligned))
    numerator = sympy.expand(numerator)
    return sympy.Integer(0) if numerator == 0 else numerator / denominator


def _align_harmonics(expression: sympy.Expr) -> sympy.Expr:
    """Express `H_{n+k}` through `H_n` with the least shift that occurs, and evaluate `H` of a moderate integer."""
    atoms = expression.atoms(sympy.harmonic)
    bases: dict[tuple[sympy.Expr, sympy.Expr], sympy.Integer] = {}
    for atom in atoms:
        rest, shift, order = _shift(atom)
        if rest is not None:
            bases[rest, order] = min(shift, bases.get((rest, order), shift))
    return expression.xreplace({atom: _aligned(atom, bases) for atom in atoms})


def _shift(atom: sympy.harmonic) -> tuple[sympy.Expr | None, sympy.Integer, sympy.Expr]:
    order = atom.args[1] if len(atom.args) > 1 else sympy.Integer(1)
    constant, rest = atom.args[0].as_coeff_Add()
    return (rest, constant, order) if constant.is_Integer and rest != 0 else (None, sympy.Integer(0), order)


def _aligned(atom: sympy.harmonic, bases: dict[tuple[sympy.Expr, sympy.Expr], sympy.Integer]) -> sympy.Expr:
    rest, shift, order = _shift(atom)
    argument = atom.args[0]
    if rest is None:
        if argument.is_Integer and 0 <= argument <= HARMONIC_EXACT_UP_TO and order.is_Integer:
            value = harmonic_number(int(argument), int(order))
            return to_sympy(value)
        return atom
    base = bases[rest, order]
    extra = sympy.Add(*(1 / (rest + base + k) ** order for k in range(1, int(shift - base) + 1)))
    return sympy.harmonic(rest + base, *atom.args[1:]) + extra


def _differs(left: sympy.Expr, right: sympy.Expr, difference: sympy.Expr, point: Point) -> Different | None:
    """The difference at a point at which both sides are defined, where it is certainly not zero."""
    if not (defined_at(left, point) and defined_at(right, point)):
        return None
    value = at_point(difference, point)
    named = tuple((symbol.name, number) for symbol, number in point.items())
    return Different(named, value) if certainly_nonzero(value) else None


def at_point(expression: sympy.Expr, point: Point) -> sympy.Expr:
    """The value of an expression without operators at a point, as far as it can be evaluated."""
    return _align_harmonics(expression.xreplace(point)).doit(deep=True)


def defined_at(expression: sympy.Expr, point: Point) -> bool:
    """Whether an expression has a value at a point, as it is written; a real one, where everything in it is real.

    >>> x = sympy.Symbol("x", real=True)
    >>> defined_at((x**2 - 1) / (x - 1), {x: sympy.Integer(1)}), defined_at(sympy.sqrt(x), {x: sympy.Integer(-1)})
    (False, False)
    """
    value = at_point(expression, point)
    if value.has(sympy.nan, sympy.zoo, sympy.oo, -sympy.oo) or value.is_finite is False:
        return False
    complex_allowed = expression.has(sympy.I) or any(number.is_real is False for number in point.values())
    return complex_allowed or value.is_real is not False


def certainly_nonzero(value: sympy.Expr) -> bool:
    """Whether a closed expression is certainly not zero: exactly where it is rational, else in balls."""
    if value.is_Rational:
        return bool(value != 0)
    if value.is_finite is False or value.has(sympy.nan, sympy.zoo):
        return False
    parts = value.expand(complex=True).as_real_imag() if value.has(sympy.I) else (value,)
    try:
        return any(part != 0 if part.is_Rational else excludes_zero(part) for part in parts)
    except NotEnclosed:
        return False
