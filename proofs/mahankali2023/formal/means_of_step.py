"""The step of the best layer as a ratio of two means, one of them with a ridge regression at given covariates."""

from __future__ import annotations

from proofs.mahankali2023.formal.layers import inside
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Variable, written
from symbolic.core.rules.logic import apply, assume, cases, choose, conjoin, contradict, part, parts, witness
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import meant, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    cell,
    conjunction,
    definite,
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
)
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, conjuncts, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.definite_sums import has_semidefinite_inverse, sum_is_definite
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters, of_matrices, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, with_root
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.weighted_squares import identity_is_definite
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

CORRELATION, AT_DESIGN = ModelAnywhere("mahankali2023-correlation"), ModelAnywhere("mahankali2023-at-design")
d, N, σ = map(real, ("d", "N", "sigma"))
k, X, Q, G, A = map(matrix_letter, ("k", "X", "Q", "G", "A"))
DATA = (*(member(size, integers_from(1)) for size in (d, N)), member(σ, REALS))
NUMBER = member(k, matrices(1, 1))
DESIGN, LETTERS = member(X, matrices(N, d)), (member(Q, semidefinite(d)), member(G, semidefinite(N)))
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
    "mean N d of tr XᵀX."
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
    value = conjunction(supposed, equal(at_design(), trace(product(transpose(X), X))))
    regressed = exists(Q, semidefinite(d), exists(G, semidefinite(N), value))
    found = conjunction(means, equal(first / second, STEP), quantified(regressed, DESIGN))
    return quantified(implies(NOISY, found), *DATA)


def facts() -> Facts:
    """What is known of sizes, numbers and matrices."""
    wide, many = (signed(less(0, size), assumed(each)) for size, each in zip((d, N), DATA, strict=False))
    weight = signed(less(0, N + d + 1 + σ**2), (wide, many), squares=(σ,))
    second = signed(less(0, SECOND), (wide, many, weight), products=((wide, many, weight),))
    return (*assumed(*DATA), *map(assume, (NUMBER, DESIGN, *LETTERS)), wide, many, weight, second)


def means() -> Theorem:
    """The mean of a square as a polynomial in k."""
    number = cell(k, 1, 1)
    derived = CORRELATION.derived(d, N, σ, k, facts=facts())
    return identity(correlation(), SECOND * number**2 - 2 * FIRST * number + d, facts(), ((derived, 1),))


GRAM = product(transpose(X), X)
SQUARE = product(X, Q, transpose(X))
OF_RIDGE = conjunction(*SUPPOSED.parts[:2])


def variance() -> Theorem:
    """`0 < σ²`."""
    goal_ = less(0, σ**2)

    def apart(known: Facts) -> Theorem:
        return signed(goal_, known, degree=2)

    def none(known: Facts) -> Theorem:
        return cases(goal_, contradict(known[0], assume(NOISY)))

    return whichever(goal_, trichotomy(σ, written(0)), apart, none, apart)


def ridge_is_definite() -> Theorem:
    """`XᵀX + σ²` is definite."""

    def form(v: Variable, known: Facts) -> Theorem:
        inside, moved = (*facts(), *known), product(X, v)
        value = trace(product(transpose(v), GRAM, v))
        same = rewritten_traces(equal(value, norm(moved)), inside)
        return signed(at_most(0, value), (same, not_negative(moved, inside)))

    gram = by_form(member(GRAM, semidefinite(d)), facts(), form)
    one = identity_is_definite(d, facts())
    return sum_is_definite(RIDGE, (one, variance()), (gram, positive(written(1), ())), facts())


def square_is_semidefinite() -> Theorem:
    """`XQXᵀ` is semidefinite, as Q is."""
    forms = part(2, meant(assume(LETTERS[0])))

    def form(v: Variable, known: Facts) -> Theorem:
        inside = (*facts(), *known)
        above = at(forms, shaped(product(transpose(X), v), inside))
        value = trace(product(transpose(v), SQUARE, v))
        same = rewritten_traces(equal(value, parts(above.conclusion, "at_most")[1]), inside)
        return signed(at_most(0, value), (same, above))

    return by_form(member(SQUARE, semidefinite(N)), facts(), form)


def exhibited() -> Theorem:
    """There are such matrices: the inverse of a definite matrix, and a root."""
    root = equal_matrices(product(G, G), SQUARE)
    given = *conjuncts(assume(OF_RIDGE)), rewritten_words(SUPPOSED.parts[2], facts(), [assume(root)])
    found = conjoin(conjoin(*given), apply(regressed(), conjoin(*given)))
    inner = exists(G, semidefinite(N), found.conclusion)
    rooted = with_root(square_is_semidefinite(), G, witness(inner, assume(LETTERS[1]), found))
    outer = witness(exists(Q, semidefinite(d), inner), assume(LETTERS[0]), rooted)
    return choose(Q, at(every_inverse(), assume(DATA[0]), ridge_is_definite()), outer)


def every_inverse() -> Theorem:
    """Every definite matrix has a semidefinite inverse."""
    place = member(A, definite(d))
    inverse = (equal_matrices(product(*each), identity_matrix(d)) for each in ((A, Q), (Q, A)))
    existence = exists(Q, semidefinite(d), conjunction(*inverse))
    return under(has_semidefinite_inverse(assume(place), existence, assumed(DATA[0])), DATA[0], place)


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
    found = conjoin(under(means(), NUMBER), ratio, under(exhibited(), DESIGN))
    return Proof(goal(), under(under(found, NOISY), *DATA), proved(defined(goal()), solve=meaningful))
