"""What is stated of the loss on the family for covariates and a query of any laws."""

from __future__ import annotations

from proofs.zhang2024.formal.loss_in_traces import ELSEWHERE, Λ, N, U, d, u
from proofs.zhang2024.formal.loss_in_traces import stated as normal
from symbolic.core.expressions import Expression, Node, bound, opened
from symbolic.core.vocabulary import (
    REALS,
    Number,
    cell,
    conjunction,
    difference,
    equal,
    equal_matrices,
    iff,
    implies,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.stated import ENTRY
from symbolic.goals.usual_terms import moment_matrix
from symbolic.tactics.steps import quantified
from symbolic.tactics.whole_matrices.forms import form_at

MODEL = ModelOnFamily("zhang2024-any", "reduced")
μ, ν = MODEL.stated.laws
C, F, Q = moment_matrix(μ, d, 2), moment_matrix(μ, d, 2, pairs=1), moment_matrix(ν, d, 2)
"""`E x xᵀ`, `E ‖x‖² x xᵀ` and `E q qᵀ`."""

v, z = map(matrix_letter, ("v", "z"))
DATA, POINT = MODEL.data, (member(u, REALS), member(U, matrices(d, d)))
COLUMNS = member(u, REALS), *(member(each, matrices(d, 1)) for each in (v, z))

S = sum_of_matrices(multiple(1 - 1 / N, product(C, C)), multiple(1 / N, F))
"""What stands in the place of ΓΛ."""
NORMAL = sum_of_matrices(multiple(2, product(C, C)), multiple(trace(C), C))
"""`E ‖x‖² x xᵀ` of normal covariates."""
OFF = difference(F, NORMAL)


def quadratic(between: Expression = S, of: Expression = U) -> Node:
    """`tr(S U Q Uᵀ)`."""
    return trace(product(between, of, Q, transpose(of)))


def squared(between: Expression = S, of: Expression = U) -> Expression:
    """`½ u² tr(S U Q Uᵀ) − u tr(Λ U Q) + ½ tr Q`."""
    return u**2 * quadratic(between, of) / 2 - u * trace(product(C, of, Q)) + trace(Q) / 2


LIKE_NORMAL = sum_of_matrices(multiple(1 - 1 / N, product(C, C)), multiple(1 / N, NORMAL))
SLOPE = u * quadratic() - trace(product(C, U, Q))
FORCE = sum_of_matrices(multiple(u**2, product(S, U, Q)), multiple(-u, product(C, Q)))


def blocks(of: Expression = U) -> tuple[Expression, ...]:
    """All blocks at a point of the family."""
    return blocks_at(u, of)


def blocks_at(scalar: Expression, matrix: Expression) -> tuple[Expression, ...]:
    """All blocks at another point of the family."""
    return tuple(opened(bound(block, (u, U)), (scalar, matrix)) for block in MODEL.stated.blocks)


def loss(of: Expression = U) -> Expression:
    """The loss at a point of the family."""
    return MODEL.stated.model.loss(*MODEL.stated.given, *blocks(of))


def gradient(block: str) -> Expression:
    """The gradient by a block there."""
    return MODEL.stated.gradient(block)


def vanishes(block: str) -> Expression:
    """Every entry of it is 0."""
    return MODEL.stated.entries(block, equal(cell(gradient(block), *ENTRY), 0))


RATE = -2 * u * cell(gradient("W_PV_22"), 1, 1) + 2 * trace(product(transpose(U), gradient("W_KQ_11")))
"""How fast `u² − ‖U‖²` changes along minus the gradient."""


def printed() -> Expression:
    """The loss of the setting with normal covariates, whose covariance is Λ."""
    return normal().loss()


def at_points(between: Expression = S, slope: Number = SLOPE, force: Expression = FORCE) -> Expression:
    """The loss at a point of the family, the gradients there, what is conserved, and what normal ones lack."""
    return conjunction(
        equal(loss(), squared(between)),
        equal(cell(gradient("W_PV_22"), 1, 1), slope),
        equal_matrices(gradient("W_KQ_11"), force),
        *map(vanishes, ELSEWHERE),
        equal(RATE, 0),
        equal(loss() - squared(LIKE_NORMAL), u**2 * quadratic(OFF) / (2 * N)),
    )


def of_rank_one(divisor: Number = 2) -> Expression:
    """The same difference at `U = v zᵀ`."""
    of = product(v, transpose(z))
    return equal(loss(of) - squared(LIKE_NORMAL, of), u**2 * form_at(OFF, v) * form_at(Q, z) / (divisor * N))


ALIKE = equal_matrices(F, NORMAL)
SAME = quantified(equal(loss(), squared(LIKE_NORMAL)), *POINT)
SAME_AS_PRINTED = quantified(equal(loss(), printed()), *POINT)
QUERY = negation(equal_matrices(Q, zeros(d, d)))
"""The query is not 0."""
COVARIANCE = member(Λ, semidefinite(d))
OF_COVARIATES = conjunction(equal_matrices(Λ, C), equal_matrices(Q, C))


def goal(
    points: Expression | None = None,
    rank_one: Expression | None = None,
    query: Expression = QUERY,
    alike: Expression = ALIKE,
) -> Expression:
    """For all sizes and laws: the loss and its gradients, and where it is that of normal covariates."""
    same = implies(query, iff(SAME, alike))
    same_as_printed = quantified(implies(OF_COVARIATES, implies(query, iff(SAME_AS_PRINTED, alike))), COVARIANCE)
    inside = (
        quantified(points or at_points(), *POINT),
        quantified(rank_one or of_rank_one(), *COLUMNS),
        same,
        same_as_printed,
    )
    return quantified(conjunction(*inside), *DATA)
