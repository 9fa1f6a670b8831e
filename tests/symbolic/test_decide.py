"""Do hypotheses force an invariant line: proofs by certificate, refutations by a law that is verified apart."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.zheng2024.assumptions import ASSUMPTION_4_1, LINE_CONDITIONS
from symbolic import evaluation
from symbolic.attention import BLOCKS
from symbolic.decide import Proof, Refutation, Undecided, line_is_invariant
from symbolic.hypotheses import Hypotheses, Hypothesis, MixedMomentsVanish, SameForAll, Vanishes
from symbolic.invariance import forms, leftovers
from symbolic.laws import Law
from symbolic.moments import Pattern
from tests.strategies_of_laws import on_line


def leaves_the_line(law: Law, T: int) -> bool:
    """From the gradient at arbitrary parameters, without the forms."""
    for a, b in ((Fraction(1), Fraction(1)), (Fraction(2), Fraction(-1)), (Fraction(1, 2), Fraction(3))):
        gradient = evaluation.gradient(law, T, on_line(law.d, a, b))
        for name in BLOCKS:
            block, d = gradient[name], law.d
            if any(block[p][q] for p, q in permutations(range(d), 2)) or len({block[p][p] for p in range(d)}) > 1:
                return True
    return False


def test_the_assumption_as_printed_is_refuted() -> None:
    found = line_is_invariant(ASSUMPTION_4_1)
    assert isinstance(found, Refutation)
    assert ASSUMPTION_4_1.of(found.law).holds
    assert set(found.leftover) == {Pattern((3, 3)), Pattern((4,), (2,))}
    values = {sum(c * p.at(found.law, free) for p, c in found.form.combination) for free in ((0, 1), (1, 0))}
    assert found.violation in values - {0}
    assert leaves_the_line(found.law, 4)
    assert found.law.description in found.text


def test_the_witness_satisfies_the_assumption_moment_by_moment() -> None:
    found = line_is_invariant(ASSUMPTION_4_1)
    assert isinstance(found, Refutation)
    law = found.law
    assert law.d == 2
    assert not any(law.moment(powers) for r in range(12) for powers in ((1, r), (r, 1)))
    for exponents in ((4, 0), (6, 0), (2, 4)):
        assert law.moment(exponents) == law.moment(exponents[::-1])


def test_the_line_conditions_are_proved() -> None:
    found = line_is_invariant(LINE_CONDITIONS)
    assert isinstance(found, Proof)
    assert {settled.form for settled in found.certificate} == set(forms())
    for settled in found.certificate:
        assert len(settled.by) == len(settled.form.combination)
        assert set(settled.by) <= {condition.text for condition in LINE_CONDITIONS.conditions}
    assert LINE_CONDITIONS.of(found.model).holds
    assert not leaves_the_line(found.model, 5)


def test_the_assumption_with_third_moments_is_proved() -> None:
    extra = (Vanishes(Pattern((3, 3))), SameForAll(Pattern((4,), (2,))))
    assert isinstance(line_is_invariant(Hypotheses("H", ASSUMPTION_4_1.conditions + extra)), Proof)


NEEDED = LINE_CONDITIONS.conditions


@pytest.mark.parametrize("index", range(len(NEEDED)), ids=[condition.text for condition in NEEDED])
def test_no_line_condition_can_be_dropped(index: int) -> None:
    found = line_is_invariant(LINE_CONDITIONS.without(index))
    assert isinstance(found, Refutation | Undecided)
    assert all(NEEDED[index].vanishes(pattern) or NEEDED[index].constant(pattern) for pattern in found.leftover)
    if isinstance(found, Refutation):
        assert LINE_CONDITIONS.without(index).of(found.law).holds
        assert LINE_CONDITIONS.of(found.law).holds is False
        assert leaves_the_line(found.law, 5)


def test_nothing_assumed_is_refuted() -> None:
    found = line_is_invariant(Hypotheses("nothing", ()))
    assert isinstance(found, Refutation)
    assert leaves_the_line(found.law, 4)


def test_contradictory_hypotheses_prove_nothing() -> None:
    """`E x^4 = 0` only at the zero law, which is no candidate: without a model there is no proof."""
    contradictory = Hypotheses("H", (*LINE_CONDITIONS.conditions, Vanishes(Pattern((4,)))))
    assert isinstance(line_is_invariant(contradictory), Undecided)


CONDITIONS: tuple[Hypothesis, ...] = (*NEEDED, *(MixedMomentsVanish(most) for most in (1, 2, 4)))


@settings(max_examples=30)
@given(st.sets(st.sampled_from(CONDITIONS)))
def test_every_answer_stands_by_itself(conditions: set[Hypothesis]) -> None:
    hypotheses = Hypotheses("H", tuple(sorted(conditions, key=CONDITIONS.index)))
    match line_is_invariant(hypotheses):
        case Proof(model=model):
            assert hypotheses.of(model).holds
            assert not leaves_the_line(model, 4)
        case Refutation(law=law):
            assert hypotheses.of(law).holds
            assert leaves_the_line(law, 4)
            assert leftovers(law, 4)
        case Undecided(leftover=leftover, reason=reason):
            assert leftover
            assert reason
