"""Rigorous enclosures of closed real expressions, by python-flint's ball arithmetic."""

from __future__ import annotations

from collections.abc import Callable

import flint
import sympy

from symbolic.algebra.held import Held, HeldPower
from symbolic.algebra.square_roots import Root

PRECISIONS = (64, 256, 1024)
"""Working precisions in bits, tried in turn."""


class NotEnclosed(ValueError):
    """The expression has a part for which no ball is known here."""


def enclosure(value: sympy.Expr, bits: int) -> flint.arb:
    """A ball that contains the value of a closed real expression.

    >>> abs(enclosure(sympy.sqrt(2) * sympy.sqrt(2) - 2, 64)) < 1e-15
    True
    """
    with flint.ctx.workprec(bits):
        return _ball(value)


def excludes_zero(value: sympy.Expr) -> bool:
    """Whether the value is certainly not zero; False also when the balls stay too wide to tell.

    >>> excludes_zero(sympy.sqrt(2) - 1), excludes_zero(sympy.sqrt(8) - 2 * sympy.sqrt(2))
    (True, False)
    """
    return any(not enclosure(value, bits).contains(0) for bits in PRECISIONS)


def _ball(value: sympy.Expr) -> flint.arb:
    if value.is_Rational:
        return flint.arb(flint.fmpq(int(value.p), int(value.q)))
    rule = _RULES.get(value.func)
    if rule is None:
        raise NotEnclosed(f"no enclosure for {value}")
    return rule(value)


def _sum(value: sympy.Expr) -> flint.arb:
    return sum((_ball(part) for part in value.args), flint.arb(0))


def _product(value: sympy.Expr) -> flint.arb:
    total = flint.arb(1)
    for part in value.args:
        total *= _ball(part)
    return total


def _harmonic(value: sympy.Expr) -> flint.arb:
    if len(value.args) > 1 and value.args[1] != 1:
        raise NotEnclosed(f"no enclosure for {value}")
    return (_ball(value.args[0]) + 1).digamma() + flint.arb.const_euler()


def _zeta(value: sympy.Expr) -> flint.arb:
    if len(value.args) > 1:
        raise NotEnclosed(f"no enclosure for {value}")
    return _ball(value.args[0]).zeta()


def _root(value: sympy.Expr) -> flint.arb:
    """A real root of a polynomial, by bisection of the interval that isolates it."""
    if not value.is_real:
        raise NotEnclosed(f"no enclosure for {value}")
    width = sympy.Rational(1, 2 ** (flint.ctx.prec + 8))
    middle, radius = (flint.fmpq(int(part.p), int(part.q)) for part in (value.eval_rational(dx=width), 2 * width))
    return flint.arb(middle) + flint.arb(0, flint.arb(radius))


_RULES: dict[type[sympy.Basic], Callable[[sympy.Expr], flint.arb]] = {
    sympy.Add: _sum,
    sympy.Mul: _product,
    Held: lambda value: _ball(value.args[0]),
    HeldPower: lambda value: _ball(value.args[0]) ** _ball(value.args[1]),
    Root: lambda value: _ball(value.args[0]).sqrt(),
    sympy.Pow: lambda value: _ball(value.base) ** _ball(value.exp),
    sympy.exp: lambda value: _ball(value.args[0]).exp(),
    sympy.log: lambda value: _ball(value.args[0]).log(),
    sympy.erf: lambda value: _ball(value.args[0]).erf(),
    sympy.erfc: lambda value: _ball(value.args[0]).erfc(),
    sympy.atan: lambda value: _ball(value.args[0]).atan(),
    sympy.asinh: lambda value: _ball(value.args[0]).asinh(),
    sympy.harmonic: _harmonic,
    sympy.CRootOf: _root,
    sympy.gamma: lambda value: _ball(value.args[0]).gamma(),
    sympy.zeta: _zeta,
    type(sympy.pi): lambda _: flint.arb.pi(),
    type(sympy.E): lambda _: flint.arb.const_e(),
    type(sympy.EulerGamma): lambda _: flint.arb.const_euler(),
}
