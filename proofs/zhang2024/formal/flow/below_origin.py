"""From a start whose loss is below that of the origin u stays above a positive number, and the flow tends to rest."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.flow.any_pair import ENERGY, START, A, a, linear
from proofs.zhang2024.formal.flow.definite_flow import (
    BEGINS,
    BELOW_ORIGIN,
    LONG,
    NOW,
    PULLING,
    followed,
    general,
    keeps_sign,
    now,
    pulled,
    sunk,
)
from proofs.zhang2024.formal.flow.definite_limits import SUPPOSED, c, limits
from proofs.zhang2024.formal.flow.definite_pair import DATA, FACTOR, form_sign
from proofs.zhang2024.formal.flow.from_family import TIME
from proofs.zhang2024.formal.trained_point import there
from symbolic.core.rules.logic import assume, choose, conjoin, part, witness
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import POSITIVE, at_most, conjunction, exists, less, member
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import assumed, at, under

DEPTH = -there(ENERGY, a, A)
"""How far the loss at the start is below that of the origin."""

SMALL = conjunction(at_most(PULLING * c, DEPTH), at_most(c, 1))
"""A number that u stays above."""


@cache
def stays_above() -> Theorem:
    """`∀t: c ≤ u`: the depth is at most `u tr(CQUᵀ)`, and its square at most `(1 + ‖CQ‖²) u⁴`."""
    u_, depth = NOW[0], assume(BELOW_ORIGIN)
    positive, number = keeps_sign(), assumed(SUPPOSED[0])[1]
    pull, wide = pulled()
    deep = signed(at_most(DEPTH, u_ * now(linear())), (sunk(), followed(form_sign())), squares=(u_,))
    squares = signed(at_most(DEPTH**2, u_**2 * now(linear()) ** 2), (deep, depth), degree=2)
    high = signed(at_most(DEPTH**2, PULLING * u_**4), (squares, pull), squares=(u_,))
    least, short = (part(n, assume(SMALL)) for n in range(2))
    products = (least, depth), (least, number), (least, number, wide)
    low = signed(at_most(PULLING**2 * c**2, DEPTH**2), (least, depth, number, wide), products=products)
    fourth = signed(at_most(PULLING * c**2, u_**4), (low, high, wide), degree=2)
    fourth = signed(at_most(c**4, u_**4), (fourth, wide, short, number), squares=(c,), degree=2)
    square = signed(at_most(c**2, u_**2), (fourth, number), products=((number, number),), squares=(u_,))
    return under(signed(at_most(c, u_), (square, positive, number), degree=2), TIME)


@cache
def some_number() -> Theorem:
    """There is such a number: the depth over its sum with `1 + ‖CQ‖²`."""
    depth, (_, wide) = assume(BELOW_ORIGIN), pulled()
    whole = signed(less(0, PULLING + DEPTH), (depth, wide))
    found = DEPTH / (PULLING + DEPTH)
    known = depth, wide, whole
    sign = signed(less(0, found), known, products=((whole,), (depth, whole)))
    least = signed(at_most(PULLING * found, DEPTH), known, products=((whole,), (depth, depth)))
    short = signed(at_most(found, 1), known, products=((whole,),))
    return witness(exists(c, POSITIVE, SMALL), belongs(member(found, POSITIVE), sign), conjoin(least, short))


@cache
def converges() -> Theorem:
    """From every start with u > 0, `u² ≥ ‖U‖²` and a loss below that of the origin the flow tends to where `uU = M`."""
    found = at(limits(), *map(assume, (*DATA, FACTOR, *START, SUPPOSED[0])), stays_above())
    return general(choose(c, some_number(), found), BEGINS, LONG, BELOW_ORIGIN)
