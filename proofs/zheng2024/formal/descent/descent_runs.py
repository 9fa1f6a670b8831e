"""Runs of gradient descent on the line: sequences of points, and what is said of them."""

from __future__ import annotations

from proofs.zheng2024.formal.descent.descent_step import STEP, after, h, size_squared, slack, small
from proofs.zheng2024.formal.scalars.scalar_flow import GIVEN, c1, c2
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    Number,
    at_most,
    conjunction,
    entry,
    equal,
    exists,
    for_all,
    implies,
    less,
    member,
    negation,
    raised,
    real,
    root,
    tends,
    vector,
)
from symbolic.tactics.dynamics.contractions import PLACES
from symbolic.tactics.harmonic_numbers import n
from symbolic.tactics.signs import with_head
from symbolic.tactics.steps import (
    assumed,
)

α, β = vector("α"), vector("β")
A, B, K, ρ = map(real, ("A", "B", "K", "ρ"))
RUN = member(α, SEQUENCES), member(β, SEQUENCES)


def point(place: Number) -> tuple[Expression, Expression]:
    """The point before a step; the first one is the start."""
    return entry(α, place), entry(β, place)


def force(c1: Number, c2: Number, place: Number) -> Expression:
    """`F = c1 − c2 ab` before a step."""
    return slack(c1, c2, *point(place))


def total(place: Number) -> Expression:
    """`a + b` before a step."""
    one, other = point(place)
    return one + other


def spread(place: Number) -> Expression:
    """`C = a² − b²` before a step."""
    one, other = point(place)
    return one**2 - other**2


def steps(c1: Number, c2: Number, h: Expression) -> Node:
    """`∀n: (a, b)` is moved by one step."""
    moved = after(c1, c2, h, *point(n))
    return for_all(n, PLACES, conjunction(*(equal(x, y) for x, y in zip(point(n + 1), moved, strict=True))))


def moves() -> Expression:
    """`a + b ≠ 0` at the start."""
    return negation(equal(total(1), 0))


def same_sign(c1: Number, c2: Number) -> Expression:
    """F has the sign that it has at the start, and is 0 if it is 0 there."""
    first, later = force(c1, c2, 1), force(c1, c2, n)
    return conjunction(
        implies(less(0, first), for_all(n, PLACES, less(0, later))),
        implies(less(first, 0), for_all(n, PLACES, less(later, 0))),
        implies(equal(first, 0), for_all(n, PLACES, equal(later, 0))),
    )


def unbalanced(c1: Number, c2: Number, place: Number) -> Expression:
    """`C ≠ 0` and `F ≠ 0` before a step."""
    return conjunction(negation(equal(spread(place), 0)), negation(equal(force(c1, c2, place), 0)))


def shrinking(c1: Number, c2: Number) -> Expression:
    """At every step C keeps its sign and shrinks, unless `C = 0` or `F = 0`."""
    keeps = less(0, spread(n) * spread(n + 1)), less(spread(n + 1) ** 2, spread(n) ** 2)
    return for_all(n, PLACES, implies(unbalanced(c1, c2, n), conjunction(*keeps)))


def distance(place: Number) -> Expression:
    """The square of the distance from `(A, B)` before a step."""
    one, other = point(place)
    return (one - A) ** 2 + (other - B) ** 2


GEOMETRIC = exists(
    K,
    REALS,
    exists(
        ρ,
        REALS,
        conjunction(at_most(0, ρ), less(ρ, 1), for_all(n, PLACES, at_most(distance(n), K * raised(ρ, n)))),
    ),
)
"""`(a, b)` nears `(A, B)` geometrically."""


def size(c1: Number, c2: Number, place: Number = 1) -> Expression:
    """`k`, of the start."""
    return root(size_squared(c1, c2, *point(place)))


def small_step(c1: Number, c2: Number) -> Expression:
    """`h k ≤ 1` and `h c2 (a² + b²) ≤ 1` at the start."""
    one, other = point(1)
    return conjunction(at_most(h * size(c1, c2), 1), at_most(h * written(c2) * (one**2 + other**2), 1))


def settles(c1: Number, c2: Number) -> Expression:
    """The run converges geometrically to a trained point of its branch that is flatter than where the flow ends."""
    curvature = written(c2) * (A**2 + B**2)
    there = conjunction(
        tends(n, PLACES, entry(α, n), A),
        tends(n, PLACES, entry(β, n), B),
        GEOMETRIC,
        equal(A * B, written(c1) / written(c2)),
        less(0, total(1) * (A + B)),
        at_most(curvature, size(c1, c2)),
        implies(unbalanced(c1, c2, 1), less(curvature, size(c1, c2))),
    )
    return exists(A, REALS, exists(B, REALS, there))


STEPS, SMALL, MOVES = steps(c1, c2, h), small(c1, c2, h, *point(1)), moves()
M = total(1)
CONSTANTS = with_head(assumed(*GIVEN[:2], STEP), "less")
"""`0 < c1`, `0 < c2` and `0 < h`."""
