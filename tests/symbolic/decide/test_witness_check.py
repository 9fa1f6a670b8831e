"""A witness is believed only when it satisfies every hypothesis and breaks the conclusion."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.capability.recovery import Recovers
from symbolic.decide.conclusions import Requirement, moment_is
from symbolic.decide.conditions import Condition, Equals, SameForAll
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.witness_check import check_witness
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Atoms, Law
from symbolic.laws.coordinates import Gaussian, two_point
from tests.strategies_of_laws import atom_laws, small_fractions

CENTRED_SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(2)
THIRDS = Pattern((3, 3))
(THIRD_IS_ZERO,) = moment_is(THIRDS).requirements
NOTHING = Hypotheses("nothing assumed", ())

combinations_of_two = st.tuples(small_fractions(), small_fractions(), small_fractions()).map(
    lambda c: Requirement("r", 2, ((Pattern((1, 3)), c[0]), (Pattern((3, 1)), c[1])), c[2])
)


@given(atom_laws(least_d=2), combinations_of_two)
def test_a_violation_is_the_excess_somewhere(law: Atoms, requirement: Requirement) -> None:
    violation = check_witness(NOTHING, law, requirement).violation
    places = permutations(range(law.d), 2)
    sums = [sum(c * p.at(law, free) for p, c in requirement.combination) for free in places]
    excesses = [total - requirement.value for total in sums]
    assert violation in excesses if any(excesses) else violation == 0


def test_a_law_that_breaks_a_hypothesis_refutes_nothing() -> None:
    assert check_witness(NOTHING, CENTRED_SKEW, THIRD_IS_ZERO).refutes
    checked = check_witness(Hypotheses("H", (Equals(THIRDS),)), CENTRED_SKEW, THIRD_IS_ZERO)
    assert (checked.satisfies, checked.refutes, checked.because) == (False, False, "E[x_1^3 x_2^3] = 4")


def test_a_law_that_meets_the_conclusion_refutes_nothing() -> None:
    fourth = Hypotheses("H", (SameForAll(Pattern((4,))),))
    checked = check_witness(fourth, IID(Gaussian()).at(3), THIRD_IS_ZERO)
    assert (checked.satisfies, checked.refutes) == (True, False)


UNKNOWN = (
    (Recovers(), Atoms.of([[0, 0]], [1])),
    (MomentsOf(Gaussian(), but=(4,)), IID(Gaussian(Fraction(-1))).at(2)),
)
"""Conditions that are neither known to hold of a law nor to fail."""


@pytest.mark.parametrize(("condition", "law"), UNKNOWN)
def test_a_law_that_may_break_a_hypothesis_refutes_nothing(condition: Condition, law: Law) -> None:
    """Only what is known to hold counts: an open answer is not a yes."""
    (requirement,) = moment_is(Pattern((2,)), 7).requirements
    assert condition.of(law).holds is None
    checked = check_witness(Hypotheses("H", (condition,)), law, requirement)
    assert checked.violation != 0
    assert (checked.satisfies, checked.refutes) == (False, False)


def test_too_few_coordinates_break_nothing() -> None:
    assert not check_witness(NOTHING, IID(Gaussian()).at(1), THIRD_IS_ZERO).violation
