"""Mixtures of orbits and of independent draws whose weights are rational functions of d: one law for every d."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy

from symbolic.algebra.notation import d as dimension
from symbolic.algebra.rationals import to_fraction
from symbolic.expectation.draws import Draws
from symbolic.expectation.moments import falling
from symbolic.expectation.orbits import Orbit, Values, as_expression
from symbolic.laws import Atoms, listed
from symbolic.laws.coordinates import Number
from symbolic.views import ShownFamily, ShownLaw

MOST_LISTED = 12
"""A table of at most so many atoms is described by listing them."""


@dataclass(frozen=True)
class OrbitFamily(ShownFamily):
    """A law for every `d >= from_d`: orbits with weights that are rational functions of d and sum to 1."""

    orbits: tuple[Orbit | Draws, ...]
    weights: tuple[sympy.Expr, ...]
    from_d: int

    @property
    def description(self) -> str:
        return self._described(tuple(sympy.factor(weight) for weight in self.weights))

    def at(self, d: Any) -> Atoms | OrbitLaw:
        """The table of atoms in one dimension, or the law in all of them when d is the symbol."""
        if d == dimension:
            return OrbitLaw(self, d)
        if d < self.from_d:
            raise ValueError(f"this family of laws begins at d = {self.from_d}; given d = {d}")
        return self.in_one_dimension(d)

    def in_one_dimension(self, d: int) -> Atoms:
        """The table of atoms."""
        mass: dict[Values, Fraction] = {}
        for orbit, weight in zip(self.orbits, self.weights, strict=True):
            part = to_fraction(weight.subs(dimension, d))
            for point, share in orbit.atoms(d):
                mass[point] = mass.get(point, Fraction(0)) + part * share
        if len(mass) <= MOST_LISTED:
            return Atoms.of(list(mass), list(mass.values()), listed(list(mass), list(mass.values())))
        name = self._described(tuple(weight.subs(dimension, d) for weight in self.weights))
        return Atoms.of(list(mass), list(mass.values()), name)

    def _described(self, weights: tuple[sympy.Expr, ...]) -> str:
        return "law " + ", ".join(f"{o.text}: {w}" for o, w in zip(self.orbits, weights, strict=True))


@dataclass(frozen=True)
class OrbitLaw(ShownLaw):
    """A member of the family with symbolic d: the first coordinates are special, the others exchangeable."""

    family: OrbitFamily
    d: Any
    zero = sympy.Integer(0)
    atoms = None

    @property
    def special(self) -> int:
        return len(self.family.orbits[0].first)

    @property
    def exchangeable(self) -> bool:
        return self.special == 0

    @property
    def description(self) -> str:
        return self.family.description

    @property
    def sign_symmetric(self) -> bool:
        return all(orbit.signed for orbit in self.family.orbits)

    @cached_property
    def values(self) -> frozenset[Fraction]:
        """All values that a coordinate can take."""
        found = {(x, o.signed) for o in self.family.orbits for x in o.values}
        return frozenset({x for x, _ in found} | {-x for x, signed in found if signed})

    def partial_moment(self, first: tuple[int, ...], elsewhere: tuple[int, ...]) -> sympy.Expr:
        """Moment of the special coordinates and of distinct other ones."""
        ways = falling(self.d - self.special, len(elsewhere))
        totals = (as_expression(o.total(first, elsewhere)) for o in self.family.orbits)
        return sympy.cancel(sympy.Add(*(w * t for w, t in zip(self.family.weights, totals, strict=True))) / ways)

    def family_moment(self, exponents: tuple[int, ...]) -> Number:
        return self.partial_moment((), exponents)

    def moment(self, exponents: tuple[int, ...]) -> Number:
        raise TypeError("d is a symbol: ask for partial_moment(first, elsewhere)")

    def nonzero_probability(self, j: int) -> Number:
        """`P(x_j ≠ 0)` at a special coordinate or, from `special` on, at any other."""
        return sympy.cancel(
            sympy.Add(*(w * self._chance(o, j) for o, w in zip(self.family.orbits, self.family.weights, strict=True)))
        )

    def _chance(self, orbit: Orbit | Draws, j: int) -> sympy.Expr:
        if j < self.special:
            return sympy.Integer(int(orbit.first[j] != 0))
        return sympy.sympify(orbit.chance(self.d - self.special))
