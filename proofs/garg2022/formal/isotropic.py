"""After training with `Λ = I`: `Γ⁻¹` is `1/γ`, `γ = 1 + (d + 1)/N`, and errors are numbers in γ, d and lengths."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.trained_model import GAMMA, ONE, SIZES, TESTED, Λ, M, N, d, derived, inverses
from symbolic.core.expressions import Expression, Node, Sort, Variable, bound, fresh, opened
from symbolic.core.rules.logic import conjoin, parts, rewrite
from symbolic.core.rules.matrix_algebra import trace_of_identity
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    function,
    integers_from,
    less,
    member,
    multiple,
    product,
    semidefinite,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, nonzero, positive, signed
from symbolic.tactics.steps import assumed, belonging, other_than_0, replaced, rewritten, swapped
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

γ = 1 + (d + 1) / N
ENDED = multiple(1 / γ, ONE)
"""`1/γ`, where the training ends."""

GAMMA_OF_ONE = opened(bound(GAMMA, (Λ,)), (ONE,))
IS_INVERSE = conjunction(*inverses(ENDED, GAMMA_OF_ONE))
"""That it is `Γ⁻¹`."""


@cache
def sizes() -> Facts:
    """What is known of d and N, and that γ is positive."""
    share, wide = positive(1 / N, assumed(SIZES[1])), assumed(SIZES[0])
    long = signed(less(0, γ), (share, *wide, *assumed(SIZES[1])), products=((share, wide[-1]), (share,)))
    return (*assumed(*SIZES), long)


@cache
def apart() -> Facts:
    """That N and γ are not 0."""
    return tuple(other_than_0(nonzero(each, sizes())) for each in (N, γ))


@cache
def count() -> Theorem:
    """`tr I = d`."""
    return trace_of_identity(belonging(d, integers_from(0), assumed(SIZES[0])))


@cache
def is_inverse() -> Theorem:
    """`(1/γ) Γ = Γ (1/γ) = 1` for `Λ = I`."""
    goals = parts(IS_INVERSE, "and")
    known = apart()
    return conjoin(*(_with_count(goal, known) for goal in goals))


def _with_count(goal: Expression, known: Facts) -> Theorem:
    hole = fresh(Sort.REAL, goal)
    there = replaced(goal, trace(ONE), hole)
    counted = opened(bound(there, (hole,)), (d,))
    found = rewritten_words(counted, sizes(), (), known)
    return rewrite(function(hole, body=there), swapped(count()), found)


@cache
def one_is_semidefinite() -> Theorem:
    """`I` is semidefinite."""

    def sign(x: Variable, known: Facts) -> Theorem:
        inside = (*assumed(SIZES[0]), *known)
        value = trace(product(transpose(x), ONE, x))
        same = rewritten_traces(equal(value, norm(x)), inside)
        return signed(at_most(0, value), (same, not_negative(x, inside)))

    return by_form(member(ONE, semidefinite(d)), assumed(SIZES[0]), sign)


def isotropic(loss: Node, value: Number, known: Facts, *equations: Theorem, first: Facts = ()) -> Theorem:
    """`L = value` after this training, `tr I` in the value being d; what numbers are `first` is put in before."""
    inside = (*sizes(), *assumed(TESTED), one_is_semidefinite(), *known)
    found = derived(loss, inside)
    for each in first:
        found = rewritten(each, found)
    left, right = parts(found.conclusion, "equal")
    several = other_than_0(nonzero(M, assumed(TESTED)))
    same = rewritten_traces(equal(right, value), inside, equations, (*apart(), several))
    hole = fresh(Sort.REAL, found.conclusion, same.conclusion)
    return rewritten(count(), rewrite(function(hole, body=equal(left, hole)), same, found))
