"""Linear programs over orbits: in one dimension, and solved again over Q(d) for every dimension at once.

The program itself is solved in floating point and only chooses the orbits (`atom_search`); the weights are solved for
exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy
from sympy.polys.matrices import DomainMatrix

from symbolic.algebra.notation import d
from symbolic.algebra.rationals import to_flint, to_fraction, to_sympy
from symbolic.decide.search.atom_search import optimal_support
from symbolic.decide.search.exact_weights import independent_rows
from symbolic.decide.spans.echelon import FIELD
from symbolic.expectation.draws import Draws
from symbolic.expectation.orbit_families import OrbitFamily
from symbolic.expectation.orbits import Orbit, as_expression
from symbolic.laws import LARGEST_TABLE, Atoms

Polynomial = flint.fmpq_poly
"""A polynomial in the dimension."""

LAST_START = 12
"""A family of laws begins at most at this dimension, where its table still has few thousand atoms."""


@dataclass(frozen=True)
class OrbitProgram:
    """Equations `Σ weight · row = 0`, `Σ weight = 1` for weights of orbits; the objective is to be kept off zero."""

    orbits: tuple[Orbit | Draws, ...]
    rows: Sequence[Sequence[Polynomial]]
    objective: Sequence[Polynomial]

    @property
    def entries(self) -> int:
        """Equations times orbits."""
        return len(self.rows) * len(self.orbits)

    def law(self, size: int, sign: int) -> Atoms | None:
        """A law in one dimension at which the objective has this sign, on as few orbits as possible."""
        there = self._at(size, sign)
        support = there.smallest()
        if support is None or sum(there.orbits[n].size(size) for n in support) > LARGEST_TABLE:
            return None
        weights = tuple(to_sympy(weight) for weight in there.weights(support) or ())
        return OrbitFamily(tuple(there.orbits[n] for n in support), weights, size).in_one_dimension(size)

    def family(self, size: int, sign: int) -> OrbitFamily | None:
        """The orbits chosen at one d, with weights for every d from the first on at which all are positive."""
        there = self._at(size, sign)
        if (chosen := there.smallest()) is None:
            return None
        support = [there.places[n] for n in chosen]
        weights = _solved(
            [[row[n] for n in support] for row in self.rows], [[r[n] for n in chosen] for r in there.rows]
        )
        if weights is None:
            return None
        orbits = tuple(self.orbits[n] for n in support)
        objective = (as_expression(self.objective[n]) for n in support)
        excess = sign * sympy.Add(*(w * value for w, value in zip(weights, objective, strict=True)))
        start = _positive_from([*weights, excess], max(2, *(orbit.coordinates for orbit in orbits)))
        if start is None or sum(orbit.size(start) for orbit in orbits) > LARGEST_TABLE:
            return None
        return OrbitFamily(orbits, tuple(weights), start)

    def _at(self, size: int, sign: int) -> _Program:
        at, places = flint.fmpq(size), [n for n, orbit in enumerate(self.orbits) if orbit.coordinates <= size]
        rows = [[to_fraction(row[n](at)) for n in places] for row in self.rows]
        goal = [sign * to_fraction(self.objective[n](at)) for n in places]
        return _Program(tuple(self.orbits[n] for n in places), tuple(places), rows, goal)


@dataclass(frozen=True)
class _Program:
    """The same in one dimension, in rationals; `places` are the orbits' places among all of them."""

    orbits: tuple[Orbit | Draws, ...]
    places: tuple[int, ...]
    rows: list[list[Fraction]]
    goal: list[Fraction]

    def smallest(self) -> list[int] | None:
        """The support of a vertex at which the goal is positive, orbits dropped one by one while it can stay so."""
        support = self._best(list(range(len(self.orbits))))
        for orbit in list(support or ()):
            if support and orbit in support and len(support) > 1:
                fewer = self._best([n for n in support if n != orbit])
                support = fewer if fewer and self._reached(fewer) > 0 else support
        return support if support and self._reached(support) > 0 else None

    def weights(self, support: list[int]) -> list[Fraction] | None:
        """The only weights on the support that satisfy the equations, if there are any and all are positive."""
        table = [[*(to_flint(row[n]) for n in support), flint.fmpq(0)] for row in self.rows]
        table.append([flint.fmpq(1)] * (len(support) + 1))
        reduced, rank = flint.fmpq_mat(table).rref()
        size = len(support)
        if rank != size or any(reduced[n, n] != 1 for n in range(size)):
            return None
        found = [to_fraction(reduced[n, size]) for n in range(size)]
        return found if min(found) > 0 else None

    def _best(self, kept: list[int]) -> list[int] | None:
        if not kept:
            return None
        scaled = [[row[n] for n in kept] for row in self.rows]
        rows = [[entry / size for entry in row] for row in scaled if (size := max(map(abs, row)))]
        values = [*([Fraction(0)] * len(rows)), Fraction(1)]
        found = optimal_support([*rows, [Fraction(1)] * len(kept)], values, [self.goal[n] for n in kept])
        return None if found is None else [kept[n] for n in found]

    def _reached(self, support: list[int]) -> Fraction:
        weights = self.weights(support)
        return sum((w * self.goal[n] for w, n in zip(weights or (), support, strict=bool(weights))), Fraction(0))


def _solved(rows: list[list[Polynomial]], table: list[list[Fraction]]) -> list[sympy.Expr] | None:
    """The weights over Q(d): as many independent equations as unknowns, and all of them checked."""
    size = len(rows[0]) if rows else 1
    exact = [[FIELD.from_sympy(as_expression(entry)) for entry in row] for row in rows]
    matrix = [[*exact[n], FIELD.zero] for n in independent_rows([[*map(to_flint, row)] for row in table])]
    matrix.append([FIELD.one] * (size + 1))
    reduced, pivots = DomainMatrix(matrix, (len(matrix), size + 1), FIELD).rref()
    if pivots != tuple(range(size)):
        return None
    weights = [reduced[n, size].element for n in range(size)]
    if any(sum((w * entry for w, entry in zip(weights, row, strict=True)), FIELD.zero) for row in exact):
        return None
    return [FIELD.to_sympy(weight) for weight in weights]


def _positive_from(expressions: Sequence[sympy.Expr], least: int) -> int | None:
    """The first dimension from which on all expressions are positive for every real d, or None."""
    parts = [part for e in expressions for part in sympy.fraction(sympy.together(e))]
    polynomials = [sympy.Poly(part, d) for part in parts]
    for start in range(least, LAST_START + 1):
        if all(polynomial.count_roots(start, None) == 0 for polynomial in polynomials):
            return start if all(e.subs(d, start) > 0 for e in expressions) else None
    return None
