"""Points in the domains of symbols: exactly which come first, and that a time stays below T."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
import sympy

from symbolic.algebra.domain_points import points
from symbolic.algebra.notation import T, d, t


def first(count: int, *symbols: sympy.Symbol) -> list[tuple[sympy.Expr, ...]]:
    """The values of symbols, in their order, at the first points."""
    return [tuple(point[symbol] for symbol in symbols) for point in islice(points(symbols), count)]


FIRST: dict[str, tuple[sympy.Symbol, list[Any]]] = {
    "a number": (sympy.Symbol("x", real=True), [1, 2, -1, -2, 0, 4, 5]),
    "a positive number": (sympy.Symbol("x", positive=True), [1, 2, 1, 2, 4, 5]),
    "an integer": (sympy.Symbol("n", integer=True), [1, 2, 2, 3, 0, 3, 4]),
    "a length": (T, [3, 4, 4, 5, 5, 6]),
    "a dimension": (d, [1, 2, 2, 3, 3, 4]),
}


@pytest.mark.parametrize(("symbol", "expected"), FIRST.values(), ids=FIRST)
def test_small_values_of_both_signs_come_first(symbol: sympy.Symbol, expected: list[Any]) -> None:
    assert [value for (value,) in first(len(expected), symbol)] == expected


def test_several_symbols_grow_at_their_own_paces_and_take_turns_in_their_signs() -> None:
    x, y = sympy.symbols("x y", real=True)
    four, seven = sympy.Rational(-4, 3), sympy.Rational(-7, 3)
    assert first(4, x, y) == [(1, four), (1, seven), (2, four), (2, seven)]


def test_few_values_of_a_domain_come_round_by_round() -> None:
    x, y = sympy.symbols("x y", imaginary=True)
    expected = [(1, -1), (1, 2), (-1, -1), (-1, 2), (-1, 2), (-1, -2), (2, 2), (2, -2)]
    assert first(8, x, y) == [(m * sympy.I, n * sympy.I) for m, n in expected]


def test_a_time_stays_below_the_length() -> None:
    for length, time in first(40, T, t):
        assert 2 <= time < length
