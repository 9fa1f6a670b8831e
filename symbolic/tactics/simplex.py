"""Non-negative solutions of linear equations, in rational arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq

Rational = Any
"""A `Fraction`, or a rational of python-flint."""

Row = list[Any]
"""Rationals of python-flint; the last one is the right side."""


def nonnegative_solution(columns: Sequence[Sequence[Rational]], right: Sequence[Rational]) -> list[Fraction] | None:
    """Numbers `c ≥ 0` with `Σ cⱼ columnⱼ = right`, or None; the simplex method, by Bland's rule.

    >>> nonnegative_solution([[Fraction(1), Fraction(0)], [Fraction(1), Fraction(2)]], [Fraction(3), Fraction(2)])
    [Fraction(2, 1), Fraction(1, 1)]
    >>> nonnegative_solution([[Fraction(1)]], [Fraction(-1)]) is None
    True
    """
    zero = fmpq(0)
    rows = [_exact([*values, target]) for *values, target in zip(*columns, right, strict=True)]
    missing = [-sum(filter(None, values), zero) for values in zip(*rows, strict=True)]
    basis = [-1 - n for n in range(len(rows))]
    while (entering := next((j for j, cost in enumerate(missing[:-1]) if cost and cost < zero), None)) is not None:
        candidates = [n for n, row in enumerate(rows) if (value := row[entering]) and value > zero]
        leaving = min(candidates, key=lambda n: (rows[n][-1] / rows[n][entering], basis[n]))
        _pivot([*rows, missing], leaving, entering)
        basis[leaving] = entering
    if missing[-1] != 0:
        return None
    found = dict(zip(basis, (row[-1] for row in rows), strict=True))
    return [Fraction(int(value.p), int(value.q)) for value in (found.get(j, fmpq(0)) for j in range(len(columns)))]


def _exact(equation: Sequence[Rational]) -> Row:
    """An equation whose right side is not negative."""
    row = [value if type(value) is fmpq else fmpq(value.numerator, value.denominator) for value in equation]
    return [-value for value in row] if row[-1] < 0 else row


def _pivot(rows: list[Row], leaving: int, entering: int) -> None:
    """Solve one row for a column, and put it into all others; an artificial column is dropped once it has left."""
    pivot = rows[leaving][entering]
    support = [(j, value / pivot) for j, value in enumerate(rows[leaving]) if value]
    for j, value in support:
        rows[leaving][j] = value
    for n, row in enumerate(rows):
        if n != leaving and (factor := row[entering]):
            for j, value in support:
                row[j] -= factor * value
