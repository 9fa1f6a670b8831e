"""Attacks on the rules of limits: bounds that move, other domains, limits of divisors that are 0, two limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Index, Node, written
from symbolic.core.rules.convergence import along_fewer, comparison, continuity, eventually, one_limit, ordered_limits
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    at_most,
    equal,
    exists,
    for_all,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
    root,
    tends,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

x, y, b = map(real, "xyb")
a, l, c, m = map(real, ("_0", "_1", "_2", "_3"))
"""The checkers call their own variables `_0`, `_1`, …: so are these, which no rule may mix up with them."""

COUNT = integers_from(1)


def wave(x: Expression) -> Expression:
    """A function of which nothing is known."""
    return Node("constant", (x,), "f")


def swell(x: Expression) -> Expression:
    """Another one."""
    return Node("constant", (x,), "g")


def two(x: Expression, y: Expression) -> Expression:
    """A function of two variables."""
    return Node("constant", (x, y), "h")


F, G = tends(x, COUNT, wave(x), l), tends(x, COUNT, swell(x), m)
f, g = assume(F), assume(G)
CLOSE = for_all(x, COUNT, at_most(x * (wave(x) - l) ** 2, c))
LATER = for_all(x, COUNT, implies(at_most(c, x), equal(wave(x), swell(x))))
BELOW = for_all(x, COUNT, at_most(wave(x), swell(x)))
NONZERO = negation(equal(m, 0))
QUOTIENT = tends(x, COUNT, (wave(x) ** 2 - a) / swell(x), (l**2 - a) / m)
ALL_IN = for_all(x, COUNT, member(x, NONNEGATIVE))

HONEST: Honest = {
    "comparison": (lambda: comparison(F, assume(CLOSE)), given(F, CLOSE)),
    "continuity": (
        lambda: continuity(QUOTIENT, (f, g), (assume(NONZERO),)),
        given(QUOTIENT, F, G, NONZERO),
    ),
    "a constant": (lambda: continuity(tends(x, REALS, a / b, a / b), (), ()), tends(x, REALS, a / b, a / b)),
    "a divisor that tends to a number": (
        lambda: continuity(
            tends(x, COUNT, 1 / wave(x), 1 / (a * 0 + 2)),
            (assume(tends(x, COUNT, wave(x), a * 0 + 2)),),
            (assume(less(0, a * 0 + 2)),),
        ),
        given(tends(x, COUNT, 1 / wave(x), 1 / (a * 0 + 2)), tends(x, COUNT, wave(x), a * 0 + 2), less(0, a * 0 + 2)),
    ),
    "a divisor that tends to 2": (
        lambda: continuity(tends(x, COUNT, 1 / wave(x), written(1) / 2), (assume(tends(x, COUNT, wave(x), 2)),), ()),
        given(tends(x, COUNT, 1 / wave(x), written(1) / 2), tends(x, COUNT, wave(x), 2)),
    ),
    "eventually": (
        lambda: eventually(tends(x, COUNT, swell(x), l), f, assume(LATER)),
        given(tends(x, COUNT, swell(x), l), F, LATER),
    ),
    "along_fewer": (
        lambda: along_fewer(assume(tends(x, NONNEGATIVE, wave(x), l)), assume(ALL_IN)),
        given(F, tends(x, NONNEGATIVE, wave(x), l), ALL_IN),
    ),
    "one_limit": (
        lambda: one_limit(f, assume(tends(y, COUNT, wave(y), m))),
        given(equal(l, m), F, tends(y, COUNT, wave(y), m)),
    ),
    "ordered_limits": (
        lambda: ordered_limits(f, g, assume(BELOW)),
        given(at_most(l, m), F, G, BELOW),
    ),
}


def close(limit: Expression, most: Expression, domain: Expression = COUNT, weight: Expression = x) -> Theorem:
    """That the distance of f from a limit is small."""
    return assume(for_all(x, domain, at_most(weight * (wave(x) - limit) ** 2, most)))


ATTACKS: Attacks = {
    "a bound that grows": lambda: comparison(F, close(l, x)),
    "a bound that grows, inside": lambda: comparison(F, close(l, c * x**2)),
    "another limit": lambda: comparison(F, close(m, c)),
    "another domain": lambda: comparison(F, close(l, c, integers_from(2))),
    "finitely many": lambda: comparison(F, close(l, c, integers_between(1, 9))),
    "without the weight": lambda: comparison(F, assume(for_all(x, COUNT, at_most((wave(x) - l) ** 2, c)))),
    "with a constant weight": lambda: comparison(F, close(l, c, weight=a)),
    "with a weight that falls": lambda: comparison(F, close(l, c, weight=1 / x)),
    "without the square": lambda: comparison(F, assume(for_all(x, COUNT, at_most(x * (wave(x) - l), c)))),
    "of another function": lambda: comparison(tends(x, COUNT, swell(x), l), assume(CLOSE)),
    "a bound at one point": lambda: comparison(F, assume(at_most(x * (wave(x) - l) ** 2, c))),
    "a bound at some points": lambda: comparison(F, assume(exists(x, COUNT, at_most(x * (wave(x) - l) ** 2, c)))),
    "a bound from below": lambda: comparison(F, assume(for_all(x, COUNT, at_most(c, x * (wave(x) - l) ** 2)))),
    "comparison for a formula": lambda: comparison(CLOSE, assume(CLOSE)),
    "a divisor whose limit may be 0": lambda: continuity(QUOTIENT, (f, g), ()),
    "a divisor that is not 0, with a limit that may be": lambda: continuity(
        QUOTIENT, (f, g), (assume(negation(equal(swell(x), 0))),)
    ),
    "a divisor with the limit 0": lambda: continuity(
        tends(x, COUNT, 1 / wave(x), written(1) / 0), (assume(tends(x, COUNT, wave(x), 0)),), ()
    ),
    "another value": lambda: continuity(tends(x, COUNT, wave(x) ** 2, l), (f,), ()),
    "the identity": lambda: continuity(tends(x, COUNT, x, l), (), ()),
    "a limit in another domain": lambda: continuity(tends(x, INTEGERS, wave(x) ** 2, l**2), (f,), ()),
    "a limit of another function": lambda: continuity(tends(x, COUNT, swell(x) ** 2, l**2), (f,), ()),
    "a root": lambda: continuity(tends(x, COUNT, root(wave(x)), root(l)), (f,), ()),
    "a function of which nothing is known": lambda: continuity(tends(x, COUNT, wave(swell(x)), wave(m)), (g,), ()),
    "a variable called as the one that moves": lambda: continuity(
        tends(x, COUNT, x + 1, real("_0") + 1), (assume(tends(x, COUNT, real("_0"), real("_0"))),), ()
    ),
    "a constant called as the variable that moves": lambda: continuity(
        tends(x, COUNT, x, 7), (assume(tends(x, COUNT, real("_0"), 7)),), ()
    ),
    "a divisor whose limit is a term that may be 0": lambda: continuity(
        tends(x, COUNT, 1 / wave(x), 1 / (m - m)), (assume(tends(x, COUNT, wave(x), m - m)),), ()
    ),
    "close on the diagonal": lambda: comparison(
        tends(x, COUNT, two(x, a), l), assume(for_all(x, COUNT, at_most(x * (two(x, x) - l) ** 2, c)))
    ),
    "close to what moves": lambda: comparison(
        tends(x, COUNT, wave(x), a), assume(for_all(x, COUNT, at_most(x * (wave(x) - x) ** 2, c)))
    ),
    "equal on the diagonal": lambda: eventually(
        tends(x, COUNT, two(x, a), l), f, assume(for_all(x, COUNT, implies(at_most(c, x), equal(wave(x), two(x, x)))))
    ),
    "equal to what is known elsewhere": lambda: eventually(
        tends(x, COUNT, swell(x), l),
        assume(tends(x, COUNT, two(x, a), l)),
        assume(for_all(x, COUNT, implies(at_most(c, x), equal(two(x, x), swell(x))))),
    ),
    "along what begins at itself": lambda: along_fewer(
        assume(tends(x, integers_from(a), wave(x), l)), assume(for_all(x, COUNT, member(x, integers_from(x))))
    ),
    "ordered on the diagonal": lambda: ordered_limits(
        assume(tends(x, COUNT, two(x, a), l)), g, assume(for_all(x, COUNT, at_most(two(x, x), swell(x))))
    ),
    "ordered on the other diagonal": lambda: ordered_limits(
        f, assume(tends(x, COUNT, two(x, a), l)), assume(for_all(x, COUNT, at_most(wave(x), two(x, x))))
    ),
    "no limit": lambda: continuity(F, (assume(CLOSE),), ()),
    "known of something else": lambda: continuity(QUOTIENT, (f, g), (assume(less(1, m)),)),
    "equal from a moving point on": lambda: eventually(
        tends(x, COUNT, swell(x), l), f, assume(for_all(x, COUNT, implies(at_most(x + 1, x), equal(wave(x), swell(x)))))
    ),
    "equal up to a point": lambda: eventually(
        tends(x, COUNT, swell(x), l), f, assume(for_all(x, COUNT, implies(at_most(x, c), equal(wave(x), swell(x)))))
    ),
    "equal in another domain": lambda: eventually(
        tends(x, COUNT, swell(x), l), f, assume(for_all(x, POSITIVE, implies(at_most(c, x), equal(wave(x), swell(x)))))
    ),
    "equal, with a limit along another domain": lambda: eventually(
        tends(x, INTEGERS, swell(x), l),
        f,
        assume(for_all(x, INTEGERS, implies(at_most(c, x), equal(wave(x), swell(x))))),
    ),
    "equal to something else": lambda: eventually(tends(x, COUNT, swell(x) + 1, l), f, assume(LATER)),
    "equal with another limit": lambda: eventually(tends(x, COUNT, swell(x), m), f, assume(LATER)),
    "equal along another domain": lambda: eventually(tends(x, INTEGERS, swell(x), l), f, assume(LATER)),
    "not equal but ordered": lambda: eventually(
        tends(x, COUNT, swell(x), l), f, assume(for_all(x, COUNT, implies(at_most(c, x), at_most(wave(x), swell(x)))))
    ),
    "along more": lambda: along_fewer(f, assume(for_all(x, NONNEGATIVE, member(x, REALS)))),
    "along what lies elsewhere": lambda: along_fewer(f, assume(for_all(x, COUNT, member(x, REALS)))),
    "along finitely many": lambda: along_fewer(
        assume(tends(x, NONNEGATIVE, wave(x), l)), assume(for_all(x, integers_between(1, 9), member(x, NONNEGATIVE)))
    ),
    "along none": lambda: along_fewer(
        assume(tends(x, NONNEGATIVE, wave(x), l)), assume(for_all(x, integers_between(1, 0), member(x, NONNEGATIVE)))
    ),
    "along others": lambda: along_fewer(
        assume(tends(x, NONNEGATIVE, wave(x), l)), assume(for_all(x, COUNT, member(x - 5, NONNEGATIVE)))
    ),
    "one limit of two functions": lambda: one_limit(f, g),
    "one limit in two domains": lambda: one_limit(f, assume(tends(x, INTEGERS, wave(x), m))),
    "one limit of an order": lambda: one_limit(f, assume(BELOW)),
    "limits ordered somewhere": lambda: ordered_limits(f, g, assume(exists(x, COUNT, at_most(wave(x), swell(x))))),
    "limits ordered in another domain": lambda: ordered_limits(
        f, g, assume(for_all(x, POSITIVE, at_most(wave(x), swell(x))))
    ),
    "limits ordered backwards": lambda: ordered_limits(f, g, assume(for_all(x, COUNT, at_most(swell(x), wave(x))))),
    "limits strictly ordered": lambda: ordered_limits(f, g, assume(for_all(x, COUNT, less(wave(x), swell(x))))),
    "limits in two domains": lambda: ordered_limits(f, assume(tends(x, INTEGERS, swell(x), m)), assume(BELOW)),
    "an open bound": lambda: comparison(Node("tends", (COUNT, wave(Index(1)), l)), assume(CLOSE)),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
