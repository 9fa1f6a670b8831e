"""What conditions that are not linear imply, and which may be asked of a law stretched as is simplest."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.zheng2024.assumptions import ASSUMPTION_4_1, ASSUMPTION_4_2, ASSUMPTION_4_2_ALMOST
from proofs.zheng2024.capability.recovery import Recovers
from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2
from proofs.zheng2024.line.invariance import leftovers, line_invariant
from symbolic.decide.conclusions import Conclusion, Requirement, alike, moment_is
from symbolic.decide.conditions import Condition, Equals, SameForAll, vanishes
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Values
from symbolic.decide.confine import confined
from symbolic.decide.decision import Proof, Refutation, Undecided, Vacuous, decide
from symbolic.decide.dimensions import dimensions
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern
from symbolic.laws import Atoms, Law, Sparse
from tests.strategies_of_laws import atom_laws, pool_of_laws, symmetrised_laws
from tests.symbolic.decide.conditions_of_laws import KINDS

MORE = (Values((0,)), Equals(Pattern((2,)), 1), Support(((Pattern((2, 0)), 1), (Pattern((1, 1)), -1))))


def stretched(law: Atoms, factor: Fraction) -> Atoms:
    points = [[factor * x for x in point] for point, _ in law.atoms]
    return Atoms.of(points, [weight for _, weight in law.atoms])


@settings(max_examples=40)
@given(
    st.sampled_from((*KINDS, *MORE)), symmetrised_laws() | atom_laws(), st.sampled_from((Fraction(-1, 2), Fraction(3)))
)
def test_what_holds_of_a_law_holds_of_its_multiples(condition: Condition, law: Atoms, factor: Fraction) -> None:
    if condition.holds_of_multiples() and condition.of(law).holds:
        assert condition.of(stretched(law, factor)).holds


def test_what_a_condition_implies_is_supposed_once() -> None:
    """That the step of recovery is defined says that two moments are the same for every coordinate."""
    alone = confined(Hypotheses("H", (Recovers(),)))
    assert [SameForAll(KAPPA1), SameForAll(KAPPA2)] == [*alone.hypotheses.conditions[1:3]]
    named = (Recovers(), SameForAll(KAPPA1, "kappa1"), SameForAll(KAPPA2, "kappa2"))
    assert confined(Hypotheses("H", named)).hypotheses.conditions == named
    said = (Recovers(every_W=True), *Recovers(every_W=True).implied())
    assert confined(Hypotheses("H", said)).implied == ()


@pytest.mark.parametrize("condition", [Equals(Pattern((2,)), 1), Values((-1, 1)), Support(((Pattern((2,)), 1),), 1)])
def test_what_fixes_a_size_does_not(condition: Condition) -> None:
    law = Atoms.of([[1, 1], [-1, -1]], [Fraction(1, 2)] * 2)
    assert condition.of(law).holds
    assert not condition.of(stretched(law, Fraction(2))).holds
    assert not condition.holds_of_multiples()


@pytest.mark.sampled(1)
@pytest.mark.parametrize("condition", [Recovers(), Recovers(every_W=True)])
def test_what_recovery_implies_holds_of_every_law_that_is_recovered(condition: Condition) -> None:
    recovered = [law for law in pool_of_laws() if condition.of(law).holds]
    assert len(recovered) > 5
    for law in recovered:
        assert all(implied.of(law).holds for implied in condition.implied())
        size = max(abs(x) for point, _ in law.atoms for x in point)
        assert all(simple.of(stretched(law, 1 / size)).holds for simple in condition.after_stretching())


@pytest.mark.sampled(1)
@pytest.mark.parametrize("assumption", [ASSUMPTION_4_2, ASSUMPTION_4_2_ALMOST])
def test_recovery_keeps_the_line(assumption: Hypotheses) -> None:
    """Assumption 4.1 alone does not: squares that are 0 or one number make cubes multiples of coordinates."""
    answer = decide(assumption, line_invariant())
    assert isinstance(answer, Proof)
    assert dimensions(assumption, line_invariant()).text == "holds for every d >= 2"
    assert any("up to scale" in step for step in answer.supports)
    assert isinstance(decide(ASSUMPTION_4_1, line_invariant()), Refutation)
    laws: list[Law] = [answer.model, Sparse(Fraction(3)).at(3), *(x for x in pool_of_laws() if assumption.of(x).holds)]
    assert len(laws) > 4
    for law in laws:
        assert assumption.of(law).holds
        assert not leftovers(law, 4)


def test_only_what_has_no_size_is_asked_up_to_scale() -> None:
    """Of laws that recover `E x² = 1` does not follow, `E x² = E x⁴` neither; `(E x⁴)² = E x² E x⁶` is not linear."""
    recovers = Hypotheses("recovers", (Recovers(),))
    for conclusion in (
        moment_is(Pattern((2,)), 1),
        Conclusion("c", (Requirement("r", 1, ((Pattern((2,)), Fraction(1)), (Pattern((4,)), Fraction(-1)))),)),
    ):
        answer = decide(recovers, conclusion)
        assert isinstance(answer, Refutation)
        assert recovers.of(answer.law).holds
    same = Conclusion("squares", (alike(Pattern((4, 2)), Pattern((2, 4))),))
    assert isinstance(decide(recovers, same), Proof)
    larger = Hypotheses("larger", (Recovers(), Equals(Pattern((2,)), 4)))
    assert not isinstance(decide(larger, moment_is(Pattern((4,)), 4)), Proof | Vacuous)


def test_a_law_that_recovers_nothing_is_no_law_that_recovers() -> None:
    """`x_1 = 0` leaves the step undefined."""
    nothing = Hypotheses("nothing", (Recovers(), vanishes(2)))
    assert isinstance(decide(nothing, moment_is(Pattern((2,)))), Undecided | Vacuous)
    assert isinstance(decide(Hypotheses("H", (SameForAll(Pattern((4,))),)), moment_is(Pattern((4,)))), Refutation)
