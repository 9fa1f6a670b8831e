"""The numbers of two steps: what is positive for all sizes, the form that the loss is above, and its roots."""

from __future__ import annotations

from functools import cache

from proofs.ahn2023.formal.two_steps_goal import (
    E1,
    E2,
    M2,
    SIZES,
    D,
    d,
    n,
    u,
    v,
)
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    less,
    member,
    real,
    root,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    conjuncts,
    modulo,
    other_than_0,
    rewritten,
    swapped,
    under,
    witnessed,
)
from symbolic.tactics.sums.shifted_forms import shifted_in_turn

SIZED = assumed(*SIZES)
ONWARD = tuple(fact for fact in SIZED if isinstance(fact.conclusion, Node) and fact.conclusion.head == "at_most")
BELOW = (
    d**3 * n + d**3 + d**2 * n**2 + 5 * d**2 * n + 10 * d**2 + d * n**3 + 5 * d * n**2 + 17 * d * n + 17 * d
    + (n**3 + 10 * n**2 + 17 * n + 4)
)  # fmt: skip
"""`n⁴ D`."""

TOTAL = d**2 * n + d**2 + d * n**2 + 4 * d * n + 7 * d + n**2 + 7 * n + 8
TIMES = d * n + d + n + 3
APART = (
    d**3 * n**3 + 3 * d**3 * n**2 + 3 * d**3 * n + d**3 + 3 * d**2 * n**3 + 16 * d**2 * n**2 + 27 * d**2 * n
    + (18 * d**2 + 3 * d * n**3 + 27 * d * n**2 + 73 * d * n + 57 * d + n**3 + 18 * n**2 + 57 * n + 52)
)  # fmt: skip
"""What e_1, e_2 and `e_1² − 4 e_2` have above."""


def positive_quotient(term: Expression, above: Expression, below: Expression, *known: Theorem) -> Theorem:
    """`0 < t` for `t = p/q`."""
    facts = (*(shifted_in_turn(less(0, each), *ONWARD) for each in (above, BELOW)), signed(less(0, n), SIZED))
    same = identity(term, above / below, (*facts, *known))
    return rewritten(swapped(same), positive(above / below, (*facts, shifted_in_turn(less(0, above), *ONWARD))))


@cache
def signs() -> Facts:
    """`0 < m_2`, `0 < D`, `0 < e_1`, `0 < e_2` and `0 < e_1² − 4 e_2`."""
    bottom = positive_quotient(D, BELOW, n**4)
    return (
        positive_quotient(M2, n + d + 1, n),
        bottom,
        positive_quotient(E1, 2 * n * TOTAL, BELOW, bottom),
        positive_quotient(E2, n**2 * TIMES, BELOW, bottom),
        positive_quotient(E1**2 - 4 * E2, 4 * n**2 * APART, BELOW**2, bottom),
    )


m2, m3, m4, x, y, s, p = map(real, ("_m2", "_m3", "_m4", "_x", "_y", "_s", "_p"))
WEIGHTS = less(0, m2), less(0, m2 * m4 - m3**2)


def _form(x: Expression, y: Expression) -> Expression:
    return m2 * x**2 - 2 * m3 * x * y + m4 * y**2


@cache
def forms() -> Theorem:
    """`∀m_2 ∀m_3 ∀m_4 ∀x ∀y`: the form is not negative, is 0 at 0 alone, and the loss is the least one and that."""
    first, second = map(assume, WEIGHTS)
    value, rest = _form(x, y), m2 * x - m3 * y
    scaled = signed(at_most(0, m2 * value), (second,), products=((second,),), squares=(rest, y))
    sign = signed(at_most(0, value), (scaled, first), degree=2)
    small = assume(at_most(value, 0))
    flat = signed(at_most(m2 * value, 0), (small, first), degree=2)
    none = signed(equal(y, 0), (flat, second), products=((second,),), squares=(rest, y), degree=2)
    zero = signed(equal(x, 0), (small, none, first), products=((first,),), scales=(m3 * x, m4 * y))
    only = under(conjoin(zero, none), small.conclusion)
    bottom = m2 * m4 - m3**2
    e1, e2 = (m4 - m2 * m3) / bottom, (m3 - m2**2) / bottom
    above = identity(
        1 - 2 * x + (x**2 + 2 * y) * m2 - 2 * x * y * m3 + y**2 * m4,
        1 - e1 + e2 * m2 + _form(x - e1, y - e2),
        (other_than_0(second),),
    )
    here = under(conjoin(sign, only, above), member(x, REALS), member(y, REALS))
    return under(here, *(member(each, REALS) for each in (m2, m3, m4)), *WEIGHTS)


