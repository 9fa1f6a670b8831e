"""`u' = tr(CQUᵀ) − u tr(SUQUᵀ)`, `U' = −u² SUQ + u CQ` where S and Q are definite and `C = SM`: what holds at a point.

With `X = uU − M` these are `−tr(SXQUᵀ)` and `−u SXQ`. Of S and Q there are inverses T and P, and roots J and L.
"""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.flow import any_pair
from proofs.zhang2024.formal.flow.any_pair import (
    ENERGY,
    MOVE,
    POINT,
    PULL,
    ROOTS,
    SIZE,
    SQUARE,
    START,
    C,
    J,
    L,
    Q,
    S,
    along,
    form,
    linear,
)
from proofs.zhang2024.formal.flow.from_family import HEIGHT
from proofs.zhang2024.formal.loss_in_traces import U, d, u
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    definite,
    equal,
    equal_matrices,
    identity_matrix,
    less,
    matrix_letter,
    member,
    multiple,
    product,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, under
from symbolic.tactics.whole_matrices.bounded_products import between, norm, of_product
from symbolic.tactics.whole_matrices.matrix_letters import by_words
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse, with_inverse, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

M, T, P = map(matrix_letter, "MTP")
DEFINITE = member(S, definite(d)), member(Q, definite(d))
SHAPES = member(C, SQUARE), member(M, SQUARE)
FACTOR = equal_matrices(product(S, M), C)
DATA = (SIZE, *DEFINITE, *SHAPES)
INVERSES = of_inverse(S, d, T), of_inverse(Q, d, P)

X = sum_of_matrices(multiple(u, U), multiple(-1, M))
"""`uU − M`."""

SCALED, FORCE = product(J, X, L), product(S, X, Q)
GAP, LENGTH = norm(SCALED), norm(M)
MIXED = trace(product(transpose(M), X))
BEFORE, BEHIND = product(T, J), product(L, P)
"""The inverses of J and L."""

LEAST_SQUARE = 1 + norm(BEFORE) * norm(BEHIND)
"""No square `‖A‖²` is more than this times `‖J A L‖²`."""


@cache
def spreads() -> Facts:
    """S and Q are semidefinite."""
    return tuple(semidefinite_too(assume(each)) for each in DEFINITE)


@cache
def letters() -> Facts:
    """The shapes of all letters."""
    of_letters = *SHAPES, *(each for each, _ in (*ROOTS, *INVERSES)), START[1]
    return (*assumed(SIZE), *spreads(), *map(assume, (*of_letters, *POINT)))


@cache
def equations() -> Facts:
    """`S = J J`, `Q = L L`, `C = S M`, `T J J = 1` and `L L P = 1`."""
    one, (low, high) = identity_matrix(d), (assume(root) for _, root in ROOTS)
    ahead, behind = part(1, assume(INVERSES[0][1])), part(0, assume(INVERSES[1][1]))
    return (
        by_words(equal_matrices(S, product(J, J)), letters(), (low, -1, None, None)),
        by_words(equal_matrices(Q, product(L, L)), letters(), (high, -1, None, None)),
        by_words(equal_matrices(C, product(S, M)), letters(), (assume(FACTOR), -1, None, None)),
        by_words(equal_matrices(product(T, J, J), one), letters(), (low, 1, T, None), (ahead, 1, None, None)),
        by_words(equal_matrices(product(L, L, P), one), letters(), (high, 1, None, P), (behind, 1, None, None)),
    )


def by_letters(goal: Expression) -> Theorem:
    """An equation between numbers."""
    return rewritten_traces(goal, letters(), equations())


def without_letters(theorem: Theorem) -> Theorem:
    """What does not name inverses and roots, without supposing that there are such."""
    for letter, known in zip((T, P), map(assume, DEFINITE), strict=True):
        theorem = with_inverse(known, letter, theorem)
    for letter, known in zip((J, L), spreads(), strict=True):
        theorem = with_root(known, letter, theorem)
    return theorem


@cache
def below() -> Theorem:
    """`∀U: tr(CQUᵀ) ≤ tr(SUQUᵀ)/4 + tr(SMQMᵀ)`, the difference being the form of `½U − M`."""
    off = product(J, sum_of_matrices(multiple(written(1) / 2, U), multiple(-1, M)), L)
    value = by_letters(equal(norm(off), form() / 4 - linear() + form(M)))
    return under(signed(at_most(linear(), form() / 4 + form(M)), (value, not_negative(off, letters()))), POINT[1])


