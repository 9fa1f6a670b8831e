"""Altered expressions: coefficients, index ranges, signs, exchanged symbols and powers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import sympy

from mesaproof.answers.asking import PAPER, answer
from symbolic.algebra.notation import T, t


def altered_expressions(side: sympy.Expr) -> Iterator[tuple[sympy.Expr, str, str]]:
    """Every alteration that differs from the expression itself and from those before it, its text and its kind."""
    known = Known(side)
    for kind, rewrite in REWRITES.items():
        for n, altered in enumerate(rewrite(side)):
            if known.new(altered):
                yield altered, f"{kind} ({n + 1})", kind


class Known:
    """Expressions seen so far, by their values at a point; what happens to agree there is not altered twice."""

    def __init__(self, first: sympy.Expr) -> None:
        symbols = sorted(first.free_symbols, key=str)
        self.point = {symbol: sympy.Integer(11 + 2 * n) for n, symbol in enumerate(symbols)}
        self.seen = {self._value(first)}

    def new(self, expression: sympy.Expr) -> bool:
        """Whether the expression was not seen before; it is remembered."""
        before = len(self.seen)
        self.seen.add(self._value(expression))
        return len(self.seen) > before

    def _value(self, expression: sympy.Expr) -> sympy.Expr:
        """A rational number or 20 digits; where there is no number, the expression after expansion."""
        value = expression.xreplace(self.point).doit()
        if value.is_Rational:
            return value
        return value.evalf(20) if value.is_number else sympy.expand(expression.doit())


def _coefficients(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    """Each numeric factor, raised by one; at a term without one, the term doubled."""
    yield 2 * expression + (1 if expression == 0 else 0)
    numbers = sorted((n for n in expression.atoms(sympy.Integer) if n not in (-1, 0)), key=int)
    for n in numbers:
        yield expression.xreplace({n: n + 1})
    for term in sympy.Add.make_args(sympy.expand(expression)):
        if term != 0 and term != expression:
            yield expression + term


def index_ranges(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    """T−2 becomes T−1, everywhere and in harmonic numbers only; t−1 becomes t; a sum starts or ends one later.

    >>> [*index_ranges(1 / (t - 1))][-1]
    1/t
    """
    yield expression.subs(T, T + 1)
    yield expression.replace(sympy.harmonic, lambda n, *order: sympy.harmonic(n + 1, *order))
    for later in (_wider, _later, _shorter):
        yield expression.replace(lambda e: isinstance(e, sympy.Sum), later)
    yield expression.subs(t, t + 1)


def _wider(total: sympy.Sum) -> sympy.Expr:
    index, low, high = total.limits[0]
    return sympy.Sum(total.function, (index, low, high + 1))


def _later(total: sympy.Sum) -> sympy.Expr:
    """`Σ_{t=2}^{T-1} 1/t` is `H_{T-1} − 1`."""
    return sympy.harmonic(T - 1) - 1 if total.function == 1 / (t - 1) else total


def _shorter(total: sympy.Sum) -> sympy.Expr:
    """Without its first term."""
    index, low, _ = total.limits[0]
    return total - total.function.subs(index, low)


def _signs(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    yield -expression
    for term in sympy.Add.make_args(sympy.expand(expression)):
        if term != expression:
            yield expression - 2 * term


def _exchanges(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    """Symbols of one kind in each other's place."""
    for one, other in (*answer(PAPER, "exchanged"), *_scalars(expression)):
        yield expression.xreplace({one: other, other: one})


def _powers(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    """Each power of a symbol raised by one, each symbol squared, and harmonic numbers of the next order."""
    powers = sorted((p for p in expression.atoms(sympy.Pow) if p.base.is_Symbol and p.exp.is_Integer), key=str)
    for power in powers:
        yield expression.xreplace({power: power * power.base})
    for symbol in sorted(expression.free_symbols - {T, t}, key=str):
        yield expression.xreplace({symbol: symbol**2})
    yield expression.replace(sympy.harmonic, lambda n, *order: sympy.harmonic(n, 1 + (order[0] if order else 1)))


def _scalars(expression: sympy.Expr) -> list[tuple[sympy.Symbol, sympy.Symbol]]:
    free = sorted(expression.free_symbols - {T, t}, key=str)
    return list(pairwise(free))


REWRITES: dict[str, Callable[[sympy.Expr], Iterator[sympy.Expr]]] = {
    "coefficient": _coefficients,
    "index range": index_ranges,
    "sign": _signs,
    "exchanged symbols": _exchanges,
    "power": _powers,
}
"""What is altered, and how."""
