"""The matrices that are inverted on prompts of so many noisy samples: they are definite, and so on."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Node, Variable, written
from symbolic.core.rules.logic import assume, cases, contradict, part
from symbolic.core.rules.membership import meant, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    definite,
    equal,
    identity_matrix,
    integers_from,
    less,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, other_than_0, whichever
from symbolic.tactics.whole_matrices.bounded_products import trace_is_not_negative
from symbolic.tactics.whole_matrices.definite_sums import sum_is_definite
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.weighted_squares import identity_is_semidefinite

d, N, M, ψ, σ = map(real, ("d", "N", "M", "psi", "sigma"))
Λ = matrix_letter("Λ")
ONE = identity_matrix(d)
DATA = (
    *(member(size, integers_from(1)) for size in (d, N)),
    member(Λ, definite(d)),
    *(member(number, REALS) for number in (ψ, σ)),
)
TESTED = member(M, integers_from(1))
VARIES = negation(equal(ψ, 0))
"""The weights have a variance."""

LEVEL = trace(Λ) + σ**2 / ψ**2


def gamma(samples: Number = N) -> Node:
    """Γ of prompts with so many samples."""
    size = written(samples)
    return sum_of_matrices(multiple((size + 1) / size, Λ), multiple(LEVEL / size, ONE))


@cache
def spread() -> Theorem:
    """Λ is semidefinite."""
    return semidefinite_too(assume(DATA[2]))


@cache
def of_weights() -> Theorem:
    """`0 < ψ²`."""
    goal = less(0, ψ**2)

    def apart(known: Facts) -> Theorem:
        return signed(goal, known, degree=2)

    def none(known: Facts) -> Theorem:
        return cases(goal, contradict(known[0], assume(VARIES)))

    return whichever(goal, trichotomy(ψ, written(0)), apart, none, apart)


@cache
def level_sign() -> Theorem:
    """`0 ≤ tr Λ + σ²/ψ²`."""
    noise = signed(at_most(0, σ**2 / ψ**2), (of_weights(),), squares=(σ / ψ**2, σ), products=((of_weights(),),))
    wide = trace_is_not_negative(spread(), (*assumed(DATA[0]), spread()))
    return signed(at_most(0, LEVEL), (noise, wide, of_weights()))


def known_of(samples: Expression) -> Facts:
    """What is known of sizes, of Λ and of what divides."""
    counts = assumed(DATA[0], member(samples, integers_from(1)))
    size = positive(samples, counts)
    return (*counts, spread(), size, of_weights(), *map(other_than_0, (size, of_weights())))


@cache
def definite_level() -> Theorem:
    """`Λ + (tr Λ + σ²/ψ²) I` is definite."""
    whole = sum_of_matrices(Λ, multiple(LEVEL, ONE))
    facts = (*assumed(DATA[0]), spread(), of_weights(), other_than_0(of_weights()))
    return _sum_is_definite(whole, positive(written(1), ()), level_sign(), facts)


def definite_gamma(samples: Expression = N) -> Theorem:
    """Γ is definite."""
    known = known_of(samples)
    share = positive((samples + 1) / samples, known)
    signs = level_sign(), positive(1 / samples, known)
    level = signed(at_most(0, LEVEL / samples), (*signs, *known), products=(signs,))
    return _sum_is_definite(gamma(samples), share, level, known)


def _sum_is_definite(whole: Expression, first: Theorem, other: Theorem, facts: Facts) -> Theorem:
    """`a Λ + b I` is definite, from `0 < a` and `0 ≤ b`."""
    return sum_is_definite(
        whole, (assume(DATA[2]), first), (identity_is_semidefinite(d, assumed(DATA[0])), other), facts
    )


def semidefinite_product(samples: Expression = N) -> Theorem:
    """ΓΛ is semidefinite: `xᵀΓΛx = (n+1)/n ‖Λx‖² + (tr Λ + σ²/ψ²)/n xᵀΛx`."""
    known = known_of(samples)
    forms, whole = part(2, meant(spread())), product(gamma(samples), Λ)

    def sign(x: Variable, column: Facts) -> Theorem:
        inside, length = (*known, *column), positive(1 / samples, known)
        one, moved = trace(product(transpose(x), Λ, x)), product(Λ, x)
        value, other = trace(product(transpose(x), whole, x)), trace(product(transpose(moved), moved))
        parted = rewritten_traces(equal(value, (samples + 1) / samples * other + LEVEL / samples * one), inside)
        signs = level_sign(), at(forms, column[0]), not_negative(moved, inside), length
        products = (signs[0], signs[1], length), (signs[2], length)
        return signed(at_most(0, value), (parted, *signs, *known), products=products)

    return by_form(member(whole, semidefinite(d)), known, sign)
