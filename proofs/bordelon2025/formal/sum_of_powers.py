"""L layers with a shared matrix are L steps of descent: a sum of powers of `1 − SΓ/L`."""

from __future__ import annotations

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import conjoin, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
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
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, proved, quantified, under
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, known_letters, of_matrices
from symbolic.tactics.whole_matrices.word_equations import of_words, rewritten_words

d, P, L, t, u, n = map(real, ("d", "P", "L", "t", "u", "n"))
X, y, Γ, x, W, Z = map(matrix_letter, ("X", "y", "Γ", "x", "W", "Z"))
NATURAL = integers_from(0)
SIZES = tuple(member(size, integers_from(1)) for size in (d, P, L))
DATA = member(X, matrices(P, d)), member(y, matrices(P, 1)), member(Γ, matrices(d, d))
FACTS = assumed(*SIZES, *DATA)
ONE = identity_matrix(d)

M = difference(ONE, multiple(1 / (L * P), product(transpose(X), X, Γ)))
"""`1 − SΓ/L` with `S = XᵀX/P`."""


def step(weights: Expression) -> Expression:
    """`w + Γ (Xᵀy − XᵀX w)/(LP)`."""
    residual = difference(y, product(X, weights))
    return sum_of_matrices(weights, multiple(1 / (L * P), product(Γ, transpose(X), residual)))


def descended(count: Number) -> Expression:
    """The weights after so many steps from 0."""
    return iterated(W, t, step(W), zeros(d, 1), count)


def power(exponent: Number) -> Expression:
    """`M` to a power."""
    return iterated(Z, u, product(M, Z), ONE, exponent)


def summed(count: Number) -> Expression:
    """`M⁰ + M¹ + …`, so many powers."""
    return iterated(Z, t, sum_of_matrices(Z, power(t - 1)), zeros(d, d), count)


def printed(count: Number) -> Expression:
    """`(1/(LP)) Γ Σ M^l Xᵀ y`."""
    return multiple(1 / (L * P), product(Γ, summed(count), transpose(X), y))


def loss(weights: Expression) -> Expression:
    """`‖Xw − y‖²/(2P)`."""
    off = difference(product(X, weights), y)
    return trace(product(transpose(off), off)) / (2 * P)


def is_slope() -> Expression:
    """What the loss gains in first order where W moves by Z: minus `Xᵀ (y − X W)/P`, paired with Z."""
    moved = product(X, Z)
    slope = multiple(1 / P, product(transpose(X), difference(y, product(X, W))))
    linear, square = trace(product(transpose(slope), Z)), trace(product(transpose(moved), moved)) / (2 * P)
    return equal(loss(sum_of_matrices(W, Z)), loss(W) - linear + square)


def prediction(powers: Number = L) -> Expression:
    """What is printed, and what L steps of descent from 0 predict."""
    return equal(trace(product(transpose(x), printed(powers))), trace(product(transpose(x), descended(L))))


def goal(powers: Number = L) -> Expression:
    """For all sizes, data, matrices Γ and numbers of layers: the prediction of L steps, and that they are descent."""
    return quantified(conjunction(*statements(powers)), *SIZES, *DATA)


def statements(powers: Number = L) -> tuple[Expression, Expression]:
    """Both statements about all data."""
    column = matrices(d, 1)
    steps = quantified(prediction(powers), member(x, column))
    return steps, quantified(is_slope(), member(W, column), member(Z, column))


def horner() -> Theorem:
    """`∀n: M⁰ + … + Mⁿ = 1 + M (M⁰ + … + Mⁿ⁻¹)`."""

    def says(count: Expression) -> Expression:
        return equal_matrices(summed(count + 1), sum_of_matrices(ONE, product(M, summed(count))))

    def one_more(before: Theorem, facts: Facts) -> Theorem:
        inside = (*FACTS, *facts)
        grown = added(n, inside)
        rest = difference(sum_of_matrices(ONE, product(M, summed(n))), summed(n))
        last = by_words(equal_matrices(power(n), rest), inside, (grown, -1, None, None), (before, 1, None, None))
        made = added(n + 1, inside), grown, next_step(power(n), n, inside), last
        return rewritten_words(says(n + 1), inside, made)

    zero = written(0)
    base = rewritten_words(says(zero), FACTS, [added(zero, FACTS), start(summed(0)), start(power(0))])
    return over_steps(says, n, base, one_more)


def added(count: Expression, facts: Facts) -> Theorem:
    """`(M⁰ + … + Mⁿ) = (M⁰ + … + Mⁿ⁻¹) + Mⁿ`."""

    def says(exponent: Expression) -> Expression:
        return equal_matrices(summed(count + 1), sum_of_matrices(summed(count), power(exponent)))

    return recounted(says, identity(count + 1 - 1, count), next_step(summed(count), count, facts))


def reached() -> Theorem:
    """`∀n: (weights after n steps) = (1/(LP)) Γ (M⁰ + … + Mⁿ⁻¹) Xᵀ y`."""

    def says(count: Expression) -> Expression:
        return equal_matrices(descended(count), printed(count))

    def one_more(before: Theorem, facts: Facts) -> Theorem:
        inside = (*FACTS, *facts)
        made = next_step(descended(n), n, inside), before, at(horner(), belonging(n, NATURAL, inside))
        return rewritten_words(says(n + 1), inside, made)

    base = rewritten_words(says(written(0)), FACTS, [start(descended(0)), start(summed(0))])
    return over_steps(says, n, base, one_more)


def proof() -> Proof:
    """The goal and its definedness."""
    same = at(reached(), belonging(L, NATURAL, FACTS))
    _, slope = statements()
    found = conjoin(under(_predicted(same), member(x, matrices(d, 1))), proved(slope, FACTS, of_words))
    return Proof(goal(), under(found, *SIZES, *DATA), proved(defined(goal()), solve=of_matrices))


def _predicted(same: Theorem) -> Theorem:
    """The prediction of equal weights."""
    facts = (*FACTS, *assumed(member(x, matrices(d, 1))))
    left, right = parts(same.conclusion, "equal_matrices")
    apart = divisors(facts, prediction())
    multiplier = (0, written(-1), transpose(x), identity_matrix(1))
    return traces(prediction(), (same,), (multiplier,), known_letters(facts, x, left, right), apart)
