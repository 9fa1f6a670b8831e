"""The flow from the line is a flow of two scalars: its equation, what it conserves, how it moves and where to."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.flow.reduced_flow_basins import FAR, limit_is_defined
from proofs.zheng2024.formal.on_line.line_field import FIELD, MIRROR, field, gradient, mirror
from proofs.zheng2024.formal.on_line.line_flow import FACTS, POINT
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, a, a0, b, b0, d
from proofs.zheng2024.formal.on_line.line_signs import constants
from proofs.zheng2024.formal.on_line.trained_line import (
    BLOCKS,
    C1,
    C2,
    FLOWS,
    KEY_BLOCK,
    MOVES,
    ONE,
    PRODUCT,
    STARTS,
    STAYS,
    TIME,
    VALUE_BLOCK,
    A,
    B,
    at_the_constants,
    flows,
    for_each_law,
    given_law,
    of_model,
    stays,
    trained,
    well_defined,
    τ,
)
from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow_tends
from proofs.zheng2024.formal.scalars.scalar_limits import SPREAD, limits_known, reduced_flow_goes
from proofs.zheng2024.formal.scalars.scalar_orbits import (
    more,
    on_orbit,
    orbits_meet_the_hyperbola,
    reduced_flow_orbits,
    s,
)
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.convergence import continuity
from symbolic.core.rules.logic import apply, assume, conjoin, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    equal,
    for_all,
    implies,
    integers_between,
    less,
    negation,
    real,
    root,
    tends,
)
from symbolic.tactics.signs import Facts, signed, with_head
from symbolic.tactics.steps import at, belonging, modulo, rewritten, swapped, under

σ = real("σ")
SUM, EARLIER = A + B, trained(KEY_BLOCK, 1, 1, σ) + trained(VALUE_BLOCK, 1, 1, σ)
ABOVE, BELOW, REST = less(0, a0 + b0), less(a0 + b0, 0), equal(a0 + b0, 0)
CONSERVED = for_all(τ, NONNEGATIVE, equal(A**2 - B**2, SPREAD))
ON_ORBIT = for_all(τ, NONNEGATIVE, equal(PRODUCT, on_orbit(SUM)))
INCREASES = for_all(s, POSITIVE, for_all(more, POSITIVE, implies(less(s, more), less(on_orbit(s), on_orbit(more)))))
END = FAR[0] + FAR[1]
"""Where the sum goes from `a0 + b0 > 0`."""
SPEED = -(b * gradient(KEY_BLOCK, 1, 1) + a * gradient(VALUE_BLOCK, 1, 1))
"""The speed of ab at a point of the line."""
SPEED_OF_PRODUCT = for_all(
    a, REALS, for_all(b, REALS, equal(SPEED, (C1 - C2 * a * b) * root((a**2 - b**2) ** 2 + 4 * (a * b) ** 2)))
)


def always(formula: Expression) -> Expression:
    """A formula at all times."""
    return for_all(τ, NONNEGATIVE, formula)


def in_order(one: Expression, other: Expression) -> Expression:
    """A term at an earlier time is at most one at a later time."""
    return for_all(σ, NONNEGATIVE, always(implies(at_most(σ, τ), at_most(one, other))))


def goal(
    value: Expression = C1 / C2,
    hypotheses: Expression = LINE_CONDITIONS,
    moves: Expression = MOVES,
    conserved: Expression = CONSERVED,
) -> Expression:
    """For all sizes, laws and starts: the equation of the two scalars, what is conserved, how and where they move."""
    above = conjunction(
        always(less(0, SUM)),
        ON_ORBIT,
        implies(at_most(a0 * b0, C1 / C2), in_order(EARLIER, SUM)),
        implies(at_most(C1 / C2, a0 * b0), in_order(SUM, EARLIER)),
        tends(τ, NONNEGATIVE, SUM, END),
    )
    of_start = conjunction(
        FLOWS,
        conserved,
        implies(moves, tends(τ, NONNEGATIVE, PRODUCT, value)),
        implies(REST, conjunction(tends(τ, NONNEGATIVE, A, 0), tends(τ, NONNEGATIVE, B, 0))),
        implies(BELOW, conjunction(always(less(SUM, 0)), ON_ORBIT)),
        implies(ABOVE, above),
        conjunction(INCREASES, equal(on_orbit(END), C1 / C2)),
        conjunction(STAYS, MIRROR),
    )
    of_starts = for_all(a0, REALS, for_all(b0, REALS, of_start))
    return for_each_law(conjunction(less(0, C1), less(0, C2), FIELD, SPEED_OF_PRODUCT, of_starts), hypotheses)


def speed_of_product() -> Theorem:
    """The speed of ab at a point of the line is `c1 − c2 ab` times the root of `C² + 4 (ab)²`."""
    first = belonging(1, integers_between(1, d), FACTS)
    here = at(field(), *map(assume, POINT))
    of_blocks = (at(part(BLOCKS.index(block), here), first, first) for block in (KEY_BLOCK, VALUE_BLOCK))
    length = a**2 + b**2
    slack = C1 - C2 * a * b
    gradients = modulo(equal(SPEED, slack * length), (*of_blocks, ONE))
    return under(rewritten(swapped(root_of_square()), gradients), *POINT)


def root_of_square() -> Theorem:
    """`√((a² − b²)² + 4 (ab)²) = a² + b²`."""
    radicand, length = (a**2 - b**2) ** 2 + 4 * (a * b) ** 2, a**2 + b**2
    both = square_root(sign_of_radicand())
    least, squared = part(0, both), part(1, both)
    size = signed(at_most(0, length), squares=(a, b))
    goal = equal(root(radicand), length)
    scale = root(radicand) ** 2 - length**2
    return signed(goal, (least, squared, size), degree=2, products=((least, size),), scales=(1, scale))


def on_side(sign: int, found: Theorem) -> Theorem:
    """The sum has the sign of `a0 + b0` at all times."""
    side = at(part(0, apply(part(0 if sign > 0 else 1, found), assume(ABOVE if sign > 0 else BELOW))), assume(TIME))
    return under(signed(less(0, SUM) if sign > 0 else less(SUM, 0), (side,)), TIME)


def where_above(goes: Theorem, orbits: Theorem) -> Theorem:
    """From `a0 + b0 > 0`: the sum is positive, the product is a function of it, it moves one way, to its limit."""
    limits = apply(part(0, goes), assume(ABOVE))
    reached = continuity(tends(τ, NONNEGATIVE, SUM, END), (part(1, limits), part(2, limits)), ())
    along = apply(part(1, orbits), assume(ABOVE))
    return under(conjoin(on_side(1, goes), *(part(n, along) for n in range(3)), reached), ABOVE)


def of_start() -> Theorem:
    """What holds for each start."""
    goes = of_model(at_the_constants(reduced_flow_goes(), a0, b0))
    orbits = of_model(at_the_constants(reduced_flow_orbits(), a0, b0))
    meets = at_the_constants(orbits_meet_the_hyperbola(), a0, b0)
    product = part(1, of_model(at_the_constants(reduced_flow_tends(), a0, b0)))
    below = conjoin(on_side(-1, goes), apply(part(2, orbits), assume(BELOW)))
    rest = apply(part(2, goes), assume(REST))
    found = conjoin(
        flows(),
        part(0, orbits),
        product,
        under(conjoin(part(1, rest), part(2, rest)), REST),
        under(below, BELOW),
        where_above(goes, orbits),
        meets,
        conjoin(stays(), mirror()),
    )
    return under(found, *STARTS)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(*constants(), field(), speed_of_product(), of_start())
    return Proof(goal(), given_law(found), well_defined(goal(), solve))


def solve(formula: Expression, facts: Facts) -> Theorem | None:
    """What definedness needs beside regular losses: divisors and radicands."""
    known = sign_of_radicand(), squared_end()
    if found := next((each for each in known if each.conclusion == formula), None):
        return found
    if formula == negation(equal(SUM**2, 0)):
        now = (at(each, assume(TIME)) for each in with_head(facts, "for_all") if each.conclusion in SIDES)
        return signed(formula, tuple(now), degree=2)
    return limit_is_defined(formula, facts)


SIDES = always(less(0, SUM)), always(less(SUM, 0))


@cache
def squared_end() -> Theorem:
    """`(ã + b̃)² ≠ 0`."""
    known = at_the_constants(limits_known(), a0, b0)
    return signed(negation(equal(END**2, 0)), (part(0, known), part(1, known)), degree=2)


@cache
def sign_of_radicand() -> Theorem:
    """`0 ≤ (a² − b²)² + 4 (ab)²`."""
    return signed(at_most(0, (a**2 - b**2) ** 2 + 4 * (a * b) ** 2), squares=(a**2 - b**2, a * b))
