"""Where coordinates take finitely many values, powers are reduced: a reduced form has the mean of the form itself."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.algebra.notation import d
from symbolic.decide.conclusions import Conclusion, Requirement
from symbolic.decide.conditions.symmetries import Values
from symbolic.decide.decision import Proof, Refutation, decide_at
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.spans.instances import ONE
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern
from tests.witness_verifier import Table, missed, satisfies

SETS = ((-1, 1), (0, 2), (-2, 1, 3))
FREE = tuple(product(range(4), repeat=2))
SUMMED = ((), (1,), (2,), (1, 2), (2, 2), (3, 1), (2, 2, 1))


@st.composite
def points(draw: st.DrawFn) -> tuple[tuple[int, ...], Table]:
    """A set of values, and one point of them in four or five coordinates: one law for each, which are all there are."""
    values = draw(st.sampled_from(SETS))
    point = draw(st.lists(st.sampled_from(values), min_size=4, max_size=5))
    return values, Table.of([(list(map(Fraction, point)), Fraction(1))])


@given(points(), st.sampled_from(FREE), st.sampled_from(SUMMED))
def test_a_reduced_power_has_the_same_mean(
    drawn: tuple[tuple[int, ...], Table], free: tuple[int, ...], summed: tuple[int, ...]
) -> None:
    values, law = drawn
    pattern = Pattern(free, summed)
    for size in (None, law.d):
        reduced = System(Hypotheses("values", (Values(values),)), 2, size).reduced({pattern: Fraction(1)})
        total = sum(
            Fraction(str(c.subs(d, law.d))) * (1 if key == ONE else law.moment(key, (0, 1)))
            for key, c in reduced.items()
        )
        assert total == law.moment(pattern, (0, 1))


def test_squares_in_a_sum_over_two_indices_count_what_is_left_for_them() -> None:
    """`Σ_{r≠s} x_r² x_s = (d − 2) Σ_s x_s` for signs, sums without j: at d = 4 the factor is 2, and it is not 3."""
    signs = Hypotheses("signs", (Values((-1, 1)),))
    for factor, kind in ((2, Proof), (3, Refutation)):
        form = ((Pattern((0,), (2, 1)), Fraction(1)), (Pattern((0,), (1,)), Fraction(-factor)))
        requirement = Requirement(f"the factor is {factor}", 1, form)
        answer = decide_at(signs, Conclusion("c", (requirement,)), 4)
        assert isinstance(answer, kind)
        if isinstance(answer, Refutation):
            law = Table.of_law(answer.law)
            assert satisfies(law, signs)
            assert missed(law, requirement)


@pytest.mark.parametrize("values", SETS)
def test_a_remainder_agrees_with_the_power_at_every_value(values: tuple[int, ...]) -> None:
    for power in range(9):
        remainder = Values(values).reduced(power)
        assert all(sum(c * x**n for n, c in enumerate(remainder)) == x**power for x in values)
