"""The mean square of the even part of the prediction of one layer of linear attention, as a sum of squares.

The rows `p` and `v`, the number u and the matrix U are what the prediction depends on. For N samples with covariates
N(0, Λ), weights N(0, V) and noise of variance σ² the part is `p S U q + u (Σ y²) v q`, S being the sum of `x xᵀ`.
"""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    equal,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, modulo, rewritten, swapped, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, shaped
from symbolic.tactics.whole_matrices.mixed_squares import mixed, mixed_not_negative, square_sign
from symbolic.tactics.whole_matrices.roots_and_inverses import of_root, with_root
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

d, N, u, τ, θ = map(real, ("d", "N", "u", "τ", "θ"))
Λ, V, B, U, p, v = map(matrix_letter, ("Λ", "V", "B", "U", "p", "v"))
SIZES = tuple(member(size, integers_from(1)) for size in (d, N))
SPREADS = member(Λ, semidefinite(d)), member(V, symmetric(d))
BLOCKS = (
    *(member(row, matrices(1, d)) for row in (p, v)),
    member(U, matrices(d, d)),
    *(member(number, REALS) for number in (u, τ, θ)),
)


def length(row: Expression, spread: Expression) -> Expression:
    """`x Λ xᵀ` for a row x."""
    return trace(product(row, spread, transpose(row)))


def even(
    N: Number,
    Λ: Expression,
    V: Expression,
    p: Expression,
    v: Expression,
    U: Expression,
    u: Expression,
    τ: Number,
    θ: Number,
) -> Expression:
    """The mean square, where τ is `tr VΛ + σ²` and θ is `tr VΛVΛ`."""
    carried = product(v, Λ, transpose(U), Λ)
    return (
        (N**2 + N) * length(product(p, Λ, U), Λ)
        + N * length(p, Λ) * trace(product(Λ, U, Λ, transpose(U)))
        + 2 * N**2 * u * τ * trace(product(carried, transpose(p)))
        + 4 * N * u * trace(product(carried, V, Λ, transpose(p)))
        + (N**2 + 2 * N) * u**2 * (τ**2 + 2 * θ) * length(v, Λ)
    )


GIVEN = N, Λ, V, p, v, U, u, τ, θ
SQUARE = trace(product(V, Λ, V, Λ))
OF_BOTH = equal(θ, SQUARE)
LENGTH = length(product(p, Λ, U), Λ)
SHARED = 4 * u**2 * trace(product(V, Λ, V, Λ)) * length(v, Λ)
MIXED = (
    length(p, Λ) * trace(product(Λ, U, Λ, transpose(U)))
    + 4 * u * trace(product(v, Λ, transpose(U), Λ, V, Λ, transpose(p)))
    + SHARED
)
TOGETHER = sum_of_matrices(product(p, Λ, U), multiple(τ * u, v))


@cache
def facts() -> Facts:
    """What is known of sizes, covariances and blocks."""
    return (*assumed(*SIZES), *map(assume, (*SPREADS, *BLOCKS[:3], member(B, semidefinite(d)))))


@cache
def root() -> Theorem:
    """`B B = Λ`."""
    return assume(of_root(Λ, d, B)[1])


def lengths() -> Facts:
    """`0 ≤ x Λ xᵀ` for rows x, and `0 ≤ tr V Λ V Λ`."""
    rows = ((product(B, transpose(row)), length(row, Λ)) for row in (TOGETHER, product(p, Λ, U), v))
    pairs = *rows, (product(B, V, B), SQUARE)
    return tuple(square_sign(*each, facts(), root()) for each in pairs)


def of_mixed() -> Theorem:
    """`0 ≤ (p Λ pᵀ) tr ΛUΛUᵀ + 4 u v ΛUᵀΛVΛ pᵀ + 4 u² tr VΛVΛ (v Λ vᵀ)`."""
    letters = product(B, U, B), product(B, V, B), product(B, transpose(p)), product(B, transpose(v))
    found = at(mixed_not_negative(), facts()[0], *(shaped(each, facts()) for each in letters), u)
    value = mixed(*letters, u)
    parts_ = (
        (norm(letters[2]), length(p, Λ)),
        (norm(letters[0]), trace(product(Λ, U, Λ, transpose(U)))),
        (norm(letters[1]), trace(product(V, Λ, V, Λ))),
        (norm(letters[3]), length(v, Λ)),
        (
            trace(product(transpose(letters[3]), transpose(letters[0]), letters[1], letters[2])),
            trace(product(v, Λ, transpose(U), Λ, V, Λ, transpose(p))),
        ),
    )
    equations = tuple(rewritten_traces(equal(*each), facts(), [root()]) for each in parts_)
    return signed(at_most(0, MIXED), (modulo(equal(value, MIXED), equations), found))


@cache
def even_not_negative() -> Theorem:
    """`∀d ∀N ∀Λ ∀V ∀p ∀v ∀U ∀u ∀τ ∀θ`: where `θ = tr VΛVΛ`, it is not negative, and at least `2 N² θ u² (v Λ vᵀ)`."""
    long, carried, low, both = lengths()
    mix, many = of_mixed(), signed(less(0, N), facts())
    squares = N**2 * length(TOGETHER, Λ) + N * LENGTH + N * MIXED
    whole = squares + (2 * N * τ**2 + 2 * N**2 * SQUARE) * u**2 * length(v, Λ)
    value = even(*GIVEN[:-1], SQUARE)
    same = traces(equal(value, whole), (), (), known_letters(facts(), Λ, V, p, v, U), ())
    products = (many, many, long), (many, carried), (many, mix), (many, low), (many, many, low, both)
    signs = (same, many, long, carried, low, both, mix)
    last = 2 * N**2 * SQUARE * u**2 * length(v, Λ)
    sign = signed(at_most(0, value), signs, products=products, squares=(u, τ * u))
    part_ = signed(at_most(last, value), signs, products=products[:-1], squares=(u, τ * u))
    found = rewritten(swapped(assume(OF_BOTH)), with_root(assume(SPREADS[0]), B, conjoin(sign, part_)))
    return under(found, *SIZES, *SPREADS, *BLOCKS, OF_BOTH)
