"""The only place where equality of two expressions is decided: same, different, or undecided.

*Same* comes from a normal form of rational functions in which symbols, harmonic numbers and other irreducible atoms
are independent generators (so it is an identity, whatever their values). *Different* always shows a point at which
the two sides, evaluated exactly or in rigorous balls, differ. Nothing else is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

import sympy

from symbolic.algebra.enclosure import NotEnclosed, excludes_zero
from symbolic.algebra.harmonics import harmonic_number
from symbolic.algebra.notation import LOWEST
from symbolic.algebra.operators import resolve
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
    difference = normal(resolve(left) - resolve(right))
    if difference == 0:
        return Same()
    for point in islice(_points(difference), POINTS):
        if answer := _differs(difference, point):
            return answer
    return Undecided(f"{difference} is not formally zero, yet vanished or was undefined at {POINTS} points")


def normal(expression: sympy.Expr) -> sympy.Expr:
    """Rational normal form: one fraction, numerator expanded, one argument for harmonic numbers; 0 if identical."""
    aligned = _align_harmonics(expression)
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


def _points(expression: sympy.Expr) -> Iterator[dict[sympy.Symbol, sympy.Rational]]:
    """Simple points first, then ever larger ones, each within its symbol's assumptions."""
    symbols = sorted(expression.free_symbols, key=lambda symbol: symbol.name)
    if not symbols:
        yield {}
        return
    for size in range(1, 64):
        for offset in product(*([range(2)] * min(len(symbols), 4))):
            values = (_value(symbol, size, n, offset[n % len(offset)]) for n, symbol in enumerate(symbols))
            yield dict(zip(symbols, values, strict=True))


def _value(symbol: sympy.Symbol, size: int, position: int, offset: int) -> sympy.Rational:
    if symbol.is_integer:
        return sympy.Integer(LOWEST.get(symbol.name, 1) + (size - 1) * (position + 1) + offset)
    magnitude = sympy.Rational(size + 2 * position + 1, 1 + (position + size) % 3) + offset
    return magnitude if symbol.is_nonnegative or (size + position) % 2 else -magnitude


def _differs(difference: sympy.Expr, point: dict[sympy.Symbol, sympy.Rational]) -> Different | None:
    value = _align_harmonics(difference.xreplace(point)).doit(deep=True)
    named = tuple((symbol.name, number) for symbol, number in point.items())
    if value.is_Rational:
        return Different(named, value) if value != 0 else None
    if value.is_finite is False or value.has(sympy.nan, sympy.zoo):
        return None
    try:
        return Different(named, value) if excludes_zero(value) else None
    except NotEnclosed:
        return None
