"""One step of gradient descent on the line: how it stretches distances, at all points and next to trained ones."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.descent.descent_nearby import AT_REST, REST, STEEPNESS
from proofs.zheng2024.formal.descent.descent_runs import CONSTANTS
from proofs.zheng2024.formal.descent.descent_step import STEP, after, h, size_squared, slack
from proofs.zheng2024.formal.scalars.scalar_flow import GIVEN, a, b, c1, c2
from proofs.zheng2024.formal.scalars.scalar_portrait import FIRST, derivatives, n
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import assume, both_ways, conjoin, discharge, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, Number, at_most, conjunction, equal, iff, member, tends
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, modulo, rewritten, under

POINT = member(a, REALS), member(b, REALS)


def stretches(c1: Number, c2: Number) -> Expression:
    """A step multiplies `a + b`, `a − b` and `a² − b²` by `1 + hF`, `1 − hF` and `1 − h² F²`."""
    (one, other), force = after(c1, c2, h, a, b), slack(c1, c2, a, b)
    return conjunction(
        equal(one + other, (a + b) * (1 + h * force)),
        equal(one - other, (a - b) * (1 - h * force)),
        equal(one**2 - other**2, (a**2 - b**2) * (1 - h**2 * force**2)),
    )


def across(c1: Number, c2: Number, factor: Expression) -> Expression:
    """The derivative of a step at a point along `(b, a)`, across the hyperbola, is that direction times a factor."""
    here, moved = after(c1, c2, h, a, b), after(c1, c2, h, a + b / n, b + a / n)
    return conjunction(*(tends(n, FIRST, n * (x - y), factor * v) for x, y, v in zip(moved, here, (b, a), strict=True)))


def steepest(c1: Number, c2: Number) -> Expression:
    """`k² = 4 c1² + c2² C²`, and `2 c1 ≤ k` with equality exactly where `a = b`."""
    k = c2 * (a**2 + b**2)
    return conjunction(equal(k**2, size_squared(c1, c2, a, b)), at_most(2 * c1, k), iff(equal(k, 2 * c1), equal(a, b)))


@cache
def stretched() -> Theorem:
    """`∀c1, c2, h > 0 ∀a, b`: what a step multiplies sum, difference and spread by."""
    found = conjoin(*(modulo(each, ()) for each in parts(stretches(c1, c2), "and")))
    return under(found, *GIVEN[:2], STEP, *POINT)


def component_across(component: int) -> Theorem:
    """The derivative of one coordinate of the step."""
    direction, rest = (b, a)[component], assume(AT_REST)
    speed = part(component, at(derivatives(), *map(assume, GIVEN[:2]), a, b, b, a))
    _, body, slope = parts(speed.conclusion, "tends")
    quickly = opened(body, (n,))
    goal = parts(across(c1, c2, 1 - h * STEEPNESS), "and")[component]
    difference, end = opened(parts(goal, "tends")[1], (n,)), parts(goal, "tends")[2]
    reached = continuity(tends(n, FIRST, direction + h * quickly, direction + h * slope), (speed,), ())
    above = signed(at_most(1, n), assumed(member(n, FIRST)))
    same = identity(direction + h * quickly, difference, (above,))
    reached = eventually(
        tends(n, FIRST, difference, direction + h * slope),
        reached,
        under(discharge(at_most(1, n), same), member(n, FIRST)),
    )
    return rewritten(identity(direction + h * slope, end, CONSTANTS, ((rest, -h * c2 * (a, b)[component]),)), reached)


@cache
def at_rest() -> Theorem:
    """`∀c1, c2, h > 0 ∀a, b`: at a trained point, how a step stretches distances and how large k is."""
    _, second, _ = CONSTANTS
    rest = assume(AT_REST)
    squared, least, same = parts(steepest(c1, c2), "and")
    left, right = parts(squared, "equal")
    size = identity(left, right, CONSTANTS, ((rest, 4 * c2**2 * (a * b + c1 / c2)),))
    product = identity(c2 * a * b, c1, CONSTANTS, ((rest, c2),))
    above = signed(least, (product, second), products=((second,),), squares=(a - b,))
    flat, equal_sides = parts(same, "iff")
    gap = identity((a - b) ** 2, 0, CONSTANTS, ((assume(flat), 1 / c2), (product, -2 / c2)))
    one = signed(equal_sides, (gap,))
    left, right = parts(flat, "equal")
    other = identity(left, right, CONSTANTS, ((product, 2), (assume(equal_sides), c2 * (a - b))))
    flattest = both_ways(discharge(flat, one), discharge(equal_sides, other))
    found = conjoin(component_across(0), component_across(1)), conjoin(size, above, flattest)
    return under(conjoin(*found), *GIVEN[:2], STEP, *REST)
