"""What matrices are the sums of heads at critical points: inverses of Γ times projections that commute with Λ."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import GAMMA, Λ, N, d
from proofs.zhang2024.formal.trained_point import (
    HIGH_ROOT,
    INVERSE,
    ROOT,
    SQUARE,
    B,
    H,
    R,
    S,
    count,
    divisors,
    facts,
    inverses,
    size_of_spread,
    square,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, part, witness
from symbolic.core.rules.matrix_algebra import equal_transposes, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    difference,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    matrix_letter,
    member,
    multiple,
    product,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import at, under
from symbolic.tactics.whole_matrices.matrix_letters import Using, by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

W, P, C = map(matrix_letter, ("W", "P", "C"))
NONE = zeros(d, d)


def force(of: Expression) -> Expression:
    """`G = ΓΛWΛ − Λ²`."""
    return difference(product(GAMMA, Λ, of, Λ), product(Λ, Λ))


def level(of: Expression) -> Expression:
    """`G Wᵀ = 0` and `Gᵀ W = 0`."""
    sides = product(force(of), transpose(of)), product(transpose(force(of)), of)
    return conjunction(*(equal_matrices(side, NONE) for side in sides))


def is_learned(of: Expression) -> Expression:
    """`W = Γ⁻¹P` for an orthogonal projection P that commutes with Λ."""
    says = conjunction(
        equal_matrices(transpose(P), P),
        equal_matrices(product(P, P), P),
        equal_matrices(product(P, Λ), product(Λ, P)),
        equal_matrices(of, product(R, P)),
    )
    return exists(P, SQUARE, says)


@cache
def known() -> Facts:
    """What is known of sizes and letters."""
    return (*facts(), assume(member(W, SQUARE)))


GAP = trace(Λ) / N
"""`Γ` is `(1 + 1/N) Λ` and that."""


@cache
def commutes() -> Theorem:
    """`ΛR = RΛ`."""
    return rewritten_words(equal_matrices(product(Λ, R), product(R, Λ)), known(), inverses(), divisors())


def by(goal: Expression, *using: Using) -> Theorem:
    """An equation of words in these letters."""
    return by_words(goal, known(), *using, known=divisors())


@cache
def steps() -> tuple[Theorem, ...]:
    """`WᵀΓΛW = ΛW`, `ΛW = WᵀΛ`, `WΛWᵀ = RΛWᵀ`, `RΛWᵀ = WΛR`, and W commutes with `RΛ²`, one from those before."""
    one, two = (part(n, assume(level(W))) for n in range(2))
    unit, inverse = part(1, assume(INVERSE[1])), inverses()[1]
    word, back, square_ = product(transpose(W), GAMMA, Λ, W), transpose(W), product(W, Λ, transpose(W))
    along = product(Λ, W)
    first = by(equal_matrices(word, along), (two, 1, S, None), (unit, -1, None, word), (unit, 1, None, along))
    both = (first, -1, None, None), (equal_transposes(first), 1, None, None)
    second = by(equal_matrices(along, product(back, Λ)), *both)
    third = by(
        equal_matrices(square_, product(R, Λ, back)),
        (one, 1, product(S, R), None),
        (inverse, -1, S, product(Λ, square_)),
        (unit, -1, None, square_),
        (commutes(), -1, S, product(Λ, back)),
        (unit, 1, None, product(R, Λ, back)),
    )
    fourth = by(
        equal_matrices(product(R, Λ, back), product(W, Λ, R)),
        (third, -1, None, None),
        (equal_transposes(third), 1, None, None),
    )
    fifth = by(
        equal_matrices(product(R, Λ, Λ, W), product(W, R, Λ, Λ)),
        (second, 1, product(R, Λ), None),
        (fourth, 1, None, Λ),
        (commutes(), 1, W, Λ),
    )
    return first, second, third, fourth, fifth


@cache
def vanishing() -> Theorem:
    """`∀C: (tr Λ/N) RΛC + CΛ = 0 ⇒ C = 0`: both terms have positive products with C."""
    of_c = member(C, SQUARE)
    inside = (*facts(), assume(of_c))
    whole = sum_of_matrices(multiple(GAP, product(R, Λ, C)), product(C, Λ))
    nothing = equal_matrices(whole, NONE)
    high, low = product(H, R, C), product(C, B)
    left, right = trace(product(transpose(C), R, Λ, C)), trace(product(transpose(C), C, Λ))
    letters = known_letters(inside, Λ, C, R)
    whole_of = ((0, written(1), transpose(C), identity_matrix(d)),)
    parted = traces(equal(GAP * left + right, 0), (assume(nothing),), whole_of, letters, divisors())
    root, tall = assume(ROOT[1]), assume(HIGH_ROOT[1])
    one = traces(
        equal(left, square(high)),
        (tall, inverses()[1]),
        (
            (0, written(-1), product(transpose(C), R), product(R, C)),
            (1, written(-1), transpose(C), product(Λ, R, C)),
        ),
        known_letters(inside, Λ, C, R, H),
        divisors(),
    )
    two = traces(
        equal(right, square(low)),
        (root,),
        ((0, written(-1), product(transpose(C), C), identity_matrix(d)),),
        known_letters(inside, Λ, C, B),
        (),
    )
    gap, tall_sign = positive(GAP, (size_of_spread(), count())), not_negative(high, inside)
    facts_ = parted, one, two, gap, tall_sign, count()
    small = signed(at_most(square(low), 0), facts_, products=((gap, tall_sign),), scales=(1, GAP))
    flat = zero_matrix(low, small, inside)
    unit = part(0, assume(INVERSE[1]))
    using = (flat, 1, None, product(B, S)), (root, -1, C, S), (unit, -1, C, None)
    return under(by_words(equal_matrices(C, NONE), inside, *using), of_c, nothing)


@cache
def commuting() -> Theorem:
    """`WΛ = ΛW`: for `C = WΛ − ΛW` is `(tr Λ/N) RΛC + CΛ = 0`, as `RΛ²Γ = Λ²`."""
    inverse, fifth = inverses()[1], steps()[4]
    lie = difference(product(W, Λ), product(Λ, W))
    whole = sum_of_matrices(multiple(GAP, product(R, Λ, lie)), product(lie, Λ))
    none = by(
        equal_matrices(whole, NONE),
        (inverse, 1, None, product(Λ, lie)),
        (fifth, -1, None, GAMMA),
        (inverse, -1, W, product(Λ, Λ)),
        (inverse, 1, None, product(Λ, Λ, W)),
    )
    found = apply(at(vanishing(), shaped(lie, known())), none)
    return by(equal_matrices(product(W, Λ), product(Λ, W)), (found, 1, None, None))


@cache
def symmetric_sum() -> Theorem:
    """`Wᵀ = W`."""
    unit, back = part(0, assume(INVERSE[1])), transpose(W)
    using = (steps()[1], -1, None, S), (commuting(), -1, None, S), (unit, -1, back, None), (unit, 1, W, None)
    return by(equal_matrices(back, W), *using)


@cache
def idempotent() -> Theorem:
    """`ΓW² = W`."""
    unit, grown, square_ = part(1, assume(INVERSE[1])), 1 + 1 / N, product(GAMMA, W, W)
    using = (
        (steps()[0], 1, S, None),
        (symmetric_sum(), -1, S, product(GAMMA, Λ, W)),
        (commuting(), -grown, S, product(Λ, W)),
        (commuting(), -grown, product(S, Λ), W),
        (commuting(), -GAP, S, W),
        (unit, -1, None, square_),
        (unit, 1, None, W),
    )
    return by(equal_matrices(square_, W), *using)


def learned() -> Theorem:
    """`W = Γ⁻¹P` with `P = ΓW`."""
    found, grown = product(GAMMA, W), 1 + 1 / N
    inverse = inverses()[1]
    turned = by(
        equal_matrices(transpose(found), found), (symmetric_sum(), 1, None, GAMMA), (commuting(), grown, None, None)
    )
    twice = by(
        equal_matrices(product(found, found), found),
        (idempotent(), 1, GAMMA, None),
        (commuting(), grown, GAMMA, W),
    )
    beside = by(equal_matrices(product(found, Λ), product(Λ, found)), (commuting(), 1, GAMMA, None))
    back = by(equal_matrices(W, product(R, found)), (inverse, -1, None, W))
    return witness(is_learned(W), shaped(found, known()), conjoin(turned, twice, beside, back))
