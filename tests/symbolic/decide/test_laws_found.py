"""Questions between decided neighbours: other dimensions, larger and smaller values, and the law that settles them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symbolic.decide.conclusions import moment_is
from symbolic.decide.conditions import Equals, MixedMomentsVanish, SameForAll
from symbolic.decide.decision import Proof, Refutation, decide, decide_at
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.known_laws import laws_from
from symbolic.expectation.moments import Pattern
from tests.witness_verifier import Table, family_at, missed, satisfies

CUBES = Hypotheses(
    "cubes of two coordinates are correlated",
    (MixedMomentsVanish(), Equals(Pattern((2,)), 1), SameForAll(Pattern((6,))), Equals(Pattern((3, 3)), 1)),
)
LARGE = Hypotheses("rarely large", (Equals(Pattern((2,)), 1), Equals(Pattern((4,)), 100)))
SMALL = Hypotheses("small", (Equals(Pattern((2,)), Fraction(1, 100)), Equals(Pattern((4,)), Fraction(1, 9000))))
COMMON = Hypotheses(
    "large together",
    (Equals(Pattern((1, 5)), 15), Equals(Pattern((1, 1)), Fraction(1, 8)), Equals(Pattern((2,)), 2)),
)
QUESTIONS = {
    "cubes": (CUBES, moment_is(Pattern((6,)), 2), (5,)),
    "large": (LARGE, moment_is(Pattern((6,)), 0), (5,)),
    "small": (SMALL, moment_is(Pattern((2, 2)), 0), (2,)),
    "common": (COMMON, moment_is(Pattern((2,), (4,)), 2), (4,)),
    "apart": (
        Hypotheses("seldom together", (Equals(Pattern((2,)), 15), Equals(Pattern((2, 4)), 1))),
        moment_is(Pattern((3, 3)), 1),
        (4,),
    ),
}


def test_a_law_in_two_dimensions_is_none_in_every_dimension() -> None:
    """`Σ_r E x_r² = 2` with `E x_j² = 1`: independent signs, for d = 2 and no other."""
    twice = Hypotheses("two in all", (Equals(Pattern((), (2,)), 2), Equals(Pattern((2,)), 1)))
    assert laws_from(twice, twice) is None


@pytest.mark.parametrize("d", [5, 8])
def test_a_proof_has_its_law_in_each_dimension(d: int) -> None:
    """A sum over the other coordinates is 1: no law on a small table of values from d = 5 on."""
    shared = Hypotheses("shared", (Equals(Pattern((2,), (2,)), 1), MixedMomentsVanish()))
    found = decide_at(shared, moment_is(Pattern((1, 2)), 0), d)
    assert isinstance(found, Proof)
    assert satisfies(Table.of_law(found.model), shared)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("name", "d"),
    [
        pytest.param(name, d, marks=[pytest.mark.slow] if name == "cubes" else [])
        for name, (_, _, sizes) in QUESTIONS.items()
        for d in sizes
    ],
)
def test_a_law_is_found_in_each_dimension(name: str, d: int) -> None:
    hypotheses, conclusion, _ = QUESTIONS[name]
    found = decide_at(hypotheses, conclusion, d)
    assert isinstance(found, Refutation)
    law = Table.of_law(found.law)
    assert law.d == d
    assert satisfies(law, hypotheses)
    assert missed(law, found.requirement)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "apart"])
def test_one_law_breaks_the_conclusion_in_every_dimension(name: str) -> None:
    """Where values need not grow with d."""
    hypotheses, conclusion, _ = QUESTIONS[name]
    found = decide(hypotheses, conclusion)
    assert isinstance(found, Refutation)
    assert found.from_d is not None
    for size in range(found.from_d, found.from_d + 3):
        assert satisfies(family_at(found.family, size), hypotheses)
        assert missed(family_at(found.family, size), found.requirement)
