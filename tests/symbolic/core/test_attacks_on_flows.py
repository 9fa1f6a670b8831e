"""Attacks on the rules of flows: solutions that end, derivatives of something else, fields that are not smooth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Index, Node, bound, opened, written
from symbolic.core.rules.facts import bounded_flow, gradient_converges, monotone_limit, same_rate, sign_kept
from symbolic.core.rules.flows import conserved, decreasing, flow_start
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    System,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    function,
    implies,
    integers_between,
    less,
    real,
    root,
    tends,
    total,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

a, b, s, t = map(real, "abst")
p, q, r, m = map(real, ("_0", "_1", "_2", "_3"))
"""The checkers call their own variables `_0`, `_1`, …: so are these, which no rule may mix up with them."""

FLOW = System((a, b), (b, -a * r), (p, q))
"""`a' = b`, `b' = −r a`."""
A, B = FLOW.at(t)
A0, B0 = FLOW.at(0)
GLOBAL = FLOW.is_global
exists_always = assume(GLOBAL)
OTHER = assume(System((a, b), (b, -a * r), (q, p)).is_global)


def always(formula: Expression, domain: Expression = NONNEGATIVE) -> Theorem:
    """A formula at all times, assumed."""
    return assume(for_all(t, domain, formula))


V = function(t, body=A**2 + t * B)
SLOPE = 2 * A**1 * B + (1 * B + t * (-A * r))
"""The derivative of V, as the rules write it: A' = B and B' = −r A."""

TIMES = for_all(
    s,
    NONNEGATIVE,
    for_all(t, NONNEGATIVE, implies(at_most(s, t), at_most(A**2 + t * B, FLOW.at(s)[0] ** 2 + s * FLOW.at(s)[1]))),
)
FALLS, STAYS = always(at_most(SLOPE, 0)), always(equal(SLOPE, 0))
RATE = function(t, body=A + t)
GROWS = always(equal(SLOPE, (A + t) * (A**2 + t * B)))
AT_0 = A0**2 + 0 * B0
SIGNS = conjunction(
    implies(less(0, AT_0), for_all(t, NONNEGATIVE, less(0, A**2 + t * B))),
    implies(equal(AT_0, 0), for_all(t, NONNEGATIVE, equal(A**2 + t * B, 0))),
)

HEIGHT = function(a, b, body=r * a**2 + b**2)
LEVEL = for_all(a, REALS, for_all(b, REALS, at_most(r * (2 * a**1 * b) + 2 * b**1 * (-a * r), 0)))
START = r * p**2 + q**2
BOUNDED = for_all(a, REALS, for_all(b, REALS, implies(at_most(r * a**2 + b**2, START), at_most(a**2 + b**2, m))))


def wave(t: Expression) -> Expression:
    """A function of which nothing is known."""
    return Node("constant", (t,), "f")


def two(t: Expression, s: Expression) -> Expression:
    """A function of two variables."""
    return Node("constant", (t, s), "h")


def monotone(domain: Expression, body: Callable[[Expression], Expression] = wave) -> Expression:
    """That a function falls."""
    return for_all(s, domain, for_all(t, domain, implies(at_most(s, t), at_most(body(t), body(s)))))


def above(domain: Expression) -> Expression:
    """That a function is bounded below."""
    return for_all(t, domain, at_most(m, wave(t)))


FALLING, ABOVE, WAVE = monotone(NONNEGATIVE), above(NONNEGATIVE), function(t, body=wave(t))

DOWN = System((a, b), (-(2 * a), -(r * b)), (p, q))
"""`a' = −2a`, `2 b' = −2 r b`: down the slope of `a² + r b²` with the weights 1 and 2."""
DOWN_A, DOWN_B = DOWN.at(t)
BOWL = function(a, b, body=a**2 + r * b**2)


def downhill(
    weight: int, velocity: Expression, by_a: int, by_b: int, sign: int = -1, domain: Expression = REALS
) -> Expression:
    """That a weighted velocity is minus a derivative of the bowl, as the rules write it."""
    slope = 2 * a**1 * by_a + r * (2 * b**1 * by_b)
    return for_all(a, domain, for_all(b, REALS, equal(written(weight) * velocity, -slope if sign < 0 else slope)))


SLOPES = downhill(1, -(2 * a), 1, 0), downhill(2, -(r * b), 0, 1)
POSITIVE_WEIGHTS = less(0, 1), less(0, 2)
STAYS_NEAR = for_all(t, NONNEGATIVE, at_most(DOWN_A**2 + DOWN_B**2, m))


def converges(
    bowl: Expression = BOWL,
    weights: tuple[Expression, ...] = (written(1), written(2)),
    signs: tuple[Expression, ...] = POSITIVE_WEIGHTS,
    slopes: tuple[Expression, ...] = SLOPES,
    exists_: Expression = DOWN.is_global,
    near: Expression = STAYS_NEAR,
) -> Theorem:
    """`gradient_converges`, everything assumed."""
    return gradient_converges(
        bowl, weights, tuple(map(assume, signs)), tuple(map(assume, slopes)), assume(exists_), assume(near)
    )


HONEST: Honest = {
    "flow_start": (lambda: flow_start(B0, exists_always), given(equal(B0, q), GLOBAL)),
    "decreasing": (lambda: decreasing(V, FALLS, exists_always), given(TIMES, FALLS.conclusion, GLOBAL)),
    "conserved": (
        lambda: conserved(V, STAYS, exists_always),
        given(for_all(t, NONNEGATIVE, equal(A**2 + t * B, AT_0)), STAYS.conclusion, GLOBAL),
    ),
    "a summand that does not move": (
        lambda: decreasing(function(t, body=A + p / q), always(at_most(B + 0, 0)), exists_always),
        given(
            for_all(
                s,
                NONNEGATIVE,
                for_all(t, NONNEGATIVE, implies(at_most(s, t), at_most(A + p / q, FLOW.at(s)[0] + p / q))),
            ),
            always(at_most(B + 0, 0)).conclusion,
            GLOBAL,
        ),
    ),
    "a factor that does not move": (
        lambda: conserved(function(t, body=-(p * A / q)), always(equal(-(p * B / q), 0)), exists_always),
        given(
            for_all(t, NONNEGATIVE, equal(-(p * A / q), -(p * A0 / q))),
            always(equal(-(p * B / q), 0)).conclusion,
            GLOBAL,
        ),
    ),
    "conserved, of time alone": (
        lambda: conserved(function(t, body=t / p), always(equal(written(1) / p, 0))),
        given(for_all(t, NONNEGATIVE, equal(t / p, written(0) / p)), always(equal(written(1) / p, 0)).conclusion),
    ),
    "sign_kept": (lambda: sign_kept(V, RATE, GROWS, exists_always), given(SIGNS, GROWS.conclusion, GLOBAL)),
    "the same rate of two": (
        lambda: same_rate(
            function(t, body=t),
            function(t, body=A),
            RATE,
            always(equal(written(1), (A + t) * t)),
            always(equal(B, (A + t) * A)),
            exists_always,
        ),
        given(
            for_all(t, NONNEGATIVE, equal(t * A0, A * written(0))),
            always(equal(written(1), (A + t) * t)).conclusion,
            always(equal(B, (A + t) * A)).conclusion,
            GLOBAL,
        ),
    ),
    "same_rate": (
        lambda: same_rate(V, V, RATE, GROWS, GROWS, exists_always),
        given(for_all(t, NONNEGATIVE, equal((A**2 + t * B) * AT_0, (A**2 + t * B) * AT_0)), GROWS.conclusion, GLOBAL),
    ),
    "bounded_flow": (
        lambda: bounded_flow(GLOBAL, HEIGHT, assume(LEVEL), assume(BOUNDED)),
        given(GLOBAL, LEVEL, BOUNDED),
    ),
    "gradient_converges": (
        converges,
        given(
            exists(
                a,
                REALS,
                exists(
                    b,
                    REALS,
                    conjunction(
                        tends(t, NONNEGATIVE, DOWN_A, a),
                        tends(t, NONNEGATIVE, DOWN_B, b),
                        equal(-(2 * a), 0),
                        equal(-(r * b), 0),
                    ),
                ),
            ),
            *POSITIVE_WEIGHTS,
            *SLOPES,
            DOWN.is_global,
            STAYS_NEAR,
        ),
    ),
    "monotone_limit": (
        lambda: monotone_limit(NONNEGATIVE, WAVE, assume(FALLING), assume(ABOVE)),
        given(exists(s, REALS, tends(t, NONNEGATIVE, wave(t), s)), FALLING, ABOVE),
    ),
    "monotone_limit, of integers": (
        lambda: monotone_limit(INTEGERS, WAVE, assume(monotone(INTEGERS)), assume(above(INTEGERS))),
        given(exists(s, REALS, tends(t, INTEGERS, wave(t), s)), monotone(INTEGERS), above(INTEGERS)),
    ),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


def of(body: Expression, slope: Expression, *existence: Theorem) -> Theorem:
    """`decreasing` for a function of t with a slope."""
    return decreasing(function(t, body=body), always(at_most(slope, 0)), *existence)


def system(*velocities: Expression) -> System:
    """Another field."""
    return System((a, b), velocities, (p, q))


DISTANCE = function(a, b, body=a**2 + b**2)


def bounded(flow: System, slope: Expression, height: Expression = DISTANCE) -> Theorem:
    """`bounded_flow` of another field, by a height whose levels are bounded, with an assumed slope."""
    falls = for_all(a, REALS, for_all(b, REALS, at_most(slope, 0)))
    inside = implies(at_most(a**2 + b**2, p**2 + q**2), at_most(a**2 + b**2, m))
    return bounded_flow(flow.is_global, height, assume(falls), assume(for_all(a, REALS, for_all(b, REALS, inside))))


def levels(bound: Expression, squares: Expression = a**2 + b**2, start: Expression = START) -> Theorem:
    """That the levels of the height are bounded, assumed."""
    inside = implies(at_most(r * a**2 + b**2, start), at_most(squares, bound))
    return assume(for_all(a, REALS, for_all(b, REALS, inside)))


MOVING = System((a, b), (b * t, -a * r), (p, q))
STARTED = System((a, b), (b, -a * r), (t, q))

SECOND = System((a, b), (b, -a * r), (p, t))


def moved(flow: System) -> list[Expression]:
    """That a flow exists, whatever the checker calls the time."""
    return [opened(bound(flow.is_global, (t,)), (real(f"_{n}"),)) for n in range(9)]


ATTACKS: Attacks = {
    "the start at another time": lambda: flow_start(A, assume(GLOBAL)),
    "the start of a flow that may end": lambda: flow_start(A0, assume(less(0, p))),
    "the start of another flow": lambda: flow_start(A0, OTHER),
    "the start of no flow": lambda: flow_start(p, exists_always),
    "a flow that may end": lambda: decreasing(V, FALLS),
    "another flow": lambda: decreasing(V, FALLS, OTHER),
    "one of two flows": lambda: of(
        A + System((a, b), (b, -a * r), (q, p)).at(t)[0],
        B + System((a, b), (b, -a * r), (q, p)).at(t)[1],
        exists_always,
    ),
    "another slope": lambda: decreasing(V, always(at_most(2 * A * B, 0)), exists_always),
    "a slope that is negative": lambda: decreasing(V, always(less(SLOPE, 0)), exists_always),
    "a slope that is not negative": lambda: decreasing(V, always(at_most(0, SLOPE)), exists_always),
    "a slope at positive times": lambda: decreasing(V, always(at_most(SLOPE, 0), POSITIVE), exists_always),
    "a slope at whole times": lambda: decreasing(V, always(at_most(SLOPE, 0), INTEGERS), exists_always),
    "a slope at some time": lambda: decreasing(V, assume(exists(t, NONNEGATIVE, at_most(SLOPE, 0))), exists_always),
    "a slope at one time": lambda: decreasing(V, assume(at_most(SLOPE, 0)), exists_always),
    "a quotient by time": lambda: of(1 / t, written(0)),
    "a quotient by a solution": lambda: of(1 / A, written(0), exists_always),
    "a root": lambda: of(root(A), written(0), exists_always),
    "a function of which nothing is known": lambda: of(wave(t), written(0)),
    "a sum up to time": lambda: of(total(s, 0, t, s), written(0)),
    "a solution at twice the time": lambda: of(FLOW.at(2 * t)[0], FLOW.at(2 * t)[1], exists_always),
    "a solution at a solution": lambda: of(FLOW.at(A)[0], FLOW.at(A)[1], exists_always),
    "a field that depends on time": lambda: of(
        MOVING.at(t)[0],
        MOVING.at(t)[1] * t,
        assume(for_all(t, NONNEGATIVE, MOVING.is_global)),
        assume(MOVING.is_global),
    ),
    "a start that depends on time": lambda: of(STARTED.at(t)[0], STARTED.at(t)[1], assume(STARTED.is_global)),
    "a field that depends on time, which is called as the checker does": lambda: of(
        MOVING.at(t)[0], MOVING.at(t)[1] * t, *map(assume, moved(MOVING))
    ),
    "a start that depends on time, which is called as the checker does": lambda: of(
        STARTED.at(t)[0], STARTED.at(t)[1], *map(assume, moved(STARTED))
    ),
    "a second start that depends on time": lambda: of(SECOND.at(t)[0], SECOND.at(t)[1], *map(assume, moved(SECOND))),
    "a slope on the diagonal": lambda: decreasing(function(t, body=t * p), always(at_most(1 * t + t * 1, 0))),
    "a rate on the diagonal": lambda: sign_kept(
        function(t, body=t), function(t, body=p), always(equal(written(1), t * t))
    ),
    "a field on the diagonal": lambda: bounded(FLOW, 2 * a**1 * b + 2 * b**1 * (-a * a)),
    "a field on the other diagonal": lambda: bounded(FLOW, 2 * a**1 * b + 2 * b**1 * (-a * b)),
    "a height on the diagonal": lambda: bounded(
        System((a, b), (b, -a), (q, q)), a * (2 * a**1 * b) + 2 * b**1 * -a, function(a, b, body=p * a**2 + b**2)
    ),
    "a limit on the diagonal": lambda: monotone_limit(
        NONNEGATIVE,
        function(t, body=two(t, p)),
        assume(for_all(s, NONNEGATIVE, for_all(t, NONNEGATIVE, implies(at_most(s, t), at_most(two(t, t), two(s, t)))))),
        assume(for_all(t, NONNEGATIVE, at_most(m, two(t, t)))),
    ),
    "a limit on the other diagonal": lambda: monotone_limit(
        NONNEGATIVE,
        function(t, body=two(t, p)),
        assume(for_all(s, NONNEGATIVE, for_all(t, NONNEGATIVE, implies(at_most(s, t), at_most(two(t, s), two(s, s)))))),
        assume(for_all(t, NONNEGATIVE, at_most(m, two(t, p)))),
    ),
    "a function of two times": lambda: decreasing(function(t, s, body=A), FALLS, exists_always),
    "a predicate": lambda: decreasing(function(t, body=less(0, A)), FALLS, exists_always),
    "conserved by a slope of one sign": lambda: conserved(V, FALLS, exists_always),
    "conserved by a flow that may end": lambda: conserved(V, STAYS),
    "a rate that is not continuous": lambda: sign_kept(
        V, function(t, body=root(t)), always(equal(SLOPE, root(t) * (A**2 + t * B))), exists_always
    ),
    "a rate with a pole": lambda: sign_kept(
        V, function(t, body=1 / t), always(equal(SLOPE, 1 / t * (A**2 + t * B))), exists_always
    ),
    "a rate of which nothing is known": lambda: sign_kept(
        V, function(t, body=wave(t)), always(equal(SLOPE, wave(t) * (A**2 + t * B))), exists_always
    ),
    "a rate along a flow that may end": lambda: sign_kept(
        function(t, body=t), function(t, body=A), always(equal(written(1), A * t))
    ),
    "a rate along another flow": lambda: sign_kept(
        function(t, body=t), function(t, body=A), always(equal(written(1), A * t)), OTHER
    ),
    "another rate": lambda: sign_kept(V, function(t, body=A), GROWS, exists_always),
    "a rate as an order": lambda: sign_kept(V, RATE, always(at_most(SLOPE, (A + t) * (A**2 + t * B))), exists_always),
    "a rate that captures the time": lambda: sign_kept(
        V, function(s, body=A + t), always(equal(SLOPE, (A + t) * (A**2 + t * B))), exists_always
    ),
    "a rate called as the checker calls the time": lambda: sign_kept(
        function(t, body=t),
        function(t, body=wave(real("_0"))),
        assume(for_all(t, NONNEGATIVE, equal(written(1), wave(t) * t))),
    ),
    "sign kept by a flow that may end": lambda: sign_kept(V, RATE, GROWS),
    "the same rate as another": lambda: same_rate(
        V, function(t, body=t), RATE, GROWS, always(equal(written(1), A * t)), exists_always
    ),
    "the same rate as a flow that may end": lambda: same_rate(V, V, RATE, GROWS, GROWS),
    "the same rate, another slope": lambda: same_rate(V, V, RATE, STAYS, GROWS, exists_always),
    "a height that may grow": lambda: bounded_flow(
        GLOBAL, HEIGHT, assume(for_all(a, REALS, for_all(b, REALS, at_most(0, 0)))), assume(BOUNDED)
    ),
    "a height that falls for positive numbers": lambda: bounded_flow(
        GLOBAL,
        HEIGHT,
        assume(for_all(a, POSITIVE, for_all(b, REALS, at_most(r * (2 * a**1 * b) + 2 * b**1 * (-a * r), 0)))),
        assume(BOUNDED),
    ),
    "a height of one variable": lambda: bounded_flow(GLOBAL, function(a, body=a**2), assume(LEVEL), assume(BOUNDED)),
    "a height with its variables exchanged": lambda: bounded_flow(
        GLOBAL, function(b, a, body=r * a**2 + b**2), assume(LEVEL), assume(BOUNDED)
    ),
    "a bound that moves": lambda: bounded_flow(GLOBAL, HEIGHT, assume(LEVEL), levels(a**2 + b**2)),
    "a bound of one square": lambda: bounded_flow(GLOBAL, HEIGHT, assume(LEVEL), levels(m, a**2)),
    "a bound at another start": lambda: bounded_flow(GLOBAL, HEIGHT, assume(LEVEL), levels(m, start=r * q**2 + p**2)),
    "a bound of another flow": lambda: bounded_flow(
        System((a, b), (b, -a * r), (q, p)).is_global, HEIGHT, assume(LEVEL), assume(BOUNDED)
    ),
    "a bound somewhere": lambda: bounded_flow(
        GLOBAL,
        HEIGHT,
        assume(LEVEL),
        assume(exists(a, REALS, for_all(b, REALS, implies(at_most(r * a**2 + b**2, START), at_most(a**2 + b**2, m))))),
    ),
    "a field with a pole": lambda: bounded(system(1 / a, b), 2 * a**1 * (1 / a) + 2 * b**1 * b),
    "a field with a root, whose solutions are not unique": lambda: bounded(
        system(root(a), b), 2 * a**1 * root(a) + 2 * b**1 * b
    ),
    "a field of which nothing is known": lambda: bounded(system(wave(a), b), 2 * a**1 * wave(a) + 2 * b**1 * b),
    "a height with a root": lambda: bounded(FLOW, written(0), function(a, b, body=root(a**2 + b**2))),
    "a height of which nothing is known": lambda: bounded(FLOW, written(0), function(a, b, body=wave(a + b))),
    "boundedness of an equation": lambda: bounded_flow(equal(p, q), HEIGHT, assume(LEVEL), assume(BOUNDED)),
    "a gradient with a weight of unknown sign": lambda: converges(signs=(less(0, 1), at_most(0, 2))),
    "a gradient with the sign of another weight": lambda: converges(signs=(less(0, 1), less(0, 1))),
    "a gradient with a weight that moves": lambda: converges(weights=(written(1), b), signs=(less(0, 1), less(0, b))),
    "a gradient with one weight": lambda: converges(weights=(written(1),), signs=POSITIVE_WEIGHTS[:1]),
    "a gradient with one slope": lambda: converges(slopes=SLOPES[:1]),
    "a gradient with its slopes exchanged": lambda: converges(slopes=SLOPES[::-1]),
    "a gradient of another height": lambda: converges(function(a, b, body=a**2 + r * b**2 + a)),
    "a gradient uphill": lambda: converges(slopes=(downhill(1, -(2 * a), 1, 0, sign=1), SLOPES[1])),
    "a gradient for positive numbers": lambda: converges(
        slopes=(downhill(1, -(2 * a), 1, 0, domain=POSITIVE), SLOPES[1])
    ),
    "a turning field": lambda: converges(exists_=GLOBAL),
    "the gradient from another start": lambda: converges(
        exists_=System((a, b), (-(2 * a), -(r * b)), (q, p)).is_global
    ),
    "a gradient that stays near for some time": lambda: converges(
        near=for_all(t, POSITIVE, at_most(DOWN_A**2 + DOWN_B**2, m))
    ),
    "a gradient within a bound that moves": lambda: converges(
        near=for_all(t, NONNEGATIVE, at_most(DOWN_A**2 + DOWN_B**2, t))
    ),
    "a gradient with one bounded component": lambda: converges(near=for_all(t, NONNEGATIVE, at_most(DOWN_A**2, m))),
    "a gradient that another flow bounds": lambda: converges(near=for_all(t, NONNEGATIVE, at_most(A**2 + B**2, m))),
    "a gradient of a root": lambda: converges(function(a, b, body=root(a**2 + r * b**2))),
    "a gradient of which nothing is known": lambda: converges(function(a, b, body=wave(a + b))),
    "a limit of what grows": lambda: monotone_limit(
        NONNEGATIVE,
        WAVE,
        assume(for_all(s, NONNEGATIVE, for_all(t, NONNEGATIVE, implies(at_most(s, t), at_most(wave(s), wave(t)))))),
        assume(ABOVE),
    ),
    "a limit of what is bounded above": lambda: monotone_limit(
        NONNEGATIVE, WAVE, assume(FALLING), assume(for_all(t, NONNEGATIVE, at_most(wave(t), m)))
    ),
    "a limit above a bound that moves": lambda: monotone_limit(
        NONNEGATIVE, WAVE, assume(FALLING), assume(for_all(t, NONNEGATIVE, at_most(wave(t) - 1, wave(t))))
    ),
    "a limit along finitely many": lambda: monotone_limit(
        integers_between(0, 1), WAVE, assume(monotone(integers_between(0, 1))), assume(above(integers_between(0, 1)))
    ),
    "a limit of what falls elsewhere": lambda: monotone_limit(
        NONNEGATIVE, WAVE, assume(monotone(INTEGERS)), assume(ABOVE)
    ),
    "a limit of what is bounded elsewhere": lambda: monotone_limit(
        NONNEGATIVE, WAVE, assume(FALLING), assume(above(INTEGERS))
    ),
    "a limit of another function": lambda: monotone_limit(
        NONNEGATIVE, function(t, body=wave(t) + 1), assume(FALLING), assume(ABOVE)
    ),
    "an open function": lambda: decreasing(Node("abstraction", (Index(1),), 1), FALLS, exists_always),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
