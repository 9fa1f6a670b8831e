"""Of which kurtosis the loss and Γ are those of normal covariates, and what Γ is where Λ is the identity."""

from __future__ import annotations

from proofs.zhang2024.formal.any_law.any_covariates import where_the_same
from proofs.zhang2024.formal.any_law.kurtosis_points import fourth, known, many, premise, spreads
from proofs.zhang2024.formal.any_law.kurtosis_stated import GAMMA, gamma, isotropic
from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    ALIKE,
    MODEL,
    SAME,
    C,
    F,
    Q,
)
from proofs.zhang2024.formal.any_law.moments_of_coordinates import FOURTH, hole, κ
from proofs.zhang2024.formal.any_law.points_of_rest_stated import (
    OF_QUERY,
    ONE,
    P,
)
from proofs.zhang2024.formal.loss_in_traces import N, d
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    conjoin,
    deny,
    discharge,
    one_way,
    part,
    parts,
    rewrite,
)
from symbolic.core.rules.matrix_algebra import trace_of_identity, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    at_most,
    equal,
    equal_matrices,
    function,
    integers_from,
    less,
    multiple,
    product,
    trace,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import belonging, conjuncts, modulo, replaced, swapped, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters
from symbolic.tactics.whole_matrices.roots_and_inverses import with_inverse
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

THREE, OFF = equal(κ, 3), κ - 3


def only_three() -> Theorem:
    """The losses are those of normal covariates just for `κ = 3`, and so is Γ_κ."""
    inside = (*known(), assume(OF_QUERY[0]))
    ahead = part(0, assume(OF_QUERY[1]))
    size = trace_of_identity(belonging(d, integers_from(0), MODEL.facts))
    wide = next(fact for fact in MODEL.facts if fact.conclusion == at_most(1, d))
    empty = equal_matrices(Q, zeros(d, d))
    gone = by_words(equal_matrices(ONE, zeros(d, d)), inside, (ahead, -1, None, None), (assume(empty), 1, None, P))
    nothing = traced(equal(trace(ONE), 0), gone, inside)
    some = deny(empty, signed(FALSE, (nothing, size, wide)))
    to, back = conjuncts(one_way(apply(where_the_same(), some)))
    flat = by_words(
        equal_matrices(multiple(OFF, product(C, C)), zeros(d, d)),
        inside,
        (assume(ALIKE), 1, None, None),
        (fourth(), -1, None, None),
    )
    same = equal_matrices(GAMMA, gamma(3))
    apart = by_words(
        equal_matrices(multiple(OFF, product(C, C)), zeros(d, d)), inside, (assume(same), N, None, C), known=(many(),)
    )
    itself = by_words(equal_matrices(GAMMA, GAMMA), inside, known=(many(),))
    here = rewrite(function(hole, body=equal_matrices(GAMMA, gamma(hole))), assume(THREE), itself)
    here = by_words(same, inside, (here, 1, None, None), known=(many(),))
    at_three = rewrite(function(hole, body=equal_matrices(F, replaced(FOURTH, κ, hole))), assume(THREE), fourth())
    alike = by_words(ALIKE, inside, (at_three, 1, None, None))
    first = apply(discharge(ALIKE, vanishing(flat)), apply(to, assume(SAME)))
    losses = both_ways(under(first, SAME), under(apply(back, alike), THREE))
    found = conjoin(losses, both_ways(under(vanishing(apart), same), under(here, THREE)))
    return with_inverse(spreads()[1], P, found)


def vanishing(flat: Theorem) -> Theorem:
    """`κ = 3` from `(κ − 3) Λ² = 0`, of which there is an inverse."""
    inside = (*known(), assume(OF_QUERY[0]))
    ahead = part(0, assume(OF_QUERY[1]))
    size = trace_of_identity(belonging(d, integers_from(0), MODEL.facts))
    wide = next(fact for fact in MODEL.facts if fact.conclusion == at_most(1, d))
    alone = by_words(
        equal_matrices(multiple(OFF, ONE), zeros(d, d)),
        inside,
        (flat, 1, None, product(P, P)),
        (ahead, -OFF, C, P),
        (premise(1), OFF, C, product(P, P)),
        (ahead, -OFF, None, None),
        (premise(1), OFF, None, P),
    )
    counted = traced(equal(OFF * trace(ONE), 0), alone, inside)
    positive_ = signed(less(0, d), (wide,))
    return identity(κ, 3, (positive_,), ((counted, 1 / d), (size, -OFF / d)))


def traced(goal_: Expression, equation: Theorem, inside: Facts) -> Theorem:
    """The traces of both sides of an equation."""
    return traces(goal_, (equation,), ((0, written(1), ONE, ONE),), known_letters(inside, ONE), ())


def at_identity() -> Theorem:
    """Γ_κ where Λ is the identity."""
    unit = assume(equal_matrices(C, ONE))
    size = trace_of_identity(belonging(d, integers_from(0), MODEL.facts))
    length = modulo(equal(trace(C), d), (rewritten_traces(equal(trace(C), trace(ONE)), known(), (unit,)), size))
    _, wanted = parts(isotropic(), "implies")
    plain = replaced(wanted, trace(C), d)
    found = by_words(plain, known(), (unit, 1 + (κ - 2) / N, None, None), known=(many(),))
    moved = rewrite(function(hole, body=replaced(wanted, trace(C), hole)), swapped(length), found)
    return under(moved, unit.conclusion)
