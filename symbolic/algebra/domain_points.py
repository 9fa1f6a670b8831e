"""Points in the domains of symbols: simple exact values that satisfy every assumption that a symbol declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

import sympy

from symbolic.algebra.harmonics import HarmonicSymbol
from symbolic.algebra.notation import LOWEST, T, t

SIZES = 64
"""How large points become."""

ENDS_AFTER = 2
"""After so many sizes zeros are tried."""

Point = dict[sympy.Symbol, sympy.Expr]

_RATIONALS = tuple(sympy.Rational(n, m) for m in (1, 2, 3) for n in (1, -1, 0, 2, -2, 3, -3, 4, -4, 5, -5, 6, 7, 9))
_OTHERS = (sympy.sqrt(2), -sympy.sqrt(2), sympy.pi, -sympy.pi)
_IMAGINARY = tuple(x * sympy.I for x in (*_RATIONALS, *_OTHERS) if x != 0)


def in_domain(symbol: sympy.Symbol, value: sympy.Expr) -> bool:
    """Whether an exact value satisfies every assumption of a symbol; an integer that is a size or a time begins late.

    >>> x = sympy.Symbol("x", odd=True)
    >>> [in_domain(x, sympy.Integer(n)) for n in (2, 3)], in_domain(T, sympy.Integer(2))
    ([False, True], False)
    """
    if symbol.is_integer and value.is_integer and bool(value < LOWEST.get(symbol.name, value)):
        return False
    return all(getattr(value, f"is_{fact}", None) is stated for fact, stated in symbol.assumptions0.items())


def at_an_end(symbol: sympy.Symbol, value: sympy.Expr) -> bool:
    """Whether a value is the end of the domain that the signs of a symbol declare: 0 where it may not be passed.

    >>> at_an_end(sympy.Symbol("s", nonnegative=True), sympy.Integer(0))
    True
    """
    return bool(value.is_zero and (symbol.is_extended_nonnegative or symbol.is_extended_nonpositive))


def points(symbols: Iterable[sympy.Symbol]) -> Iterator[Point]:
    """Simple points first, then ever larger ones, each within the domains; none where a domain has no value here.

    A time t of the loss stays below T. A harmonic number of one large integer is a number, and gets no value.

    >>> next(points((sympy.Symbol("x", odd=True), sympy.Symbol("y", imaginary=True))))
    {x: 1, y: -I}
    """
    ordered = sorted((s for s in symbols if not isinstance(s, HarmonicSymbol)), key=lambda symbol: symbol.name)
    if not ordered:
        yield {}
        return
    for size in range(1, SIZES):
        for offset in product(*([range(2)] * min(len(ordered), 4))):
            found = {s: _value(s, size, n, offset[n % len(offset)]) for n, s in enumerate(ordered)}
            point = {symbol: value for symbol, value in found.items() if value is not None}
            if len(point) == len(found):
                yield _in_time(point)
        if size == ENDS_AFTER:
            yield from _at_ends(ordered)


def _at_ends(ordered: list[sympy.Symbol]) -> Iterator[Point]:
    """Points with one symbol at 0, which its domain has and the other points leave out, or with all such ones."""
    first = {symbol: _value(symbol, 1, n, 0) for n, symbol in enumerate(ordered)}
    zero = sympy.Integer(0)
    ending = [symbol for symbol in ordered if in_domain(symbol, zero)]
    for chosen in (*((symbol,) for symbol in ending), *([tuple(ending)] if len(ending) > 1 else [])):
        point = {symbol: zero if symbol in chosen else value for symbol, value in first.items()}
        if all(value is not None for value in point.values()):
            yield _in_time({symbol: value for symbol, value in point.items() if value is not None})


def _in_time(point: Point) -> Point:
    """The same with t from 2 to T − 1, where both are among the symbols."""
    if T in point and t in point and point[t] >= point[T]:
        return point | {t: 2 + (point[t] - 2) % (point[T] - 2)}
    return point


def _value(symbol: sympy.Symbol, size: int, position: int, offset: int) -> sympy.Expr | None:
    if symbol.is_integer:
        value = sympy.Integer(LOWEST.get(symbol.name, 1) + (size - 1) * (position + 1) + offset)
    else:
        magnitude = sympy.Rational(size + 2 * position + 1, 1 + (position + size) % 3) + offset
        value = magnitude if symbol.is_nonnegative or (size + position) % 2 else -magnitude
    if in_domain(symbol, value):
        return value
    pool = _pool(symbol)
    return pool[(size + position + offset - 1) % len(pool)] if pool else None


@lru_cache(maxsize=256)
def _pool(symbol: sympy.Symbol) -> tuple[sympy.Expr, ...]:
    """Values for a domain that has few of the usual ones."""
    return tuple(value for value in (*_RATIONALS, *_OTHERS, *_IMAGINARY) if in_domain(symbol, value))
