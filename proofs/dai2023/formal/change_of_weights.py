"""Attention to demonstrations as a change of the weights with which attention to the text answers."""

from __future__ import annotations

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import parts
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    beside,
    cell,
    conjunction,
    difference,
    equal,
    equal_matrices,
    integers_between,
    integers_from,
    matrices,
    matrix_letter,
    member,
    product,
    real,
    sum_of_matrices,
    total,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import modulo, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices, shaped
from symbolic.tactics.whole_matrices.word_equations import of_words

m, n, t, k, h, i, j, l = map(real, ("m", "n", "t", "k", "h", "i", "j", "l"))
X, Y, V, K, q, F, T, Z = map(matrix_letter, ("X", "Y", "V", "K", "q", "F", "T", "Z"))
SIZES = tuple(member(size, integers_from(1)) for size in (m, n, t, k, h))
DATA = member(X, matrices(m, n)), member(Y, matrices(m, t))
WEIGHTS = member(V, matrices(h, m)), member(K, matrices(k, m))
QUERY = member(q, matrices(k, 1))
DESCENT = member(F, matrices(h, k)), member(T, matrices(h, n)), member(Z, matrices(h, k))
PLACES = member(j, integers_between(1, h)), member(l, integers_between(1, k))

ALL = beside(X, Y)
CHANGE = product(product(V, X), transpose(product(K, X)))
ZERO_SHOT = product(product(V, Y), transpose(product(K, Y)))
ANSWER = equal_matrices(
    product(product(V, ALL), transpose(product(K, ALL)), q), product(sum_of_matrices(ZERO_SHOT, CHANGE), q)
)
SUMMED = equal(cell(CHANGE, j, l), total(i, 1, n, cell(product(V, X), j, i) * cell(product(K, X), l, i)))


def loss(weights: Expression) -> Expression:
    """`½ ‖F K X − T‖²`."""
    off = difference(product(weights, K, X), T)
    return trace(product(transpose(off), off)) / 2


def slope() -> Expression:
    """What the loss loses in first order where F moves by Z, with errors in the place of the values."""
    errors = difference(T, product(F, K, X))
    change = product(errors, transpose(product(K, X)))
    moved = product(Z, K, X)
    linear, square = trace(product(transpose(change), Z)), trace(product(transpose(moved), moved)) / 2
    return equal(loss(sum_of_matrices(F, Z)), loss(F) - linear + square)


def goal(answer: Expression = ANSWER) -> Expression:
    """For all sizes, data and weights: the answer, the change as a sum over demonstrations, and a step of descent."""
    answers = quantified(conjunction(quantified(answer, QUERY), quantified(SUMMED, *PLACES)), DATA[1])
    return quantified(conjunction(answers, quantified(slope(), *DESCENT)), *SIZES, DATA[0], *WEIGHTS)


def of_sum(goal_: Expression, facts: Facts) -> Theorem | None:
    """A solver: an entry of the change as a sum, the others by words."""
    if goal_ != SUMMED:
        return of_words(goal_, facts)
    found = cell_of_product(cell(CHANGE, j, l), shaped(product(V, X), facts))
    _, whole = parts(found.conclusion, "equal")
    turned = cell_of_word(cell(transpose(product(K, X)), i, l))
    summand = cell(product(V, X), j, i) * cell(transpose(product(K, X)), i, l)
    each = modulo(equal(summand, cell(product(V, X), j, i) * cell(product(K, X), l, i)), (turned,))
    sums = equal_sums(under(each, member(i, integers_between(1, n))))
    assert parts(sums.conclusion, "equal")[0] == whole
    return modulo(goal_, (found, sums))


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), proved(goal(), solve=of_sum), proved(defined(goal()), solve=of_matrices))
