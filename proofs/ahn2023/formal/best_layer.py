"""Where the loss of one layer of linear attention is least, for every covariance of the covariates."""

from __future__ import annotations

from proofs.mahankali2023.formal.best_layers import BestLayer
from proofs.mahankali2023.formal.designs import Design, DesignedLayer
from proofs.mahankali2023.formal.layers import inside
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, cases, contradict, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    implies,
    integers_from,
    less,
    matrices,
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
    zeros,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, conjuncts, quantified, under, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.definite_matrices import inverse_of_definite
from symbolic.tactics.whole_matrices.definite_sums import sum_is_definite
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, known_letters
from symbolic.tactics.whole_matrices.roots_and_inverses import of_root, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.weighted_squares import (
    identity_is_definite,
    identity_is_semidefinite,
    weighted,
    weighted_sign,
)

d, n = map(real, ("d", "n"))
Σ, R, B = map(matrix_letter, ("Σ", "R", "B"))
SIZES = tuple(member(size, integers_from(1)) for size in (d, n))
ONE = identity_matrix(d)
GAMMA = sum_of_matrices(multiple((n + 1) / n, Σ), multiple(trace(Σ) / n, ONE))
INVERSE = conjunction(equal_matrices(product(GAMMA, R), ONE), equal_matrices(product(R, GAMMA), ONE))
"""`R = Γ⁻¹`."""

DATA = (*SIZES, member(Σ, semidefinite(d)))
GIVEN = member(R, matrices(d, d))
MANY = signed(less(0, n), assumed(*SIZES))
GROWN = positive((n + 1) / n, (MANY,))
LAYER = DesignedLayer(
    ModelAnywhere("ahn2023"),
    ModelAnywhere("ahn2023-even"),
    DATA,
    (MANY, GROWN, assume(GIVEN)),
    design=Design(n, Σ, ONE, trace(Σ), trace(product(Σ, Σ)), scale=-1 / n),
)
LEAST = trace(Σ) - trace(product(R, Σ, Σ))
OFF = sum_of_matrices(LAYER.step, R)
"""`A + Γ⁻¹`."""


def gap(of: Expression) -> Expression:
    """`tr(DᵀΓΣDΣ)` with `D = A + Γ⁻¹`, the squared norm of `(ΓΣ)^½ D Σ^½`."""
    return weighted(sum_of_matrices(of, R), product(GAMMA, Σ), Σ)


def best(least: Expression = LEAST, at: Number = -1) -> BestLayer:
    """The layer with what is stated of it."""
    return BestLayer(LAYER, least, gap, multiple(at, R))


def of_step() -> Theorem:
    """The loss of a step with A is the least one, and the gap."""
    A = LAYER.step
    sides = equal(LAYER.design.of_step(A), LEAST + gap(A))
    inverse = conjuncts(assume(INVERSE))[:1]
    taken = (0, written(-2), product(transpose(A), Σ), Σ), (0, written(-1), product(transpose(R), Σ), Σ)
    return traces(sides, inverse, taken, known_letters(LAYER.facts, *inside(sides), ONE), divisors(LAYER.facts, sides))


def parts_of_gap() -> tuple[Theorem, Facts, tuple[Facts, Facts]]:
    """The gap is `(n+1)/n tr((ΣD)ᵀΣDΣ)` and `tr Σ / n` times `tr(DᵀΣDΣ)`; signs of these, and products of them."""
    known, one = assume(DATA[2]), identity_is_semidefinite(d, LAYER.facts)
    first = weighted_sign(product(Σ, OFF), one, known, LAYER.facts)
    second, wide = weighted_sign(OFF, known, known, LAYER.facts), weighted_sign(ONE, known, one, LAYER.facts)
    of_first, of_second, of_wide = (parts(each.conclusion, "at_most")[1] for each in (first, second, wide))
    sides = equal(gap(LAYER.step), (n + 1) / n * of_first + of_wide * of_second / n)
    same = traces(sides, (), (), known_letters(LAYER.facts, *inside(sides)), divisors(LAYER.facts, sides))
    small = positive(1 / n, (MANY,))
    return same, (MANY, GROWN, small, first, second, wide), ((GROWN, first), (small, wide, second))


def gap_sign() -> Theorem:
    """The gap is not negative."""
    same, signs, products = parts_of_gap()
    return signed(at_most(0, gap(LAYER.step)), (same, *signs), products=products)


EXISTS = exists(R, matrices(d, d), INVERSE)
NOT_ZERO = negation(equal_matrices(Σ, zeros(d, d)))


def has_trace() -> Theorem:
    """`0 < tr Σ`, where Σ is not 0: it is the sum of the squares of a root."""
    place, root = of_root(Σ, d, B)
    facts, goal_ = (*LAYER.facts, assume(place)), less(0, trace(Σ))
    squares = traces(
        equal(norm(B), trace(Σ)), (assume(root),), ((0, written(1), ONE, ONE),), known_letters(facts, Σ, B, ONE), ()
    )

    def none(case: Facts) -> Theorem:
        gone = zero_matrix(B, signed(at_most(norm(B), 0), (squares, *case)), facts)
        nothing = by_words(equal_matrices(Σ, zeros(d, d)), facts, (assume(root), -1, None, None), (gone, 1, B, None))
        return cases(goal_, contradict(nothing, assume(NOT_ZERO)))

    def some(case: Facts) -> Theorem:
        return case[0]

    found = whichever(goal_, trichotomy(trace(Σ), written(0)), none, none, some)
    return with_root(assume(DATA[2]), B, found)


def gamma_has_inverse() -> Theorem:
    """Γ has an inverse, where Σ is not 0."""
    spread = signed(
        less(0, trace(Σ) / n),
        (MANY, positive(1 / n, (MANY,)), has_trace()),
        products=((positive(1 / n, (MANY,)), has_trace()),),
    )
    one = identity_is_definite(d, LAYER.facts)
    return inverse_of_definite(sum_is_definite(GAMMA, (one, spread), (assume(DATA[2]), GROWN), LAYER.facts))


def proof() -> Proof:
    """The goal and its definedness."""
    solved = under(gamma_has_inverse(), *DATA, NOT_ZERO)
    return best().proof(of_step(), gap_sign(), GIVEN, INVERSE, beside=(solved,))


def goal(least: Expression = LEAST, at: Number = -1, inverse: Expression = INVERSE) -> Expression:
    """For all sizes, covariances and blocks: the loss, where it is least, and what it depends on."""
    return conjunction(solvable(), best(least, at).stated(GIVEN, inverse))


def solvable() -> Expression:
    """Γ has an inverse, unless all covariates are 0."""
    return quantified(implies(NOT_ZERO, EXISTS), *DATA)
