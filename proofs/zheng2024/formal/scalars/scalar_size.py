"""How small `a² + b²` can be along the reduced flow: what bounds the gradient by the loss along an orbit."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.scalars.scalar_flow import AT, GIVEN, START, a0, b0, c1, c2, existence, moving, t
from proofs.zheng2024.formal.scalars.scalar_limits import (
    BELONGS,
    C1_POSITIVE,
    C2_POSITIVE,
    SIZE,
    SPREAD,
    TIME,
    rate,
    spread_conserved,
)
from proofs.zheng2024.formal.scalars.scalar_orbits import BELOW, PAST, not_past
from symbolic.core.rules.flows import decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, function
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, rewritten, under

LENGTH, FIRST = AT[0] ** 2 + AT[1] ** 2, a0**2 + b0**2
PRODUCT = AT[0] * AT[1]
NOT_OPPOSITE = at_most(0, a0 * b0)
"""The scalars at the start do not have opposite signs."""
LATER = assumed(TIME)[1]


def beyond_the_spread(sign: int, kept: Theorem) -> Theorem:
    """`c2 (±C) ≤ c2 (a² + b²)` at all times."""
    other = AT[1] if sign > 0 else AT[0]
    here = signed(
        at_most(c2 * SPREAD if sign > 0 else -(c2 * SPREAD), c2 * LENGTH),
        (at(kept, BELONGS), C2_POSITIVE),
        products=((C2_POSITIVE,),),
        squares=(other,),
        scales=(1, c2),
    )
    return under(here, TIME)


def product_grows(exist: Theorem) -> Theorem:
    """From `a0 b0 ≤ c1/c2`, `a0 b0 ≤ ab` at the time τ."""
    before = at(not_past(True, exist), BELONGS)
    slope = signed(at_most(moving(-PRODUCT), 0), (before,), products=((before,),), squares=AT)
    falls = decreasing(function(t, body=-PRODUCT), under(slope, TIME), exist)
    low = apply(at(falls, 0, BELONGS), LATER)
    for component in START:
        low = rewritten(flow_start(component, exist), low)
    return signed(at_most(a0 * b0, PRODUCT), (low,))


def from_below(exist: Theorem, kept: Theorem) -> Theorem:
    """From `0 ≤ a0 b0 ≤ c1/c2`, `c2 (a0² + b0²) ≤ c2 (a² + b²)` at all times."""
    grows, start = product_grows(exist), assume(NOT_OPPOSITE)
    along = at(kept, BELONGS)
    spread = AT[0] ** 2 - AT[1] ** 2
    right = FIRST**2 + 4 * (PRODUCT - a0 * b0) * (PRODUCT + a0 * b0)
    squares = identity(LENGTH**2, right, using=((along, spread + SPREAD),))
    size = signed(at_most(0, LENGTH), squares=AT)
    sums = signed(at_most(0, PRODUCT + a0 * b0), (grows, start))
    longer = signed(at_most(FIRST, LENGTH), (squares, size, grows, sums), degree=2, products=((grows, sums),))
    scaled = signed(at_most(c2 * FIRST, c2 * LENGTH), (longer, C2_POSITIVE), products=((longer, C2_POSITIVE),))
    return under(scaled, NOT_OPPOSITE, BELOW, TIME)


def from_above(exist: Theorem, kept: Theorem) -> Theorem:
    """From `c1/c2 ≤ a0 b0`, `k ≤ c2 (a² + b²)` at all times."""
    past = at(not_past(False, exist), BELONGS)
    least, squared, *_ = rate()
    along = at(kept, BELONGS)
    spread = AT[0] ** 2 - AT[1] ** 2
    more = c2 * PRODUCT - c1
    right = SIZE**2 + 4 * more * (more + 2 * c1)
    using = (along, c2**2 * (spread + SPREAD)), (squared, -1)
    squares = identity((c2 * LENGTH) ** 2, right, using=using)
    above = signed(at_most(0, more), (past,))
    sums = signed(at_most(0, more + 2 * c1), (above, C1_POSITIVE))
    size = signed(at_most(0, c2 * LENGTH), (C2_POSITIVE,), products=((C2_POSITIVE,),), squares=AT)
    goal = at_most(SIZE, c2 * LENGTH)
    longer = signed(goal, (squares, size, least, above, sums), degree=2, products=((above, sums),))
    return under(longer, PAST, TIME)


@cache
def sizes() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0`: `c2 (a² + b²)` is at least `±c2 C`, and its start or k where `0 ≤ a0 b0`."""
    exist = existence()
    kept = spread_conserved(exist)
    spreads = (beyond_the_spread(sign, kept) for sign in (1, -1))
    return under(conjoin(*spreads, from_below(exist, kept), from_above(exist, kept)), *GIVEN)
