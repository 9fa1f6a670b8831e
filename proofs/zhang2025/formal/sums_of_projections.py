"""Inverses of Γ times projections that commute with Λ are just the sums of heads at critical points."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import GAMMA, Λ, N, d
from proofs.zhang2024.formal.trained_point import (
    SQUARE,
    R,
    divisors,
    inverses,
)
from proofs.zhang2025.formal.stationary_sums import NONE, P, W, force, is_learned, known, learned, level
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.logic import assume, both_ways, choose, conjoin, parts
from symbolic.core.rules.matrix_algebra import equal_transposes
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    difference,
    equal_matrices,
    identity_matrix,
    member,
    product,
    transpose,
)
from symbolic.tactics.steps import conjuncts, under
from symbolic.tactics.whole_matrices.matrix_letters import Using, by_words


def was_learned() -> Theorem:
    """Conversely `G Wᵀ = 0` and `Gᵀ W = 0` for `W = Γ⁻¹P`, as `G = Λ²(P − 1)`."""
    says = opened(parts(is_learned(W), "exists")[1], (P,))
    return choose(P, assume(is_learned(W)), _level_for(assume(says)))


def _level_for(supposed: Theorem) -> Theorem:
    """The same for one projection P."""
    turned, twice, beside, back = conjuncts(supposed)
    inside = (*known(), assume(member(P, SQUARE)))
    one, other = inverses()

    def by_(goal: Expression, *using: Using) -> Theorem:
        return by_words(goal, inside, *using, known=divisors())

    two, rest = product(Λ, Λ), product(Λ, Λ, difference(P, identity_matrix(d)))
    plain = by_(
        equal_matrices(force(W), rest),
        (back, 1, product(GAMMA, Λ), Λ),
        (one, 1, Λ, product(P, Λ)),
        (beside, 1, Λ, None),
    )
    first = by_(
        equal_matrices(product(force(W), transpose(W)), NONE),
        (plain, 1, None, transpose(W)),
        (equal_transposes(back), 1, rest, None),
        (turned, 1, rest, R),
        (twice, 1, two, R),
    )
    passing = by_(
        equal_matrices(product(R, P), product(P, R)),
        (one, -1, product(R, P), None),
        (beside, 1 + 1 / N, R, R),
        (other, 1, None, product(P, R)),
    )
    second = by_(
        equal_matrices(product(transpose(force(W)), W), NONE),
        (equal_transposes(plain), 1, None, W),
        (turned, 1, None, product(two, W)),
        (back, 1, product(difference(P, identity_matrix(d)), two), None),
        (beside, 1, None, product(Λ, R, P)),
        (beside, 1, Λ, product(R, P)),
        (passing, -1, two, P),
        (twice, 1, product(two, R), None),
    )
    return conjoin(first, second)


@cache
def theorem() -> Theorem:
    """`∀W`: the two equations hold, if and only if W is the inverse of Γ times such a projection."""
    found = both_ways(under(learned(), level(W)), under(was_learned(), is_learned(W)))
    return under(found, member(W, SQUARE))
