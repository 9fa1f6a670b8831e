"""What is left over: in the order of nothing, and enough."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.assumptions import ASSUMPTION_4_1, LINE_CONDITIONS
from proofs.zheng2024.line.invariance import line_invariant
from symbolic.decide.conclusions import Conclusion, Requirement, moment_is
from symbolic.decide.conditions import Condition, Equals, MixedMomentsVanish, SameForAll, vanishes
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.decision import Proof, decide, leftover
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.spans.echelon import Echelon
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern

CONDITIONS: tuple[Condition, ...] = (
    *LINE_CONDITIONS.conditions,
    MixedMomentsVanish(),
    MixedMomentsVanish(2),
    Permutations(),
    Values((-1, 0, 1)),
    Equals(Pattern((2,)), 1),
    vanishes(1),
    vanishes(1, over=(2,)),
)
EXACT = {
    "as printed": ASSUMPTION_4_1,
    "nothing": Hypotheses("none", ()),
    "exchangeable": Hypotheses("exchangeable", (Permutations(),)),
    "signs": Hypotheses("signs", (SignFlips(),)),
    "centred": Hypotheses("centred", (Independent(), vanishes(1))),
}
"""With what is left over of these, the line is invariant."""


@given(st.permutations(CONDITIONS), st.integers(0, 4), st.permutations(line_invariant().requirements), st.data())
def test_the_order_of_hypotheses_and_requirements_does_not_matter(
    conditions: list[Condition], count: int, requirements: list[Requirement], data: st.DataObject
) -> None:
    first = leftover(Hypotheses("H", tuple(conditions[:count])), line_invariant())
    other = data.draw(st.permutations(conditions[:count]))
    assert leftover(Hypotheses("H", tuple(other)), Conclusion("line", tuple(requirements))) == first


@given(st.sets(st.sampled_from(CONDITIONS), max_size=4))
def test_with_the_remainders_added_every_requirement_is_in_the_span(conditions: set[Condition]) -> None:
    """At the level of forms, by a second elimination; and no remainder is in the span already, or superfluous."""
    system = System(Hypotheses("H", tuple(sorted(conditions, key=CONDITIONS.index))), 2)
    known = [system.reduced(instance.form) for instance in system.instances()]
    span = Echelon.of(known)
    forms = [system.reduced(requirement.form) for requirement in line_invariant().requirements]
    basis = Echelon.of([rest for form in forms if (rest := span.remainder(form))]).basis
    enough = Echelon.of([*known, *basis])
    assert not any(enough.remainder(form) for form in forms)
    for dropped in range(len(basis)):
        fewer = Echelon.of([*known, *basis[:dropped], *basis[dropped + 1 :]])
        assert any(fewer.remainder(form) for form in forms)
    assert len(leftover(system.hypotheses, line_invariant())) == len(basis)


ADDED: dict[str, Condition] = {
    "E[x_j^3 x_k^3] = 0": vanishes(3, 3),
    "E[x_j x_k^3] = 0": vanishes(1, 3),
    "E[x_j^5 x_k] = 0": vanishes(5, 1),
    "E[x_j^3 x_k] = 0": vanishes(3, 1),
    "E[x_j x_k^5] = 0": vanishes(1, 5),
    "E[x_j x_k^5] + E[x_j^3 x_k^3] = 0": vanishes(1, 5),
    "sum_{r} E[x_j x_k^3 x_r^2] = 0": vanishes(1, 3, over=(2,)),
    "E[x_j^4] is the same for every j": SameForAll(Pattern((4,))),
    "E[x_j^6] is the same for every j": SameForAll(Pattern((6,))),
    "sum_{r} E[x_j^2 x_r^4] is the same for every j": SameForAll(Pattern((2,), (4,))),
    "sum_{r} E[x_j^4 x_r^2] is the same for every j": SameForAll(Pattern((4,), (2,))),
    "E[x_j^3] = 0": vanishes(3),
}
"""The leftover in words, as conditions; the sum of two follows with the other one, which is left over as well."""


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", EXACT)
def test_adding_what_is_left_over_gives_a_proof(name: str) -> None:
    lacking = leftover(EXACT[name], line_invariant())
    assert lacking
    more = Hypotheses("more", (*EXACT[name].conditions, *(ADDED[text] for text in lacking)))
    assert isinstance(decide(more, line_invariant()), Proof)
    for dropped in range(len(lacking)):
        kept = (ADDED[text] for n, text in enumerate(lacking) if n != dropped)
        fewer = Hypotheses("fewer", (*EXACT[name].conditions, *kept))
        assert leftover(fewer, line_invariant())


def test_equal_requirements_under_two_names_are_named_alike_in_any_order() -> None:
    (third,) = moment_is(Pattern((3,))).requirements
    named = [Requirement(name, 1, third.combination) for name in ("b", "a", "longer")]
    for order in permutations(named):
        assert leftover(Hypotheses("none", ()), Conclusion("c", order)) == ("a",)


def test_nothing_is_left_over_of_what_follows() -> None:
    assert leftover(LINE_CONDITIONS, line_invariant()) == ()
