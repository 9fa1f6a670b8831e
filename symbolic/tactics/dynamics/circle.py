"""Cosine and sine as solutions of `u' = −φ v`, `v' = φ u` from `(1, 0)` at the time 1, and what proofs need of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.derivatives import along_field, in_time
from symbolic.core.rules.facts import bounded_flow
from symbolic.core.rules.flows import conserved, decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import NONNEGATIVE, REALS, Number, System, at_most, equal, function, less, member, real
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, modulo, under

u, v, φ, ψ, t = map(real, ("u", "v", "φ", "ψ", "τ"))
ANGLE, OTHER = member(φ, REALS), member(ψ, REALS)
TIME = member(t, NONNEGATIVE)


def turning(angle: Number) -> System:
    """`u' = −φ v`, `v' = φ u` from `(1, 0)`."""
    angle = written(angle)
    return System((u, v), (-(angle * v), angle * u), (written(1), written(0)))


def cosine(angle: Number) -> Expression:
    """The first coordinate at the time 1."""
    return turning(angle).at(1)[0]


def sine(angle: Number) -> Expression:
    """The second coordinate at the time 1."""
    return turning(angle).at(1)[1]


def turns(angle: Expression) -> Theorem:
    """There is one solution for all times."""
    system = turning(angle)
    square = u**2 + v**2
    slope = signed(at_most(along_field(square, (u, v), system.velocities), 0))
    most = written(1) ** 2 + written(0) ** 2
    below = at_most(square, most)
    everywhere = member(u, REALS), member(v, REALS)
    bounded = signed(below, assumed(below))
    return bounded_flow(
        system.is_global, function(u, v, body=square), under(slope, *everywhere), under(bounded, *everywhere, below)
    )


def kept(value: Expression, *existence: Theorem) -> Theorem:
    """A polynomial in solutions is at all times what it is at first, where its derivative is 0."""
    slope = identity(in_time(value, t)[0], 0)
    return conserved(function(t, body=value), under(slope, TIME), *existence)


def begins(angle: Expression, existence: Theorem) -> Facts:
    """The solution is `(1, 0)` at first."""
    return tuple(flow_start(component, existence) for component in turning(angle).at(0))


@cache
def exist() -> Theorem:
    """`∀φ`: the solution exists for all times."""
    return under(turns(φ), ANGLE)


@cache
def unit() -> Theorem:
    """`∀φ: cos² φ + sin² φ = 1`."""
    there = turns(φ)
    c, s = turning(φ).at(t)
    constant = at(kept(c**2 + s**2, there), 1)
    one, zero = begins(φ, there)
    (c1, s1), (c0, s0) = turning(φ).at(1), turning(φ).at(0)
    return under(identity(c1**2 + s1**2, 1, using=((constant, 1), (one, c0 + 1), (zero, s0))), ANGLE)


@cache
def nothing() -> Theorem:
    """`∀φ: cos 0φ = 1 ∧ sin 0φ = 0`."""
    angle = 0 * φ
    there = turns(angle)
    now, start = turning(angle).at(t), begins(angle, there)
    rest = (at(kept(value, there), 1) for value in now)
    ends = zip(turning(angle).at(1), (1, 0), rest, start, strict=True)
    return under(conjoin(*(identity(x, value, using=((same, 1), (first, 1))) for x, value, same, first in ends)), ANGLE)


@cache
def addition() -> Theorem:
    """`∀φ ∀ψ`: cosine and sine of `φ + ψ`: both sides turn alike, so that the square of their distance stays 0."""
    angles = φ, ψ, φ + ψ
    there = tuple(map(turns, angles))
    (c1, s1), (c2, s2), (c, s) = (turning(angle).at(t) for angle in angles)
    far = (c - (c1 * c2 - s1 * s2)) ** 2 + (s - (s1 * c2 + c1 * s2)) ** 2
    constant = at(kept(far, *there), 1)
    start = tuple(each for angle, known in zip(angles, there, strict=True) for each in begins(angle, known))
    same = modulo(equal(opened_at(far, 0), 0), start)
    square = identity(opened_at(far, 1), 0, using=((constant, 1), (same, 1)))
    (c1, s1), (c2, s2), (c, s) = (turning(angle).at(1) for angle in angles)
    sides = (c, c1 * c2 - s1 * s2), (s, s1 * c2 + c1 * s2)
    found = (signed(equal(x, y), (square,), squares=tuple(p - q for p, q in sides)) for x, y in sides)
    return under(conjoin(*found), ANGLE, OTHER)


@cache
def sine_of_one() -> Theorem:
    """`0 < sin 1`, as `1 − t ≤ cos t` and so `t − t²/2 ≤ sin t`."""
    there = turns(written(1))
    (c, s), start = turning(1).at(t), begins(written(1), there)
    constant = at(kept(c**2 + s**2, there), assume(TIME))
    (c0, s0) = turning(1).at(0)
    circle = identity(c**2 + s**2, 1, using=((constant, 1), (start[0], c0 + 1), (start[1], s0)))

    def at_most_first(value: Expression, *known: Theorem, squares: Sequence[Expression] = ()) -> Theorem:
        """`V(t) ≤ V(0)` from `V'(t) ≤ 0`."""
        slope = under(signed(at_most(in_time(value, t)[0], 0), known, squares=squares), TIME)
        order = at(decreasing(function(t, body=value), slope, there), 0, assume(TIME))
        return apply(order, assumed(TIME)[1])

    cosine_above = at_most_first(-c - t, circle, squares=(c, s - 1))
    above = signed(at_most(1 - t, c), (cosine_above, start[0]))
    sine_above = under(at_most_first(t - t**2 / 2 - s, above), TIME)
    return signed(less(0, sine(1)), (at(sine_above, 1), start[1]))


def opened_at(value: Expression, time: Number) -> Expression:
    """A value along solutions at another time."""
    return opened(bound(value, (t,)), (written(time),))


def turning_exists(formula: Node) -> Theorem | None:
    """That the solution exists of which a formula says so; None for another system."""
    match formula.parts:
        case (Node(head="negate", parts=(Node(head="multiply", parts=(angle, _)),)), *_) if (
            turning(angle).is_global == formula
        ):
            return at(exist(), angle)
    return None
