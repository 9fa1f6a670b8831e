"""Verify a witness in exact arithmetic: a law satisfies every hypothesis and breaks a requirement or a relation.

This room knows nothing of how the law was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import sympy

from symbolic.algebra.domain_points import in_domain
from symbolic.algebra.enclosure import NotEnclosed, enclosure
from symbolic.algebra.equality import at_point, certainly_nonzero, defined_at
from symbolic.algebra.notation import d
from symbolic.algebra.operators import resolve
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions import SideCondition
from symbolic.decide.equalities.formal_sides import FormalSides, Relation
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import at_law, places
from symbolic.laws import Law
from symbolic.laws.coordinates import Number


@dataclass(frozen=True)
class Checked:
    """Outcome: does the law satisfy the hypotheses, and by how much does it miss the requirement?"""

    satisfies: bool
    because: str
    violation: Number

    @property
    def refutes(self) -> bool:
        return self.satisfies and self.violation != 0


def check_witness(hypotheses: Hypotheses, law: Law, requirement: Requirement) -> Checked:
    """Ask the law every hypothesis, then evaluate the requirement at every choice of coordinates.

    >>> from fractions import Fraction
    >>> from symbolic.decide.conclusions import moment_is
    >>> from symbolic.laws.coordinates import two_point
    >>> from symbolic.laws import IID
    >>> from symbolic.expectation.moments import Pattern
    >>> skewed = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(2)
    >>> check_witness(Hypotheses("none", ()), skewed, moment_is(Pattern((3, 3))).requirements[0]).violation
    Fraction(4, 1)
    """
    finding = hypotheses.of(law)
    return Checked(finding.holds is True, finding.because, _violation(law, requirement))


def _violation(law: Law, requirement: Requirement) -> Number:
    """The first non-zero excess over all choices of distinct coordinates, else zero."""
    excesses = (_normal(requirement.excess(law, free)) for free in places(law, requirement.frame))
    return next((excess for excess in excesses if excess), law.zero)


def _normal(value: Number) -> Number:
    """An expression in d as one fraction, so that a zero is seen to be one."""
    return sympy.cancel(value) if isinstance(value, sympy.Expr) else value


Values = Mapping[sympy.Symbol, sympy.Expr]
"""Numbers for sizes and letters."""


@dataclass(frozen=True)
class SidesChecked:
    """Does a law satisfy the hypotheses, and which difference of two sides breaks what is said of them, if one does?"""

    satisfies: bool
    because: str
    violation: sympy.Expr | None

    @property
    def refutes(self) -> bool:
        return self.satisfies and self.violation is not None


def check_sides(hypotheses: Hypotheses, law: Law | None, sides: FormalSides, values: Values) -> SidesChecked:
    """Ask a law every hypothesis, then evaluate both sides there, at every choice of coordinates.

    Moments and limits are evaluated at the law before letters are. Where nothing is said of a law, none is needed. A
    point outside the domains of the letters, or at which a side has no value, breaks nothing.

    >>> from symbolic.expectation.moments import Pattern, moment
    >>> from symbolic.laws import Ones
    >>> sides = FormalSides(moment(Pattern((2,))), sympy.Symbol("s"))
    >>> check_sides(Hypotheses("none", ()), Ones().at(2), sides, {sympy.Symbol("s"): sympy.Integer(3)}).violation
    -2
    """
    if law is None:
        free = not hypotheses.conditions and not sides.patterns
        because = "nothing is said of a law" if free else "there is no law"
        return SidesChecked(free, because, broken_at(None, sides, values))
    finding = hypotheses.of(law)
    satisfied = finding.holds is True and _lets(hypotheses, values)
    return SidesChecked(satisfied, finding.because, broken_at(law, sides, values))


def _lets(hypotheses: Hypotheses, values: Values) -> bool:
    """Whether conditions on something else than the law let the letters have these values."""
    aside = [c for c in hypotheses.conditions if isinstance(c, SideCondition)]
    kinds: list[type[SideCondition]] = list(dict.fromkeys(map(type, aside)))
    return all(kind.possible_at([c for c in aside if type(c) is kind], values) for kind in kinds)


def broken_at(law: Law | None, sides: FormalSides, values: Values) -> sympy.Expr | None:
    """The first difference of the sides at a law and a point that breaks what is said of them, if one does."""
    point = dict(values) | ({} if law is None else {d: sympy.Integer(law.d)})
    if not all(in_domain(symbol, value) for symbol, value in point.items()):
        return None
    found = (_difference(*evaluated, point) for evaluated in _evaluated(law, sides, point))
    breaks = certainly_nonzero if sides.relation is Relation.EQUAL else _not_positive
    return next((one for one in found if one is not None and breaks(one)), None)


def _evaluated(law: Law | None, sides: FormalSides, point: Values) -> Iterator[tuple[sympy.Expr, sympy.Expr]]:
    """Both sides, without moments and operators, at every choice of coordinates where letters have their domains."""
    if law is None:
        yield _resolved(sides.formal[0]), _resolved(sides.formal[1])
        return
    for free in places(law, sides.frame):
        letters = ((letter, at_law(moment, law, free)) for letter, moment in sides.letters.items())
        if all(in_domain(letter, at_point(value, dict(point))) for letter, value in letters):
            left, right = (_resolved(at_law(side, law, free)) for side in sides.formal)
            yield left, right


@lru_cache(maxsize=256)
def _resolved(side: sympy.Expr) -> sympy.Expr:
    return resolve(side)


def _difference(left: sympy.Expr, right: sympy.Expr, point: Values) -> sympy.Expr | None:
    there = dict(point)
    if not (defined_at(left, there) and defined_at(right, there)):
        return None
    return at_point(left, there) - at_point(right, there)


def _not_positive(value: sympy.Expr) -> bool:
    """Whether a closed expression is certainly at most zero."""
    if value.is_Rational:
        return bool(value <= 0)
    try:
        return bool(enclosure(value, 256) < 0)
    except NotEnclosed:
        return False
