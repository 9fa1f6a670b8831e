"""L sparse layers take L steps of preconditioned descent, another symmetric matrix in each."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, discharge, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    TRUE,
    Number,
    beside,
    conjunction,
    constant,
    difference,
    equal,
    equal_matrices,
    for_all,
    identity_matrix,
    implies,
    integers_from,
    iterated,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    stacked,
    sum_of_matrices,
    symmetric,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, belonging, proved, quantified, under
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, start
from symbolic.tactics.whole_matrices.matrix_letters import chained, of_matrices
from symbolic.tactics.whole_matrices.word_equations import of_words, rewritten_words

d, n, L, l, j, k = map(real, ("d", "n", "L", "l", "j", "k"))
X, a, q, S, w, Z = map(matrix_letter, ("X", "a", "q", "S", "w", "Z"))
NATURAL = integers_from(0)
SIZES = member(d, integers_from(1)), member(n, integers_from(1))
COLUMN = matrices(d, 1)
DATA = member(X, matrices(d, n)), member(a, COLUMN), member(q, COLUMN)
FACTS = assumed(*SIZES, *DATA)
ONE = identity_matrix(1)

TASKS = stacked(beside(zeros(d, d), zeros(d, 1)), beside(zeros(1, d), ONE))
"""`P = diag(0, 1)`."""

MASK = stacked(beside(identity_matrix(n), zeros(n, 1)), beside(zeros(1, n), zeros(1, 1)))
"""What leaves the query out of the samples."""


def preconditioner(layer: Number) -> Expression:
    """`A_l`: any matrix for each l, its entries being a function of which nothing but the name is known."""
    return matrix(j, k, (d, d), constant("A", layer, j, k))


Matrices = Callable[[Number], Expression]
"""The matrix of each layer."""


def keys(layer: Number, of: Matrices = preconditioner) -> Expression:
    """`Q_l = −diag(A_l, 0)`."""
    upper = beside(multiple(-1, of(layer)), zeros(d, 1))
    return stacked(upper, beside(zeros(1, d), zeros(1, 1)))


def through(state: Expression, layer: Number, of: Matrices = preconditioner) -> Expression:
    """`Z + P Z M Zᵀ Q Z / n`."""
    change = product(TASKS, state, MASK, transpose(state), keys(layer, of), state)
    return sum_of_matrices(state, multiple(1 / n, change))


def tokens(weights: Expression) -> Expression:
    """Samples and query, where descent has reached w: `(X, q; (a − w)ᵀ X, −wᵀ q)`."""
    labels = product(transpose(difference(a, weights)), X)
    return stacked(beside(X, q), beside(labels, multiple(-1, product(transpose(weights), q))))


PROMPT = stacked(beside(X, q), beside(product(transpose(a), X), zeros(1, 1)))


def layers(count: Number, of: Matrices = preconditioner) -> Expression:
    """The prompt after so many layers."""
    return iterated(S, l, through(S, l, of), PROMPT, count)


def gradient(weights: Expression) -> Expression:
    """`∇R(w) = X Xᵀ (w − a)/n`."""
    return multiple(1 / n, product(X, transpose(X), difference(weights, a)))


Stepped = Callable[[Expression, Number], Expression]
"""What a step with a number makes of weights."""


def stepped(weights: Expression, layer: Number, of: Matrices = preconditioner) -> Expression:
    """`w − A_l ∇R(w)`."""
    return difference(weights, product(of(layer), gradient(weights)))


def descended(count: Number, step: Stepped = stepped) -> Expression:
    """So many steps from 0."""
    return iterated(w, l, step(w, l), zeros(d, 1), count)


def risk(weights: Expression) -> Expression:
    """`(1/2n) Σ (w·x_i − a·x_i)²`."""
    off = product(transpose(X), difference(weights, a))
    return trace(product(transpose(off), off)) / (2 * n)


def is_gradient() -> Expression:
    """What the risk gains in first order where w moves by Z."""
    moved = product(transpose(X), Z)
    linear, square = trace(product(transpose(gradient(w)), Z)), trace(product(transpose(moved), moved)) / (2 * n)
    return equal(risk(sum_of_matrices(w, Z)), risk(w) + linear + square)


SYMMETRIC = for_all(l, integers_from(1), member(preconditioner(l), symmetric(d)))


def says(count: Expression, step: Stepped = stepped) -> Expression:
    """The tokens after so many layers are those at the weights after so many steps."""
    return equal_matrices(layers(count), tokens(descended(count, step)))


def goal(premise: Expression = SYMMETRIC) -> Expression:
    """For all sizes, data and symmetric matrices: L layers and L steps, for every L; and that they are descent."""
    of_layers = implies(premise, quantified(says(L), member(L, NATURAL)))
    slope = quantified(is_gradient(), member(w, COLUMN), member(Z, COLUMN))
    return quantified(conjunction(of_layers, slope), *SIZES, *DATA)


def all_layers(step: Stepped = stepped, premise: Expression = SYMMETRIC) -> Theorem:
    """`∀L: …`, under a premise of all matrices."""

    def next_one(before: Theorem, facts: Facts) -> Theorem:
        number = L + 1
        inside = (*FACTS, *facts, *_of_layer(premise, number, facts))
        state, known = parts(before.conclusion, "equal_matrices")
        whole = (TASKS, MASK, keys(number), known)
        made, reached = next_step(state, L, inside), next_step(descended(L, step), L, inside)
        substituted = rewritten_words(
            equal_matrices(through(state, number), through(known, number)), inside, [before], whole=whole
        )
        grown = tokens(step(descended(L, step), number))
        computed = rewritten_words(equal_matrices(through(known, number), grown), inside)
        renamed = rewritten_words(equal_matrices(grown, tokens(descended(number, step))), inside, [reached])
        return chained(inside, made, substituted, computed, renamed)

    zero = written(0)
    begun, at_start = start(layers(zero)), start(descended(zero, step))
    same = rewritten_words(equal_matrices(PROMPT, tokens(descended(zero, step))), FACTS, [at_start])
    return over_steps(lambda count: says(count, step), L, chained(FACTS, begun, same), next_one)


def _of_layer(premise: Expression, number: Expression, facts: Facts) -> Facts:
    """What a premise says of the matrix of a layer."""
    return (at(assume(premise), belonging(number, integers_from(1), facts)),) if premise != TRUE else ()


def proof() -> Proof:
    """The goal and its definedness."""
    slope = quantified(is_gradient(), member(w, COLUMN), member(Z, COLUMN))
    found = conjoin(discharge(SYMMETRIC, all_layers()), proved(slope, FACTS, of_words))
    return Proof(goal(), under(found, *SIZES, *DATA), proved(defined(goal()), solve=of_matrices))
