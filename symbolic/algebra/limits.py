"""Limits as T grows, of rational functions of T and harmonic numbers, by their leading terms.

`H_{T-2}` grows like `log T`, slower than any power of T, and `H^{(2)}_{T-2}` is `π²/6` less something like `1/T`; so
the limit of a quotient of polynomials is decided by the largest pair (power of T, power of log T) above and below.
Where a leading coefficient is not known to be non-zero the limit is refused. SymPy's `limit` is not used: with harmonic
numbers it is slow or wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy

DECADES = (3, 5, 7, 9)
"""A numeric sequence is taken at `T = 10^k` for these k."""


class LimitUnknown(ValueError):
    """The leading coefficient may vanish, or the expression is not of the form treated here."""


def limit_at_infinity(expression: sympy.Expr, T: sympy.Symbol) -> sympy.Expr:
    """Limit as `T → ∞`, all other symbols fixed; raises `LimitUnknown` where a sign is unknown.

    >>> T, x = sympy.Symbol("T", integer=True, positive=True), sympy.Symbol("x", positive=True)
    >>> limit_at_infinity(1 / (5 + x * sympy.harmonic(T - 2) / (T - 2)), T)
    1/5
    """
    numerator, denominator = sympy.fraction(sympy.together(_generators(expression, T)))
    above, below = _leading(numerator, T), _leading(denominator, T).certain
    if above.growth < below.growth:
        return sympy.Integer(0)
    if above.growth == below.growth or above.coefficient == 0:
        return sympy.cancel(above.coefficient / below.coefficient)
    return sympy.oo * _sign(above.certain.coefficient / below.coefficient)


@dataclass(frozen=True)
class _Leading:
    growth: tuple[int, int]
    coefficient: sympy.Expr

    @property
    def certain(self) -> _Leading:
        """Itself; raises LimitUnknown where the coefficient may vanish, so that other terms lead."""
        if self.coefficient != 0 and not self.coefficient.is_nonzero:
            raise LimitUnknown(f"the leading coefficient {self.coefficient} may vanish: state its sign")
        return self


_H, _Z = sympy.Dummy("H"), sympy.Dummy("Z")
"""Generators: `H_{T-2}`, which grows like `log T`, and `Z = π²/6 − H^{(2)}_{T-2}`, which decays like `1/T`."""


def _generators(expression: sympy.Expr, T: sympy.Symbol) -> sympy.Expr:
    values: dict[sympy.Expr, sympy.Expr] = {}
    for atom in expression.atoms(sympy.harmonic):
        order = atom.args[1] if len(atom.args) > 1 else sympy.Integer(1)
        if atom.args[0] != T - 2 or order not in (1, 2):
            raise LimitUnknown(f"{atom} is not a harmonic number of order 1 or 2 with the argument {T} - 2")
        values[atom] = _H if order == 1 else sympy.pi**2 / 6 - _Z
    return expression.xreplace(values)


def _leading(polynomial: sympy.Expr, T: sympy.Symbol) -> _Leading:
    """The terms of largest growth `T^m (log T)^n` together, which may cancel."""
    try:
        poly = sympy.Poly(sympy.expand(polynomial), T, _H, _Z)
    except sympy.PolynomialError as error:
        raise LimitUnknown(f"{polynomial} is not a polynomial in T and H_(T-2)") from error
    if poly.free_symbols_in_domain & {T, _H, _Z}:
        raise LimitUnknown(f"{polynomial} depends on T outside polynomials")
    if poly.is_zero:
        return _Leading((0, 0), sympy.Integer(0))
    grown: dict[tuple[int, int], list[sympy.Expr]] = {}
    for (m, n, z), coefficient in poly.terms():
        grown.setdefault((m - z, n), []).append(coefficient)
    growth = max(grown)
    return _Leading(growth, sympy.factor(sympy.Add(*grown[growth])))


def _sign(value: sympy.Expr) -> int:
    if value.is_positive:
        return 1
    if value.is_negative:
        return -1
    raise LimitUnknown(f"the sign of {value} is unknown")


@dataclass(frozen=True)
class NumericSequence:
    """Values at growing T, in 30 digits, beside a limit."""

    times: tuple[int, ...]
    values: tuple[str, ...]
    distances: tuple[float, ...]

    @property
    def approaches(self) -> bool:
        """Whether each two decades bring the sequence at least ten times closer, as `H_T/T` or `1/T` must."""
        pairs = zip(self.distances, self.distances[1:], strict=False)
        return all(later < earlier / 10 or later == 0 for earlier, later in pairs)


def numeric_sequence(
    expression: sympy.Expr,
    T: sympy.Symbol,
    limit: sympy.Expr,
    at: Mapping[sympy.Symbol, sympy.Rational],
    decades: Sequence[int] = DECADES,
) -> NumericSequence:
    """Evaluate an expression at `T = 10^k`, other symbols as given, in mpmath and away from the limit code."""
    from mpmath import mp

    context = mp.clone()
    context.dps = 30
    symbols = sorted(expression.free_symbols | limit.free_symbols, key=str)
    functions = {
        "harmonic": lambda n, order=1: (
            context.harmonic(n) if order == 1 else context.zeta(order) - context.zeta(order, n + 1)
        )
    }
    evaluate = sympy.lambdify(symbols, expression, modules=[functions, "mpmath"])
    target = sympy.lambdify(symbols, limit, modules="mpmath")
    numbers = {symbol: context.mpf(int(value.p)) / int(value.q) for symbol, value in at.items()}
    times = tuple(10**k for k in decades)
    rows = [[context.mpf(time) if symbol == T else numbers[symbol] for symbol in symbols] for time in times]
    values = [evaluate(*row) for row in rows]
    distances = tuple(float(abs(value - target(*row))) for value, row in zip(values, rows, strict=True))
    return NumericSequence(times, tuple(context.nstr(value, 12) for value in values), distances)
