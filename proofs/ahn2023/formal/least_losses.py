"""What it says of a layer that no blocks have a smaller loss: no gap, and no mean square of the even part."""

from __future__ import annotations

from functools import cache

from proofs.ahn2023.formal.best_layer import INVERSE, LAYER, LINEAR, OFF
from proofs.ahn2023.formal.kept_samples import DATA, Σ, R, d
from symbolic.core.expressions import Expression, Sort, Variable, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    cases,
    parts,
)
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    at_most,
    conjunction,
    definite,
    disjunction,
    equal,
    equal_matrices,
    identity_matrix,
    integers_from,
    less,
    member,
    multiple,
    product,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    quantified,
    rewritten,
    whichever,
)
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, known_letters, shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse, with_inverse
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.weighted_squares import (
    identity_is_definite,
    none_weighted,
    weighted,
)

OTHERS = tuple(Variable(f"{block.name}0", Sort.MATRIX) for block in LAYER.blocks)
"""Blocks beside those that are looked at."""

ELSEWHERE = tuple(member(other, parts(place, "member")[1]) for other, place in zip(OTHERS, LAYER.places, strict=True))
DEFINITE = member(Σ, definite(d))
LOWEST = quantified(at_most(LAYER.loss(), LAYER.loss(*OTHERS)), *ELSEWHERE)
"""No blocks have a smaller loss."""

p, u, U, v = LAYER.reached()
ROW, NONE, MINUS = zeros(1, d), zeros(d, d), multiple(-1, R)
SPARSE = conjunction(equal_matrices(p, ROW), equal_matrices(v, ROW), equal_matrices(multiple(u, U), MINUS))
"""`P_21 = 0`, `Q_21 = 0` and `P_22 Q_11 = −Γ⁻¹`."""

EXCHANGED = conjunction(equal(u, 0), equal_matrices(U, NONE), equal_matrices(product(transpose(p), v), MINUS))
"""`P_22 = 0`, `Q_11 = 0` and `P_21ᵀ Q_21 = −Γ⁻¹`."""

ALL = disjunction(SPARSE, conjunction(equal(d, 1), EXCHANGED))


@cache
def value() -> Theorem:
    """The loss as the least one, the gap and the mean square of the even part."""
    return LINEAR.best().valued(LINEAR.of_step())


@cache
def least() -> Theorem:
    """The loss at the printed matrix."""
    return LINEAR.best().at_best(value())


def inverse() -> tuple[Theorem, Theorem]:
    """`Γ R = I` and `R Γ = I`."""
    first, second = conjuncts(assume(INVERSE))
    return first, second


def absurd(goal_: Expression, none: Theorem) -> Theorem:
    """Anything, from `R = 0`."""
    one = identity_matrix(d)
    first, _ = inverse()
    gamma, _ = parts(parts(first.conclusion, "equal_matrices")[0], "product")
    using = (first, -1, None, None), (none, 1, gamma, None)
    known = divisors(LAYER.facts, gamma)
    gone = by_words(equal_matrices(one, NONE), LAYER.facts, *using, known=known)
    size = traces(equal(trace(one), 0), (gone,), ((0, written(1), one, one),), known_letters(LAYER.facts, one), ())
    return cases(goal_, signed(FALSE, (size, LAYER.of_identity, *assumed(DATA[0]))))


def spread() -> Theorem:
    """`0 < tr Σ Σ`."""
    goal_, none = less(0, trace(product(Σ, Σ))), zeros(d, d)
    same = traces(equal(norm(Σ), trace(product(Σ, Σ))), (), (), known_letters(LAYER.facts, Σ), ())

    def nothing(case: Facts) -> Theorem:
        small = signed(at_most(norm(Σ), 0), (same, *case))
        gone = zero_matrix(Σ, small, LAYER.facts)
        first, _ = inverse()
        of_trace = traces(
            equal(trace(Σ), 0),
            (gone,),
            ((0, written(1), identity_matrix(d), identity_matrix(d)),),
            known_letters(LAYER.facts, Σ, none, identity_matrix(d)),
            (),
        )
        moved = rewritten(of_trace, first)
        n_ = parts(DATA[1], "member")[0]
        using = (moved, -1, R, None), (gone, (n_ + 1) / n_, R, R)
        return absurd(
            goal_, by_words(equal_matrices(R, none), LAYER.facts, *using, known=divisors(LAYER.facts, moved.conclusion))
        )

    def some(case: Facts) -> Theorem:
        return case[0]

    return whichever(goal_, trichotomy(trace(product(Σ, Σ)), written(0)), nothing, nothing, some)


def no_gap() -> Theorem:
    """`D = 0`, where no blocks have a smaller loss."""
    small = signed(at_most(LINEAR.best().gap(LAYER.step), 0), _signs())
    same, signs, products = LINEAR.parts_of_gap()
    form = weighted(product(Σ, OFF), identity_matrix(d), Σ)
    none = signed(at_most(form, 0), (small, same, *signs), products=(signs[1:2], *products[1:]))
    counts = (belonging(d, integers_from(1), LAYER.facts) for _ in range(2))
    of_one = identity_is_definite(d, LAYER.facts)
    gone = apply(at(none_weighted(), *counts, of_one, assume(DEFINITE), shaped(product(Σ, OFF), LAYER.facts)), none)
    place, inverses = of_inverse(Σ, d, Variable("S", Sort.MATRIX))
    _, back = conjuncts(assume(inverses))
    S = Variable("S", Sort.MATRIX)
    using = (gone, 1, S, None), (back, -1, None, OFF)
    found = by_words(equal_matrices(OFF, NONE), (*LAYER.facts, assume(place)), *using)
    return with_inverse(assume(DEFINITE), S, found)


def _signs() -> Facts:
    """What the loss says of the gap and the mean square, where no blocks have a smaller one."""
    there = (shaped(each, LAYER.facts) for each in LAYER.sparse(LINEAR.best().best))
    low = at(assume(LOWEST), *there)
    return low, value(), least(), LINEAR.gap_sign(), LAYER.even_sign, *LAYER.known


def no_square() -> Theorem:
    """The mean square is not positive there."""
    return signed(at_most(LAYER.even(), 0), _signs())
