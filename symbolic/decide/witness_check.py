"""Verify a witness law in exact arithmetic: it satisfies every hypothesis and breaks a requirement.

This room knows nothing of how the law was found.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from symbolic.decide.conclusions import Requirement
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import places
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
