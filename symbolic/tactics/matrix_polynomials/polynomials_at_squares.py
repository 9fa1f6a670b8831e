"""Polynomials in a matrix at its square: they are polynomials of twice the degree, and commute with it."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Variable, bound, opened, written
from symbolic.core.rules.logic import assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    Number,
    entry,
    equal_matrices,
    member,
    product,
)
from symbolic.tactics.matrix_polynomials.degrees_of_polynomials import (
    Polynomial,
    constant_polynomial,
    equation,
    from_numbers,
    has_degree,
    inside,
    raised_to,
    same,
    sequences,
    sum_of,
    times_matrix,
    without,
)
from symbolic.tactics.matrix_polynomials.horner_steps import (
    NATURAL,
    PLACES,
    S,
    a,
    c,
    commuting,
    facts,
    g,
    h,
    n,
    polynomial,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import at, belonging, under
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, start
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped


def of_square(first: Number, others: Expression, degree: Number) -> Expression:
    """The polynomial at S² in the place of S."""
    return opened(bound(polynomial(first, others, degree), (S,)), (product(S, S),))


@cache
def of_squares() -> Theorem:
    """`∀a ∀c ∀n`: p at S² is a polynomial of the degree 2n in S."""
    given = member(a, REALS), member(c, SEQUENCES)

    def says(count: Expression) -> Expression:
        return has_degree(of_square(a, c, count), a, 2 * count)

    def step(before: Theorem, known: Facts) -> Theorem:
        natural, later, top = (belonging(term, NATURAL, known) for term in (2 * n, 2 * n + 1, 2 * (n + 1)))
        once = times_matrix(Polynomial(of_square(a, c, n), a, 2 * n, before), natural, *known)
        twice = times_matrix(once, later, *known).renamed(a, 2 * (n + 1))
        last = raised_to(constant_polynomial(entry(c, n + 1)), later, belonging(0, NATURAL), *known)
        both = sum_of(twice, last.renamed(0, 2 * (n + 1)), (1, 1), top, *known).renamed(a, 2 * (n + 1))
        made = next_step(of_square(a, c, n), n, (*facts(), *known))
        return same(both, of_square(a, c, n + 1), (made, 1, None, None), known=(*known, top)).theorem

    begun = constant_polynomial(a).renamed(a, 2 * written(0))
    nothing = belonging(0, NATURAL), belonging(2 * written(0), NATURAL)
    base = same(begun, of_square(a, c, 0), (start(of_square(a, c, 0)), 1, None, None), known=nothing)
    return under(over_steps(says, n, base.theorem, step), *given)


def at_square(of: Polynomial, count: Theorem, *known: Theorem) -> Polynomial:
    """`f(S²)`, of the degree 2n."""
    squared = opened(bound(of.of, (S,)), (product(S, S),))
    formula = opened(parts(of.theorem.conclusion, "exists")[1], (g,))
    there = at(assume(formula), assume(PLACES[0]), shaped(product(S, S), facts()))
    ended = Polynomial(
        of_square(of.first, g, of.degree), of.first, 2 * of.degree, at(of_squares(), of.first, *sequences(g), count)
    )
    ends = equation(ended, h)
    _, right = parts(ends.conclusion, "equal_matrices")
    using = (ends, 1, None, None), (there, 1, None, None)
    found = by_words(equal_matrices(squared, right), inside(count, *known), *using)
    made = from_numbers(squared, of.first, ended.degree, h, found)
    return without(g, of, without(h, ended, made))


def commutes(of: Polynomial, count: Theorem, letter: Variable, *known: Theorem) -> Theorem:
    """`f S = S f`, its numbers being a letter."""
    there = equation(of, letter)
    moved = at(commuting(), of.first, *sequences(letter), *map(assume, PLACES), count)
    using = (there, 1, None, S), (there, -1, S, None), (moved, -1, None, None)
    return by_words(equal_matrices(product(of.of, S), product(S, of.of)), inside(count, *known), *using)
