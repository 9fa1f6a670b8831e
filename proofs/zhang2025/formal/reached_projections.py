"""Heads that add to `Γ⁻¹P`, with keys and queries in the range of the projection P, are critical."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import Λ, d, gradient_shape
from proofs.zhang2024.formal.trained_point import (
    K,
    R,
    divisors,
    folded,
)
from proofs.zhang2025.formal.slopes_of_heads import (
    BLOCKS,
    CRITICAL,
    HEADS,
    NONE,
    SUM,
    gradient,
    inside,
    k1,
    k2,
    r1,
    r2,
    slope,
    slope_by_number,
)
from proofs.zhang2025.formal.stationary_sums import force
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.rules.matrix_algebra import equal_transposes, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    cell,
    conjunction,
    difference,
    equal,
    equal_matrices,
    identity_matrix,
    implies,
    matrix_letter,
    member,
    product,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import conjuncts, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

P = matrix_letter("P")
PROJECTION = member(P, symmetric(d))
ALONG = conjunction(
    equal_matrices(product(P, P), P),
    equal_matrices(product(P, Λ), product(Λ, P)),
    equal_matrices(SUM, product(R, P)),
    *(equal_matrices(product(P, each), each) for each in (k1, r1, k2, r2)),
)
"""A projection commutes with Λ, the heads add to `Γ⁻¹P`, and keys and queries are in its range."""
FLAT = conjunction(CRITICAL, *(equal(cell(gradient(f"v_{number}"), 1, 1), 0) for number in (1, 2)))


def reached(along: Expression = ALONG) -> Expression:
    """Such heads are critical."""
    return quantified(implies(along, FLAT), PROJECTION)


@cache
def within() -> Facts:
    """What is known of letters, of heads and of P."""
    return (*folded()[1], *inside(), assume(PROJECTION))


def none_along(other: Expression, turned: bool) -> Theorem:
    """`G x = 0` where `P x = x`, or `Gᵀ x = 0`."""
    _, commutes, whole, *kept = conjuncts(assume(ALONG))
    stays = next(each for each in kept if parts(each.conclusion, "equal_matrices")[1] == other)
    word = product(Λ, P, R, K, other) if turned else product(K, R, P, Λ, other)
    learned = difference(word, product(Λ, Λ, other))
    none = rewritten_words(equal_matrices(learned, NONE), within(), (*folded()[0], commutes, stays), divisors(), (K,))
    matrix = transpose(force(SUM)) if turned else force(SUM)
    ends = (Λ, product(K, other)) if turned else (K, product(Λ, other))
    using = (equal_transposes(whole) if turned else whole, 1, *ends), (none, 1, None, None)
    return by_words(equal_matrices(product(matrix, other), NONE), within(), *using, known=divisors())


def is_reached() -> Theorem:
    """That such heads are critical."""
    flat = []
    for number, block in BLOCKS:
        v, key, query = HEADS[number - 1]
        found = slope(number, block)
        shapes = (*within(), gradient_shape(found, inside()))
        none = none_along(query, False) if block == "k" else none_along(key, True)
        using = (found, 1, None, None), (none, 2 * v, None, None)
        goal_ = equal_matrices(gradient(f"{block}_{number}"), NONE)
        flat.append(by_words(goal_, shapes, *using, known=divisors()))
    numbers = (_flat_number(number) for number in (1, 2))
    return under(conjoin(conjoin(*flat), *numbers), PROJECTION, ALONG)


def _flat_number(number: int) -> Theorem:
    """That the slope by a number is 0 there."""
    _, key, query = HEADS[number - 1]
    found = slope_by_number(number)
    left, right = parts(found.conclusion, "equal")
    word = parts(parts(right, "multiply")[1], "trace")[0]
    taken = ((0, written(1), transpose(key), identity_matrix(1)),)
    letters = known_letters(within(), word, Λ, key, query)
    none = traces(equal(trace(word), 0), (none_along(query, False),), taken, letters, divisors())
    return identity(left, 0, divisors(), ((found, 1), (none, 2)))
