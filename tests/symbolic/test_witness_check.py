"""A witness is believed only when it satisfies every hypothesis and breaks the conclusion."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from symbolic.coordinates import Gaussian, two_point
from symbolic.hypotheses import Hypotheses, SameForAll, Vanishes
from symbolic.laws import IID, Atoms
from symbolic.moments import Pattern
from symbolic.witness_check import check_witness
from tests.strategies_of_laws import atom_laws, small_fractions

CENTRED_SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(2)
THIRDS = Pattern((3, 3))
NOTHING = Hypotheses("nothing assumed", ())

combinations_of_two = st.tuples(small_fractions(), small_fractions()).map(
    lambda c: ((Pattern((1, 3)), c[0]), (Pattern((3, 1)), c[1]))
)


@given(atom_laws(least_d=2), combinations_of_two)
def test_a_violation_is_a_value_of_the_form(law: Atoms, combination: tuple[tuple[Pattern, Fraction], ...]) -> None:
    violation = check_witness(NOTHING, law, combination, same_for_all=False).violation
    values = [sum(c * p.at(law, free) for p, c in combination) for free in permutations(range(law.d), 2)]
    assert violation in values if any(values) else violation == 0


@given(atom_laws())
def test_a_violation_along_the_line_is_a_difference_between_coordinates(law: Atoms) -> None:
    pattern = Pattern((2,), (4,))
    violation = check_witness(NOTHING, law, ((pattern, Fraction(1)),), same_for_all=True).violation
    values = [pattern.at(law, (j,)) for j in range(law.d)]
    assert bool(violation) == (len(set(values)) > 1)
    assert violation in [value - values[0] for value in values]


def test_a_law_that_breaks_a_hypothesis_refutes_nothing() -> None:
    form = ((THIRDS, Fraction(1)),)
    assert check_witness(NOTHING, CENTRED_SKEW, form, same_for_all=False).refutes
    checked = check_witness(Hypotheses("H", (Vanishes(THIRDS),)), CENTRED_SKEW, form, same_for_all=False)
    assert (checked.satisfies, checked.refutes, checked.because) == (False, False, "E[x_1^3 x_2^3] = 4")


def test_a_law_that_meets_the_conclusion_refutes_nothing() -> None:
    fourth = Hypotheses("H", (SameForAll(Pattern((4,))),))
    checked = check_witness(fourth, IID(Gaussian()).at(3), ((THIRDS, Fraction(1)),), same_for_all=False)
    assert (checked.satisfies, checked.refutes) == (True, False)
