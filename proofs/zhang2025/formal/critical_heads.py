"""Critical points of two merged heads, and where their loss is least."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

import proofs.declared_settings  # noqa: F401
from proofs.zhang2024.formal.loss_in_traces import Λ, d, gradient_shape
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    HIGH_ROOT,
    INVERSE,
    ROOT,
    SQUARE,
    B,
    H,
    K,
    R,
    S,
    by_letters,
    divisors,
    facts,
    form,
    inverses,
    square,
    without_letters,
)
from proofs.zhang2025.formal.merged_heads import (
    FORCE,
    HEADS,
    LEAST,
    OFF,
    OTHER,
    POINT,
    SUM,
    X,
    above,
    by_matrix,
    by_number,
    elsewhere,
    gradient,
    known,
    loss,
    meaningful,
    slopes,
    v1,
    v2,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.logic import assume, both_ways, conjoin, either, part, parts, rewrite, witness
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    cell,
    conjunction,
    disjunction,
    equal,
    equal_matrices,
    exists,
    function,
    iff,
    member,
    multiple,
    product,
    real,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, Using, identity, signed
from symbolic.tactics.steps import assumed, at, conjuncts, other_than_0, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.matrix_letters import Using as Words
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

LEFT_OUT = "more heads than two"
CRITICAL = conjunction(
    *(equal_matrices(gradient(f"U_{n}"), zeros(d, d)) for n in (1, 2)),
    *(equal(cell(gradient(f"v_{n}"), 1, 1), 0) for n in (1, 2)),
)
LEARNED = equal_matrices(SUM, R)
NOTHING = conjunction(*(equal(v, 0) for v, _ in HEADS), *(equal(trace(product(Λ, Λ, U)), 0) for _, U in HEADS))
EITHER = disjunction(LEARNED, NOTHING)


def lowest(least: Expression = LEARNED) -> Expression:
    """No heads have a smaller loss, if and only if they add to the best matrix."""
    return iff(quantified(at_most(loss(), loss(other=True)), *OTHER), least)


def goal(critical: Expression = EITHER, least: Expression = LEARNED, force: Expression = FORCE) -> Expression:
    """For all sizes and definite Λ: the slopes, where both heads are critical, the loss, and where it is least."""
    value = equal(loss(), LEAST + form(OFF))
    found = conjunction(slopes(force), iff(CRITICAL, critical), value, lowest(least))
    return quantified(exists(R, SQUARE, conjunction(HIGH_INVERSE[1], quantified(found, *POINT))), *DATA)


def critical() -> Theorem:
    """Critical just where the heads add to the best matrix, or all numbers are 0 and traces vanish."""
    return both_ways(under(_forth(), CRITICAL), under(_back(), EITHER))


def _forth() -> Theorem:
    """Where a number is not 0, G vanishes; where both are, the slopes by numbers are traces."""

    def learned(number: int) -> Callable[[Facts], Theorem]:
        return lambda case: either(EITHER, learned_by(number, other_than_0(case[0])))

    def first_is_0(one: Facts) -> Theorem:
        def none(other: Facts) -> Theorem:
            zero = one[0], other[0]
            return either(EITHER, conjoin(*zero, *(trace_vanishes(n, zero) for n in (1, 2))))

        return whichever(EITHER, trichotomy(v2, written(0)), learned(2), none, learned(2))

    return whichever(EITHER, trichotomy(v1, written(0)), learned(1), first_is_0, learned(1))


def learned_by(number: int, apart: Theorem) -> Theorem:
    """`W = Γ⁻¹`, where the slope by the matrix of a head is 0 and its number is not."""
    v, _ = HEADS[number - 1]
    slope, equation = conjuncts(assume(CRITICAL))[number - 1], by_matrix(number)
    inside = (*known(), gradient_shape(equation, known()), apart)
    half = Fraction(1, 2) / v
    none = by_words(
        equal_matrices(FORCE, zeros(d, d)),
        inside,
        (equation, -half, None, None),
        (slope, half, None, None),
        known=divisors(),
    )
    found = without_factors(none, OFF)
    return by_words(LEARNED, known(), (found, 1, None, None))


def without_factors(none: Theorem, of: Expression) -> Theorem:
    """`X = 0` from `ΓΛ X Λ = 0`."""
    unit, again = (part(n, assume(INVERSE[1])) for n in range(2))
    using = (
        (none, 1, product(S, R), S),
        (inverses()[1], -1, S, product(Λ, of, Λ, S)),
        (again, -1, None, product(of, Λ, S)),
        (unit, -1, of, None),
    )
    return by_words(equal_matrices(of, zeros(d, d)), known(), *using, known=divisors())


def parted(number: int) -> tuple[Theorem, tuple[Expression, ...], Expression]:
    """`2 tr(U_hᵀ G) = 2 (v_1 a + v_2 b − tr(Λ²U_h))`, with a and b, and the last trace."""
    _, U = HEADS[number - 1]
    overlaps = tuple(trace(product(transpose(U), K, other, Λ)) for _, other in HEADS)
    last = trace(product(Λ, Λ, U))
    _, right = parts(by_number(number).conclusion, "equal")
    (v, a), (w, b) = zip((v1, v2), overlaps, strict=True)
    return by_letters(equal(right, 2 * (v * a + w * b - last)), more=assumed(*POINT)), overlaps, last


def trace_vanishes(number: int, zero: Facts) -> Theorem:
    """`tr(Λ²U_h) = 0`, where the slope by the number is 0 and so are all numbers."""
    same, overlaps, last = parted(number)
    half, slope = Fraction(1, 2), conjuncts(assume(CRITICAL))[1 + number]
    using: Using = ((same, half), (by_number(number), half), (slope, -half), *zip(zero, overlaps, strict=True))
    return identity(last, 0, (), using)


def _back() -> Theorem:
    """G vanishes at the best matrix; where all numbers are 0 the slopes are traces."""

    def best(case: Facts) -> Theorem:
        (learned,) = case[:1]
        off = by_words(equal_matrices(OFF, zeros(d, d)), known(), (learned, 1, None, None))
        return conjoin(*(level_at_best(n, off) for n in (1, 2)), *(no_slope_at_best(n, off) for n in (1, 2)))

    def none(case: Facts) -> Theorem:
        zero, flat = case[:2], case[2:]
        return conjoin(
            *(level_at_0(n, zero[n - 1]) for n in (1, 2)), *(no_slope_at_0(n, zero, flat[n - 1]) for n in (1, 2))
        )

    return whichever(CRITICAL, assume(EITHER), best, none)


def level_at_best(number: int, off: Theorem) -> Theorem:
    """`∂L/∂U_h = 0` where `X = 0`."""
    equation, (v, _) = by_matrix(number), HEADS[number - 1]
    return _level(equation, (off, 2 * v, K, Λ))


def level_at_0(number: int, zero: Theorem) -> Theorem:
    """`∂L/∂U_h = 0` where the number of the head is 0."""
    equation, hole = by_matrix(number), real("_hole")
    left, _ = parts(equation.conclusion, "equal_matrices")
    return _level(rewrite(function(hole, body=equal_matrices(left, multiple(2 * hole, FORCE))), zero, equation))


def _level(equation: Theorem, *using: Words) -> Theorem:
    left, _ = parts(equation.conclusion, "equal_matrices")
    inside = (*known(), gradient_shape(equation, known()))
    return by_words(equal_matrices(left, zeros(d, d)), inside, (equation, 1, None, None), *using, known=divisors())


def no_slope_at_best(number: int, off: Theorem) -> Theorem:
    """`∂L/∂v_h = 0` where `X = 0`."""
    equation, (_, U) = by_number(number), HEADS[number - 1]
    left, right = parts(equation.conclusion, "equal")
    multiplier = (0, written(2), product(transpose(U), K), Λ)
    letters = known_letters(known(), Λ, U, OFF, K)
    none = traces(equal(right, 0), (off,), (multiplier,), letters, divisors())
    return identity(left, 0, (), ((equation, 1), (none, 1)))


def no_slope_at_0(number: int, zero: Facts, flat: Theorem) -> Theorem:
    """`∂L/∂v_h = 0` where all numbers are 0 and the trace vanishes."""
    same, overlaps, _ = parted(number)
    left, _ = parts(by_number(number).conclusion, "equal")
    twice = tuple((each, 2 * a) for each, a in zip(zero, overlaps, strict=True))
    return identity(left, 0, (), ((by_number(number), 1), (same, 1), *twice, (flat, -2)))


def least() -> Theorem:
    """No heads have a smaller loss, just where `X = 0`."""
    low, best = parts(lowest(), "iff")
    return both_ways(under(_only(low), low), under(_lowest_there(best), best))


@cache
def gap() -> Theorem:
    """`∀X: tr(ΓΛ X Λ Xᵀ) = ‖H X B‖²`."""
    root, high = assume(ROOT[1]), assume(HIGH_ROOT[1])
    inside = (*facts(), assume(member(X, SQUARE)))
    taken = (0, written(-1), product(K, X), transpose(X)), (1, written(-1), product(B, transpose(X)), product(X, B))
    letters = known_letters(inside, Λ, X, B, H, K)
    same = traces(equal(form(X), square(product(H, X, B))), (root, high), taken, letters, divisors())
    return under(same, member(X, SQUARE))


def _only(low: Expression) -> Theorem:
    """`W = Γ⁻¹`, where no heads have a smaller loss: those with `v_1 = 1`, `U_1 = Γ⁻¹` and `v_2 = 0` have the least."""
    here = at(above(), *map(assume, POINT))
    inverse = assume(HIGH_INVERSE[0])
    there = at(above(), 1, 0, inverse, inverse)
    _, value = parts(there.conclusion, "equal")
    none = rewritten_traces(equal(value, LEAST), known(), (), divisors())
    below = at(assume(low), 1, 0, inverse, inverse)
    scaled = product(H, OFF, B)
    small = signed(at_most(square(scaled), 0), (here, there, none, below, at(gap(), shaped(OFF, known()))))
    nothing = zero_matrix(scaled, small, known())
    high, root = assume(HIGH_ROOT[1]), assume(ROOT[1])
    using = (nothing, 1, H, B), (high, -1, None, product(OFF, B, B)), (root, -1, product(K, OFF), None)
    flat = by_words(equal_matrices(FORCE, zeros(d, d)), known(), *using, known=divisors())
    return by_words(LEARNED, known(), (without_factors(flat, OFF), 1, None, None))


def _lowest_there(best: Expression) -> Theorem:
    """No heads have a smaller loss than those that add to the best matrix."""
    here, other = at(above(), *map(assume, POINT)), at(above(), *map(assume, OTHER))
    off = by_words(equal_matrices(OFF, zeros(d, d)), known(), (assume(best), 1, None, None))
    letters = known_letters(known(), Λ, OFF, K)
    none = traces(equal(form(OFF), 0), (off,), ((0, written(1), K, product(Λ, transpose(OFF))),), letters, divisors())
    inside = (*facts(), *assumed(*OTHER))
    more = at(gap(), shaped(elsewhere(OFF), inside))
    size = not_negative(product(H, elsewhere(OFF), B), inside)
    return under(signed(at_most(loss(), loss(other=True)), (here, other, none, more, size)), *OTHER)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(*(theorem for n in (1, 2) for theorem in (by_matrix(n), by_number(n))))
    found = conjoin(found, critical(), at(above(), *map(assume, POINT)), least())
    found = conjoin(assume(HIGH_INVERSE[1]), under(found, *POINT))
    inside = goal()
    for membership in DATA:
        inside = opened(parts(inside, "for_all")[1], parts(membership, "member")[:1])
    whole = without_letters(witness(inside, assume(HIGH_INVERSE[0]), found))
    return Proof(goal(), under(whole, *DATA), proved(defined(goal()), solve=meaningful))
