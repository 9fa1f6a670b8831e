"""The loss on the line, for every law: a parabola in ab, by the rules from what the engine derives."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import (
    KEY,
    OVERLAP,
    T,
    a,
    b,
    d,
    kappa1,
    kappa2,
    kappa3,
    moment,
    stated,
)
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.integers import ordered_sums
from symbolic.core.rules.logic import assume, excluded_middle, parts
from symbolic.core.rules.means import mean_of_constant, ordered_means, separate_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    Number,
    at_most,
    entry,
    equal,
    integers_between,
    integers_from,
    less,
    mean,
    member,
    real,
    total,
)
from symbolic.goals.engine import derived_loss
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import constant_sum, separate_sums
from symbolic.tactics.harmonic_numbers import not_negative
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, indicated, under, whichever

r, s, c = SUMMED[0], SUMMED[1], real("c")
POINT = member(a, REALS), member(b, REALS)
OF_PLACE = member(r, integers_between(1, d))


def second(place: Number = 1) -> Expression:
    """`E x_j²`."""
    return moment((place, 2))


S2, S4, S6, S42 = (total(r, 1, d, each(r)) for each in (second, kappa1, kappa2, kappa3))
"""Sums over all coordinates: of `E x_j²`, `E x_j⁴`, `E x_j⁶`, and of `E x_j² x_r⁴` over pairs."""

CURVATURE = (T - 2) * S6 + OVERLAP * S42
BEST = (T - 2) * S4 / CURVATURE
"""The product ab of least loss."""

SIGNAL = less(0, S2)
"""The start is not 0 almost surely."""


def loss(a: Number, b: Number) -> Expression:
    """The loss at a point of the line."""
    return stated().model.loss(*stated().given, *stated().blocks_at(written(a), written(b)))


def parabola(product: Expression) -> Expression:
    """What the loss is, in the product ab."""
    return CURVATURE * product**2 / 2 - (T - 2) * S4 * product + (T - 2) * S2 / 2


@cache
def on_line() -> Theorem:
    """`∀a ∀b: the loss at (a, b) is the parabola at ab`."""
    derived = at(derived_loss(KEY, "line"), *(given(size) for size in SIZES), *map(assume, POINT))
    return under(identity(loss(a, b), parabola(a * b), FACTS, ((derived, 1),)), *POINT)


def average(numbers: tuple[Number, ...], orders: tuple[int, ...], above: Theorem) -> Theorem:
    """`0 ≤ c₁ E x_rⁿ¹ + …` from `0 ≤ c₁ xⁿ¹ + …`, at a free coordinate r; of order 0 stands 1."""
    ordered = ordered_means(under(above, member(SEQUENCE, SEQUENCES)), given(SIZES[2]))
    factors = tuple(map(written, numbers))
    separated = separate_means(parts(ordered.conclusion, "at_most")[1], stated().laws[0], factors, given(SIZES[2]))
    nothing, one = (mean_of_constant(mean(SEQUENCE, stated().laws[0], number)) for number in (0, 1))
    moments = tuple(moment((r, order)) if order else written(1) for order in orders)
    goal = at_most(0, Node("add", tuple(number * each for number, each in zip(factors, moments, strict=True))))
    return signed(goal, (ordered, separated, nothing, one), scales=(1, *numbers))


def summed_square(square: Expression, numbers: tuple[Number, ...], orders: tuple[int, ...]) -> Theorem:
    """`0 ≤ c₁ Σ_r E x_rⁿ¹ + …` where `c₁ xⁿ¹ + …` is the square of a polynomial in x, the entry r."""
    x = entry(SEQUENCE, r)
    functions = tuple(Node("multiply", (x**order,)) if order else written(1) for order in orders)
    terms = tuple(written(number) * each for number, each in zip(numbers, functions, strict=True))
    above = signed(at_most(0, Node("add", terms)), squares=(square,))
    each = average(numbers, orders, above)
    sums = ordered_sums(under(each, OF_PLACE))
    separated = at(
        separate_sums(numbers, tuple(total(r, 1, d, moment((r, n)) if n else written(1)) for n in orders)), count()
    )
    nothing, ones = (at(constant_sum(), number, count()) for number in (0, 1))
    goal = at_most(0, Node("add", tuple(n * _sum(order) for n, order in zip(numbers, orders, strict=True))))
    return signed(goal, (sums, separated, nothing, ones), scales=(1, *numbers))


def _sum(order: int) -> Expression:
    return total(r, 1, d, moment((r, order))) if order else d


def count() -> Theorem:
    """`d ∈ {0, 1, …}`."""
    return belonging(d, integers_from(0), FACTS)


@cache
def spread() -> tuple[Theorem, Theorem]:
    """`∀c: 0 ≤ S4 − 2c S2 + c² d` and `∀c: 0 ≤ S6 − 2c S4 + c² S2`."""
    x, any_number = entry(SEQUENCE, r), member(c, REALS)
    first = summed_square(x**2 - c, (1, -2 * c, c**2), (4, 2, 0))
    second = summed_square(x * (x**2 - c), (1, -2 * c, c**2), (6, 4, 2))
    return under(first, any_number), under(second, any_number)


@cache
def schwarz() -> tuple[Theorem, Theorem]:
    """`S2² ≤ d S4`, and `S4² ≤ S2 S6` where `0 < S2`."""
    length, positive_sum = signed(less(0, d), FACTS), assume(SIGNAL)
    first, second = spread()
    one, two = at(first, S2 / d), at(second, S4 / S2)
    return (
        signed(at_most(S2**2, d * S4), (one, length), products=((one, length),)),
        signed(at_most(S4**2, S2 * S6), (two, positive_sum), products=((two, positive_sum),)),
    )


@cache
def sums_positive() -> tuple[Theorem, Theorem]:
    """`0 < S4` and `0 < S6`, where `0 < S2`."""
    length, two = signed(less(0, d), FACTS), assume(SIGNAL)
    first, second = schwarz()
    four = signed(less(0, S4), (first, length, two), products=((length,), (two, two)))
    return four, signed(less(0, S6), (second, two, four), products=((two,), (four, four)))


@cache
def pairs_not_negative() -> Theorem:
    """`0 ≤ S42`."""
    zero = written(0)
    inner = ordered_sums(under(pair_not_negative(), member(s, integers_between(1, d))))
    nothing = at(constant_sum(), 0, count())
    one = signed(at_most(0, kappa3(r)), (inner, nothing))
    outer = ordered_sums(under(one, OF_PLACE))
    return signed(at_most(zero, S42), (outer, nothing))


def pair_not_negative() -> Theorem:
    """`0 ≤ 1[s ≠ r] E x_r² x_s⁴`."""
    summand = opened(parts(kappa3(r), "total")[2], (s,))
    _, mixed = parts(summand, "multiply")
    x = entry(SEQUENCE, r) * entry(SEQUENCE, s) ** 2
    above = signed(at_most(0, opened(parts(mixed, "mean")[1], (SEQUENCE,))), squares=(x,))
    ordered = ordered_means(under(above, member(SEQUENCE, SEQUENCES)), given(SIZES[2]))
    nothing = mean_of_constant(mean(SEQUENCE, stated().laws[0], 0))

    def case(facts: Facts) -> Theorem:
        return signed(at_most(0, summand), (ordered, nothing, *indicated(facts[0])), scales=(1, mixed))

    return whichever(at_most(0, summand), excluded_middle(equal(s, r)), case, case)


@cache
def curvature_positive() -> Theorem:
    """`0 < (T − 2) S6 + H(T − 2) S42`, where `0 < S2`."""
    length, (_, six) = signed(less(0, T - 2), FACTS), sums_positive()
    overlap = at(not_negative(), belonging(T - 2, integers_from(0), FACTS))
    pairs = pairs_not_negative()
    return signed(less(0, CURVATURE), (length, six, overlap, pairs), products=((length, six), (overlap, pairs)))
