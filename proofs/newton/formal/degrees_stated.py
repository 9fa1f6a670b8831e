"""What is stated of degrees: of Newton's iterates, of what they predict, and of Gram matrices of GD++."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.expressions import Expression, Node, bound, opened
from symbolic.core.vocabulary import (
    REALS,
    Number,
    conjunction,
    difference,
    equal,
    exists,
    implies,
    integers_from,
    iterated,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    raised,
    real,
)
from symbolic.tactics.matrix_polynomials.degrees_of_polynomials import (
    has_degree,
)
from symbolic.tactics.matrix_polynomials.horner_steps import ONE, S
from symbolic.tactics.steps import quantified

a, k, t, α, γ = map(real, ("a", "k", "t", "α", "γ"))
Y = matrix_letter("Y")
NATURAL = integers_from(0)


def newton(count: Number) -> Node:
    """`M ← 2M − MSM` so often, from αS on."""
    return iterated(Y, t, difference(multiple(2, Y), product(Y, S, Y)), multiple(α, S), count)


def gram(count: Number) -> Node:
    """`G ← G (I − γG)²` so often, from S on."""
    off = difference(ONE, multiple(γ, Y))
    return iterated(Y, t, product(Y, off, off), S, count)


def token(count: Number) -> Node:
    """`x ← x − γx³` so often, from S on."""
    return iterated(Y, t, difference(Y, multiple(γ, product(Y, Y, Y))), S, count)


def of_newton(count: Expression) -> Expression:
    """`2^(k+1) − 1`."""
    return 2 * raised(2, count) - 1


def of_descent(count: Expression) -> Expression:
    """`3^k`."""
    return raised(3, count)


def prediction(count: Number) -> Node:
    """`qᵀ M_k X y` with `S = X Xᵀ`, everything in the prompt being one letter in one dimension."""
    squared = opened(bound(newton(count), (S,)), (product(S, S),))
    return product(S, squared, S, S)


def of_prediction(count: Expression) -> Expression:
    """`2^(k+2) + 1`."""
    return 4 * raised(2, count) + 1


Degree = Callable[[Expression], Expression]


def has(of: Callable[[Number], Node], degree: Degree, count: Expression) -> Node:
    """It is a polynomial of the degree, with a first coefficient that is not 0, the same for matrices of all sizes."""
    return exists(a, REALS, conjunction(negation(equal(a, 0)), has_degree(of(count), a, degree(count))))


def for_all_steps(of: Callable[[Number], Node], degree: Degree, rate: Expression) -> Expression:
    """That after any number of steps, for all rates that are not 0."""
    every = quantified(has(of, degree, k), member(k, NATURAL))
    return quantified(implies(negation(equal(rate, 0)), every), member(rate, REALS))


def degrees(newton_: Degree, descent: Degree, predicted: Degree) -> tuple[Expression, ...]:
    """For all sizes, matrices, rates and numbers of steps: the degrees."""
    return (
        for_all_steps(newton, newton_, α),
        for_all_steps(prediction, predicted, α),
        for_all_steps(gram, descent, γ),
        for_all_steps(token, descent, γ),
    )
