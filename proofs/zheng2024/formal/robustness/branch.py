"""Where a function of x and y is at rest that is a quadratic form, a small slope S, and terms of higher order."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.robustness.bounded_terms import Bounds, bound_of, within
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.facts import intermediate_value
from symbolic.core.rules.logic import apply, assume, choose, conjoin, parts, witness
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    function,
    implies,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, conjuncts, under, witnessed

A, B, D, H, p, q, r, e, f, o = LETTERS = tuple(map(real, ("A", "B", "D", "H", "p", "q", "r", "e", "f", "o")))
c5, c6, S, h, x, y, K, ε = map(real, ("c5", "c6", "S", "h", "x", "y", "K", "ε"))
DETERMINANT = A * D - B * B
FIRST_ORDER = equal(A * c5 + B * c6, -H), equal(B * c5 + D * c6, -H)
GIVEN = conjunction(less(0, A), less(0, D), less(0, DETERMINANT), *FIRST_ORDER)
KNOWN = conjuncts(assume(GIVEN))
A_POSITIVE, _, POSITIVE_DETERMINANT, FIRST, SECOND = KNOWN


def by_x(x: Expression, y: Expression) -> Expression:
    """Half the derivative by x, that of `A x² + 2B xy + D y² + 2HS (x + y)` and of terms of higher order."""
    of_skewness = S * (2 * x * y + e * y * y / 2 + f * x * y * y)
    return A * x + B * y + H * S + p * x * y + q * y * y / 2 + r * x * y * y + of_skewness


def by_y(x: Expression, y: Expression) -> Expression:
    """Half the derivative by y."""
    of_skewness = S * (x * x + e * x * y + o * y + f * x * x * y)
    return B * x + D * y + H * S + p * x * x / 2 + q * x * y + r * x * x * y + of_skewness


AT_REST = conjunction(equal(by_x(x, y), 0), equal(by_y(x, y), 0))

y1 = c6 + h
"""y over S."""
E = p * y1 + S * (r * y1 * y1) + 2 * (S * y1) + S * (S * (f * y1 * y1))
BELOW = A + S * E
F = (q + S * e) * (y1 * y1) * (written(1) / 2)
N0 = B * y1 + H
ABOVE = N0 + S * F
"""x is `−S (N0 + S F)/(A + S E)` where the derivative by x is 0."""

J = (
    (p * (written(1) / 2)) * (ABOVE * ABOVE)
    - q * (ABOVE * (y1 * BELOW))
    + S * (r * (ABOVE * (ABOVE * y1)))
    + S * (ABOVE * ABOVE)
    - S * (e * (ABOVE * (y1 * BELOW)))
    + o * (y1 * (BELOW * BELOW))
    + S * (S * (f * (ABOVE * (ABOVE * y1))))
)
W = -(B * (F * A + N0 * E + S * (F * E))) + (D * y1 + H) * (2 * (A * E) + S * (E * E))
REST = W + J
G = A * DETERMINANT * h + S * REST
"""`(A + S E)²` times the derivative by y over S, there."""

SMALL = conjunction(at_most(0, S), at_most(S, 1))
CLOSE = within(h, written(1))
NOT_BELOW, NOT_ABOVE = conjuncts(assume(SMALL))
BOUNDS = Bounds(((h, assume(CLOSE)), (S, conjoin(signed(at_most(-written(1), S), (NOT_BELOW,)), NOT_ABOVE))))

Q, K1, L = real("Q"), real("K1"), real("L")
SLOPE = A * DETERMINANT
BOUNDED_TERMS = REST, E, F + c5 * E
OF_Q = for_all(
    h,
    REALS,
    for_all(S, REALS, implies(CLOSE, implies(SMALL, conjunction(*(within(each, Q) for each in BOUNDED_TERMS))))),
)
BELONG = tuple(member(each, REALS) for each in (*LETTERS, c5, c6))
Q_BELONGS = member(Q, POSITIVE)


@cache
def _wider(place: int) -> Theorem:
    """`∀t ∀a ∀b ∀c: |t| ≤ m ⇒ |t| ≤ 1 + a² + b² + c²`, m being one of a, b and c."""
    t, *sizes = map(real, ("t", "a", "b", "c"))
    given = within(t, sizes[place])
    squares: tuple[Number, ...] = (*sizes, sizes[place] - 1, 1)
    wide = parts(within(t, _sum_of_squares(*sizes)), "and")
    found = conjoin(*(signed(each, conjuncts(assume(given)), squares=squares) for each in wide))
    return under(under(found, given), *(member(each, REALS) for each in (t, *sizes)))


def _sum_of_squares(a: Expression, b: Expression, c: Expression) -> Expression:
    return 1 + a * a + b * b + c * c


@cache
def _positive() -> Theorem:
    """`∀a ∀b ∀c: 0 < 1 + a² + b² + c²`."""
    sizes = tuple(map(real, ("a", "b", "c")))
    found = signed(less(0, _sum_of_squares(*sizes)), squares=(*sizes, 1))
    return under(found, *(member(each, REALS) for each in sizes))


@cache
def bounded() -> Theorem:
    """`∃Q > 0`: where `|h| ≤ 1` and `0 ≤ S ≤ 1` three terms are at most Q."""
    found = [BOUNDS.of(term) for term in BOUNDED_TERMS]
    sizes = [bound_of(theorem) for theorem in found]
    wide = [apply(at(_wider(n), term, *sizes), found[n]) for n, term in enumerate(BOUNDED_TERMS)]
    every = under(under(conjoin(*wide), CLOSE, SMALL), member(h, REALS), member(S, REALS))
    most = _sum_of_squares(*sizes)
    return witness(exists(Q, POSITIVE, OF_Q), belongs(member(most, POSITIVE), at(_positive(), *sizes)), every)


SLOPE = A * DETERMINANT
NARROW = Q / SLOPE
"""`|h| ≤ K S` with this K, where the derivatives are 0."""
WIDE = NARROW + 2 * ((1 + B**2) * NARROW + Q) / A
ENOUGH = 1 / (1 + NARROW + 2 * Q / A)
"""For S up to this."""
NOT_NEGATIVE, UP_TO = at_most(0, S), at_most(S, ENOUGH)


def near(term: Expression, slope: Expression, wide: Expression) -> Expression:
    """`|x − c S| ≤ L S²`."""
    return within(term - slope * S, wide * (S * S))


def found_near(wide: Expression) -> Expression:
    """`∃x ∃y`: near `c5 S` and `c6 S` both derivatives are 0."""
    inside = conjunction(near(x, c5, wide), near(y, c6, wide), *AT_REST.parts)
    return exists(x, REALS, exists(y, REALS, inside))


@cache
def signs() -> Facts:
    """`0 < Q`, `0 < K`, `0 < A Δ`, `0 ≤ S ≤ 1`, `K S ≤ 1` and `2 Q S ≤ A`."""
    (_, positive), both = assumed(Q_BELONGS), (A_POSITIVE, POSITIVE_DETERMINANT)
    slope = signed(less(0, SLOPE), both, products=(both,))
    narrow = signed(less(0, NARROW), (positive, slope), products=((slope,),))
    share = signed(less(0, 2 * Q / A), (positive, A_POSITIVE), products=((A_POSITIVE,),))
    whole = 1 + NARROW + 2 * Q / A
    below = signed(less(0, whole), (narrow, share, slope, A_POSITIVE))
    small, least = assume(UP_TO), assume(NOT_NEGATIVE)
    once = signed(at_most(S * whole, 1), (small, below, slope, A_POSITIVE), products=((small, below), (below,)))
    facts = once, narrow, share, least, slope, A_POSITIVE
    products = (narrow, least), (share, least)
    one = signed(at_most(S, 1), facts, products=products)
    close = signed(at_most(NARROW * S, 1), facts, products=products)
    room = signed(at_most(2 * Q / A * S, 1), facts, products=products)
    room = signed(at_most(2 * Q * S, A), (room, A_POSITIVE), products=((room, A_POSITIVE),))
    return positive, narrow, slope, least, one, close, room


def terms_at(place: Expression, inside: Facts) -> Facts:
    """What the three terms are at most, at a place between −1 and 1."""
    *_, least, one, _, _ = signs()
    bounds = at(assume(OF_Q), place, S)
    close = conjoin(*(signed(each, inside) for each in parts(within(place, written(1)), "and")))
    return conjuncts(apply(apply(bounds, close), conjoin(least, one)))


@cache
def crossing() -> Theorem:
    """`∃h`: `−K S ≤ h ≤ K S` where G is 0."""
    _, narrow, slope, least, _, close, _ = signs()
    body = function(h, body=G)
    ends = []
    for sign in (-1, 1):
        place = -(NARROW * S) if sign < 0 else NARROW * S
        side = signed(at_most(0, NARROW * S), (narrow, least, slope), products=((narrow, least),))
        low, high, *_ = terms_at(place, (close, side, slope))
        value = opened(body.parts[0], (place,))
        goal = at_most(value, 0) if sign < 0 else at_most(0, value)
        ends.append(signed(goal, (low, high, least, slope), products=((low, least), (high, least))))
    order = signed(at_most(-(NARROW * S), NARROW * S), (narrow, least, slope), products=((narrow, least),))
    return intermediate_value(body, order, *ends)


@cache
def quotient_bound() -> Theorem:
    """`∀z, w, m, b, a`: from `0 < a ≤ 2b`, `|w| ≤ m` and `z b = −w`, `|z| ≤ 2m/a`."""
    z, w, m, b, a = letters = tuple(map(real, ("z", "w", "m", "b", "a")))
    given = conjunction(less(0, a), at_most(a, 2 * b), within(w, m), equal(z * b, -w))
    above, half, low, high, product = conjuncts(assume(given))
    size = signed(at_most(0, m), (low, high))
    found = []
    for sign in (-1, 1):
        near = signed(at_most(sign * (z * b), m), (low, high, product))
        products = (half,), (above,), (size, half), (above, near)
        plain = signed(at_most(sign * (a * z), 2 * m), (above, half, size, near), products=products)
        goal = parts(within(z, 2 * m / a), "and")[0 if sign < 0 else 1]
        found.append(signed(goal, (plain, above), products=((above,),)))
    return under(under(conjoin(*found), given), *(member(each, REALS) for each in letters))


@cache
def existence() -> Theorem:
    """`∃x ∃y`: near `c5 S` and `c6 S` both derivatives are 0."""
    _, _, slope, least, _, close, room = signs()
    here = crossing()
    low, high, nothing = conjuncts(assume(opened(parts(here.conclusion, "exists")[1], (h,))))
    _, _, low_e, _, low_f, high_f = terms_at(h, (low, high, close, slope))
    above = signed(at_most(A, 2 * BELOW), (low_e, least, room), products=((low_e, least),))
    bottom = signed(less(0, BELOW), (above, A_POSITIVE))
    first, second = -(S * ABOVE / BELOW), S * y1
    factor = S / (BELOW * BELOW)
    using = (nothing, factor), (FIRST, -(factor * A * B)), (SECOND, factor * A * A)
    rest = identity(by_x(first, second), 0, (bottom,)), identity(by_y(first, second), 0, (bottom,), using)
    nears = near_first(first, (above, bottom), (low, high, low_f, high_f)), near_second(second, (low, high))
    return choose(h, here, witnessed(found_near(WIDE), conjoin(*nears, *rest), first, second))


def near_first(first: Expression, below: Facts, bounds: Facts) -> Theorem:
    """`|x − c5 S| ≤ L S²`, as `(x − c5 S)(A + S E) = −S (B h + S (F + c5 E))`."""
    _, narrow, slope, least, *_ = signs()
    above, bottom = below
    low, high, *others = bounds
    of_b = conjuncts(Bounds(((h, conjoin(low, high)),)).of(B * h))
    moved, most = S * (B * h + S * (F + c5 * E)), S * S * ((1 + B**2) * NARROW + Q)
    products = [(each, least) for each in of_b] + [(each, least, least) for each in others]
    facts = (*of_b, *others, least, slope)
    size = conjoin(*(signed(each, facts, products=products) for each in parts(within(moved, most), "and")))
    gap = first - c5 * S
    product = identity(gap * BELOW, -moved, (bottom,), ((FIRST, -S),))
    premise = conjoin(A_POSITIVE, above, size, product)
    found = conjuncts(apply(at(quotient_bound(), gap, moved, most, BELOW, A), premise))
    goals = parts(near(first, c5, WIDE), "and")
    facts = (*found, narrow, least, slope, A_POSITIVE, bottom)
    return conjoin(*(signed(each, facts, products=((narrow, least, least),)) for each in goals))


def near_second(second: Expression, bounds: Facts) -> Theorem:
    """`|y − c6 S| ≤ L S²`, as `y = S (c6 + h)`."""
    positive, narrow, slope, least, *_ = signs()
    share = signed(less(0, ((1 + B**2) * NARROW + Q)), (narrow, positive, slope), products=((narrow,),), squares=(B, 1))
    facts = (*bounds, narrow, share, least, slope, A_POSITIVE)
    more = signed(at_most(0, WIDE - NARROW), (share, A_POSITIVE, slope), products=((A_POSITIVE,), (share,)))
    products = [(each, least) for each in bounds] + [(more, least, least)]
    goals = parts(near(second, c6, WIDE), "and")
    return conjoin(*(signed(each, (*facts, more), products=products) for each in goals))
