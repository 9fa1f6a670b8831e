"""Conditions on a law: what they say of patterns and of laws, against every choice of coordinates."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.algebra import notation
from symbolic.decide.conditions import Condition, Equals, MixedMomentsVanish, SameForAll
from symbolic.decide.conditions.finiteness import Finite
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern, choices, named
from symbolic.laws import IID, Atoms
from symbolic.laws.coordinates import MomentDoesNotExist, Student, rademacher
from tests.strategies_of_laws import atom_laws, symmetrised_laws
from tests.symbolic.decide.conditions_of_laws import CONDITIONS, patterns


@given(patterns, atom_laws())
def test_vanishes_asks_every_choice_of_coordinates(pattern: Pattern, law: Atoms) -> None:
    values = [pattern.at(law, free) for free in permutations(range(law.d), len(pattern.free))]
    assert Equals(pattern).of(law).holds is (not any(values))


@given(st.integers(1, 4), st.lists(st.integers(1, 3), max_size=1), atom_laws())
def test_same_for_all_compares_every_coordinate(power: int, summed: list[int], law: Atoms) -> None:
    pattern = Pattern((power,), tuple(summed))
    values = {pattern.at(law, (j,)) for j in range(law.d)}
    assert SameForAll(pattern).of(law).holds is (len(values) == 1)


@given(st.sampled_from(CONDITIONS), patterns, symmetrised_laws() | atom_laws())
def test_what_a_condition_forces_is_so_at_every_law_that_satisfies_it(
    condition: Condition, pattern: Pattern, law: Atoms
) -> None:
    if condition.of(law).holds and condition.covers(pattern):
        assert Equals(pattern).of(law).holds
    if condition.of(law).holds and Hypotheses("H", (condition,)).constant(pattern) and len(pattern.free) == 1:
        assert SameForAll(pattern).of(law).holds


@given(st.lists(st.sampled_from(CONDITIONS), max_size=3), atom_laws())
def test_hypotheses_hold_when_every_condition_does(conditions: list[Condition], law: Atoms) -> None:
    together = Hypotheses("H", tuple(conditions))
    assert together.of(law).holds is all(condition.of(law).holds for condition in conditions)
    for n in range(len(conditions)):
        rest = conditions[:n] + conditions[n + 1 :]
        assert together.without(n).conditions == tuple(rest)


class Heavy:
    """A coordinate law without a fourth moment."""

    description = "heavy"
    symmetric = True
    atoms = None
    moments_below = None

    def moment(self, n: int) -> Fraction:
        if n >= 4:
            raise MomentDoesNotExist(f"E[x^{n}] is infinite")
        return Fraction(n % 2 == 0)


def test_a_missing_moment_is_a_failure() -> None:
    finding = Hypotheses("H", (MixedMomentsVanish(4), SameForAll(Pattern((4,))))).of(IID(Heavy()).at(2))
    assert (finding.holds, finding.because) == (False, "E[x^4] is infinite")


def test_choices_of_coordinates() -> None:
    table = Atoms.of([[1, 2, 3]], [1])
    assert set(choices(Pattern((1, 3)), table)) == set(permutations(range(3), 2))
    assert list(choices(Pattern((1, 3)), IID(rademacher()).at(1))) == []
    assert list(choices(Pattern((1, 3)), IID(rademacher()).at(notation.d))) == [(0, 1)]


def test_moments_are_named_at_coordinates() -> None:
    assert named(Pattern((1, 3), (2,)), (2, 0)) == "sum_{r} E[x_3 x_1^3 x_r^2]"


@pytest.mark.parametrize(("power", "holds"), [(4, True), (5, False), (6, False)])
def test_a_moment_exists(power: int, holds: bool) -> None:
    law = IID(Student(Fraction(5))).at(notation.d)
    finding = Finite(Pattern((power,))).of(law)
    assert finding.holds is holds
    assert Finite(Pattern((2,), (power,))).of(law).holds is holds
    assert finding.because.endswith("its moments end below 5") is not holds


@given(patterns, atom_laws())
def test_every_moment_of_a_table_exists(pattern: Pattern, law: Atoms) -> None:
    assert Finite(pattern).of(law).holds is True
