"""Words rewritten by equations: identities with inverses are found, what is false is not."""

from __future__ import annotations

import pytest

from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    difference,
    equal_matrices,
    identity_matrix,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    stacked,
    sum_of_matrices,
    transpose,
)
from symbolic.core.vocabulary import equal as equal_numbers
from symbolic.tactics.signs import NotFound
from symbolic.tactics.steps import assumed
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

m, n, c = map(real, "mnc")
A, B, C, R, S, T = map(matrix_letter, "ABCRST")
SIZES = member(m, integers_from(1)), member(n, integers_from(1))
SHAPES = (
    member(A, matrices(m, m)),
    member(B, matrices(m, n)),
    member(C, matrices(n, m)),
    member(R, matrices(m, m)),
    member(S, matrices(n, n)),
    member(T, matrices(m, m)),
)
FACTS = assumed(*SIZES, *SHAPES)
LEFT, RIGHT = sum_of_matrices(identity_matrix(m), product(B, C)), sum_of_matrices(identity_matrix(n), product(C, B))


def inverses(one: Expression, other: Expression, size: Expression) -> list[Theorem]:
    """That one is the inverse of the other, as a hypothesis."""
    return [assume(equal_matrices(product(*each), identity_matrix(size))) for each in ((one, other), (other, one))]


BOTH = [*inverses(R, LEFT, m), *inverses(S, RIGHT, n)]
FOUND = {
    "pushed through": equal_matrices(product(R, B), product(B, S)),
    "one inverse by the other": equal_matrices(R, difference(identity_matrix(m), product(B, S, C))),
    "commuting": equal_matrices(product(R, B, C), product(B, C, R)),
    "nothing used": equal_matrices(product(LEFT, B), product(B, RIGHT)),
}
NOT_FOUND = {
    "not pushed through": equal_matrices(product(R, B), B),
    "the other sign": equal_matrices(R, sum_of_matrices(identity_matrix(m), product(B, S, C))),
    "a transpose": equal_matrices(transpose(R), R),
    "a factor": equal_matrices(product(R, B), multiple(2, product(B, S))),
}


@pytest.mark.parametrize("goal", FOUND.values(), ids=FOUND)
def test_identities_with_inverses_are_found(goal: Expression) -> None:
    found = rewritten_words(goal, FACTS, BOTH)
    assert found.conclusion == goal
    assert found.hypotheses <= {*SIZES, *SHAPES, *(each.conclusion for each in BOTH)}


@pytest.mark.parametrize("goal", NOT_FOUND.values(), ids=NOT_FOUND)
def test_what_is_false_is_not_found(goal: Expression) -> None:
    with pytest.raises(NotFound):
        rewritten_words(goal, FACTS, BOTH)


def test_two_inverses_are_one() -> None:
    both = [*inverses(R, A, m)[:1], *inverses(T, A, m)[1:]]
    assert rewritten_words(equal_matrices(R, T), FACTS, both).conclusion == equal_matrices(R, T)
    with pytest.raises(NotFound):
        rewritten_words(equal_matrices(R, T), FACTS, inverses(R, A, m)[:1] + inverses(T, A, m)[:1])


def test_coefficients_are_divided_by_what_is_not_zero() -> None:
    scaled = assume(equal_matrices(multiple(c, product(A, A)), A))
    goal = equal_matrices(product(A, A), multiple(1 / c, A))
    apart = assume(negation(equal_numbers(c, 0)))
    assert rewritten_words(goal, FACTS, [scaled], known=[apart]).conclusion == goal
    with pytest.raises(NotFound):
        rewritten_words(goal, FACTS, [scaled])


def test_blocks_are_rewritten_as_a_whole() -> None:
    both = stacked(B, S)
    state = matrix_letter("Z")
    facts = (*FACTS, *assumed(member(state, matrices(m + n, n))))
    equation = assume(equal_matrices(state, both))
    goal = equal_matrices(product(transpose(state), state), product(transpose(both), both))
    assert rewritten_words(goal, facts, [equation], whole=[both]).conclusion == goal
    assert shaped(both, facts).conclusion == member(both, matrices(m + n, n))
