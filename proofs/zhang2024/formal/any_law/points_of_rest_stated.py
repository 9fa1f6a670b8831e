"""What is stated of points of rest for covariates of any law, of the loss above them, and of starts."""

from __future__ import annotations

from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    ALIKE,
    DATA,
    POINT,
    C,
    Q,
    S,
    gradient,
    loss,
    quadratic,
    vanishes,
)
from proofs.zhang2024.formal.loss_in_traces import ELSEWHERE, N, U, d, u
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.vocabulary import (
    POSITIVE,
    Number,
    at_most,
    cell,
    conjunction,
    definite,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    iff,
    implies,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.steps import quantified
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse

T, P, Ψ, σ = *map(matrix_letter, "TPΨ"), real("σ")
ONE = identity_matrix(d)
DEFINITE = member(C, definite(d)), member(Q, definite(d))
INVERSE, OF_QUERY = of_inverse(S, d, T), of_inverse(Q, d, P)
BEST = product(T, C)
"""`S⁻¹Λ`."""
LEAST = trace(Q) / 2 - trace(product(C, T, C, Q)) / 2
LENGTH = trace(product(transpose(BEST), BEST))
"""`‖S⁻¹Λ‖²`."""


def off() -> Node:
    """`X = uU − S⁻¹Λ`."""
    return sum_of_matrices(multiple(u, U), multiple(-1, BEST))


def square(of: Expression) -> Expression:
    """`‖A‖²`."""
    return trace(product(transpose(of), of))


AT_REST = conjunction(
    equal(cell(gradient("W_PV_22"), 1, 1), 0),
    equal_matrices(gradient("W_KQ_11"), zeros(d, d)),
    *map(vanishes, ELSEWHERE),
)
HEIGHT = equal(u**2 - square(U), 0)
GAMMA = sum_of_matrices(multiple(1 + 1 / N, C), multiple(trace(C) / N, ONE))


def rests(fourth: Number = LENGTH, best: Expression = BEST) -> Expression:
    """A point with u > 0 is one of rest with `u² = ‖U‖²` just where u⁴ and uU are these."""
    there = conjunction(equal(u**4, fourth), equal_matrices(multiple(u, U), best))
    return quantified(iff(conjunction(AT_REST, HEIGHT), there), member(u, POSITIVE), POINT[1])


def above(least: Number = LEAST) -> Expression:
    """The loss is the least one and half of what is not negative."""
    gap = quadratic(S, off())
    return quantified(conjunction(equal(loss(), least + gap / 2), at_most(0, gap)), *POINT)


def starts(share: Number = 2) -> Expression:
    """Starts with `‖Ψ‖ = 1` have `u² = ‖U‖²`, and from which of them the loss is below that of the origin."""
    low = less(started(σ, multiple(σ, Ψ)), started(written(0), zeros(d, d)))
    small = less(σ**2 * quadratic(S, Ψ), share * trace(product(C, Ψ, Q)))
    found = conjunction(equal(σ**2 - square(multiple(σ, Ψ)), 0), iff(low, small))
    return quantified(implies(equal(square(Ψ), 1), found), member(σ, POSITIVE), member(Ψ, matrices(d, d)))


def started(scalar: Expression, matrix: Expression) -> Expression:
    """The loss at another point of the family."""
    return opened(bound(loss(), (u, U)), (scalar, matrix))


def goal(
    rest: Expression | None = None,
    gap: Expression | None = None,
    start: Expression | None = None,
    as_printed: Expression = ALIKE,
    definite_: tuple[Expression, ...] = DEFINITE,
) -> Expression:
    """For all sizes and laws with definite second moments."""
    inside = conjunction(INVERSE[1], rest or rests(), gap or above())
    there = exists(T, matrices(d, d), inside)
    same = iff(equal_matrices(S, product(GAMMA, C)), as_printed)
    return quantified(implies(conjunction(*definite_), conjunction(there, start or starts(), same)), *DATA)
