"""Search for what breaks a relation between two formal sides: a law, a size and values of letters, simple ones first.

Every candidate is verified by `witness_check`, which knows nothing of the search.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import chain, islice

import sympy

from symbolic.algebra.domain_points import Point, points
from symbolic.algebra.equality import POINTS, normal
from symbolic.algebra.notation import d
from symbolic.algebra.rationals import to_fraction
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions.symmetries import Independent
from symbolic.decide.confine import confined
from symbolic.decide.equalities.formal_sides import FormalSides, Relation
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.known_laws import families, model
from symbolic.decide.nondegenerate import nondegenerate
from symbolic.decide.refute import refutation
from symbolic.decide.search.allowance import Allowance
from symbolic.decide.search.atom_search import laws_breaking
from symbolic.decide.spans.instances import ONE, spread
from symbolic.decide.witness_check import broken_at, check_sides
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import IID, Atoms, Law, LawFamily, Ones, Sparse, listed
from symbolic.laws import Point as Atom
from symbolic.laws.coordinates import Gaussian, Laplace, MomentDoesNotExist
from symbolic.laws.family_members import member, parameters_of

DIMENSIONS = (2, 3, 4)
"""Dimensions of the laws that are tried; where there are no hypotheses, which `decide` asks from d = 2 on, also 1."""

POINTS_A_LAW = 12
"""Values of letters that are tried with each law."""

MORE_LAWS = 40
"""Further laws that are looked at where the covariance of the first one is singular: a definite one says more."""

USUAL = (IID(Gaussian()), IID(Laplace()), Sparse(), Ones(), IID(Gaussian(Fraction(2))), Sparse(Fraction(1, 2)))
"""Families that are tried besides those on two values."""


@dataclass(frozen=True)
class Breaking:
    """What breaks the relation by `violation`, left minus right; `law` is None where nothing is said of one."""

    law: Law | None
    values: tuple[tuple[sympy.Symbol, sympy.Expr], ...]
    violation: sympy.Expr

    @property
    def text(self) -> str:
        """The law, its dimension, and the values of sizes and letters."""
        law = [] if self.law is None else [self.law.description, f"d = {self.law.d}"]
        return ", ".join([*law, *(f"{symbol.name} = {value}" for symbol, value in self.values)]) or "every point"


def breaking(hypotheses: Hypotheses, sides: FormalSides) -> Breaking | None:
    """A verified witness, or None where none was found; of traces of matrices nothing is known here.

    >>> from symbolic.decide.conditions import vanishes
    >>> third, sixth = moment(Pattern((3,))), moment(Pattern((3, 3)))
    >>> breaking(Hypotheses("H", (vanishes(1),)), FormalSides(sixth, sympy.Integer(0))).text
    'twopoint(2:1/3, -1:2/3), d = 2'
    """
    if sides.traces:
        return None
    if not sides.patterns and not hypotheses.conditions:
        return _at_points(hypotheses, None, sides)
    laws = _laws(hypotheses, sides)
    first = next((found for law in laws if (found := _at_points(hypotheses, law, sides))), None)
    if first is None or first.law is None or nondegenerate(first.law):
        return first
    further = chain(_mixed(hypotheses, first.law), islice(laws, MORE_LAWS))
    usual = (law for law in further if nondegenerate(law))
    return next((found for law in usual if (found := _at_points(hypotheses, law, sides))), first)


def _mixed(hypotheses: Hypotheses, law: Law) -> Iterator[Law]:
    """With probability 1/2 the law, else one that satisfies the hypotheses: its covariance may be definite."""
    other = _model(hypotheses, law.d)
    if law.atoms is not None and other is not None and other.atoms is not None:
        mass: dict[Atom, Fraction] = {}
        for point, weight in (*law.atoms, *other.atoms):
            mass[point] = mass.get(point, Fraction(0)) + weight / 2
        yield Atoms.of([*mass], [*mass.values()], listed([*mass], [*mass.values()]))


def breaking_in_family(hypotheses: Hypotheses, family: LawFamily, sides: FormalSides) -> Breaking | None:
    """The same among the members of a family, whose parameters are letters."""
    letters = sides.symbols | parameters_of(family)
    for size in (*DIMENSIONS, 1):
        for point in islice(points(letters), POINTS):
            law = member(family, point).at(size)
            if found := _verified(hypotheses, law, sides, point):
                return found
    return None


def _at_points(hypotheses: Hypotheses, law: Law | None, sides: FormalSides) -> Breaking | None:
    if law is not None and not hypotheses.of(law).holds:
        return None
    letters = sides.symbols | ({d} if law is None and sides.difference.has(d) else set())
    most = POINTS_A_LAW if sides.patterns else POINTS
    tried = (_verified(hypotheses, law, sides, point) for point in islice(points(letters), most))
    return next((found for found in tried if found), None)


def _verified(hypotheses: Hypotheses, law: Law | None, sides: FormalSides, point: Point) -> Breaking | None:
    try:
        found = check_sides(hypotheses, law, sides, point) if broken_at(law, sides, point) is not None else None
    except MomentDoesNotExist:
        return None
    if found is None or found.violation is None or not found.refutes:
        return None
    return Breaking(law, tuple(point.items()), found.violation)


def _laws(hypotheses: Hypotheses, sides: FormalSides) -> Iterator[Law]:
    """Usual laws, what `decide` finds where the difference is linear in moments, and tables with extreme moments."""
    if not sides.patterns:
        yield from (law for size in DIMENSIONS if (law := _model(hypotheses, size)))
        return
    for size in DIMENSIONS if hypotheses.conditions else (*DIMENSIONS, 1):
        yield from (family.at(size) for family in chain(families(hypotheses), USUAL))
    for size in DIMENSIONS:
        if size >= max(2, sides.frame):
            yield from _decided(hypotheses, sides, size)
            yield from _extreme(hypotheses, sides, size)


@lru_cache(maxsize=64)
def _model(hypotheses: Hypotheses, size: int) -> Law | None:
    return model(confined(hypotheses, size).hypotheses, (size,)) if size > 1 else None


def _decided(hypotheses: Hypotheses, sides: FormalSides, size: int) -> Iterator[Law]:
    """At a few values of the letters, the law that refutes the difference as a requirement in one dimension."""
    if sides.relation is not Relation.EQUAL:
        return
    for point in islice(points(sides.symbols), 3):
        requirement = requirement_at(sides, point, size)
        if requirement and (
            found := refutation(hypotheses, confined(hypotheses, size).hypotheses, requirement, Allowance(), (size,))
        ):
            yield found.law


def requirement_at(sides: FormalSides, point: Point, size: int) -> Requirement | None:
    """That the numerator of the difference vanishes, at values of the letters and one d; None if it is not linear."""
    numerator = sympy.expand(sympy.fraction(normal(sides.difference.xreplace({**point, d: sympy.Integer(size)})))[0])
    symbols = {moment(pattern): pattern for pattern in sides.patterns}
    if numerator == 0 or not numerator.is_polynomial(*symbols):
        return None
    total: dict[Pattern, Fraction] = {}
    constant = Fraction(0)
    for powers, c in sympy.Poly(numerator, *symbols).terms():
        if sum(powers) > 1 or not c.is_Rational:
            return None
        if not any(powers):
            constant = to_fraction(c)
            continue
        pattern = next(p for p, power in zip(symbols.values(), powers, strict=True) if power)
        for key, count in spread(pattern, tuple(range(len(pattern.free))), sides.frame):
            total[key] = total.get(key, Fraction(0)) + count * to_fraction(c)
    combination = tuple((key, c) for key, c in total.items() if c and key != ONE)
    return Requirement(f"{numerator} = 0", sides.frame, combination, -constant) if combination else None


def _extreme(hypotheses: Hypotheses, sides: FormalSides, size: int) -> Iterator[Law]:
    """Tables on growing grids with the largest and the smallest value of each moment."""
    if hypotheses.of_kind(Independent):
        return
    known = confined(hypotheses, size).hypotheses
    for pattern in sides.patterns:
        frame = len(pattern.free)
        yield from islice(laws_breaking(known, Requirement(pattern.text, frame, ((pattern, Fraction(1)),)), size), 6)
