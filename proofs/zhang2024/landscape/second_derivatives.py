"""Exact second derivatives of the loss at all parameters that reach the prediction, and their signs.

The derived loss is evaluated with unknowns in the places of the parameters: a polynomial with rational coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy
from sympy.polys.rings import PolyElement, ring

from proofs.zhang2024.landscape.all_parameters import whole_loss
from proofs.zhang2024.notation import N, in_N
from symbolic.algebra.rationals import to_sympy
from symbolic.algebra.traces import Rows, Trace, value

Point = Mapping[str, Sequence[Fraction]]
"""Entries of u, p, v and U (row by row), by letter; a missing one is zero."""

Inertia = tuple[int, int, int]
"""How many second derivatives along axes that diagonalise them are positive, zero and negative."""

INDICES = {"u": 0, "p": 1, "v": 1, "U": 2}
"""How many indices a letter has."""


def names(d: int) -> list[str]:
    """Of the unknowns, in order."""
    return [f"{letter}{k}" for letter, count in INDICES.items() for k in range(d**count)]


def polynomial(covariance: Rows, size: int) -> PolyElement:
    """The loss at a covariance and a length of the prompt, in the unknowns of `names`."""
    d = len(covariance)
    found, *unknowns = ring(names(d), sympy.QQ)
    by_name = dict(zip(names(d), unknowns, strict=True))
    entries = {letter: [by_name[f"{letter}{k}"] for k in range(d**count)] for letter, count in INDICES.items()}
    known: dict[str, Rows] = {
        "Λ": tuple(tuple(found(to_sympy(x)) for x in row) for row in covariance),
        "p": tuple((x,) for x in entries["p"]),
        "v": tuple((x,) for x in entries["v"]),
        "U": tuple(tuple(entries["U"][k * d : (k + 1) * d]) for k in range(d)),
    }
    total = found(0)
    for term in sympy.Add.make_args(sympy.expand(in_N(whole_loss()).subs(N, size))):
        total += _term(term, known, entries["u"][0], found)
    return total


def _term(term: sympy.Expr, known: Mapping[str, Rows], u: PolyElement, polynomials: Any) -> PolyElement:
    out = polynomials(1)
    for base, power in term.as_powers_dict().items():
        if isinstance(base, Trace):
            out *= value(base.word, known) ** int(power)
        else:
            out *= polynomials(base**power) if base.is_number else u ** int(power)
    return out


def at(point: Point, d: int) -> list[Any]:
    """The unknowns' values, in order."""
    given = {letter: [*point.get(letter, [Fraction(0)] * d**count)] for letter, count in INDICES.items()}
    return [to_sympy(x) for letter in INDICES for x in given[letter]]


def gradient(loss: PolyElement, values: list[Any]) -> list[Any]:
    """First derivatives at a point."""
    return [loss.diff(x)(*values) for x in loss.ring.gens]


def hessian(loss: PolyElement, values: list[Any]) -> list[list[Fraction]]:
    """Second derivatives at a point."""
    firsts = [loss.diff(x) for x in loss.ring.gens]
    return [[Fraction(str(first.diff(x)(*values))) for x in loss.ring.gens] for first in firsts]


def inertia(matrix: Sequence[Sequence[Fraction]]) -> Inertia:
    """By symmetric elimination `LDLᵀ` with exact numbers; a pair of pivots where the diagonal is zero.

    >>> inertia([[Fraction(0), Fraction(1)], [Fraction(1), Fraction(0)]])
    (1, 0, 1)
    """
    rows = [list(row) for row in matrix]
    positive = negative = 0
    while any(map(any, rows)):
        if not any(rows[k][k] for k in range(len(rows))):
            i, j = next((i, j) for i, row in enumerate(rows) for j, x in enumerate(row) if x)
            rows = _added(rows, i, j)
        pivot = next(k for k in range(len(rows)) if rows[k][k])
        positive, negative = positive + (rows[pivot][pivot] > 0), negative + (rows[pivot][pivot] < 0)
        rows = _eliminated(rows, pivot)
    return positive, len(matrix) - positive - negative, negative


def _added(rows: list[list[Fraction]], i: int, j: int) -> list[list[Fraction]]:
    """Row and column j added to row and column i: the form in other coordinates."""
    rows = [[x + (row[j] if n == i else 0) for n, x in enumerate(row)] for row in rows]
    return [[x + (rows[j][n] if m == i else 0) for n, x in enumerate(row)] for m, row in enumerate(rows)]


def _eliminated(rows: list[list[Fraction]], k: int) -> list[list[Fraction]]:
    kept = [n for n in range(len(rows)) if n != k]
    return [[rows[m][n] - rows[m][k] * rows[k][n] / rows[k][k] for n in kept] for m in kept]
