"""The function at its point of rest is of second order in the slope, and so is what the product moves by."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.robustness.bounded_terms import Bounds, bound_of, within
from proofs.zheng2024.formal.robustness.branch import (
    BELONG,
    GIVEN,
    KNOWN,
    NOT_NEGATIVE,
    A,
    B,
    D,
    H,
    S,
    by_x,
    by_y,
    c5,
    c6,
    e,
    f,
    near,
    o,
    p,
    q,
    quotient_bound,
    r,
    x,
    y,
)
from proofs.zheng2024.formal.robustness.one_point import δ
from proofs.zheng2024.formal.robustness.rest_points import SAYS, L, alone, rest_points, ε
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.logic import apply, assume, choose, conjoin, part, parts, witness
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    implies,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, conjuncts, under, witnessed

C, κ, g, z, u = map(real, ("C", "κ", "g", "z", "u"))

COUNT = 5


def products(x: Expression, y: Expression) -> tuple[tuple[Expression, Expression], ...]:
    """Products of two small letters, each with what it is multiplied with: the function is their sum."""
    return (
        (x * x, A),
        (x * y, 2 * B + p * x + q * y + r * x * y),
        (y * y, D),
        (S * x, 2 * H),
        (S * y, 2 * H + 2 * x * x + e * x * y + o * y + f * x * x * y),
    )


def total(pairs: tuple[tuple[Expression, Expression], ...]) -> Expression:
    """The sum of products."""
    found: Expression = written(0)
    for one, other in pairs:
        found = found + one * other
    return found


def function_at(x: Expression, y: Expression) -> Expression:
    """`A x² + 2B xy + D y² + 2HS (x + y)` and terms of higher order."""
    return total(products(x, y))


HERE, REACH = function_at(x, y), κ * S
SMALL = conjunction(within(x, written(1)), within(y, written(1)), *(within(each, REACH) for each in (x, y, S)))
AT_MOST = within(HERE, REACH * REACH * C)
OF_C = for_all(κ, REALS, for_all(x, REALS, for_all(y, REALS, for_all(S, REALS, implies(SMALL, AT_MOST)))))


def _most(sizes: tuple[Expression, ...]) -> Expression:
    found: Expression = written(1)
    for each in sizes:
        found = found + each * each
    return found * COUNT


@cache
def _of_sum() -> Theorem:
    """From `|sₙ| ≤ m` and `|tₙ| ≤ cₙ`, `|Σ sₙ tₙ| ≤ m C` for a C of the c."""
    one, other, sizes = (tuple(real(f"{name}{n}") for n in range(COUNT)) for name in "stc")
    m = real("m")
    bounds = zip(other, sizes, strict=True)
    given = conjunction(*(within(each, m) for each in one), *(within(each, size) for each, size in bounds))
    facts = conjuncts(assume(given))
    crossed: list[Facts] = []
    for n in range(COUNT):
        (low, high), (below, above) = facts[2 * n : 2 * n + 2], facts[2 * (COUNT + n) : 2 * (COUNT + n) + 2]
        crossed += [(low, below), (high, above), (high, below), (low, above)]
    summed = sum(sizes[1:], sizes[0])
    whole = total(tuple(zip(one, other, strict=True)))
    first = [signed(side, facts, products=crossed) for side in parts(within(whole, m * summed), "and")]
    size = signed(at_most(0, m), facts[:2])
    larger = signed(at_most(summed, _most(sizes)), squares=(*sizes, *(each - 1 for each in sizes), 1))
    sides = parts(within(whole, m * _most(sizes)), "and")
    found = conjoin(*(signed(side, (*first, size, larger), products=((size, larger),)) for side in sides))
    return under(under(found, given), *(member(each, REALS) for each in (*one, *other, *sizes, m)))


@cache
def bounded() -> Theorem:
    """`∃C > 0`: where x, y and S are at most κ S, and x and y at most 1, the function is at most `C κ² S²`."""
    known = conjuncts(assume(SMALL))
    ones = Bounds(((x, conjoin(*known[:2])), (y, conjoin(*known[2:4]))))
    small = Bounds(tuple((each, conjoin(*known[4 + 2 * n : 6 + 2 * n])) for n, each in enumerate((x, y, S))))
    pairs = products(x, y)
    factors = [ones.of(other) for _, other in pairs]
    sizes = tuple(bound_of(each) for each in factors)
    lemma = at(_of_sum(), *(one for one, _ in pairs), *(other for _, other in pairs), *sizes, REACH * REACH)
    premises = (each for theorem in (*(small.of(one) for one, _ in pairs), *factors) for each in conjuncts(theorem))
    flat = list(premises)
    found = apply(lemma, conjoin(*(conjoin(*flat[2 * n : 2 * n + 2]) for n in range(2 * COUNT))))
    every = under(under(found, SMALL), *(member(each, REALS) for each in (κ, x, y, S)))
    letters = tuple(real(f"c{n}") for n in range(COUNT))
    positive = signed(less(0, _most(letters)), squares=(*letters, 1))
    positive = at(under(positive, *(member(each, REALS) for each in letters)), *sizes)
    return witness(exists(C, POSITIVE, OF_C), belongs(member(_most(sizes), POSITIVE), positive), every)


INSIDE = (within(x, δ), within(y, δ), near(x, c5, L), near(y, c6, L), equal(by_x(x, y), 0), equal(by_y(x, y), 0))
BOTTOM = D + g * HERE
THERE = (less(0, BOTTOM), equal(u * BOTTOM, z), within(u - z / D, L * (S * S)))
"""Where `u (D + g R) = z`, u is `z/D` to second order."""

POINT = conjunction(*INSIDE, alone((x, y)), *THERE)
EXACTLY_ONE = exists(x, REALS, exists(y, REALS, exists(u, REALS, POINT)))
ONE_FOR_SMALL = for_all(S, REALS, implies(NOT_NEGATIVE, implies(at_most(S, ε), EXACTLY_ONE)))
STATES = exists(ε, POSITIVE, exists(δ, POSITIVE, exists(L, POSITIVE, ONE_FOR_SMALL)))
FACTORS = conjunction(at_most(0, g), at_most(0, z))

ε1, L1 = real("ε1"), real("L1")
SLOPES = 2 + c5**2 + c6**2 + L1
"""x and y are at most so many S."""
MOST = g * C * SLOPES**2 / D
SMALLER = 1 / (1 / ε1 + 1 + SLOPES + 2 * MOST)
LARGER = L1 + 2 * (z / D) * MOST
POSITIVES = member(ε1, POSITIVE), member(δ, POSITIVE), member(L1, POSITIVE), member(C, POSITIVE)
_, WITH_DELTA = parts(opened(parts(SAYS, "exists")[1], (ε1,)), "exists")
WITH_L = opened(WITH_DELTA, (δ,))
POINTS = opened(parts(WITH_L, "exists")[1], (L1,))
"""For S up to ε1 there is one point in the box, near first order by L1."""


@cache
def small() -> Facts:
    """`0 < ε`, and up to it `S ≤ ε1`, `S ≤ 1`, `κ S ≤ 1` and `2 g C κ² S ≤ D`; and `0 ≤ L − L1`."""
    (_, first), _, (_, wide), (_, constant) = map(assumed, POSITIVES)
    factor, size = conjuncts(assume(FACTORS))
    third, least, up_to = KNOWN[1], assume(NOT_NEGATIVE), assume(at_most(S, SMALLER))
    share = signed(less(0, 1 / ε1), (first,), products=((first,),))
    slopes = signed(at_most(1, SLOPES), (wide,), squares=(c5, c6))
    signs = factor, constant, third
    most = signed(at_most(0, MOST), signs, products=((third,), (factor, constant)), squares=(SLOPES,))
    whole = 1 / ε1 + 1 + SLOPES + 2 * MOST
    divisors = first, third
    positive = signed(less(0, whole), (share, slopes, most, *divisors))
    above = signed(less(0, SMALLER), (positive, *divisors), products=((positive,),))
    once = signed(at_most(S * whole, 1), (up_to, positive, *divisors), products=((up_to, positive), (positive,)))
    facts = (once, share, slopes, most, least, *divisors)
    products = (share, least), (slopes, least), (most, least), (least,)
    parts_ = S * (1 / ε1), S, SLOPES * S, 2 * S * MOST
    one, unit, near_one, room = (signed(at_most(each, 1), facts, products=products) for each in parts_)
    one = signed(at_most(S, ε1), (one, first), products=((one, first),))
    room = signed(at_most(2 * (g * C * SLOPES**2) * S, D), (room, third), products=((room, third),))
    ratio = signed(at_most(0, z / D), (size, third), products=((third,), (size,)))
    more = signed(at_most(0, LARGER - L1), (ratio, most, third), products=((ratio, most),))
    return above, one, unit, near_one, room, more, slopes


def reached(point: Expression, slope: Expression, nears: Facts) -> Theorem:
    """`|x| ≤ κ S` from `|x − c S| ≤ L1 S²`."""
    _, _, unit, *_ = small()
    least, (_, wide) = assume(NOT_NEGATIVE), assumed(POSITIVES[2])
    facts, products = (*nears, least, wide, unit), ((least, wide), (least, wide, unit), (least,))
    squares = (c5, c6, 1, slope - 1, slope + 1)
    sides = parts(within(point, SLOPES * S), "and")
    return conjoin(*(signed(each, facts, products=products, squares=squares) for each in sides))


def size_there(given: Facts) -> Theorem:
    """`|R| ≤ C κ² S²` at the point."""
    _, _, _, near_one, _, _, slopes = small()
    least = assume(NOT_NEGATIVE)
    reach = [reached(x, c5, given[4:6]), reached(y, c6, given[6:8])]
    plain = [signed(each, (least, slopes), products=((slopes, least),)) for each in parts(within(S, SLOPES * S), "and")]
    ones = [
        conjoin(*(signed(each, (*conjuncts(theorem), near_one)) for each in parts(within(point, written(1)), "and")))
        for point, theorem in zip((x, y), reach, strict=True)
    ]
    return apply(at(assume(OF_C), SLOPES, x, y, S), conjoin(*ones, *reach, conjoin(*plain)))


def product_there(size: Facts) -> tuple[Theorem, Theorem, Theorem]:
    """`0 < D + g R`, `u (D + g R) = z` and `|u − z/D| ≤ L S²` for `u = z/(D + g R)`."""
    _, _, unit, _, room, _, _ = small()
    factor, not_negative = conjuncts(assume(FACTORS))
    third, least, (_, wide) = KNOWN[1], assume(NOT_NEGATIVE), assumed(POSITIVES[2])
    (_, constant) = assumed(POSITIVES[3])
    low, high = size
    whole = signed(at_most(0, g * C * SLOPES**2), (factor, constant), products=((factor, constant),), squares=(SLOPES,))
    facts = (low, high, factor, whole, least, unit, room, third)
    half = signed(at_most(D, 2 * BOTTOM), facts, products=((factor, low), (whole, least, unit), (room, unit), (room,)))
    bottom = signed(less(0, BOTTOM), (half, third))
    value = z / BOTTOM
    moved, most = z / D * (g * HERE), z / D * (g * ((SLOPES * S) * (SLOPES * S) * C))
    ratio = signed(at_most(0, z / D), (not_negative, third), products=((third,), (not_negative,)))
    sides = parts(within(moved, most), "and")
    crossed, known = tuple((ratio, factor, each) for each in size), (*size, ratio, factor, third)
    bounds = [signed(each, known, products=crossed) for each in sides]
    gap = value - z / D
    equation = identity(gap * BOTTOM, -moved, (bottom, third))
    found = apply(at(quotient_bound(), gap, moved, most, BOTTOM, D), conjoin(third, half, conjoin(*bounds), equation))
    goals = parts(within(gap, LARGER * (S * S)), "and")
    known = (*conjuncts(found), wide, third, bottom, least)
    nears = [signed(each, known, products=((wide, least, least),)) for each in goals]
    return bottom, identity(value * BOTTOM, z, (bottom,)), conjoin(*nears)


def wider(point: Expression, slope: Expression, nears: Facts) -> Theorem:
    """`|x − c S| ≤ L S²` with a larger L."""
    *_, more, _ = small()
    least = assume(NOT_NEGATIVE)
    sides = parts(near(point, slope, LARGER), "and")
    return conjoin(*(signed(each, (*nears, more, least, KNOWN[1]), products=((more, least, least),)) for each in sides))


@cache
def at_small_slope() -> Theorem:
    """`∀S ∈ [0, ε]`: exactly one point of rest, and what u is there; by the constants that are chosen."""
    _, one, *_ = small()
    first = apply(apply(at(assume(POINTS), S), assume(NOT_NEGATIVE)), one)
    second = opened(parts(first.conclusion, "exists")[1], (x,))
    point = assume(opened(parts(second, "exists")[1], (y,)))
    given = conjuncts(point)
    bottom, product, nears = product_there(conjuncts(size_there(given)))
    box = conjoin(*given[:2]), conjoin(*given[2:4])
    around = wider(x, c5, given[4:6]), wider(y, c6, given[6:8])
    here = conjoin(*box, *around, *given[8:10], part(6, point), bottom, product, nears)
    goal = opened(bound(EXACTLY_ONE, (L,)), (LARGER,))
    found = choose(x, first, choose(y, assume(second), witnessed(goal, here, x, y, z / BOTTOM)))
    return under(under(found, NOT_NEGATIVE, at_most(S, SMALLER)), member(S, REALS))


@cache
def points() -> Theorem:
    """For all letters with a positive form: for small S exactly one point of rest, and what u is there."""
    above, *_, more, _ = small()
    (_, box), (_, wide) = assumed(POSITIVES[1]), assumed(POSITIVES[2])
    larger = signed(less(0, LARGER), (more, wide, KNOWN[1]))
    says = witnessed(STATES, at_small_slope(), SMALLER, δ, LARGER, facts=(above, box, larger))
    says = choose(C, bounded(), says)
    with_delta = opened(parts(SAYS, "exists")[1], (ε1,))
    says = choose(L1, assume(WITH_L), says)
    says = choose(δ, assume(with_delta), says)
    belonging_ = tuple(at_themselves())
    known = apply(at(rest_points(), *belonging_), assume(GIVEN))
    says = choose(ε1, known, says)
    return under(under(says, GIVEN, FACTORS), *BELONG, member(g, REALS), member(z, REALS))


def at_themselves() -> Facts:
    """That letters belong where they do."""
    return tuple(map(assume, BELONG))
