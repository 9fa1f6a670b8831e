"""All laws on finitely many atoms that satisfy linear hypotheses: a polytope of weights, with exact vertices.

Hypotheses on a grid are finitely many linear equations for the weights of the atoms. SciPy's HiGHS chooses the support
of a vertex in floating point; python-flint solves the equations on it exactly. Every law of the polytope is a mixture
of vertices, and every vertex is the one at which the total weight of the other atoms is least.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import lcm, prod
from typing import Any

import flint

from symbolic.algebra.rationals import to_fraction
from symbolic.decide.conditions import Constraint
from symbolic.decide.search.atom_search import POSITIVE

Point = tuple[Fraction, ...]
Weights = Mapping[Point, Fraction]
"""Positive weights of atoms, with sum 1."""

FAVOUR = 4.0
"""What a favoured atom adds to the objective; the order of the atoms, which breaks ties, adds less than 1 in all."""

AVOID = 2.0

PLAIN = {"presolve": False}
"""The programs are small and already reduced."""


@dataclass(frozen=True, eq=False)
class Polytope:
    """Weights of the atoms, which come simplest first, under `rows · weights = values`; the rows are independent."""

    atoms: tuple[Point, ...]
    rows: tuple[tuple[flint.fmpq, ...], ...]
    values: tuple[flint.fmpq, ...]

    def vertex(self, objective: Sequence[float]) -> Weights | None:
        """The weights at which the objective is largest; None: no weights, or no exact vertex where rounding led."""
        support = self._support(objective)
        weights = self.exact(support)
        return dict(zip((self.atoms[n] for n in support), weights, strict=True)) if weights else None

    def chosen(self, favoured: tuple[int, ...], avoided: frozenset[int]) -> Weights:
        """The vertex that favours some atoms and avoids others, and prefers simple ones where neither decides."""
        return _chosen(self, favoured, avoided) or self.simplest

    @cached_property
    def simplest(self) -> Weights:
        """The vertex on the simplest atoms; empty where there are no weights at all."""
        return self.vertex([-n / len(self.atoms) for n in range(len(self.atoms))]) or {}

    @cached_property
    def possible(self) -> tuple[int, ...]:
        """The atoms that have positive weight under some law."""
        count = range(len(self.atoms))
        return tuple(n for n in count if self.atoms[n] in (self.vertex([float(m == n) for m in count]) or ()))

    @property
    def dimension(self) -> int:
        """How many parameters the laws have."""
        return len(self.possible) - _rank([[row[n] for n in self.possible] for row in self.rows])

    def is_vertex(self, weights: Weights) -> bool:
        """Whether no other law has these atoms only: their columns are independent."""
        places = [n for n, atom in enumerate(self.atoms) if atom in weights]
        return _rank([[row[n] for n in places] for row in self.rows]) == len(places)

    def _support(self, objective: Sequence[float]) -> list[int]:
        from scipy.optimize import linprog

        rows, values = self._floats
        found = linprog(
            c=[-x for x in objective], A_eq=rows, b_eq=values, bounds=(0, None), method="highs-ds", options=PLAIN
        )
        return [n for n, weight in enumerate(found.x) if weight > POSITIVE] if found.status == 0 else []

    def exact(self, support: Sequence[int]) -> list[Fraction]:
        """The only solution on the support, if there is one and it is positive; else nothing."""
        if not support:
            return []
        table = [[*(row[n] for n in support), value] for row, value in zip(self.rows, self.values, strict=True)]
        reduced, rank = flint.fmpq_mat(table).rref()
        size = len(support)
        if rank != size or any(reduced[n, n] != 1 for n in range(size)):
            return []
        weights = [to_fraction(reduced[n, size]) for n in range(size)]
        return weights if min(weights) > 0 else []

    @cached_property
    def _floats(self) -> tuple[Any, Any]:
        import numpy as np

        return np.array([list(map(_float, row)) for row in self.rows]), np.array(list(map(_float, self.values)))


def _float(value: flint.fmpq) -> float:
    return int(value.p) / int(value.q)


@lru_cache(maxsize=8192)
def _chosen(polytope: Polytope, favoured: tuple[int, ...], avoided: frozenset[int]) -> Weights | None:
    size = len(polytope.atoms)
    return polytope.vertex([FAVOUR * favoured.count(n) - AVOID * (n in avoided) - n / size for n in range(size)])


def mixture(parts: Sequence[Weights], shares: Sequence[int]) -> Weights:
    """Several laws, each with a share.

    >>> mixture([{(Fraction(1),): Fraction(1)}, {(Fraction(2),): Fraction(1)}], [1, 3])
    {(Fraction(1, 1),): Fraction(1, 4), (Fraction(2, 1),): Fraction(3, 4)}
    """
    out: dict[Point, Fraction] = {}
    for part, share in zip(parts, shares, strict=True):
        for point, weight in part.items():
            out[point] = out.get(point, Fraction(0)) + weight * share / sum(shares)
    return out


def polytope_of(atoms: Sequence[Point], constraints: Sequence[Constraint]) -> Polytope | None:
    """The laws on these atoms that satisfy the constraints; None where there are none."""
    ordered = tuple(sorted(atoms, key=_complexity))
    if not ordered:
        return None
    total = Constraint({(0,) * len(ordered[0]): Fraction(1)}, Fraction(1))
    rows = list(dict.fromkeys(_rows(ordered, [total, *constraints])))
    reduced, rank = flint.fmpq_mat(flint.fmpz_mat([list(row) for row in rows])).rref()
    table = reduced.tolist()[:rank]
    if any(not any(row[:-1]) for row in table):
        return None
    found = Polytope(ordered, tuple(tuple(row[:-1]) for row in table), tuple(row[-1] for row in table))
    return found if found.simplest else None


def _complexity(point: Point) -> tuple[int, Fraction, int, list[Fraction]]:
    """Few values besides 0, small ones, small denominators, positive ones first."""
    return (
        sum(map(bool, point)),
        sum(map(abs, point), Fraction(0)),
        lcm(*(x.denominator for x in point)),
        [-x for x in point],
    )


def _rows(atoms: Sequence[Point], constraints: Sequence[Constraint]) -> Iterator[tuple[int, ...]]:
    """Each constraint as integers, one an atom and the value behind: all coordinates are over one denominator."""
    below = lcm(*(x.denominator for point in atoms for x in point))
    above = [tuple(int(x * below) for x in point) for point in atoms]
    columns: dict[tuple[int, ...], list[int]] = {}
    for constraint in constraints:
        degree = max((sum(powers) for powers in constraint.polynomial), default=0)
        scale = lcm(constraint.value.denominator, *(c.denominator for c in constraint.polynomial.values()))
        row = [0] * len(atoms)
        for powers, c in constraint.polynomial.items():
            factor = int(c * scale) * below ** (degree - sum(powers))
            column = columns[powers] if powers in columns else columns.setdefault(powers, _monomial(above, powers))
            row = [entry + factor * value for entry, value in zip(row, column, strict=True)]
        yield (*row, int(constraint.value * scale) * below**degree)


def _monomial(points: Sequence[tuple[int, ...]], powers: tuple[int, ...]) -> list[int]:
    """The monomial's value at every point."""
    present = [(j, n) for j, n in enumerate(powers) if n]
    known = {(j, n): {x: x**n for x in {point[j] for point in points}} for j, n in present}
    return [prod(known[j, n][point[j]] for j, n in present) for point in points]


def _rank(rows: Sequence[Sequence[flint.fmpq]]) -> int:
    return int(flint.fmpq_mat([list(row) for row in rows]).rank()) if rows and rows[0] else 0
