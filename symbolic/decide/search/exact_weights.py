"""Linear equations for the weights of a law, solved exactly: in rational numbers, or with square roots among them."""

from __future__ import annotations

from collections.abc import Sequence

import flint

from symbolic.algebra.rationals import to_flint, to_fraction
from symbolic.algebra.surds import Surd
from symbolic.laws.coordinates import Number


def independent_rows(table: Sequence[Sequence[flint.fmpq]]) -> list[int]:
    """The places of the first rows that span all rows."""
    if not table:
        return []
    reduced, rank = flint.fmpq_mat([list(column) for column in zip(*table, strict=True)]).rref()
    return [next(n for n in range(len(table)) if reduced[m, n] != 0) for m in range(rank)]


def exact_weights(
    rows: Sequence[Sequence[Number]], values: Sequence[Number], support: Sequence[int]
) -> list[Number] | None:
    """The one solution of `rows · weights = values` on the support, if it exists, is unique and positive."""
    if any(isinstance(row[n], Surd) for row in rows for n in support):
        return _positive(solved([[row[n] for n in support] for row in rows], values))
    table = [[*(to_flint(row[n]) for n in support), to_flint(value)] for row, value in zip(rows, values, strict=True)]
    reduced, rank = flint.fmpq_mat(table).rref()
    size = len(support)
    if rank != size or any(reduced[n, n] != 1 for n in range(size)):
        return None
    return _positive([to_fraction(reduced[n, size]) for n in range(size)])


def _positive(weights: list[Number] | None) -> list[Number] | None:
    return weights if weights is not None and all(weight > 0 for weight in weights) else None


def solved(rows: Sequence[Sequence[Number]], values: Sequence[Number]) -> list[Number] | None:
    """The one solution of linear equations between numbers with square roots, where it exists and is unique.

    >>> from fractions import Fraction
    >>> from symbolic.algebra.surds import root
    >>> solved([[root(2), 1], [1, 0]], [Fraction(1), Fraction(3)])
    [Fraction(3, 1), Surd(1 - 3*sqrt(2))]
    """
    table = [[*row, value] for row, value in zip(rows, values, strict=True)]
    for place in range(len(table[0]) - 1):
        at = next((n for n in range(place, len(table)) if table[n][place]), None)
        if at is None:
            return None
        table[place], table[at] = table[at], table[place]
        scaled = [entry / table[place][place] for entry in table[place]]
        reduced = ([x - row[place] * y for x, y in zip(row, scaled, strict=True)] for row in table)
        table = [scaled if n == place else row for n, row in enumerate(reduced)]
    size = len(table[0]) - 1
    return [row[size] for row in table[:size]] if not any(row[size] for row in table[size:]) else None