@cache
def at_best() -> Theorem:
    """`∀m_2 ∀m_3 ∀m_4 ∀x ∀y ∀a`: at `x = e_1`, `y = e_2` the form of what is off is 0, and so are the slopes."""
    bottom = m2 * m4 - m3**2
    e1, e2 = (m4 - m2 * m3) / bottom, (m3 - m2**2) / bottom
    reached = equal(x, e1), equal(y, e2)
    first, second = map(assume, reached)
    apart = other_than_0(assume(WEIGHTS[1]))
    none = modulo(equal(_form(x - e1, y - e2), 0), (first, second), (apart,))
    flat = modulo(equal(_slope(x, y, s), 0), (first, second), (apart,))
    numbers = (member(each, REALS) for each in (m2, m3, m4))
    return under(conjoin(none, flat), *numbers, *WEIGHTS, *(member(each, REALS) for each in (x, y, s)), *reached)


def _slope(x: Expression, y: Expression, other: Expression) -> Expression:
    return 2 * (-1 + (x + other) * m2 - (y + x * other) * m3 + y * other * m4)


@cache
def compared() -> Theorem:
    """Of `l = w (c + f)` and `k = w (c + g)`: `l ≤ k ⇒ g = 0 ⇒ f ≤ 0`, and `f = 0 ⇒ 0 ≤ g ⇒ l ≤ k`."""
    numbers = w, c, f, g, l, k = tuple(map(real, ("_w", "_c", "_f", "_g", "_l", "_k")))
    given = less(0, w), equal(l, w * (c + f)), equal(k, w * (c + g))
    wide, one, other = map(assume, given)
    order, none = assume(at_most(l, k)), assume(equal(g, 0))
    small = signed(at_most(w * f, 0), (order, none, one, other), scales=(1, w))
    first = signed(at_most(f, 0), (small, wide), products=((wide,),))
    zero, more = assume(equal(f, 0)), assume(at_most(0, g))
    second = signed(at_most(l, k), (zero, more, one, other, wide), products=((wide, more),), scales=(1, w))
    found = conjoin(under(first, order.conclusion, none.conclusion), under(second, zero.conclusion, more.conclusion))
    return under(found, *(member(each, REALS) for each in numbers), *given)


@cache
def two_roots() -> Theorem:
    """`∀s ∀p: 0 < s ⇒ 0 < p ⇒ 0 < s² − 4p ⇒ ∃u ∃v: 0 < u < v ∧ u + v = s ∧ u v = p`."""
    given = less(0, s), less(0, p), less(0, s**2 - 4 * p)
    large, product_, apart = map(assume, given)
    side = root(s**2 - 4 * p)
    sign, square = conjuncts(square_root(signed(at_most(0, s**2 - 4 * p), (apart,))))
    strict = signed(less(0, side), (sign, square, apart), scales=(1, side), degree=2)
    low, high = (s - side) / 2, (s + side) / 2
    whole = identity(low * high, p, using=((square, written(-1) / 4),))
    first = signed(less(0, low), (whole, large, sign, product_), degree=2)
    order = signed(less(low, high), (strict,))
    both = conjoin(first, order, conjoin(identity(low + high, s), whole))
    goal_ = exists(
        u, REALS, exists(v, REALS, conjunction(less(0, u), less(u, v), conjunction(equal(u + v, s), equal(u * v, p))))
    )
    return under(witnessed(goal_, both, low, high), member(s, REALS), member(p, REALS), *given)
