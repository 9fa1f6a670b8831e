"""Conditions on a law: what they say of patterns and of laws, against brute force over exponents."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic import notation
from symbolic.conditions import Equals, MixedMomentsVanish, SameForAll
from symbolic.coordinates import Gaussian, MomentDoesNotExist, rademacher, two_point
from symbolic.hypotheses import Hypotheses, Hypothesis
from symbolic.laws import IID, Atoms, FamilyLaw, Law, Ones, Sparse
from symbolic.moments import Pattern, choices, named
from tests.strategies_of_laws import atom_laws, symmetrised_laws

HALF = Fraction(1, 2)
CENTRED_SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
OFF_CENTRE = IID(two_point(Fraction(2), HALF, Fraction(-1)))

patterns = st.builds(
    Pattern,
    st.lists(st.integers(1, 4), min_size=1, max_size=2).map(tuple),
    st.lists(st.integers(1, 3), max_size=1).map(tuple),
)


def moments_vanish(law: Atoms, most: int) -> bool:
    """Assumption 4.1's first sentence by brute force.

    As many consecutive exponents as a coordinate has non-zero values determine the moments at all exponents.
    """
    values = [len({point[j] for point, _ in law.atoms if point[j]}) for j in range(law.d)]
    for chosen in (c for n in range(1, min(most, law.d) + 1) for c in permutations(range(law.d), n)):
        for powers in product(*(range(1, values[r] + 1) for r in chosen[1:])):
            placed = {chosen[0]: 1, **dict(zip(chosen[1:], powers, strict=True))}
            if law.moment(tuple(placed.get(j, 0) for j in range(law.d))):
                return False
    return True


@given(symmetrised_laws() | atom_laws(), st.integers(1, 4))
def test_mixed_moments_of_a_table(law: Atoms, most: int) -> None:
    assert MixedMomentsVanish(most).of(law).holds is moments_vanish(law, most)


ZERO_MEAN_BUT_DEPENDENT = Atoms.of([[1, 1], [-1, -1]], [HALF] * 2)
PAIRWISE_ONLY = Atoms.of([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]], [Fraction(1, 4)] * 4)
"""The parity law: any two coordinates are independent signs, the product of all three is 1."""


@pytest.mark.parametrize(
    ("law", "most", "holds"),
    [
        (ZERO_MEAN_BUT_DEPENDENT, 1, True),
        (ZERO_MEAN_BUT_DEPENDENT, 2, False),
        (PAIRWISE_ONLY, 2, True),
        (PAIRWISE_ONLY, 3, False),
        (CENTRED_SKEW.at(5), 4, True),
        (OFF_CENTRE.at(5), 4, False),
        (Ones().at(2), 4, False),
        (Sparse(HALF).at(3), 4, True),
        (IID(Gaussian()).at(notation.d), 4, True),
    ],
)
def test_mixed_moments_of_known_laws(law: Law, most: int, holds: bool) -> None:
    assert MixedMomentsVanish(most).of(law).holds is holds


def test_a_failing_moment_is_named_and_is_one() -> None:
    assert MixedMomentsVanish(4).of(PAIRWISE_ONLY).because == "E[x_1 x_2 x_3] = 1"
    assert MixedMomentsVanish(4).of(OFF_CENTRE.at(2)).because == "E[x_1] = 1/2"


def test_a_failure_beyond_the_exponents_shown_is_still_a_failure() -> None:
    """A finite difference of order seven: `E[x_1 x_2^r] = 0` for r up to 6, but not for all r."""
    points = [(Fraction((-1) ** v * comb(7, v - 1), v), Fraction(v)) for v in range(1, 9)]
    mirrored = [*points, *((-x, -v) for x, v in points)]
    balanced = [*mirrored, *((Fraction(0), -v) for _, v in mirrored)]
    law = Atoms.of(balanced, [Fraction(1, len(balanced))] * len(balanced))
    assert not any(law.moment((1, r)) for r in range(7))
    assert law.moment((1, 9)) or law.moment((1, 8))
    assert MixedMomentsVanish(2).of(law).holds is False


class Unknown(FamilyLaw):
    """An exchangeable law with mean zero that has neither a table nor a known symmetry."""

    sign_symmetric = False
    atoms = None


def test_what_cannot_be_decided_is_unknown() -> None:
    assert MixedMomentsVanish(4).of(Unknown(Sparse(HALF), 3)).holds is None
    unknown = Hypotheses("H", (MixedMomentsVanish(4), SameForAll(Pattern((4,)))))
    assert unknown.of(Unknown(Sparse(HALF), 3)).holds is None
    failing = Hypotheses("H", (MixedMomentsVanish(4), Equals(Pattern((4,)))))
    assert failing.of(Unknown(Sparse(HALF), 3)).holds is False


@given(patterns, atom_laws())
def test_vanishes_asks_every_choice_of_coordinates(pattern: Pattern, law: Atoms) -> None:
    values = [pattern.at(law, free) for free in permutations(range(law.d), len(pattern.free))]
    assert Equals(pattern).of(law).holds is (not any(values))


@given(st.integers(1, 4), st.lists(st.integers(1, 3), max_size=1), atom_laws())
def test_same_for_all_compares_every_coordinate(power: int, summed: list[int], law: Atoms) -> None:
    pattern = Pattern((power,), tuple(summed))
    values = {pattern.at(law, (j,)) for j in range(law.d)}
    assert SameForAll(pattern).of(law).holds is (len(values) == 1)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 4))
def test_mixed_moments_cover_patterns_with_an_exponent_one(powers: list[int], most: int) -> None:
    pattern = Pattern(tuple(powers[:2]), tuple(powers[2:]))
    assert MixedMomentsVanish(most).covers(pattern) == (1 in powers and len(powers) <= most)


CONDITIONS: list[Hypothesis] = [
    MixedMomentsVanish(2),
    MixedMomentsVanish(4),
    Equals(Pattern((1, 3))),
    Equals(Pattern((3, 3))),
    Equals(Pattern((1,), (2,))),
    SameForAll(Pattern((4,))),
    SameForAll(Pattern((2,), (3,))),
]


@given(st.sampled_from(CONDITIONS), patterns, symmetrised_laws() | atom_laws())
def test_what_a_condition_forces_is_so_at_every_law_that_satisfies_it(
    condition: Hypothesis, pattern: Pattern, law: Atoms
) -> None:
    if condition.of(law).holds and condition.covers(pattern):
        assert Equals(pattern).of(law).holds
    if condition.of(law).holds and Hypotheses("H", (condition,)).constant(pattern) and len(pattern.free) == 1:
        assert SameForAll(pattern).of(law).holds


@given(st.lists(st.sampled_from(CONDITIONS), max_size=3), atom_laws())
def test_hypotheses_hold_when_every_condition_does(conditions: list[Hypothesis], law: Atoms) -> None:
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
