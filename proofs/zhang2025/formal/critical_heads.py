"""Critical points of two merged heads, and where their loss is least."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from proofs.zhang2024.formal.loss_in_traces import Λ, d, gradient_shape
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    SQUARE,
    K,
    R,
    by_letters,
    divisors,
    form,
    without_letters,
)
from proofs.zhang2025.formal.least_heads import LEARNED, least, lowest, without_factors
from proofs.zhang2025.formal.merged_heads import (
    FORCE,
    HEADS,
    LEAST,
    OFF,
    POINT,
    above,
    by_matrix,
    by_number,
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
from symbolic.core.rules.logic import assume, both_ways, conjoin, either, parts, rewrite, witness
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    cell,
    conjunction,
    disjunction,
    equal,
    equal_matrices,
    exists,
    function,
    iff,
    multiple,
    product,
    real,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, Using, identity
from symbolic.tactics.steps import assumed, at, conjuncts, other_than_0, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.matrix_letters import Using as Words
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters

CRITICAL = conjunction(
    *(equal_matrices(gradient(f"U_{n}"), zeros(d, d)) for n in (1, 2)),
    *(equal(cell(gradient(f"v_{n}"), 1, 1), 0) for n in (1, 2)),
)
NOTHING = conjunction(*(equal(v, 0) for v, _ in HEADS), *(equal(trace(product(Λ, Λ, U)), 0) for _, U in HEADS))
EITHER = disjunction(LEARNED, NOTHING)


def goal(critical: Expression = EITHER, lowest_at: Expression = LEARNED, force: Expression = FORCE) -> Expression:
    """For all sizes and definite Λ: the slopes, where both heads are critical, the loss, and where it is least."""
    value = equal(loss(), LEAST + form(OFF))
    found = conjunction(slopes(force), iff(CRITICAL, critical), value, lowest(lowest_at))
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
