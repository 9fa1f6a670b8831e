"""A certificate names the hypotheses by which it holds, and no others."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symbolic.decide.conclusions import Conclusion, Requirement, alike, moment_is
from symbolic.decide.conditions import Condition, Equals, MixedMomentsVanish, vanishes
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.decision import Proof, decide, decide_at
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern

SIGNS, FLIPS, ALIKE, COPIES = Values((-1, 1)), SignFlips(), Permutations(), Independent()
EXCHANGED = Conclusion("exchanged", (alike(Pattern((4, 2)), Pattern((2, 4))),))
EMPTY = Conclusion("empty", (Requirement("empty", 2, ((Pattern((2, 2), (2,)), Fraction(1)),)),))

WORDS: dict[str, tuple[tuple[Condition, ...], Conclusion, tuple[str, ...]]] = {
    "powers of signs": ((SIGNS,), moment_is(Pattern((4,)), 1), (SIGNS.text,)),
    "an odd moment": ((FLIPS,), moment_is(Pattern((3, 2))), (FLIPS.text,)),
    "signs, and what is odd": ((SIGNS, FLIPS), moment_is(Pattern((3, 2))), (SIGNS.text, FLIPS.text)),
    "coordinates alike": ((ALIKE,), EXCHANGED, (ALIKE.text,)),
    "a factor that vanishes": ((COPIES, FLIPS), moment_is(Pattern((1, 2))), (FLIPS.text,)),
    "by independence": (
        (COPIES, MixedMomentsVanish(1)),
        moment_is(Pattern((2, 1))),
        (MixedMomentsVanish(1).text, COPIES.text),
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_what_is_used_is_named(name: str) -> None:
    conditions, conclusion, named = WORDS[name]
    answer = decide(Hypotheses(name, conditions), conclusion)
    assert isinstance(answer, Proof)
    (certificate,) = answer.certificates
    assert certificate.because == named
    assert certificate.text == f"{certificate.requirement.name}: {'; '.join(named)}"


def test_a_hypothesis_that_is_not_used_is_not_named() -> None:
    answer = decide(Hypotheses("both", (SIGNS, FLIPS, vanishes(1, 3))), moment_is(Pattern((4,)), 1))
    assert isinstance(answer, Proof)
    assert answer.certificates[0].because == (SIGNS.text,)


def test_what_is_multiplied_stands_first() -> None:
    answer = decide(Hypotheses("one", (Equals(Pattern((2,)), 3),)), moment_is(Pattern((2,)), 3))
    assert isinstance(answer, Proof)
    assert answer.certificates[0].text == "E[x_j^2] = 3: (1) · E[x_j^2] = 3 [j]"


def test_an_empty_sum_is_named() -> None:
    answer = decide_at(Hypotheses("nothing", ()), EMPTY, 2)
    assert isinstance(answer, Proof)
    assert answer.certificates[0].because == ("d = 2 leaves no further coordinates",)
