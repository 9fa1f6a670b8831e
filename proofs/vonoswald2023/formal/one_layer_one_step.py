"""k layers of the constructed weights make k steps of gradient descent, for the context and for the query."""

from __future__ import annotations

from proofs.vonoswald2023.formal.layer import (
    CONTEXT,
    DATA,
    QUERY,
    SIZES,
    START,
    W0,
    N,
    X,
    Y,
    change,
    d,
    inputs,
    layer,
    loss,
    m,
    projection,
    q,
    slope_at,
    square,
    values,
    η,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    beside,
    conjunction,
    difference,
    equal,
    equal_matrices,
    identity_matrix,
    integers_from,
    iterated,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    stacked,
    sum_of_matrices,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, proved, quantified, under
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, start
from symbolic.tactics.whole_matrices.matrix_letters import by_words, chained, of_matrices
from symbolic.tactics.whole_matrices.word_equations import of_words, rewritten_words

k, t = map(real, "kt")
S, M, Z = map(matrix_letter, "SMZ")
NATURAL = integers_from(0)
ALL = (*SIZES, *DATA, START, QUERY, member(η, REALS))
FACTS = assumed(*ALL)

MASK = square(identity_matrix(N), zeros(1, N), zeros(1, 1), (N, 1))
"""What leaves the query out of the keys."""


AFTER_ONE = stacked(X, difference(Y, product(change(W0), X)))


def descended(count: Number) -> Expression:
    """The weights after so many steps."""
    return iterated(M, t, sum_of_matrices(M, change(M)), W0, count)


def tokens(weights: Expression) -> Expression:
    """Context and query, where descent has reached some weights: `(X, q; Y − (M − W₀) X, −M q)`."""
    labels = difference(Y, product(difference(weights, W0), X))
    return stacked(beside(X, q), beside(labels, multiple(-1, product(weights, q))))


def step(state: Expression) -> Expression:
    """The layer on all tokens, the query being no key."""
    pairs = product(product(values(), state), MASK, transpose(product(inputs(), state)))
    return sum_of_matrices(state, product(projection(η / N), pairs, inputs(), state))


def layers(count: Number, one: Expression) -> Expression:
    """The tokens after so many layers; the first labels are Y and the query's `−W₀ q`."""
    begin = stacked(beside(X, q), beside(Y, multiple(-1, product(W0, q))))
    return iterated(S, t, one, begin, count)


def goal(labels: Expression = AFTER_ONE) -> Expression:
    """For all sizes, data, weights and steps: k layers, one layer on the context alone, the loss and its gradient."""
    found = conjunction(
        quantified(equal_matrices(layers(k, step(S)), tokens(descended(k))), QUERY, member(k, NATURAL)),
        equal_matrices(layer(CONTEXT, CONTEXT), labels),
        equal(loss(W0, difference(Y, product(change(W0), X))), loss(sum_of_matrices(W0, change(W0)))),
        quantified(slope_at(W0, Z), member(Z, matrices(m, d))),
    )
    return quantified(found, *SIZES, *DATA, START, member(η, REALS))


def of_layers() -> Theorem:
    """`∀k: (tokens after k layers) = (X, q; Y − (M_k − W₀) X, −M_k q)`."""

    def says(count: Expression) -> Expression:
        return equal_matrices(layers(count, step(S)), tokens(descended(count)))

    def next_one(before: Theorem, facts: Facts) -> Theorem:
        inside = (*FACTS, *facts)
        state, known = parts(before.conclusion, "equal_matrices")
        made = next_step(state, k, inside)
        whole = (values(), MASK, inputs(), square_of(projection(η / N)), known)
        substituted = rewritten_words(equal_matrices(step(state), step(known)), inside, [before], whole=whole)
        now = descended(k)
        grown = sum_of_matrices(now, change(now))
        computed = rewritten_words(equal_matrices(step(known), tokens(grown)), inside)
        reached = next_step(now, k, inside)
        return chained(inside, made, substituted, computed, in_tokens(reached, inside))

    return over_steps(says, k, first(), next_one)


def first() -> Theorem:
    """Before the first layer."""
    begun = start(layers(0, step(S)))
    _, begin = parts(begun.conclusion, "equal_matrices")
    same = rewritten_words(equal_matrices(begin, tokens(W0)), FACTS)
    return chained(FACTS, begun, same, in_tokens(start(descended(0)), FACTS))


def in_tokens(reached: Theorem, facts: Facts) -> Theorem:
    """`tokens(M) = tokens(M')` from `M' = M`."""
    new, old = parts(reached.conclusion, "equal_matrices")
    before, behind = stacked(zeros(d, m), identity_matrix(m)), beside(X, q)
    return by_words(equal_matrices(tokens(old), tokens(new)), facts, (reached, 1, before, behind))


def square_of(multiple_: Expression) -> Expression:
    """What is multiplied by a number."""
    return parts(multiple_, "multiple")[1]


def proof() -> Proof:
    """The goal and its definedness."""
    of_k = at(of_layers(), assume(member(k, NATURAL)))
    data = (*SIZES, *DATA, START, member(η, REALS))
    facts = assumed(*data)
    inner = _inside(goal())
    rest = [proved(each, facts, of_words) for each in parts(inner, "and")[1:]]
    found = conjoin(under(of_k, QUERY, member(k, NATURAL)), *rest)
    return Proof(goal(), under(found, *data), proved(defined(goal()), solve=of_matrices))


def _inside(formula: Expression) -> Expression:
    """What is said of all data."""
    for membership in (*SIZES, *DATA, START, member(η, REALS)):
        variable, _ = parts(membership, "member")
        formula = opened(parts(formula, "for_all")[1], (variable,))
    return formula