@cache
def existence() -> Theorem:
    """The system has one solution on [0, ∞)."""
    data = assume(SIZE), *spreads(), assume(SHAPES[0]), belonging(form(M), REALS)
    return without_letters(at(apply(at(any_pair.existence(), *data), below()), *map(assume, START)))


@cache
def falling() -> Theorem:
    """The energy has the derivative `−u'² − ‖U'‖²`."""
    return rewritten_traces(equal(along(ENERGY), -(PULL**2) - norm(MOVE)), letters())


@cache
def level() -> Theorem:
    """`u² − ‖U‖²` has the derivative 0."""
    return rewritten_traces(equal(along(HEIGHT), written(0)), letters())


@cache
def sinking() -> Theorem:
    """`tr(SXQXᵀ)` has the derivative `−2 u'² − 2 u² ‖SXQ‖²`."""
    slope = -2 * PULL**2 - 2 * u**2 * norm(FORCE)
    return rewritten_traces(equal(along(form(X)), slope), letters(), (assume(FACTOR),))


@cache
def gap() -> Facts:
    """`0 ≤ ‖J X L‖²`, which is `tr(SXQXᵀ)`."""
    return not_negative(SCALED, letters()), by_letters(equal(form(X), GAP))


@cache
def form_sign() -> Theorem:
    """`0 ≤ tr(SUQUᵀ)`."""
    inside = product(J, U, L)
    return signed(at_most(0, form()), (by_letters(equal(form(), norm(inside))), not_negative(inside, letters())))


@cache
def not_steep() -> Theorem:
    """`∀U: tr(SUQUᵀ) ≤ (1 + ‖S‖² ‖Q‖²) ‖U‖²`, for all definite S and Q."""
    right = product(U, Q)
    moved = product(S, right)
    mixed = between(U, moved, letters())[1]
    same = rewritten_traces(equal(trace(product(transpose(U), moved)), form()), letters())
    one, other = of_product(S, right, letters()), of_product(U, Q, letters())
    signs = tuple(not_negative(each, letters()) for each in (S, Q, U))
    goal = at_most(form(), (1 + norm(S) * norm(Q)) * norm(U))
    found = signed(goal, (mixed, same, one, other, *signs), products=((signs[0], other), signs))
    return under(found, *DATA[:3], POINT[1])


@cache
def least_square() -> Theorem:
    """`0 < LEAST_SQUARE`."""
    signs = tuple(not_negative(each, letters()) for each in (BEFORE, BEHIND))
    return signed(less(0, LEAST_SQUARE), signs, products=(signs,))


def _enclosed(of: Expression, middle: Expression) -> Theorem:
    """`‖A‖² ≤ LEAST_SQUARE ‖B‖²` where `A = J⁻¹ B L⁻¹`."""
    inside = product(middle, BEHIND)
    same = by_letters(equal(norm(of), norm(product(BEFORE, inside))))
    bounds = of_product(BEFORE, inside, letters()), of_product(middle, BEHIND, letters())
    sign = not_negative(BEFORE, letters()), not_negative(middle, letters())
    return signed(
        at_most(norm(of), LEAST_SQUARE * norm(middle)), (same, *bounds, *sign), products=((sign[0], bounds[1]),)
    )


@cache
def distance() -> Theorem:
    """`‖X‖² ≤ LEAST_SQUARE ‖J X L‖²`."""
    return _enclosed(X, SCALED)


@cache
def dominated() -> Theorem:
    """`‖J X L‖² ≤ LEAST_SQUARE ‖S X Q‖²`."""
    return _enclosed(SCALED, FORCE)


@cache
def lengths() -> Theorem:
    """`u² ‖U‖² = ‖X‖² + 2 tr(Mᵀ X) + ‖M‖²`."""
    return rewritten_traces(equal(u**2 * norm(U), norm(X) + 2 * MIXED + LENGTH), letters())


def less_than_product(one: Expression, other: Expression, facts: Facts) -> Theorem:
    """`tr(AᵀB)² ≤ (1 + ‖A‖²) ‖B‖²`: `B − s tr(AᵀB) A` has a square, s being `1/(1 + ‖A‖²)`."""
    both, whole, weight = trace(product(transpose(one), other)), norm(other), 1 + norm(one)
    rest = sum_of_matrices(multiple(weight, other), multiple(-both, one))
    value = rewritten_traces(equal(norm(rest), weight**2 * whole - 2 * weight * both**2 + both**2 * norm(one)), facts)
    long, sign = not_negative(one, facts), not_negative(rest, facts)
    goal = at_most(both**2, weight * whole)
    return signed(goal, (value, long, sign), degree=2, squares=(both,))
