"""That R is a multiple of the identity where all columns see the same of it, and that Λ is one just where R is."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.queries.orthogonal_prompts import APART, MULTIPLE, PROMPT, X, Z, alike, n, x, λ
from proofs.garg2022.formal.trained_model import COLUMN, GAMMA, ONE, SIZES, Λ, M, N, R, d, divisors, facts, of_gamma
from symbolic.core.expressions import Expression
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.logic import apply, assume, choose, excluded_middle, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    cell,
    equal,
    equal_matrices,
    matrix,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, modulo, quantified, rewritten, under, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.forms import form_at, vanishing_form
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import length_of_signs
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

r = real("r")
ONES = matrix(*ENTRY, (d, 1), 1)


@cache
def length_of_ones() -> Theorem:
    """`‖(1, …, 1)‖² = d`."""

    def one(place: Expression) -> Theorem:
        return modulo(equal(cell(ONES, place, 1) ** 2, 1), (cell_of_matrix(cell(ONES, place, 1)),))

    return length_of_signs(ONES, one, assumed(SIZES[0]))


@cache
def by_forms() -> Theorem:
    """`R = r I` where `xᵀRx = r ‖x‖²` for all columns."""
    left = sum_of_matrices(R, multiple(-r, ONE))
    column = member(x, COLUMN)
    inside = (*facts(), *assumed(member(r, REALS), column))
    same = quantified(equal(form_at(R, x), r * norm(x)), column)
    value = rewritten_traces(equal(form_at(left, x), form_at(R, x) - r * norm(x)), inside)
    here = at(assume(same), assume(column))
    none = under(identity(form_at(left, x), 0, (), ((value, 1), (here, 1))), column)
    vanishes = vanishing_form(left, d, none, inside[:-1])
    found = by_words(equal_matrices(R, multiple(r, ONE)), inside, (vanishes, 1, None, None))
    return under(found, member(r, REALS), same)


@cache
def is_multiple() -> Theorem:
    """Λ is a multiple of the identity where 0 is predicted: `d xᵀRx = eᵀRe ‖x‖²` with `e = (1, …, 1)`."""
    inside = facts()
    column, ratio = member(x, COLUMN), form_at(R, ONES) / d
    same = at(alike(), assume(column), shaped(ONES, inside))
    here = identity(form_at(R, x), ratio * norm(x), inside, ((same, 1 / d), (length_of_ones(), -form_at(R, x) / d)))
    found = apply(at(by_forms(), ratio), under(here, column))
    return apply(at(of_inverse(), ratio), found)


@cache
def of_inverse() -> Theorem:
    """Where `R = r I`, a multiple of the identity is Λ too."""
    real_, equation = member(r, REALS), equal_matrices(R, multiple(r, ONE))
    inside, growth = (*facts(), assume(real_)), 1 + 1 / N

    def at_zero(case: Facts) -> Theorem:
        none = rewritten(case[0], assume(equation))
        using = (of_gamma()[0], -1, None, Λ), (none, 1, None, product(GAMMA, Λ))
        return _some(0, by_words(equal_matrices(Λ, multiple(0, ONE)), inside, *using, known=divisors()))

    def elsewhere(case: Facts) -> Theorem:
        scale = 1 / r / growth
        value = scale - trace(Λ) / N / growth
        using = (of_gamma()[0], scale, None, None), (assume(equation), -scale, None, GAMMA)
        known = (*divisors(), *case)
        return _some(value, by_words(equal_matrices(Λ, multiple(value, ONE)), inside, *using, known=known))

    found = whichever(MULTIPLE, excluded_middle(equal(r, 0)), at_zero, elsewhere)
    return under(found, real_, equation)


def _some(value: Number, theorem: Theorem) -> Theorem:
    return witness(MULTIPLE, belonging(value, REALS), theorem)


@cache
def stays_apart() -> Theorem:
    """`Zᵀ R X = 0` where Λ is a multiple of the identity and `Zᵀ X = 0`: R is a multiple of it as well."""
    inside = (*facts(), *assumed(*PROMPT, member(λ, REALS)))
    equation = equal_matrices(Λ, multiple(λ, ONE))
    scale = (1 + 1 / N) * λ + trace(Λ) / N
    using = (of_gamma()[0], 1, None, None), (assume(equation), -(1 + 1 / N), R, None)
    one = by_words(equal_matrices(multiple(scale, R), ONE), inside, *using, known=divisors())
    goal, turned = equal_matrices(product(transpose(Z), R, X), zeros(n, M)), transpose(Z)

    def at_zero(case: Facts) -> Theorem:
        return by_words(goal, inside, (rewritten(case[0], one), -1, turned, product(R, X)), known=divisors())

    def elsewhere(case: Facts) -> Theorem:
        using = (one, 1 / scale, turned, X), (assume(APART), 1 / scale, None, None)
        return by_words(goal, inside, *using, known=(*divisors(), *case))

    found = whichever(goal, excluded_middle(equal(scale, 0)), at_zero, elsewhere)
    return choose(λ, assume(MULTIPLE), found)
