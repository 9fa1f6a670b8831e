"""That R approaches Λ⁻¹ from below, and how fast: `N (Λ⁻¹ − R)` is definite, and bounded."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.limits.inverse_approached import (
    bounds,
    grown,
    inverse_is_semidefinite,
    lasting,
    of_inverse,
    share,
    spread,
)
from proofs.garg2022.formal.limits.near_limits import RATE, SLOPE, Q
from proofs.garg2022.formal.trained_model import (
    GAMMA,
    ONE,
    SPREAD,
    TASK,
    Λ,
    N,
    R,
    S,
    commuting,
    d,
    divisors,
    facts,
    form,
    minus,
    of_gamma,
    w,
)
from symbolic.core.expressions import Expression, Variable, written
from symbolic.core.rules.logic import apply, assume, contradict, deny, part, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    at_most,
    definite,
    equal,
    equal_matrices,
    identity_matrix,
    implies,
    less,
    member,
    multiple,
    negation,
    product,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, quantified, under
from symbolic.tactics.whole_matrices.bounded_products import norm, trace_is_not_negative
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form


@cache
def rate_is_definite() -> Theorem:
    """`R (1 + tr Λ Λ⁻¹)` is definite: its form is made of those of Λ, I and Λ⁻¹ at `R x`."""
    inside = (*facts(), *lasting())
    turned = (of_inverse()[0], -1, product(S, R), None), (of_inverse()[1], 1, None, product(R, S))
    commutes = by_words(equal_matrices(product(S, R), product(R, S)), inside, *turned, (commuting(), 1, S, S))

    def sign(y: Variable, known_: Facts) -> Theorem:
        there = (*inside, known_[0])
        image = product(R, y)
        moved = shaped(image, there)
        zero = equal_matrices(image, zeros(d, 1))
        gone = by_words(
            equal_matrices(y, zeros(d, 1)),
            there,
            (of_gamma()[1], -1, None, y),
            (assume(zero), 1, GAMMA, None),
            known=divisors(),
        )
        some = deny(zero, contradict(gone, known_[1]))
        seen = apply(at(part(2, meant(assume(SPREAD))), moved), some)
        of_inverse_ = at(part(2, meant(inverse_is_semidefinite())), moved)
        size = norm(image)
        value_ = trace(product(transpose(y), RATE, y))
        t = trace(Λ)
        whole = (1 + 1 / N) * form(image, Λ) + (t / N + t * (1 + 1 / N)) * size + t**2 / N * form(image, S)
        same = rate_in_forms(value_, whole, y, there, commutes)
        signs = seen, not_negative(image, there), of_inverse_, trace_is_not_negative(spread(), inside), share()
        positive_, long, other, size_, few = signs
        products = (few, positive_), (few, size_, long), (size_, long), (few, size_, size_, other)
        return signed(less(0, value_), (same, *signs, *divisors()), products=products)

    return by_form(member(RATE, definite(d)), inside, sign, (commutes,))


def rate_in_forms(value_: Expression, whole: Expression, y: Expression, there: Facts, commutes: Theorem) -> Theorem:
    """`yᵀR(1 + t Λ⁻¹)y` by forms at R y, `t = tr Λ`, since `R = R Γ R`."""
    t, g, row = trace(Λ), 1 + 1 / N, transpose(y)
    taken = (
        (0, written(-1), row, product(R, y)),
        (0, -t, row, product(R, S, y)),
        (1, -(t * g), product(row, R, Λ), y),
        (2, t * g, product(row, R), product(R, y)),
        (1, -(t * t / N), product(row, R), y),
    )
    letters = known_letters(there, Λ, R, S, y, ONE)
    equations = of_gamma()[0], commutes, of_inverse()[0]
    return traces(equal(value_, whole), equations, taken, letters, divisors())


KEPT = minus(product(R, Λ), ONE)
MISSED = quantified(
    implies(negation(equal_matrices(w, zeros(d, 1))), less(0, form(product(KEPT, w), Q))), member(Q, definite(d)), TASK
)
"""At `G = Λ` and a query of which all directions are seen, infinitely long prompts miss every task but 0."""
WITHIN = at_most(norm(minus(S, R)), (1 / N) ** 2 * norm(product(S, SLOPE)))
"""`‖Λ⁻¹ − R‖² ≤ ‖Λ⁻¹ (1 + tr Λ Λ⁻¹)‖²/N²`."""


def is_missed() -> Theorem:
    """That, at a training of finite length: `(RΛ − 1)w = 0` says that `(Λ + tr Λ)w = 0`."""
    inside = (*facts(), *assumed(TASK))
    image, nothing = product(KEPT, w), equal_matrices(w, zeros(d, 1))
    zero, some = equal_matrices(image, zeros(d, 1)), negation(nothing)
    t, row = trace(Λ), transpose(w)
    taken = (0, -N, product(row, GAMMA), identity_matrix(1)), (1, N, row, product(Λ, w))
    letters = known_letters(inside, Λ, R, w, ONE)
    equations = assume(zero), of_gamma()[1]
    none = traces(equal(form(w, Λ) + t * norm(w), 0), equations, taken, letters, divisors())
    seen = apply(at(part(2, meant(assume(SPREAD))), assume(TASK)), assume(some))
    size, long = trace_is_not_negative(spread(), inside), not_negative(w, inside)
    moved = deny(zero, signed(FALSE, (none, seen, size, long), products=((size, long),)))
    whole = member(Q, definite(d))
    found = apply(at(part(2, meant(assume(whole))), shaped(image, inside)), moved)
    return under(found, whole, TASK, some)


def distance() -> Theorem:
    """`Λ⁻¹ − R = R (1 + tr Λ Λ⁻¹)/N`."""
    goal = equal_matrices(minus(S, R), multiple(1 / N, RATE))
    return by_words(goal, (*facts(), *lasting()), (grown(), 1, None, None), known=divisors())


def is_within() -> Theorem:
    """How near R is to Λ⁻¹."""
    inside, near = (*facts(), *lasting()), distance()
    sides = parts(near.conclusion, "equal_matrices")
    taken = tuple((0, written(1), transpose(side), ONE) for side in sides)
    letters = known_letters(inside, Λ, R, S, ONE)
    same = traces(equal(norm(minus(S, R)), (1 / N) ** 2 * norm(RATE)), (near,), taken, letters, divisors())
    return signed(WITHIN, (same, bounds()[1], share(), *divisors()), products=((share(), share(), bounds()[1]),))
