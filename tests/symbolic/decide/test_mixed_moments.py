"""Mixed moments that vanish, by brute force over exponents: of tables, of known laws, and what cannot be decided."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from math import comb
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.algebra import notation
from symbolic.decide.conditions import Equals, MixedMomentsVanish, SameForAll
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Atoms, FamilyLaw, Law, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, two_point
from tests.strategies_of_laws import atom_laws, symmetrised_laws
from tests.symbolic.decide.conditions_of_laws import HALF, PAIRWISE_ONLY, ZERO_MEAN_BUT_DEPENDENT

CENTRED_SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
OFF_CENTRE = IID(two_point(Fraction(2), HALF, Fraction(-1)))


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


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 4))
def test_mixed_moments_cover_patterns_with_an_exponent_one(powers: list[int], most: int) -> None:
    pattern = Pattern(tuple(powers[:2]), tuple(powers[2:]))
    assert MixedMomentsVanish(most).covers(pattern) == (1 in powers and len(powers) <= most)


class KnownValues(FamilyLaw):
    """An exchangeable law, d being a symbol, of which the values but no symmetry are known."""

    sign_symmetric = False
    values = frozenset({Fraction(0), HALF, -HALF})


class PairsLean:
    """`E x_j^r = 0` for odd r, and `E x_j x_k^2 = 1`."""

    description = "pairs lean"
    sign_symmetric = False

    def mixed_moment(self, exponents: tuple[int, ...], d: object) -> Fraction:
        return Fraction(len(exponents) > 1 or exponents[0] % 2 == 0)

    def nonzero_probability(self, d: object) -> Fraction:
        return Fraction(1)

    def table(self, d: int) -> None:
        return None

    def at(self, d: int) -> FamilyLaw:
        return FamilyLaw(self, d)


def test_known_values_settle_all_exponents_in_every_dimension() -> None:
    d: Any = notation.d
    assert MixedMomentsVanish(4).of(KnownValues(Sparse(HALF), d)).holds is True
    leaning = MixedMomentsVanish(4).of(KnownValues(PairsLean(), d))
    assert (leaning.holds, leaning.because) == (False, "E[x_1 x_2] = 1")
    assert MixedMomentsVanish(1).of(KnownValues(PairsLean(), d)).holds is True
