"""Where the flow with definite S and Q tends, if u stays above a positive number: how fast the gap falls tells."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.flow.any_pair import PULL, form
from proofs.zhang2024.formal.flow.definite_flow import LEVEL, NOW, first, followed, general, kept, now, shape_at, shapes
from proofs.zhang2024.formal.flow.definite_pair import (
    FORCE,
    GAP,
    LEAST_SQUARE,
    LENGTH,
    MIXED,
    M,
    X,
    distance,
    dominated,
    existence,
    gap,
    least_square,
    lengths,
    less_than_product,
    letters,
    sinking,
)
from proofs.zhang2024.formal.flow.from_family import TIME, t
from proofs.zhang2024.formal.loss_in_traces import d
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import comparison, continuity, eventually
from symbolic.core.rules.derivatives import in_time
from symbolic.core.rules.flows import decreasing
from symbolic.core.rules.logic import apply, assume, conjoin, parts
from symbolic.core.rules.matrix_algebra import cell_of_word
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    at_most,
    cell,
    equal,
    for_all,
    function,
    integers_between,
    less,
    member,
    real,
    tends,
)
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, modulo, other_than_0, rewritten_limit, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.sums_of_squares import entry_below

c, r = map(real, ("c", "r"))
ABOVE = for_all(t, NONNEGATIVE, at_most(c, NOW[0]))
"""u stays above c."""

LIMIT = equal(r**4 - LEVEL * r**2, LENGTH)
"""Which number u tends to."""

SUPPOSED = member(c, POSITIVE), ABOVE, member(r, POSITIVE), LIMIT
PLACES = tuple(member(place, integers_between(1, d)) for place in ENTRY)


@cache
def above() -> Facts:
    """`0 < c` and `c ≤ u` at time t."""
    return assumed(SUPPOSED[0])[1], at(assume(ABOVE), assume(TIME))


def slower() -> Theorem:
    """`(C + 2 c² t) tr(SXQXᵀ)` does not grow, C being `LEAST_SQUARE`."""
    body = (LEAST_SQUARE + 2 * c**2 * t) * now(form(X))
    slope = in_time(body, t)[0]
    sign, same = map(followed, gap())
    positive, low = above()
    force, pull = norm(FORCE), now(PULL)
    long = followed(not_negative(FORCE, letters()))
    squares = signed(at_most(c**2, NOW[0] ** 2), (low, positive), degree=2)
    steep = signed(
        at_most(c**2 * now(GAP), LEAST_SQUARE * NOW[0] ** 2 * now(force)),
        (followed(dominated()), squares, sign),
        products=((sign, squares),),
        squares=(NOW[0],),
    )
    later = assumed(TIME)[1]
    falls = signed(
        at_most(slope, 0),
        (followed(sinking()), same, steep, later, long, least_square()),
        products=((later,), (later, long)),
        squares=(pull, c * pull, c * NOW[0]),
        scales=(1, LEAST_SQUARE + 2 * c**2 * t, c**2),
    )
    return decreasing(function(t, body=body), under(falls, TIME), existence(), *shapes())


START_GAP = first(form(X))
"""`tr(SXQXᵀ)` at the start."""

FAR = LEAST_SQUARE * START_GAP
SLOW = LEAST_SQUARE**2 * START_GAP / (2 * c**2)
"""Bounds of `‖X‖²` and of `t ‖X‖²`."""


@cache
def near() -> Facts:
    """`‖X‖² ≤ C f(0)` and `t ‖X‖² ≤ C² f(0)/(2 c²)`."""
    later = assumed(TIME)[1]
    sign, same = map(followed, gap())
    fallen = apply(at(slower(), 0, assume(TIME)), later)
    positive, _ = above()
    close = followed(distance())
    size, most = now(norm(X)), LEAST_SQUARE
    weighted = (fallen, same, sign, later, least_square())
    scales = (1, most, c**2 * t)
    below = signed(at_most(most * now(GAP), FAR), weighted, products=((later, sign),), squares=(c,), scales=scales)
    slow = signed(at_most(2 * c**2 * t * now(GAP), FAR), weighted, products=((least_square(), sign),), scales=scales)
    far = signed(at_most(size, FAR), (close, below))
    scaled = signed(
        at_most(2 * c**2 * t * size, most**2 * START_GAP),
        (close, slow, later, least_square()),
        products=((later, close), (least_square(), slow)),
        squares=(c,),
    )
    divided = signed(at_most(t * size, SLOW), (scaled, positive), products=((positive, positive),))
    return far, divided


@cache
def error() -> tuple[Expression, Theorem]:
    """`‖X‖² + 2 tr(MᵀX)`, by which `u² (u² − level)` differs from `‖M‖²`, and what bounds its square."""
    size, mixed = now(norm(X)), now(MIXED)
    small = less_than_product(M, X, letters())
    far, slow = near()
    sign, later = followed(not_negative(X, letters())), assumed(TIME)[1]
    most = 2 * FAR + 8 * (1 + LENGTH)
    whole = size + 2 * mixed
    bound = signed(
        at_most(whole**2, most * size),
        (followed(small), far, sign),
        products=((far, sign),),
        squares=(size - 2 * mixed,),
    )
    width = signed(at_most(0, most), (far, sign, not_negative(M, letters())))
    rate = signed(
        at_most(t * whole**2, most * SLOW),
        (bound, later, slow, width, above()[0]),
        products=((later, bound), (width, slow)),
    )
    return whole, rate


@cache
def approach() -> Theorem:
    """`t (u − r)² ≤ K` with a K without t."""
    whole, rate = error()
    u_, height = NOW[0], LEVEL
    positive, low = above()
    _, limit = assumed(SUPPOSED[2])
    quartic = assume(LIMIT)
    equation = identity(
        (u_**2 - r**2) * (u_**2 + r**2 - height),
        whole,
        using=((quartic, -1), (followed(lengths()), 1), (kept(), u_**2)),
    )
    long = not_negative(M, letters())
    beyond = signed(at_most(height, r**2), (quartic, long, limit), products=((limit, limit),))
    wide = signed(at_most(c**2, u_**2 + r**2 - height), (beyond, low, positive), degree=2)
    factor = signed(at_most(c, u_ + r), (low, limit))
    later = assumed(TIME)[1]
    one = signed(
        at_most(c**2 * (u_ - r) ** 2, (u_**2 - r**2) ** 2),
        (factor, positive),
        products=((factor, factor), (factor, positive)),
        squares=(u_ - r,),
    )
    two = signed(
        at_most(c**4 * (u_**2 - r**2) ** 2, whole**2),
        (equation, wide),
        products=((wide, wide),),
        squares=(u_**2 - r**2, c * (u_**2 - r**2)),
        scales=(1, whole, (u_**2 - r**2) * (u_**2 + r**2 - height)),
    )
    both = signed(at_most(c**6 * (u_ - r) ** 2, whole**2), (one, two), squares=(c**2,))
    most = parts(rate.conclusion, "at_most")[1]
    return signed(
        at_most(t * (u_ - r) ** 2, most / c**6),
        (both, rate, later, positive),
        products=((later, both), (positive,) * 6),
    )


@cache
def number_tends() -> Theorem:
    """`u → r`."""
    return comparison(tends(t, NONNEGATIVE, NOW[0], r), under(approach(), TIME))


def entry_tends() -> Theorem:
    """`∀j ∀k: U[j, k] → M[j, k]/r`, being `(X[j, k] + M[j, k])/u`."""
    known = (*letters(), shape_at(NOW[1], assume(TIME)))
    below, places = entry_below(now(X), known, r, c)
    here = tuple(parts(place, "member")[0] for place in places)
    later, entry, least = assumed(TIME)[1], cell(now(X), *here), cell(M, *here)
    rate = signed(
        at_most(t * (entry - 0) ** 2, SLOW), (below, near()[1], later, above()[0]), products=((later, below),)
    )
    off = comparison(tends(t, NONNEGATIVE, entry, 0), under(rate, TIME))
    positive = other_than_0(assumed(SUPPOSED[2])[1])
    whole = tends(t, NONNEGATIVE, (entry + least) / NOW[0], (written(0) + least) / r)
    found = continuity(whole, (off, number_tends()), (positive,))
    found = rewritten_limit(identity((written(0) + least) / r, least / r, (positive,)), found)
    sign = signed(less(0, NOW[0]), above())
    summands = tuple(cell_of_word(cell(each, *here)) for each in (now(X), *parts(now(X), "sum_of_matrices")))
    same = modulo(equal((entry + least) / NOW[0], cell(NOW[1], *here)), summands, (sign,))
    wanted = tends(t, NONNEGATIVE, cell(NOW[1], *here), least / r)
    return at(under(eventually(wanted, found, under(same, TIME, at_most(0, t))), *places), *map(assume, PLACES))


@cache
def limits() -> Theorem:
    """`∀c ∈ (0, ∞)`: where u stays above c it tends to the r of `LIMIT`, and U to `M/r`; for all data and starts."""
    return general(conjoin(number_tends(), under(entry_tends(), *PLACES)), *SUPPOSED)
