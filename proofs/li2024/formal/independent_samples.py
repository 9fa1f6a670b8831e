"""The error of a step on independent samples with covariance I: above its least one by the square of what is off."""

from __future__ import annotations

from functools import cache

from proofs.mahankali2023.formal.layers import inside
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import parts
from symbolic.core.rules.matrix_algebra import trace_of_identity, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    equal,
    identity_matrix,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    real,
    sum_of_matrices,
    trace,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, belonging, quantified, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters
from symbolic.tactics.whole_matrices.weighted_squares import identity_is_semidefinite

MODEL = ModelAnywhere("li2024-step", in_words=True)
d, N, σ = map(real, ("d", "N", "sigma"))
A, ONE = matrix_letter("A"), identity_matrix(d)
DATA = (*(member(size, integers_from(1)) for size in (d, N)), member(σ, REALS))
MATRIX = member(A, matrices(d, d))
LEVEL = d + 1 + σ**2
LEAST = d / (1 + N / LEVEL)
OFF = sum_of_matrices(A, multiple(-1 / (N + LEVEL), ONE))
LOSS = MODEL.loss(d, N, ONE, ONE, σ, A)


def goal(least: Expression = LEAST) -> Expression:
    """For all sizes, noises and matrices: the loss of the step."""
    return quantified(equal(LOSS, least + N * (N + LEVEL) * norm(OFF)), *DATA, MATRIX)


@cache
def known() -> Facts:
    """What is known of sizes, and that divisors are positive."""
    wide, many = (signed(less(0, size), assumed(each)) for size, each in zip((d, N), DATA, strict=False))
    level = signed(less(0, LEVEL), (wide,), squares=(σ,))
    whole, share = signed(less(0, N + LEVEL), (many, level)), positive(N / LEVEL, (many, level))
    signs = wide, many, level, whole, signed(less(0, 1 + N / LEVEL), (share, level))
    return (*assumed(*DATA, MATRIX), *signs, identity_is_semidefinite(d, assumed(DATA[0])))


def proof() -> Theorem:
    """The goal."""
    derived, value = MODEL.derived(*LOSS.parts[1:], facts=known()), LEAST + N * (N + LEVEL) * norm(OFF)
    size = trace_of_identity(belonging(d, integers_from(0), known()))
    slope = parts(derived.conclusion, "equal")[1]
    expanded = norm(A) - 2 / (N + LEVEL) * trace(A) + trace(ONE) / (N + LEVEL) ** 2
    plain = trace(ONE) - 2 * N * trace(A) + (N**2 + N + N * trace(ONE) + N * σ**2) * norm(A)
    of_square, of_slope = (
        traces(each, (), (), known_letters(known(), *inside(each)), divisors(known(), each))
        for each in (equal(norm(OFF), expanded), equal(slope, plain))
    )
    using = (derived, 1), (of_slope, 1), (of_square, -N * (N + LEVEL)), (size, 1 + N * norm(A) - N / (N + LEVEL))
    return under(identity(LOSS, value, known(), using), *DATA, MATRIX)
