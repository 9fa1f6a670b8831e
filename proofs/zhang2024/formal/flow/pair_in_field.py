"""What holds at every point of the family beside the field of its gradient flow: how the loss falls, what it bounds."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.dominated_gap import SCALED, P, Q, roots
from proofs.zhang2024.formal.flow.heights import HEIGHT, SECOND
from proofs.zhang2024.formal.loss_in_traces import LINEAR, Λ, U, u
from proofs.zhang2024.formal.trained_point import (
    INVERSE,
    ONE,
    SQUARE,
    B,
    H,
    K,
    R,
    S,
    by_letters,
    divisors,
    folded,
    form,
    off,
    sizes,
    square,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.logic import assume, part, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    equal,
    equal_matrices,
    member,
    multiple,
    product,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import at, under
from symbolic.tactics.whole_matrices.bounded_products import between, of_product
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

PULL = LINEAR - u * form(U)
MOVE = sum_of_matrices(multiple(-(u**2), product(K, U, Λ)), multiple(u, product(Λ, Λ)))
"""The velocities of u and of U."""

ENERGY = u**2 * form(U) / 2 - u * LINEAR
"""The loss without `½ tr Λ`."""

X = off()
GAP, FORCE = square(SCALED), product(K, X, Λ)
"""`‖H X B‖²`, twice the loss above its least value, and `ΓΛ X Λ`."""

LOW = trace(product(R, Λ, Λ)) / 2
MIXED = trace(product(transpose(X), R))

BEFORE, BEHIND = product(S, R, H), product(B, S)
"""The inverses of H and B."""

LEAST_SQUARE = 1 + square(BEFORE) * square(BEHIND)
"""No square `‖A‖²` is more than this times `‖H A B‖²`."""


def along(term: Expression) -> Expression:
    """The derivative along the field."""
    return along_field(term, (u, U), (PULL, MOVE))


@cache
def energy() -> Theorem:
    """`u² tr(ΓΛUΛUᵀ)/2 − u tr(Λ²Uᵀ) = ½ ‖H X B‖² − ½ tr(Γ⁻¹Λ²)`."""
    return by_letters(equal(ENERGY, GAP / 2 - LOW), *roots())


@cache
def falling() -> Theorem:
    """The energy has the derivative `−u'² − ‖U'‖²`."""
    return by_letters(equal(along(ENERGY), -(PULL**2) - square(MOVE)))


@cache
def level() -> Theorem:
    """`u² − ‖U‖²` has the derivative 0."""
    return by_letters(equal(along(HEIGHT), written(0)))


@cache
def sinking() -> Theorem:
    """`tr(ΓΛXΛXᵀ)` has the derivative `−2 u'² − 2 u² ‖ΓΛXΛ‖²`."""
    return by_letters(equal(along(form(X)), -2 * PULL**2 - 2 * u**2 * square(FORCE)))


@cache
def as_form() -> Theorem:
    """`tr(ΓΛXΛXᵀ) = ‖H X B‖²`."""
    return by_letters(equal(form(X), GAP), *roots())


@cache
def of_products() -> Theorem:
    """`∀P ∀Q: ‖P Q‖² ≤ ‖P‖² ‖Q‖²`."""
    both = member(P, SQUARE), member(Q, SQUARE)
    return under(of_product(P, Q, (*sizes(), *map(assume, both))), *both)


def between_products(one: Expression, other: Expression) -> Theorem:
    known = folded()[1]
    return at(of_products(), shaped(one, known), shaped(other, known))


def _enclosed(equation: Theorem) -> Theorem:
    """`‖A‖² ≤ c ‖H A B‖²` from `A = H⁻¹ (H A B) B⁻¹`, where c is `LEAST_SQUARE`."""
    left, right = parts(equation.conclusion, "equal_matrices")
    letters = known_letters(folded()[1], left, right, ONE, whole=(K,))
    sides = tuple((0, written(1), transpose(each), ONE) for each in (left, right))
    same = traces(equal(square(left), square(right)), (equation,), sides, letters, divisors())
    _, inside = parts(right, "product")
    middle, _ = parts(inside, "product")
    sign = not_negative(BEFORE, folded()[1]), not_negative(middle, folded()[1])
    bounds = same, between_products(BEFORE, inside), between_products(middle, BEHIND), *sign
    return signed(at_most(square(left), LEAST_SQUARE * square(middle)), bounds, products=((sign[0], bounds[2]),))


@cache
def distance() -> Theorem:
    """`‖X‖² ≤ c ‖H X B‖²`."""
    (unit, again), (root, high) = _units(), roots()
    rest = product(X, Λ, S)
    equation = by_words(
        equal_matrices(X, product(BEFORE, product(SCALED, BEHIND))),
        folded()[1],
        (again, -1, None, rest),
        (unit, -1, X, None),
        (folded()[0][0], -1, S, rest),
        (high, -1, product(S, R), rest),
        (root, -1, product(S, R, H, H, X), S),
        known=divisors(),
        whole=(K,),
    )
    return _enclosed(equation)


@cache
def dominated() -> Theorem:
    """`‖H X B‖² ≤ c ‖ΓΛ X Λ‖²`."""
    (unit, again), (root, high) = _units(), roots()
    rest = product(X, Λ, B, S)
    equation = by_words(
        equal_matrices(SCALED, product(BEFORE, product(FORCE, BEHIND))),
        folded()[1],
        (high, 1, product(S, R, H), rest),
        (high, -1, product(S, R), product(H, rest)),
        (folded()[0][0], -1, S, product(H, rest)),
        (again, -1, None, product(H, rest)),
        (root, 1, product(H, X), product(B, S)),
        (root, -1, product(H, X, B), S),
        (unit, -1, product(H, X, B), None),
        known=divisors(),
        whole=(K,),
    )
    return _enclosed(equation)


def _units() -> tuple[Theorem, Theorem]:
    """`Λ S = 1` and `S Λ = 1`."""
    return part(0, assume(INVERSE[1])), part(1, assume(INVERSE[1]))


@cache
def lengths() -> Theorem:
    """`u² ‖U‖² = ‖X‖² + 2 tr(Xᵀ Γ⁻¹) + tr Γ⁻²`."""
    return by_letters(equal(u**2 * square(U), square(X) + 2 * MIXED + SECOND))


def mixed() -> Facts:
    """`2 |tr(Xᵀ Γ⁻¹)| ≤ ‖X‖² + tr Γ⁻²`, and what the square of Γ⁻¹ is."""
    same = by_letters(equal(square(R), SECOND))
    return (*between(X, R, folded()[1]), same)


def less_than_product(one: Expression, other: Expression, facts: Facts) -> Theorem:
    """`tr(AᵀB)² ≤ (1 + ‖A‖²) ‖B‖²`: `B − s tr(AᵀB) A` has a square, s being `1/(1 + ‖A‖²)`."""
    both, whole, weight = trace(product(transpose(one), other)), square(other), 1 + square(one)
    rest = sum_of_matrices(multiple(weight, other), multiple(-both, one))
    value = rewritten_traces(
        equal(square(rest), weight**2 * whole - 2 * weight * both**2 + both**2 * square(one)), facts
    )
    long, sign = not_negative(one, facts), not_negative(rest, facts)
    goal = at_most(both**2, weight * whole)
    return signed(goal, (value, long, sign), degree=2, squares=(both,))
