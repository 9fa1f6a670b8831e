"""Long prompts with another covariance than that of the training: the weights after L layers, and their error."""

from __future__ import annotations

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, conjoin, parts, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    conjunction,
    definite,
    difference,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    integers_from,
    iterated,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, proved, quantified, under
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, start
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse, with_inverse
from symbolic.tactics.whole_matrices.spectra import power
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

MODEL = ModelAnywhere("bordelon2025")
"""The mean of `(x·β − x·(1 − E)β)²`."""

d, L, l, t = map(real, ("d", "L", "l", "t"))
Q, R, S, O, β, w = map(matrix_letter, ("Σ", "R", "S", "O", "β", "w"))
"""The covariance of the training and its inverse; those of the test and of its weights; weights."""

SIZES = member(d, integers_from(1)), member(L, integers_from(1))
COVARIANCES = member(Q, definite(d)), member(S, semidefinite(d)), member(O, semidefinite(d))
OF_R, INVERSE = of_inverse(Q, d, R)
TASK, NATURAL = member(β, matrices(d, 1)), integers_from(0)
ONE = identity_matrix(d)
LEFT = difference(ONE, product(R, S))
"""`1 − Σ⁻¹Σ'`."""


def layers(count: Number, gamma: Number = L) -> Expression:
    """So many layers `w + Γ (Σ'β − Σ'w)/L` from 0, Γ being a number times Σ⁻¹."""
    residual = difference(product(S, β), product(S, w))
    return iterated(
        w, t, sum_of_matrices(w, multiple(1 / L, product(multiple(gamma, R), residual))), zeros(d, 1), count
    )


def remaining(count: Number) -> Expression:
    """`β − w_l = (1 − Σ⁻¹Σ')^l β`."""
    return equal_matrices(difference(β, layers(count)), product(power(LEFT, d, count), β))


ERROR = MODEL.loss(d, S, O, power(LEFT, d, L))


def printed(count: Number = L) -> Expression:
    """`tr Ω' [(1 − Σ⁻¹Σ')^L]ᵀ Σ' (1 − Σ⁻¹Σ')^L`."""
    left = power(LEFT, d, count)
    return trace(product(O, transpose(left), S, left))


def goal(count: Number = L) -> Expression:
    """For all sizes, depths and covariances: Σ has an inverse, what L layers leave of the weights, and their error."""
    both = conjunction(quantified(remaining(L), TASK), equal(ERROR, printed(count)))
    found = exists(R, matrices(d, d), conjunction(INVERSE, both))
    return quantified(found, *SIZES, *COVARIANCES)


FACTS = assumed(*SIZES, *COVARIANCES, OF_R)


def after_layers() -> Theorem:
    """`∀l: β − w_l = (1 − Σ⁻¹Σ')^l β`."""
    known = (*FACTS, *assumed(TASK))

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside = (*known, *facts)
        made = next_step(layers(l), l, inside), next_step(power(LEFT, d, l), l, inside)
        return rewritten_words(remaining(l + 1), inside, [*made, before])

    base = [start(layers(0)), start(power(LEFT, d, 0))]
    return over_steps(remaining, l, rewritten_words(remaining(0), known, base), step)


def proof() -> Proof:
    """The goal and its definedness."""
    at_depth = at(after_layers(), belonging(L, NATURAL, FACTS))
    derived = MODEL.derived(d, S, O, power(LEFT, d, L), facts=FACTS)
    left, _ = parts(derived.conclusion, "equal")
    error = identity(left, printed(), using=((derived, 1),))
    both = conjoin(assume(INVERSE), conjoin(under(at_depth, TASK), error))
    found = witness(exists(R, matrices(d, d), both.conclusion), assume(OF_R), both)
    found = with_inverse(assume(COVARIANCES[0]), R, found)
    return Proof(goal(), under(found, *SIZES, *COVARIANCES), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, and shapes."""
    return defined_on(MODEL)(formula, known) or of_matrices(formula, known)
