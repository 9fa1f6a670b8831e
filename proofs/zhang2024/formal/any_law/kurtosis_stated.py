"""What is stated of independent coordinates with one kurtosis: the loss, its gradients, and where the flow tends."""

from __future__ import annotations

from proofs.zhang2024.formal.any_law.flow_for_any_covariates import FLOW
from proofs.zhang2024.formal.any_law.independent_coordinates import (
    POSITIVE,
    of_independent,
)
from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    DATA,
    LIKE_NORMAL,
    POINT,
    SAME,
    C,
    Q,
    gradient,
    loss,
    squared,
)
from proofs.zhang2024.formal.any_law.moments_of_coordinates import INDEPENDENT, κ
from proofs.zhang2024.formal.any_law.points_of_rest_stated import (
    ONE,
    rests,
    square,
    σ,
    σ0,
)
from proofs.zhang2024.formal.conserved_difference import PRODUCT, Θ
from proofs.zhang2024.formal.loss_in_traces import N, U, d, u
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import POSITIVE as POSITIVE_NUMBERS
from symbolic.core.vocabulary import (
    REALS,
    Number,
    cell,
    conjunction,
    equal,
    equal_matrices,
    exists,
    iff,
    implies,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    root,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.steps import quantified

R = matrix_letter("R")


def gamma(kurtosis: Number = κ) -> Expression:
    """`Γ_κ = (1 + (κ − 2)/N) Λ + tr(Λ)/N I`."""
    return sum_of_matrices(multiple(1 + (kurtosis - 2) / N, C), multiple(trace(C) / N, ONE))


GAMMA = gamma()


def printed_loss(of: Expression = GAMMA) -> Expression:
    """`½ u² tr(Γ Λ U Λ Uᵀ) − u tr(Λ² Uᵀ) + ½ tr Λ`."""
    return u**2 * quadratic(of) / 2 - u * linear() + trace(C) / 2


def quadratic(of: Expression = GAMMA) -> Expression:
    """`tr(Γ Λ U Λ Uᵀ)`."""
    return trace(product(of, C, U, C, transpose(U)))


def linear() -> Expression:
    """`tr(Λ² Uᵀ)`."""
    return trace(product(C, C, transpose(U)))


SLOPE = u * quadratic() - linear()
FORCE = sum_of_matrices(multiple(u**2, product(GAMMA, C, U, C)), multiple(-u, product(C, C)))
BEYOND = u**2 * (κ - 3) * trace(product(C, U, C, transpose(product(C, U)))) / (2 * N)
"""`u² (κ − 3) ‖Λ U Λ^½‖²/(2N)`."""
QUERIES = equal_matrices(Q, C)
SUPPOSED = conjunction(POSITIVE, QUERIES, INDEPENDENT)
ROOT = root(root(square(R)))
"""`‖Γ_κ⁻¹‖^½`."""


def at_points(of: Expression = GAMMA, beyond: Number = BEYOND) -> Expression:
    """The loss at a point of the family, its gradients, and what it is beyond that of normal covariates."""
    return conjunction(
        equal(loss(), printed_loss(of)),
        equal(cell(gradient("W_PV_22"), 1, 1), SLOPE),
        equal_matrices(gradient("W_KQ_11"), FORCE),
        equal(loss() - squared(LIKE_NORMAL), beyond),
    )


def tends(limit: Expression = ROOT, best: Expression = R) -> Expression:
    """Where the flow tends from `u = σ`, `U = σΘΘᵀ` with `‖ΘΘᵀ‖ = 1` and a small σ."""
    ends = implies(less(σ, σ0), FLOW.ends(σ, multiple(σ, PRODUCT), limit, best))
    near = exists(σ0, POSITIVE_NUMBERS, quantified(ends, member(σ, POSITIVE_NUMBERS)))
    return quantified(implies(equal(square(PRODUCT), 1), near), member(Θ, matrices(d, d)))


def of_inverse(of: Expression) -> Expression:
    """R is the inverse of Γ_κ."""
    return conjunction(equal_matrices(product(of, R), ONE), equal_matrices(product(R, of), ONE))


def rest_there(of: Expression = GAMMA, end: Expression | None = None) -> Expression:
    """Γ_κ has an inverse, at which the one point of rest is, and where the flow tends."""
    inside = conjunction(of_inverse(of), conjunction(rests(square(R), R), end or tends()))
    return exists(R, matrices(d, d), inside)


def isotropic(slope_: Number = 1 + (d + κ - 2) / N) -> Expression:
    """Γ_κ where Λ is the identity."""
    return implies(equal_matrices(C, ONE), equal_matrices(GAMMA, multiple(slope_, ONE)))


def goal(
    points: Expression | None = None,
    rest: Expression | None = None,
    as_normal: Number = 3,
    identity_: Expression | None = None,
    supposed: Expression = SUPPOSED,
    moments: Expression | None = None,
) -> Expression:
    """For all sizes, laws and kurtoses; of independent coordinates it holds what is supposed."""
    three = equal(κ, as_normal)
    same = conjunction(iff(SAME, three), iff(equal_matrices(GAMMA, gamma(3)), three))
    inside = quantified(points or at_points(), *POINT), rest or rest_there(), same, identity_ or isotropic()
    found = conjunction(moments or of_independent(), implies(supposed, conjunction(*inside)))
    return quantified(found, *DATA, member(κ, REALS))
