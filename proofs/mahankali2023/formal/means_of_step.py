"""The step of the best layer as a ratio of two means, one of them with a ridge regression at given covariates."""

from __future__ import annotations

from proofs.mahankali2023.formal.layers import inside
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    cell,
    conjunction,
    equal,
    equal_matrices,
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
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, conjuncts, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters, of_matrices

CORRELATION, AT_DESIGN = ModelAnywhere("mahankali2023-correlation"), ModelAnywhere("mahankali2023-at-design")
d, N, σ = map(real, ("d", "N", "sigma"))
k, X, Q, G = map(matrix_letter, ("k", "X", "Q", "G"))
DATA = (*(member(size, integers_from(1)) for size in (d, N)), member(σ, REALS))
NUMBER = member(k, matrices(1, 1))
GIVEN = member(X, matrices(N, d)), member(Q, matrices(d, d)), member(G, matrices(N, N))
NOISY = negation(equal(σ, 0))
FIRST, SECOND = N * d, N * d * (N + d + 1 + σ**2)
STEP = 1 / (N + d + 1 + σ**2)
"""η."""

RIDGE = sum_of_matrices(product(transpose(X), X), multiple(σ**2, identity_matrix(d)))
SUPPOSED = conjunction(
    equal_matrices(product(RIDGE, Q), identity_matrix(d)),
    equal_matrices(product(Q, RIDGE), identity_matrix(d)),
    equal_matrices(product(transpose(G), G), product(X, Q, transpose(X))),
)
"""`Q = (XᵀX + σ²)⁻¹`, and `‖G y‖² = vᵀXᵀy` for the ridge regression `v = Q Xᵀ y`."""

LEFT_OUT = (
    "That a mean over all prompts is the mean over covariates of that at given ones, the first of which is then the "
    "mean N d of tr XᵀX; and that for σ ≠ 0 there are such Q and G."
)


def at_design() -> Expression:
    """The mean of `vᵀXᵀy` at given covariates."""
    return AT_DESIGN.loss(d, N, X, σ, G)


def correlation() -> Expression:
    """`E ‖k Xᵀy − w‖²`."""
    return CORRELATION.loss(d, N, σ, k)


def goal(first: Expression = FIRST, second: Expression = SECOND, supposed: Expression = SUPPOSED) -> Expression:
    """For all sizes and noises: both means as coefficients, their ratio, and the first one at given covariates."""
    number = cell(k, 1, 1)
    means = quantified(equal(correlation(), second * number**2 - 2 * first * number + d), NUMBER)
    regressed = implies(supposed, equal(at_design(), trace(product(transpose(X), X))))
    found = conjunction(means, equal(first / second, STEP), quantified(regressed, *GIVEN))
    return quantified(implies(NOISY, found), *DATA)


def facts() -> Facts:
    """What is known of sizes, numbers and matrices."""
    wide, many = (signed(less(0, size), assumed(each)) for size, each in zip((d, N), DATA, strict=False))
    weight = signed(less(0, N + d + 1 + σ**2), (wide, many), squares=(σ,))
    second = signed(less(0, SECOND), (wide, many, weight), products=((wide, many, weight),))
    return (*assumed(*DATA), *map(assume, (NUMBER, *GIVEN)), wide, many, weight, second)


def means() -> Theorem:
    """The mean of a square as a polynomial in k."""
    number = cell(k, 1, 1)
    derived = CORRELATION.derived(d, N, σ, k, facts=facts())
    return identity(correlation(), SECOND * number**2 - 2 * FIRST * number + d, facts(), ((derived, 1),))


def regressed() -> Theorem:
    """The mean at given covariates: `tr XQXᵀ(XXᵀ + σ²) = tr XᵀX`."""
    derived = AT_DESIGN.derived(d, N, X, σ, G, facts=facts())
    value, found = parts(derived.conclusion, "equal")[1], trace(product(transpose(X), X))
    _, inverse, square = conjuncts(assume(SUPPOSED))
    whole = sum_of_matrices(product(X, transpose(X)), multiple(σ**2, identity_matrix(N)))
    sides, one = equal(value, found), identity_matrix(N)
    taken = (1, written(1), one, whole), (0, written(1), X, transpose(X))
    letters = known_letters(facts(), *inside(sides), Q, one)
    same = traces(sides, (inverse, square), taken, letters, divisors(facts(), sides))
    return under(identity(at_design(), found, facts(), ((derived, 1), (same, 1))), SUPPOSED)


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, shapes, and that nothing is divided by 0."""
    within = (*known, *facts())
    return defined_on(CORRELATION, AT_DESIGN)(formula, within) or of_matrices(formula, within)


def proof() -> Proof:
    """The goal and its definedness."""
    ratio = identity(FIRST / SECOND, STEP, facts())
    found = conjoin(under(means(), NUMBER), ratio, under(regressed(), *GIVEN))
    return Proof(goal(), under(under(found, NOISY), *DATA), proved(defined(goal()), solve=meaningful))
