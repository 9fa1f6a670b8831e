"""Gradient descent on the line next to a trained point: what attracting and repelling means, and how F varies there."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.descent.descent_end import (
    TERMS,
)
from proofs.zheng2024.formal.descent.descent_kept import (
    stepping,
)
from proofs.zheng2024.formal.descent.descent_runs import (
    CONSTANTS,
    RUN,
    STEPS,
    A,
    B,
    force,
    point,
)
from proofs.zheng2024.formal.descent.descent_step import h
from proofs.zheng2024.formal.scalars.scalar_flow import a, b, c1, c2
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume
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
    implies,
    less,
    member,
    negation,
    real,
    tends,
)
from symbolic.tactics.dynamics.contractions import PLACE, PLACES
from symbolic.tactics.harmonic_numbers import n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    modulo,
    quantified,
)

δ, ε, e, P, G, L = map(real, ("δ", "ε", "e", "P", "G", "L"))


def within(distance: Expression, place: Number) -> Expression:
    """Before a step neither coordinate is farther from that of the trained point than a distance."""
    return conjunction(*(at_most((x - y) ** 2, distance**2) for x, y in zip(point(place), (a, b), strict=True)))


def on_run(descends: Expression, formula: Expression, start: Expression) -> Expression:
    """A formula for all runs of descent from a start."""
    return quantified(implies(descends, implies(start, formula)), *RUN)


def goes(c1: Number, c2: Number) -> Expression:
    """The run converges to a trained point."""
    limits = (tends(n, PLACES, term(n), end) for term, end in zip(TERMS, (A, B), strict=True))
    found = conjunction(*limits, equal(A * B, written(c1) / written(c2)))
    return exists(A, REALS, exists(B, REALS, found))


def attracts(c1: Number, c2: Number, descends: Expression = STEPS) -> Expression:
    """From near enough to the point descent stays as near to it as one likes, and converges to a trained point."""
    stays = for_all(n, PLACES, within(δ, n))
    found = exists(ε, POSITIVE, on_run(descends, conjunction(stays, goes(c1, c2)), within(ε, 1)))
    return for_all(δ, POSITIVE, found)


def repels(c1: Number, c2: Number, descends: Expression = STEPS) -> Expression:
    """From anywhere near the point but on the hyperbola descent leaves some neighbourhood of it."""
    leaves = implies(negation(equal(force(c1, c2, 1), 0)), negation(for_all(n, PLACES, within(ε, n))))
    return exists(ε, POSITIVE, on_run(descends, leaves, within(ε, 1)))


STEEPNESS = c2 * (a**2 + b**2)
"""`k`, at the trained point."""
AT_REST = equal(a * b, c1 / c2)
REST = member(a, REALS), member(b, REALS), AT_REST
LARGE = conjunction(at_most(1, P), *(at_most(x, P) for x in (a, -a, b, -b)))
"""`1 ≤ P`, `|a| ≤ P` and `|b| ≤ P`."""
SENSITIVE = h * c2 * (6 * P + 12 * h * c2 * P**3)
"""How much the multiplier of F varies, over the distance."""


def close(most: Number) -> Node:
    """`e ≤ 1`, e is not above a number, and so small that the multiplier varies by at most `G/2`."""
    return conjunction(at_most(e, 1), at_most(e, most), at_most(SENSITIVE * e, G / 2))


NEAR = member(e, POSITIVE)


def inside(distance: Expression, place: Number) -> Expression:
    """`−e ≤ a(n) − a ≤ e` and the same of b."""
    pairs = zip(point(place), (a, b), strict=True)
    return conjunction(*(each for x, y in pairs for each in (at_most(-distance, x - y), at_most(x - y, distance))))


@cache
def around(distance: Expression) -> Facts:
    """In a neighbourhood of a size up to 1: `|a(n)| ≤ 2P`, `|b(n)| ≤ 2P`, `|F| ≤ 3 c2 P e`."""
    _, second, _ = CONSTANTS
    large, near = assumed(LARGE), assumed(inside(distance, n))
    at_least_1, a_up, a_down, b_up, b_down = large
    x_low, x_high, y_low, y_high = near
    small = assume(at_most(distance, 1)), assume(less(0, distance))
    sizes = tuple(signed(at_most(sign * x, 2 * P), (*large, *near, *small)) for x in point(n) for sign in (1, -1))
    x, y = (now - there for now, there in zip(point(n), (a, b), strict=True))
    rest = identity(c1, c2 * a * b, CONSTANTS, ((assume(AT_REST), -c2),))
    mixed = at_least_1, *large[1:], *near, *small
    pairs = (
        (a_up, y_low),
        (a_down, y_high),
        (a_up, y_high),
        (a_down, y_low),
        (b_up, x_low),
        (b_down, x_high),
        (b_up, x_high),
        (b_down, x_low),
        (x_low, y_low),
        (x_high, y_high),
        (x_low, y_high),
        (x_high, y_low),
        (small[1], small[0]),
        (small[1], at_least_1),
    )
    value = a * y + b * x + x * y
    spans = tuple(signed(at_most(sign * value, 3 * P * distance), mixed, products=pairs) for sign in (1, -1))
    F = force(c1, c2, n)
    same = identity(F, -c2 * value, using=((rest, 1),))
    forces = tuple(
        signed(at_most(sign * F, 3 * c2 * P * distance), (same, each, second), products=((each, second),))
        for sign, each in zip((-1, 1), spans, strict=True)
    )
    return (*sizes, *forces)


def multiplier(place: Number) -> Expression:
    """What the step multiplies F by."""
    x, y = point(place)
    return 1 - h * c2 * (x**2 + y**2 + h * (x * y) * force(c1, c2, place))


@cache
def varies() -> Facts:
    """`|r − (1 − h k)| ≤ G/2`."""
    _, second, step = CONSTANTS
    large, near = assumed(LARGE), assumed(inside(e, n))
    tiny = assume(less(0, e)), assume(at_most(e, 1)), assume(at_most(SENSITIVE * e, G / 2))
    u_up, u_down, v_up, v_down, f_up, f_down = around(e)
    x_low, x_high, y_low, y_high = near
    _, a_up, a_down, b_up, b_down = large
    x, y = (now - there for now, there in zip(point(n), (a, b), strict=True))
    (u, v), F = point(n), force(c1, c2, n)
    squares = 2 * a * x + 2 * b * y + x**2 + y**2
    small = tiny[1], tiny[0]
    pairs = (
        (a_up, x_low),
        (a_down, x_high),
        (a_up, x_high),
        (a_down, x_low),
        (b_up, y_low),
        (b_down, y_high),
        (b_up, y_high),
        (b_down, y_low),
        (x_low, x_high),
        (y_low, y_high),
        (small[1], small[0]),
        (small[1], large[0]),
    )
    of_squares = tuple(
        signed(at_most(sign * squares, 6 * P * e), (*large, *near, *small), products=pairs, squares=(x, y))
        for sign in (1, -1)
    )
    product = tuple(
        signed(at_most(sign * (u * v), 4 * P**2), (u_up, u_down, v_up, v_down), degree=2) for sign in (1, -1)
    )
    cubes = tuple(
        signed(
            at_most(sign * (u * v * F), 12 * c2 * P**3 * e),
            (*product, f_up, f_down),
            products=tuple((p, f) for p in product for f in (f_up, f_down)),
        )
        for sign in (1, -1)
    )
    change = multiplier(n) - (1 - h * STEEPNESS)
    same = identity(change, -h * c2 * (squares + h * (u * v * F)))
    return tuple(
        signed(
            at_most(sign * change, G / 2),
            (same, one, other, second, step, tiny[2]),
            products=((step, second, one), (step, step, second, other)),
        )
        for sign, one, other in zip((-1, 1), of_squares, cubes, strict=True)
    )


@cache
def moved() -> Theorem:
    """F after a step is F times the multiplier."""
    return modulo(equal(force(c1, c2, n + 1), multiplier(n) * force(c1, c2, n)), stepping(assume(PLACE)))
