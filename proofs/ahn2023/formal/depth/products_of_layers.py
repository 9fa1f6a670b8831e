"""The error after L sparse layers is `aᵀ (1 − M A_1) ⋯ (1 − M A_L) q`, and what a change of coordinates makes of it."""

from __future__ import annotations

from proofs.ahn2023.formal.layers_take_steps import (
    DATA,
    FACTS,
    MASK,
    NATURAL,
    PROMPT,
    SIZES,
    TASKS,
    L,
    Matrices,
    S,
    X,
    a,
    d,
    keys,
    l,
    layers,
    n,
    preconditioner,
    q,
    through,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    beside,
    conjunction,
    difference,
    equal_matrices,
    identity_matrix,
    implies,
    iterated,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    stacked,
    symmetric,
    transpose,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, quantified, under
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, start
from symbolic.tactics.whole_matrices.matrix_letters import chained
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

B, C, Y = map(matrix_letter, ("B", "C", "Y"))
ONE = identity_matrix(d)


def gram(samples: Expression) -> Expression:
    """`M = X Xᵀ/n`."""
    return multiple(1 / n, product(samples, transpose(samples)))


def factors(count: Number, square: Expression, of: Matrices = preconditioner) -> Expression:
    """`(1 − M A_1) ⋯ (1 − M A_L)`."""
    return iterated(S, l, product(S, difference(ONE, product(square, of(l)))), ONE, count)


def left_over(square: Expression) -> Expression:
    """Samples and query with what is left of their labels, `(X, q; aᵀ P X, aᵀ P q − aᵀ q)` for the product P."""
    labels = product(transpose(a), square, X)
    entry = difference(product(transpose(a), square, q), product(transpose(a), q))
    return stacked(beside(X, q), beside(labels, entry))


def error(count: Number = L) -> Expression:
    """The tokens after so many layers."""
    return equal_matrices(layers(count), left_over(factors(count, gram(X))))


def conjugated(layer: Number) -> Expression:
    """`C A_l C`."""
    return product(C, preconditioner(layer), C)


def turned(count: Number = L, inner: Expression | None = None) -> Expression:
    """The product for the samples BY and the matrices `C A_l C` is `B P C`, P being that for Y and the `A_l`."""
    outer = factors(count, gram(product(B, Y)), conjugated)
    return equal_matrices(outer, product(B, factors(count, inner or gram(Y)), C))


ROOTS = conjunction(equal_matrices(product(B, C), ONE), equal_matrices(product(C, B), ONE))
COVARIANCE = member(B, symmetric(d)), member(C, matrices(d, d)), member(Y, matrices(d, n))


def says(inner: Expression | None = None) -> tuple[Expression, Expression]:
    """For all sizes, data, matrices and numbers of layers: what is left of the labels, and in other coordinates."""
    of_layers = quantified(quantified(error(), member(L, NATURAL)), *SIZES, *DATA)
    of_roots = implies(ROOTS, quantified(turned(inner=inner), member(L, NATURAL)))
    return of_layers, quantified(of_roots, *SIZES, *COVARIANCE)


def theorems() -> tuple[Theorem, Theorem]:
    """Both."""
    return under(_error(), *SIZES, *DATA), under(_turned(), *SIZES, *COVARIANCE, ROOTS)


def _error() -> Theorem:
    """By induction over the layers."""

    def next_one(before: Theorem, facts: Facts) -> Theorem:
        number, inside = L + 1, (*FACTS, *facts)
        state, known = parts(before.conclusion, "equal_matrices")
        whole = (TASKS, MASK, keys(number), known)
        made = next_step(state, L, inside)
        substituted = rewritten_words(
            equal_matrices(through(state, number), through(known, number)), inside, [before], whole=whole
        )
        left = factors(L, gram(X))
        grown = left_over(product(left, difference(ONE, product(gram(X), preconditioner(number)))))
        computed = rewritten_words(equal_matrices(through(known, number), grown), inside)
        more = next_step(left, L, inside)
        renamed = rewritten_words(equal_matrices(grown, left_over(factors(number, gram(X)))), inside, [more])
        return chained(inside, made, substituted, computed, renamed)

    zero = written(0)
    none = start(factors(zero, gram(X)))
    same = rewritten_words(equal_matrices(PROMPT, left_over(factors(zero, gram(X)))), FACTS, [none])
    return over_steps(error, L, chained(FACTS, start(layers(zero)), same), next_one)


def _turned() -> Theorem:
    """By induction over the layers, as `B C = C B = 1`."""
    known = assumed(*SIZES, *COVARIANCE, ROOTS)
    inverse = known[-2:]

    def next_one(before: Theorem, facts: Facts) -> Theorem:
        number, inside = L + 1, (*known, *facts)
        outer, inner = factors(L, gram(product(B, Y)), conjugated), factors(L, gram(Y))
        made, more = next_step(outer, L, inside), next_step(inner, L, inside)
        return rewritten_words(turned(number), inside, [made, more, before, *inverse])

    zero = written(0)
    begun = [start(factors(zero, gram(product(B, Y)), conjugated)), start(factors(zero, gram(Y)))]
    return over_steps(turned, L, rewritten_words(turned(zero), known, [*begun, *inverse]), next_one)
