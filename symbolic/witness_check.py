"""Verify a witness law in exact arithmetic: it satisfies every hypothesis and breaks the conclusion.

This room knows nothing of how the law was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symbolic.coordinates import Number
from symbolic.hypotheses import Hypotheses, choices
from symbolic.laws import Law
from symbolic.moments import Pattern


@dataclass(frozen=True)
class Checked:
    """Outcome: does the law satisfy the hypotheses, and by how much does it break the form?"""

    satisfies: bool
    because: str
    violation: Number

    @property
    def refutes(self) -> bool:
        return self.satisfies and bool(self.violation)


def check_witness(
    hypotheses: Hypotheses, law: Law, combination: tuple[tuple[Pattern, Fraction], ...], *, same_for_all: bool
) -> Checked:
    """Ask the law every hypothesis, then evaluate `Σ c · pattern` at every choice of coordinates.

    >>> from symbolic.coordinates import two_point
    >>> from symbolic.laws import IID
    >>> skewed = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(2)
    >>> check_witness(Hypotheses("none", ()), skewed, ((Pattern((3, 3)), Fraction(1)),), same_for_all=False).violation
    Fraction(4, 1)
    """
    finding = hypotheses.of(law)
    return Checked(finding.holds is True, finding.because, _violation(law, combination, same_for_all))


def _violation(law: Law, combination: tuple[tuple[Pattern, Fraction], ...], same_for_all: bool) -> Number:
    """The first non-zero value (or difference from the first coordinate's value), else zero."""
    reference = None
    for free in choices(combination[0][0], law):
        value = sum((c * pattern.at(law, free) for pattern, c in combination), start=law.zero)
        reference = value if reference is None else reference
        if excess := (value - reference if same_for_all else value):
            return excess
    return law.zero
