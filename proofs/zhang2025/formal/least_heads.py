"""Where the loss of two merged heads is least: where they add to the inverse of Γ."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import Λ, d
from proofs.zhang2024.formal.trained_point import (
    HIGH_INVERSE,
    HIGH_ROOT,
    INVERSE,
    ROOT,
    SQUARE,
    B,
    H,
    K,
    R,
    S,
    divisors,
    facts,
    form,
    inverses,
    square,
)
from proofs.zhang2025.formal.merged_heads import (
    FORCE,
    LEAST,
    OFF,
    OTHER,
    POINT,
    SUM,
    X,
    above,
    elsewhere,
    known,
    loss,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, both_ways, part, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    equal,
    equal_matrices,
    iff,
    member,
    product,
    transpose,
    zeros,
)
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import assumed, at, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

LEARNED = equal_matrices(SUM, R)


def lowest(least: Expression = LEARNED) -> Expression:
    """No heads have a smaller loss, if and only if they add to the best matrix."""
    return iff(quantified(at_most(loss(), loss(other=True)), *OTHER), least)


def without_factors(none: Theorem, of: Expression) -> Theorem:
    """`X = 0` from `ΓΛ X Λ = 0`."""
    unit, again = (part(n, assume(INVERSE[1])) for n in range(2))
    using = (
        (none, 1, product(S, R), S),
        (inverses()[1], -1, S, product(Λ, of, Λ, S)),
        (again, -1, None, product(of, Λ, S)),
        (unit, -1, of, None),
    )
    return by_words(equal_matrices(of, zeros(d, d)), known(), *using, known=divisors())


def least() -> Theorem:
    """No heads have a smaller loss, just where `X = 0`."""
    low, best = parts(lowest(), "iff")
    return both_ways(under(_only(low), low), under(_lowest_there(best), best))


@cache
def gap() -> Theorem:
    """`∀X: tr(ΓΛ X Λ Xᵀ) = ‖H X B‖²`."""
    root, high = assume(ROOT[1]), assume(HIGH_ROOT[1])
    inside = (*facts(), assume(member(X, SQUARE)))
    taken = (0, written(-1), product(K, X), transpose(X)), (1, written(-1), product(B, transpose(X)), product(X, B))
    letters = known_letters(inside, Λ, X, B, H, K)
    same = traces(equal(form(X), square(product(H, X, B))), (root, high), taken, letters, divisors())
    return under(same, member(X, SQUARE))


def _only(low: Expression) -> Theorem:
    """`W = Γ⁻¹`, where no heads have a smaller loss: those with `v_1 = 1`, `U_1 = Γ⁻¹` and `v_2 = 0` have the least."""
    here = at(above(), *map(assume, POINT))
    inverse = assume(HIGH_INVERSE[0])
    there = at(above(), 1, 0, inverse, inverse)
    _, value = parts(there.conclusion, "equal")
    none = rewritten_traces(equal(value, LEAST), known(), (), divisors())
    below = at(assume(low), 1, 0, inverse, inverse)
    scaled = product(H, OFF, B)
    small = signed(at_most(square(scaled), 0), (here, there, none, below, at(gap(), shaped(OFF, known()))))
    nothing = zero_matrix(scaled, small, known())
    high, root = assume(HIGH_ROOT[1]), assume(ROOT[1])
    using = (nothing, 1, H, B), (high, -1, None, product(OFF, B, B)), (root, -1, product(K, OFF), None)
    flat = by_words(equal_matrices(FORCE, zeros(d, d)), known(), *using, known=divisors())
    return by_words(LEARNED, known(), (without_factors(flat, OFF), 1, None, None))


def _lowest_there(best: Expression) -> Theorem:
    """No heads have a smaller loss than those that add to the best matrix."""
    here, other = at(above(), *map(assume, POINT)), at(above(), *map(assume, OTHER))
    off = by_words(equal_matrices(OFF, zeros(d, d)), known(), (assume(best), 1, None, None))
    letters = known_letters(known(), Λ, OFF, K)
    none = traces(equal(form(OFF), 0), (off,), ((0, written(1), K, product(Λ, transpose(OFF))),), letters, divisors())
    inside = (*facts(), *assumed(*OTHER))
    more = at(gap(), shaped(elsewhere(OFF), inside))
    size = not_negative(product(H, elsewhere(OFF), B), inside)
    return under(signed(at_most(loss(), loss(other=True)), (here, other, none, more, size)), *OTHER)
