"""What is stated of points of rest for covariates of any law, of the loss above them, and of starts and their ends."""

from __future__ import annotations

from proofs.zhang2024.formal.any_law.flow_for_any_covariates import FLOW
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
from proofs.zhang2024.formal.conserved_difference import PRODUCT, Θ
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
    root,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.steps import quantified
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse

T, P, Ψ, σ, σ0 = *map(matrix_letter, "TPΨ"), *map(real, ("σ", "σ0"))
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


def small(of: Expression = Ψ, share: Number = 2) -> Node:
    """`0 < σ² tr(SΨQΨᵀ) < 2 tr(ΛΨQ)`."""
    form = σ**2 * quadratic(S, of)
    return conjunction(less(0, form), less(form, share * trace(product(C, of, Q))))


NORMED = equal(square(Ψ), 1)
ROOT = root(root(LENGTH))
"""`‖S⁻¹Λ‖^½`."""


def tends(limit: Expression = ROOT, best: Expression = BEST, starts_: Expression | None = None) -> Expression:
    """Where the flow tends from `u = σ`, `U = σΨ` with `‖Ψ‖ = 1` from which the loss is small."""
    ends = implies(starts_ or small(), FLOW.ends(σ, multiple(σ, Ψ), limit, best))
    return quantified(implies(NORMED, ends), member(σ, POSITIVE), member(Ψ, matrices(d, d)))


def small_enough(positive: Expression | None = None) -> Expression:
    """Starts are so for all small σ where tr(ΛΨQ) is positive."""
    near = quantified(implies(less(σ, σ0), small()), member(σ, POSITIVE))
    some = implies(positive or less(0, trace(product(C, Ψ, Q))), exists(σ0, POSITIVE, near))
    return quantified(implies(NORMED, some), member(Ψ, matrices(d, d)))


def of_products(alike: Expression | None = None) -> Expression:
    """It is positive for `Ψ = ΘΘᵀ` and `Q = Λ`."""
    supposed = conjunction(alike or equal_matrices(Q, C), equal(square(PRODUCT), 1))
    return quantified(implies(supposed, less(0, trace(product(C, PRODUCT, Q)))), member(Θ, matrices(d, d)))


def goal(
    rest: Expression | None = None,
    gap: Expression | None = None,
    start: Expression | None = None,
    as_printed: Expression = ALIKE,
    definite_: tuple[Expression, ...] = DEFINITE,
    end: Expression | None = None,
    near: Expression | None = None,
    product_: Expression | None = None,
) -> Expression:
    """For all sizes and laws with definite second moments."""
    inside = conjunction(INVERSE[1], conjunction(rest or rests(), gap or above(), end or tends()))
    there = exists(T, matrices(d, d), inside)
    same = iff(equal_matrices(S, product(GAMMA, C)), as_printed)
    found = conjunction(there, start or starts(), near or small_enough(), product_ or of_products(), same)
    return quantified(implies(conjunction(*definite_), found), *DATA)
