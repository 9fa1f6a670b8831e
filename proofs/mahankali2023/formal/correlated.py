"""The best layer for covariates with any definite covariance, and weights with its inverse for one."""

from __future__ import annotations

from proofs.mahankali2023.formal.best_layers import BestLayer
from proofs.mahankali2023.formal.designs import Design, DesignedLayer
from proofs.mahankali2023.formal.first_step import descends, is_descent
from proofs.mahankali2023.formal.layers import inside
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    definite,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    integers_from,
    less,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, conjuncts, quantified, under
from symbolic.tactics.whole_matrices.definite_sums import has_semidefinite_inverse
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.weighted_squares import weighted, weighted_sign

d, N, σ = map(real, ("d", "N", "sigma"))
Λ, V = map(matrix_letter, ("Λ", "V"))
SIZES = tuple(member(size, integers_from(1)) for size in (d, N))
DATA = (*SIZES, member(Λ, definite(d)), member(V, semidefinite(d)), member(σ, REALS))
ONE = identity_matrix(d)
INVERSE = conjunction(equal_matrices(product(Λ, V), ONE), equal_matrices(product(V, Λ), ONE))
"""`V = Λ⁻¹`."""

WEIGHT = N + d + 1 + σ**2
STEP = 1 / WEIGHT
"""η."""

POSITIVE = signed(less(0, WEIGHT), assumed(*DATA), squares=(σ,))
SPREAD = semidefinite_too(assume(DATA[2]))
LAYER = DesignedLayer(
    ModelAnywhere("mahankali2023-correlated"),
    ModelAnywhere("mahankali2023-correlated-even"),
    DATA,
    (POSITIVE, SPREAD),
    design=Design(N, Λ, V, trace(product(V, Λ)), trace(product(V, Λ, V, Λ)), σ**2, σ**2),
)
APART = ModelAnywhere("mahankali2023-correlated-apart")
LEAST = σ**2 + d - N * d * STEP


def gap(of: Expression) -> Expression:
    """`(N/η) tr(DᵀΛDΛ)` with `D = A − ηΛ⁻¹`, the squared norm of `Λ^½ D Λ^½`."""
    return N * WEIGHT * weighted(sum_of_matrices(of, multiple(-STEP, V)), Λ, Λ)


def best(least: Expression = LEAST, step: Expression = STEP, of: Expression = V) -> BestLayer:
    """The layer with what is stated of it."""
    return BestLayer(LAYER, least, gap, multiple(step, of), APART)


def goal(
    least: Expression = LEAST,
    step: Expression = STEP,
    of: Expression = V,
    inverse: Expression = INVERSE,
    slope: int = 1,
) -> Expression:
    """For all sizes, noises, definite covariances and blocks: the loss, where it is least, and what it depends on.

    The best layer makes a step of descent, with a preconditioner.
    """
    return conjunction(solvable(), descends(slope), best(least, step, of).stated(inverse))


def solvable() -> Expression:
    """There is such a covariance."""
    return quantified(exists(V, semidefinite(d), INVERSE), DATA[0], DATA[2])


def of_step() -> Theorem:
    """The loss of a step with A is the least one, and the gap."""
    A = LAYER.step
    odd, value, more = LAYER.design.of_step(A), LEAST + gap(A), 1 - N * STEP + N * weighted(A, Λ, Λ)
    sides = equal(odd, value + (trace(ONE) - d) * more)
    taken = (
        (0, N**2 + N, transpose(A), product(Λ, A, Λ)),
        (1, -N * STEP, ONE, product(V, Λ)),
        (1, more, ONE, ONE),
    )
    letters = known_letters(LAYER.facts, *inside(sides), ONE)
    same = traces(sides, conjuncts(assume(INVERSE)), taken, letters, divisors(LAYER.facts, sides))
    return identity(odd, value, LAYER.facts, ((same, 1), (LAYER.of_identity, more)))


def gap_sign() -> Theorem:
    """The gap is not negative."""
    square = weighted_sign(sum_of_matrices(LAYER.step, multiple(-STEP, V)), SPREAD, SPREAD, LAYER.facts)
    signs: Facts = (signed(less(0, N), LAYER.facts), POSITIVE, square)
    return signed(at_most(0, gap(LAYER.step)), signs, products=(signs,))


def proof() -> Proof:
    """The goal and its definedness."""
    place, given = DATA[0], DATA[2]
    solved = has_semidefinite_inverse(assume(given), exists(V, semidefinite(d), INVERSE), assumed(place))
    return best().proof(of_step(), gap_sign(), INVERSE, beside=(under(solved, place, given), is_descent()))
